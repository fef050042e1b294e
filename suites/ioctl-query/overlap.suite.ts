/** @module QUERY whose payload buffer touches its argument struct (ruling R12). */
import { query } from '../language/steps.js';
import { openSelf } from '../language/steps.js';
import { memoryOf, rawIoctl } from '../language/steps-raw.js';
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

const QUERY = 0xc0104b00;
/** The struct takes bytes 64 to 79 of the memory. */
const START = 64;
const SIZE = 192;

/** QUERY of a class, with a buffer of `length` bytes from byte `of` of the memory. */
function raw(as: string, queryClass: number, length: number, of: number): SuiteStep {
  return rawIoctl(as, 'h', QUERY, {
    argument: memoryOf(SIZE, [
      [START, 4, queryClass],
      [START + 4, 4, length],
    ]),
    start: START,
    addresses: [{ at: START + 8, of }],
  });
}

/** Class 4, the type: 4 bytes; class 1, the user S-1-5-18: 12 bytes. */
const CLASSES = [
  { queryClass: 4, length: 4 },
  { queryClass: 1, length: 12 },
  { queryClass: 1, length: 28 },
];

/** First and last byte that a buffer of this length shares with the struct, and between. */
const overlapping = (length: number): readonly number[] => [
  ...new Set([START - length + 1, START - 1, START, START + 1, START + 4, START + 8, START + 12]),
  START + 15,
];

export default defineSuite('ioctl-query', 'overlap', [
  CLASSES.flatMap(({ queryClass, length }) =>
    overlapping(length).map((of) =>
      aCase(
        `class-${queryClass}-${length}-bytes-at-${of - START}`,
        `a buffer of ${length} bytes, ${of - START} bytes from the struct`,
        [
          control(openSelf('h')),
          accepted('IQ-047', raw('behind', queryClass, length, START + 16)),
          accepted('IQ-047', raw('before', queryClass, length, START - length)),
          judged('IQ-047', raw('r', queryClass, length, of)),
        ],
      ),
    ),
  ),
  [0, 1, 48].map((of) =>
    aCase(`around-from-${of}`, `a buffer around the struct, from byte ${of}`, [
      control(openSelf('h')),
      accepted('IQ-047', raw('behind', 1, 96, START + 16)),
      judged('IQ-047', raw('r', 1, SIZE - of, of)),
    ]),
  ),
  // Payloads that fit into the struct: a larger one would be a second reason to refuse.
  [1, 4, 9, 12, 15].map((n) =>
    aCase(`on-itself-class-${n}`, `the struct as its own buffer, class ${n}`, [
      control(openSelf('h')),
      accepted('IQ-047', query('q', 'h', n)),
      judged('IQ-047', query('r', 'h', n, { capacity: 16, pointer: 'overlap' })),
    ]),
  ),
]);
