/** @module Handles that come out of other calls: close-on-exec, masks, exec, passing them on. */
import {
  aSession,
  aToken,
  by,
  descriptorFlags,
  is,
  openSelf,
  query,
  ref,
  spawn,
  USER,
} from '../language/steps.js';
import { duplicate, restrict } from '../language/steps-derive.js';
import { exec, impersonate, revert, startThread } from '../language/steps-impersonate.js';
import { getLinked, link, passHandle, setCloseOnExec } from '../language/steps-inspect.js';
import { aCase, accepted, asserts, control, defineSuite } from '../language/suite.js';
import { judged, refused, type SuiteStep } from '../language/suite.js';
import { ADJUSTMENTS } from './adjustments.js';
import { connectedPeer } from './peer.js';
import { USES, usedAs } from './usable.js';

const QUERY = 0x0008;
const EVERYTHING = 0xf01ff;
const closeOnExec = is.equals('closeOnExec', true);

const PAIR: readonly SuiteStep[] = [aSession(), aToken('a'), aToken('b'), control(link('a', 'b'))];

const SYSTEM_CLIENT: readonly SuiteStep[] = [
  aSession(),
  aToken('i', { tokenType: 2, impersonationLevel: 2, userSid: 'S-1-5-18', integrityLevel: 16384 }),
];

const linkOf = (handle: string) => ({ text: ['/proc/self/fd/', ref(`${handle}.handle`)] });

const readLink = (as: string, handle: string): SuiteStep => ({
  as,
  op: 'world.readlink',
  args: { path: linkOf(handle) },
});

export default defineSuite('ioctl-common', 'copies', [
  [
    ['primary', { tokenType: 1, level: 0 }] as const,
    ['impersonation', { tokenType: 2, level: 2 }] as const,
    ['anonymous', { tokenType: 2, level: 0 }] as const,
    ['with-every-right', { accessMask: EVERYTHING }] as const,
  ].map(([name, request]) =>
    aCase(`cloexec-duplicate-${name}`, `a duplicate has a close-on-exec handle: ${name}`, [
      control(openSelf('own', EVERYTHING)),
      control(duplicate('h', 'own', request)),
      asserts('IC-005', descriptorFlags('f', 'h'), closeOnExec),
    ]),
  ),
  aCase('cloexec-duplicate-of-cleared', 'also where the flag of the source is cleared', [
    control(openSelf('own', EVERYTHING)),
    setCloseOnExec('own', false),
    control(duplicate('h', 'own')),
    asserts('IC-005', descriptorFlags('f', 'h'), closeOnExec),
  ]),
  [
    ['nothing', {}] as const,
    ['privileges', { privileges: '0x4' }] as const,
    ['indices', { indices: [0] }] as const,
    ['sids', { sids: ['S-1-1-0'] }] as const,
    ['write-restricted', { sids: ['S-1-1-0'], flags: 1 }] as const,
  ].map(([name, request]) =>
    aCase(`cloexec-restrict-${name}`, `a restriction has a close-on-exec handle: ${name}`, [
      control(openSelf('own', EVERYTHING)),
      control(restrict('h', 'own', request)),
      asserts('IC-006', descriptorFlags('f', 'h'), closeOnExec),
    ]),
  ),
  aCase('cloexec-restrict-of-cleared', 'also where the flag of the source is cleared', [
    control(openSelf('own', EVERYTHING)),
    setCloseOnExec('own', false),
    control(restrict('h', 'own', { privileges: '0x4' })),
    asserts('IC-006', descriptorFlags('f', 'h'), closeOnExec),
  ]),
  ['a', 'b'].map((member) =>
    aCase(`cloexec-linked-${member}`, `the partner of ${member} has a close-on-exec handle`, [
      PAIR,
      control(getLinked('h', member)),
      asserts('IC-007', descriptorFlags('f', 'h'), closeOnExec),
    ]),
  ),
  aCase(
    'cloexec-linked-clone',
    'and so has the clone that callers without SeTcb get',
    [
      PAIR,
      control(openSelf('me', 0x28, true)),
      control({
        op: 'KACS_IOC_ADJUST_PRIVS',
        args: { token: ref('me.handle'), entries: [{ luid: 7, attributes: 0 }] },
      }),
      control(getLinked('h', 'a')),
      asserts('IC-007', descriptorFlags('f', 'h'), closeOnExec),
    ],
    { needs: ['adjust'] },
  ),
  aCase(
    'exec-closes',
    'a token handle is closed by execve',
    [
      control(openSelf('h')),
      control(descriptorFlags('before', 'h')),
      exec(),
      refused('IC-009', descriptorFlags('after', 'h')),
    ],
    { needs: ['descriptor-flags'] },
  ),
  aCase(
    'exec-closes-created',
    'and so is that of a created token',
    [
      aSession(),
      aToken('h'),
      control(descriptorFlags('before', 'h')),
      exec(),
      refused('IC-009', descriptorFlags('after', 'h')),
    ],
    { needs: ['descriptor-flags', 'sessions'] },
  ),
  aCase('exec-keeps-cleared', 'a handle whose flag was cleared is there after execve', [
    control(openSelf('h')),
    control(openSelf('other')),
    setCloseOnExec('h', false),
    exec(),
    judged('IC-010', query('q', 'h', 'USER')),
  ]),
  aCase(
    'exec-sets-again',
    'a flag that was set again counts',
    [
      control(openSelf('h')),
      setCloseOnExec('h', false),
      setCloseOnExec('h', true),
      exec(),
      refused('IC-009', descriptorFlags('after', 'h')),
    ],
    { needs: ['descriptor-flags'] },
  ),
  ADJUSTMENTS.map(({ slug, of }) =>
    aCase(
      `exec-mask-${slug}`,
      `after execve a query-only handle refuses ${slug}`,
      [
        control(openSelf('h', QUERY)),
        control(openSelf('all', EVERYTHING)),
        control(of('all')),
        setCloseOnExec('h', false),
        exec(),
        accepted('IC-011', query('q', 'h', 'USER')),
        judged('IC-011', of('h')),
      ],
      { needs: ['query'] },
    ),
  ),
  [
    ['self', [control(openSelf('h'))]] as const,
    ['created', [aSession(), aToken('h')]] as const,
  ].map(([name, steps]) =>
    aCase(
      `link-text-${name}`,
      `the link of a token handle says what it is: ${name}`,
      [steps, asserts('IC-013', readLink('l', 'h'), is.contains('target', 'kacs-token'))],
      { needs: name === 'created' ? ['sessions'] : [] },
    ),
  ),
  USES.flatMap((use) =>
    [QUERY, 0x0028, 0x01ff].map((mask) =>
      aCase(
        `passed-${mask.toString(16)}-${use.slug}`,
        `a handle with mask 0x${mask.toString(16)} is passed on: ${use.slug}`,
        [
          control(openSelf('h', mask)),
          spawn('p'),
          passHandle('x', 'h', 'p'),
          by('p', usedAs('IC-016', mask, 'x', use)),
        ],
        { needs: ['processes', 'derive'] },
      ),
    ),
  ),
  aCase('generic-execute-impersonates', 'GENERIC_EXECUTE gives the right to impersonate', [
    control(openSelf('own', EVERYTHING)),
    control(duplicate('h', 'own', { accessMask: 0x20000000, tokenType: 2, level: 2 })),
    accepted('IC-021', impersonate('h')),
    control(revert()),
  ]),
  USES.map((use) =>
    aCase(
      `generic-execute-${use.slug}`,
      `GENERIC_EXECUTE gives nothing else: ${use.slug}`,
      [
        control(openSelf('own', EVERYTHING)),
        control(duplicate('h', 'own', { accessMask: 0x20000000, tokenType: 2, level: 2 })),
        usedAs('IC-021', 0x0004, 'h', use),
      ],
      { needs: ['adjust'] },
    ),
  ),
  USES.map((use) =>
    aCase(`generic-all-${use.slug}`, `GENERIC_ALL gives the right to ${use.slug}`, [
      control(openSelf('h', 0x10000000)),
      judged('IC-022', use.of('h')),
    ]),
  ),
  aCase(
    'generic-all-install',
    'GENERIC_ALL gives the right to install',
    [
      control(openSelf('h', 0x10000000)),
      judged('IC-022', { op: 'KACS_IOC_INSTALL', args: { token: ref('h.handle') } }),
    ],
    { needs: ['install'] },
  ),
  aCase(
    'generic-all-impersonate',
    'GENERIC_ALL gives the right to impersonate',
    [
      control(openSelf('own', EVERYTHING)),
      control(duplicate('h', 'own', { accessMask: 0x10000000, tokenType: 2, level: 2 })),
      judged('IC-022', impersonate('h')),
    ],
    { needs: ['impersonate'] },
  ),
  aCase('real-token', 'flag 1 opens the primary token also while impersonating', [
    SYSTEM_CLIENT,
    control(impersonate('i')),
    control(openSelf('h', QUERY, true)),
    asserts('IC-024', query('q', 'h', 'TYPE'), is.equals('decoded', 1)),
  ]),
  aCase('effective-token', 'without it the effective token is opened', [
    SYSTEM_CLIENT,
    control(impersonate('i')),
    control(openSelf('e', QUERY)),
    control(query('c', 'e', 'TYPE')),
    control(openSelf('h', QUERY, true)),
    asserts('IC-024', query('q', 'h', 'TYPE'), is.equals('decoded', 1)),
    asserts('IC-024', query('r', 'e', 'TYPE'), is.equals('decoded', 2)),
  ]),
  aCase('thread-token', 'opening the token of a thread that impersonates gives that token', [
    SYSTEM_CLIENT,
    startThread('b'),
    by('b', control(impersonate('i'))),
    control({
      as: 'h',
      op: 'kacs_open_thread_token',
      args: { pid: ref('w.pid'), tid: ref('b.tid'), accessMask: QUERY },
    }),
    asserts('IC-026', query('q', 'h', 'TYPE'), is.equals('decoded', 2)),
    control(query('known', 'i', 'STATISTICS')),
    asserts(
      'IC-026',
      query('r', 'h', 'STATISTICS'),
      is.equals('decoded.identity', ref('known.decoded.identity')),
    ),
  ]),
  USES.map((use) =>
    aCase(
      `peer-${use.slug}`,
      `the rights of a peer's token: ${use.slug}`,
      [connectedPeer('h'), usedAs('IC-027', 0x000c, 'h', use)],
      { needs: ['processes'] },
    ),
  ),
  aCase(
    'peer-impersonate',
    "a peer's token can be impersonated",
    [connectedPeer('h'), accepted('IC-027', impersonate('h'))],
    { needs: ['processes'] },
  ),
  aCase(
    'peer-restrict',
    "a peer's token cannot be restricted",
    [connectedPeer('h'), refused('IC-027', restrict('x', 'h', { privileges: '0x4' }))],
    { needs: ['processes'] },
  ),
  aCase(
    'peer-user',
    'and it is of the user that connected',
    [connectedPeer('h'), asserts('IC-027', query('q', 'h', 'USER'), is.equals('decoded', USER))],
    { needs: ['processes', 'install', 'sessions'] },
  ),
]);
