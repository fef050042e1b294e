/** @module The session record: seed 003 "Session spec"; rulings R41 to R44. */

import { defineLayout } from './layout.js';
import { behind, derived, part, SID_CONTENT, value } from './rows.js';

/** @public */
export const SESSION_SPEC = defineLayout({
  name: 'SESSION_SPEC',
  doc: 'The record that kacs_create_session takes.',
  rows: [
    value(0, 'logonType', 'u8', 'Logon type: 2, 3, 4, 5, 8 or 9.', [
      { id: 'logonType.oneOf', kind: 'oneOf', values: [2, 3, 4, 5, 8, 9] },
    ]),
    derived(1, 'authPackageLength', 'u16le', 'length', 'authPackage', 'Bytes of the package name.'),
    part(
      'authPackage',
      { kind: 'follows', length: 'authPackageLength' },
      { kind: 'bytes' },
      'Name of the authentication package, UTF-8.',
      [
        { id: 'authPackage.within', kind: 'within' },
        { id: 'authPackage.utf8', kind: 'utf8', when: { R43: 'reject' } },
      ],
    ),
    behind(
      'authPackage',
      derived(0, 'userSidLength', 'u32le', 'length', 'userSid', 'Bytes of the user SID.', [
        { id: 'userSidLength.fits', kind: 'fits' },
      ]),
    ),
    part(
      'userSid',
      { kind: 'follows', length: 'userSidLength' },
      SID_CONTENT,
      'The user that the session is for.',
      [
        { id: 'userSid.within', kind: 'within' },
        { id: 'userSid.consumesExactly', kind: 'consumesExactly' },
      ],
    ),
  ],
  rules: [
    { id: 'spec.minSize', kind: 'size', min: { abi: 'sessionSpecMinBytes' } },
    { id: 'spec.maxSize', kind: 'size', max: { abi: 'sessionSpecMaxBytes' } },
    { id: 'spec.consumesExactly', kind: 'consumesExactly', when: { R42: 'reject' } },
  ],
});
