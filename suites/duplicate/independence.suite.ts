/** @module DUPLICATE: what changes in one of copy and original does not in the other. */
import { aCase, asserts, control, defineSuite, type SuiteStep } from '../language/suite.js';
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
import { duplicate } from '../language/steps-derive.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';
import { SOURCE, WAYS } from './source.js';

interface Adjustment {
  readonly slug: string;
  readonly of: (token: string) => SuiteStep;
  readonly classes: readonly QueryClassName[];
}

const ADJUSTMENTS: readonly Adjustment[] = [
  {
    slug: 'enabled-privilege',
    of: (token) => adjustPrivileges(token, [{ luid: 11, attributes: 2 }]),
    classes: ['PRIVILEGES'],
  },
  {
    slug: 'disabled-privilege',
    of: (token) => adjustPrivileges(token, [{ luid: 62, attributes: 0 }]),
    classes: ['PRIVILEGES'],
  },
  {
    slug: 'removed-privilege',
    of: (token) => adjustPrivileges(token, [{ luid: 23, attributes: 4 }]),
    classes: ['PRIVILEGES'],
  },
  {
    slug: 'enabled-group',
    // Neither of its enabled bits is set, so that both readings of R34 have it disabled.
    of: (token) => adjustGroups(token, [{ index: 5, enable: 1 }]),
    classes: ['GROUPS'],
  },
  {
    slug: 'disabled-group',
    // Both are set here.
    of: (token) => adjustGroups(token, [{ index: 1, enable: 0 }]),
    classes: ['GROUPS'],
  },
  {
    slug: 'defaults',
    of: (token) => adjustDefault(token, { ownerIndex: 0, groupIndex: 1, dacl: '' }),
    classes: ['OWNER', 'PRIMARY_GROUP', 'DEFAULT_DACL'],
  },
  {
    slug: 'interactive-session',
    of: (token) => adjustSessionId(token, 0x1234),
    classes: ['SESSION_ID'],
  },
  {
    slug: 'modified-id',
    of: (token) => adjustSessionId(token, 0x1234),
    classes: ['STATISTICS'],
  },
];

const BOTH = [
  { clause: 'DU-001', slug: 'copy', changed: 'd', other: 't' },
  { clause: 'DU-002', slug: 'original', changed: 't', other: 'd' },
] as const;

const EVERY_RIGHT = 0x01ff;

export default defineSuite(
  'duplicate',
  'independence',
  ADJUSTMENTS.flatMap(({ slug, of, classes }) =>
    WAYS.flatMap((way) =>
      BOTH.map(({ clause, slug: which, changed, other }) =>
        aCase(
          `${slug}-of-${which}-${way.slug}`,
          `${way.title}: ${slug} of the ${which} leaves the other alone`,
          [
            aSession(),
            aToken('t', { ...SOURCE, ...way.source }),
            control(duplicate('d', 't', { ...way, accessMask: EVERY_RIGHT })),
            ...classes.map((name) => query(`was-${name}`, other, name)),
            ...classes.map((name) => query(`mine-${name}`, changed, name)),
            control(of(changed)),
            // The adjustment has to have had its effect, or nothing is shown.
            ...classes.map((name) => ({
              ...query(`now-${name}`, changed, name),
              expect: [{ is: is.differsFrom('payload', ref(`mine-${name}.payload`)) }],
            })),
            ...classes.map((name) =>
              asserts(
                clause,
                query(`is-${name}`, other, name),
                is.equals('payload', ref(`was-${name}.payload`)),
              ),
            ),
          ],
          way.only === undefined ? {} : { only: way.only },
        ),
      ),
    ),
  ),
);
