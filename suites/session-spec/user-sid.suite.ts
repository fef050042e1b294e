/** @module The user SID: its length field, its own form, the end of the record. */
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';
import { createSession } from '../language/steps.js';
import { firstBytes, littleEndian, NEGOTIATE, recordOf, sidWith, USER_SID } from './bytes.js';

/** Where the SID starts: 3 bytes, `Negotiate`, 4 bytes. */
const SID_AT = 16;
const TWO_TO_32 = 2 ** 32;

function byte(value: number): string {
  return littleEndian(value, 1);
}

/** The user SID with other bytes at its start: revision and count. */
function sidStarting(revision: number, count: number): string {
  return byte(revision) + byte(count) + USER_SID.slice(4);
}

/** Each with all its sub-authorities behind it: up to twice the limit, then around the bits. */
const COUNTS_ABOVE_15 = [
  ...Array.from({ length: 17 }, (_, n) => 16 + n),
  ...[63, 64, 65, 127, 128, 129, 136, 143, 254, 255],
];

const EVERY_BYTE = Array.from({ length: 256 }, (_, value) => value);

/** Stated lengths that end behind the record, also after wrapping around in 32 bits. */
const TOO_LONG = [
  ...[29, 30, 31, 32, 36, 68, 255, 256, 0x11c, 0x7fff, 0xffff, 0x10000, 0x1001c, 0x1c0000],
  ...[0x1c000000, 0x7fffffff, 0x80000000, 0x8000001c, 0xff00001c, TWO_TO_32 - 28],
  ...[TWO_TO_32 - SID_AT, TWO_TO_32 - 8, TWO_TO_32 - 4, TWO_TO_32 - 1],
];

/** A difference to the true length; the record has exactly the stated bytes. */
const DIFFERENCES = [-20, -16, -12, -8, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 8, 12, 40];

function signed(value: number): string {
  return value > 0 ? `plus-${value}` : `minus-${-value}`;
}

export default defineSuite('session-spec', 'user-sid', [
  EVERY_BYTE.filter((revision) => revision !== 1).map((revision) =>
    aCase(`revision-${revision}`, `a user SID of revision ${revision} is refused`, [
      control(createSession('control', recordOf())),
      judged('SS-024', createSession('s', recordOf({ sid: sidStarting(revision, 5) }))),
    ]),
  ),
  COUNTS_ABOVE_15.map((count) =>
    aCase(
      `count-${count}`,
      `a user SID with ${count} sub-authorities is refused, although all of them are there`,
      [
        control(createSession('control', recordOf({ sid: sidWith(15) }))),
        judged('SS-025', createSession('s', recordOf({ sid: sidWith(count) }))),
      ],
    ),
  ),
  [16, 17, 31, 128, 255].map((count) =>
    aCase(
      `count-${count}-of-15`,
      `a user SID that claims ${count} sub-authorities and has 15 is refused`,
      [
        control(createSession('control', recordOf({ sid: sidWith(15) }))),
        judged(
          'SS-025',
          createSession('s', recordOf({ sid: `01${byte(count)}${sidWith(15).slice(4)}` })),
        ),
      ],
    ),
  ),
  DIFFERENCES.map((difference) =>
    aCase(
      `length-${signed(difference)}`,
      `a user SID of ${28 + difference} bytes with 5 sub-authorities is refused`,
      [
        control(createSession('control', recordOf())),
        judged(
          'SS-026',
          createSession(
            's',
            recordOf({ sid: USER_SID.padEnd(100, '0').slice(0, (28 + difference) * 2) }),
          ),
        ),
      ],
    ),
  ),
  Array.from({ length: 16 }, (_, count) => count)
    .filter((count) => count !== 5)
    .map((count) =>
      aCase(
        `count-${count}-in-28-bytes`,
        `a user SID of 28 bytes that claims ${count} sub-authorities is refused`,
        [
          control(createSession('control', recordOf())),
          judged('SS-026', createSession('s', recordOf({ sid: sidStarting(1, count) }))),
        ],
      ),
    ),
  TOO_LONG.map((sidLength) =>
    aCase(
      `length-0x${sidLength.toString(16)}-of-28`,
      `a SID length of 0x${sidLength.toString(16)} is refused where 28 bytes are left`,
      [
        control(createSession('control', recordOf())),
        judged('SS-027', createSession('s', recordOf({ sidLength }))),
      ],
    ),
  ),
  Array.from({ length: 28 }, (_, n) => SID_AT + n).map((length) =>
    aCase(`cut-after-${length}-bytes`, `a record cut after ${length} bytes, in the SID`, [
      control(createSession('control', recordOf())),
      judged('SS-027', createSession('s', firstBytes(recordOf(), length))),
    ]),
  ),
  Array.from({ length: 8 }, (_, length) =>
    aCase(`length-${length}`, `a user SID of ${length} bytes is refused`, [
      control(createSession('control', recordOf({ sid: sidWith(0) }))),
      judged('SS-028', createSession('s', recordOf({ sid: sidWith(0).slice(0, length * 2) }))),
    ]),
  ),
  // Between the accepted length and its neighbours in the four bytes of the field.
  [8, 12, 16, 20, 28, 68].flatMap((size) => {
    const sid = sidWith((size - 8) / 4);
    const start = `02${'0900'}${NEGOTIATE}`;
    const low = byte(size);
    return [
      [`${low}000000`, `000000${low}`],
      [`${low}000000`, `0000${low}00`],
      [`${low}000000`, `00${low}0000`],
      [`${low}000000`, `${low}010000`],
      [`${low}000000`, `${low}000100`],
      [`${low}000000`, `${low}000001`],
    ].map(([right, wrong]) =>
      aCase(`length-bytes-${wrong}`, `length bytes ${right} are accepted, ${wrong} refused`, [
        accepted('SS-037', createSession('control', `${start}${right}${sid}`)),
        judged('SS-037', createSession('s', `${start}${wrong}${sid}`)),
      ]),
    );
  }),
  [1, 2, 3, 4, 8, 100].map((count) =>
    aCase(`trailing-${count}`, `${count} bytes behind the user SID are refused`, [
      control(createSession('control', recordOf())),
      judged('SS-033', createSession('s', recordOf() + '00'.repeat(count))),
    ]),
  ),
  aCase('trailing-record', 'a second record behind the first one is refused', [
    control(createSession('control', recordOf())),
    judged('SS-033', createSession('s', recordOf() + recordOf())),
  ]),
]);
