/** @module INSTALL and threads: impersonation around it, and the other threads of the process. */
import {
  adjustPrivileges,
  aSession,
  aToken,
  by,
  install,
  is,
  observe,
  openSelf,
  OTHER_USER,
  query,
  ref,
  USER,
} from '../language/steps.js';
import { effectiveToken, impersonate, revert, startThread } from '../language/steps-impersonate.js';
import { within5Seconds } from '../language/steps-inspect.js';
import { aCase, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { ASSIGN, powerful } from './installers.js';

const ALL = '0xc000000ffffffffc';
const EVERY_PRIVILEGE = {
  privilegesPresent: ALL,
  privilegesEnabled: ALL,
  privilegesEnabledByDefault: ALL,
} as const;

/** An impersonation token of an ordinary user that holds everything, or nothing. */
const client = (level: number, privileges: Partial<typeof EVERY_PRIVILEGE>): SuiteStep =>
  aToken('i', { tokenType: 2, impersonationLevel: level, userSid: OTHER_USER, ...privileges });

const LEVELS = [0, 1, 2, 3];

/** Session `s`, token `t` to install with its statistics `made`, impersonation token `i`. */
const PREPARED: readonly SuiteStep[] = [
  aSession(),
  aToken('t'),
  control(query('made', 't', 'STATISTICS')),
  client(2, {}),
  control(query('client', 'i', 'STATISTICS')),
];

const isMade = is.equals('decoded.identity', ref('made.decoded.identity'));
const isClient = is.equals('decoded.identity', ref('client.decoded.identity'));

const OFF: readonly (readonly [name: string, steps: readonly SuiteStep[]])[] = [
  ['disabled', [control(adjustPrivileges('me', [{ luid: ASSIGN, attributes: 0 }]))]],
  ['removed', [control(adjustPrivileges('me', [{ luid: ASSIGN, attributes: 4 }]))]],
];

export default defineSuite('install', 'threads', [
  LEVELS.flatMap((level) => [
    OFF.map(([name, steps]) =>
      aCase(
        `impersonating-holder-${name}-${level}`,
        `a holder at level ${level} does not help`,
        [
          aSession(),
          aToken('t'),
          client(level, EVERY_PRIVILEGE),
          control(openSelf('me', 0x29, true)),
          control(install('me')),
          steps,
          control(impersonate('i')),
          judged('IN-008', install('t')),
        ],
        { needs: ['adjust'] },
      ),
    ),
    aCase(`impersonating-non-holder-${level}`, `nor does a non-holder at level ${level} hinder`, [
      aSession(),
      aToken('t'),
      client(level, {}),
      control(impersonate('i')),
      judged('IN-009', install('t')),
    ]),
  ]).flat(),
  aCase('holder-after-revert', 'the real token counts before, during and after', [
    aSession(),
    powerful('own'),
    aToken('t'),
    client(2, {}),
    control(install('own')),
    control(impersonate('i')),
    judged('IN-009', install('own')),
    control(revert()),
    judged('IN-009', install('t')),
  ]),
  [USER, OTHER_USER, 'S-1-5-18'].map((userSid) =>
    aCase(`sibling-${userSid}`, `a sibling thread goes on with the installed token (${userSid})`, [
      aSession(),
      aToken('t', { userSid }),
      control(query('made', 't', 'STATISTICS')),
      startThread('b'),
      control(install('t')),
      within5Seconds(
        by('b', asserts('IN-017', observe('o'), is.equals('effective.11', ref('made.payload')))),
      ),
    ]),
  ),
  aCase('siblings', 'several sibling threads do', [
    aSession(),
    aToken('t'),
    control(query('made', 't', 'STATISTICS')),
    ['b', 'c', 'd'].map((name) => startThread(name)),
    by('c', control(install('t'))),
    ['w', 'b', 'd'].map((name) =>
      within5Seconds(
        by(
          name,
          asserts('IN-017', observe(`${name}Seen`), is.equals('effective.11', ref('made.payload'))),
        ),
      ),
    ),
  ]),
  aCase('sibling-opens', 'a sibling opens the installed token as its own', [
    aSession(),
    aToken('t'),
    control(query('made', 't', 'STATISTICS')),
    startThread('b'),
    control(install('t')),
    within5Seconds(
      by('b', asserts('IN-017', observe('o'), is.equals('effective.11', ref('made.payload')))),
    ),
    by('b', control(openSelf('h', 0x0008, true))),
    by('b', asserts('IN-017', query('q', 'h', 'STATISTICS'), isMade)),
  ]),
  aCase('keeps-impersonation', 'the caller goes on impersonating', [
    PREPARED,
    control(impersonate('i')),
    control(install('t')),
    effectiveToken('e'),
    asserts('IN-019', query('q', 'e', 'STATISTICS'), isClient),
    asserts('IN-019', query('r', 'e', 'TYPE'), is.equals('decoded', 2)),
  ]),
  aCase(
    'sibling-keeps-impersonation',
    'and so does a sibling thread',
    [
      PREPARED,
      startThread('b'),
      by('b', control(impersonate('i'))),
      control(install('t')),
      by('b', effectiveToken('e')),
      asserts('IN-019', query('q', 'e', 'STATISTICS'), isClient),
    ],
    { needs: ['threads'] },
  ),
  aCase('reverts-to-the-new', 'a revert ends at the installed token', [
    PREPARED,
    control(impersonate('i')),
    control(install('t')),
    control(revert()),
    control(openSelf('h', 0x0008)),
    asserts('IN-020', query('q', 'h', 'STATISTICS'), isMade),
  ]),
  aCase('reverts-to-the-newest', 'also after two of them', [
    PREPARED,
    powerful('first'),
    control(impersonate('i')),
    control(install('first')),
    control(install('t')),
    control(revert()),
    control(openSelf('h', 0x0008)),
    asserts('IN-020', query('q', 'h', 'STATISTICS'), isMade),
  ]),
]);
