/** @module Faults of default DACLs and of claim buffers as sections of token specs. */
import type { Ace, Acl } from '../wire/values.js';
import { fault, otherPayload, type Fault } from './fault.js';
import { lettingThrough, lettingThroughAt, refusingSpec } from './broken-specs.js';
import type { ClauseId } from '../abi/clause-id.generated.js';

/** A rule of an ACL or ACE that is not checked in default DACLs. */
function unchecked(
  name: string,
  structure: 'ACL' | 'ACE',
  rule: string,
  ...clauses: readonly ClauseId[]
): Fault {
  return fault(
    `token-spec-variable/${name}`,
    ['TV-028', ...clauses],
    lettingThroughAt('defaultDacl', structure, rule),
  );
}

const OBJECT_TYPES: readonly number[] = [5, 6, 7, 8, 11, 12, 15, 16];
const LAST_KNOWN_TYPE = 0x14;

const rewritten = (change: (aces: readonly Ace[]) => readonly Ace[]) => (value: unknown) => {
  if (value === undefined) return value;
  const acl = value as Acl;
  return { ...acl, aces: change(acl.aces) };
};

/** @internal */
export const TOKEN_SPEC_VARIABLE_DACL_FAULTS: readonly Fault[] = [
  unchecked('acl-size-below-8', 'ACL', 'size.range', 'TV-046'),
  unchecked('acl-size-beyond-section', 'ACL', 'size.within', 'TV-047'),
  unchecked('ace-count-too-large', 'ACL', 'aces.fits', 'TV-048'),
  unchecked('spare-bytes-in-acl', 'ACL', 'aces.consumesExactly', 'TV-048', 'TV-056'),
  unchecked('ace-size-odd', 'ACE', 'size.multipleOf', 'TV-050'),
  unchecked('ace-beyond-acl', 'ACE', 'size.within', 'TV-057'),
  ...(['SID_ACE_BODY', 'OBJECT_ACE_BODY'] as const).map((structure) =>
    fault(
      `token-spec-variable/spare-bytes-in-${structure === 'SID_ACE_BODY' ? 'ace' : 'object-ace'}`,
      'TV-061',
      lettingThroughAt('defaultDacl', structure, 'body.consumesExactly'),
      { R02: 'packed' },
    ),
  ),
  fault(
    'token-spec-variable/ace-flags-lost',
    ['TV-027', 'TV-052'],
    otherPayload(
      'DEFAULT_DACL',
      rewritten((aces) => aces.map((ace) => ({ ...ace, flags: 0 }))),
    ),
  ),
  fault(
    'token-spec-variable/reserved-bytes-of-acl-cleared',
    'TV-027',
    otherPayload('DEFAULT_DACL', (value) => {
      if (value === undefined) return value;
      const { revision, aces } = value as Acl;
      return { revision, aces };
    }),
    { R02: 'packed' },
  ),
  fault(
    'token-spec-variable/denials-sorted-first',
    ['TV-027', 'TV-052'],
    otherPayload(
      'DEFAULT_DACL',
      rewritten((aces) => [
        ...aces.filter((a) => a.type === 1),
        ...aces.filter((a) => a.type !== 1),
      ]),
    ),
  ),
  fault(
    'token-spec-variable/unknown-ace-refused',
    'TV-049',
    refusingSpec(({ spec }) =>
      (spec.defaultDacl?.aces ?? []).some(({ type }) => type > LAST_KNOWN_TYPE),
    ),
  ),
  fault(
    'token-spec-variable/unknown-ace-dropped',
    'TV-058',
    otherPayload(
      'DEFAULT_DACL',
      rewritten((aces) => aces.filter(({ type }) => type <= LAST_KNOWN_TYPE)),
    ),
  ),
  fault(
    'token-spec-variable/object-ace-needs-revision-4',
    'TV-051',
    refusingSpec(
      ({ spec }) =>
        spec.defaultDacl?.revision === 2 &&
        spec.defaultDacl.aces.some(({ type }) => OBJECT_TYPES.includes(type)),
    ),
  ),
  fault(
    'token-spec-variable/seventeenth-claim-refused',
    'TV-025',
    refusingSpec(({ spec }) => (spec.userClaims ?? []).length > 16),
  ),
  fault(
    'token-spec-variable/stray-bytes-behind-claims',
    'TV-026',
    lettingThrough((issues) =>
      issues.every(({ structure, rule }) => structure === 'CLAIM_SLOT' && rule === 'header.fits'),
    ),
  ),
];
