/** @module INSTALL that fails leaves ids and SD alone; INSTALL while impersonating does not. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import {
  adjustPrivileges,
  aSession,
  aToken,
  credentials,
  install,
  is,
  openSelf,
  OTHER_USER,
  ref,
} from '../language/steps.js';
import { processSd } from '../language/steps-access.js';
import { impersonate, revert } from '../language/steps-impersonate.js';
import { aCase, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { ASSIGN } from './installers.js';

const IDS = { projectedUid: 71001, projectedGid: 71002, supplementaryGids: [71003, 7] } as const;

/** The worker cannot use its SeAssignPrimaryToken now. */
const WITHOUT_PRIVILEGE: readonly SuiteStep[] = [
  control(openSelf('me', 0x0028, true)),
  control(adjustPrivileges('me', [{ luid: ASSIGN, attributes: 0 }])),
];

const FIELDS = ['uid', 'gid', 'groups'] as const;

const PROJECTED: readonly (readonly [ClauseId, (typeof FIELDS)[number]])[] = [
  ['IN-022', 'uid'],
  ['IN-025', 'gid'],
  ['IN-026', 'groups'],
];

/** Refused for one reason each. */
const REFUSED: readonly (readonly [slug: string, ClauseId, readonly SuiteStep[]])[] = [
  ['privilege', 'IN-007', [aToken('t', IDS), ...WITHOUT_PRIVILEGE]],
  ['type', 'IN-002', [aToken('t', { ...IDS, tokenType: 2, impersonationLevel: 2 })]],
];

export default defineSuite('install', 'cross-call', [
  REFUSED.flatMap(([slug, clause, steps]) =>
    FIELDS.map((field) =>
      aCase(`refused-${slug}-${field}`, `a refused INSTALL (${slug}) leaves the ${field} alone`, [
        aSession(),
        ...steps,
        control(credentials('before')),
        judged(clause, install('t')),
        asserts(clause, credentials('after'), is.equals(field, ref(`before.${field}`))),
      ]),
    ),
  ),
  aCase('refused-sd', 'a refused INSTALL leaves the process SD alone', [
    aSession(),
    aToken('t', IDS),
    control(processSd('before', 'w')),
    WITHOUT_PRIVILEGE,
    judged('IN-007', install('t')),
    asserts('IN-007', processSd('after', 'w'), is.equals('descriptor', ref('before.descriptor'))),
  ]),
  PROJECTED.map(([clause, field]) =>
    aCase(`impersonating-${field}`, `INSTALL while impersonating projects the ${field}`, [
      aSession(),
      aToken('t', IDS),
      aToken('i', { tokenType: 2, impersonationLevel: 2, userSid: OTHER_USER }),
      control(impersonate('i')),
      control(install('t')),
      control(revert()),
      asserts(
        clause,
        credentials('after'),
        field === 'groups'
          ? is.equals(field, IDS.supplementaryGids)
          : is.equals(field, field === 'uid' ? IDS.projectedUid : IDS.projectedGid),
      ),
    ]),
  ),
]);
