/** @module The logon SID of a session: its shape, its halves, one for each session. */
import type { ByteExpression } from '../../harness/program/program.js';
import { aCase, asserts, defineSuite } from '../language/suite.js';
import { aSession, aToken, is, OTHER_USER, query, ref } from '../language/steps.js';

const LOGON_TYPES = [2, 3, 4, 5, 8, 9];

/** S-1-5-5-low-high: the order of halves that the seeds admit as well (R97). */
const HALVES_SWAPPED: ByteExpression = {
  hex: `0103000000000005${'05000000'}${'00'.repeat(8)}`,
  patches: [{ at: 12, width: 8, ref: 's.id' }],
};

const BYTES_OF_X = `${'00'.repeat(12)}ffffffff00000000`;
const BYTES_OF_Y = `${'00'.repeat(16)}ffffffff`;

export default defineSuite('session-lifecycle', 'logon-sid', [
  LOGON_TYPES.map((logonType) =>
    aCase(
      `shape-type-${logonType}`,
      `the logon SID of a session of type ${logonType} is S-1-5-5 and the halves of its id`,
      [
        aSession('s', { logonType }),
        aToken(),
        asserts(
          'SE-004',
          asserts('SE-004', query('q', 't', 'LOGON_SID'), is.equals('length', 20)),
          is.matches('decoded', '^S-1-5-5-(0|[1-9][0-9]*)-(0|[1-9][0-9]*)$'),
        ),
        asserts(
          'SE-004',
          query('again', 't', 'LOGON_SID'),
          is.oneOf('payload', [ref('s.logonSid'), HALVES_SWAPPED]),
        ),
      ],
    ),
  ),
  LOGON_TYPES.flatMap((logonType) =>
    ['s', 'later'].map((name) =>
      aCase(`halves-${name}-type-${logonType}`, 'X is the upper and Y the lower half of the id', [
        aSession('s', { logonType }),
        aSession('later', { logonType }),
        aToken('t', { sessionId: ref(`${name}.id`) }),
        asserts(
          'SE-021',
          query('x', 't', 'LOGON_SID'),
          is.bytes('payload', ref(`${name}.logonSid`), BYTES_OF_X),
        ),
        asserts(
          'SE-036',
          query('y', 't', 'LOGON_SID'),
          is.bytes('payload', ref(`${name}.logonSid`), BYTES_OF_Y),
        ),
      ]),
    ),
  ),
  LOGON_TYPES.map((logonType) =>
    aCase(`two-sessions-type-${logonType}`, 'two sessions of one user have different logon SIDs', [
      aSession('s1', { logonType }),
      aSession('s2', { logonType }),
      aToken('t1', { sessionId: ref('s1.id') }),
      aToken('t2', { sessionId: ref('s2.id') }),
      query('q1', 't1', 'LOGON_SID'),
      asserts(
        'SE-005',
        query('q2', 't2', 'LOGON_SID'),
        is.differsFrom('payload', ref('q1.payload')),
      ),
    ]),
  ),
  aCase('two-users', 'sessions of two users have different logon SIDs', [
    aSession('s1', { logonType: 3 }),
    aSession('s2', { userSid: OTHER_USER }),
    aToken('t1', { sessionId: ref('s1.id') }),
    aToken('t2', { sessionId: ref('s2.id'), userSid: OTHER_USER }),
    query('q1', 't1', 'LOGON_SID'),
    asserts('SE-005', query('q2', 't2', 'LOGON_SID'), is.differsFrom('payload', ref('q1.payload'))),
  ]),
]);
