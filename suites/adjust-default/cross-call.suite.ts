/** @module Defaults through handles that may not adjust them. */
import {
  adjustDefault,
  aSession,
  aToken,
  install,
  is,
  openSelf,
  query,
  ref,
} from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';

/** An ACL without entries. */
const EMPTY_ACL = '0200080000000000';

const CHANGES: readonly (readonly [
  slug: string,
  change: Parameters<typeof adjustDefault>[1],
  of: QueryClassName,
])[] = [
  ['owner', { ownerIndex: 1 }, 'OWNER'],
  ['primary-group', { groupIndex: 1 }, 'PRIMARY_GROUP'],
  ['default-dacl', { dacl: EMPTY_ACL }, 'DEFAULT_DACL'],
];

export default defineSuite('adjust-default', 'cross-call', [
  CHANGES.map(([slug, change, of]) =>
    aCase(`query-only-${slug}`, `a query-only handle does not change the ${slug} and then fail`, [
      aSession(),
      aToken('t', { groups: [{ sid: 'S-1-5-21-71-72-73-2002', attributes: 0xe }] }),
      control(install('t')),
      control(openSelf('wide', 0x0088)),
      accepted('AD-011', adjustDefault('wide', {})),
      control(query('was', 'wide', of)),
      control(openSelf('narrow', 0x0008)),
      judged('AD-011', adjustDefault('narrow', change)),
      asserts('AD-011', query('q', 'wide', of), is.equals('payload', ref('was.payload'))),
    ]),
  ),
]);
