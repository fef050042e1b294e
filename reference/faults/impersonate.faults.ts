/** @module Faults of IMPERSONATE: handle, token, thread, and whom the gates weigh. */
import { LEVEL, impersonate, passGates } from '../kernel/calls/gates.js';
import { realToken, tokenOf } from '../kernel/calls/handle-checks.js';
import type { ImpersonateContext } from '../kernel/calls/impersonate.js';
import { cloneGraph } from '../kernel/clone.js';
import { effectiveToken } from '../kernel/privileges.js';
import type { Token } from '../kernel/state.js';
import { fault, otherEffect, weakerCheck, withoutCheck, type Change, type Fault } from './fault.js';
import { IMPERSONATE, reaching } from './meeting.js';

/** The gates weigh the effective token. */
function weighing(serverOf: (primary: Token, effective: Token) => Token): Change {
  return reaching((m, granted, c) => {
    if (m.level === LEVEL.ANONYMOUS) return granted;
    const server = serverOf(m.server, effectiveToken(c.thread));
    const gates = passGates(server, m.client, m.level);
    return gates.kind === 'level' ? gates.level : 1;
  });
}

const CALL: readonly Fault[] = [
  fault('impersonate/right-not-needed', 'IM-017', withoutCheck(IMPERSONATE, 'right')),
  fault(
    'impersonate/duplicate-right-is-enough',
    'IM-017',
    weakerCheck<ImpersonateContext>(
      IMPERSONATE,
      'right',
      ({ handle }) => ((handle?.mask ?? 0) & 0x0002) !== 0,
    ),
  ),
  fault('impersonate/primary-tokens-accepted', 'IM-003', withoutCheck(IMPERSONATE, 'type')),
  fault(
    'impersonate/own-primary-token-accepted',
    'IM-003',
    weakerCheck<ImpersonateContext>(
      IMPERSONATE,
      'type',
      (c) => c.handle?.token === realToken(c.thread),
    ),
  ),
  fault(
    'impersonate/anonymous-level-keeps-the-own-identity',
    'IM-001',
    otherEffect<ImpersonateContext>(IMPERSONATE, 'impersonate', (c, original) => {
      if (tokenOf(c).impersonationLevel !== LEVEL.ANONYMOUS) return original();
      const primary = realToken(c.thread);
      const copy = cloneGraph(primary, new Set<object>([primary.session]));
      copy.references = 0;
      return impersonate(c.world, c.thread, copy, LEVEL.ANONYMOUS);
    }),
  ),
  fault(
    'impersonate/every-thread-of-the-process',
    'IM-002',
    otherEffect<ImpersonateContext>(IMPERSONATE, 'impersonate', (c, original) => {
      original();
      const token = c.thread.impersonation;
      for (const other of c.world.threads.values()) {
        if (other === c.thread || other.process !== c.thread.process) continue;
        if (token !== undefined) impersonate(c.world, other, token, token.impersonationLevel);
      }
    }),
  ),
];

const WEIGHED: readonly Fault[] = [
  fault(
    'impersonate/gates-weigh-the-effective-token',
    'IM-004',
    weighing((_, effective) => effective),
  ),
  fault(
    'impersonate/privilege-of-the-effective-token',
    'IM-004',
    weighing((primary, { privileges }) => ({ ...primary, privileges })),
  ),
  fault(
    'impersonate/integrity-of-the-effective-token',
    'IM-004',
    weighing((primary, { integrityLevel }) => ({ ...primary, integrityLevel })),
  ),
  fault(
    'impersonate/restriction-of-the-effective-token',
    'IM-004',
    weighing((primary, { restrictedSids }) => ({ ...primary, restrictedSids })),
  ),
  fault(
    'impersonate/level-of-the-former-client-stays',
    'IM-004',
    reaching((_, granted, { thread }) =>
      Math.min(granted, thread.impersonation?.impersonationLevel ?? LEVEL.DELEGATION),
    ),
  ),
];

/** @public */
export const IMPERSONATE_FAULTS: readonly Fault[] = [...CALL, ...WEIGHED];
