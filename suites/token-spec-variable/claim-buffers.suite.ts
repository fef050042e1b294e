/** @module Buffers of claims: entries behind their lengths, to the last byte of the section. */
import { aCase, accepted, defineSuite, judged } from '../language/suite.js';
import { aSession, createToken } from '../language/steps.js';
import { u32, withBytes } from './bytes.js';

/** An INT64 claim of value 1 behind its length: the one-letter name at 20, the value at 24. */
const claim = (letter: number): string =>
  `${u32(32)}14000000010000000000000001000000${u32(24)}${u32(letter)}0100000000000000`;

const SECTIONS = ['userClaims', 'deviceClaims'] as const;
const STRAY = ['00', 'ff', '0000', '2000', 'ffff', '000000', '200000', 'ffffff'] as const;

export default defineSuite('token-spec-variable', 'claim-buffers', [
  SECTIONS.flatMap((section) =>
    [1, 2, 3, 26].map((count) =>
      aCase(
        `entries-${section}-${count}`,
        `${section}: ${count} entries in one buffer are accepted`,
        [
          aSession(),
          judged(
            'TV-025',
            createToken(
              't',
              withBytes(section, Array.from({ length: count }, (_, n) => claim(0x61 + n)).join('')),
            ),
          ),
        ],
      ),
    ),
  ),
  SECTIONS.flatMap((section) =>
    STRAY.flatMap((stray) =>
      [1, 2].map((count) =>
        aCase(
          `stray-${section}-${stray}-${count}`,
          `${section}: the stray bytes ${stray} behind ${count} entries are refused`,
          [
            aSession(),
            accepted(
              'TV-026',
              createToken('c', withBytes(section, claim(0x61) + claim(0x62).repeat(count - 1))),
            ),
            judged(
              'TV-026',
              createToken(
                't',
                withBytes(section, claim(0x61) + claim(0x62).repeat(count - 1) + stray),
              ),
            ),
          ],
        ),
      ),
    ),
  ),
]);
