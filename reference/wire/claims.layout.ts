/**
 * @module Claims, CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1: seed 003 "User/device claims"; the value
 * encoding differs by profile (R48), and so do the limits.
 */

import { type Content, defineLayout, type Part, type Row } from './layout.js';
import type { StructureRule } from './rule.js';
import { derived, derivedPart, part, reserved, SID_CONTENT, value } from './rows.js';

const INDIRECT = { R48: ['indirect', 'indirect-bounded'] } as const;

/** @public */
export const CLAIM_BUFFER = defineLayout({
  name: 'CLAIM_BUFFER',
  doc: 'Claims, each behind its length, until the region is consumed.',
  unwrap: 'entries',
  rows: [
    part(
      'entries',
      { kind: 'follows', allBut: 0 },
      { kind: 'list', element: { kind: 'structure', of: 'CLAIM_SLOT' } },
      'The entries, one behind the other.',
    ),
  ],
  rules: [],
});

/** @public */
export const CLAIM_SLOT = defineLayout({
  name: 'CLAIM_SLOT',
  doc: 'A claim entry behind its length.',
  unwrap: 'entry',
  rows: [
    derived(0, 'length', 'u32le', 'length', 'entry', 'Bytes of the entry.', [
      { id: 'length.range', kind: 'range', min: 1, max: 0xffffffff, when: INDIRECT },
    ]),
    part(
      'entry',
      { kind: 'follows', length: 'length' },
      { kind: 'structure', of: 'CLAIM' },
      'The entry.',
      [{ id: 'entry.within', kind: 'within' }],
    ),
  ],
  rules: [{ id: 'header.fits', kind: 'fits' }],
});

const HEADER: readonly Row[] = [
  derived(0, 'nameOffset', 'u32le', 'offset', 'name', 'Where the name starts.'),
  value(4, 'type', 'u16le', '1 INT64, 2 UINT64, 3 STRING, 5 SID, 6 BOOLEAN, 16 OCTET.', [
    { id: 'type.oneOf', kind: 'oneOf', values: [1, 2, 3, 5, 6, 16] },
  ]),
  reserved(6, 'reserved', 'u16le', 'Reserved.', [
    { id: 'reserved.equals', kind: 'equals', value: 0, when: { R48: 'direct' } },
  ]),
  value(8, 'flags', 'u32le', 'Claim flags; bits without a meaning are kept.'),
  derived(12, 'count', 'u32le', 'count', 'values', 'Number of values.', [
    { id: 'count.range', kind: 'range', min: 0, max: { abi: 'claimMaxValues' } },
  ]),
  derivedPart(
    'valueOffsets',
    { kind: 'follows', count: 'count' },
    { kind: 'numbers', type: 'u32le' },
    'Offsets of the values, from the entry start.',
    [{ id: 'valueOffsets.fits', kind: 'fits' }],
  ),
  part(
    'name',
    { kind: 'pointer', offset: 'nameOffset' },
    { kind: 'utf16', terminated: true },
    'The name, UTF-16LE, null-terminated.',
    [
      { id: 'name.within', kind: 'within' },
      { id: 'name.required', kind: 'required' },
      { id: 'name.terminated', kind: 'terminated', when: INDIRECT },
      { id: 'name.maxUnits', kind: 'maxUnits', max: { abi: 'claimNameMaxUnits' } },
    ],
  ),
];

const RULES: readonly StructureRule[] = [{ id: 'header.fits', kind: 'fits' }];

function valuesPart(text: Content, sid: Content, octets: Content): Part {
  return part(
    'values',
    { kind: 'each', offsets: 'valueOffsets' },
    {
      kind: 'switch',
      on: 'type',
      cases: [
        { value: 1, content: { kind: 'scalar', type: 'i64le' } },
        { value: 2, content: { kind: 'scalar', type: 'u64le' } },
        { value: 3, content: text },
        { value: 5, content: sid },
        { value: 6, content: { kind: 'scalar', type: 'u64le' } },
        { value: 16, content: octets },
      ],
    },
    'The values.',
    [
      { id: 'values.within', kind: 'within' },
      { id: 'values.behindPointers', kind: 'behindPointers' },
      { id: 'values.elementFits', kind: 'elementFits' },
      { id: 'values.prefixWithin', kind: 'prefixWithin' },
      { id: 'values.pointerWithin', kind: 'pointerWithin', when: INDIRECT },
      { id: 'values.terminated', kind: 'terminated', when: INDIRECT },
      { id: 'values.consumesExactly', kind: 'consumesExactly', when: { R48: 'direct' } },
    ],
  );
}

/** Seed 003: strings, SIDs and octets are a length and data at the value's offset. @public */
export const CLAIM_DIRECT = defineLayout({
  name: 'CLAIM',
  doc: 'A claim entry whose offsets lead straight to the values.',
  rows: [
    ...HEADER,
    valuesPart(
      { kind: 'prefixed', content: { kind: 'utf16', terminated: false } },
      { kind: 'prefixed', content: SID_CONTENT },
      { kind: 'prefixed', content: { kind: 'bytes' } },
    ),
  ],
  rules: RULES,
});

/** PSD-004: strings, SIDs and octets lie behind a second offset. @public */
export const CLAIM_INDIRECT = defineLayout({
  name: 'CLAIM',
  doc: 'A claim entry whose offsets lead to second offsets for strings, SIDs and octets.',
  rows: [
    ...HEADER,
    valuesPart(
      { kind: 'pointer', content: { kind: 'utf16', terminated: true } },
      { kind: 'pointer', content: SID_CONTENT },
      { kind: 'pointer', content: { kind: 'prefixed', content: { kind: 'bytes' } } },
    ),
  ],
  rules: RULES,
});
