/** @module Adjustments of different parts of a token, in either order: the same token. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import {
  adjustDefault,
  adjustGroups,
  adjustPrivileges,
  adjustSessionId,
  aSession,
  aToken,
  is,
  query,
  ref,
} from '../language/steps.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';

interface Adjustment {
  readonly slug: string;
  readonly part: QueryClassName;
  readonly clause: ClauseId;
  readonly of: (token: string) => SuiteStep;
}

const privileges = (slug: string, luid: number, attributes: number): Adjustment => ({
  slug,
  part: 'PRIVILEGES',
  clause: 'AP-005',
  of: (t) => adjustPrivileges(t, [{ luid, attributes }]),
});
const groups = (slug: string, index: number, enable: number): Adjustment => ({
  slug,
  part: 'GROUPS',
  clause: 'AG-003',
  of: (t) => adjustGroups(t, [{ index, enable }]),
});

/** Any two of these touch different parts, or different entries of one part. */
const ADJUSTMENTS: readonly Adjustment[] = [
  privileges('enable', 2, 2),
  privileges('disable', 3, 0),
  privileges('remove', 4, 4),
  groups('group-on', 0, 1),
  groups('group-off', 1, 0),
  {
    slug: 'owner',
    part: 'OWNER',
    clause: 'AD-009',
    of: (t) => adjustDefault(t, { ownerIndex: 2 }),
  },
  {
    slug: 'primary-group',
    part: 'PRIMARY_GROUP',
    clause: 'AD-009',
    of: (t) => adjustDefault(t, { groupIndex: 1 }),
  },
  {
    slug: 'dacl',
    part: 'DEFAULT_DACL',
    clause: 'AD-009',
    of: (t) => adjustDefault(t, { dacl: '0200080000000000' }),
  },
  { slug: 'session-id', part: 'SESSION_ID', clause: 'AS-002', of: (t) => adjustSessionId(t, 77) },
];

const token = (as: string): SuiteStep =>
  aToken(as, {
    groups: [
      { sid: 'S-1-5-21-71-72-73-2001', attributes: 0x0 },
      { sid: 'S-1-5-21-71-72-73-2002', attributes: 0xe },
    ],
    privilegesPresent: '0x1c',
    privilegesEnabled: '0x8',
    privilegesEnabledByDefault: '0x8',
  });

const same = ({ part, clause }: Adjustment): readonly SuiteStep[] => [
  control(query(`first${part}`, 't', part)),
  asserts(
    clause,
    query(`second${part}`, 'u', part),
    is.equals('payload', ref(`first${part}.payload`)),
  ),
];

export default defineSuite('ioctl-common', 'commuting', [
  ADJUSTMENTS.flatMap((first, n) =>
    ADJUSTMENTS.slice(n + 1).map((second) =>
      aCase(
        `${first.slug}-and-${second.slug}`,
        `${first.slug} and ${second.slug}, in either order`,
        [
          aSession(),
          token('t'),
          token('u'),
          control(first.of('t')),
          control(second.of('t')),
          control(second.of('u')),
          control(first.of('u')),
          same(first),
          first.part === second.part ? [] : same(second),
        ],
        { needs: ['adjust', 'query'] },
      ),
    ),
  ),
]);
