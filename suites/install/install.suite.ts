/** @module INSTALL: what it does, and what it asks of handle, caller and token. */
import { handleRightCases } from '../language/handle-rights.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { adjustPrivileges, aSession, aToken, install, is, openSelf } from '../language/steps.js';
import { OTHER_USER, query, ref, USER } from '../language/steps.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { ASSIGN, powerful } from './installers.js';

/** Tokens that differ from the worker's own in user, session, integrity or all of these. */
const INSTALLED: readonly (readonly [name: string, token: SuiteStep, user: string])[] = [
  ['a plain user', aToken('t'), USER],
  ['another user', aToken('t', { userSid: OTHER_USER }), OTHER_USER],
  ['the boot identity', powerful('t', { userSid: 'S-1-5-18', integrityLevel: 16384 }), 'S-1-5-18'],
  ['low integrity', aToken('t', { integrityLevel: 4096 }), USER],
];

const isInstalled = (clause: ClauseId, own: SuiteStep, user: string): readonly SuiteStep[] => [
  control(own),
  asserts(clause, query('user', 'o', 'USER'), is.equals('decoded', user)),
  asserts(
    clause,
    query('now', 'o', 'STATISTICS'),
    is.equals('decoded.identity', ref('made.decoded.identity')),
  ),
];

const withoutAssign: readonly (readonly [name: string, attributes: number])[] = [
  ['disabled', 0],
  ['removed', 4],
];

export default defineSuite('install', 'install', [
  INSTALLED.flatMap(([name, token, user]) => [
    aCase(`primary-${name.replaceAll(' ', '-')}`, `the primary token becomes that of ${name}`, [
      aSession(),
      token,
      control(query('made', 't', 'STATISTICS')),
      accepted('IN-001', install('t')),
      isInstalled('IN-001', openSelf('o', 0x0008, true), user),
    ]),
    aCase(`effective-${name.replaceAll(' ', '-')}`, `the caller goes on as ${name} at once`, [
      aSession(),
      token,
      control(query('made', 't', 'STATISTICS')),
      accepted('IN-018', install('t')),
      isInstalled('IN-018', openSelf('o', 0x0008), user),
    ]),
  ]),
  aCase('one-after-another', 'a second INSTALL replaces the token of the first', [
    aSession(),
    powerful('first'),
    aToken('t', { userSid: OTHER_USER }),
    control(query('made', 't', 'STATISTICS')),
    control(install('first')),
    accepted('IN-001', install('t')),
    isInstalled('IN-001', openSelf('o', 0x0008, true), OTHER_USER),
  ]),
  aCase('same-user', 'a token of the user that the process has already is installed too', [
    aSession(),
    powerful('first'),
    powerful('t'),
    control(query('made', 't', 'STATISTICS')),
    control(install('first')),
    accepted('IN-001', install('t')),
    isInstalled('IN-001', openSelf('o', 0x0008, true), USER),
  ]),
  [0, 1, 2, 3].map((level) =>
    aCase(`impersonation-level-${level}`, `an impersonation token of level ${level} is refused`, [
      aSession(),
      powerful('primary'),
      powerful('impersonation', { tokenType: 2, impersonationLevel: level }),
      accepted('IN-002', install('primary')),
      judged('IN-002', install('impersonation')),
    ]),
  ),
  aCase('impersonation-first', 'a SYSTEM caller cannot install an impersonation token either', [
    aSession(),
    powerful('impersonation', { tokenType: 2, impersonationLevel: 2 }),
    judged('IN-002', install('impersonation')),
    powerful('primary'),
    accepted('IN-002', install('primary')),
  ]),
  withoutAssign.map(([name, attributes]) =>
    aCase(`assign-${name}`, `a caller whose SeAssignPrimaryTokenPrivilege is ${name} is refused`, [
      aSession(),
      powerful('first'),
      powerful('second'),
      accepted('IN-007', install('first')),
      control(adjustPrivileges('first', [{ luid: ASSIGN, attributes }])),
      judged('IN-007', install('second')),
    ]),
  ),
  aCase('assign-never-held', 'a caller that never had SeAssignPrimaryTokenPrivilege is refused', [
    aSession(),
    aToken('weak'),
    powerful('second'),
    accepted('IN-007', install('weak')),
    judged('IN-007', install('second')),
  ]),
  aCase('assign-of-system', 'the user SYSTEM without the privilege is refused as well', [
    aSession(),
    powerful('t'),
    control(openSelf('o', 0x29)),
    accepted('IN-007', install('o')),
    control(adjustPrivileges('o', [{ luid: ASSIGN, attributes: 0 }])),
    judged('IN-007', install('t')),
  ]),
  aCase('assign-enabled-again', 'the privilege counts again once it is enabled again', [
    aSession(),
    powerful('first'),
    powerful('second'),
    control(install('first')),
    control(adjustPrivileges('first', [{ luid: ASSIGN, attributes: 0 }])),
    judged('IN-007', install('second')),
    control(adjustPrivileges('first', [{ luid: ASSIGN, attributes: 2 }])),
    accepted('IN-007', install('second')),
  ]),
  handleRightCases('IN-006', 0x0001, install),
]);
