/** @module What earlier impersonations, privileges and other threads leave behind: nothing. */
import {
  adjustPrivileges,
  aSession,
  by,
  is,
  openSelf,
  OTHER_USER,
  query,
} from '../language/steps.js';
import { effectiveToken, impersonate, revert, startThread } from '../language/steps-impersonate.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import { aClient, asServer, PRIVILEGES } from './servers.js';

const IMPERSONATE = 29;

export default defineSuite('impersonate', 'remembered', [
  aCase('after-install', 'the gates weigh the token installed since the first impersonation', [
    aSession(),
    aClient('first'),
    aClient('client', { userSid: OTHER_USER }),
    control(impersonate('first')),
    control(revert()),
    asServer(),
    control(impersonate('client')),
    effectiveToken('e'),
    asserts('IM-014', query('q', 'e', 'IMPERSONATION_LEVEL'), is.equals('decoded', 1)),
  ]),
  aCase(
    'privilege-used-before',
    'a privilege that has served before does not serve when it is disabled',
    [
      aSession(),
      aClient('client', { userSid: OTHER_USER }),
      asServer(PRIVILEGES.enabled),
      control(impersonate('client')),
      effectiveToken('with'),
      control(query('was', 'with', 'IMPERSONATION_LEVEL')),
      control(revert()),
      control(openSelf('me', 0x28, true)),
      control(adjustPrivileges('me', [{ luid: IMPERSONATE, attributes: 0 }])),
      control(impersonate('client')),
      effectiveToken('without'),
      asserts('IM-010', query('q', 'without', 'IMPERSONATION_LEVEL'), is.equals('decoded', 1)),
    ],
    { needs: ['adjust'] },
  ),
  aCase(
    'revert-of-a-sibling',
    'revert is of one thread: another one goes on as the client',
    [
      aSession(),
      aClient('client', { userSid: OTHER_USER }),
      asServer(PRIVILEGES.enabled),
      startThread('other'),
      control(impersonate('client')),
      by('other', control(impersonate('client'))),
      control(revert()),
      by('other', effectiveToken('e')),
      by('other', asserts('IM-025', query('q', 'e', 'USER'), is.equals('decoded', OTHER_USER))),
    ],
    { needs: ['threads'] },
  ),
]);
