/** @module What the token nodes of processes and threads show. */
import {
  aSession,
  aToken,
  by,
  install,
  is,
  OTHER_USER,
  query,
  ref,
  spawn,
  USER,
} from '../language/steps.js';
import { impersonate, revert, startThread } from '../language/steps-impersonate.js';
import { openPath, processNode, threadNode } from '../language/steps-inspect.js';
import { aCase, asserts, control, defineSuite, judged } from '../language/suite.js';

const SELF = '/proc/self/token';

/** The impersonation token `i` of another user, with its statistics. */
const CLIENT = [
  aSession(),
  aToken('i', { tokenType: 2, impersonationLevel: 2, userSid: OTHER_USER }),
  control(query('client', 'i', 'STATISTICS')),
];

const isClient = is.equals('decoded.identity', ref('client.decoded.identity'));

export default defineSuite('procfs', 'shown', [
  aCase('node-self', 'the own process has a node', [judged('PF-001', openPath('h', SELF))]),
  aCase('node-by-pid', 'the own process has a node under its number', [
    judged('PF-001', openPath('h', processNode('w'))),
  ]),
  aCase(
    'node-of-other',
    'another process has a node',
    [spawn('p'), judged('PF-001', openPath('h', processNode('p')))],
    { needs: ['processes'] },
  ),
  aCase(
    'node-of-child',
    'a child of another process has a node',
    [spawn('p'), by('p', spawn('c', 'inherit')), judged('PF-001', openPath('h', processNode('c')))],
    { needs: ['processes'] },
  ),
  [USER, OTHER_USER, 'S-1-5-18'].flatMap((userSid) => [
    aCase(`own-installed-${userSid}`, `the own node shows the token just installed (${userSid})`, [
      aSession(),
      aToken('t', { userSid }),
      control(query('made', 't', 'STATISTICS')),
      control(install('t')),
      control(openPath('h', SELF)),
      asserts(
        'PF-003',
        query('q', 'h', 'STATISTICS'),
        is.equals('decoded.identity', ref('made.decoded.identity')),
      ),
    ]),
    aCase(
      `installed-${userSid}`,
      `the node of a process shows what it installed (${userSid})`,
      [
        spawn('p'),
        aSession(),
        by('p', aToken('t', { userSid })),
        by('p', control(query('made', 't', 'STATISTICS'))),
        by('p', control(install('t'))),
        control(openPath('h', processNode('p'))),
        asserts(
          'PF-003',
          query('q', 'h', 'STATISTICS'),
          is.equals('decoded.identity', ref('made.decoded.identity')),
        ),
        asserts('PF-003', query('r', 'h', 'USER'), is.equals('decoded', userSid)),
      ],
      { needs: ['processes'] },
    ),
  ]),
  [['self', SELF] as const, ['by-pid', processNode('w')] as const].map(([name, path]) =>
    aCase(`impersonating-${name}`, `the process node (${name}) shows the primary token meanwhile`, [
      CLIENT,
      control(impersonate('i')),
      control(openPath('h', path)),
      control(revert()),
      asserts('PF-004', query('q', 'h', 'TYPE'), is.equals('decoded', 1)),
      asserts('PF-004', query('r', 'h', 'USER'), is.equals('decoded', 'S-1-5-18')),
    ]),
  ),
  aCase(
    'impersonating-other',
    'also if another process asks',
    [
      spawn('p'),
      CLIENT.map((step) => by('p', step)),
      by('p', control(impersonate('i'))),
      control(openPath('h', processNode('p'))),
      asserts('PF-004', query('q', 'h', 'TYPE'), is.equals('decoded', 1)),
      asserts('PF-004', query('r', 'h', 'USER'), is.equals('decoded', 'S-1-5-18')),
    ],
    { needs: ['processes'] },
  ),
  aCase('thread-node-main', 'the first thread has a node', [
    judged('PF-027', openPath('h', threadNode('w'))),
  ]),
  aCase(
    'thread-node-second',
    'a second thread has a node',
    [startThread('b'), judged('PF-027', openPath('h', threadNode('w', 'b')))],
    { needs: ['threads'] },
  ),
  aCase(
    'thread-node-of-other',
    'the threads of another process have nodes',
    [
      spawn('p'),
      by('p', startThread('b')),
      judged('PF-027', openPath('h', threadNode('p'))),
      judged('PF-027', openPath('g', threadNode('p', 'b'))),
    ],
    { needs: ['processes', 'threads'] },
  ),
  aCase('thread-effective', 'the node of an impersonating thread shows its effective token', [
    CLIENT,
    control(impersonate('i')),
    control(openPath('h', threadNode('w'))),
    asserts('PF-028', query('q', 'h', 'STATISTICS'), isClient),
    asserts('PF-028', query('r', 'h', 'USER'), is.equals('decoded', OTHER_USER)),
  ]),
  aCase('thread-effective-reverted', 'after a revert a new handle shows the primary token', [
    CLIENT,
    control(openPath('before', threadNode('w'))),
    control(query('primary', 'before', 'STATISTICS')),
    control(impersonate('i')),
    control(revert()),
    control(openPath('h', threadNode('w'))),
    asserts(
      'PF-028',
      query('q', 'h', 'STATISTICS'),
      is.equals('decoded.identity', ref('primary.decoded.identity')),
    ),
  ]),
  aCase(
    'thread-effective-other',
    'the node shows it to another process as well',
    [
      spawn('p'),
      CLIENT.map((step) => by('p', step)),
      by('p', control(impersonate('i'))),
      control(openPath('h', threadNode('p'))),
      asserts('PF-028', query('q', 'h', 'STATISTICS'), isClient),
    ],
    { needs: ['processes'] },
  ),
  aCase('sibling-impersonates', 'the node of an impersonating sibling shows what it impersonates', [
    CLIENT,
    startThread('b'),
    by('b', control(impersonate('i'))),
    control(openPath('h', threadNode('w', 'b'))),
    asserts('PF-029', query('q', 'h', 'TYPE'), is.equals('decoded', 2)),
    asserts('PF-029', query('r', 'h', 'USER'), is.equals('decoded', OTHER_USER)),
  ]),
  aCase('plain-main', 'the node of a plain first thread shows the primary token', [
    control(openPath('h', threadNode('w'))),
    asserts('PF-030', query('q', 'h', 'TYPE'), is.equals('decoded', 1)),
  ]),
  aCase(
    'plain-second',
    'the node of a plain thread shows it beside one that impersonates',
    [
      CLIENT,
      startThread('b'),
      control(impersonate('i')),
      control(openPath('h', threadNode('w', 'b'))),
      control(revert()),
      asserts('PF-030', query('q', 'h', 'TYPE'), is.equals('decoded', 1)),
      asserts('PF-030', query('r', 'h', 'USER'), is.equals('decoded', 'S-1-5-18')),
    ],
    { needs: ['threads', 'impersonate', 'sessions', 'tokens'] },
  ),
  aCase('two-threads', 'two threads of a process show different tokens', [
    CLIENT,
    startThread('b'),
    by('b', control(impersonate('i'))),
    control(openPath('main', threadNode('w'))),
    control(openPath('second', threadNode('w', 'b'))),
    control(query('m', 'main', 'STATISTICS')),
    asserts(
      'PF-031',
      query('q', 'second', 'STATISTICS'),
      is.differsFrom('decoded.identity', ref('m.decoded.identity')),
    ),
  ]),
  aCase('two-impersonating-threads', 'two threads that impersonate different tokens, too', [
    CLIENT,
    aToken('j', { tokenType: 2, impersonationLevel: 2 }),
    startThread('b'),
    control(impersonate('j')),
    by('b', control(impersonate('i'))),
    control(openPath('main', threadNode('w'))),
    control(openPath('second', threadNode('w', 'b'))),
    control(revert()),
    control(query('m', 'main', 'STATISTICS')),
    asserts(
      'PF-031',
      query('q', 'second', 'STATISTICS'),
      is.differsFrom('decoded.identity', ref('m.decoded.identity')),
    ),
  ]),
]);
