/** @module The process SD and INSTALL: made anew for another user, left alone for the same one. */
import {
  aSession,
  aToken,
  by,
  install,
  is,
  OTHER_USER,
  ref,
  spawn,
  USER,
} from '../language/steps.js';
import { processSd, setProcessDacl, type AceSpec } from '../language/steps-access.js';
import { aCase, asserts, control, defineSuite, judged, type SuiteStep } from '../language/suite.js';
import { powerful } from './installers.js';

const SYSTEM = 'S-1-5-18';
const ADMINISTRATORS = 'S-1-5-32-544';
const EVERYONE = 'S-1-1-0';
const QUERY_LIMITED = 0x1000;
/** GENERIC_ALL as it is written, and as processes map it. */
const GENERIC_ALL = [0x10000000, 0x000e1e73];

const allowed = (sid: string): string => `descriptor.allowed[${sid}]`;
/** The SD of the worker's process, read by another process that stays SYSTEM. */
const read = (as: string): SuiteStep => by('p', processSd(as, 'w'));

const USERS = [USER, OTHER_USER, 'S-1-5-19', 'S-1-22-1-1000'] as const;

/** A custom DACL, to be told from any template. */
const CUSTOM: readonly AceSpec[] = [
  { sid: SYSTEM, mask: 0x000e1e73 },
  { sid: 'S-1-5-21-5-5-5-5005', mask: 0x1000 },
];

/** The worker becomes another user. */
const become = (user: string): readonly SuiteStep[] => [
  spawn('p'),
  aSession(),
  powerful('t', { userSid: user }),
  control(read('before')),
  control(install('t')),
];

export default defineSuite('install', 'security-descriptors', [
  USERS.flatMap((user, n) => [
    aCase(`rebuilt-${n}`, `the process SD is another once ${user} is installed`, [
      become(user),
      asserts('IN-003', read('after'), is.differsFrom('descriptor', ref('before.descriptor'))),
    ]),
    aCase(`owner-${n}`, `the process SD belongs to ${user} once that is installed`, [
      become(user),
      asserts('IN-005', read('after'), is.equals('descriptor.owner', user)),
    ]),
    aCase(
      `template-${n}`,
      `the process SD is the default one of ${user}: four entries`,
      [
        become(user),
        [user, ADMINISTRATORS, SYSTEM].reduce(
          (step, sid) => asserts('IN-004', step, is.oneOf(allowed(sid), GENERIC_ALL)),
          asserts(
            'IN-004',
            asserts('IN-004', read('after'), is.equals(allowed(EVERYONE), QUERY_LIMITED)),
            is.equals('descriptor.dacl.aces.length', 4),
          ),
        ),
      ],
      { only: { R56: 'defined' } },
    ),
    aCase(
      `template-order-${n}`,
      `the four entries stand in the order of the template for ${user}`,
      [
        become(user),
        [user, ADMINISTRATORS, SYSTEM, EVERYONE].reduce(
          (step, sid, at) =>
            asserts('IN-004', step, is.equals(`descriptor.dacl.aces[${at}].sid`, sid)),
          read('after'),
        ),
      ],
      { only: { R56: 'defined' } },
    ),
  ]),
  aCase(
    'template',
    'the process SD after INSTALL of another user is recorded',
    [become(USER), judged('IN-004', read('after'))],
    { only: { R56: 'undefined' } },
  ),
  aCase('custom-then-other-user', 'a custom process SD is gone once another user is installed', [
    spawn('p'),
    aSession(),
    powerful('t', { userSid: USER }),
    setProcessDacl('w', CUSTOM),
    control(read('before')),
    control(install('t')),
    asserts('IN-003', read('after'), is.differsFrom('descriptor', ref('before.descriptor'))),
  ]),
  aCase('twice', 'each new user makes the process SD anew', [
    spawn('p'),
    aSession(),
    powerful('t', { userSid: USER }),
    powerful('u', { userSid: OTHER_USER }),
    control(install('t')),
    control(read('before')),
    control(install('u')),
    asserts(
      'IN-003',
      asserts('IN-005', read('after'), is.equals('descriptor.owner', OTHER_USER)),
      is.differsFrom('descriptor', ref('before.descriptor')),
    ),
  ]),
  (['default', 'custom'] as const).flatMap((kind) => [
    aCase(`same-user-${kind}`, `INSTALL for the same user leaves the ${kind} process SD`, [
      spawn('p'),
      aSession(),
      aToken('t', { userSid: SYSTEM }),
      ...(kind === 'custom' ? [setProcessDacl('w', CUSTOM)] : []),
      control(read('before')),
      control(install('t')),
      asserts('IN-021', read('after'), is.equals('descriptor', ref('before.descriptor'))),
    ]),
    aCase(
      `same-ordinary-user-${kind}`,
      `INSTALL for the same ordinary user leaves the ${kind} process SD`,
      [
        spawn('p'),
        aSession(),
        powerful('t', { userSid: USER }),
        powerful('u', { userSid: USER, groups: [{ sid: ADMINISTRATORS, attributes: 7 }] }),
        control(install('t')),
        ...(kind === 'custom' ? [by('p', setProcessDacl('w', CUSTOM))] : []),
        control(read('before')),
        control(install('u')),
        asserts('IN-021', read('after'), is.equals('descriptor', ref('before.descriptor'))),
      ],
    ),
  ]),
]);
