/** @module Attribute words that are there and count for nothing in AccessCheck (ruling R49). */
import { aSession, aToken, is } from '../language/steps.js';
import { accessCheck, type AceSpec } from '../language/steps-access.js';
import { aCase, asserts, defineSuite } from '../language/suite.js';

/** Words that would switch an ordinary group off, on, or make it deny-only. */
const WORDS = [0, 0x4, 0x10, 0xffffffff, 0x7, 0x14];

const OWNER = 'S-1-5-18';
const EVERYONE = 'S-1-1-0';
const DENY = 1;
const RESTRICTING = 'S-1-5-21-7-7-7-7001';
const SECOND = 'S-1-5-21-7-7-7-7002';
const PACKAGE = 'S-1-15-2-71-72-73-74';
const CAPABILITY = 'S-1-15-3-7001';
const SECOND_CAPABILITY = 'S-1-15-3-7002';

const hex = (word: number): string => `0x${word.toString(16)}`;

/** What an SD gives to a second identity `sid`, when Everyone would get all of it. */
function trials(sid: string): readonly (readonly [string, readonly AceSpec[], number])[] {
  return [
    ['allowed to read', [{ sid, mask: 1 }], 1],
    ['allowed to read and write', [{ sid, mask: 3 }], 3],
    [
      'denied writing and allowed everything',
      [
        { sid, mask: 2, type: DENY },
        { sid, mask: 7 },
      ],
      5,
    ],
    ['not mentioned', [], 0],
  ];
}

const everyoneAnd = (aces: readonly AceSpec[]): { owner: string; dacl: readonly AceSpec[] } => ({
  owner: OWNER,
  dacl: [...aces, { sid: EVERYONE, mask: 7 }],
});

export default defineSuite('token-spec-variable', 'access-check', [
  WORDS.flatMap((word) =>
    trials(RESTRICTING).map(([what, aces, granted], n) =>
      aCase(
        `restricting-sid-${hex(word)}-${n}`,
        `a restricting SID with attributes ${hex(word)}, ${what}: rights ${hex(granted)}`,
        [
          aSession(),
          aToken('t', { restrictedSids: [{ sid: RESTRICTING, attributes: word }] }),
          asserts(
            'TV-023',
            accessCheck('x', 't', everyoneAnd(aces)),
            is.equals('granted', granted),
          ),
        ],
      ),
    ),
  ),
  WORDS.map((word) =>
    aCase(
      `restricting-sids-7-and-${hex(word)}`,
      `the second restricting SID counts with attributes ${hex(word)}, too`,
      [
        aSession(),
        aToken('t', {
          restrictedSids: [
            { sid: RESTRICTING, attributes: 0x7 },
            { sid: SECOND, attributes: word },
          ],
        }),
        asserts(
          'TV-023',
          accessCheck(
            'x',
            't',
            everyoneAnd([
              { sid: RESTRICTING, mask: 1 },
              { sid: SECOND, mask: 2 },
            ]),
          ),
          is.equals('granted', 3),
        ),
      ],
    ),
  ),
  WORDS.flatMap((word) =>
    trials(CAPABILITY).map(([what, aces, granted], n) =>
      aCase(
        `capability-${hex(word)}-${n}`,
        `a capability with attributes ${hex(word)}, ${what}: rights ${hex(granted)}`,
        [
          aSession(),
          aToken('t', {
            confinementSid: PACKAGE,
            capabilities: [{ sid: CAPABILITY, attributes: word }],
          }),
          asserts(
            'TV-024',
            accessCheck('x', 't', everyoneAnd(aces)),
            is.equals('granted', granted),
          ),
        ],
      ),
    ),
  ),
  WORDS.map((word) =>
    aCase(
      `capabilities-7-and-${hex(word)}`,
      `the second capability counts with attributes ${hex(word)}, too`,
      [
        aSession(),
        aToken('t', {
          confinementSid: PACKAGE,
          capabilities: [
            { sid: CAPABILITY, attributes: 0x7 },
            { sid: SECOND_CAPABILITY, attributes: word },
          ],
        }),
        asserts(
          'TV-024',
          accessCheck(
            'x',
            't',
            everyoneAnd([
              { sid: CAPABILITY, mask: 1 },
              { sid: SECOND_CAPABILITY, mask: 2 },
            ]),
          ),
          is.equals('granted', 3),
        ),
      ],
    ),
  ),
]);
