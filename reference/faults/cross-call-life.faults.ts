/** @module Faults of the life of sessions and tokens: counted twice, or not, or too long. */
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { DescriptorContext, PassContext } from '../kernel/calls/descriptors.js';
import type { DestroySessionContext } from '../kernel/calls/destroy-empty-session.js';
import type { HandleContext } from '../kernel/calls/handle-checks.js';
import type { NodeContext } from '../kernel/calls/inspection.js';
import type { LinkContext } from '../kernel/calls/link-tokens.js';
import type { ActorContext, KillContext } from '../kernel/calls/processes.js';
import type { MessageContext } from '../kernel/calls/sockets.js';
import type { CallContext } from '../kernel/model.js';
import type { Session, Thread, Token } from '../kernel/state.js';
import { findHandle, retain, type World } from '../kernel/world.js';
import { Beside, CALL, otherContext } from './cross-call.js';
import { all, alsoDoing, fault, otherEffect, type Change, type Fault } from './fault.js';

/** Sessions that are gone. */
const FORMER = new Beside<World, Session[]>(() => []);
/** Identities of tokens that are gone. */
const FREED = new Beside<World, Uint8Array[]>(() => []);

/** The call forgets to give back tokens of the thread. */
function leaks(call: string, effect: string, of: (thread: Thread) => Iterable<Token>): Change {
  return otherEffect<CallContext>(call, effect, ({ thread }, original) => {
    for (const token of of(thread)) retain(token);
    original();
  });
}

function impersonated(thread: Thread): readonly Token[] {
  return thread.impersonation === undefined ? [] : [thread.impersonation];
}

function primary(thread: Thread): readonly Token[] {
  return [thread.process.primary];
}

/** Behind the call a session that it used up is remembered. */
function remembersFormer(call: string): Change {
  return (model) => {
    const found = model.calls.get(call);
    if (found === undefined) throw new RangeError(`the model has no call ${call}`);
    const effects = found.effects.map((effect) => ({
      ...effect,
      apply: (c: CallContext) => {
        const before = [...c.world.sessions.values()];
        effect.apply(c);
        const gone = before.filter(({ id }) => !c.world.sessions.has(id));
        FORMER.of(c.world).push(...gone);
      },
    }));
    return { ...model, calls: new Map(model.calls).set(call, { ...found, effects }) };
  };
}

/** The listing shows other sessions. */
function lists(change: (sessions: readonly Session[], world: World) => readonly Session[]): Change {
  return otherEffect<NodeContext>('world.open', 'list-sessions', (c, original) => {
    original();
    if (c.node?.kind === 'sessions') c.listed = change(c.listed, c.world);
  });
}

/** One more reference than is there is given back when this handle is closed. */
function uncounted(call: string, of: (c: never) => Token | undefined): Change {
  return alsoDoing<CallContext>(call, (c) => {
    const token = of(c as never);
    if (token !== undefined) c.world.release(token);
  });
}

/** @public */
export const CROSS_CALL_LIFE_FAULTS: readonly Fault[] = [
  fault(
    'cross-call/finished-impersonation-keeps-the-session',
    'SE-017',
    leaks('kacs_revert', 'revert', impersonated),
  ),
  fault(
    'cross-call/impersonation-ended-by-exec-keeps-the-session',
    'SE-017',
    leaks('world.exec', 'revert', impersonated),
  ),
  fault(
    'cross-call/impersonation-ended-by-exit-keeps-the-session',
    'SE-017',
    leaks('world.exit', 'exit', impersonated),
  ),
  fault(
    'cross-call/impersonation-replaced-keeps-the-session',
    'SE-017',
    leaks(CALL.IMPERSONATE, 'impersonate', impersonated),
  ),
  fault(
    'cross-call/token-installed-over-keeps-the-session',
    'SE-017',
    leaks(CALL.INSTALL, 'replace-primary', primary),
  ),
  fault(
    'cross-call/primary-token-of-the-dead-keeps-the-session',
    'SE-017',
    leaks('world.exit', 'exit', primary),
  ),
  fault(
    'cross-call/handles-of-the-killed-keep-the-session',
    'SE-017',
    otherEffect<KillContext>('world.kill', 'kill', ({ target }, original) => {
      for (const held of target?.handles.values() ?? []) {
        if (held.kind === 'token') retain(held.token);
      }
      original();
    }),
  ),
  fault(
    'cross-call/handles-closed-on-exec-keep-the-session',
    'SE-017',
    otherEffect<CallContext>('world.exec', 'close-on-exec', ({ thread }, original) => {
      for (const held of thread.process.handles.values()) {
        if (held.kind === 'token' && held.closeOnExec) retain(held.token);
      }
      original();
    }),
  ),
  fault(
    'cross-call/pair-keeps-its-session',
    'SE-025',
    alsoDoing<LinkContext>(CALL.LINK, ({ elevated, filtered }) => {
      if (elevated !== undefined) retain(elevated.token);
      if (filtered !== undefined) retain(filtered.token);
    }),
  ),
  fault(
    'cross-call/filtered-member-keeps-its-session',
    'SE-025',
    alsoDoing<LinkContext>(CALL.LINK, ({ filtered }) => {
      if (filtered !== undefined) retain(filtered.token);
    }),
  ),
  fault(
    'cross-call/handle-in-flight-not-counted',
    'SE-024',
    uncounted('world.sendMessage', (c: MessageContext) => c.handle?.token),
  ),
  fault(
    'cross-call/dup-not-counted',
    'SE-024',
    uncounted('world.duplicateHandle', (c: DescriptorContext) =>
      c.descriptor?.kind === 'token' ? c.descriptor.token : undefined,
    ),
  ),
  fault(
    'cross-call/passed-handle-not-counted',
    'SE-024',
    uncounted('world.passHandle', (c: PassContext) => c.handle?.token),
  ),
  fault(
    'cross-call/handles-of-a-forked-child-not-counted',
    'SE-024',
    alsoDoing<ActorContext>('world.fork', (c) => {
      for (const held of c.world.processes.get(c.id)?.handles.values() ?? []) {
        if (held.kind === 'token') c.world.release(held.token);
      }
    }),
  ),
  fault(
    'cross-call/inspection-handle-not-counted',
    'SE-024',
    uncounted('world.open', (c: NodeContext) => findHandle(c.thread, c.made)?.token),
  ),
  fault(
    'cross-call/impersonating-thread-not-counted',
    'SE-017',
    uncounted(CALL.IMPERSONATE, (c: HandleContext) => c.thread.impersonation),
  ),
  fault(
    'cross-call/closing-one-of-two-handles-frees-the-token',
    ['SE-008', 'SE-024'],
    otherEffect<DescriptorContext>('world.close', 'close', (c, original) => {
      original();
      if (c.descriptor?.kind !== 'token') return;
      const { token } = c.descriptor;
      if (token.references > 0) token.session.liveTokens -= 1;
      if (token.session.liveTokens === 0) c.world.sessions.delete(token.session.id);
    }),
  ),
  fault(
    'cross-call/listing-shows-a-destroyed-session',
    'SL-002',
    all(
      remembersFormer(CALL.DESTROY_SESSION),
      lists((sessions, world) => [...sessions, ...FORMER.of(world)]),
    ),
  ),
  fault(
    'cross-call/listing-shows-a-session-whose-last-token-went',
    'SE-017',
    all(
      remembersFormer('world.close'),
      lists((sessions, world) => [...sessions, ...FORMER.of(world)]),
    ),
  ),
  fault(
    'cross-call/listing-hides-sessions-without-tokens',
    'SL-002',
    lists((sessions) => sessions.filter(({ liveTokens }) => liveTokens > 0)),
  ),
  fault(
    'cross-call/listing-hides-sessions-of-tokens-nobody-runs-with',
    'SL-002',
    lists((sessions, world) => {
      const run = new Set([...world.processes.values()].map((p) => p.primary.session));
      return sessions.filter((session) => session.permanent || run.has(session));
    }),
  ),
  fault(
    'cross-call/destroyed-session-takes-tokens',
    'TH-074',
    all(
      remembersFormer(CALL.DESTROY_SESSION),
      otherContext<CreateTokenContext>(CALL.CREATE_TOKEN, (c) => {
        const former = FORMER.of(c.world).find(({ id }) => id === c.spec.sessionId);
        return { ...c, session: c.session ?? former };
      }),
    ),
  ),
  fault(
    'cross-call/session-gone-with-its-last-token-takes-tokens',
    'SE-017',
    all(
      remembersFormer('world.close'),
      otherContext<CreateTokenContext>(CALL.CREATE_TOKEN, (c) => {
        const former = FORMER.of(c.world).find(({ id }) => id === c.spec.sessionId);
        return { ...c, session: c.session ?? former };
      }),
    ),
  ),
  fault(
    'cross-call/session-gone-with-its-last-token-is-destroyed-again',
    'SE-014',
    all(
      remembersFormer('world.close'),
      otherContext<DestroySessionContext>(CALL.DESTROY_SESSION, (c) => {
        const former = FORMER.of(c.world).find(({ id }) => id === c.id);
        return { ...c, session: c.session ?? former };
      }),
    ),
  ),
  fault(
    'cross-call/last-token-takes-all-empty-sessions-along',
    'SE-018',
    otherEffect<DescriptorContext>('world.close', 'close', ({ world }, original) => {
      const before = world.sessions.size;
      original();
      if (world.sessions.size === before) return;
      for (const { id, liveTokens, permanent } of [...world.sessions.values()]) {
        if (liveTokens === 0 && !permanent) world.sessions.delete(id);
      }
    }),
  ),
  fault(
    'cross-call/identity-reused-after-close',
    'TC-001',
    all(
      otherEffect<DescriptorContext>('world.close', 'close', (c, original) => {
        original();
        if (c.descriptor?.kind !== 'token' || c.descriptor.token.references > 0) return;
        FREED.of(c.world).push(c.descriptor.token.identity);
      }),
      otherEffect<CreateTokenContext>(CALL.CREATE_TOKEN, 'copy-fields', (c, original) => {
        original();
        const identity = FREED.of(c.world).pop();
        if (c.token !== undefined && identity !== undefined) c.token.identity = identity;
      }),
    ),
  ),
  fault(
    'cross-call/handle-not-counted-in-a-linked-session',
    'SE-016',
    alsoDoing<LinkContext>(CALL.LINK, ({ elevated }) => {
      if (elevated !== undefined) elevated.token.session.liveTokens = 0;
    }),
  ),
];
