/** @module Rules that the token spec layouts share, and the short forms for their sections. */

import type { Part } from './layout.js';
import type { FieldRule, PartRule, StructureRule } from './rule.js';
import { part, SID_CONTENT } from './rows.js';

/** Rules on the offset and the extent of a section. @internal */
export function pairRules(name: string): readonly PartRule[] {
  return [
    { id: `${name}.within`, kind: 'within' },
    { id: `${name}.pairedZero`, kind: 'pairedZero' },
    {
      id: `${name}.behind`,
      kind: 'behind',
      min: { abi: 'tokenSpecHeaderBytes' },
      when: { R29: 'strict' },
    },
  ];
}

const exact = (name: string): PartRule => ({
  id: `${name}.consumesExactly`,
  kind: 'consumesExactly',
});

/** A section that holds one structure or byte region of stated length. @internal */
export function sized(name: string, of: string, doc: string, rules: readonly PartRule[]): Part {
  return part(
    name,
    { kind: 'pointer', offset: `${name}Offset`, length: `${name}Length` },
    of === 'SID' ? SID_CONTENT : { kind: 'structure', of },
    doc,
    [...pairRules(name), ...rules],
  );
}

/** A list with its own count in a section of stated length (R03 `counted`). @internal */
export function counted(name: string, doc: string, rules: readonly PartRule[] = []): Part {
  return sized(name, 'SID_LIST', doc, [exact(name), ...rules]);
}

/** Bare entries, counted in the header (R03 `bare`). @internal */
export function bare(name: string, doc: string, rules: readonly PartRule[] = []): Part {
  return part(
    name,
    { kind: 'pointer', offset: `${name}Offset`, count: `${name}Count` },
    { kind: 'list', element: { kind: 'structure', of: 'SID_AND_ATTRIBUTES' } },
    doc,
    [...pairRules(name), { id: `${name}.fits`, kind: 'fits' }, ...rules],
  );
}

/** Group limits; the kernel adds the logon SID, hence one less (R27). @internal */
export const GROUP_RULES: readonly PartRule[] = [
  { id: 'groups.maxItems', kind: 'maxItems', max: { abi: 'maxGroups', less: 1 } },
];

/** S-1-15-2-1, all application packages (R25). @internal */
export const CAPABILITY_RULES: readonly PartRule[] = [
  {
    id: 'capabilities.excludesSid',
    kind: 'excludesSid',
    sid: { revision: 1, authority: 15, subAuthorities: [2, 1] },
    when: { R25: 'reject' },
  },
];

/** @internal */
export const VERSION_RULES: readonly FieldRule[] = [
  { id: 'version.equals', kind: 'equals', value: { abi: 'tokenSpecVersion' } },
];
/** @internal */
export const TYPE_RULES: readonly FieldRule[] = [
  { id: 'tokenType.oneOf', kind: 'oneOf', values: [1, 2] },
];
/** @internal */
export const LEVEL_RULES: readonly FieldRule[] = [
  { id: 'impersonationLevel.range', kind: 'range', min: 0, max: 3 },
];
/** @internal */
export const INTEGRITY_RULES: readonly FieldRule[] = [
  {
    id: 'integrityLevel.oneOf',
    kind: 'oneOf',
    values: [0, 4096, 8192, 12288, 16384],
    when: { R26: 'five' },
  },
];
/** Undefined bits: the first admissible outcome of R32. @internal */
export const POLICY_RULES: readonly FieldRule[] = [
  { id: 'mandatoryPolicy.bits', kind: 'bits', mask: 0x3 },
];
/** @internal */
export const AUDIT_RULES: readonly FieldRule[] = [
  { id: 'auditPolicy.bits', kind: 'bits', mask: 0xf },
];
/** @internal */
export const EXEMPT_RULES: readonly FieldRule[] = [
  { id: 'confinementExempt.oneOf', kind: 'oneOf', values: [0, 1], when: { R33: 'reject' } },
];

/** @internal */
export const TOKEN_RULES: readonly StructureRule[] = [
  { id: 'spec.minSize', kind: 'size', min: { abi: 'tokenSpecHeaderBytes' } },
  { id: 'spec.maxSize', kind: 'size', max: { abi: 'tokenSpecMaxBytes' } },
  {
    id: 'primaryLevel.implies',
    kind: 'implies',
    if: { field: 'tokenType', equals: 1 },
    then: { field: 'impersonationLevel', equals: 0 },
  },
  {
    id: 'isolation.implies',
    kind: 'implies',
    if: { field: 'isolationBoundary', notZero: true },
    then: { present: 'confinementSid' },
  },
  { id: 'ownerIndex.indexInto', kind: 'indexInto', field: 'ownerIndex', part: 'groups' },
  {
    id: 'primaryGroupIndex.indexInto',
    kind: 'indexInto',
    field: 'primaryGroupIndex',
    part: 'groups',
  },
  {
    id: 'owner.selectedHas',
    kind: 'selectedHas',
    field: 'ownerIndex',
    part: 'groups',
    member: 'attributes',
    bits: 0x8,
    when: { R30: 'reject' },
  },
  {
    id: 'privilegesEnabled.subset',
    kind: 'subset',
    field: 'privilegesEnabled',
    of: 'privilegesPresent',
  },
  { id: 'sections.disjoint', kind: 'disjoint', when: { R28: 'reject' } },
];
