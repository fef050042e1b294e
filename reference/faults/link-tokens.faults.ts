/** @module Faults of LINK_TOKENS. */
import { ELEVATION, PRIVILEGE, TOKEN_TYPE } from '../abi/numbers.js';
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import type { LinkContext } from '../kernel/calls/link-tokens.js';
import type { RestrictContext } from '../kernel/calls/restrict.js';
import { effectiveToken, holds } from '../kernel/privileges.js';
import type { Token } from '../kernel/state.js';
import {
  changingWhenRefused,
  fault,
  otherEffect,
  otherPayload,
  refusing,
  weakerCheck,
  withErrno,
  withoutCheck,
  type Change,
  type Fault,
} from './fault.js';

const CALL = 'KACS_IOC_LINK_TOKENS';
const LOW_HALF = 0xffffffffn;

/** The check lets through what this says of the two tokens. */
function unless(
  check: string,
  passes: (elevated: Token, filtered: Token, context: LinkContext) => boolean,
): Change {
  return weakerCheck<LinkContext>(
    CALL,
    check,
    (c) =>
      c.elevated !== undefined &&
      c.filtered !== undefined &&
      passes(c.elevated.token, c.filtered.token, c),
  );
}

/** Both tokens get elevation types in a call that fails. */
const typesBefore = (check: string): Change =>
  changingWhenRefused<LinkContext>(CALL, check, ({ elevated, filtered }) => {
    if (elevated === undefined || filtered === undefined) return;
    elevated.token.elevationType = ELEVATION.FULL;
    filtered.token.elevationType = ELEVATION.LIMITED;
  });

const hasBit = (mask: bigint, bit: number): boolean => (mask & (1n << BigInt(bit))) !== 0n;
const ridOf = ({ userSid }: Token): number | undefined => userSid.subAuthorities.at(-1);

const PAIRS: readonly Fault[] = [
  fault(
    'link-tokens/one-pair-in-the-system',
    'LK-001',
    otherEffect<LinkContext>(CALL, 'register', ({ world, elevated }, original) => {
      for (const session of world.sessions.values()) {
        if (session !== elevated?.token.session) session.pair = undefined;
      }
      original();
    }),
  ),
  fault(
    'link-tokens/handle-of-the-call-is-filtered',
    'LK-002',
    otherEffect<LinkContext>(CALL, 'elevated-type', (c, original) => {
      original();
      if (c.elevated !== undefined && c.handle?.token === c.filtered?.token) {
        c.elevated.token.elevationType = ELEVATION.LIMITED;
      }
    }),
  ),
  fault(
    'link-tokens/handle-of-the-call-is-elevated',
    'LK-003',
    otherEffect<LinkContext>(CALL, 'filtered-type', (c, original) => {
      original();
      if (c.filtered !== undefined && c.handle?.token === c.filtered.token) {
        c.filtered.token.elevationType = ELEVATION.FULL;
      }
    }),
  ),
  fault(
    'link-tokens/elevated-type-toggled',
    ['LK-009', 'LK-002'],
    otherEffect<LinkContext>(CALL, 'elevated-type', ({ elevated }, original) => {
      const before = elevated?.token.elevationType;
      original();
      if (elevated !== undefined && before === ELEVATION.FULL) {
        elevated.token.elevationType = ELEVATION.DEFAULT;
      }
    }),
  ),
  fault(
    'link-tokens/filtered-type-toggled',
    ['LK-010', 'LK-003'],
    otherEffect<LinkContext>(CALL, 'filtered-type', ({ filtered }, original) => {
      const before = filtered?.token.elevationType;
      original();
      if (filtered !== undefined && before === ELEVATION.LIMITED) {
        filtered.token.elevationType = ELEVATION.DEFAULT;
      }
    }),
  ),
  fault(
    'link-tokens/full-reported-as-limited',
    ['IQ-029', 'LK-002', 'LK-009', 'LK-018', 'LK-024'],
    otherPayload('ELEVATION_TYPE', (type) => (type === ELEVATION.FULL ? ELEVATION.LIMITED : type)),
  ),
  fault(
    'link-tokens/limited-reported-as-default',
    ['IQ-030', 'LK-003', 'LK-010', 'LK-018', 'LK-024'],
    otherPayload('ELEVATION_TYPE', (type) =>
      type === ELEVATION.LIMITED ? ELEVATION.DEFAULT : type,
    ),
  ),
  fault(
    'link-tokens/first-pair-stays',
    ['LK-015', 'LK-016', 'GL-018'],
    otherEffect<LinkContext>(CALL, 'register', ({ elevated }, original) => {
      if (elevated?.token.session.pair === undefined) original();
    }),
  ),
  fault(
    'link-tokens/elevated-member-stays',
    ['LK-015', 'LK-016', 'GL-018'],
    otherEffect<LinkContext>(CALL, 'register', ({ elevated }, original) => {
      const session = elevated?.token.session;
      const before = session?.pair;
      original();
      if (session?.pair !== undefined && before !== undefined) {
        session.pair = { ...session.pair, elevated: before.elevated };
      }
    }),
  ),
  fault(
    'link-tokens/displaced-becomes-default',
    'LK-024',
    otherEffect<LinkContext>(CALL, 'register', ({ elevated }, original) => {
      const before = elevated?.token.session.pair;
      original();
      if (before === undefined) return;
      before.elevated.elevationType = ELEVATION.DEFAULT;
      before.filtered.elevationType = ELEVATION.DEFAULT;
    }),
  ),
  fault(
    'link-tokens/duplicates-keep-the-type',
    'LK-011',
    otherEffect<DuplicateContext>('KACS_IOC_DUPLICATE', 'copy', (c, original) => {
      original();
      if (c.copy !== undefined && c.handle !== undefined) {
        c.copy.elevationType = c.handle.token.elevationType;
      }
    }),
  ),
  fault(
    'link-tokens/restricted-is-limited',
    'LK-011',
    otherEffect<RestrictContext>('KACS_IOC_RESTRICT', 'copy', (c, original) => {
      original();
      if (c.made !== undefined) c.made.elevationType = ELEVATION.LIMITED;
    }),
  ),
  fault(
    'link-tokens/more-groups-refused',
    'LK-023',
    refusing<LinkContext>(
      CALL,
      ({ elevated, filtered }) =>
        (filtered?.token.groups.length ?? 0) > (elevated?.token.groups.length ?? 0),
    ),
  ),
  fault(
    'link-tokens/higher-integrity-refused',
    'LK-023',
    refusing<LinkContext>(
      CALL,
      ({ elevated, filtered }) =>
        (filtered?.token.integrityLevel ?? 0) > (elevated?.token.integrityLevel ?? 0),
    ),
  ),
];

const SESSIONS: readonly Fault[] = [
  fault(
    'link-tokens/session-not-compared',
    ['LK-004', 'LK-005', 'LK-006', 'LK-007'],
    withoutCheck(CALL, 'session'),
  ),
  fault(
    'link-tokens/named-session-ignored',
    ['LK-004', 'LK-005', 'LK-006', 'LK-007'],
    unless('session', (elevated, filtered) => elevated.session === filtered.session),
  ),
  fault(
    'link-tokens/session-0-means-any',
    'LK-004',
    unless('session', (_, __, { sessionId }) => sessionId === 0n),
  ),
  fault(
    'link-tokens/all-ones-mean-own-session',
    'LK-004',
    unless('session', (_, __, { sessionId }) => sessionId === (1n << 64n) - 1n),
  ),
  fault(
    'link-tokens/only-elevated-compared',
    'LK-005',
    unless('session', (elevated, _, { sessionId }) => elevated.session.id === sessionId),
  ),
  fault(
    'link-tokens/only-filtered-compared',
    'LK-005',
    unless('session', (_, filtered, { sessionId }) => filtered.session.id === sessionId),
  ),
  fault(
    'link-tokens/origin-compared',
    'LK-006',
    unless(
      'session',
      (elevated, filtered, { sessionId }) =>
        elevated.origin === sessionId && filtered.origin === sessionId,
    ),
  ),
  fault(
    'link-tokens/low-half-compared',
    'LK-007',
    unless(
      'session',
      (elevated, filtered, { sessionId }) =>
        (elevated.session.id & LOW_HALF) === (sessionId & LOW_HALF) &&
        (filtered.session.id & LOW_HALF) === (sessionId & LOW_HALF),
    ),
  ),
  fault(
    'link-tokens/sign-bit-ignored',
    'LK-007',
    unless(
      'session',
      (elevated, _, { sessionId }) => elevated.session.id === BigInt.asUintN(63, sessionId),
    ),
  ),
];

const CALLERS: readonly Fault[] = [
  fault('link-tokens/no-privilege-asked', 'LK-012', withoutCheck(CALL, 'privilege')),
  fault(
    'link-tokens/disabled-privilege-suffices',
    'LK-012',
    weakerCheck<LinkContext>(CALL, 'privilege', ({ thread }) =>
      hasBit(effectiveToken(thread).privileges.present, PRIVILEGE.TCB),
    ),
  ),
  fault(
    'link-tokens/create-token-privilege-suffices',
    'LK-012',
    weakerCheck<LinkContext>(CALL, 'privilege', ({ thread }) =>
      holds(effectiveToken(thread).privileges, PRIVILEGE.CREATE_TOKEN),
    ),
  ),
  fault(
    'link-tokens/privilege-of-the-operand-counts',
    'LK-012',
    unless('privilege', (elevated) => holds(elevated.privileges, PRIVILEGE.TCB)),
  ),
  ...(['elevated', 'filtered'] as const).flatMap((role) => {
    const clause = role === 'elevated' ? 'LK-013' : 'LK-014';
    return [
      fault(`link-tokens/${role}-right-not-asked`, clause, withoutCheck(CALL, `${role}-right`)),
      ...[0x0001, 0x0004, 0x0008].map((bit) =>
        fault(
          `link-tokens/${role}-right-${bit}-suffices`,
          clause,
          weakerCheck<LinkContext>(
            CALL,
            `${role}-right`,
            (c) => ((c[role]?.mask ?? 0) & bit) !== 0,
          ),
        ),
      ),
      fault(
        `link-tokens/${role}-query-asked-too`,
        clause,
        refusing<LinkContext>(CALL, (c) => ((c[role]?.mask ?? 0) & 0x0008) === 0, 'EACCES'),
      ),
    ];
  }),
];

const TOKENS: readonly Fault[] = [
  fault('link-tokens/self-accepted', 'LK-017', withoutCheck(CALL, 'self')),
  fault(
    'link-tokens/handles-compared',
    'LK-017',
    weakerCheck<LinkContext>(CALL, 'self', ({ args }) => args['elevated'] !== args['filtered']),
  ),
  fault('link-tokens/self-is-eperm', 'LK-017', withErrno(CALL, 'self', 'EPERM')),
  fault('link-tokens/types-set-for-self', ['LK-018', 'LK-017'], typesBefore('self')),
  fault('link-tokens/types-set-before-privilege', ['LK-018', 'LK-012'], typesBefore('privilege')),
  fault('link-tokens/any-type', 'LK-019', withoutCheck(CALL, 'type')),
  fault(
    'link-tokens/type-of-elevated-alone',
    'LK-019',
    unless('type', (elevated) => elevated.type === TOKEN_TYPE.PRIMARY),
  ),
  fault(
    'link-tokens/type-of-filtered-alone',
    'LK-019',
    unless('type', (_, filtered) => filtered.type === TOKEN_TYPE.PRIMARY),
  ),
  fault('link-tokens/any-user', 'LK-020', withoutCheck(CALL, 'user')),
  fault(
    'link-tokens/users-compared-by-rid',
    'LK-020',
    unless('user', (elevated, filtered) => ridOf(elevated) === ridOf(filtered)),
  ),
  fault(
    'link-tokens/users-compared-without-authority',
    'LK-020',
    unless(
      'user',
      (elevated, filtered) =>
        elevated.userSid.subAuthorities.join('-') === filtered.userSid.subAuthorities.join('-'),
    ),
  ),
  fault('link-tokens/full-becomes-limited', 'LK-021', withoutCheck(CALL, 'filtered-role')),
  fault(
    'link-tokens/displaced-full-becomes-limited',
    'LK-021',
    unless('filtered-role', (_, filtered) => filtered.session.pair?.elevated !== filtered),
  ),
  fault('link-tokens/limited-becomes-full', 'LK-022', withoutCheck(CALL, 'elevated-role')),
  fault(
    'link-tokens/displaced-limited-becomes-full',
    'LK-022',
    unless('elevated-role', (elevated) => elevated.session.pair?.filtered !== elevated),
  ),
  fault('link-tokens/role-change-is-eperm', ['LK-021'], withErrno(CALL, 'filtered-role', 'EPERM')),
];

/** @internal */
export const LINK_TOKENS_FAULTS: readonly Fault[] = [...PAIRS, ...SESSIONS, ...CALLERS, ...TOKENS];
