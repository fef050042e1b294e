/** @module A copy gets an SD of its own, and not that of its source. */
import { aSession, aToken, is, USER } from '../language/steps.js';
import { setTokenDacl, shownAce, tokenSd, type AceSpec } from '../language/steps-access.js';
import { duplicate, IMPERSONATION, PRIMARY } from '../language/steps-derive.js';
import { aCase, asserts, control, defineSuite, type SuiteStep } from '../language/suite.js';

const SYSTEM = 'S-1-5-18';
const DENY = 1;

/** Entries that no default SD has. */
const MARKERS: readonly (readonly [string, AceSpec])[] = [
  ['allow', { sid: 'S-1-5-21-6-6-6-6006', mask: 0x8 }],
  ['deny', { sid: 'S-1-5-21-6-6-6-6006', mask: 0x1, type: DENY }],
];

const KINDS: readonly (readonly [string, number, number])[] = [
  ['primary', PRIMARY, 0],
  ['impersonation', IMPERSONATION, 2],
];

/** The source `t` with the marker, which has to be there. */
function marked(marker: AceSpec): readonly SuiteStep[] {
  return [
    aSession(),
    aToken(),
    setTokenDacl('t', [marker, { sid: USER, mask: 0xe8 }, { sid: SYSTEM, mask: 0x000f01ff }]),
    {
      ...tokenSd('source', 't'),
      expect: [{ is: is.contains('descriptor.dacl.aces', shownAce(marker)) }],
    },
  ];
}

export default defineSuite('duplicate', 'security-descriptors', [
  MARKERS.flatMap(([name, marker]) =>
    KINDS.map(([kind, tokenType, level]) =>
      aCase(`${name}-${kind}`, `a marker entry (${name}) is not in the SD of a ${kind} copy`, [
        marked(marker),
        control(duplicate('c', 't', { tokenType, level })),
        asserts(
          'DU-015',
          tokenSd('copy', 'c'),
          is.absent('descriptor.dacl.aces', shownAce(marker)),
        ),
      ]),
    ),
  ),
  aCase('later', 'an entry put on the source later does not show in the copy', [
    aSession(),
    aToken(),
    control(duplicate('c', 't')),
    setTokenDacl('t', [{ sid: 'S-1-5-21-6-6-6-6006', mask: 0x8 }]),
    asserts(
      'DU-015',
      tokenSd('copy', 'c'),
      is.absent('descriptor.dacl.aces', shownAce({ sid: 'S-1-5-21-6-6-6-6006', mask: 0x8 })),
    ),
  ]),
]);
