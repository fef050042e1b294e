/** @module Faults of IMPERSONATE: both gates, and the level that comes of them. */
import { PRIVILEGE } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { LEVEL, impersonate, revert } from '../kernel/calls/gates.js';
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { ImpersonateContext } from '../kernel/calls/impersonate.js';
import { equalSid, parseSid } from '../wire/wire.js';
import { all, changingWhenRefused, fault, withErrno, withoutCheck, type Fault } from './fault.js';
import { capped, IMPERSONATE, reaching, refusingMeeting, uncapped } from './meeting.js';

const SYSTEM = parseSid(SID_TEXT.SYSTEM);

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
export const IMPERSONATE_GATE_FAULTS: readonly Fault[] = [...IDENTITY, ...CEILING, ...COMPOSITION];
