/** @module AccessCheck asks who a token is, and not in which session it lives. */
import { aSession, aToken, is, ref, USER } from '../language/steps.js';
import { accessCheck, type SdSpec } from '../language/steps-access.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';

const OWNER = 'S-1-5-18';
const EVERYONE = 'S-1-1-0';
const DENY = 1;

/** SDs, and what the token of both sessions gets. */
const OBJECTS: readonly (readonly [string, SdSpec, number])[] = [
  ['allows-user', { owner: OWNER, dacl: [{ sid: USER, mask: 3 }] }, 3],
  ['allows-group', { owner: OWNER, dacl: [{ sid: EVERYONE, mask: 7 }] }, 7],
  [
    'denies-user',
    {
      owner: OWNER,
      dacl: [
        { sid: USER, mask: 2, type: DENY },
        { sid: EVERYONE, mask: 7 },
      ],
    },
    5,
  ],
  ['owner', { owner: USER, dacl: [] }, 0x00060000],
  ['empty', { owner: OWNER, dacl: [] }, 0],
  // INTERACTIVE and NETWORK: groups that a token has only if its spec lists them.
  ['interactive', { owner: OWNER, dacl: [{ sid: 'S-1-5-4', mask: 7 }] }, 0],
  ['network', { owner: OWNER, dacl: [{ sid: 'S-1-5-2', mask: 7 }] }, 0],
];

/** Logon types of two sessions. */
const TYPES: readonly (readonly [number, number])[] = [
  [2, 2],
  [2, 3],
  [3, 5],
];

export default defineSuite('session-lifecycle', 'access-check', [
  TYPES.flatMap(([first, second]) =>
    OBJECTS.map(([name, sd, granted]) =>
      aCase(
        `types-${first}-and-${second}-${name}`,
        `tokens of two sessions of types ${first} and ${second} get the same (${name})`,
        [
          aSession('s', { logonType: first }),
          aSession('s2', { logonType: second }),
          aToken('a'),
          aToken('b', { sessionId: ref('s2.id') }),
          asserts('SE-023', accessCheck('x', 'a', sd), is.equals('granted', granted)),
          asserts('SE-023', accessCheck('y', 'b', sd), is.equals('granted', granted)),
        ],
      ),
    ),
  ),
  aCase('asked-for', 'tokens of two sessions are granted the same request', [
    aSession('s', { logonType: 2 }),
    aSession('s2', { logonType: 3 }),
    aToken('a'),
    aToken('b', { sessionId: ref('s2.id') }),
    control(accessCheck('x', 'a', { owner: OWNER, dacl: [{ sid: EVERYONE, mask: 3 }] }, 3)),
    asserts(
      'SE-023',
      accessCheck('y', 'b', { owner: OWNER, dacl: [{ sid: EVERYONE, mask: 3 }] }, 3),
      is.equals('granted', ref('x.granted')),
    ),
  ]),
]);
