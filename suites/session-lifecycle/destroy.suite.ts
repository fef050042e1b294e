/** @module Destroying sessions on request: empty ones, those with tokens, unknown ones. */
import { aCase, accepted, control, defineSuite, judged, refused } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import {
  aSession,
  aToken,
  by,
  closeHandle,
  createToken,
  destroySession,
  duplicateHandle,
  install,
  ref,
  spawn,
  tokenSpec,
} from '../language/steps.js';

/** An empty session can be destroyed: what the refusals stand against. */
const CONTROL: readonly SuiteStep[] = [aSession('empty'), control(destroySession(ref('empty.id')))];

/** The session `s` cannot be destroyed, and takes another token afterwards. */
const BUSY: readonly SuiteStep[] = [
  judged(['SE-008', 'SE-015'], destroySession(ref('s.id'))),
  accepted('SE-008', createToken('another', tokenSpec())),
];

const LOGON_TYPES = [2, 3, 4, 5, 8, 9];

/** No kernel counts this far; the last ones are session 0 to one that keeps 32 bits only. */
const UNKNOWN_IDS = [
  '0x7ffffffffffffffe',
  '0x7fffffffffffffff',
  '0x8000000000000000',
  '0xfffffffffffffffe',
  '0xffffffffffffffff',
  '0x7fffffff00000000',
];

export default defineSuite('session-lifecycle', 'destroy', [
  LOGON_TYPES.map((logonType) =>
    aCase(
      `empty-type-${logonType}`,
      `an empty session of type ${logonType} can be destroyed once`,
      [
        aSession('s', { logonType }),
        judged('SE-007', destroySession(ref('s.id'))),
        refused('SE-007', destroySession(ref('s.id'))),
      ],
    ),
  ),
  aCase('empty-by-another-process', 'another process can destroy an empty session', [
    spawn('p'),
    aSession('s'),
    by('p', judged('SE-007', destroySession(ref('s.id')))),
    refused('SE-007', destroySession(ref('s.id'))),
  ]),
  aCase('empty-among-others', 'destroying a session leaves its neighbours alone', [
    aSession('s1'),
    aSession('s2'),
    aSession('s3'),
    judged('SE-007', destroySession(ref('s2.id'))),
    accepted('SE-007', createToken('t1', tokenSpec({ sessionId: ref('s1.id') }))),
    accepted('SE-007', createToken('t3', tokenSpec({ sessionId: ref('s3.id') }))),
    refused('SE-007', destroySession(ref('s2.id'))),
  ]),
  aCase('empty-after-refused-token', 'a session whose token was refused is empty', [
    aSession('s'),
    { ...createToken('t', tokenSpec({ version: 3 })), expect: [{ is: { kind: 'refused' } }] },
    judged('SE-007', destroySession(ref('s.id'))),
  ]),
  aCase('destroyed-takes-no-token', 'a destroyed session takes no token', [
    aSession('s'),
    judged('SE-007', destroySession(ref('s.id'))),
    refused('SE-007', createToken('t', tokenSpec())),
  ]),
  aCase('busy-one-token', 'a session with an open token cannot be destroyed', [
    CONTROL,
    aSession('s'),
    aToken(),
    BUSY,
  ]),
  aCase('busy-impersonation-token', 'a session with an impersonation token cannot be destroyed', [
    CONTROL,
    aSession('s'),
    aToken('t', { tokenType: 2, impersonationLevel: 2 }),
    BUSY,
  ]),
  aCase('busy-first-of-two-closed', 'a session with one of two tokens left cannot be destroyed', [
    CONTROL,
    aSession('s'),
    aToken('t1'),
    aToken('t2'),
    closeHandle('t1'),
    BUSY,
  ]),
  aCase('busy-duplicated-handle', 'a session whose token has only a dup of its handle left', [
    CONTROL,
    aSession('s'),
    aToken(),
    duplicateHandle('copy', 't'),
    closeHandle('t'),
    BUSY,
  ]),
  aCase(
    'busy-installed',
    'a session cannot be destroyed whose token is only what a process runs with',
    [
      CONTROL,
      spawn('p'),
      by('p', aSession('s')),
      by('p', aToken()),
      by('p', control(install('t'))),
      by('p', closeHandle('t')),
      BUSY,
    ],
    { needs: ['install'] },
  ),
  aCase('busy-for-another-process', 'another process cannot destroy a session with a token', [
    CONTROL,
    spawn('p'),
    aSession('s'),
    aToken(),
    by('p', judged(['SE-008', 'SE-015'], destroySession(ref('s.id')))),
    accepted('SE-008', createToken('another', tokenSpec())),
  ]),
  aCase('busy-again-and-again', 'asking again does not help', [
    CONTROL,
    aSession('s'),
    aToken(),
    BUSY,
    judged(['SE-008', 'SE-015'], destroySession(ref('s.id'))),
    accepted('SE-008', createToken('third', tokenSpec())),
  ]),
  UNKNOWN_IDS.map((id) =>
    aCase(`unknown-${id}`, `destroying session ${id}, which does not exist, yields ENOENT`, [
      CONTROL,
      judged('SE-014', destroySession(id)),
    ]),
  ),
  aCase('unknown-because-destroyed', 'destroying a destroyed session yields ENOENT', [
    CONTROL,
    judged('SE-014', destroySession(ref('empty.id'))),
    judged('SE-014', destroySession(ref('empty.id'))),
  ]),
]);
