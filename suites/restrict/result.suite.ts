/** @module RESTRICT: the new token, its handle, and the source afterwards. */
import { handleRightCases } from '../language/handle-rights.js';
import {
  HANDLE_USES,
  IMPERSONATE_USE,
  INSTALL_USE,
  LOOSE_GROUPS,
} from '../language/handle-uses.js';
import {
  aCase,
  accepted,
  asserts,
  control,
  defineSuite,
  judged,
  refused,
  type SuiteStep,
} from '../language/suite.js';
import { aSession, aToken, is, query, ref } from '../language/steps.js';
import { duplicate, linkedPair, restrict, type RestrictRequest } from '../language/steps-derive.js';
import { aSource, CLASSES, LATER_CLASSES } from './source.js';

const B = 'S-1-5-12';

const REQUESTS: readonly (readonly [slug: string, request: RestrictRequest])[] = [
  ['groups', { indices: [0, 3] }],
  ['privileges', { privileges: '0x4' }],
  ['sids', { sids: [B] }],
  ['all', { indices: [0, 3], privileges: '0xc000000ffffffffc', sids: [B] }],
];

const TYPES = [
  { slug: 'primary', spec: { tokenType: 1, impersonationLevel: 0 } },
  ...[0, 1, 2, 3].map((level) => ({
    slug: `impersonation-${level}`,
    spec: { tokenType: 2, impersonationLevel: level },
  })),
];

const hex = (mask: number): string => `0x${mask.toString(16).padStart(4, '0')}`;

/** With the right that RESTRICT needs. */
const MASKS = [
  0x0002, 0x0003, 0x0006, 0x000a, 0x0022, 0x0042, 0x0082, 0x0102, 0x01ef, 0x01ee, 0x01eb, 0x01e7,
  0x01cf, 0x01af, 0x016f, 0x00ef,
];

const HANDLE_TYPES = [
  { slug: 'primary', tokenType: 1, level: 0, last: INSTALL_USE },
  { slug: 'impersonation', tokenType: 2, level: 2, last: IMPERSONATE_USE },
];

function before(queryClass: number): SuiteStep {
  return query(`was-${queryClass}`, 't', queryClass);
}

function afterwards(queryClass: number): SuiteStep {
  return asserts(
    'RS-002',
    query(`is-${queryClass}`, 't', queryClass),
    is.equals('payload', ref(`was-${queryClass}.payload`)),
  );
}

export default defineSuite('restrict', 'result', [
  REQUESTS.flatMap(([slug, request]) =>
    TYPES.map(({ slug: type, spec }) =>
      aCase(`new-${slug}-${type}`, `a restriction of ${slug} gives a new ${type} token`, [
        aSession(),
        aSource('t', spec),
        control(query('o', 't', 'STATISTICS')),
        judged('RS-001', restrict('r', 't', request)),
        asserts(
          'RS-001',
          query('q', 'r', 'STATISTICS'),
          is.differsFrom('decoded.identity', ref('o.decoded.identity')),
        ),
      ]),
    ),
  ),
  REQUESTS.flatMap(([slug, request]) => [
    aCase(`source-after-${slug}`, `a restriction of ${slug} leaves the source as it was`, [
      aSession(),
      aSource(),
      ...CLASSES.map(before),
      control(restrict('r', 't', { ...request, flags: 'sids' in request ? 1 : 0 })),
      ...CLASSES.map(afterwards),
    ]),
    aCase(
      `source-after-${slug}-later-classes`,
      `a restriction of ${slug} leaves the source as it was, in later classes, too`,
      [
        aSession(),
        aSource(),
        ...LATER_CLASSES.map(before),
        control(restrict('r', 't', request)),
        ...LATER_CLASSES.map(afterwards),
      ],
      { only: { R15: '24' } },
    ),
  ]),
  TYPES.flatMap(({ slug, spec }) =>
    REQUESTS.map(([what, request]) =>
      aCase(`type-${slug}-${what}`, `type and level of a ${slug} token stay: ${what}`, [
        aSession(),
        aSource('t', spec),
        control(restrict('r', 't', request)),
        asserts('RS-024', query('q', 'r', 'TYPE'), is.equals('decoded', spec.tokenType)),
        asserts(
          'RS-029',
          query('l', 'r', 'IMPERSONATION_LEVEL'),
          is.equals('decoded', spec.impersonationLevel),
        ),
      ]),
    ),
  ),
  (
    [
      ['elevated', 2],
      ['filtered', 3],
    ] as const
  ).map(([role, elevation]) =>
    aCase(`of-${role}`, `the restricted copy of an ${role} token is linked to nothing`, [
      aSession(),
      aToken('elevated'),
      aToken('filtered'),
      linkedPair('elevated', 'filtered'),
      {
        ...query('o', role, 'ELEVATION_TYPE'),
        expect: [{ is: is.equals('decoded', elevation) }],
      },
      control(restrict('r', role, { sids: [B] })),
      asserts('RS-009', query('q', 'r', 'ELEVATION_TYPE'), is.equals('decoded', 1)),
    ]),
  ),
  handleRightCases('RS-010', 0x0002, (token) => restrict('r', token, { sids: [B] })),
  HANDLE_TYPES.flatMap(({ slug, tokenType, level, last }) =>
    MASKS.map((mask) =>
      aCase(`mask-${slug}-${hex(mask)}`, `a handle with ${hex(mask)} gives one with ${hex(mask)}`, [
        aSession(),
        aToken('t', { tokenType, impersonationLevel: level, groups: LOOSE_GROUPS }),
        control(duplicate('d', 't', { accessMask: mask, tokenType, level })),
        control(restrict('r', 'd', { privileges: '0x4' })),
        ...[...HANDLE_USES, last].map(({ right, of }) =>
          (mask & right) === 0 ? refused('RS-018', of('r')) : accepted('RS-018', of('r')),
        ),
      ]),
    ),
  ),
  // Under the seeds only that QUERY carries over is sure (ruling R57).
  aCase(
    'mask-query',
    'a handle that can query gives one that can',
    [
      aSession(),
      aToken(),
      control(duplicate('d', 't', { accessMask: 0x000a })),
      control(restrict('r', 'd', { sids: [B] })),
      asserts('RS-001', query('q', 'r', 'RESTRICTED_SIDS'), is.equals('decoded[0].sid', B)),
    ],
    { only: { R57: 'query' } },
  ),
  // The struct alone, without a payload: the handle is read where the 40 bytes have it.
  ['0x4', '0x8000000000000000', '0xc000000ffffffffc'].map((privileges) =>
    aCase(`struct-${privileges}`, `the handle stands at its place behind ${privileges}`, [
      aSession(),
      aSource('t', { tokenType: 2, impersonationLevel: 1 }),
      asserts('RS-025', restrict('r', 't', { privileges }), is.returned),
      asserts(
        'RS-025',
        query('q', 'r', 'PRIVILEGES'),
        is.bits('decoded.present', privileges, '0x0'),
      ),
    ]),
  ),
]);
