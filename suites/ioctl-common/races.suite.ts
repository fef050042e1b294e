/** @module Two actors on one token at the same time: every call as a whole, in some order. */
import {
  adjustDefault,
  adjustGroups,
  adjustPrivileges,
  adjustSessionId,
  KEEP,
  openSelf,
  query,
} from '../language/steps.js';
import { duplicate, restrict } from '../language/steps-derive.js';
import { impersonate, revert } from '../language/steps-impersonate.js';
import { PAIRINGS, race, twoOnOne } from '../language/races.js';
import { aCase, control, defineSuite } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { TemplateValue } from '../language/template.js';

const OFF = 0;
const ON = 2;

const privileges = (token: string, attributes: number, luids = [2, 3]): SuiteStep =>
  control(
    adjustPrivileges(
      token,
      luids.map((luid) => ({ luid, attributes })),
    ),
  );
const groups = (token: string, enable: number, indices = [0, 1]): SuiteStep =>
  control(
    adjustGroups(
      token,
      indices.map((index) => ({ index, enable })),
    ),
  );
const look = (as: string, token: string, name: Parameters<typeof query>[2]): SuiteStep =>
  control(query(as, token, name));
const defaults = (token: string, index: number): SuiteStep =>
  control(adjustDefault(token, { ownerIndex: index, groupIndex: index }));

interface Race {
  readonly slug: string;
  readonly clause: ClauseId;
  readonly token?: Readonly<Record<string, TemplateValue>>;
  readonly mine: readonly SuiteStep[];
  readonly theirs: readonly SuiteStep[];
  readonly needs: readonly string[];
  readonly repeat?: number;
}

const IMPERSONATION = { tokenType: 2, impersonationLevel: 2, userSid: 'S-1-5-18' } as const;

const RACES: readonly Race[] = [
  {
    slug: 'privileges-against-query',
    clause: 'AP-004',
    mine: [privileges('t', OFF), look('a', 't', 'PRIVILEGES'), privileges('t', ON)],
    theirs: [look('b', 'u', 'PRIVILEGES'), look('c', 'u', 'PRIVILEGES')],
    needs: ['query', 'adjust'],
  },
  {
    slug: 'privileges-against-privileges',
    clause: 'AP-024',
    mine: [privileges('t', OFF), look('a', 't', 'PRIVILEGES')],
    theirs: [privileges('u', ON), look('b', 'u', 'PRIVILEGES')],
    needs: ['query', 'adjust'],
  },
  {
    slug: 'groups-against-query',
    clause: 'AG-003',
    mine: [groups('t', 0), look('a', 't', 'GROUPS'), groups('t', 1)],
    theirs: [look('b', 'u', 'GROUPS'), look('c', 'u', 'GROUPS')],
    needs: ['query', 'adjust'],
  },
  {
    slug: 'groups-against-groups',
    clause: 'AG-022',
    mine: [groups('t', 0), look('a', 't', 'GROUPS')],
    theirs: [groups('u', 1), look('b', 'u', 'GROUPS')],
    needs: ['query', 'adjust'],
  },
  {
    slug: 'overlapping-groups',
    clause: 'AG-003',
    mine: [groups('t', 0, [0, 1]), groups('t', 1, [1, 2]), look('a', 't', 'GROUPS')],
    theirs: [groups('u', 0, [1, 2]), groups('u', 1, [0, 2])],
    needs: ['query', 'adjust'],
  },
  {
    slug: 'defaults-against-query',
    clause: 'AD-004',
    mine: [defaults('t', 1), defaults('t', 2)],
    theirs: [look('b', 'u', 'OWNER'), look('c', 'u', 'PRIMARY_GROUP'), look('d', 'u', 'OWNER')],
    needs: ['query', 'adjust'],
  },
  {
    slug: 'parts-of-defaults',
    clause: 'AD-009',
    mine: [control(adjustDefault('t', { ownerIndex: 1 })), look('a', 't', 'PRIMARY_GROUP')],
    theirs: [
      control(adjustDefault('u', { ownerIndex: KEEP, groupIndex: 2 })),
      look('b', 'u', 'OWNER'),
    ],
    needs: ['query', 'adjust'],
  },
  {
    slug: 'session-id-against-query',
    clause: 'AS-001',
    mine: [control(adjustSessionId('t', 0x11111111)), control(adjustSessionId('t', 0x22222222))],
    theirs: [look('b', 'u', 'SESSION_ID'), look('c', 'u', 'SESSION_ID')],
    needs: ['query', 'adjust'],
  },
  {
    slug: 'privileges-against-groups',
    clause: 'AG-003',
    mine: [privileges('t', OFF, [3]), look('a', 't', 'GROUPS'), privileges('t', ON, [3])],
    theirs: [groups('u', 0), look('b', 'u', 'PRIVILEGES'), groups('u', 1)],
    needs: ['query', 'adjust'],
  },
  {
    slug: 'duplicate-against-privileges',
    clause: 'DU-001',
    mine: [privileges('t', OFF), privileges('t', ON)],
    theirs: [control(duplicate('copy', 'u')), look('b', 'copy', 'PRIVILEGES')],
    needs: ['query', 'adjust', 'derive'],
    repeat: 4,
  },
  {
    slug: 'duplicate-against-groups',
    clause: 'DU-002',
    mine: [groups('t', 0), groups('t', 1)],
    theirs: [
      control(duplicate('copy', 'u')),
      look('b', 'copy', 'GROUPS'),
      look('c', 'copy', 'GROUPS'),
    ],
    needs: ['query', 'adjust', 'derive'],
    repeat: 4,
  },
  {
    slug: 'restrict-against-groups',
    clause: 'RS-002',
    mine: [groups('t', 0, [2]), look('a', 't', 'GROUPS'), groups('t', 1, [2])],
    theirs: [control(restrict('made', 'u', { indices: [1] })), look('b', 'made', 'GROUPS')],
    needs: ['query', 'adjust', 'derive'],
    repeat: 4,
  },
  {
    slug: 'impersonate-against-privileges',
    clause: 'IM-001',
    token: IMPERSONATION,
    mine: [privileges('t', OFF, [3]), privileges('t', ON, [3])],
    theirs: [
      control(impersonate('u')),
      control(openSelf('own')),
      look('b', 'own', 'PRIVILEGES'),
      control(revert()),
    ],
    needs: ['query', 'adjust', 'impersonate'],
    repeat: 4,
  },
  {
    slug: 'impersonate-against-groups',
    clause: 'IM-002',
    token: IMPERSONATION,
    mine: [
      groups('t', 0, [2]),
      control(openSelf('me')),
      look('a', 'me', 'TYPE'),
      groups('t', 1, [2]),
    ],
    theirs: [
      control(impersonate('u')),
      control(openSelf('own')),
      look('b', 'own', 'GROUPS'),
      control(revert()),
    ],
    needs: ['query', 'adjust', 'impersonate'],
    repeat: 2,
  },
];

export default defineSuite('ioctl-common', 'races', [
  PAIRINGS.flatMap((pairing) =>
    RACES.map(({ slug, clause, token, mine, theirs, needs, repeat }) =>
      aCase(
        `${slug}-${pairing.slug}`,
        `${slug.replaceAll('-', ' ')}, from two ${pairing.slug}`,
        [twoOnOne(pairing, token), race(clause, mine, theirs, repeat)],
        { needs: ['sessions', 'tokens', ...needs, ...pairing.needs] },
      ),
    ),
  ),
]);
