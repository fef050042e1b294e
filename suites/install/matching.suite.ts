/** @module INSTALL: whose tokens a caller with and without SeTcb may install (ruling R64). */
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { adjustPrivileges, aSession, install, OTHER_USER, ref, USER } from '../language/steps.js';
import { powerful, tcbDisabled, withoutTcb } from './installers.js';

/** Two sessions; the caller's token is `first`, of USER in `s`, and `match` is like it. */
const sessions = [aSession(), aSession('s2')];
const OTHER_SESSION = { sessionId: ref('s2.id') };

/** Callers that lack SeTcb. */
const CALLERS: readonly (readonly [name: string, first: SuiteStep, match: SuiteStep])[] = [
  ['absent', withoutTcb('first'), withoutTcb('match')],
  ['disabled', tcbDisabled('first'), tcbDisabled('match')],
];

/** SIDs that differ from {@link USER} in one place. */
const OTHER_USERS: readonly (readonly [name: string, sid: string])[] = [
  ['RID', OTHER_USER],
  ['domain', 'S-1-5-21-1112-2222-3333-1001'],
  ['longer', `${USER}-0`],
  ['shorter', 'S-1-5-21-1111-2222-3333'],
  ['authority', 'S-1-6-21-1111-2222-3333-1001'],
  ['SYSTEM', 'S-1-5-18'],
];

/** In the session `s` all the same; a candidate may refuse to make such a token (ruling R98). */
function inThatSession(token: SuiteStep): SuiteStep {
  return { ...token, expect: [{ is: { kind: 'either' } }] };
}
const IN_S = { sessionId: ref('s.id') };

function ifThereIs(step: string, call: SuiteStep): SuiteStep {
  return { ...call, onlyIf: { step, ended: 'returned' } };
}

export default defineSuite('install', 'matching', [
  CALLERS.flatMap(([tcb, first, match]) => [
    OTHER_USERS.map(([name, userSid]) =>
      aCase(`other-user-${name}-${tcb}`, `a token of another user (${name}), SeTcb ${tcb}`, [
        aSession(),
        first,
        match,
        inThatSession(powerful('other', { userSid, ...IN_S })),
        control(install('first')),
        accepted('IN-010', install('match')),
        ifThereIs('other', judged('IN-010', install('other'))),
      ]),
    ),
    aCase(`other-session-${tcb}`, `a token of the own user in another session, SeTcb ${tcb}`, [
      sessions,
      first,
      match,
      powerful('other', OTHER_SESSION),
      control(install('first')),
      accepted('IN-012', install('match')),
      judged('IN-012', install('other')),
    ]),
    aCase(`neither-${tcb}`, `a token of another user in another session, SeTcb ${tcb}`, [
      sessions,
      first,
      match,
      powerful('other', { userSid: OTHER_USER, ...OTHER_SESSION }),
      control(install('first')),
      control(install('match')),
      judged(['IN-010', 'IN-012'], install('other')),
    ]),
    aCase(`free-${tcb}`, `another user in another session needs no SeTcb (${tcb})`, [
      sessions,
      first,
      withoutTcb('other', { userSid: OTHER_USER, ...OTHER_SESSION }),
      control(install('first')),
      judged('IN-027', install('other')),
    ]),
    aCase(`free-user-${tcb}`, `another user in the same session needs no SeTcb (${tcb})`, [
      aSession(),
      first,
      inThatSession(withoutTcb('other', { userSid: OTHER_USER, ...IN_S })),
      control(install('first')),
      ifThereIs('other', judged('IN-027', install('other'))),
    ]),
    aCase(`free-session-${tcb}`, `the own user in another session needs no SeTcb (${tcb})`, [
      sessions,
      first,
      withoutTcb('other', OTHER_SESSION),
      control(install('first')),
      judged('IN-027', install('other')),
    ]),
  ]).flat(),
  aCase('system-without-tcb', 'the user SYSTEM without SeTcb is bound to its user and session', [
    aSession('s', { userSid: 'S-1-5-18' }),
    powerful('first', { userSid: 'S-1-5-18', integrityLevel: 16384 }),
    powerful('match', { userSid: 'S-1-5-18', integrityLevel: 16384 }),
    inThatSession(powerful('other', { userSid: USER, ...IN_S })),
    control(install('first')),
    control(adjustPrivileges('first', [{ luid: 7, attributes: 0 }])),
    control(adjustPrivileges('match', [{ luid: 7, attributes: 0 }])),
    accepted('IN-010', install('match')),
    ifThereIs('other', judged('IN-010', install('other'))),
  ]),
  OTHER_USERS.map(([name, userSid]) =>
    aCase(`tcb-other-user-${name}`, `with SeTcb a token of another user (${name}) is accepted`, [
      aSession(),
      powerful('first'),
      inThatSession(powerful('other', { userSid, ...IN_S })),
      control(install('first')),
      ifThereIs('other', judged('IN-011', install('other'))),
    ]),
  ),
  aCase('tcb-other-session', 'with SeTcb a token of another session is accepted', [
    sessions,
    powerful('first'),
    powerful('other', OTHER_SESSION),
    control(install('first')),
    judged('IN-013', install('other')),
  ]),
  aCase('tcb-neither', 'with SeTcb a token of another user and session is accepted', [
    sessions,
    powerful('first'),
    powerful('other', { userSid: OTHER_USER, ...OTHER_SESSION }),
    control(install('first')),
    judged(['IN-011', 'IN-013'], install('other')),
  ]),
  aCase('tcb-from-boot', 'the boot identity may install a token of a new user and session', [
    aSession(),
    powerful('other'),
    judged(['IN-011', 'IN-013'], install('other')),
  ]),
]);
