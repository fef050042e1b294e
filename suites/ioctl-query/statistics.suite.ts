/** @module TokenStatistics, class 11: identity, session, modification id, type, expiration. */
import type { Matcher } from '../../harness/program/program.js';
import { adjustPrivileges, aSession, aToken, is, openSelf, query, ref } from '../language/steps.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { SwitchCondition } from '../language/suite.js';

const LUID: SwitchCondition = { R14: '40-bytes' };
const GUID: SwitchCondition = { R14: '48-bytes' };

const EXPIRATIONS = ['0x0', '0x1', '0x1122334455667788', '0x7fffffffffffffff'] as const;

/** The payload behind an identity of `identityBytes`; the modification id is left out. */
function behindIdentity(identityBytes: number): Matcher {
  const blank = '00'.repeat(identityBytes);
  const session = '0000000000000000';
  const rest = '02000000' + '00000000' + '8877665544332211';
  return {
    kind: 'bytes',
    at: 'payload',
    value: {
      hex: blank + session + '0000000000000000' + rest,
      patches: [{ at: identityBytes, width: 8, ref: 's.id' }],
    },
    mask: `${blank}${'ff'.repeat(8)}${'00'.repeat(8)}${'ff'.repeat(16)}`,
  };
}

/** `ADJUST_PRIVS`: enables privilege 2. */
const ENABLE = [{ luid: 2, attributes: 2 }] as const;

export default defineSuite('ioctl-query', 'statistics', [
  aCase('identity-stable', 'the identity of a token is the same on every query', [
    aSession(),
    aToken('t', { privilegesPresent: '0x4' }),
    control(query('q', 't', 'STATISTICS')),
    asserts('IQ-020', query('r', 't', 'STATISTICS'), is.equals('payload', ref('q.payload'))),
  ]),
  aCase('identity-two-handles', 'two handles of one token show one identity', [
    control(openSelf('a')),
    control(openSelf('b', 0x0028)),
    control(query('q', 'a', 'STATISTICS')),
    asserts(
      'IQ-020',
      query('r', 'b', 'STATISTICS'),
      is.equals('decoded.identity', ref('q.decoded.identity')),
    ),
  ]),
  aCase(
    'identity-adjusted',
    'an adjustment leaves the identity alone',
    [
      aSession(),
      aToken('t', { privilegesPresent: '0x4' }),
      control(query('q', 't', 'STATISTICS')),
      control(adjustPrivileges('t', ENABLE)),
      asserts(
        'IQ-020',
        query('r', 't', 'STATISTICS'),
        is.equals('decoded.identity', ref('q.decoded.identity')),
      ),
    ],
    { needs: ['adjust'] },
  ),
  [1, 2].map((tokenType) =>
    aCase(`identity-of-two-${tokenType}`, `two tokens of type ${tokenType}, two identities`, [
      aSession(),
      aToken('t', { tokenType }),
      aToken('u', { tokenType }),
      control(query('q', 't', 'STATISTICS')),
      asserts(
        ['IQ-020', 'IQ-079', 'IQ-080'],
        query('r', 'u', 'STATISTICS'),
        is.differsFrom('decoded.identity', ref('q.decoded.identity')),
      ),
    ]),
  ),
  aCase('identity-width', 'the identity stands in front of the session id', [
    aSession(),
    aToken('t', { tokenType: 2, expiration: '0x1122334455667788' }),
    asserts(
      'IQ-080',
      asserts('IQ-079', query('q', 't', 'STATISTICS'), behindIdentity(8)),
      behindIdentity(16),
    ),
  ]),
  aCase('own-identity', 'the own token and a created one have different identities', [
    control(openSelf('o')),
    aSession(),
    aToken(),
    control(query('q', 'o', 'STATISTICS')),
    asserts(
      'IQ-020',
      query('r', 't', 'STATISTICS'),
      is.differsFrom('decoded.identity', ref('q.decoded.identity')),
    ),
  ]),
  aCase('session', 'class 11 holds the session id of the spec', [
    aSession('s'),
    aSession('s2'),
    aToken('t'),
    aToken('t2', { sessionId: ref('s2.id') }),
    asserts('IQ-021', query('q', 't', 'STATISTICS'), is.equals('decoded.sessionId', ref('s.id'))),
    asserts(
      'IQ-021',
      query('q2', 't2', 'STATISTICS'),
      is.equals('decoded.sessionId', ref('s2.id')),
    ),
  ]),
  aCase('session-place', 'the session id is the 64-bit number behind the identity', [
    aSession(),
    aToken('t', { tokenType: 2, expiration: '0x1122334455667788' }),
    asserts('IQ-021', query('q', 't', 'STATISTICS'), behindIdentity(8), LUID),
    asserts('IQ-021', query('r', 't', 'STATISTICS'), behindIdentity(16), GUID),
  ]),
  aCase('modified', 'the modification id moves with an effective adjustment', [
    aSession(),
    aToken('t', { privilegesPresent: '0x4' }),
    control(query('q', 't', 'STATISTICS')),
    control(adjustPrivileges('t', ENABLE)),
    asserts(
      'IQ-022',
      query('r', 't', 'STATISTICS'),
      is.differsFrom('decoded.modifiedId', ref('q.decoded.modifiedId')),
    ),
    control(adjustPrivileges('t', [{ luid: 2, attributes: 0 }])),
    asserts(
      'IQ-022',
      query('u', 't', 'STATISTICS'),
      is.differsFrom('decoded.modifiedId', ref('r.decoded.modifiedId')),
    ),
  ]),
  aCase('own-type', 'class 11 of the own token gives the type of class 4', [
    control(openSelf('o')),
    control(query('k', 'o', 'TYPE')),
    asserts(
      'IQ-023',
      query('q', 'o', 'STATISTICS'),
      is.equals('decoded.tokenType', ref('k.decoded')),
    ),
  ]),
  [1, 2].map((tokenType) =>
    aCase(
      `type-${tokenType}`,
      `class 11 of a token of type ${tokenType} says so`,
      [
        aSession(),
        aToken('t', { tokenType }),
        asserts('IQ-023', query('q', 't', 'STATISTICS'), is.equals('decoded.tokenType', tokenType)),
      ],
      { needs: ['sessions'] },
    ),
  ),
  EXPIRATIONS.map((expiration) =>
    aCase(`expiration-${expiration}`, `class 11 gives the expiration ${expiration}`, [
      aSession(),
      aToken('t', { expiration }),
      asserts('IQ-024', query('q', 't', 'STATISTICS'), is.equals('decoded.expiration', expiration)),
    ]),
  ),
  aCase('size', 'class 11 has 40 bytes, or 48 with a GUID', [
    control(openSelf('o')),
    asserts('IQ-071', query('q', 'o', 'STATISTICS'), is.matches('payload', '^[0-9a-f]{80}$')),
    asserts('IQ-072', query('r', 'o', 'STATISTICS'), is.matches('payload', '^[0-9a-f]{96}$')),
  ]),
  aCase('size-reported', 'the sizing call of class 11 says 40, or 48 with a GUID', [
    control(openSelf('o')),
    asserts('IQ-071', query('q', 'o', 'STATISTICS', { capacity: 0 }), is.equals('length', 40)),
    asserts('IQ-072', query('r', 'o', 'STATISTICS', { capacity: 0 }), is.equals('length', 48)),
  ]),
]);
