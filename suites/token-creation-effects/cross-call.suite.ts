/** @module Identities of tokens that are gone, and what threads of a process share. */
import {
  adjustPrivileges,
  aSession,
  aToken,
  by,
  closeHandle,
  is,
  openSelf,
  query,
  ref,
} from '../language/steps.js';
import { startThread } from '../language/steps-impersonate.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';

export default defineSuite('token-creation-effects', 'cross-call', [
  [1, 3].map((count) =>
    aCase(
      `identity-after-close-${count}`,
      'the identity of a closed token is not given out again',
      [
        aSession(),
        aToken('keep'),
        Array.from({ length: count }, (_, n) => [
          aToken(`t${n}`),
          control(query(`was${n}`, `t${n}`, 'STATISTICS')),
          closeHandle(`t${n}`),
        ]).flat(),
        aToken('next'),
        Array.from({ length: count }, (_, n) =>
          asserts(
            'TC-001',
            query(`q${n}`, 'next', 'STATISTICS'),
            is.differsFrom('decoded.identity', ref(`was${n}.decoded.identity`)),
          ),
        ),
      ],
    ),
  ),
  aCase(
    'thread-effective',
    'what one thread changes in the primary token, the other has in effect',
    [
      startThread('x'),
      control(openSelf('mine', 0x0028, true)),
      control(adjustPrivileges('mine', [{ luid: 20, attributes: 4 }])),
      control(query('now', 'mine', 'PRIVILEGES')),
      by('x', control(openSelf('theirs', 0x0008))),
      by(
        'x',
        asserts(
          'TC-034',
          query('q', 'theirs', 'PRIVILEGES'),
          is.equals('decoded.present', ref('now.decoded.present')),
        ),
      ),
    ],
    { needs: ['threads'] },
  ),
]);
