/** @module A copy of a write-restricted token is write-restricted, as AccessCheck tells. */
import { aSession, aToken, is } from '../language/steps.js';
import { accessCheck } from '../language/steps-access.js';
import { duplicate, IMPERSONATION, PRIMARY } from '../language/steps-derive.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';

const OWNER = 'S-1-5-18';
const EVERYONE = 'S-1-1-0';
const RESTRICTING = 'S-1-5-21-7-7-7-7001';

/** What the restricting SID is allowed, and what that leaves of everything. */
const TRIALS: readonly (readonly [mask: number, writeRestricted: number, restricted: number])[] = [
  [0, 5, 0],
  [1, 5, 1],
  [2, 7, 2],
  [4, 5, 4],
  [7, 7, 7],
];

const KINDS: readonly (readonly [string, number, number])[] = [
  ['primary', PRIMARY, 0],
  ['impersonation', IMPERSONATION, 2],
];

export default defineSuite('duplicate', 'access-check', [
  KINDS.flatMap(([kind, tokenType, level]) =>
    TRIALS.flatMap(([mask, writeRestricted, restricted]) => {
      const sd = {
        owner: OWNER,
        dacl: [
          { sid: EVERYONE, mask: 7 },
          { sid: RESTRICTING, mask },
        ],
      };
      const restrictedSids = [{ sid: RESTRICTING, attributes: 7 }];
      return [
        aCase(
          `write-restricted-${kind}-${mask}`,
          `a ${kind} copy of a write-restricted token gets ${writeRestricted}, as its source does`,
          [
            aSession(),
            aToken('t', { restrictedSids, writeRestricted: 1, userDenyOnly: 1 }),
            control(duplicate('c', 't', { tokenType, level })),
            asserts('DU-045', accessCheck('x', 't', sd), is.equals('granted', writeRestricted)),
            asserts('DU-045', accessCheck('y', 'c', sd), is.equals('granted', writeRestricted)),
          ],
        ),
        aCase(
          `restricted-${kind}-${mask}`,
          `a ${kind} copy of a restricted token gets ${restricted}, as its source does`,
          [
            aSession(),
            aToken('t', { restrictedSids }),
            control(duplicate('c', 't', { tokenType, level })),
            asserts('DU-045', accessCheck('x', 't', sd), is.equals('granted', restricted)),
            asserts('DU-045', accessCheck('y', 'c', sd), is.equals('granted', restricted)),
          ],
        ),
      ];
    }),
  ),
]);
