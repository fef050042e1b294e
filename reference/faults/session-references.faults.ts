/** @module Faults of the life of sessions and of shared tokens: what keeps them, what ends them. */
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { DestroySessionContext } from '../kernel/calls/destroy-empty-session.js';
import type { ActorContext } from '../kernel/calls/processes.js';
import { copyToken } from '../kernel/calls/processes.js';
import type { CallContext } from '../kernel/model.js';
import type { Session, Token, TokenHandle } from '../kernel/state.js';
import { retain, type World } from '../kernel/world.js';
import { alsoDoing, fault, otherEffect, weakerCheck, type Change, type Fault } from './fault.js';

/** Closing does not end the sessions for which this holds. */
const keeping = (when: (session: Session) => boolean): Change =>
  otherEffect<CallContext>('world.close', 'close', ({ world, thread, args }, original) => {
    const found = thread.process.handles.get(Number(args['handle']));
    original();
    if (found?.kind !== 'token') return;
    const { session } = found.token;
    if (!session.permanent && when(session)) world.sessions.set(session.id, session);
  });

/** The handle just made by creation lacks rights, for tokens of which this holds. */
const creatingWithout = (right: number, when: (token: Token) => boolean): Change =>
  otherEffect<CreateTokenContext>('kacs_create_token', 'open-handle', (c, original) => {
    original();
    const { handles } = c.thread.process;
    const made = handles.get(c.handle);
    if (made?.kind !== 'token' || !when(made.token)) return;
    handles.set(c.handle, { ...made, mask: made.mask & ~right });
  });

function dropEmptySessions(world: World): void {
  for (const session of [...world.sessions.values()]) {
    if (!session.permanent && session.liveTokens === 0) world.sessions.delete(session.id);
  }
}

const isService = ({ userSid }: Token): boolean =>
  userSid.authority === 5 && userSid.subAuthorities.length === 1;

/** @internal */
export const SESSION_REFERENCE_FAULTS: readonly Fault[] = [
  fault(
    'session-references/linked-session-destroyed',
    'SE-016',
    weakerCheck<DestroySessionContext>(
      'kacs_destroy_empty_session',
      'empty',
      ({ session }) => session?.pair !== undefined,
    ),
  ),
  fault(
    'session-references/last-close-leaves-the-session',
    ['SE-017', 'SE-025'],
    keeping(() => true),
  ),
  fault(
    'session-references/pair-keeps-its-session',
    'SE-025',
    keeping(({ pair }) => pair !== undefined),
  ),
  fault(
    'session-references/empty-sessions-time-out',
    'SE-018',
    otherEffect<CallContext>('world.sleep', 'sleep', ({ world, args }, original) => {
      original();
      if (Number(args['ms']) >= 5000) dropEmptySessions(world);
    }),
  ),
  fault(
    'session-references/received-handle-holds-nothing',
    'SE-024',
    otherEffect<CallContext>('world.passHandle', 'pass', ({ thread }, original) => {
      original();
      // As if the sender's reference had moved along: closing it then ends the token.
      const before = [...thread.process.handles.values()].filter(isTokenHandle);
      for (const { token } of before) if (token.references > 1) token.references -= 1;
    }),
  ),
  fault(
    'session-references/handle-in-flight-holds-nothing',
    'SE-024',
    otherEffect<CallContext>('world.sendMessage', 'send', ({ thread, args }, original) => {
      original();
      const sent = thread.process.handles.get(Number(args['handle']));
      if (sent?.kind === 'token') sent.token.references -= 1;
    }),
  ),
  fault(
    'token-creation-effects/services-cannot-be-duplicated',
    ['TC-008', 'TC-027'],
    creatingWithout(0x0002, isService),
  ),
  fault(
    'token-creation-effects/services-cannot-be-adjusted',
    ['TC-008', 'TC-027'],
    creatingWithout(0x0100, isService),
  ),
  fault(
    'token-creation-effects/child-shares-the-token',
    'TC-033',
    otherEffect<ActorContext>('world.fork', 'fork', (c, original) => {
      original();
      const child = c.world.processes.get(c.id);
      if (child === undefined) return;
      const copy = child.primary;
      child.primary = retain(c.thread.process.primary);
      c.world.release(copy);
    }),
  ),
  fault(
    'token-creation-effects/threads-have-tokens-of-their-own',
    'TC-034',
    alsoDoing<ActorContext>('world.thread', ({ world, thread, actor }) => {
      const made = world.threads.get(actor);
      if (made === undefined) return;
      const primary = retain(copyToken(world, thread.process.primary));
      world.threads.set(actor, { ...made, process: { ...thread.process, primary } });
    }),
  ),
];

function isTokenHandle(one: { readonly kind: string }): one is TokenHandle {
  return one.kind === 'token';
}
