/** @module Faults of who a caller is: primary for effective, one thread for another. */
import { PRIVILEGE } from '../abi/numbers.js';
import { allows } from '../kernel/access/check.js';
import { PROCESS_MAPPING, TOKEN_MAPPING } from '../kernel/access/generic-mapping.js';
import type { AdjustPrivilegesContext } from '../kernel/calls/adjust-privileges.js';
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import { impersonate, revert } from '../kernel/calls/gates.js';
import { tokenOf, type HandleContext } from '../kernel/calls/handle-checks.js';
import type { ImpersonateContext } from '../kernel/calls/impersonate.js';
import type { OpenProcessTokenContext, OpenTokenContext } from '../kernel/calls/open-token.js';
import { copyToken, type ActorContext } from '../kernel/calls/processes.js';
import { defaultTokenSd } from '../kernel/default-sd.js';
import type { CallContext } from '../kernel/model.js';
import { effectiveToken, holds } from '../kernel/privileges.js';
import type { Process, Thread, Token } from '../kernel/state.js';
import { retain } from '../kernel/world.js';
import { Beside, CALL, otherContext, otherHandle } from './cross-call.js';
import {
  all,
  alsoDoing,
  fault,
  otherEffect,
  weakerCheck,
  type Change,
  type Fault,
} from './fault.js';

/** The primary token that a thread had when it began to impersonate. */
const BEFORE = new Beside<Thread, Token>((thread) => thread.process.primary);
function primaryOf({ thread }: CallContext): Token {
  return thread.process.primary;
}

function siblings({ world, thread }: CallContext): readonly Thread[] {
  return [...world.threads.values()].filter(
    (other) => other !== thread && other.process === thread.process,
  );
}

/** What the SD refuses to the effective token, the primary token gets. */
function primaryMayOpen(call: string): Change {
  return weakerCheck<OpenTokenContext>(
    call,
    'token-sd',
    (c) =>
      c.token !== undefined && allows(c.world, primaryOf(c), c.token.sd, c.wanted, TOKEN_MAPPING),
  );
}

/** One of the rights that were asked for is enough. */
function anyRightOf(wanted: number, allowed: (right: number) => boolean): boolean {
  return Array.from({ length: 32 }, (_, n) => (1 << n) >>> 0)
    .filter((bit) => (wanted & bit) !== 0)
    .some(allowed);
}

/** @public */
export const CROSS_CALL_IDENTITY_FAULTS: readonly Fault[] = [
  fault(
    'cross-call/install-asks-the-effective-token',
    'IN-008',
    weakerCheck<HandleContext>(CALL.INSTALL, 'privilege', ({ thread }) =>
      holds(effectiveToken(thread).privileges, PRIVILEGE.ASSIGN_PRIMARY_TOKEN),
    ),
  ),
  fault(
    'cross-call/install-asks-both-tokens',
    'IN-009',
    otherHandle(CALL.INSTALL, (handle, { thread }) =>
      holds(effectiveToken(thread).privileges, PRIVILEGE.ASSIGN_PRIMARY_TOKEN)
        ? handle
        : { ...handle, mask: 0 },
    ),
  ),
  fault(
    'cross-call/install-forgets-sibling-threads',
    'IN-017',
    otherEffect<HandleContext>(CALL.INSTALL, 'replace-primary', (c, original) => {
      const old = primaryOf(c);
      for (const sibling of siblings(c)) sibling.impersonation ??= retain(old);
      original();
    }),
  ),
  fault(
    'cross-call/install-ends-the-impersonation',
    'IN-019',
    alsoDoing<HandleContext>(CALL.INSTALL, ({ world, thread }) => revert(world, thread)),
  ),
  fault(
    'cross-call/install-ends-impersonations-of-siblings',
    'IN-019',
    alsoDoing<HandleContext>(CALL.INSTALL, (c) => {
      for (const sibling of siblings(c)) revert(c.world, sibling);
    }),
  ),
  fault(
    'cross-call/revert-to-the-token-before-install',
    'IN-020',
    all(
      alsoDoing<HandleContext>(CALL.IMPERSONATE, ({ thread }) => {
        BEFORE.set(thread, thread.process.primary);
      }),
      otherEffect<CallContext>('kacs_revert', 'revert', ({ thread }, original) => {
        const before = BEFORE.find(thread);
        original();
        if (before !== undefined && before !== thread.process.primary) {
          thread.impersonation = retain(before);
        }
      }),
    ),
  ),
  fault(
    'cross-call/credentials-while-impersonating-kept',
    ['IN-022', 'IN-025', 'IN-026'],
    otherEffect<HandleContext>(CALL.INSTALL, 'project-credentials', ({ thread }, original) => {
      if (thread.impersonation === undefined) original();
    }),
  ),
  fault(
    'cross-call/fork-shares-the-primary-token',
    'TC-033',
    otherEffect<ActorContext>('world.fork', 'fork', (c, original) => {
      original();
      const child = c.world.processes.get(c.id);
      if (child !== undefined) swapPrimary(c, child, primaryOf(c));
    }),
  ),
  fault(
    'cross-call/fork-makes-the-impersonated-token-primary',
    'IM-027',
    otherEffect<ActorContext>('world.fork', 'fork', (c, original) => {
      original();
      const child = c.world.processes.get(c.id);
      const { impersonation } = c.thread;
      if (child === undefined || impersonation === undefined) return;
      swapPrimary(c, child, copyToken(c.world, impersonation));
    }),
  ),
  fault(
    'cross-call/exec-makes-the-impersonated-token-primary',
    'IM-026',
    otherEffect<CallContext>('world.exec', 'revert', (c, original) => {
      const { impersonation } = c.thread;
      if (impersonation !== undefined) swapPrimary(c, c.thread.process, impersonation);
      original();
    }),
  ),
  fault(
    'cross-call/thread-gets-a-copy-of-the-primary-token',
    'TC-034',
    otherEffect<ActorContext>('world.thread', 'thread', (c, original) => {
      original();
      const made = c.world.threads.get(c.actor);
      if (made !== undefined) impersonateCopy(c, made);
    }),
  ),
  fault(
    'cross-call/cap-written-into-the-token',
    'IM-010',
    otherEffect<ImpersonateContext>(CALL.IMPERSONATE, 'impersonate', (c, original) => {
      if (c.gates?.kind === 'level') tokenOf(c).impersonationLevel = c.gates.level;
      original();
    }),
  ),
  fault(
    'cross-call/real-token-flag-ignored-while-impersonating',
    'IC-024',
    otherContext<OpenTokenContext>('kacs_open_self_token', (c) => ({
      ...c,
      token: effectiveToken(c.thread),
    })),
  ),
  fault(
    'cross-call/primary-token-may-open-the-effective-one',
    'IC-032',
    primaryMayOpen('kacs_open_self_token'),
  ),
  fault(
    'cross-call/primary-token-may-open-tokens-of-processes',
    'IC-034',
    primaryMayOpen('kacs_open_process_token'),
  ),
  fault(
    'cross-call/primary-token-may-look-at-processes',
    'IC-025',
    weakerCheck<OpenProcessTokenContext>(
      'kacs_open_process_token',
      'process-sd',
      (c) =>
        c.target !== undefined &&
        allows(c.world, primaryOf(c), c.target.sd, 0x400, PROCESS_MAPPING),
    ),
  ),
  fault(
    'cross-call/any-right-of-the-copy-suffices',
    'DU-014',
    weakerCheck<DuplicateContext>(CALL.DUPLICATE, 'token-sd', (c) => {
      const subject = effectiveToken(c.thread);
      const sd = defaultTokenSd(tokenOf(c).userSid, subject.userSid);
      return anyRightOf(c.wanted, (right) => allows(c.world, subject, sd, right, TOKEN_MAPPING));
    }),
    { R56: 'defined' },
  ),
  fault(
    'cross-call/any-right-of-the-token-of-a-process-suffices',
    'IC-034',
    weakerCheck<OpenProcessTokenContext>('kacs_open_process_token', 'token-sd', (c) => {
      const { token } = c;
      if (token === undefined) return false;
      const subject = effectiveToken(c.thread);
      return anyRightOf(c.wanted, (r) => allows(c.world, subject, token.sd, r, TOKEN_MAPPING));
    }),
  ),
  fault(
    'cross-call/absent-means-not-all-absent',
    'AP-012',
    weakerCheck<AdjustPrivilegesContext>(CALL.PRIVS, 'absent', (c) =>
      c.entries.some(({ luid }) => (tokenOf(c).privileges.present & (1n << BigInt(luid))) !== 0n),
    ),
  ),
];

/** Puts another primary token in its place. */
function swapPrimary({ world }: CallContext, process: Process, token: Token): void {
  const old = process.primary;
  process.primary = retain(token);
  world.release(old);
}

/** A thread of its own mind: what it sees as its token is a copy. */
function impersonateCopy({ world }: CallContext, thread: Thread): void {
  const copy = copyToken(world, thread.process.primary);
  impersonate(world, thread, copy, copy.impersonationLevel);
}
