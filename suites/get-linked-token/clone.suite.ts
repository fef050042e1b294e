/** @module GET_LINKED_TOKEN without SeTcb: a copy that can be looked at and nothing else. */
import { aToken, by, install, is, openSelf, query, ref, spawn } from '../language/steps.js';
import { impersonate } from '../language/steps-impersonate.js';
import { getLinked, passHandle } from '../language/steps-inspect.js';
import { ADJUST_CALLS, DERIVE_CALLS, IDENTITY_CALLS, LINK_CALLS } from '../language/query-only.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import { cloneOf, PAIR, remembered, SIDES, TCB_AGAIN, WITHOUT_TCB } from './members.js';

const CALLS = [...ADJUST_CALLS, ...DERIVE_CALLS, ...IDENTITY_CALLS, ...LINK_CALLS];

const READABLE = ['USER', 'GROUPS', 'PRIVILEGES'] as const;

export default defineSuite('get-linked-token', 'clone', [
  SIDES.flatMap(([member, partner, type]) => [
    aCase(`identity-${member}`, `the clone for member ${member} is no token known before`, [
      cloneOf(member),
      remembered('own', member, 'STATISTICS'),
      remembered('other', partner, 'STATISTICS'),
      asserts(
        ['GL-002', 'GL-017'],
        query('q', 'c', 'STATISTICS'),
        is.differsFrom('decoded.identity', ref('other.decoded.identity')),
      ),
      asserts(
        'GL-017',
        query('r', 'c', 'STATISTICS'),
        is.differsFrom('decoded.identity', ref('own.decoded.identity')),
      ),
    ]),
    aCase(`two-clones-${member}`, `two clones for member ${member} are two tokens`, [
      cloneOf(member),
      control(getLinked('d', member)),
      remembered('first', 'c', 'STATISTICS'),
      asserts(
        'GL-017',
        query('q', 'd', 'STATISTICS'),
        is.differsFrom('decoded.identity', ref('first.decoded.identity')),
      ),
    ]),
    aCase(`level-${member}`, `the clone for member ${member} has level Identification`, [
      cloneOf(member),
      asserts('GL-003', query('q', 'c', 'IMPERSONATION_LEVEL'), is.equals('decoded', 1)),
    ]),
    aCase(`type-${member}`, `the clone for member ${member} is an impersonation token`, [
      cloneOf(member),
      asserts('GL-020', query('q', 'c', 'TYPE'), is.equals('decoded', 2)),
      asserts('GL-020', query('r', 'c', 'STATISTICS'), is.equals('decoded.tokenType', 2)),
    ]),
    aCase(`elevation-${member}`, `the clone for member ${member} has elevation type ${type}`, [
      cloneOf(member),
      asserts('GL-016', query('q', 'c', 'ELEVATION_TYPE'), is.equals('decoded', type)),
    ]),
    READABLE.map((of) =>
      aCase(`${of.toLowerCase()}-${member}`, `the clone shows the partner's ${of}`, [
        cloneOf(member),
        remembered('other', partner, of),
        asserts('GL-005', query('q', 'c', of), is.equals('payload', ref('other.payload'))),
      ]),
    ),
    aCase(`deep-${member}`, `a later change of the partner does not show in the clone`, [
      cloneOf(member),
      remembered('before', 'c', 'SESSION_ID'),
      TCB_AGAIN,
      control({
        op: 'KACS_IOC_ADJUST_SESSIONID',
        args: { token: ref(`${partner}.handle`), sessionId: 99 },
      }),
      asserts('GL-002', query('q', 'c', 'SESSION_ID'), is.equals('decoded', ref('before.decoded'))),
    ]),
    CALLS.map(({ slug, of }) =>
      aCase(`${slug}-${member}`, `the clone's handle (of member ${member}) refuses ${slug}`, [
        cloneOf(member),
        TCB_AGAIN,
        accepted('GL-004', query('q', 'c', 'USER')),
        judged('GL-004', of('c')),
      ]),
    ),
    aCase(`not-impersonated-${member}`, 'the clone cannot be impersonated', [
      cloneOf(member),
      judged('GL-006', impersonate('c')),
    ]),
    aCase(`not-impersonated-by-system-${member}`, 'nor by a caller that has SeTcb again', [
      cloneOf(member),
      TCB_AGAIN,
      judged('GL-006', impersonate('c')),
    ]),
    aCase(
      `passed-on-${member}`,
      'the clone is as useless in the hands of another process',
      [
        cloneOf(member),
        spawn('p'),
        passHandle('x', 'c', 'p'),
        by('p', accepted('GL-004', query('q', 'x', 'USER'))),
        by('p', judged('GL-006', impersonate('x'))),
      ],
      { needs: ['processes', 'handle-passing'] },
    ),
  ]).flat(),
  aCase('removed-tcb', 'removing SeTcb has the same effect as disabling it', [
    PAIR,
    control(openSelf('me', 0x28, true)),
    control({
      op: 'KACS_IOC_ADJUST_PRIVS',
      args: { token: ref('me.handle'), entries: [{ luid: 7, attributes: 4 }] },
    }),
    remembered('other', 'b', 'STATISTICS'),
    control(getLinked('c', 'a')),
    asserts(
      'GL-002',
      query('q', 'c', 'STATISTICS'),
      is.differsFrom('decoded.identity', ref('other.decoded.identity')),
    ),
  ]),
  aCase(
    'ordinary-user',
    'the user of a filtered token sees the elevated one as a clone',
    [
      PAIR,
      remembered('other', 'a', 'STATISTICS'),
      control(install('b')),
      control(openSelf('own', 0x0008, true)),
      control(getLinked('c', 'own')),
      asserts(
        'GL-002',
        query('q', 'c', 'STATISTICS'),
        is.differsFrom('decoded.identity', ref('other.decoded.identity')),
      ),
      asserts('GL-003', query('r', 'c', 'IMPERSONATION_LEVEL'), is.equals('decoded', 1)),
      asserts('GL-020', query('t', 'c', 'TYPE'), is.equals('decoded', 2)),
    ],
    { needs: ['install'] },
  ),
  aCase(
    'every-privilege-but-tcb',
    'all the other privileges together do not replace SeTcb',
    [
      PAIR,
      aToken('user', {
        privilegesPresent: '0xc000000fffffff7c',
        privilegesEnabled: '0xc000000fffffff7c',
        privilegesEnabledByDefault: '0xc000000fffffff7c',
      }),
      control(install('user')),
      control(getLinked('c', 'a')),
      asserts('GL-003', query('r', 'c', 'IMPERSONATION_LEVEL'), is.equals('decoded', 1)),
      asserts('GL-020', query('t', 'c', 'TYPE'), is.equals('decoded', 2)),
    ],
    { needs: ['install'] },
  ),
  aCase('privilege-of-the-member', 'SeTcb in the tokens of the pair is none of the caller', [
    PAIR,
    WITHOUT_TCB,
    remembered('other', 'a', 'STATISTICS'),
    control(getLinked('c', 'b')),
    asserts(
      'GL-002',
      query('q', 'c', 'STATISTICS'),
      is.differsFrom('decoded.identity', ref('other.decoded.identity')),
    ),
  ]),
]);
