/** @module The registry-credentials extension that the word at offset 188 points at. */
import { aSession, createToken, tokenSpec } from '../language/steps.js';
import { aCase, accepted, defineSuite, judged } from '../language/suite.js';
import { edit } from '../language/template.js';
import {
  extension,
  guid,
  malformed,
  names,
  scopes,
  withExtension,
  type Extension,
} from './extension.js';
import { refuses } from './forms.js';
import { acl, entries, handmade, list, user, type Section } from './handmade.js';

const VALID: readonly (readonly [string, Extension])[] = [
  ['one scope and one layer', {}],
  ['nothing at all', { scopes: [], layers: [] }],
  ['scopes only', { scopes: scopes(3), layers: [] }],
  ['layers only', { scopes: [], layers: names(3) }],
  ['several of both', { scopes: scopes(5), layers: names(7) }],
  ['a GUID of ones', { scopes: ['ff'.repeat(16)] }],
];

const PLACES: readonly (readonly [string, readonly Section[]])[] = [
  ['directly behind the header', [extension({}), user()]],
  ['behind the user SID', [user(), extension({})]],
  ['before the groups', [user(), extension({}), list('packed', 'groups', entries(2, 7))]],
  ['behind more than 4 KiB', [user(), { name: 'defaultDacl', hex: acl(210) }, extension({})]],
];

const NIL = '00'.repeat(16);

const hex = (value: number): string => `0x${value.toString(16)}`;

export default defineSuite('token-spec-header', 'registry-extension', [
  aCase('none', 'a zero at offset 188 stands for no extension', [
    aSession(),
    judged('TH-118', createToken('t', tokenSpec({}, [edit.put(188, 4, 0)]))),
  ]),
  VALID.map(([what, parts], n) =>
    aCase(`valid-${n}`, `an extension with ${what} is accepted`, [
      aSession(),
      judged('TH-118', createToken('t', withExtension(parts))),
    ]),
  ),
  PLACES.map(([where, sections], n) =>
    aCase(`place-${n}`, `the extension is accepted ${where}`, [
      aSession(),
      judged('TH-118', createToken('t', handmade('packed', sections))),
    ]),
  ),
  [0, 2, 3, 0x101, 0x10001, 0x01000000, 0x80000001, 0xffffffff].map((version) =>
    malformed(
      `version-${hex(version)}`,
      `extension version ${hex(version)} is refused`,
      'TH-119',
      {},
      {
        version,
      },
    ),
  ),
  Array.from({ length: 32 }, (_, bit) => 2 ** bit).map((zero) =>
    malformed(
      `reserved-${hex(zero)}`,
      `${hex(zero)} in the second word is refused`,
      'TH-145',
      {},
      {
        zero,
      },
    ),
  ),
  [[NIL], [NIL, guid(1)], [guid(1), NIL], [guid(1), NIL, guid(2)]].map((bad, n) =>
    malformed(
      `nil-scope-${n}`,
      'a nil scope GUID is refused',
      'TH-120',
      { scopes: scopes(bad.length) },
      { scopes: bad },
    ),
  ),
  [
    [guid(1), guid(1)],
    [guid(1), guid(2), guid(1)],
    [guid(2), guid(1), guid(1)],
  ].map((bad, n) =>
    malformed(
      `scope-twice-${n}`,
      'a repeated scope GUID is refused',
      'TH-148',
      { scopes: scopes(bad.length) },
      { scopes: bad },
    ),
  ),
  Array.from({ length: 16 }, (_, byte) => byte).map((byte) =>
    aCase(`scopes-differ-in-byte-${byte}`, `GUIDs that differ in byte ${byte} are different`, [
      aSession(),
      accepted(
        'TH-148',
        createToken(
          't',
          withExtension({
            scopes: ['11'.repeat(16), `${'11'.repeat(byte)}12${'11'.repeat(15 - byte)}`],
          }),
        ),
      ),
    ]),
  ),
  ['00', '0000', '00000000', '61626364', '0000000000000000'].map((behind) =>
    malformed(
      `trailing-${behind}`,
      `${behind.length / 2} bytes behind the last layer name are refused`,
      'TH-122',
      {},
      { behind },
    ),
  ),
  ['00', '00000000'].map((behind) =>
    refuses({
      slug: `trailing-before-section-${behind}`,
      title: `${behind.length / 2} bytes before the next section are refused`,
      clause: 'TH-122',
      only: { R02: 'packed' },
      labelled: 'TH-122',
      good: handmade('packed', [extension({}), user()]),
      bad: handmade('packed', [extension({ behind }), user()]),
    }),
  ),
  malformed(
    'trailing-without-layers',
    'bytes behind the scopes of an extension without layers are refused',
    'TH-122',
    { layers: [] },
    { layers: [], behind: '00000000' },
  ),
  malformed(
    'trailing-empty',
    'bytes behind an extension without scopes and layers are refused',
    'TH-122',
    { scopes: [], layers: [] },
    { scopes: [], layers: [], behind: '00000000' },
  ),
  malformed(
    'scopes-257',
    '257 scope GUIDs are refused, 256 accepted',
    'TH-146',
    { scopes: scopes(256) },
    { scopes: scopes(257) },
  ),
]);
