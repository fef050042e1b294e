/** @module Faults of claim entries. */
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import { ModelBug } from '../kernel/model.js';
import { BUILT_IN_PROFILES } from '../profiles/built-in.generated.js';
import { isField, type Content, type Layout, type Part } from '../wire/layout.js';
import type { Claim, ClaimValue } from '../wire/values.js';
import { wireOf } from '../wire/wire.js';
import type { ClauseId } from '../abi/clause-id.generated.js';
import { fault, otherPayload, ruleAdded, ruleDropped, type Change, type Fault } from './fault.js';
import { headerNumber, lettingThrough, lettingThroughAt, refusingSpec } from './broken-specs.js';

const BOUNDED = { R48: 'indirect-bounded' } as const;
const INDIRECT = { R48: ['indirect', 'indirect-bounded'] } as const;

/** A well-formed spec is refused for one of its user claims. */
function refusingClaim(when: (claim: Claim) => boolean): Change {
  return refusingSpec(({ spec }) => (spec.userClaims ?? []).some(when));
}

/** A rule of the entry that is not checked in user claims. */
function unchecked(name: string, rule: string, ...clauses: readonly ClauseId[]): Fault {
  return fault(`claims/${name}`, clauses, lettingThroughAt('userClaims', 'CLAIM', rule));
}

const firstType = ({ spec }: CreateTokenContext): number | undefined => spec.userClaims?.[0]?.type;

/** The part of a claim entry that holds its values. */
function valuesOf(layout: Layout): Part & { readonly content: Switch } {
  for (const row of layout.rows) {
    if (!isField(row) && row.content.kind === 'switch') return { ...row, content: row.content };
  }
  throw new ModelBug('a claim entry without values');
}

type Switch = Extract<Content, { kind: 'switch' }>;

/** Values of this type are read in the encoding of the other documents (R48). */
function otherEncoding(type: number): Change {
  return (model) => {
    const { wire, profile } = model;
    const other = profile.claims === 'direct' ? 'psd-0.20' : 'learn-0.20';
    const own = valuesOf(wire.structures.CLAIM);
    const theirs = valuesOf(wireOf(BUILT_IN_PROFILES[other]).structures.CLAIM);
    const cases = own.content.cases.map((one) =>
      one.value === type ? (theirs.content.cases.find(({ value }) => value === type) ?? one) : one,
    );
    const values = { ...own, content: { ...own.content, cases }, rules: theirs.rules };
    const { CLAIM } = wire.structures;
    const rows = CLAIM.rows.map((row) => (row.name === own.name ? values : row));
    const structures = { ...wire.structures, CLAIM: { ...CLAIM, rows } };
    return { ...model, wire: { ...wire, structures } };
  };
}

const TYPES: readonly (readonly [number, ClauseId])[] = [
  [1, 'CL-004'],
  [2, 'CL-005'],
  [3, 'CL-006'],
  [5, 'CL-007'],
  [6, 'CL-008'],
  [16, 'CL-009'],
];

/** Most other cases have small positive numbers as values. */
const isPeculiar = (type: number, value: ClaimValue): boolean =>
  typeof value !== 'bigint' || value < 0n || value >= 2n ** 63n || (type === 6 && value === 0n);

const FLAGS: readonly (readonly [number, ClauseId])[] = [
  [0x02, 'CL-013'],
  [0x04, 'CL-014'],
  [0x10, 'CL-015'],
  [0x20, 'CL-016'],
];
const DEFINED_FLAGS = 0x36;

const mapped = (change: (claim: Claim) => Claim) => (value: unknown) =>
  (value as readonly Claim[] | undefined)?.map(change);

const ACCEPTED: readonly Fault[] = [
  ...TYPES.map(([type, clause]) =>
    fault(
      `claims/type-${type}-refused`,
      ['CL-003', clause],
      refusingClaim((one) => one.type === type && one.values.some((v) => isPeculiar(type, v))),
    ),
  ),
  ...FLAGS.map(([flag, clause]) =>
    fault(
      `claims/flag-${flag}-refused`,
      clause,
      refusingClaim(({ flags, type }) => flags === flag && type === 6),
    ),
  ),
  fault(
    'claims/flags-with-others-refused',
    'CL-012',
    refusingClaim(({ flags }) => (flags & 0x30) === 0x30),
  ),
  fault(
    'claims/flags-lost',
    'CL-012',
    otherPayload(
      'DEVICE_CLAIMS',
      mapped((claim) => ({ ...claim, flags: 0 })),
    ),
    INDIRECT,
  ),
  fault(
    'claims/unknown-flags-cleared',
    'CL-041',
    otherPayload(
      'USER_CLAIMS',
      mapped((claim) => ({ ...claim, flags: claim.flags & DEFINED_FLAGS })),
    ),
    INDIRECT,
  ),
  fault(
    'claims/more-than-500-values-refused',
    'CL-017',
    refusingClaim(({ values, type }) => type === 2 && values.length > 500),
  ),
  fault(
    'claims/three-values-refused',
    'CL-018',
    refusingClaim(({ values, type }) => type === 6 && values.length > 1),
  ),
  fault(
    'claims/name-ascii-only',
    'CL-021',
    refusingClaim(({ name }) => /[^\0-\u007f]/.test(name)),
  ),
  fault(
    'claims/name-narrowed',
    'CL-021',
    otherPayload(
      'USER_CLAIMS',
      mapped((claim) => ({
        ...claim,
        name: Buffer.from(claim.name, 'latin1').toString('latin1'),
      })),
    ),
    INDIRECT,
  ),
  fault(
    'claims/boolean-above-one-refused',
    'CL-026',
    refusingClaim(
      ({ type, values }) => type === 6 && values.some((v) => typeof v === 'bigint' && v > 1n),
    ),
  ),
  fault(
    'claims/reserved-checked',
    'CL-032',
    ruleAdded('CLAIM', 'reserved', { id: 'reserved.zero', kind: 'equals', value: 0 }),
    INDIRECT,
  ),
  fault(
    'claims/no-value-refused',
    'CL-033',
    refusingClaim(({ values }) => values.length === 0),
    INDIRECT,
  ),
  fault('claims/string-encoding', ['CL-024', 'CL-034'], otherEncoding(3)),
  fault('claims/sid-encoding', ['CL-025', 'CL-028', 'CL-035'], otherEncoding(5)),
  fault('claims/octet-encoding', ['CL-027', 'CL-036'], otherEncoding(16)),
];

const REFUSED: readonly Fault[] = [
  unchecked('short-entry', 'header.fits', 'CL-001'),
  unchecked('name-outside', 'name.within', 'CL-002'),
  unchecked('offsets-outside', 'valueOffsets.fits', 'CL-019', 'CL-040'),
  unchecked('value-outside', 'values.within', 'CL-020'),
  fault(
    'claims/int64-cut',
    'CL-022',
    lettingThrough(
      (issues, c) =>
        issues.every(({ rule }) => rule === 'values.elementFits') && firstType(c) === 1,
    ),
  ),
  fault(
    'claims/uint64-cut',
    'CL-023',
    lettingThrough(
      (issues, c) =>
        issues.every(({ rule }) => rule === 'values.elementFits') && firstType(c) === 2,
    ),
  ),
  fault(
    'claims/sid-revision-unchecked',
    'CL-028',
    ruleDropped('SID', 'revision.equals', 'TOKEN_SPEC.userClaims'),
  ),
  fault(
    'claims/device-claims-unchecked',
    'CL-029',
    lettingThrough((issues) => issues.every(({ path }) => path.startsWith('deviceClaims['))),
  ),
  fault('claims/entry-overruns', 'CL-030', ruleDropped('CLAIM_SLOT', 'entry.within')),
  fault('claims/name-open', 'CL-031', ruleDropped('CLAIM', 'name.terminated'), INDIRECT),
  fault('claims/type-unchecked', 'CL-037', ruleDropped('CLAIM', 'type.oneOf'), INDIRECT),
  fault(
    'claims/fqbn-accepted',
    'CL-037',
    lettingThrough(
      (issues, c) => issues.every(({ rule }) => rule === 'type.oneOf') && firstType(c) === 4,
    ),
    INDIRECT,
  ),
  fault(
    'claims/empty-entry-ends-the-buffer',
    'CL-038',
    lettingThrough(
      (issues) =>
        issues.every(({ path }) => path.startsWith('userClaims[')) &&
        issues.some(({ rule }) => rule === 'length.range'),
    ),
    INDIRECT,
  ),
  fault(
    'claims/second-offset-outside',
    'CL-039',
    lettingThroughAt('userClaims', 'CLAIM', 'values.pointerWithin'),
    INDIRECT,
  ),
  fault(
    'claims/count-times-four-wraps',
    ['CL-019', 'CL-040'],
    lettingThrough((issues, c) => {
      const at = headerNumber(c, 'userClaimsOffset') + 4 + 12;
      const { bytes } = c.buffer;
      const unfit = issues.some(({ rule }) => rule === 'valueOffsets.fits');
      if (!unfit || at + 4 > bytes.length) return false;
      const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
      return (4 * count) % 2 ** 32 <= 16;
    }),
  ),
  fault(
    'claims/only-first-entry-checked',
    'CL-042',
    lettingThrough((issues) => issues.every(({ path }) => /^userClaims\[[1-9]/.test(path))),
    INDIRECT,
  ),
  fault('claims/name-of-257-units', 'CL-045', ruleDropped('CLAIM', 'name.maxUnits'), BOUNDED),
  fault('claims/values-above-1024', 'CL-046', ruleDropped('CLAIM', 'count.range'), BOUNDED),
  fault('claims/string-open', 'CL-048', ruleDropped('CLAIM', 'values.terminated'), INDIRECT),
  fault('claims/octets-overrun', 'CL-049', ruleDropped('CLAIM', 'values.prefixWithin'), INDIRECT),
];

const READ: readonly Fault[] = [
  fault(
    'claims/user-class-shows-device-claims',
    'CL-043',
    otherPayload('USER_CLAIMS', (own, { deviceClaims }) => deviceClaims ?? own),
    INDIRECT,
  ),
  fault(
    'claims/user-values-lost',
    'CL-043',
    otherPayload(
      'USER_CLAIMS',
      mapped((claim) => (claim.type === 5 ? { ...claim, values: [] } : claim)),
    ),
    INDIRECT,
  ),
  fault(
    'claims/device-class-shows-user-claims',
    'CL-044',
    otherPayload('DEVICE_CLAIMS', (own, { userClaims }) => own ?? userClaims),
    INDIRECT,
  ),
];

/** @internal */
export const CLAIMS_FAULTS: readonly Fault[] = [...ACCEPTED, ...REFUSED, ...READ];
