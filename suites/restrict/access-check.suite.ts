/** @module What RESTRICT means for AccessCheck: write-restricted mode and the user SID. */
import { aSession, aToken, is, USER } from '../language/steps.js';
import { accessCheck, type AceSpec, type SdSpec } from '../language/steps-access.js';
import { restrict, type RestrictRequest } from '../language/steps-derive.js';
import { aCase, asserts, control, defineSuite, type SuiteStep } from '../language/suite.js';

const EVERYONE = 'S-1-1-0';
const RESTRICTING = 'S-1-5-21-7-7-7-7001';
const DENY = 1;
const WRITE_RESTRICTED = 1;

const sdWith = (...dacl: readonly AceSpec[]): SdSpec => ({ owner: 'S-1-5-18', dacl });
const everyone = (mask: number): AceSpec => ({ sid: EVERYONE, mask });
const user = (mask: number, type = 0): AceSpec => ({ sid: USER, mask, type });
const restricting = (mask: number, type = 0): AceSpec => ({ sid: RESTRICTING, mask, type });

/** SDs, what the source gets, and what a write-restricted token gets. */
const WRITES: readonly (readonly [string, SdSpec, before: number, after: number])[] = [
  ['nothing', sdWith(everyone(7)), 7, 5],
  ['read', sdWith(everyone(7), restricting(1)), 7, 5],
  ['write', sdWith(everyone(7), restricting(2)), 7, 7],
  ['all', sdWith(everyone(7), restricting(7)), 7, 7],
  ['write-of-its-own', sdWith(everyone(5), restricting(7)), 5, 5],
  ['denied-write', sdWith(everyone(7), restricting(2, DENY), restricting(7)), 7, 5],
  ['denied-read', sdWith(everyone(7), restricting(1, DENY), restricting(7)), 7, 7],
];

/** The source `t` and, made of it, `r`. */
const made = (
  request: RestrictRequest,
  source: Parameters<typeof aToken>[1] = {},
): readonly SuiteStep[] => [aSession(), aToken('t', source), control(restrict('r', 't', request))];

const sidsAndFlag = { sids: [RESTRICTING], flags: WRITE_RESTRICTED };

/** SDs that allow the user, and what a token gets whose user SID counts. */
const USER_OBJECTS: readonly (readonly [string, SdSpec, number])[] = [
  ['read', sdWith(user(1), restricting(7)), 1],
  ['write', sdWith(user(2), restricting(7)), 2],
  ['all', sdWith(user(7), restricting(7)), 7],
];

/** Ways to restrict without the write-restricted flag. */
const PLAIN_REQUESTS: readonly (readonly [string, RestrictRequest])[] = [
  ['indices', { indices: [1] }],
  ['privileges', { privileges: '0x800000' }],
  ['sids', { sids: [RESTRICTING] }],
];

export default defineSuite('restrict', 'access-check', [
  WRITES.map(([name, sd, before, after]) =>
    aCase(
      `write-restricted-${name}`,
      `restricting SIDs allowed ${name}: 0x${after} instead of 0x${before}`,
      [
        made(sidsAndFlag),
        { ...accessCheck('x', 't', sd), expect: [{ is: is.equals('granted', before) }] },
        asserts('RS-007', accessCheck('y', 'r', sd), is.equals('granted', after)),
      ],
    ),
  ),
  USER_OBJECTS.map(([name, sd, granted]) =>
    aCase(
      `user-deny-only-${name}`,
      `an allow entry for the user (${name}) gives a write-restricted token nothing`,
      [
        made(sidsAndFlag),
        { ...accessCheck('x', 't', sd), expect: [{ is: is.equals('granted', granted) }] },
        asserts('RS-008', accessCheck('y', 'r', sd), is.equals('granted', 0)),
      ],
    ),
  ),
  aCase('user-still-denied', 'a deny entry for the user counts in a write-restricted token', [
    made(sidsAndFlag),
    asserts(
      'RS-008',
      accessCheck('y', 'r', sdWith(user(1, DENY), everyone(7), restricting(7))),
      is.equals('granted', 6),
    ),
  ]),
  WRITES.flatMap(([name, sd, , after]) =>
    PLAIN_REQUESTS.map(([kind, request]) =>
      aCase(
        `sticky-${name}-${kind}`,
        `restricted again by ${kind}, without the flag, it stays write-restricted (${name})`,
        [
          made(sidsAndFlag),
          // The index is that of Authenticated Users, which no SD here mentions.
          control(restrict('again', 'r', request)),
          asserts('RS-021', accessCheck('y', 'again', sd), is.equals('granted', after)),
        ],
      ),
    ),
  ),
  USER_OBJECTS.flatMap(([name, sd, granted]) =>
    PLAIN_REQUESTS.flatMap(([kind, request]) =>
      ([0, 1] as const).map((userDenyOnly) =>
        aCase(
          `user-flag-${userDenyOnly}-${name}-${kind}`,
          `RESTRICT by ${kind}, source with user deny-only ${userDenyOnly}, user allowed ${name}`,
          [
            made(request, { userDenyOnly }),
            asserts('RS-026', accessCheck('y', 'r', sd), is.equals('granted', granted)),
            asserts(
              'RS-027',
              accessCheck('z', 'r', sd),
              is.equals('granted', userDenyOnly === 0 ? granted : 0),
            ),
          ],
        ),
      ),
    ),
  ),
]);
