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

/** Whole buffers typed from seed 003: an offset leads straight to a length and data. */
const DIRECT_BUFFERS: readonly (readonly [string, ClauseId, string])[] = [
  [
    'string',
    'CL-024',
    // length 58; name at 20; STRING; flags 0; one value at 24
    '3a000000' +
      '14000000030000000000000001000000' +
      '18000000' +
      '61000000' +
      // 30 bytes: "abcdefghijklmno"
      '1e000000' +
      '6100620063006400650066006700680069006a006b006c006d006e006f00',
  ],
  [
    'string-of-one',
    'CL-024',
    '1e000000' + '14000000030000000000000001000000' + '18000000' + '61000000' + '02000000' + '7800',
  ],
  [
    'sid',
    'CL-025',
    // 20 bytes: S-1-5-21-7-1001
    '30000000' +
      '14000000050000000000000001000000' +
      '18000000' +
      '61000000' +
      '14000000' +
      '01030000000000051500000007000000e9030000',
  ],
  [
    'sid-everyone',
    'CL-025',
    '28000000' +
      '14000000050000000000000001000000' +
      '18000000' +
      '61000000' +
      '0c000000' +
      '010100000000000100000000',
  ],
  [
    'octets',
    'CL-027',
    // 20 bytes
    '30000000' +
      '14000000100000000000000001000000' +
      '18000000' +
      '61000000' +
      '14000000' +
      'ffeeddccbbaa99887766554433221100fffefdfc',
  ],
  [
    'octets-odd',
    'CL-027',
    '1d000000' + '14000000100000000000000001000000' + '18000000' + '61000000' + '01000000' + 'ab',
  ],
];

/** Whole buffers typed from PSD-004 §3.9: an offset leads to a second offset. */
const INDIRECT_BUFFERS: readonly (readonly [string, ClauseId, string])[] = [
  [
    'string',
    'CL-034',
    // length 34; name at 20; STRING; one value at 24, whose offset is 28: "xy" and a null
    '22000000' +
      '14000000030000000000000001000000' +
      '18000000' +
      '61000000' +
      '1c000000' +
      '780079000000',
  ],
  [
    'string-elsewhere',
    'CL-034',
    // the text at 20, the name at 24, the second offset at 28
    '20000000' +
      '18000000030000000000000001000000' +
      '1c000000' +
      '78000000' +
      '61000000' +
      '14000000',
  ],
  [
    'sid',
    'CL-035',
    '28000000' +
      '14000000050000000000000001000000' +
      '18000000' +
      '61000000' +
      '1c000000' +
      '010100000000000100000000',
  ],
  [
    'sid-elsewhere',
    'CL-035',
    // the SID at 20, the name at 32, the second offset at 36
    '28000000' +
      '20000000050000000000000001000000' +
      '24000000' +
      '010100000000000100000000' +
      '61000000' +
      '14000000',
  ],
  [
    'octets',
    'CL-036',
    // behind the second offset: length 3 and three bytes
    '23000000' +
      '14000000100000000000000001000000' +
      '18000000' +
      '61000000' +
      '1c000000' +
      '03000000' +
      'ffeedd',
  ],
  [
    'octets-elsewhere',
    'CL-036',
    // length and data at 20, the name at 28, the second offset at 32
    '24000000' +
      '1c000000100000000000000001000000' +
      '20000000' +
      '04000000' +
      'ffeeddcc' +
      '61000000' +
      '14000000',
  ],
];

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
  DIRECT_BUFFERS.map(([slug, clause, hex]) =>
    aCase(`direct-${slug}`, `a value behind its length (${slug}) is accepted`, [
      aSession(),
      judged(clause, createToken('t', withBytes('userClaims', hex))),
      judged(clause, createToken('u', withBytes('deviceClaims', hex))),
    ]),
  ),
  INDIRECT_BUFFERS.map(([slug, clause, hex]) =>
    aCase(`indirect-${slug}`, `a value behind a second offset (${slug}) is accepted`, [
      aSession(),
      judged(clause, createToken('t', withBytes('userClaims', hex))),
      judged(clause, createToken('u', withBytes('deviceClaims', hex))),
    ]),
  ),
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
