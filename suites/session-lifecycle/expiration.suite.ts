/** @module Tokens whose expiration is in the past go on working. */
import { aCase, accepted, asserts, defineSuite, judged } from '../language/suite.js';
import {
  adjustDefault,
  aSession,
  createToken,
  install,
  is,
  openSelf,
  query,
  tokenSpec,
  USER,
} from '../language/steps.js';

/** In the past whatever the unit: seconds, microseconds, nanoseconds, 100 ns since 1601. */
const PAST = ['0x1', '0x2', '0x3b9aca00', '0x5e0be100'];

export default defineSuite('session-lifecycle', 'expiration', [
  PAST.map((expiration) =>
    aCase(`expired-${expiration}`, `a token that expired at ${expiration} answers queries`, [
      aSession(),
      judged('SE-022', createToken('t', tokenSpec({ expiration }))),
      asserts('SE-022', query('user', 't', 'USER'), is.equals('decoded', USER)),
      asserts(
        'SE-022',
        query('statistics', 't', 'STATISTICS'),
        is.equals('decoded.expiration', expiration),
      ),
    ]),
  ),
  aCase('expired-impersonation', 'an expired impersonation token answers queries', [
    aSession(),
    judged(
      'SE-022',
      createToken('t', tokenSpec({ expiration: '0x1', tokenType: 2, impersonationLevel: 2 })),
    ),
    asserts('SE-022', query('user', 't', 'USER'), is.equals('decoded', USER)),
  ]),
  aCase(
    'expired-adjusted',
    'an expired token can be adjusted',
    [
      aSession(),
      judged('SE-022', createToken('t', tokenSpec({ expiration: '0x1' }))),
      accepted('SE-022', adjustDefault('t', { groupIndex: 1 })),
      asserts('SE-022', query('group', 't', 'PRIMARY_GROUP'), is.equals('decoded', 'S-1-1-0')),
    ],
    { needs: ['adjust'] },
  ),
  aCase(
    'expired-installed',
    'an expired token can be what a process runs with',
    [
      aSession(),
      judged('SE-022', createToken('t', tokenSpec({ expiration: '0x1' }))),
      accepted('SE-022', install('t')),
      accepted('SE-022', openSelf('me')),
      asserts('SE-022', query('user', 'me', 'USER'), is.equals('decoded', USER)),
    ],
    { needs: ['install'] },
  ),
]);
