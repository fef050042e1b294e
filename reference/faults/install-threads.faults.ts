/** @module Faults of INSTALL, ADJUST_GROUPS and ADJUST_SESSIONID beside impersonation, threads. */
import { GROUP, PRIVILEGE } from '../abi/numbers.js';
import type { AdjustGroupsContext } from '../kernel/calls/adjust-groups.js';
import { revert } from '../kernel/calls/gates.js';
import { tokenOf, type HandleContext } from '../kernel/calls/handle-checks.js';
import { effectiveToken, holds } from '../kernel/privileges.js';
import { retain } from '../kernel/world.js';
import { alsoDoing, fault, otherEffect, refusing, weakerCheck, type Fault } from './fault.js';

const CALL = 'KACS_IOC_INSTALL';
const effectiveHolds = ({ thread }: HandleContext, bit: number): boolean =>
  holds(effectiveToken(thread).privileges, bit);

/** @internal */
export const INSTALL_THREAD_FAULTS: readonly Fault[] = [
  fault(
    'install/privilege-of-the-impersonated-counts',
    'IN-008',
    weakerCheck<HandleContext>(CALL, 'privilege', (c) =>
      effectiveHolds(c, PRIVILEGE.ASSIGN_PRIMARY_TOKEN),
    ),
  ),
  fault(
    'install/impersonated-needs-the-privilege',
    'IN-009',
    refusing<HandleContext>(
      CALL,
      (c) => !effectiveHolds(c, PRIVILEGE.ASSIGN_PRIMARY_TOKEN),
      'EPERM',
    ),
  ),
  fault(
    'install/siblings-keep-the-old-token',
    'IN-017',
    otherEffect<HandleContext>(CALL, 'replace-primary', (c, original) => {
      const { process } = c.thread;
      const old = process.primary;
      for (const one of c.world.threads.values()) {
        if (one.process !== process || one === c.thread) continue;
        one.impersonation ??= retain(old);
      }
      original();
    }),
  ),
  fault(
    'install/caller-stops-impersonating',
    'IN-019',
    alsoDoing<HandleContext>(CALL, ({ world, thread }) => revert(world, thread)),
  ),
  fault(
    'install/every-thread-stops-impersonating',
    'IN-019',
    alsoDoing<HandleContext>(CALL, ({ world, thread }) => {
      for (const one of world.threads.values()) {
        if (one.process === thread.process) revert(world, one);
      }
    }),
  ),
  fault(
    'install/old-token-comes-back-at-revert',
    'IN-020',
    otherEffect<HandleContext>(CALL, 'replace-primary', (c, original) => {
      if (c.thread.impersonation === undefined) original();
    }),
  ),
  fault(
    'adjust-groups/reset-clears-deny-only',
    'AG-011',
    otherEffect<AdjustGroupsContext>('KACS_IOC_ADJUST_GROUPS', 'reset', (context, original) => {
      original();
      if (!context.entries.some(({ index }) => index === 0xffffffff)) return;
      for (const group of tokenOf(context).groups) {
        group.attributes = (group.attributes & ~GROUP.USE_FOR_DENY_ONLY) >>> 0;
      }
    }),
  ),
  fault(
    'adjust-sessionid/privilege-of-the-impersonated-counts',
    'AS-005',
    weakerCheck<HandleContext>('KACS_IOC_ADJUST_SESSIONID', 'privilege', (c) =>
      effectiveHolds(c, PRIVILEGE.TCB),
    ),
  ),
];
