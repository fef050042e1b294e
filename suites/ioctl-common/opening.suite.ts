/** @module Who may open which token: the own one, that of another process, with which mask. */
import {
  aSession,
  aToken,
  by,
  install,
  openProcess,
  openSelf,
  OTHER_USER,
  ref,
  spawn,
} from '../language/steps.js';
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

/** What the SD of a token gives to the token's own user: 0x00E8. */
const GRANTED: readonly number[] = [0x0008, 0x0020, 0x0040, 0x0080, 0x00e8];

/** Everything else, and mixtures with it. */
const DENIED: readonly number[] = [
  0x0001, 0x0002, 0x0004, 0x0100, 0x000a, 0x00ea, 0x00ec, 0x01e8, 0x10000, 0x20000, 0x40000,
  0x80000, 0xf01ff, 0x10000000, 0x20000000, 0x40000000, 0x80000000,
];

/** The worker becomes an ordinary user without privileges. */
const BECOME_USER: readonly SuiteStep[] = [aSession(), aToken(), control(install('t'))];

const EVERYTHING = {
  privilegesPresent: '0xc000000ffffffffc',
  privilegesEnabled: '0xc000000ffffffffc',
} as const;

export default defineSuite('ioctl-common', 'opening', [
  [false, true].map((real) =>
    aCase(`self-${real ? 'primary' : 'effective'}`, 'opening the own token takes no privilege', [
      BECOME_USER,
      judged('IC-023', openSelf('h', 0x0008, real)),
    ]),
  ),
  aCase('self-disabled', 'opening the own token works with all privileges disabled', [
    aSession(),
    aToken('t', { privilegesPresent: '0xc000000ffffffffc' }),
    control(install('t')),
    judged('IC-023', openSelf('h')),
  ]),
  GRANTED.map((mask) =>
    aCase(`self-granted-${mask.toString(16)}`, `the own user gets 0x${mask.toString(16)}`, [
      BECOME_USER,
      accepted('IC-032', openSelf('c')),
      accepted('IC-032', openSelf('h', mask)),
    ]),
  ),
  DENIED.map((mask) =>
    aCase(`self-denied-${mask.toString(16)}`, `the own user does not get 0x${mask.toString(16)}`, [
      control(openSelf('before', mask)),
      BECOME_USER,
      accepted('IC-032', openSelf('c')),
      judged('IC-032', openSelf('h', mask)),
    ]),
  ),
  aCase('process-denied', 'an ordinary user cannot open the token of a SYSTEM process', [
    spawn('p'),
    accepted('IC-025', openProcess('c', 'p')),
    BECOME_USER,
    judged('IC-025', openProcess('h', 'p')),
  ]),
  aCase('process-denied-by-its-sd', 'the process refuses where its token alone would not', [
    aSession(),
    aSession('s2', { userSid: OTHER_USER }),
    spawn('p'),
    by('p', aToken('a', { ...EVERYTHING, privilegesEnabledByDefault: '0xc000000ffffffffc' })),
    by('p', control(install('a'))),
    // Made by the user, so that its SD gives the user everything.
    by('p', aToken('b', { userSid: OTHER_USER, sessionId: ref('s2.id') })),
    by('p', control(install('b'))),
    accepted('IC-025', openProcess('c', 'p')),
    aToken(),
    control(install('t')),
    judged('IC-025', openProcess('h', 'p')),
  ]),
  aCase('process-of-own-user', 'another process of the own user can be opened for query', [
    spawn('p'),
    aSession(),
    by('p', aToken('a')),
    by('p', control(install('a'))),
    aToken(),
    control(install('t')),
    accepted('IC-034', openProcess('c', 'p')),
  ]),
  DENIED.map((mask) =>
    aCase(
      `process-token-${mask.toString(16)}`,
      `of the own user's process, not 0x${mask.toString(16)}`,
      [
        spawn('p'),
        aSession(),
        by('p', aToken('a')),
        by('p', control(install('a'))),
        aToken(),
        control(openProcess('before', 'p', mask)),
        control(install('t')),
        accepted('IC-034', openProcess('c', 'p')),
        judged('IC-034', openProcess('h', 'p', mask)),
      ],
    ),
  ),
]);
