/** @module Builders of steps about the effective identity of a thread. */
import { ref } from './steps.js';
import type { SuiteStep } from './suite.js';

/** KACS_IOC_IMPERSONATE of the token bound to `token`. @public */
export function impersonate(token: string, as?: string): SuiteStep {
  return {
    ...(as === undefined ? {} : { as }),
    op: 'KACS_IOC_IMPERSONATE',
    args: { token: ref(`${token}.handle`) },
  };
}

/** kacs_revert. @public */
export function revert(): SuiteStep {
  return { op: 'kacs_revert', args: {} };
}

/**
 * A handle that answers queries about the calling thread's effective token, whatever its level:
 * the securityfs node asks for no AccessCheck. Must succeed. @public
 */
export function effectiveToken(as: string): SuiteStep {
  return {
    as,
    op: 'world.open',
    args: { path: '/sys/kernel/security/kacs/self' },
    expect: [{ is: { kind: 'returned' } }],
  };
}

/** A further thread of the actor's process, as the actor named by `as`; must succeed. @public */
export function startThread(as: string): SuiteStep {
  return { as, op: 'world.thread', args: {}, expect: [{ is: { kind: 'returned' } }] };
}

/** fork(2): the child goes on as the actor named by `as`; must succeed. @public */
export function fork(as: string): SuiteStep {
  return { as, op: 'world.fork', args: {}, expect: [{ is: { kind: 'returned' } }] };
}

/** execve(2) of the helper program, which goes on as the same actor; must succeed. @public */
export function exec(): SuiteStep {
  return { op: 'world.exec', args: {}, expect: [{ is: { kind: 'returned' } }] };
}
