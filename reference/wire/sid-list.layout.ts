/** @module Lists of SIDs with attributes: seed 003 "Variable sections"; ruling R03. */

import { defineLayout } from './layout.js';
import { behind, derived, part, SID_CONTENT, value } from './rows.js';

/** @public */
export const SID_AND_ATTRIBUTES = defineLayout({
  name: 'SID_AND_ATTRIBUTES',
  doc: 'An entry of a group list.',
  record: (sid, attributes) => ({ sid, attributes }),
  rows: [
    derived(0, 'sidLength', 'u32le', 'length', 'sid', 'Bytes of the SID.'),
    part('sid', { kind: 'follows', length: 'sidLength' }, SID_CONTENT, 'The SID.', [
      { id: 'sid.within', kind: 'within' },
      { id: 'sid.consumesExactly', kind: 'consumesExactly' },
    ]),
    behind(
      'sid',
      value(0, 'attributes', 'u32le', 'SE_GROUP_* bits.', [
        { id: 'attributes.fits', kind: 'fits' },
      ]),
    ),
  ],
  rules: [{ id: 'header.fits', kind: 'fits' }],
});

/** @public */
export const SID_LIST = defineLayout({
  name: 'SID_LIST',
  doc: 'A list that carries its own entry count (layout `wide`, query classes).',
  unwrap: 'entries',
  rows: [
    derived(0, 'count', 'u32le', 'count', 'entries', 'Number of entries.'),
    part(
      'entries',
      { kind: 'follows', count: 'count' },
      { kind: 'list', element: { kind: 'structure', of: 'SID_AND_ATTRIBUTES' } },
      'The entries, one behind the other.',
      [{ id: 'entries.fits', kind: 'fits' }],
    ),
  ],
  rules: [{ id: 'header.fits', kind: 'fits' }],
});

/** @public */
export const BARE_SID_LIST = defineLayout({
  name: 'BARE_SID_LIST',
  doc: 'A list whose entry count stands elsewhere (packed layouts).',
  unwrap: 'entries',
  rows: [
    part(
      'entries',
      { kind: 'follows' },
      { kind: 'list', element: { kind: 'structure', of: 'SID_AND_ATTRIBUTES' } },
      'The entries, one behind the other.',
    ),
  ],
  rules: [],
});
