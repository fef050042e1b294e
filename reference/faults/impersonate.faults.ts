/** @module Faults of IMPERSONATE: handle, token, both gates and the level that comes of them. */
import { PRIVILEGE } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { LEVEL, impersonate, passGates, revert } from '../kernel/calls/gates.js';
import { realToken, tokenOf } from '../kernel/calls/handle-checks.js';
import type { ImpersonateContext } from '../kernel/calls/impersonate.js';
import { cloneGraph } from '../kernel/clone.js';
import { effectiveToken, holds } from '../kernel/privileges.js';
import type { Token } from '../kernel/state.js';
import { equalSid, parseSid } from '../wire/wire.js';
import {
  all,
  changingWhenRefused,
  fault,
  otherEffect,
  refusing,
  weakerCheck,
  withErrno,
  withoutCheck,
  type Change,
  type Fault,
} from './fault.js';

const SYSTEM = parseSid(SID_TEXT.SYSTEM);
const IMPERSONATE = 'KACS_IOC_IMPERSONATE';

/** What the gates find, one by one. */
interface Meeting {
  readonly server: Token;
  readonly client: Token;
  /** The level of the client's token. */
  readonly level: number;
  readonly sameUser: boolean;
  readonly serverRestricted: boolean;
  readonly clientRestricted: boolean;
  readonly privilege: boolean;
  readonly identity: boolean;
  readonly ceiling: boolean;
}

function meetingOf(server: Token, client: Token): Meeting {
  const sameUser = equalSid(server.userSid, client.userSid);
  const serverRestricted = server.restrictedSids.length > 0;
  const clientRestricted = client.restrictedSids.length > 0;
  const privilege = holds(server.privileges, PRIVILEGE.IMPERSONATE);
  return {
    server,
    client,
    level: client.impersonationLevel,
    sameUser,
    serverRestricted,
    clientRestricted,
    privilege,
    identity: privilege || (sameUser && serverRestricted === clientRestricted),
    ceiling: client.integrityLevel <= server.integrityLevel,
  };
}

function meeting(c: ImpersonateContext): Meeting {
  return meetingOf(realToken(c.thread), tokenOf(c));
}

/** The level that is reached is another; `granted` is what the gates let through. */
function reaching(level: (m: Meeting, granted: number, c: ImpersonateContext) => number): Change {
  return otherEffect<ImpersonateContext>(IMPERSONATE, 'impersonate', (c) => {
    const m = meeting(c);
    const granted = c.gates?.kind === 'level' ? c.gates.level : Math.min(m.level, 1);
    impersonate(c.world, c.thread, tokenOf(c), level(m, granted, c));
  });
}

/** The token's own level, where this holds. */
function uncapped(when: (m: Meeting) => boolean): Change {
  return reaching((m, granted) => (when(m) ? m.level : granted));
}

/** At most Identification, where this holds. */
function capped(when: (m: Meeting) => boolean): Change {
  return reaching((m, granted) => (when(m) ? Math.min(granted, 1) : granted));
}

function refusingMeeting(when: (m: Meeting) => boolean): Change {
  return refusing<ImpersonateContext>(IMPERSONATE, (c) => when(meeting(c)), 'EPERM');
}

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

const IDENTITY: readonly Fault[] = [
  fault(
    'impersonate/same-user-needs-the-privilege',
    'IM-005',
    capped((m) => !m.privilege && m.sameUser && !m.serverRestricted),
  ),
  fault(
    'impersonate/two-restricted-tokens-do-not-match',
    'IM-006',
    capped((m) => !m.privilege && m.serverRestricted && m.clientRestricted),
  ),
  fault(
    'impersonate/privilege-not-asked',
    'IM-007',
    capped((m) => !m.sameUser),
  ),
  fault(
    'impersonate/privilege-not-for-delegation',
    'IM-007',
    capped((m) => !m.sameUser && m.level === 3),
  ),
  fault(
    'impersonate/escape-let-through',
    'IM-008',
    all(
      withoutCheck(IMPERSONATE, 'sandbox'),
      reaching(({ level }, granted, { gates }) => (gates?.kind === 'denied' ? level : granted)),
    ),
  ),
  fault(
    'impersonate/escape-capped-instead-of-refused',
    'IM-008',
    all(
      withoutCheck(IMPERSONATE, 'sandbox'),
      reaching((_, granted) => granted),
    ),
  ),
  fault(
    'impersonate/escape-refused-with-eacces',
    'IM-008',
    withErrno(IMPERSONATE, 'sandbox', 'EACCES'),
  ),
  fault(
    'impersonate/refusal-reverts',
    'IM-009',
    changingWhenRefused<ImpersonateContext>(IMPERSONATE, 'sandbox', ({ world, thread }) =>
      revert(world, thread),
    ),
  ),
  fault(
    'impersonate/refused-after-the-identity-was-taken',
    'IM-009',
    changingWhenRefused<ImpersonateContext>(IMPERSONATE, 'sandbox', (c) =>
      impersonate(c.world, c.thread, tokenOf(c), LEVEL.IDENTIFICATION),
    ),
  ),
  fault(
    'impersonate/strangers-refused',
    'IM-010',
    refusingMeeting(
      (m) =>
        m.level > 1 &&
        !m.identity &&
        !m.sameUser &&
        !m.serverRestricted &&
        m.server.privileges.present === 0n &&
        m.client.integrityLevel < m.server.integrityLevel,
    ),
  ),
  fault(
    'impersonate/strangers-not-capped',
    'IM-010',
    uncapped((m) => !m.sameUser && !m.serverRestricted && m.ceiling),
  ),
  fault(
    'impersonate/restricted-client-of-the-same-user-refused',
    'IM-011',
    refusingMeeting((m) => m.level > 1 && !m.identity && m.sameUser),
  ),
  fault(
    'impersonate/restriction-of-the-client-not-asked',
    'IM-011',
    uncapped((m) => m.sameUser && !m.serverRestricted && m.ceiling),
  ),
  fault(
    'impersonate/disabled-privilege-counts',
    'IM-019',
    uncapped(
      ({ server, ceiling }) =>
        ceiling && (server.privileges.present & (1n << BigInt(PRIVILEGE.IMPERSONATE))) !== 0n,
    ),
  ),
  fault(
    'impersonate/restricted-server-refused-for-every-user',
    'IM-022',
    refusingMeeting(
      (m) =>
        m.level > 1 && !m.sameUser && !m.privilege && m.serverRestricted && !m.clientRestricted,
    ),
    { R60: 'cap' },
  ),
];

const CEILING: readonly Fault[] = [
  fault(
    'impersonate/no-ceiling',
    ['IM-012', 'IM-020', 'IM-021'],
    uncapped((m) => m.identity),
  ),
  fault(
    'impersonate/ceiling-one-level-too-high',
    ['IM-012', 'IM-020', 'IM-021'],
    uncapped((m) => m.identity && m.client.integrityLevel <= m.server.integrityLevel + 4096),
  ),
  fault(
    'impersonate/ceiling-caps-equal-integrity',
    'IM-013',
    // At the very top, where no client can be above.
    capped(
      ({ server, client }) =>
        server.integrityLevel === 16384 &&
        client.integrityLevel === 16384 &&
        !equalSid(client.userSid, SYSTEM),
    ),
  ),
  fault(
    'impersonate/ceiling-caps-lower-integrity',
    'IM-013',
    capped(
      ({ server, client }) =>
        client.integrityLevel + 8192 < server.integrityLevel && client.integrityLevel === 0,
    ),
  ),
  fault(
    'impersonate/privilege-lifts-over-the-ceiling',
    'IM-020',
    uncapped((m) => m.privilege),
  ),
  fault(
    'impersonate/ceiling-refuses',
    'IM-021',
    refusingMeeting((m) => m.level > 1 && m.identity && !m.ceiling),
    { R61: 'identification' },
  ),
  fault(
    'impersonate/ceiling-caps-to-anonymous',
    'IM-021',
    reaching((m, granted) => (m.identity && !m.ceiling ? 0 : granted)),
    { R61: 'identification' },
  ),
];

const COMPOSITION: readonly Fault[] = [
  fault(
    'impersonate/two-failed-gates-lower-twice',
    'IM-014',
    reaching((m, granted) => (m.level === 1 && !m.identity && !m.ceiling ? 0 : granted)),
  ),
  fault(
    'impersonate/level-is-what-the-gates-permit',
    'IM-014',
    reaching((m, granted) =>
      m.level === 2 && m.serverRestricted && m.clientRestricted && granted === 2 ? 3 : granted,
    ),
  ),
  fault(
    'impersonate/identification-raised',
    'IM-015',
    reaching((m, granted) => (m.level === 1 && m.identity && m.ceiling ? 2 : granted)),
  ),
  fault(
    'impersonate/cap-raises-anonymous',
    ['IM-016', 'IM-023'],
    reaching((m, granted) => (m.level === 0 && !(m.identity && m.ceiling) ? 1 : granted)),
  ),
  fault(
    'impersonate/anonymous-refused-to-a-sandbox',
    'IM-023',
    refusingMeeting((m) => m.level === 0 && m.serverRestricted && !m.clientRestricted),
    { R62: 'exempt' },
  ),
  fault(
    'impersonate/anonymous-refused-under-the-ceiling',
    ['IM-016', 'IM-023'],
    refusingMeeting((m) => m.level === 0 && !m.ceiling),
  ),
];

/** @public */
export const IMPERSONATE_FAULTS: readonly Fault[] = [
  ...CALL,
  ...WEIGHED,
  ...IDENTITY,
  ...CEILING,
  ...COMPOSITION,
];
