/** @module SID, MS-DTYP 2.4.2: abi.md, "Wire layouts"; clauses TV-053, 054, 055, 059, 060. */

import { defineLayout } from './layout.js';
import { derived, part, value } from './rows.js';

/** @public */
export const SID = defineLayout({
  name: 'SID',
  doc: 'A security identifier of 8 to 68 bytes.',
  text: 'sid',
  record: (revision, authority, subAuthorities) => ({ revision, authority, subAuthorities }),
  rows: [
    value(0, 'revision', 'u8', 'Always 1.', [{ id: 'revision.equals', kind: 'equals', value: 1 }]),
    derived(1, 'count', 'u8', 'count', 'subAuthorities', 'Number of sub-authorities, 0 to 15.', [
      { id: 'count.range', kind: 'range', min: 0, max: 15 },
    ]),
    value(2, 'authority', 'u48be', 'Identifier authority, 48 bits big-endian.'),
    part(
      'subAuthorities',
      { kind: 'follows', count: 'count' },
      { kind: 'numbers', type: 'u32le' },
      'Sub-authorities, 4 bytes each.',
      [{ id: 'subAuthorities.fits', kind: 'fits' }],
    ),
  ],
  rules: [{ id: 'header.fits', kind: 'fits' }],
});
