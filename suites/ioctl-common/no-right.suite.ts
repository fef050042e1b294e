/** @module Every ioctl on handles that hold none of the token rights. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import {
  adjustDefault,
  adjustGroups,
  adjustPrivileges,
  adjustSessionId,
  aSession,
  aToken,
  by,
  install,
  openProcess,
  query,
  spawn,
} from '../language/steps.js';
import { duplicate, linkedPair, restrict } from '../language/steps-derive.js';
import { impersonate } from '../language/steps-impersonate.js';
import { getLinked, link, passHandle } from '../language/steps-inspect.js';
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

/** READ_CONTROL, the standard rights alone and together, the right to see the SACL. */
const MASKS = [0x10000, 0x20000, 0x40000, 0x80000, 0xf0000, 0x10] as const;

const EVERYTHING = 0xf01ff;
const PRIMARY = { tokenType: 1 };

interface Row {
  readonly slug: string;
  readonly clause: ClauseId;
  readonly of: (token: string) => SuiteStep;
  readonly copy?: { readonly tokenType: number; readonly level?: number };
}

const ROWS: readonly Row[] = [
  { slug: 'query', clause: 'IQ-005', of: (t) => query('q', t, 'USER') },
  {
    slug: 'adjust-privs',
    clause: 'AP-008',
    of: (t) => adjustPrivileges(t, [{ luid: 2, attributes: 0 }]),
  },
  {
    slug: 'adjust-groups',
    clause: 'AG-014',
    of: (t) => adjustGroups(t, [{ index: 0, enable: 1 }]),
  },
  { slug: 'adjust-default', clause: 'AD-011', of: (t) => adjustDefault(t, { ownerIndex: 0 }) },
  { slug: 'adjust-sessionid', clause: 'AS-003', of: (t) => adjustSessionId(t, 1) },
  { slug: 'duplicate', clause: 'DU-017', of: (t) => duplicate('d', t) },
  { slug: 'restrict', clause: 'RS-010', of: (t) => restrict('d', t, { privileges: '0x4' }) },
  { slug: 'install', clause: 'IN-006', of: (t) => install(t) },
  {
    slug: 'impersonate',
    clause: 'IM-017',
    of: (t) => impersonate(t),
    copy: { tokenType: 2, level: 2 },
  },
  { slug: 'link-elevated', clause: 'LK-013', of: (t) => link(t, 'b') },
  { slug: 'link-filtered', clause: 'LK-014', of: (t) => link('b', t) },
];

export default defineSuite('ioctl-common', 'no-right', [
  ROWS.flatMap(({ slug, clause, of, copy = PRIMARY }) =>
    MASKS.filter((mask) => mask !== 0x10 || slug !== 'query').map((mask) =>
      aCase(
        `${slug}-${mask.toString(16)}`,
        `${slug} on a handle with rights 0x${mask.toString(16)}`,
        [
          aSession(),
          aToken('t', {
            groups: [{ sid: 'S-1-5-21-71-72-73-2005', attributes: 0x6 }],
            privilegesPresent: '0x4',
          }),
          aToken('b'),
          control(duplicate('strong', 't', { ...copy, accessMask: EVERYTHING })),
          control(duplicate('weak', 't', { ...copy, accessMask: mask })),
          judged(clause, of('weak')),
          accepted(clause, of('strong')),
        ],
        { needs: ['derive', 'sessions'] },
      ),
    ),
  ),
  MASKS.filter((mask) => mask !== 0x10).map((mask) =>
    aCase(
      `get-linked-${mask.toString(16)}`,
      `GET_LINKED_TOKEN on a handle with rights 0x${mask.toString(16)}`,
      [
        aSession(),
        aToken('a'),
        aToken('b'),
        linkedPair('a', 'b'),
        accepted('GL-012', getLinked('p', 'a')),
        // A copy would be no member of the pair: the weak handle is one of the member itself.
        spawn('x'),
        passHandle('passed', 'a', 'x'),
        by('x', control(install('passed'))),
        control(openProcess('weak', 'x', mask)),
        judged('GL-012', getLinked('r', 'weak')),
      ],
      { needs: ['processes', 'handle-passing', 'install'], only: { R18: 'two-arguments' } },
    ),
  ),
]);
