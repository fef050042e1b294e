/** @module Privileges through handles that may not adjust them; one absent entry among others. */
import { adjustPrivileges, aSession, aToken, is, openSelf, query, ref } from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

const ACTIONS = [
  ['disabled', 0],
  ['removed', 4],
] as const;

const TOKEN: readonly SuiteStep[] = [
  aSession(),
  aToken('t', { privilegesPresent: '0x800800', privilegesEnabled: '0x800000' }),
];

const unchanged = (clause: 'AP-008' | 'AP-012', token: string): SuiteStep =>
  asserts(clause, query('q', token, 'PRIVILEGES'), is.equals('decoded', ref('was.decoded')));

export default defineSuite('adjust-privs', 'cross-call', [
  ACTIONS.map(([slug, attributes]) =>
    aCase(`query-only-${slug}`, `on a query-only handle nothing is ${slug} before the refusal`, [
      control(openSelf('wide', 0x0028)),
      accepted('AP-008', adjustPrivileges('wide', [{ luid: 63, attributes: 0 }])),
      control(query('was', 'wide', 'PRIVILEGES')),
      control(openSelf('narrow', 0x0008)),
      judged('AP-008', adjustPrivileges('narrow', [{ luid: 20, attributes }])),
      unchanged('AP-008', 'wide'),
    ]),
  ),
  (
    [
      [11, 7],
      [7, 11],
    ] as const
  ).map(([first, second]) =>
    aCase(`absent-among-present-${first}`, 'one absent privilege among present ones is too many', [
      TOKEN,
      accepted('AP-012', adjustPrivileges('t', [{ luid: 23, attributes: 2 }])),
      control(query('was', 't', 'PRIVILEGES')),
      judged(
        'AP-012',
        adjustPrivileges('t', [
          { luid: first, attributes: 2 },
          { luid: second, attributes: 2 },
        ]),
      ),
      unchanged('AP-012', 't'),
    ]),
  ),
]);
