/** @module What kacs_create_token makes: a handle, an identity of its own, a complete token. */
import {
  adjustPrivileges,
  aSession,
  aToken,
  createToken,
  destroySession,
  install,
  is,
  openSelf,
  OTHER_USER,
  query,
  ref,
  tokenSpec,
} from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

/** Enough to install the next token: SeAssignPrimaryToken and SeTcb, bits 3 and 7. */
const INSTALLER = 0x88n;
const CREATE = 0x4n;

/** A token with the given privileges, for the worker to install. */
function caller(as: string, present: bigint, enabled: bigint): SuiteStep {
  const masks = [present, enabled].map((mask) => `0x${mask.toString(16)}`);
  return aToken(as, {
    privilegesPresent: masks[0],
    privilegesEnabled: masks[1],
    privilegesEnabledByDefault: masks[1],
  });
}

/** Well-formed SIDs behind which nobody stands. */
const STRANGERS: readonly string[] = [
  'S-1-5-21-3735928559-3405691582-195948557-4294967294',
  'S-1-5-21-1-2-3-500',
  'S-1-5-1234567',
  'S-1-99-1',
  'S-1-0xffffffffffff-1-2-3',
  'S-1-5-80-1-2-3-4-5',
  'S-1-7-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15',
];

/** A group that nobody knows either; whether a group may be the user is open (ruling R39). */
const STRANGE_GROUP = 'S-1-5-21-9-8-7-4711';

const ALL_CLASSES = Array.from({ length: 21 }, (_, n) => n + 1);
const NEW_CLASSES = [22, 23, 24];

export default defineSuite('token-creation-effects', 'creation', [
  [1, 2].map((tokenType) =>
    aCase(`handle-type-${tokenType}`, `a spec of type ${tokenType} gives a handle that works`, [
      aSession(),
      judged('TC-007', createToken('t', tokenSpec({ tokenType }))),
      asserts('TC-007', query('q', 't', 'TYPE'), is.equals('decoded', tokenType)),
    ]),
  ),
  [1, 2].map((tokenType) =>
    aCase(`identity-${tokenType}`, `one spec used twice makes two tokens of type ${tokenType}`, [
      aSession(),
      aToken('t', { tokenType }),
      aToken('u', { tokenType }),
      control(query('q', 't', 'STATISTICS')),
      asserts(
        'TC-001',
        query('r', 'u', 'STATISTICS'),
        is.differsFrom('decoded.identity', ref('q.decoded.identity')),
      ),
    ]),
  ),
  aCase('identity-three', 'the third token differs from the first as well as from the second', [
    aSession(),
    aToken('t'),
    aToken('u'),
    aToken('v'),
    control(query('q', 't', 'STATISTICS')),
    control(query('r', 'u', 'STATISTICS')),
    asserts(
      'TC-001',
      asserts(
        'TC-001',
        query('x', 'v', 'STATISTICS'),
        is.differsFrom('decoded.identity', ref('q.decoded.identity')),
      ),
      is.differsFrom('decoded.identity', ref('r.decoded.identity')),
    ),
  ]),
  [1, 2].map((tokenType) =>
    aCase(`modified-${tokenType}`, `the first modification id of a token of type ${tokenType}`, [
      aSession(),
      aToken('t', { tokenType }),
      // Statistics: identity (16 or 32 digits), session, modification id, 16 bytes more.
      asserts(
        'TC-002',
        query('q', 't', 'STATISTICS'),
        is.matches(
          'payload',
          '^(?:([0-9a-f]{16})[0-9a-f]{16}(?:\\1|0{16})|[0-9a-f]{48}0{16})[0-9a-f]{32}$',
        ),
      ),
      asserts(
        'TC-028',
        query('r', 't', 'STATISTICS'),
        is.matches('payload', '^([0-9a-f]{16})[0-9a-f]{16}\\1[0-9a-f]{32}$'),
      ),
      asserts('TC-029', query('u', 't', 'STATISTICS'), is.equals('decoded.modifiedId', '0x0')),
    ]),
  ),
  aCase('source', 'the kernel fills in a source of 16 bytes, the same on every query', [
    aSession(),
    aToken(),
    asserts('TC-004', query('q', 't', 'SOURCE'), is.matches('payload', '^[0-9a-f]{32}$')),
    asserts('TC-004', query('r', 't', 'SOURCE'), is.equals('payload', ref('q.payload'))),
  ]),
  [1, 2].map((tokenType) =>
    aCase(`elevation-${tokenType}`, `a new token of type ${tokenType} has elevation Default`, [
      aSession(),
      aToken('t', { tokenType }),
      asserts('TC-017', query('q', 't', 'ELEVATION_TYPE'), is.equals('decoded', 1)),
    ]),
  ),
  [1, 2, 3].map((n) =>
    aCase(`guid-${n}`, 'the identity is a version-4 UUID', [
      aSession(),
      aToken('t', { tokenType: 1 + (n % 2) }),
      // No text says in which order the first three parts stand: the nibble is in byte 6 or 7.
      asserts(
        'TC-030',
        query('q', 't', 'STATISTICS'),
        is.matches(
          'decoded.identity',
          '^[0-9a-f]{12}(?:4[0-9a-f]{3}|[0-9a-f]{2}4.)[89ab][0-9a-f]{15}$',
        ),
      ),
    ]),
  ),
  aCase('complete', 'after the one call every query class answers', [
    aSession(),
    judged('TC-015', createToken('t')),
    ALL_CLASSES.map((n) => accepted('TC-015', query(`q${n}`, 't', n))),
  ]),
  aCase(
    'complete-new-classes',
    'after the one call the classes for claims and GIDs answer, too',
    [
      aSession(),
      judged('TC-015', createToken('t')),
      NEW_CLASSES.map((n) => accepted('TC-015', query(`q${n}`, 't', n))),
    ],
    { only: { R15: '24' } },
  ),
  aCase('holds-session', 'a session with a token is not empty, one without is', [
    aSession('empty'),
    control(destroySession(ref('empty.id'))),
    aSession(),
    aToken(),
    judged('TC-016', destroySession(ref('s.id'))),
    accepted('TC-016', query('q', 't', 'USER')),
  ]),
  aCase('holds-session-by-one-of-two', 'closing one of two tokens does not empty the session', [
    aSession(),
    aToken('t'),
    aToken('u'),
    control({ op: 'world.close', args: { handle: ref('t.handle') } }),
    judged('TC-016', destroySession(ref('s.id'))),
  ]),
  STRANGERS.map((sid, n) =>
    aCase(`stranger-${n + 1}`, `nobody has to stand behind ${sid}`, [
      aSession('s', { userSid: sid }),
      judged('TC-021', createToken('t', tokenSpec({ userSid: sid }))),
      judged(
        'TC-021',
        createToken(
          'u',
          tokenSpec({ userSid: sid, groups: [{ sid: STRANGE_GROUP, attributes: 7 }] }),
        ),
      ),
    ]),
  ),
  aCase('privilege', 'without SeCreateTokenPrivilege, and with it disabled, creation fails', [
    aSession(),
    caller('holder', INSTALLER | CREATE, INSTALLER | CREATE),
    caller('disabled', INSTALLER | CREATE, INSTALLER),
    caller('without', INSTALLER, INSTALLER),
    control(install('holder')),
    accepted('TC-014', createToken('t')),
    control(install('disabled')),
    judged('TC-014', createToken('u')),
    control(install('without')),
    judged('TC-014', createToken('v')),
  ]),
  aCase('privilege-others', 'all the other privileges together do not help', [
    aSession(),
    caller('holder', 0xc000000ffffffffcn, 0xc000000ffffffffcn),
    caller('others', 0xc000000ffffffff8n, 0xc000000ffffffff8n),
    control(install('holder')),
    accepted('TC-014', createToken('t')),
    control(install('others')),
    judged('TC-014', createToken('u')),
  ]),
  aCase(
    'privilege-switched',
    'the privilege counts while it is enabled',
    [
      aSession(),
      control(openSelf('o', 0x0028)),
      accepted('TC-014', createToken('t')),
      control(adjustPrivileges('o', [{ luid: 2, attributes: 0 }])),
      judged('TC-014', createToken('u')),
      control(adjustPrivileges('o', [{ luid: 2, attributes: 2 }])),
      accepted('TC-014', createToken('v')),
    ],
    { needs: ['adjust'] },
  ),
  aCase('other-user', 'the token’s user is not the user of its session', [
    aSession(),
    judged('TC-037', createToken('t', tokenSpec({ userSid: OTHER_USER }))),
  ]),
]);
