/** @module DUPLICATE: the mask asked for against the default SD of the copy. */
import {
  aCase,
  accepted,
  control,
  defineSuite,
  judged,
  type SuiteStep,
} from '../language/suite.js';
import { aSession, aToken, install } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { impersonate, revert } from '../language/steps-impersonate.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

const hex = (mask: number): string => `0x${mask.toString(16).padStart(4, '0')}`;

/** What the SD gives its own user: 0x00e8, and READ_CONTROL to the owner. */
const GIVEN = [0x0008, 0x0020, 0x0040, 0x0080, 0x00e8, 0x20000, 0x200e8];

/** Bit 0x0010 is covered by 0x0008 (TOKEN_QUERY), so that nothing is said of it alone. */
const NOT_GIVEN = [
  0x0001, 0x0002, 0x0004, 0x0100, 0x10000, 0x40000, 0x80000, 0x000a, 0x00ec, 0x01e8, 0xf01ff,
];

const OF_ONE: readonly (readonly [ClauseId, number])[] = [
  ['DU-024', 0x0004],
  ['DU-048', 0x0002],
];

const TYPES = [
  { slug: 'primary', tokenType: 1, level: 0 },
  { slug: 'impersonation', tokenType: 2, level: 1 },
] as const;

/** The worker becomes the ordinary user of `t`, whose handle it keeps. */
const ORDINARY: readonly SuiteStep[] = [aSession(), aToken(), control(install('t'))];

/** An ordinary user's token that SYSTEM can impersonate. */
const CLIENT: readonly SuiteStep[] = [
  aSession(),
  aToken('t', { tokenType: 2, impersonationLevel: 2 }),
];

export default defineSuite('duplicate', 'default-sd', [
  NOT_GIVEN.flatMap((mask) =>
    TYPES.map((type) =>
      aCase(`${type.slug}-${hex(mask)}`, `a user does not get ${hex(mask)} on an own copy`, [
        ...ORDINARY,
        accepted('DU-014', duplicate('control', 't', { ...type, accessMask: 0x0008 })),
        judged('DU-014', duplicate('d', 't', { ...type, accessMask: mask })),
      ]),
    ),
  ),
  GIVEN.map((mask) =>
    aCase(
      `given-${hex(mask)}`,
      `a user gets ${hex(mask)} on an own copy`,
      [...ORDINARY, accepted('DU-014', duplicate('d', 't', { accessMask: mask }))],
      { only: { R56: 'defined' } },
    ),
  ),
  OF_ONE.flatMap(([clause, mask]) =>
    TYPES.map((type) =>
      aCase(`${type.slug}-only-${hex(mask)}`, `a user cannot get ${hex(mask)} by duplication`, [
        ...ORDINARY,
        accepted(clause, duplicate('control', 't', { ...type, accessMask: 0x0008 })),
        judged(clause, duplicate('d', 't', { ...type, accessMask: mask })),
      ]),
    ),
  ),
  // SYSTEM as creator, and as itself: both entries of the SD are all access.
  aCase(
    'system',
    'SYSTEM gets every right on a copy of a user’s token',
    [aSession(), aToken(), accepted('DU-014', duplicate('d', 't', { accessMask: 0xf01ff }))],
    { only: { R56: 'defined' } },
  ),
  [0x0002, 0x0004, 0x0001, 0x0100].flatMap((mask) =>
    TYPES.map((type) =>
      aCase(
        `effective-${type.slug}-${hex(mask)}`,
        `while impersonating a user, ${hex(mask)} is out of reach`,
        [
          ...CLIENT,
          accepted('DU-016', duplicate('before', 't', { ...type, accessMask: mask })),
          control(impersonate('t')),
          judged('DU-016', duplicate('d', 't', { ...type, accessMask: mask })),
          control(revert()),
          accepted('DU-016', duplicate('after', 't', { ...type, accessMask: mask })),
        ],
      ),
    ),
  ),
  // The other way round: the primary token would not get it, the effective one does.
  aCase(
    'effective-system',
    'while impersonating SYSTEM, a user gets what SYSTEM gets',
    [
      aSession(),
      aToken('server', {
        integrityLevel: 16384,
        privilegesPresent: '0x20000000',
        privilegesEnabled: '0x20000000',
        privilegesEnabledByDefault: '0x20000000',
      }),
      aToken('system', { tokenType: 2, impersonationLevel: 2, userSid: 'S-1-5-18' }),
      control(install('server')),
      judged('DU-016', duplicate('d', 'server', { accessMask: 0x0002 })),
      control(impersonate('system')),
      accepted('DU-016', duplicate('e', 'server', { accessMask: 0x0002 })),
    ],
    { only: { R56: 'defined' } },
  ),
]);
