/** @module DUPLICATE: type, level, elevation and identity of what comes out. */
import { aCase, asserts, control, defineSuite, type SuiteStep } from '../language/suite.js';
import { adjustSessionId, aSession, aToken, is, query, ref } from '../language/steps.js';
import { duplicate, linkedPair } from '../language/steps-derive.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { SOURCE } from './source.js';

/** Sources by type and level. */
const SOURCES: readonly (readonly [slug: string, spec: Readonly<Record<string, number>>])[] = [
  ['primary', { tokenType: 1, impersonationLevel: 0 }],
  ['anonymous', { tokenType: 2, impersonationLevel: 0 }],
  ['identification', { tokenType: 2, impersonationLevel: 1 }],
  ['impersonation', { tokenType: 2, impersonationLevel: 2 }],
  ['delegation', { tokenType: 2, impersonationLevel: 3 }],
];

/** Both give copies at every level. */
const HIGHEST = SOURCES.filter(([slug]) => slug === 'primary' || slug === 'delegation');

/** Only the first 8 bytes may name the token where it has a LUID; a GUID has 16. */
const MODIFIED_IS_IDENTITY = '^(.{16}).{16}\\1.*$';
const MODIFIED_IS_IDENTITY_OR_ZERO = `^(?:(.{16}).{16}(?:\\1|0{16}).*|.{32}.{16}0{16}.*)$`;

/** The modification ids of the source have moved on. */
const TOUCHED: readonly SuiteStep[] = [
  control(adjustSessionId('t', 5)),
  control(adjustSessionId('t', 6)),
];

const TARGETS = [
  { slug: 'primary', tokenType: 1, level: 0 },
  { slug: 'impersonation', tokenType: 2, level: 1 },
] as const;

const ROLES: readonly (readonly [role: string, clause: ClauseId, elevation: number])[] = [
  ['elevated', 'DU-010', 2],
  ['filtered', 'DU-011', 3],
];

export default defineSuite('duplicate', 'result', [
  SOURCES.flatMap(([slug, spec]) =>
    [1, 2].map((tokenType) =>
      aCase(`type-${tokenType}-of-${slug}`, `a copy of type ${tokenType} of a ${slug} token`, [
        aSession(),
        aToken('t', spec),
        control(duplicate('d', 't', { tokenType, level: 0 })),
        asserts('DU-003', query('q', 'd', 'TYPE'), is.equals('decoded', tokenType)),
        asserts(
          'DU-003',
          query('st', 'd', 'STATISTICS'),
          is.equals('decoded.tokenType', tokenType),
        ),
      ]),
    ),
  ),
  HIGHEST.flatMap(([slug, spec]) =>
    [0, 1, 2, 3].map((level) =>
      aCase(`level-${level}-of-${slug}`, `a copy at level ${level} of a ${slug} token`, [
        aSession(),
        aToken('t', spec),
        control(duplicate('d', 't', { tokenType: 2, level })),
        asserts('DU-004', query('q', 'd', 'IMPERSONATION_LEVEL'), is.equals('decoded', level)),
      ]),
    ),
  ),
  SOURCES.map(([slug, spec]) =>
    aCase(`primary-level-of-${slug}`, `a primary copy of a ${slug} token has level Anonymous`, [
      aSession(),
      aToken('t', spec),
      control(duplicate('d', 't', { tokenType: 1, level: 0 })),
      asserts('DU-009', query('q', 'd', 'IMPERSONATION_LEVEL'), is.equals('decoded', 0)),
    ]),
  ),
  // The level of such a request is either refused or set aside (ruling R54).
  [1, 2, 3].flatMap((level) =>
    HIGHEST.map(([slug, spec]) =>
      aCase(`primary-asked-${level}-of-${slug}`, `level ${level} never reaches a primary copy`, [
        aSession(),
        aToken('t', spec),
        control(duplicate('d', 't', { tokenType: 1, level: 0 })),
        asserts('DU-009', query('q', 'd', 'IMPERSONATION_LEVEL'), is.equals('decoded', 0)),
        duplicate('e', 't', { tokenType: 1, level }),
        {
          ...asserts('DU-009', query('r', 'e', 'IMPERSONATION_LEVEL'), is.equals('decoded', 0)),
          onlyIf: { step: 'e', ended: 'returned' },
        },
      ]),
    ),
  ),
  ROLES.flatMap(([role, clause, elevation]) =>
    TARGETS.map((target) =>
      aCase(
        `${target.slug}-of-${role}`,
        `the ${target.slug} copy of an ${role} token is linked to nothing`,
        [
          aSession(),
          aToken('elevated'),
          aToken('filtered'),
          linkedPair('elevated', 'filtered'),
          {
            ...query('o', role, 'ELEVATION_TYPE'),
            expect: [{ is: is.equals('decoded', elevation) }],
          },
          control(duplicate('d', role, target)),
          asserts(clause, query('q', 'd', 'ELEVATION_TYPE'), is.equals('decoded', 1)),
        ],
      ),
    ),
  ),
  TARGETS.map((target) =>
    aCase(
      `modified-id-${target.slug}`,
      `the modification id of an ${target.slug} copy starts anew`,
      [
        aSession(),
        aToken('t', SOURCE),
        ...TOUCHED,
        control(duplicate('d', 't', target)),
        asserts(
          'DU-012',
          asserts(
            'DU-012',
            asserts(
              'DU-027',
              query('q', 'd', 'STATISTICS'),
              is.equals('decoded.modifiedId', '0x0'),
            ),
            is.matches('payload', MODIFIED_IS_IDENTITY),
            { R50: 'id' },
          ),
          is.matches('payload', MODIFIED_IS_IDENTITY_OR_ZERO),
          { R50: 'zero-or-id' },
        ),
      ],
    ),
  ),
  TARGETS.map((target) =>
    aCase(`identity-${target.slug}`, `${target.slug} copies have identities of their own`, [
      aSession(),
      aToken('t', SOURCE),
      query('o', 't', 'STATISTICS'),
      control(duplicate('d', 't', { ...target, accessMask: 0x000a })),
      asserts(
        'DU-013',
        query('q', 'd', 'STATISTICS'),
        is.differsFrom('decoded.identity', ref('o.decoded.identity')),
      ),
      control(duplicate('e', 't', target)),
      asserts('DU-013', query('r', 'e', 'STATISTICS'), is.newId('decoded.identity')),
      control(duplicate('f', 'd', target)),
      asserts('DU-013', query('u', 'f', 'STATISTICS'), is.newId('decoded.identity')),
    ]),
  ),
]);
