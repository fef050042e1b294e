/** @module Claim values by type, in both encodings of R48. */
import { aCase, accepted, asserts, defineSuite, judged } from '../language/suite.js';
import { aSession, createToken, is, query } from '../language/steps.js';
import {
  EVERYONE,
  patch,
  sidHex,
  sizeOf,
  slice,
  u32,
  withBytes,
} from '../token-spec-variable/bytes.js';
import {
  buffer,
  claim,
  claimOf,
  DIRECT,
  ENCODINGS,
  INDIRECT,
  MAX_INT64,
  MINUS_ONE,
  octetClaim,
  textClaim,
  u64,
  utf16,
} from './entries.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

const user = (...entries: readonly string[]) => withBytes('userClaims', buffer(...entries));

const SID3 = sidHex(5, 21, 7, 1001);

const SCALARS: readonly (readonly [number, string, ClauseId, readonly string[]])[] = [
  [1, 'INT64', 'CL-004', [u64(0), u64(1), MINUS_ONE, MAX_INT64, '0000000000000080']],
  [2, 'UINT64', 'CL-005', [u64(0), u64(1), MINUS_ONE, MAX_INT64, '0000000000000080']],
  [6, 'BOOLEAN', 'CL-008', [u64(0), u64(1)]],
];

const CUT: readonly (readonly [number, ClauseId])[] = [
  [1, 'CL-022'],
  [2, 'CL-023'],
];

/** SIDs with one defect each; the bytes themselves are all there. */
const BAD_SIDS: readonly (readonly [string, string])[] = [
  ...[0, 2, 3, 0x81, 0xff].map(
    (revision) => [`revision-${revision}`, patch(SID3, 0, 1, revision)] as const,
  ),
  ...[16, 17, 255].map(
    (count) =>
      [
        `count-${count}`,
        `01${u32(count).slice(0, 2)}000000000005${u32(21).repeat(count)}`,
      ] as const,
  ),
  ['count-past-end', patch(SID3, 1, 1, 4)],
  ['cut-by-4', slice(SID3, 0, 16)],
  ['cut-by-1', slice(SID3, 0, 19)],
  ['header-cut', slice(SID3, 0, 7)],
];

/** Lengths that the entry has no room for; the data are five bytes. */
const PAST_END = [6, 7, 0x105, 0x10005, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff] as const;

/** Entries with a second offset at 24, and what it leads to at 28. */
const POINTED: readonly (readonly [string, string])[] = [
  ['string', textClaim('indirect', 'xy')],
  ['sid', claimOf('indirect', 5, SID3)],
  ['octets', octetClaim('indirect', '0102030405')],
];

export default defineSuite('claims', 'values', [
  SCALARS.flatMap(([type, name, clause, values]) =>
    values.map((value) =>
      aCase(`type-${type}-${value}`, `${name} (type ${type}) with the value ${value} is accepted`, [
        aSession(),
        judged(['CL-003', clause], createToken('t', user(claim(type, [value])))),
      ]),
    ),
  ),
  ENCODINGS.flatMap(({ encoding, only }) =>
    (
      [
        ['string', 3, 'CL-006', textClaim(encoding, 'a value of some length')],
        ['sid', 5, 'CL-007', claimOf(encoding, 5, SID3)],
        ['octets', 16, 'CL-009', octetClaim(encoding, 'ffeeddccbbaa9988')],
      ] as const
    ).map(([slug, type, clause, entry]) =>
      aCase(
        `${encoding}-type-${type}`,
        `type ${type} (${slug}) is accepted`,
        [aSession(), judged(['CL-003', clause], createToken('t', user(entry)))],
        { only },
      ),
    ),
  ),
  [0, 1, 2, 0x100, 0x80000000].map((value) =>
    aCase(`boolean-${value}`, `the boolean value ${value} is accepted`, [
      aSession(),
      judged('CL-026', createToken('t', user(claim(6, [u64(value)])))),
    ]),
  ),
  aCase('boolean-high', 'a boolean whose high byte alone is not zero is accepted', [
    aSession(),
    judged('CL-026', createToken('t', user(claim(6, ['0000000000000080', MINUS_ONE])))),
  ]),
  CUT.flatMap(([type, clause]) =>
    [1, 2, 3, 4, 5, 6, 7].map((left) =>
      aCase(`cut-${type}-${left}`, `a value of type ${type} with ${left} of 8 bytes is refused`, [
        aSession(),
        accepted(clause, createToken('c', user(claim(type, [u64(1)])))),
        judged(clause, createToken('t', user(claim(type, [u64(1).slice(0, 2 * left)])))),
      ]),
    ),
  ),
  CUT.map(([type, clause]) =>
    aCase(`cut-${type}-last`, `the last of three values of type ${type} cut short is refused`, [
      aSession(),
      accepted(clause, createToken('c', user(claim(type, [u64(1), u64(2), u64(3)])))),
      judged(clause, createToken('t', user(claim(type, [u64(1), u64(2), '030000'])))),
    ]),
  ),
  ENCODINGS.flatMap(({ encoding, only }) =>
    BAD_SIDS.map(([slug, sid]) =>
      aCase(
        `${encoding}-sid-${slug}`,
        `a malformed SID (${slug}) as a value is refused`,
        [
          aSession(),
          accepted('CL-028', createToken('c', user(claimOf(encoding, 5, SID3)))),
          judged('CL-028', createToken('t', user(claimOf(encoding, 5, sid)))),
        ],
        { only },
      ),
    ),
  ),
  [4, 8, 12, 16, 24].map((length) =>
    aCase(
      `direct-sid-length-${length}`,
      `a SID of 20 bytes behind a length of ${length} is refused`,
      [
        aSession(),
        accepted('CL-028', createToken('c', user(claimOf('direct', 5, SID3)))),
        judged('CL-028', createToken('t', user(claim(5, [`${u32(length)}${SID3}00000000`])))),
      ],
      { only: DIRECT },
    ),
  ),
  POINTED.flatMap(([slug, entry]) =>
    [sizeOf(entry), sizeOf(entry) + 1, 0x1000, 0x10018, 0x7fffffff, 0x80000000, 0xffffffff].map(
      (offset) =>
        aCase(
          `second-offset-${slug}-${offset === sizeOf(entry) ? 'end' : offset.toString(16)}`,
          `${slug}: a second offset of ${offset} in ${sizeOf(entry)} bytes is refused`,
          [
            aSession(),
            accepted('CL-039', createToken('c', user(entry))),
            judged('CL-039', createToken('t', user(patch(entry, 24, 4, offset)))),
          ],
          { only: INDIRECT },
        ),
    ),
  ),
  POINTED.flatMap(([slug, entry]) =>
    [25, 26, 27].map((length) =>
      aCase(
        `second-offset-cut-${slug}-${length}`,
        `${slug}: a second offset cut by the end of the entry is refused`,
        [
          aSession(),
          accepted('CL-039', createToken('c', user(entry))),
          judged('CL-039', createToken('t', user(slice(entry, 0, length)))),
        ],
        { only: INDIRECT },
      ),
    ),
  ),
  (
    [
      ['empty', ''],
      ['one', 'x'],
      ['some', 'some text'],
    ] as const
  ).flatMap(([slug, text]) =>
    // Behind an unterminated empty text nothing is left: the offset itself would be outside.
    (text === '' ? ['00'] : ['', '00']).map((rest) =>
      aCase(
        `string-open-${slug}-${sizeOf(rest)}`,
        `a text (${slug}) that runs to the entry's end with ${sizeOf(rest)} odd bytes is refused`,
        [
          aSession(),
          accepted('CL-048', createToken('c', user(textClaim('indirect', text)))),
          judged('CL-048', createToken('t', user(claimOf('indirect', 3, utf16(text) + rest)))),
        ],
        { only: INDIRECT },
      ),
    ),
  ),
  ['', '01', '0102030405'].map((data) =>
    aCase(
      `octets-${sizeOf(data)}`,
      `${sizeOf(data)} octets behind their length are accepted`,
      [
        aSession(),
        accepted('CL-049', createToken('t', user(octetClaim('indirect', data)))),
        asserts('CL-049', query('q', 't', 'USER_CLAIMS'), is.equals('decoded[0].values', [data])),
      ],
      { only: INDIRECT },
    ),
  ),
  PAST_END.map((length) =>
    aCase(
      `octets-past-end-${length.toString(16)}`,
      `an octet length of ${length} before five bytes is refused`,
      [
        aSession(),
        accepted('CL-049', createToken('c', user(octetClaim('indirect', '0102030405')))),
        judged(
          'CL-049',
          createToken('t', user(patch(octetClaim('indirect', '0102030405'), 28, 4, length))),
        ),
      ],
      { only: INDIRECT },
    ),
  ),
  aCase('everyone-direct', 'a SID value ends where its length says', [
    aSession(),
    accepted('CL-025', createToken('t', user(claimOf('direct', 5, EVERYONE)))),
  ]),
]);
