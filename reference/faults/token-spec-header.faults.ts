/** @module Faults in what a new token takes from the numbers of its spec's header. */
import type { ClauseId } from '../abi/clause-id.generated.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { HandleContext } from '../kernel/calls/handle-checks.js';
import type { Token } from '../kernel/state.js';
import type { TokenSpec } from '../wire/values.js';
import {
  fault,
  fieldMoved,
  otherEffect,
  otherPayload,
  refusing,
  type Change,
  type Fault,
} from './fault.js';

const CREATE = 'kacs_create_token';

/** The token is made as it should be, and then changed. @internal */
export function afterCopy(change: (token: Token, spec: TokenSpec) => void): Change {
  return otherEffect<CreateTokenContext>(CREATE, 'copy-fields', (context, original) => {
    original();
    if (context.token !== undefined) change(context.token, context.spec);
  });
}

/** A spec is refused that should be accepted. @internal */
export function refusingSpec(when: (spec: TokenSpec) => boolean): Change {
  return refusing<CreateTokenContext>(CREATE, ({ spec }) => when(spec));
}

const LEVELS: readonly (readonly [level: number, stored: number, ClauseId])[] = [
  [0, 4096, 'TH-014'],
  [4096, 0, 'TH-015'],
  [8192, 4096, 'TH-016'],
  [12288, 8192, 'TH-017'],
  [16384, 12288, 'TH-018'],
];

const INTEGRITY: readonly Fault[] = [
  ...LEVELS.map(([level, stored, clause]) =>
    fault(
      `token-spec-header/integrity-${level}-becomes-${stored}`,
      [clause, 'TH-013', 'TH-084'],
      afterCopy((token) => {
        if (token.integrityLevel === level) token.integrityLevel = stored;
      }),
    ),
  ),
  fault(
    'token-spec-header/integrity-above-system-capped',
    'TH-124',
    afterCopy((token) => {
      token.integrityLevel = Math.min(token.integrityLevel, 16384);
    }),
  ),
  fault(
    'token-spec-header/integrity-between-the-five-refused',
    'TH-124',
    refusingSpec(({ integrityLevel }) => integrityLevel % 4096 !== 0),
  ),
];

const POLICY: readonly Fault[] = [
  fault(
    'token-spec-header/no-write-up-dropped',
    ['TH-021', 'TH-020', 'TH-085'],
    afterCopy((token) => {
      token.mandatoryPolicy &= ~1;
    }),
  ),
  fault(
    'token-spec-header/new-process-min-dropped',
    ['TH-022', 'TH-020', 'TH-085'],
    afterCopy((token) => {
      token.mandatoryPolicy &= ~2;
    }),
  ),
  fault(
    'token-spec-header/no-write-up-forced',
    ['TH-020', 'TH-085'],
    afterCopy((token) => {
      token.mandatoryPolicy |= 1;
    }),
  ),
];

const TYPE_AND_LEVEL: readonly Fault[] = [
  fault(
    'token-spec-header/type-primary-becomes-impersonation',
    ['TH-006', 'TH-005', 'TH-081'],
    otherPayload('TYPE', () => 2),
  ),
  fault(
    'token-spec-header/type-impersonation-becomes-primary',
    ['TH-007', 'TH-005', 'TH-081'],
    otherPayload('TYPE', () => 1),
  ),
  ...[0, 1, 2, 3].map((level) =>
    fault(
      `token-spec-header/impersonation-level-${level}-refused`,
      ['TH-010', 'TH-007', 'TH-009', 'TH-082'],
      refusingSpec((spec) => spec.tokenType === 2 && spec.impersonationLevel === level),
    ),
  ),
  fault(
    'token-spec-header/delegation-becomes-impersonation',
    ['TH-009', 'TH-082'],
    afterCopy((token) => {
      token.impersonationLevel = Math.min(token.impersonationLevel, 2);
    }),
  ),
  fault(
    'token-spec-header/created-elevated',
    'TH-025',
    afterCopy((token) => {
      if (token.groups.some(({ attributes }) => attributes === 0xf)) token.elevationType = 2;
    }),
  ),
];

const NUMBERS: readonly Fault[] = [
  fault(
    'token-spec-header/session-id-halves-swapped',
    ['TH-026', 'TH-094'],
    otherPayload('STATISTICS', (value, { session }) => ({
      ...(value as object),
      sessionId: BigInt.asUintN(64, session.id << 32n) | (session.id >> 32n),
    })),
  ),
  fault(
    'token-spec-header/expiration-truncated',
    ['TH-027', 'TH-093', 'TH-073'],
    afterCopy((token) => {
      token.expiration &= 0xffffffffn;
    }),
  ),
  fault(
    'token-spec-header/no-expiration-becomes-the-end-of-time',
    'TH-028',
    afterCopy((token) => {
      if (token.expiration === 0n) token.expiration = 0x7fffffffffffffffn;
    }),
  ),
  fault(
    'token-spec-header/origin-truncated',
    ['TH-030', 'TH-115'],
    afterCopy((token) => {
      token.origin &= 0xffffffffn;
    }),
  ),
  fault(
    'token-spec-header/origin-big-endian',
    ['TH-073', 'TH-030', 'TH-115'],
    fieldMoved('TOKEN_SPEC', 'origin', { type: 'u64be' }),
  ),
  fault(
    'token-spec-header/interactive-session-of-16-bits',
    ['TH-032', 'TH-116'],
    afterCopy((token) => {
      token.interactiveSessionId &= 0xffff;
    }),
  ),
  fault(
    'token-spec-header/interactive-session-big-endian',
    ['TH-073', 'TH-032', 'TH-116'],
    fieldMoved('TOKEN_SPEC', 'interactiveSessionId', { type: 'u32be' }),
  ),
  ...[1, 2, 4, 8].map((bit) =>
    fault(
      `token-spec-header/audit-bit-${bit}-refused`,
      ['TH-031', 'TH-092'],
      refusingSpec(({ auditPolicy }) => auditPolicy === bit),
    ),
  ),
  fault(
    'token-spec-header/audit-mask-shows-in-the-policy',
    ['TH-031', 'TH-092'],
    afterCopy((token, spec) => {
      token.mandatoryPolicy |= spec.auditPolicy;
    }),
  ),
  fault(
    'token-spec-header/source-name-ends-in-nul',
    'TH-097',
    afterCopy((token) => {
      token.sourceName = Uint8Array.of(...token.sourceName.subarray(0, 7), 0);
    }),
  ),
  fault(
    'token-spec-header/source-id-truncated',
    'TH-098',
    afterCopy((token) => {
      token.sourceId &= 0xffffffffn;
    }),
  ),
];

/** What INSTALL projects, changed. */
function projecting(
  change: (ids: { uid: number; gid: number; groups: readonly number[] }) => void,
): Change {
  return otherEffect<HandleContext>(
    'KACS_IOC_INSTALL',
    'project-credentials',
    (context, original) => {
      original();
      change(context.thread.process.credentials);
    },
  );
}

const PROJECTION: readonly Fault[] = [
  fault(
    'token-spec-header/uid-of-16-bits',
    ['TH-068', 'TH-090'],
    projecting((ids) => {
      ids.uid &= 0xffff;
    }),
  ),
  fault(
    'token-spec-header/gid-from-the-uid',
    ['TH-070', 'TH-091'],
    projecting((ids) => {
      ids.gid = ids.uid;
    }),
  ),
  fault(
    'token-spec-header/gids-of-16-bits',
    ['TH-132', 'TH-113', 'TH-141'],
    afterCopy((token) => {
      token.supplementaryGids = token.supplementaryGids.map((gid) => gid & 0xffff);
    }),
  ),
];

/** @internal */
export const TOKEN_SPEC_HEADER_FAULTS: readonly Fault[] = [
  ...INTEGRITY,
  ...POLICY,
  ...TYPE_AND_LEVEL,
  ...NUMBERS,
  ...PROJECTION,
];
