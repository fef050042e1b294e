/** @module The securityfs node `self`: the caller's own effective token, for queries alone. */
import { becoming, impersonatingAt, PRIMARY_IDENTITIES } from '../language/identities.js';
import { IMPERSONATION_TOKEN, whileImpersonating } from '../language/inspected.js';
import { refusedBySystemCases, refusesAllCases } from '../language/refuses-all.js';
import {
  aSession,
  aToken,
  by,
  install,
  is,
  openSelf,
  OTHER_USER,
  query,
  ref,
  spawn,
  USER,
} from '../language/steps.js';
import { impersonate, revert, startThread } from '../language/steps-impersonate.js';
import { openPath, SELF_NODE, statPath } from '../language/steps-inspect.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';

const CLIENT = [
  aSession(),
  aToken('i', { tokenType: 2, impersonationLevel: 2, userSid: OTHER_USER }),
];

export default defineSuite('securityfs', 'self', [
  aCase('exists', 'the node exists', [judged('SF-001', statPath('st', SELF_NODE))]),
  aCase('opens', 'and it can be opened', [judged('SF-001', openPath('h', SELF_NODE))]),
  aCase('world-readable', 'its mode lets everyone read', [
    asserts('SF-008', statPath('st', SELF_NODE), is.bits('mode', 0o444)),
  ]),
  aCase('own-token', 'it shows the own token', [
    control(openSelf('own')),
    control(query('known', 'own', 'STATISTICS')),
    accepted('SF-002', openPath('h', SELF_NODE)),
    asserts(
      'SF-002',
      query('q', 'h', 'STATISTICS'),
      is.equals('decoded.identity', ref('known.decoded.identity')),
    ),
  ]),
  aCase(
    'own-token-impersonating',
    'it shows the own effective token',
    [
      CLIENT,
      control(impersonate('i')),
      control(openPath('h', SELF_NODE)),
      control(query('known', 'i', 'STATISTICS')),
      asserts(
        'SF-002',
        query('q', 'h', 'STATISTICS'),
        is.equals('decoded.identity', ref('known.decoded.identity')),
      ),
    ],
    { needs: ['impersonate', 'sessions'] },
  ),
  [0, 1, 2, 3].map((level) =>
    aCase(`impersonating-${level}`, `impersonating at level ${level} it shows that token`, [
      impersonatingAt(level),
      control(openPath('h', SELF_NODE)),
      asserts('SF-003', query('q', 'h', 'TYPE'), is.equals('decoded', 2)),
      asserts('SF-003', query('r', 'h', 'IMPERSONATION_LEVEL'), is.equals('decoded', level)),
    ]),
  ),
  aCase('not-impersonating', 'without impersonation it shows the primary token', [
    control(openPath('h', SELF_NODE)),
    asserts('SF-004', query('q', 'h', 'TYPE'), is.equals('decoded', 1)),
  ]),
  aCase(
    'reverted',
    'after a revert it shows the primary token again',
    [
      CLIENT,
      control(impersonate('i')),
      control(revert()),
      control(openPath('h', SELF_NODE)),
      asserts('SF-004', query('q', 'h', 'TYPE'), is.equals('decoded', 1)),
      asserts('SF-004', query('r', 'h', 'USER'), is.equals('decoded', 'S-1-5-18')),
    ],
    { needs: ['impersonate', 'sessions', 'tokens'] },
  ),
  aCase('sibling-of-impersonator', 'a thread sees the primary token beside one that impersonates', [
    CLIENT,
    startThread('b'),
    control(impersonate('i')),
    by('b', control(openPath('h', SELF_NODE))),
    control(revert()),
    asserts('SF-005', query('q', 'h', 'TYPE'), is.equals('decoded', 1)),
  ]),
  aCase('sibling-impersonates', 'the first thread sees the primary token while another does', [
    CLIENT,
    startThread('b'),
    by('b', control(impersonate('i'))),
    control(openPath('h', SELF_NODE)),
    asserts('SF-005', query('q', 'h', 'TYPE'), is.equals('decoded', 1)),
  ]),
  aCase('sibling-itself', 'and the other thread sees what it impersonates itself', [
    CLIENT,
    startThread('b'),
    by('b', control(impersonate('i'))),
    by('b', control(openPath('h', SELF_NODE))),
    asserts('SF-005', query('q', 'h', 'USER'), is.equals('decoded', OTHER_USER)),
  ]),
  refusedBySystemCases('SF-006', 'self', [control(openPath('h', SELF_NODE))]),
  refusesAllCases('SF-007', 'self', SELF_NODE),
  aCase(
    'impersonated',
    'what an impersonating thread opened cannot be impersonated',
    [
      IMPERSONATION_TOKEN,
      whileImpersonating(control(openPath('h', SELF_NODE))),
      accepted('SF-007', query('q', 'h', 'TYPE')),
      judged('SF-007', impersonate('h')),
    ],
    { needs: ['sessions', 'tokens'] },
  ),
  PRIMARY_IDENTITIES.map(([name, token]) =>
    aCase(`open-${name}`, `every identity opens it: ${name}`, [
      becoming(token),
      judged('SF-009', openPath('h', SELF_NODE)),
    ]),
  ),
  [0, 1, 2, 3].map((level) =>
    aCase(`open-level-${level}`, `a caller that impersonates at level ${level} opens it`, [
      impersonatingAt(level),
      judged('SF-009', openPath('h', SELF_NODE)),
    ]),
  ),
  [USER, OTHER_USER, 'S-1-5-18', 'S-1-5-7'].map((userSid) =>
    aCase(`own-${userSid}`, `${userSid} sees the token that it runs with`, [
      aSession(),
      aToken('t', { userSid }),
      control(query('known', 't', 'STATISTICS')),
      control(install('t')),
      control(openPath('h', SELF_NODE)),
      asserts(
        'SF-010',
        query('q', 'h', 'STATISTICS'),
        is.equals('decoded.identity', ref('known.decoded.identity')),
      ),
    ]),
  ),
  aCase(
    'own-in-turn',
    'two processes each see their own token',
    [
      spawn('p'),
      aSession(),
      aToken('mine'),
      by('p', aToken('theirs', { userSid: OTHER_USER })),
      control(install('mine')),
      by('p', control(install('theirs'))),
      by('p', control(openPath('their', SELF_NODE))),
      control(openPath('my', SELF_NODE)),
      asserts('SF-010', query('q', 'my', 'USER'), is.equals('decoded', USER)),
      by('p', asserts('SF-010', query('r', 'their', 'USER'), is.equals('decoded', OTHER_USER))),
    ],
    { needs: ['processes'] },
  ),
]);
