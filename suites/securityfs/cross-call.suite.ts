/** @module The nodes of securityfs and other calls: who opens them, and what happens later. */
import { aSession, aToken, install, is, OTHER_USER, query, ref } from '../language/steps.js';
import { impersonate, revert } from '../language/steps-impersonate.js';
import { openPath, SELF_NODE, SESSIONS_NODE } from '../language/steps-inspect.js';
import { aCase, asserts, control, defineSuite, refused } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

/** An impersonation token of a user that nobody granted anything. */
const CLIENT: readonly SuiteStep[] = [
  aSession(),
  aToken('i', { tokenType: 2, impersonationLevel: 2, userSid: OTHER_USER }),
  control(query('client', 'i', 'STATISTICS')),
];

/** The handle `h` answers with the token that the query `as` was asked of. */
const shows = (as: string, name: string): SuiteStep =>
  asserts(
    'SF-002',
    query(name, 'h', 'STATISTICS'),
    is.equals('decoded.identity', ref(`${as}.decoded.identity`)),
  );

export default defineSuite('securityfs', 'cross-call', [
  aCase('listed-while-impersonating', 'the impersonated user asks the SD of the listing', [
    CLIENT,
    control(openPath('ok', SESSIONS_NODE)),
    control(impersonate('i')),
    refused('SF-021', openPath('h', SESSIONS_NODE)),
    control(revert()),
    control(openPath('again', SESSIONS_NODE)),
  ]),
  aCase('opened-before-impersonating', 'a handle shows who opened it, whoever that is by now', [
    CLIENT,
    control(openPath('h', SELF_NODE)),
    control(query('own', 'h', 'STATISTICS')),
    control(impersonate('i')),
    shows('own', 'now'),
  ]),
  aCase('opened-while-impersonating', 'a handle of the impersonated token outlives the revert', [
    CLIENT,
    control(impersonate('i')),
    control(openPath('h', SELF_NODE)),
    control(revert()),
    shows('client', 'now'),
  ]),
  aCase('opened-before-install', 'a handle of the former primary token outlives INSTALL', [
    aSession(),
    aToken('t'),
    control(openPath('h', SELF_NODE)),
    control(query('own', 'h', 'STATISTICS')),
    control(install('t')),
    shows('own', 'now'),
  ]),
]);
