/** @module Faults of the life of an impersonation: again, revert, close, threads, fork, exec. */
import type { DescriptorContext } from '../kernel/calls/descriptors.js';
import type { HandleContext } from '../kernel/calls/handle-checks.js';
import { impersonate, revert } from '../kernel/calls/gates.js';
import type { ActorContext } from '../kernel/calls/processes.js';
import type { CallContext } from '../kernel/model.js';
import type { Thread, Token } from '../kernel/state.js';
import { retain } from '../kernel/world.js';
import { all, fault, otherEffect, refusing, withoutEffect, type Fault } from './fault.js';

const IMPERSONATE = 'KACS_IOC_IMPERSONATE';
const REVERT = 'kacs_revert';

/** The identities that a thread had before its present one, as a stack of them would keep them. */
const FORMER = new WeakMap<Thread, Token[]>();

/** The thread of a new actor gets this impersonation. */
function inheriting(
  call: string,
  effect: string,
  when: (token: Token) => boolean = () => true,
): ReturnType<typeof otherEffect> {
  return otherEffect<ActorContext>(call, effect, (c, original) => {
    original();
    const token = c.thread.impersonation;
    const thread = c.world.threads.get(c.actor);
    if (thread === undefined || token === undefined || !when(token)) return;
    impersonate(c.world, thread, token, token.impersonationLevel);
  });
}

/** @public */
export const IMPERSONATE_LIFE_FAULTS: readonly Fault[] = [
  fault(
    'impersonate/identities-stack-up',
    'IM-024',
    all(
      otherEffect<HandleContext>(IMPERSONATE, 'impersonate', ({ thread }, original) => {
        const before = thread.impersonation;
        if (before !== undefined) {
          FORMER.set(thread, [...(FORMER.get(thread) ?? []), retain(before)]);
        }
        original();
      }),
      otherEffect<CallContext>(REVERT, 'revert', ({ thread }, original) => {
        original();
        thread.impersonation = FORMER.get(thread)?.pop();
      }),
    ),
  ),
  fault(
    'impersonate/second-impersonation-refused',
    'IM-024',
    refusing<HandleContext>(
      IMPERSONATE,
      ({ thread }) => thread.impersonation !== undefined,
      'EBUSY',
    ),
  ),
  fault(
    'impersonate/second-impersonation-without-effect',
    'IM-024',
    otherEffect<HandleContext>(IMPERSONATE, 'impersonate', ({ thread }, original) => {
      if (thread.impersonation === undefined) original();
    }),
  ),
  fault('impersonate/revert-without-effect', 'IM-025', withoutEffect(REVERT, 'revert')),
  fault(
    'impersonate/revert-only-from-acting-levels',
    'IM-025',
    otherEffect<CallContext>(REVERT, 'revert', ({ thread }, original) => {
      if ((thread.impersonation?.impersonationLevel ?? 3) > 1) original();
    }),
  ),
  fault(
    'impersonate/revert-of-nothing-refused',
    'IM-032',
    refusing<CallContext>(REVERT, ({ thread }) => thread.impersonation === undefined),
  ),
  fault(
    'impersonate/closing-the-handle-reverts',
    'IM-029',
    otherEffect<HandleContext>('world.close', 'close', ({ world, thread }, original) => {
      original();
      revert(world, thread);
    }),
  ),
  fault(
    'impersonate/exec-keeps-the-impersonation',
    'IM-026',
    withoutEffect('world.exec', 'revert'),
  ),
  fault(
    'impersonate/exec-keeps-an-identified-client',
    'IM-026',
    otherEffect<CallContext>('world.exec', 'revert', ({ thread }, original) => {
      if ((thread.impersonation?.impersonationLevel ?? 3) > 1) original();
    }),
  ),
  fault('impersonate/fork-inherits', 'IM-027', inheriting('world.fork', 'fork')),
  fault(
    'impersonate/fork-inherits-delegation',
    'IM-027',
    inheriting('world.fork', 'fork', ({ impersonationLevel }) => impersonationLevel === 3),
  ),
  fault('impersonate/new-thread-inherits', 'IM-028', inheriting('world.thread', 'thread')),
  fault(
    'impersonate/new-thread-inherits-an-identified-client',
    'IM-028',
    inheriting('world.thread', 'thread', ({ impersonationLevel }) => impersonationLevel < 2),
  ),
  fault(
    'impersonate/anonymous-token-not-kept-alive',
    'IM-029',
    otherEffect<DescriptorContext>('world.close', 'close', (c, original) => {
      const token = c.descriptor?.kind === 'token' ? c.descriptor.token : undefined;
      original();
      const { impersonation } = c.thread;
      if (impersonation === token && impersonation?.impersonationLevel === 0) {
        revert(c.world, c.thread);
      }
    }),
  ),
];
