/** @module Faults of INSTALL. */
import { PRIVILEGE } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { realToken, tokenOf, type HandleContext } from '../kernel/calls/handle-checks.js';
import { cloneGraph } from '../kernel/clone.js';
import { holds } from '../kernel/privileges.js';
import { newIdentity } from '../kernel/token.js';
import { retain } from '../kernel/world.js';
import type { Credentials, Token } from '../kernel/state.js';
import { equalSid, parseSid } from '../wire/wire.js';
import {
  fault,
  otherEffect,
  refusing,
  weakerCheck,
  withoutCheck,
  withSwitch,
  type Change,
  type Fault,
} from './fault.js';

const CALL = 'KACS_IOC_INSTALL';
const SYSTEM = parseSid(SID_TEXT.SYSTEM);
const MATCH = { R64: 'match' } as const;
const maskOf = (bit: number): bigint => 1n << BigInt(bit);

const holdsTcb = ({ thread }: HandleContext): boolean =>
  holds(realToken(thread).privileges, PRIVILEGE.TCB);
const isPresent = ({ thread }: HandleContext, bit: number): boolean =>
  (realToken(thread).privileges.present & maskOf(bit)) !== 0n;
const isSystem = ({ thread }: HandleContext): boolean =>
  equalSid(realToken(thread).userSid, SYSTEM);
const sameUser = (c: HandleContext): boolean =>
  equalSid(tokenOf(c).userSid, realToken(c.thread).userSid);
const sameSession = (c: HandleContext): boolean =>
  tokenOf(c).session === realToken(c.thread).session;

/** The last sub-authority, all that a lazy comparison looks at. */
const ridOf = (token: Token): number | undefined => token.userSid.subAuthorities.at(-1);

/** The process ends up with other Linux ids than the token projects. */
function projecting(change: (token: Token, old: Credentials) => Partial<Credentials>): Change {
  return otherEffect<HandleContext>(CALL, 'project-credentials', (context, original) => {
    const { process } = context.thread;
    const old = process.credentials;
    original();
    process.credentials = { ...process.credentials, ...change(tokenOf(context), old) };
  });
}

const EFFECT_FAULTS: readonly Fault[] = [
  fault(
    'install/same-user-keeps-the-old-token',
    'IN-001',
    otherEffect<HandleContext>(CALL, 'replace-primary', (context, original) => {
      if (!sameUser(context)) original();
    }),
  ),
  fault(
    'install/a-copy-is-installed',
    ['IN-001', 'IN-018'],
    otherEffect<HandleContext>(CALL, 'replace-primary', ({ world, thread, ...context }) => {
      const token = tokenOf(context);
      const copy = cloneGraph(token, new Set<object>([token.session]));
      copy.identity = newIdentity(world);
      copy.references = 0;
      token.session.liveTokens += 1;
      const old = thread.process.primary;
      thread.process.primary = retain(copy);
      world.release(old);
    }),
  ),
  fault(
    'install/same-user-keeps-the-effective-token',
    'IN-018',
    otherEffect<HandleContext>(CALL, 'replace-primary', (context, original) => {
      const { thread } = context;
      const lags = sameUser(context);
      const old = thread.process.primary;
      if (lags) retain(old);
      original();
      if (lags) thread.impersonation = old;
    }),
  ),
  fault(
    'install/uid-of-16-bits',
    'IN-022',
    projecting((token) => ({ uid: token.projectedUid & 0xffff })),
  ),
  fault(
    'install/uid-kept',
    'IN-022',
    projecting((_, old) => ({ uid: old.uid })),
  ),
  fault(
    'install/uid-is-the-gid',
    'IN-022',
    projecting((token) => ({ uid: token.projectedGid })),
  ),
  fault(
    'install/gid-of-16-bits',
    'IN-025',
    projecting((token) => ({ gid: token.projectedGid & 0xffff })),
  ),
  fault(
    'install/gid-kept',
    'IN-025',
    projecting((_, old) => ({ gid: old.gid })),
  ),
  fault(
    'install/gid-is-the-uid',
    'IN-025',
    projecting((token) => ({ gid: token.projectedUid })),
  ),
  fault(
    'install/groups-added-to-the-old',
    'IN-026',
    projecting((token, old) => ({ groups: [...old.groups, ...token.supplementaryGids] })),
  ),
  fault(
    'install/no-groups-keeps-the-old',
    'IN-026',
    projecting((token, old) =>
      token.supplementaryGids.length === 0 ? { groups: old.groups } : {},
    ),
  ),
  fault(
    'install/groups-cut-at-32',
    'IN-026',
    projecting((token) => ({ groups: token.supplementaryGids.slice(0, 32) })),
  ),
  fault(
    'install/primary-gid-among-the-groups',
    'IN-026',
    projecting((token) => ({ groups: [...token.supplementaryGids, token.projectedGid] })),
  ),
];

const CONDITION_FAULTS: readonly Fault[] = [
  fault('install/impersonation-token-accepted', 'IN-002', withoutCheck(CALL, 'type')),
  fault(
    'install/delegation-token-accepted',
    'IN-002',
    weakerCheck<HandleContext>(CALL, 'type', (c) => tokenOf(c).impersonationLevel === 3),
  ),
  fault(
    'install/anonymous-token-accepted',
    'IN-002',
    weakerCheck<HandleContext>(CALL, 'type', (c) => tokenOf(c).impersonationLevel === 0),
  ),
  fault(
    'install/impersonate-right-suffices',
    'IN-006',
    weakerCheck<HandleContext>(CALL, 'right', ({ handle }) => ((handle?.mask ?? 0) & 0x4) !== 0),
  ),
  fault(
    'install/duplicate-right-suffices',
    'IN-006',
    weakerCheck<HandleContext>(CALL, 'right', ({ handle }) => ((handle?.mask ?? 0) & 0x2) !== 0),
  ),
  fault(
    'install/query-right-asked-too',
    'IN-006',
    refusing<HandleContext>(CALL, ({ handle }) => ((handle?.mask ?? 0) & 0x8) === 0, 'EACCES'),
  ),
  fault('install/no-privilege-asked', 'IN-007', withoutCheck(CALL, 'privilege')),
  fault(
    'install/disabled-privilege-suffices',
    'IN-007',
    weakerCheck<HandleContext>(CALL, 'privilege', (c) =>
      isPresent(c, PRIVILEGE.ASSIGN_PRIMARY_TOKEN),
    ),
  ),
  fault(
    'install/privilege-of-the-installed-token-counts',
    'IN-007',
    weakerCheck<HandleContext>(CALL, 'privilege', (c) =>
      holds(tokenOf(c).privileges, PRIVILEGE.ASSIGN_PRIMARY_TOKEN),
    ),
  ),
  fault(
    'install/system-needs-no-privilege',
    'IN-007',
    weakerCheck<HandleContext>(CALL, 'privilege', isSystem),
  ),
  fault(
    'install/tcb-replaces-the-privilege',
    'IN-007',
    weakerCheck<HandleContext>(CALL, 'privilege', holdsTcb),
  ),
];

const MATCHING_FAULTS: readonly Fault[] = [
  fault('install/any-user', 'IN-010', withoutCheck(CALL, 'user-match'), MATCH),
  fault(
    'install/users-compared-by-rid',
    'IN-010',
    weakerCheck<HandleContext>(
      CALL,
      'user-match',
      (c) => ridOf(tokenOf(c)) === ridOf(realToken(c.thread)),
    ),
    MATCH,
  ),
  fault(
    'install/users-compared-without-authority',
    'IN-010',
    weakerCheck<HandleContext>(CALL, 'user-match', (c) =>
      equalSid({ ...tokenOf(c).userSid, authority: 5 }, realToken(c.thread).userSid),
    ),
    MATCH,
  ),
  fault(
    'install/disabled-tcb-frees-the-user',
    'IN-010',
    weakerCheck<HandleContext>(CALL, 'user-match', (c) => isPresent(c, PRIVILEGE.TCB)),
    MATCH,
  ),
  fault(
    'install/tcb-of-the-installed-token-frees-the-user',
    'IN-010',
    weakerCheck<HandleContext>(CALL, 'user-match', (c) =>
      holds(tokenOf(c).privileges, PRIVILEGE.TCB),
    ),
    MATCH,
  ),
  fault(
    'install/system-may-take-any-user',
    'IN-010',
    weakerCheck<HandleContext>(CALL, 'user-match', isSystem),
    MATCH,
  ),
  fault(
    'install/only-system-changes-the-user',
    'IN-011',
    refusing<HandleContext>(CALL, (c) => holdsTcb(c) && !isSystem(c) && !sameUser(c), 'EPERM'),
  ),
  fault('install/any-session', 'IN-012', withoutCheck(CALL, 'session-match'), MATCH),
  fault(
    'install/disabled-tcb-frees-the-session',
    'IN-012',
    weakerCheck<HandleContext>(CALL, 'session-match', (c) => isPresent(c, PRIVILEGE.TCB)),
    MATCH,
  ),
  fault(
    'install/same-user-frees-the-session',
    'IN-012',
    weakerCheck<HandleContext>(CALL, 'session-match', sameUser),
    MATCH,
  ),
  fault(
    'install/only-system-changes-the-session',
    'IN-013',
    refusing<HandleContext>(CALL, (c) => holdsTcb(c) && !isSystem(c) && !sameSession(c), 'EPERM'),
  ),
  fault('install/user-and-session-must-match', 'IN-027', withSwitch('R64', 'match'), {
    R64: 'free',
  }),
  fault(
    'install/session-must-match',
    'IN-027',
    refusing<HandleContext>(CALL, (c) => !holdsTcb(c) && !sameSession(c), 'EPERM'),
    { R64: 'free' },
  ),
  fault(
    'install/user-must-match',
    'IN-027',
    refusing<HandleContext>(CALL, (c) => !holdsTcb(c) && !sameUser(c), 'EPERM'),
    { R64: 'free' },
  ),
];

/** @internal */
export const INSTALL_FAULTS: readonly Fault[] = [
  ...EFFECT_FAULTS,
  ...CONDITION_FAULTS,
  ...MATCHING_FAULTS,
];
