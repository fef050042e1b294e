/** @module ADJUST_SESSIONID while impersonating: the real token's privilege decides. */
import {
  adjustPrivileges,
  adjustSessionId,
  aSession,
  aToken,
  openSelf,
} from '../language/steps.js';
import { impersonate, revert } from '../language/steps-impersonate.js';
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';

const TCB = 7;

/** An impersonation token that holds SeTcb. */
const holder = (impersonationLevel: number, userSid: string) =>
  aToken('i', {
    tokenType: 2,
    impersonationLevel,
    userSid,
    privilegesPresent: '0x80',
    privilegesEnabled: '0x80',
    privilegesEnabledByDefault: '0x80',
  });

export default defineSuite('adjust-sessionid', 'impersonating', [
  [0, 1, 2, 3].flatMap((level) =>
    ['S-1-5-18', 'S-1-5-21-1111-2222-3333-1002'].map((user) =>
      aCase(`holder-${level}-${user}`, `impersonating a holder at level ${level} does not help`, [
        aSession(),
        aToken(),
        holder(level, user),
        control(openSelf('me', 0x28, true)),
        accepted('AS-005', adjustSessionId('t', 3)),
        control(adjustPrivileges('me', [{ luid: TCB, attributes: 0 }])),
        control(impersonate('i')),
        judged('AS-005', adjustSessionId('t', 4)),
        control(revert()),
      ]),
    ),
  ),
]);
