/** @module Nodes opened again after the identity changed, and thread numbers of other processes. */
import { aSession, aToken, by, install, is, query, ref, spawn } from '../language/steps.js';
import { openPath, passHandle, processNode, threadNode } from '../language/steps-inspect.js';
import { startThread } from '../language/steps-impersonate.js';
import {
  aCase,
  accepted,
  asserts,
  control,
  defineSuite,
  judged,
  refused,
} from '../language/suite.js';

const EVERYONE = { sid: 'S-1-1-0', attributes: 0x7 };

export default defineSuite('procfs', 'remembered', [
  (
    [
      ['self', '/proc/self/token'],
      ['by-pid', processNode('w')],
    ] as const
  ).map(([slug, path]) =>
    aCase(
      `after-install-${slug}`,
      `the node opened again shows the token installed since: ${slug}`,
      [
        control(openPath('before', path)),
        aSession(),
        aToken('t'),
        control(query('made', 't', 'STATISTICS')),
        control(install('t')),
        control(openPath('after', path)),
        asserts(
          'PF-003',
          query('q', 'after', 'STATISTICS'),
          is.equals('decoded.identity', ref('made.decoded.identity')),
        ),
      ],
    ),
  ),
  aCase(
    'sd-after-install',
    'the SD of a process is for the user whose token it has installed',
    [
      aSession(),
      aToken('t', { groups: [EVERYONE] }),
      aToken('u', { groups: [EVERYONE] }),
      spawn('p'),
      passHandle('passed', 't', 'p'),
      by('p', control(install('passed'))),
      control(install('u')),
      judged('PF-022', openPath('h', processNode('p'))),
    ],
    { needs: ['processes', 'handle-passing'], only: { R56: 'defined' } },
  ),
  aCase(
    'thread-of-another-process',
    'a process has no node for the thread of another one',
    [
      startThread('x'),
      spawn('p'),
      accepted('PF-027', openPath('h', threadNode('w', 'x'))),
      refused('PF-027', openPath('i', threadNode('p', 'x'))),
      refused(
        'PF-027',
        openPath('j', { text: ['/proc/', ref('w.pid'), '/task/', ref('p.pid'), '/token'] }),
      ),
    ],
    { needs: ['threads', 'processes'] },
  ),
]);
