/** @module The argument struct of RESTRICT, byte by byte. */
import { aSession, aToken, is } from '../language/steps.js';
import { memoryOf, rawIoctl, type Put } from '../language/steps-raw.js';
import { aCase, accepted, asserts, control, defineSuite, refused } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

/** Size 40 in the word 0xC0284B04. */
const wordOf = (size: number): number => (0xc0004b04 | (size << 16)) >>> 0;
const RESULT: Put = [32, 4, 0xffffffff];
const DELETE: Put = [0, 8, 8n];
const given: readonly SuiteStep[] = [
  aSession(),
  aToken('t', { groups: [{ sid: 'S-1-1-0', attributes: 6 }], privilegesPresent: '0x8' }),
];
const NEEDS = { needs: ['raw', 'derive', 'sessions'] };

export default defineSuite('restrict', 'raw-struct', [
  aCase(
    'result-at-32',
    'the new handle stands at offset 32, the padding behind it is left alone',
    [
      given,
      asserts(
        'RS-025',
        rawIoctl('r', 't', wordOf(40), {
          argument: memoryOf(40, [DELETE, RESULT, [36, 4, 0]]),
        }),
        is.matches('argument', '^08(?:00){31}(?!ffffffff)[0-9a-f]{6}[0-7][0-9a-f]00000000$'),
      ),
    ],
    NEEDS,
  ),
  aCase(
    'with-payload',
    'an index and a SID behind a struct of 40 bytes',
    [
      given,
      accepted(
        'RS-025',
        rawIoctl('r', 't', wordOf(40), {
          // One index, one SID of 12 bytes; the payload is 16 bytes behind the struct.
          argument: memoryOf(56, [
            [8, 4, 1],
            [12, 4, 1],
            [16, 4, 16],
            RESULT,
            [44, 8, 0x0100000000000101n],
            [52, 4, 0],
          ]),
          addresses: [{ at: 24, of: 40 }],
        }),
      ),
    ],
    NEEDS,
  ),
  [32, 36, 39, 41, 44, 48].map((size) =>
    aCase(
      `size-${size}`,
      `a word with size ${size} is not RESTRICT`,
      [
        given,
        control(rawIoctl('good', 't', wordOf(40), { argument: memoryOf(64, [DELETE, RESULT]) })),
        refused(
          'RS-025',
          rawIoctl('r', 't', wordOf(size), { argument: memoryOf(64, [DELETE, RESULT]) }),
        ),
      ],
      NEEDS,
    ),
  ),
]);
