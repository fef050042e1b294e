/** @module What the listing shows of session records, and that refused ones leave nothing there. */
import { createSession, is, utf8 } from '../language/steps.js';
import { listing } from '../language/steps-inspect.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { SuiteStep, SwitchCondition } from '../language/suite.js';
import { firstBytes, letters, recordOf, sidOf, sidWith, type RecordParts } from './bytes.js';

const record = (as: string, parts: RecordParts): SuiteStep =>
  control(createSession(as, recordOf(parts)));

const at = (session: string, field: string): string => `listing.byId.{${session}.id}.${field}`;

const PACKAGES: readonly (readonly [name: string, hex: string])[] = [
  ['one-byte', '61'],
  ['two-bytes', '6162'],
  ['first-byte-differs', utf8('zaaa')],
  ['last-byte-differs', utf8('aaaz')],
  ['multi-byte', utf8('é日\u{1f512}')],
];

/** Lengths around 8 and 16 bits of the length field, and the largest that fit a record. */
const LENGTHS = [0, 1, 2, 15, 16, 127, 128, 255, 256, 257, 511, 512, 4060, 4061];

const SIDS: readonly (readonly [name: string, hex: string])[] = [
  ['domain-user', sidOf(21, 1111, 2222, 3333, 1001)],
  ['no-sub-authority', sidWith(0)],
  ['longest', sidWith(15)],
  ['letters', sidOf(0xabcdef01, 0x23456789)],
];

/** A user and a package that no other session has, so that a trace of them would be seen. */
const markOf = (number: number): { readonly sid: string; readonly package: string } => ({
  sid: sidOf(21, 0x5a5a0001, 0x5a5a0002, number),
  package: utf8(`refused-${number}`),
});

/** Records that every document refuses, but for the conditions. */
const REFUSED: readonly (readonly [
  name: string,
  record: (mark: ReturnType<typeof markOf>) => string,
  only?: SwitchCondition,
])[] = [
  ['type-0', (mark) => recordOf({ ...mark, type: 0 })],
  ['type-1', (mark) => recordOf({ ...mark, type: 1 })],
  ['type-6', (mark) => recordOf({ ...mark, type: 6 })],
  ['type-10', (mark) => recordOf({ ...mark, type: 10 })],
  ['type-255', (mark) => recordOf({ ...mark, type: 255 })],
  ['last-byte-missing', (mark) => recordOf(mark).slice(0, -2)],
  ['sid-missing', (mark) => firstBytes(recordOf(mark), 3 + mark.package.length / 2)],
  ['header-alone', (mark) => firstBytes(recordOf(mark), 3)],
  ['package-too-long', (mark) => recordOf({ ...mark, packageLength: 0xffff })],
  ['sid-too-long', (mark) => recordOf({ ...mark, sidLength: 28 })],
  ['sid-much-too-long', (mark) => recordOf({ ...mark, sidLength: 0xffffffff })],
  ['sid-revision', (mark) => recordOf({ ...mark, sid: `02${mark.sid.slice(2)}` })],
  ['sid-count', (mark) => recordOf({ ...mark, sid: `0105${mark.sid.slice(4)}` })],
  ['oversized', (mark) => recordOf({ ...mark, package: mark.package + letters(4096) })],
  ['not-utf-8', (mark) => recordOf({ ...mark, package: `${mark.package}ff` }), { R43: 'reject' }],
  ['trailing-byte', (mark) => `${recordOf(mark)}00`, { R42: 'reject' }],
];

export default defineSuite('session-spec', 'listing', [
  PACKAGES.map(([name, hex]) =>
    aCase(`package-at-3-${name}`, `the package is what stands from byte 3 on: ${name}`, [
      record('s', { package: hex }),
      listing('r', (read) => asserts('SS-010', read, is.equals(at('s', 'auth_package'), hex))),
    ]),
  ),
  LENGTHS.map((length) =>
    aCase(`package-length-${length}`, `a package of ${length} bytes is shown in full`, [
      record('s', { package: letters(length) }),
      listing('r', (read) =>
        asserts('SS-011', read, is.equals(at('s', 'auth_package'), letters(length))),
      ),
    ]),
  ),
  SIDS.map(([name, sid]) =>
    aCase(`sid-${name}`, `the user is what stands behind the SID length: ${name}`, [
      record('s', { sid }),
      listing('r', (read) => asserts('SS-014', read, is.equals(at('s', 'user_sid'), sid))),
    ]),
  ),
  aCase('sid-after-empty-package', 'also behind an empty package', [
    record('s', { package: '', sid: sidOf(21, 7, 8, 9) }),
    listing('r', (read) =>
      asserts('SS-014', read, is.equals(at('s', 'user_sid'), sidOf(21, 7, 8, 9))),
    ),
  ]),
  aCase('users-of-two-sessions', 'each session has the user of its own record', [
    record('s1', { sid: sidOf(21, 1, 2, 3, 1001) }),
    record('s2', { sid: sidOf(21, 1, 2, 3, 1002) }),
    listing('r', (read) =>
      asserts(
        'SS-015',
        asserts('SS-015', read, is.equals(at('s1', 'user_sid'), sidOf(21, 1, 2, 3, 1001))),
        is.equals(at('s2', 'user_sid'), sidOf(21, 1, 2, 3, 1002)),
      ),
    ),
  ]),
  aCase('user-is-not-the-caller', 'the user is that of the record, not of the caller', [
    record('s', { sid: sidOf(21, 5, 6) }),
    listing('r', (read) =>
      asserts('SS-015', read, is.equals(at('s', 'user_sid'), sidOf(21, 5, 6))),
    ),
  ]),
  REFUSED.map(([name, of, only], index) => {
    const mark = markOf(index);
    const attempt = { ...createSession('x', of(mark)), expect: [{ is: is.refused }] };
    return aCase(
      `nothing-left-${name}`,
      `a refused record leaves no session: ${name}`,
      [
        attempt,
        listing('r', (read) =>
          asserts(
            'SS-029',
            asserts('SS-029', read, is.absent('listing.fields.user_sid', mark.sid)),
            is.absent('listing.fields.auth_package', mark.package),
          ),
        ),
        record('s', mark),
        listing('after', (read) =>
          asserts('SS-029', read, is.equals(at('s', 'user_sid'), mark.sid)),
        ),
      ],
      only === undefined ? {} : { only },
    );
  }),
]);
