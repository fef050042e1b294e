/**
 * @module ACL and ACE, MS-DTYP 2.4.4 and 2.4.5: abi.md, "Wire layouts"; clauses TV-028, TV-046 to
 * 058 and 061. ACEs of unknown type are kept as they are; the body of a known type is checked.
 */

import { defineLayout } from './layout.js';
import { derived, kept, part, SID_CONTENT, value } from './rows.js';
import type { StructureRule } from './rule.js';

/** @public */
export const ACL = defineLayout({
  name: 'ACL',
  doc: 'An access control list; bytes behind AclSize do not belong to it (R40).',
  sizedBy: 'size',
  rows: [
    value(0, 'revision', 'u8', 'AclRevision; need not agree with the ACE types (TV-051).'),
    kept(1, 'sbz1', 'u8', 'Reserved: kept, and not interpreted.'),
    derived(2, 'size', 'u16le', 'size', 'self', 'AclSize: bytes of header and ACEs.', [
      { id: 'size.range', kind: 'range', min: 8, max: 65535 },
      { id: 'size.within', kind: 'within' },
    ]),
    derived(4, 'count', 'u16le', 'count', 'aces', 'AceCount.'),
    kept(6, 'sbz2', 'u16le', 'Reserved: kept, and not interpreted.'),
    part(
      'aces',
      { kind: 'follows', count: 'count' },
      { kind: 'list', element: { kind: 'structure', of: 'ACE' } },
      'The ACEs, in the order of evaluation.',
      [
        { id: 'aces.fits', kind: 'fits' },
        { id: 'aces.consumesExactly', kind: 'consumesExactly' },
      ],
    ),
  ],
  rules: [{ id: 'header.fits', kind: 'fits' }],
});

/** @public */
export const ACE = defineLayout({
  name: 'ACE',
  doc: 'An access control entry.',
  record: (type, flags, body) => ({ type, flags, body }),
  sizedBy: 'size',
  rows: [
    value(0, 'type', 'u8', 'AceType.'),
    value(1, 'flags', 'u8', 'AceFlags.'),
    derived(2, 'size', 'u16le', 'size', 'self', 'AceSize: bytes of header and body.', [
      { id: 'size.multipleOf', kind: 'multipleOf', of: 4 },
      { id: 'size.range', kind: 'range', min: 4, max: 65535 },
      { id: 'size.within', kind: 'within' },
    ]),
    part(
      'body',
      { kind: 'follows', allBut: 0 },
      {
        kind: 'bytes',
        check: {
          on: 'type',
          cases: [
            // Allowed, denied, audit, alarm; label, policy, trust.
            { values: [0, 1, 2, 3, 17, 19, 20], of: 'SID_ACE_BODY' },
            { values: [5, 6, 7, 8], of: 'OBJECT_ACE_BODY' },
            // Callbacks, and the resource attribute.
            { values: [9, 10, 13, 14, 18], of: 'CALLBACK_ACE_BODY' },
            { values: [11, 12, 15, 16], of: 'CALLBACK_OBJECT_ACE_BODY' },
          ],
        },
      },
      'Everything behind the ACE header.',
    ),
  ],
  rules: [{ id: 'header.fits', kind: 'fits' }],
});

/** Nothing follows the SID; seed 003 does not say so. */
const SID_IS_LAST: StructureRule = {
  id: 'body.consumesExactly',
  kind: 'consumesExactly',
  when: { R02: 'packed' },
};

const SID_BODY = [
  value(0, 'mask', 'u32le', 'Access mask.'),
  part('sid', { kind: 'follows' }, SID_CONTENT, 'The trustee.'),
];

/** @public */
export const SID_ACE_BODY = defineLayout({
  name: 'SID_ACE_BODY',
  doc: 'Body of a single-SID ACE.',
  record: (mask, sid) => ({ mask, sid }),
  rows: SID_BODY,
  rules: [{ id: 'header.fits', kind: 'fits' }, SID_IS_LAST],
});

/** @public */
export const CALLBACK_ACE_BODY = defineLayout({
  name: 'CALLBACK_ACE_BODY',
  doc: 'Body of a callback or resource-attribute ACE; application data may follow.',
  record: (mask, sid) => ({ mask, sid }),
  rows: SID_BODY,
  rules: [{ id: 'header.fits', kind: 'fits' }],
});

const OBJECT_BODY = [
  value(0, 'mask', 'u32le', 'Access mask.'),
  value(4, 'flags', 'u32le', '1: object type present; 2: inherited object type present.'),
  part(
    'objectType',
    { kind: 'follows', ifBits: { field: 'flags', mask: 1 } },
    { kind: 'bytes', size: 16 },
    'GUID of the object type.',
    [{ id: 'objectType.elementFits', kind: 'elementFits' }],
  ),
  part(
    'inheritedObjectType',
    { kind: 'follows', ifBits: { field: 'flags', mask: 2 } },
    { kind: 'bytes', size: 16 },
    'GUID of the inherited object type.',
    [{ id: 'inheritedObjectType.elementFits', kind: 'elementFits' }],
  ),
  part('sid', { kind: 'follows' }, SID_CONTENT, 'The trustee.'),
];

/** @public */
export const OBJECT_ACE_BODY = defineLayout({
  name: 'OBJECT_ACE_BODY',
  doc: 'Body of an object ACE.',
  rows: OBJECT_BODY,
  rules: [{ id: 'header.fits', kind: 'fits' }, SID_IS_LAST],
});

/** @public */
export const CALLBACK_OBJECT_ACE_BODY = defineLayout({
  name: 'CALLBACK_OBJECT_ACE_BODY',
  doc: 'Body of a callback object ACE; application data may follow.',
  rows: OBJECT_BODY,
  rules: [{ id: 'header.fits', kind: 'fits' }],
});
