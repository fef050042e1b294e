/** @module Faults in the checks of a spec's header: missing, weak, too strict, another errno. */
import type { ClauseId } from '../abi/clause-id.generated.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import { effectiveToken } from '../kernel/privileges.js';
import type { Session } from '../kernel/state.js';
import {
  all,
  changingWhenRefused,
  fault,
  fieldMoved,
  refusing,
  ruleAdded,
  ruleDropped,
  weakerCheck,
  withErrno,
  type Change,
  type Fault,
} from './fault.js';
import { refusingSpec } from './token-spec-header.faults.js';

const CREATE = 'kacs_create_token';

const SIZE_AND_VERSION: readonly Fault[] = [
  fault(
    'token-spec-header/header-taken-for-16-bytes-longer',
    ['TH-001', 'TH-003'],
    refusing<CreateTokenContext>(CREATE, ({ buffer }) => buffer.bytes.length < 208),
  ),
  fault(
    'token-spec-header/header-of-191-bytes-accepted',
    'TH-001',
    all(
      ruleDropped('TOKEN_SPEC', 'spec.minSize'),
      refusing<CreateTokenContext>(CREATE, ({ buffer }) => buffer.bytes.length < 191),
    ),
    { R02: 'packed' },
  ),
  fault(
    'token-spec-header/confinement-sid-may-not-follow-the-header',
    ['TH-002', 'TH-061', 'TH-106'],
    ruleAdded('TOKEN_SPEC', 'confinementSid', {
      id: 'confinementSid.behind',
      kind: 'behind',
      min: 193,
    }),
  ),
  fault(
    'token-spec-header/version-of-16-bits',
    'TH-004',
    fieldMoved('TOKEN_SPEC', 'version', { type: 'u16le' }),
  ),
  fault(
    'token-spec-header/version-unchecked',
    'TH-004',
    ruleDropped('TOKEN_SPEC', 'version.equals'),
  ),
  fault(
    'token-spec-header/version-1-still-accepted',
    'TH-004',
    fieldMoved('TOKEN_SPEC', 'version', {
      rules: [{ id: 'version.equals', kind: 'range', min: 1, max: 2 }],
    }),
  ),
];

const TYPE_AND_LEVEL: readonly Fault[] = [
  fault('token-spec-header/type-unchecked', 'TH-008', ruleDropped('TOKEN_SPEC', 'tokenType.oneOf')),
  fault(
    'token-spec-header/type-3-accepted',
    'TH-008',
    fieldMoved('TOKEN_SPEC', 'tokenType', {
      rules: [{ id: 'tokenType.oneOf', kind: 'oneOf', values: [1, 2, 3] }],
    }),
  ),
  fault(
    'token-spec-header/type-truncated-to-a-byte',
    'TH-008',
    fieldMoved('TOKEN_SPEC', 'tokenType', { type: 'u8' }),
    { R08: '32-bit' },
  ),
  fault(
    'token-spec-header/level-unchecked',
    'TH-011',
    ruleDropped('TOKEN_SPEC', 'impersonationLevel.range'),
  ),
  fault(
    'token-spec-header/level-4-accepted',
    'TH-011',
    fieldMoved('TOKEN_SPEC', 'impersonationLevel', {
      rules: [{ id: 'impersonationLevel.range', kind: 'range', min: 0, max: 4 }],
    }),
  ),
  fault(
    'token-spec-header/level-truncated-to-a-byte',
    'TH-011',
    fieldMoved('TOKEN_SPEC', 'impersonationLevel', { type: 'u8' }),
    { R08: '32-bit' },
  ),
  fault(
    'token-spec-header/primary-of-any-level',
    'TH-012',
    ruleDropped('TOKEN_SPEC', 'primaryLevel.implies'),
  ),
];

const FIVE = { R26: 'five' } as const;

const INTEGRITY: readonly Fault[] = [
  fault(
    'token-spec-header/integrity-unchecked',
    'TH-019',
    ruleDropped('TOKEN_SPEC', 'integrityLevel.oneOf'),
    FIVE,
  ),
  ...[
    ['any-multiple-of-4096', { kind: 'multipleOf', of: 4096 }] as const,
    ['anything-up-to-system', { kind: 'range', min: 0, max: 16384 }] as const,
  ].map(([name, rule]) =>
    fault(
      `token-spec-header/integrity-${name}`,
      'TH-019',
      fieldMoved('TOKEN_SPEC', 'integrityLevel', {
        rules: [{ id: 'integrityLevel.oneOf', ...rule }],
      }),
      FIVE,
    ),
  ),
  fault(
    'token-spec-header/integrity-of-16-bits',
    'TH-019',
    fieldMoved('TOKEN_SPEC', 'integrityLevel', { type: 'u16le' }),
    FIVE,
  ),
];

const RESERVED: readonly (readonly [
  field: string,
  ClauseId,
  Fault['only'] & object,
  partial: 'u8' | 'u16le',
])[] = [
  ['reserved20', 'TH-024', { R10: '20' }, 'u16le'],
  ['reserved6', 'TH-083', { R02: 'packed' }, 'u8'],
  ['reserved32', 'TH-089', { R02: 'packed' }, 'u8'],
  ['reserved188', 'TH-117', { R09: 'reserved' }, 'u16le'],
];

const RESERVED_WORDS: readonly Fault[] = RESERVED.flatMap(([field, clause, only, partial]) => [
  fault(
    `token-spec-header/${field}-unchecked`,
    clause,
    ruleDropped('TOKEN_SPEC', `${field}.equals`),
    only,
  ),
  fault(
    `token-spec-header/${field}-half-checked`,
    clause,
    fieldMoved('TOKEN_SPEC', field, { type: partial }),
    only,
  ),
]);

/** A session that the check lets through goes to the effects. */
function findingSession(find: (context: CreateTokenContext) => Session | undefined): Change {
  return weakerCheck<CreateTokenContext>(CREATE, 'session', (context) => {
    const session = find(context);
    Object.assign(context, { session });
    return session !== undefined;
  });
}

const SESSION: readonly Fault[] = [
  fault(
    'token-spec-header/session-id-compared-over-32-bits',
    'TH-074',
    findingSession(({ world, spec }) => world.sessions.get(BigInt.asUintN(32, spec.sessionId))),
  ),
  fault(
    'token-spec-header/unknown-session-becomes-the-callers',
    'TH-074',
    findingSession(({ thread }) => effectiveToken(thread).session),
  ),
  fault(
    'token-spec-header/unknown-session-is-enoent',
    ['TH-074', 'TH-079'],
    withErrno(CREATE, 'session', 'ENOENT'),
    { R36: 'EINVAL' },
  ),
  fault(
    'token-spec-header/refused-token-stays-in-its-session',
    'TH-080',
    changingWhenRefused<CreateTokenContext>(CREATE, 'spec', ({ session }) => {
      if (session !== undefined) session.liveTokens += 1;
    }),
  ),
];

const CONFINEMENT: readonly Fault[] = [
  fault(
    'token-spec-header/exempt-refused',
    ['TH-065', 'TH-108'],
    refusingSpec(({ confinementExempt }) => confinementExempt === 1),
  ),
  fault(
    'token-spec-header/isolation-refused',
    ['TH-066', 'TH-112'],
    refusingSpec(({ isolationBoundary }) => isolationBoundary === 1),
  ),
  fault(
    'token-spec-header/write-restricted-refused',
    'TH-109',
    refusingSpec(({ writeRestricted }) => writeRestricted === 1),
  ),
  fault(
    'token-spec-header/user-deny-only-needs-write-restricted',
    'TH-110',
    refusingSpec((spec) => spec.userDenyOnly === 1 && spec.writeRestricted === 0),
  ),
  fault(
    'token-spec-header/write-restricted-alone',
    'TH-111',
    ruleDropped('TOKEN_SPEC', 'writeRestricted.implies'),
    { R02: 'packed' },
  ),
  fault(
    'token-spec-header/isolation-without-confinement',
    ['TH-067', 'TH-077', 'TH-144'],
    ruleDropped('TOKEN_SPEC', 'isolation.implies'),
  ),
  fault(
    'token-spec-header/isolation-of-a-byte',
    ['TH-067', 'TH-077'],
    fieldMoved('TOKEN_SPEC', 'isolationBoundary', { type: 'u8' }),
    { R08: '32-bit' },
  ),
  fault(
    'token-spec-header/exempt-any-number',
    'TH-131',
    ruleDropped('TOKEN_SPEC', 'confinementExempt.oneOf'),
    { R33: 'reject' },
  ),
  fault(
    'token-spec-header/exempt-of-a-byte',
    'TH-131',
    fieldMoved('TOKEN_SPEC', 'confinementExempt', { type: 'u8' }),
    { R33: 'reject' },
  ),
];

const GROUPS: readonly Fault[] = [
  fault(
    'token-spec-header/64-groups-without-the-logon-sid',
    'TH-128',
    ruleAdded('TOKEN_SPEC', 'groups', { id: 'groups.maxItems', kind: 'maxItems', max: 64 }),
    { R27: '64' },
  ),
  fault(
    'token-spec-header/62-groups',
    'TH-128',
    ruleAdded('TOKEN_SPEC', 'groups', { id: 'groups.maxItems', kind: 'maxItems', max: 62 }),
    { R27: '64' },
  ),
  fault(
    'token-spec-header/1024-groups-without-the-logon-sid',
    'TH-129',
    ruleAdded('TOKEN_SPEC', 'groups', { id: 'groups.maxItems', kind: 'maxItems', max: 1024 }),
    { R27: '1024' },
  ),
  fault(
    'token-spec-header/1022-groups',
    'TH-129',
    ruleAdded('TOKEN_SPEC', 'groups', { id: 'groups.maxItems', kind: 'maxItems', max: 1022 }),
    { R27: '1024' },
  ),
];

/** @internal */
export const TOKEN_SPEC_HEADER_CHECK_FAULTS: readonly Fault[] = [
  ...SIZE_AND_VERSION,
  ...TYPE_AND_LEVEL,
  ...INTEGRITY,
  ...RESERVED_WORDS,
  ...SESSION,
  ...CONFINEMENT,
  ...GROUPS,
];
