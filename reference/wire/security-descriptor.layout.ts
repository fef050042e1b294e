/**
 * @module Security descriptors in self-relative form: PSD-004 v0.20 §3.1, MS-DTYP 2.4.6. They are
 * the same in every profile.
 */

import { defineLayout } from './layout.js';
import { derived, part, SID_CONTENT, value } from './rows.js';

/** @public */
export const SECURITY_DESCRIPTOR = defineLayout({
  name: 'SECURITY_DESCRIPTOR',
  doc: 'A security descriptor: a 20-byte header, then owner, group, SACL and DACL, if present.',
  rows: [
    value(0, 'revision', 'u8', 'Always 1.', [{ id: 'revision.equals', kind: 'equals', value: 1 }]),
    value(1, 'sbz1', 'u8', 'Resource manager bits, if the control flag 0x4000 says so; else kept.'),
    value(
      2,
      'control',
      'u16le',
      'SE_* flags: 4 DACL present, 0x10 SACL present, 0x8000 this form.',
    ),
    derived(4, 'ownerOffset', 'u32le', 'offset', 'owner', 'Offset of the owner; 0: none.'),
    derived(8, 'groupOffset', 'u32le', 'offset', 'group', 'Offset of the group; 0: none.'),
    derived(12, 'saclOffset', 'u32le', 'offset', 'sacl', 'Offset of the SACL; 0: none.'),
    derived(16, 'daclOffset', 'u32le', 'offset', 'dacl', 'Offset of the DACL; 0: none.'),
    part('owner', { kind: 'pointer', offset: 'ownerOffset' }, SID_CONTENT, 'The owner.', [
      { id: 'owner.within', kind: 'within' },
    ]),
    part('group', { kind: 'pointer', offset: 'groupOffset' }, SID_CONTENT, 'The group.', [
      { id: 'group.within', kind: 'within' },
    ]),
    part(
      'sacl',
      { kind: 'pointer', offset: 'saclOffset' },
      { kind: 'structure', of: 'ACL' },
      'Label, audit and policy entries.',
      [{ id: 'sacl.within', kind: 'within' }],
    ),
    part(
      'dacl',
      { kind: 'pointer', offset: 'daclOffset' },
      { kind: 'structure', of: 'ACL' },
      'Who may do what, in the order of evaluation.',
      [{ id: 'dacl.within', kind: 'within' }],
    ),
  ],
  rules: [
    { id: 'descriptor.fits', kind: 'fits' },
    { id: 'descriptor.maxSize', kind: 'size', max: 65535 },
  ],
});
