/** @module Session ids: fresh each time, usable as they are returned, never a reserved one. */
import { aCase, accepted, asserts, control, defineSuite } from '../language/suite.js';
import {
  aSession,
  aToken,
  by,
  closeHandle,
  createSession,
  createToken,
  destroySession,
  is,
  OTHER_USER,
  ref,
  sessionSpec,
  spawn,
  tokenSpec,
  USER,
} from '../language/steps.js';
import type { SuiteStep } from '../language/suite.js';

/** A new session whose id no earlier step returned. */
function fresh(as: string, value: Parameters<typeof sessionSpec>[0] = {}): SuiteStep {
  return asserts('SE-002', createSession(as, sessionSpec(value)), is.newId('id'));
}

const SEVERAL = Array.from({ length: 16 }, (_, n) => `s${n}`);
const MANY = Array.from({ length: 2000 }, (_, n) => `s${n}`);
const LOGON_TYPES = [2, 3, 4, 5, 8, 9];

export default defineSuite('session-lifecycle', 'ids', [
  aCase('several', '16 sessions one after the other have ids of their own', [
    SEVERAL.map((name) => fresh(name)),
  ]),
  aCase('other-users-and-types', 'sessions of other users and logon types have ids of their own', [
    LOGON_TYPES.map((logonType) => fresh(`a${logonType}`, { logonType })),
    LOGON_TYPES.map((logonType) => fresh(`b${logonType}`, { logonType, userSid: OTHER_USER })),
  ]),
  aCase('two-processes', 'sessions that two processes make in turn have ids of their own', [
    spawn('p'),
    fresh('s1'),
    by('p', fresh('s2')),
    fresh('s3'),
    by('p', fresh('s4')),
  ]),
  aCase('after-destroy', 'the id of a destroyed session is not given out again', [
    fresh('s1'),
    control(destroySession(ref('s1.id'))),
    fresh('s2'),
    control(destroySession(ref('s2.id'))),
    fresh('s3'),
  ]),
  aCase('after-last-token', 'the id of a session whose last token is gone is not given out again', [
    fresh('s1'),
    aToken('t', { sessionId: ref('s1.id') }),
    closeHandle('t'),
    fresh('s2'),
    fresh('s3'),
  ]),
  aCase('after-refused-record', 'a refused record does not disturb the ids', [
    fresh('s1'),
    { ...createSession('bad', '02'), expect: [{ is: is.refused }] },
    fresh('s2'),
  ]),
  LOGON_TYPES.flatMap((logonType) =>
    [USER, OTHER_USER].map((userSid) =>
      aCase(
        `value-type-${logonType}-user-${userSid.slice(-4)}`,
        `the value returned for logon type ${logonType} is a positive id that tokens can name`,
        [
          asserts(
            'SE-003',
            asserts(
              'SE-003',
              createSession('s', sessionSpec({ logonType, userSid })),
              is.greaterThan('id', '0x0'),
            ),
            is.bits('id', '0x8000000000000000', 0),
          ),
          accepted('SE-003', createToken('t', tokenSpec({ userSid }))),
        ],
      ),
    ),
  ),
  aCase('value-second-session', 'each of two ids names a session that takes tokens', [
    aSession('s1'),
    aSession('s2'),
    accepted('SE-003', createToken('t2', tokenSpec({ sessionId: ref('s2.id') }))),
    accepted('SE-003', createToken('t1', tokenSpec({ sessionId: ref('s1.id') }))),
  ]),
  aCase('at-least-1000', 'ids made at run time are above 999', [
    SEVERAL.map((name) => asserts('SE-026', createSession(name), is.greaterThan('id', '0x3e7'))),
  ]),
  aCase('never-998-or-999', '2000 new sessions and not one of them is 998 or 999', [
    // One at a time: whatever runs beside this case sees them in its listings.
    MANY.flatMap((name) => [
      asserts(
        'SE-037',
        asserts('SE-037', createSession(name), is.differsFrom('id', '0x3e6')),
        is.differsFrom('id', '0x3e7'),
      ),
      destroySession(ref(`${name}.id`)),
    ]),
  ]),
]);
