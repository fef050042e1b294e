/** @module The claim entry field by field: name, type, flags, count, offsets. */
import {
  aCase,
  accepted,
  asserts,
  defineSuite,
  judged,
  type SuiteStep,
} from '../language/suite.js';
import { aSession, createToken, is, query } from '../language/steps.js';
import { withBytes } from '../token-spec-variable/bytes.js';
import { buffer, claim, DIRECT, entryWith, INDIRECT, INT64_ENTRY, u64, utf16 } from './entries.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

const user = (...entries: readonly string[]) => withBytes('userClaims', buffer(...entries));
const device = (...entries: readonly string[]) => withBytes('deviceClaims', buffer(...entries));

const FLAGS: readonly (readonly [number, string, ClauseId])[] = [
  [0x02, 'case-sensitive', 'CL-013'],
  [0x04, 'deny-only', 'CL-014'],
  [0x10, 'disabled', 'CL-015'],
  [0x20, 'mandatory', 'CL-016'],
];
const FLAG_SETS = [0, 0x02, 0x04, 0x06, 0x10, 0x12, 0x20, 0x24, 0x30, 0x36] as const;

/** The bits that no document gives a meaning; v0.22 names 0x0001. */
const SPARE_BITS = Array.from({ length: 32 }, (_, bit) => 2 ** bit).filter(
  (bit) => ![0x01, 0x02, 0x04, 0x10, 0x20].includes(bit),
);

const NAMES: readonly (readonly [string, string])[] = [
  ['letter', 'a'],
  ['ascii', 'Department'],
  ['latin', 'Größe'],
  ['cjk', '部門'],
  ['surrogates', 'a😀b'],
  ['byte-order', '\u0100\u0001'],
  ['spaces', ' a b '],
  ['255-units', 'n'.repeat(255)],
];

/** Types that are not among the six, and values whose low byte is. */
const OTHER_TYPES = [
  ...Array.from({ length: 0x20 }, (_, type) => type).filter(
    (type) => ![1, 2, 3, 5, 6, 16].includes(type),
  ),
  0x40,
  0x100,
  ...[1, 2, 3, 5, 6, 0x10].map((type) => 0x100 + type),
  0x8001,
  0xfffe,
  0xffff,
];

const OUTSIDE = [32, 33, 34, 36, 0x100, 0x10014, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Two queries; the judged one only where class 22 or 23 answers at all (R15). */
function whereAnswered(kind: 'USER_CLAIMS' | 'DEVICE_CLAIMS', token: string): SuiteStep[] {
  return [query(`probe-${token}`, token, kind)];
}

export default defineSuite('claims', 'fields', [
  OUTSIDE.slice(1).map((offset) =>
    aCase(`name-offset-${offset.toString(16)}`, `a name at ${offset} of 32 bytes is refused`, [
      aSession(),
      accepted('CL-002', createToken('c', user(INT64_ENTRY))),
      judged('CL-002', createToken('t', user(entryWith(0, 4, offset)))),
    ]),
  ),
  // Under seed 003, which knows no terminator, this could be a name without a letter.
  aCase(
    'name-offset-end',
    'a name at the end of the entry is refused',
    [
      aSession(),
      accepted('CL-002', createToken('c', user(INT64_ENTRY))),
      judged('CL-002', createToken('t', user(entryWith(0, 4, 32)))),
    ],
    { only: INDIRECT },
  ),
  aCase('name-behind-value', 'a name behind the value is found through its offset', [
    aSession(),
    accepted(
      'CL-002',
      createToken(
        't',
        user(
          '1c000000' + '0100' + '0000' + '00000000' + '01000000' + '14000000' + u64(1) + '61000000',
        ),
      ),
    ),
  ]),
  FLAGS.map(([flag, name, clause]) =>
    aCase(`flag-${flag}`, `the flag 0x${flag.toString(16)} (${name}) is accepted`, [
      aSession(),
      judged(clause, createToken('t', user(claim(1, [u64(1)], { flags: flag })))),
      judged(clause, createToken('u', user(claim(6, [u64(1)], { flags: flag })))),
    ]),
  ),
  FLAG_SETS.map((flags) =>
    aCase(
      `flags-${flags}`,
      `the flags 0x${flags.toString(16)} at offset 8 read back`,
      [
        aSession(),
        accepted('CL-012', createToken('t', user(entryWith(8, 4, flags)))),
        asserts('CL-012', query('q', 't', 'USER_CLAIMS'), is.equals('decoded[0].flags', flags)),
        accepted('CL-012', createToken('u', device(entryWith(8, 4, flags)))),
        asserts('CL-012', query('r', 'u', 'DEVICE_CLAIMS'), is.equals('decoded[0].flags', flags)),
      ],
      { only: INDIRECT },
    ),
  ),
  FLAG_SETS.map((flags) =>
    aCase(
      `flags-where-answered-${flags}`,
      `the flags 0x${flags.toString(16)} are accepted, and read back where class 22 answers`,
      [
        aSession(),
        judged('CL-012', createToken('t', user(entryWith(8, 4, flags)))),
        ...whereAnswered('USER_CLAIMS', 't'),
        {
          ...asserts(
            'CL-012',
            query('q', 't', 'USER_CLAIMS'),
            is.equals('decoded[0].flags', flags),
          ),
          onlyIf: { step: 'probe-t', ended: 'returned' },
        },
      ],
      { only: DIRECT },
    ),
  ),
  SPARE_BITS.map((bit) =>
    aCase(
      `spare-flag-${bit.toString(16)}`,
      `the flag bit 0x${bit.toString(16)} is kept`,
      [
        aSession(),
        accepted('CL-041', createToken('t', user(entryWith(8, 4, bit + 2)))),
        asserts('CL-041', query('q', 't', 'USER_CLAIMS'), is.bits('decoded[0].flags', bit + 2)),
      ],
      { only: INDIRECT },
    ),
  ),
  aCase('non-inheritable', 'the flag 0x0001 (non-inheritable) is recorded', [
    aSession(),
    judged('CL-047', createToken('t', user(entryWith(8, 4, 1)))),
  ]),
  [0, 1, 2].flatMap((place) =>
    OTHER_TYPES.filter((type) => place === 0 || type === 4).map((type) => {
      const good = [INT64_ENTRY, INT64_ENTRY, INT64_ENTRY].slice(0, place + 1);
      const bad = [...good.slice(0, place), entryWith(4, 2, type)];
      return aCase(
        `type-${type.toString(16)}-at-${place}`,
        `the value type 0x${type.toString(16)} in entry ${place} is not part of the format`,
        [
          aSession(),
          accepted('CL-037', createToken('c', user(...good.map(named)))),
          judged(['CL-037', 'CL-010'], createToken('t', user(...bad.map(named)))),
        ],
      );
    }),
  ),
  [1, 0x100, 0x8000, 0xffff].map((reserved) =>
    aCase(`reserved-${reserved.toString(16)}`, `the reserved half-word ${reserved} is ignored`, [
      aSession(),
      judged('CL-032', createToken('t', user(entryWith(6, 2, reserved)))),
    ]),
  ),
  NAMES.map(([slug, name]) =>
    aCase(
      `name-${slug}`,
      `a UTF-16LE name (${slug}) reads back`,
      [
        aSession(),
        accepted('CL-021', createToken('t', user(claim(1, [u64(1)], { name })))),
        asserts('CL-021', query('q', 't', 'USER_CLAIMS'), is.equals('decoded[0].name', name)),
      ],
      { only: INDIRECT },
    ),
  ),
  NAMES.map(([slug, name]) =>
    aCase(
      `name-where-answered-${slug}`,
      `a UTF-16LE name (${slug}) is accepted, and reads back where class 22 answers`,
      [
        aSession(),
        judged('CL-021', createToken('t', user(claim(1, [u64(1)], { name })))),
        ...whereAnswered('USER_CLAIMS', 't'),
        {
          ...asserts('CL-021', query('q', 't', 'USER_CLAIMS'), is.equals('decoded[0].name', name)),
          onlyIf: { step: 'probe-t', ended: 'returned' },
        },
      ],
      { only: DIRECT },
    ),
  ),
  (
    [
      ['at-end', utf16('a')],
      ['long', utf16('Department')],
      ['odd-byte', `${utf16('ab')}00`],
      ['high-bytes', 'ffffffff'],
    ] as const
  ).map(([slug, nameBytes]) =>
    aCase(`name-unterminated-${slug}`, `a name (${slug}) that runs to the entry's end is refused`, [
      aSession(),
      accepted('CL-031', createToken('c', user(behind(`${nameBytes}${closing(nameBytes)}`)))),
      judged('CL-031', createToken('t', user(behind(nameBytes)))),
    ]),
  ),
  OUTSIDE.map((offset) =>
    aCase(`value-offset-${offset.toString(16)}`, `a value at ${offset} of 32 bytes is refused`, [
      aSession(),
      accepted('CL-020', createToken('c', user(INT64_ENTRY))),
      judged('CL-020', createToken('t', user(entryWith(16, 4, offset)))),
    ]),
  ),
  [1, 2].map((place) =>
    aCase(`value-offset-of-${place}`, `value ${place} of three out of the entry is refused`, [
      aSession(),
      accepted('CL-020', createToken('c', user(claim(1, [u64(1), u64(2), u64(3)])))),
      judged(
        'CL-020',
        createToken('t', user(offsetAt(claim(1, [u64(1), u64(2), u64(3)]), place, 0x1000))),
      ),
    ]),
  ),
]);

/** The entry with a letter of its own as its name. */
function named(entry: string, index: number): string {
  return entry.slice(0, 40) + (0x61 + index).toString(16) + entry.slice(42);
}

/** An INT64 entry with the value at 20 and this name at 28, at the entry's end. */
function behind(nameBytes: string): string {
  return `1c00000001000000000000000100000014000000${u64(1)}${nameBytes}`;
}

/** What closes a name: a null unit, or two where a byte of one is there. */
function closing(nameBytes: string): string {
  return nameBytes.length % 4 === 0 ? '0000' : '000000';
}

/** An entry with another offset for one of its values. */
function offsetAt(entry: string, place: number, offset: number): string {
  const at = 2 * (16 + 4 * place);
  const hex = Buffer.from(Uint32Array.of(offset).buffer).toString('hex');
  return entry.slice(0, at) + hex + entry.slice(at + 8);
}
