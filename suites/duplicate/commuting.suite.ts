/** @module DUPLICATE and RESTRICT, one after the other, in either order: the same token. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, aToken, is, query, ref } from '../language/steps.js';
import {
  duplicate,
  restrict,
  USABLE_RESULT,
  type RestrictRequest,
} from '../language/steps-derive.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';

const OPTIONAL = 'S-1-5-21-71-72-73-2005';
const REQUESTS: readonly (readonly [slug: string, request: RestrictRequest])[] = [
  ['nothing', {}],
  ['privileges', { privileges: '0x8' }],
  ['deny-only', { indices: [0] }],
  ['restricting', { sids: ['S-1-1-0', OPTIONAL] }],
  ['write-restricted', { sids: ['S-1-1-0'], flags: 1 }],
  ['everything', { privileges: '0xc', indices: [1, 0], sids: ['S-1-5-11'], flags: 1 }],
];

/** What has to come out alike, by the clause of RESTRICT or DUPLICATE that says so. */
const ALIKE: readonly (readonly [clause: ClauseId, classes: readonly QueryClassName[]])[] = [
  ['RS-003', ['GROUPS', 'DEVICE_GROUPS', 'USER']],
  ['RS-004', ['PRIVILEGES']],
  [
    'RS-005',
    ['RESTRICTED_SIDS', 'OWNER', 'PRIMARY_GROUP', 'DEFAULT_DACL', 'INTEGRITY_LEVEL', 'TYPE'],
  ],
];

const LEVELS = [
  { tokenType: 1, level: 0 },
  { tokenType: 2, level: 2 },
];

function compared(clause: ClauseId, name: QueryClassName): readonly SuiteStep[] {
  return [
    control(query(`first${name}`, 'dr', name)),
    asserts(
      clause,
      query(`second${name}`, 'rd', name),
      is.equals('payload', ref(`first${name}.payload`)),
    ),
  ];
}

export default defineSuite('duplicate', 'commuting', [
  REQUESTS.flatMap(([slug, request]) =>
    LEVELS.map((kind) =>
      aCase(
        `${slug}-type-${kind.tokenType}`,
        `a restricted copy equals a copy of the restricted token (${slug})`,
        [
          aSession(),
          aToken('t', {
            groups: [
              { sid: OPTIONAL, attributes: 0xe },
              { sid: 'S-1-1-0', attributes: 0x7 },
            ],
            deviceGroups: [{ sid: 'S-1-5-32-545', attributes: 0x7 }],
            ownerIndex: 1,
            primaryGroupIndex: 2,
            privilegesPresent: '0x1c',
            privilegesEnabled: '0xc',
            privilegesEnabledByDefault: '0x8',
            tokenType: kind.tokenType,
            impersonationLevel: kind.level,
          }),
          control(duplicate('d', 't', { ...kind, accessMask: 0x000a })),
          control(restrict('dr', 'd', request)),
          control(restrict('r', 't', request)),
          control(duplicate('rd', 'r', { ...kind, accessMask: 0x000a })),
          ALIKE.flatMap(([clause, classes]) => classes.flatMap((name) => compared(clause, name))),
        ],
        { needs: ['derive', 'query'], only: USABLE_RESULT },
      ),
    ),
  ),
]);
