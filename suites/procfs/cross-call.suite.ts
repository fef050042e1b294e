/** @module Nodes and other calls: handles on their way, and who opens a node. */
import {
  adjustPrivileges,
  aSession,
  aToken,
  by,
  duplicateHandle,
  install,
  is,
  OTHER_USER,
  query,
  ref,
  spawn,
} from '../language/steps.js';
import { RUNS_AS_FULL } from '../language/inspected.js';
import { impersonate, startThread } from '../language/steps-impersonate.js';
import {
  getLinked,
  openPath,
  passHandle,
  processNode,
  threadNode,
} from '../language/steps-inspect.js';
import {
  aCase,
  accepted,
  asserts,
  control,
  defineSuite,
  judged,
  refused,
} from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

const SELF = '/proc/self/token';

/** Disabling what is not there: a change of nothing. */
const ADJUSTED = (token: string): SuiteStep =>
  adjustPrivileges(token, [{ luid: 23, attributes: 0 }]);

export default defineSuite('procfs', 'cross-call', [
  aCase('dup-get-linked', 'dup(2) makes no ordinary handle out of an inspection handle', [
    RUNS_AS_FULL,
    accepted('PF-017', getLinked('ok', 'own')),
    control(openPath('h', SELF)),
    duplicateHandle('copy', 'h'),
    control(query('q', 'copy', 'USER')),
    judged('PF-017', getLinked('x', 'copy')),
  ]),
  aCase('dup-adjust', 'dup(2) adds no right to an inspection handle', [
    control(openPath('h', SELF)),
    duplicateHandle('copy', 'h'),
    accepted('PF-007', query('q', 'copy', 'USER')),
    refused('PF-007', ADJUSTED('copy')),
  ]),
  aCase(
    'passed-get-linked',
    'an inspection handle is none the less one in the process that receives it',
    [
      spawn('p'),
      RUNS_AS_FULL,
      accepted('PF-017', getLinked('ok', 'own')),
      control(openPath('h', SELF)),
      passHandle('there', 'h', 'p'),
      by('p', control(query('q', 'there', 'USER'))),
      by('p', judged('PF-017', getLinked('x', 'there'))),
    ],
    { needs: ['processes'] },
  ),
  aCase(
    'passed-adjust',
    'an inspection handle gets no right in the process that receives it',
    [
      spawn('p'),
      control(openPath('h', SELF)),
      passHandle('there', 'h', 'p'),
      by('p', accepted('PF-007', query('q', 'there', 'USER'))),
      by('p', refused('PF-007', ADJUSTED('there'))),
    ],
    { needs: ['processes'] },
  ),
  aCase(
    'opened-while-impersonating',
    'the impersonated user, not the one behind it, asks the SD of the process',
    [
      aSession(),
      spawn('p'),
      by('p', aToken('t')),
      by('p', control(install('t'))),
      aToken('i', { tokenType: 2, impersonationLevel: 2, userSid: OTHER_USER }),
      control(openPath('ok', processNode('p'))),
      control(impersonate('i')),
      judged('PF-021', openPath('h', processNode('p'))),
    ],
    { needs: ['processes', 'impersonate'] },
  ),
  aCase(
    'sibling-of-the-opener',
    'the node of a sibling thread shows the sibling’s token, not the opener’s',
    [
      aSession(),
      aToken('i', { tokenType: 2, impersonationLevel: 2, userSid: OTHER_USER }),
      control(query('client', 'i', 'STATISTICS')),
      startThread('x'),
      by('x', control(impersonate('i'))),
      control(openPath('h', threadNode('w', 'x'))),
      asserts(
        'PF-028',
        query('q', 'h', 'STATISTICS'),
        is.equals('decoded.identity', ref('client.decoded.identity')),
      ),
    ],
    { needs: ['threads', 'impersonate'] },
  ),
]);
