/** @module SeTcbPrivilege: needed, enabled, to create and to destroy a session. */
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import {
  adjustPrivileges,
  aSession,
  aToken,
  createSession,
  destroySession,
  install,
  openSelf,
  ref,
} from '../language/steps.js';

/** Every privilege of the catalogue, and the same without SeTcbPrivilege, bit 7. */
const EVERY_PRIVILEGE = '0xc000000ffffffffc';
const WITHOUT_TCB = '0xc000000fffffff7c';
const TCB_ONLY = '0x80';

const DISABLE = 0;
const ENABLE = 2;
const REMOVE = 4;

/** The worker's own token, open for queries and the adjustment of privileges. */
const OWN_TOKEN = control(openSelf('me', 0x0028, true));

function tcb(attributes: number): SuiteStep {
  return control(adjustPrivileges('me', [{ luid: 7, attributes }]));
}

/** The worker goes on with a token of these privileges. */
function runningWith(present: string, enabled: string): readonly SuiteStep[] {
  return [
    aSession('s'),
    aToken('t', {
      privilegesPresent: present,
      privilegesEnabled: enabled,
      privilegesEnabledByDefault: enabled,
    }),
    control(install('t')),
  ];
}

export default defineSuite('session-lifecycle', 'privilege', [
  (
    [
      ['no-privilege', 'without any privilege', '0x0', '0x0'],
      ['none-enabled', 'with every privilege present and none enabled', EVERY_PRIVILEGE, '0x0'],
    ] as const
  ).map(([slug, how, present, enabled]) =>
    aCase(`create-${slug}`, `a token ${how} cannot create a session`, [
      accepted('SE-010', createSession('control')),
      runningWith(present, enabled),
      judged('SE-010', createSession('x')),
    ]),
  ),
  aCase(
    'create-all-but-tcb',
    'every privilege but SeTcb does not suffice to create a session',
    [
      accepted('SE-012', createSession('control')),
      runningWith(WITHOUT_TCB, WITHOUT_TCB),
      judged('SE-012', createSession('x')),
    ],
    { needs: ['install'] },
  ),
  aCase(
    'create-tcb-only',
    'SeTcb alone suffices to create a session',
    [runningWith(TCB_ONLY, TCB_ONLY), accepted('SE-012', createSession('x'))],
    { needs: ['install'] },
  ),
  aCase('create-tcb-disabled', 'with SeTcb disabled no session is created, until it is enabled', [
    accepted('SE-012', createSession('control')),
    OWN_TOKEN,
    tcb(DISABLE),
    judged('SE-012', createSession('x')),
    tcb(ENABLE),
    accepted('SE-012', createSession('y')),
  ]),
  aCase('create-tcb-removed', 'with SeTcb removed no session is created', [
    accepted('SE-012', createSession('control')),
    OWN_TOKEN,
    tcb(REMOVE),
    judged('SE-012', createSession('x')),
  ]),
  aCase(
    'destroy-no-privilege',
    'a token without any privilege cannot destroy a session',
    [
      aSession('control'),
      aSession('empty'),
      accepted('SE-013', destroySession(ref('control.id'))),
      runningWith('0x0', '0x0'),
      judged('SE-013', destroySession(ref('empty.id'))),
    ],
    { needs: ['install'] },
  ),
  aCase(
    'destroy-all-but-tcb',
    'every privilege but SeTcb does not suffice to destroy a session',
    [
      aSession('control'),
      aSession('empty'),
      accepted('SE-013', destroySession(ref('control.id'))),
      runningWith(WITHOUT_TCB, WITHOUT_TCB),
      judged('SE-013', destroySession(ref('empty.id'))),
    ],
    { needs: ['install'] },
  ),
  aCase(
    'destroy-tcb-only',
    'SeTcb alone suffices to destroy a session',
    [
      aSession('empty'),
      runningWith(TCB_ONLY, TCB_ONLY),
      accepted('SE-013', destroySession(ref('empty.id'))),
    ],
    { needs: ['install'] },
  ),
  aCase(
    'destroy-tcb-disabled',
    'with SeTcb disabled no session is destroyed, until it is enabled',
    [
      aSession('control'),
      aSession('empty'),
      accepted('SE-013', destroySession(ref('control.id'))),
      OWN_TOKEN,
      tcb(DISABLE),
      judged('SE-013', destroySession(ref('empty.id'))),
      tcb(ENABLE),
      accepted('SE-013', destroySession(ref('empty.id'))),
    ],
  ),
  aCase('destroy-tcb-removed', 'with SeTcb removed no session is destroyed', [
    aSession('control'),
    aSession('empty'),
    accepted('SE-013', destroySession(ref('control.id'))),
    OWN_TOKEN,
    tcb(REMOVE),
    judged('SE-013', destroySession(ref('empty.id'))),
  ]),
]);
