/** @module Groups of restricted tokens, and calls on handles that may not adjust them. */
import { adjustGroups, aSession, aToken, is, query, ref } from '../language/steps.js';
import { restrict } from '../language/steps-derive.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { install, openSelf } from '../language/steps.js';

const RESET = [{ index: 0xffffffff, enable: 0 }];

/** Three groups that are not mandatory, of which the last one is disabled. */
const LOOSE: readonly SuiteStep[] = [
  aSession(),
  aToken('t', {
    groups: [0x6, 0x6, 0x2].map((attributes, n) => ({
      sid: `S-1-5-21-71-72-73-${2001 + n}`,
      attributes,
    })),
  }),
];

/** `r` is `t` with group 0 deny-only. */
const RESTRICTED: readonly SuiteStep[] = [
  LOOSE,
  control(restrict('r', 't', { indices: [0] })),
].flat();

export default defineSuite('adjust-groups', 'cross-call', [
  [0, 1].map((enable) =>
    aCase(`restricted-${enable}`, `a group that a restriction denied cannot be set to ${enable}`, [
      RESTRICTED,
      accepted('AG-006', adjustGroups('r', [{ index: 1, enable: 0 }])),
      judged('AG-006', adjustGroups('r', [{ index: 0, enable }])),
    ]),
  ),
  aCase('reset-after-restriction', 'a reset leaves a group disabled that a restriction denied', [
    RESTRICTED,
    control(query('was', 'r', 'GROUPS')),
    control(adjustGroups('r', [{ index: 1, enable: 0 }])),
    control(adjustGroups('r', RESET)),
    asserts('AG-009', query('q', 'r', 'GROUPS'), is.bits('decoded[0].attributes', 0x14, 0x10)),
    control(query('p', 'r', 'GROUPS')),
  ]),
  (
    [
      ['adjusted', [{ index: 0, enable: 0 }]],
      ['reset', RESET],
    ] as const
  ).map(([slug, entries]) =>
    aCase(`query-only-${slug}`, `on a query-only handle nothing is ${slug} before the refusal`, [
      LOOSE,
      control(install('t')),
      control(openSelf('wide', 0x0048)),
      accepted('AG-014', adjustGroups('wide', [{ index: 2, enable: 1 }])),
      control(query('was', 'wide', 'GROUPS')),
      control(openSelf('narrow', 0x0008)),
      judged('AG-014', adjustGroups('narrow', entries)),
      asserts('AG-014', query('q', 'wide', 'GROUPS'), is.equals('decoded', ref('was.decoded'))),
    ]),
  ),
]);
