/** @module Masks on their way over dup, fork and exec; opening under another identity. */
import {
  adjustPrivileges,
  aSession,
  aToken,
  by,
  descriptorFlags,
  duplicateHandle,
  install,
  is,
  openProcess,
  openSelf,
  OTHER_USER,
  query,
  ref,
  spawn,
} from '../language/steps.js';
import { setTokenDacl } from '../language/steps-access.js';
import { exec, fork, impersonate, startThread } from '../language/steps-impersonate.js';
import {
  aCase,
  accepted,
  asserts,
  control,
  defineSuite,
  judged,
  refused,
} from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

const DISABLE = [{ luid: 23, attributes: 0 }];
const NO_CHANGE = [{ luid: 63, attributes: 0 }];

/** The worker opens its token for queries alone, and for adjustments, too. */
const TWO_HANDLES: readonly SuiteStep[] = [
  control(openSelf('narrow', 0x0008)),
  control(openSelf('wide', 0x0028)),
];

/** An impersonation token that the kernel lets an ordinary user query and adjust. */
const client = (userSid?: string): SuiteStep =>
  aToken('i', {
    tokenType: 2,
    impersonationLevel: 2,
    ...(userSid === undefined ? {} : { userSid }),
  });

/** Everyone may query the token. */
const FOR_EVERYONE = [{ sid: 'S-1-1-0', mask: 0xf01ff }];

/** Process `p` runs with a token of the plain user. */
const ORDINARY_PROCESS: readonly SuiteStep[] = [
  aSession(),
  spawn('p'),
  by('p', aToken('t')),
  by('p', control(install('t'))),
];

/** A handle sent through a socket, and received as `got`. */
const received = (name: string): readonly SuiteStep[] => [
  control({ as: 'pair', op: 'world.socketPair', args: { type: 'stream' } }),
  control({
    op: 'world.sendMessage',
    args: { socket: ref('pair.first'), handle: ref(`${name}.handle`) },
  }),
  control({ as: 'got', op: 'world.receiveMessage', args: { socket: ref('pair.second') } }),
];

const threadToken = (as: string, accessMask: number): SuiteStep => ({
  as,
  op: 'kacs_open_thread_token',
  args: { pid: ref('w.pid'), tid: ref('x.tid'), accessMask },
});

export default defineSuite('ioctl-common', 'cross-call', [
  aCase('dup-of-narrow', 'dup(2) of a query-only handle adds no right', [
    TWO_HANDLES,
    accepted('IC-003', adjustPrivileges('wide', NO_CHANGE)),
    duplicateHandle('copy', 'narrow'),
    refused('IC-003', adjustPrivileges('copy', DISABLE)),
  ]),
  aCase('dup-of-wide', 'dup(2) of a handle takes no right away', [
    TWO_HANDLES,
    duplicateHandle('copy', 'wide'),
    adjustPrivileges('copy', DISABLE),
    asserts(
      'IC-002',
      query('q', 'copy', 'PRIVILEGES'),
      is.bits('decoded.enabled', '0x800000', '0x0'),
    ),
  ]),
  aCase(
    'fork-of-narrow',
    'a forked child has the rights of its parent’s handle and no others',
    [
      TWO_HANDLES,
      fork('c'),
      by('c', accepted('IC-003', adjustPrivileges('wide', NO_CHANGE))),
      by('c', refused('IC-003', adjustPrivileges('narrow', DISABLE))),
    ],
    { needs: ['fork'] },
  ),
  aCase(
    'received-narrow',
    'a query-only handle that came in a message answers and adjusts nothing',
    [
      TWO_HANDLES,
      accepted('IC-016', adjustPrivileges('wide', NO_CHANGE)),
      received('narrow'),
      accepted('IC-016', query('q', 'got', 'USER')),
      refused('IC-016', adjustPrivileges('got', DISABLE)),
    ],
    { needs: ['peer-sockets'] },
  ),
  aCase(
    'received-wide',
    'a handle that came in a message adjusts as the one that was sent',
    [
      TWO_HANDLES,
      received('wide'),
      adjustPrivileges('got', DISABLE),
      asserts(
        'IC-016',
        query('q', 'narrow', 'PRIVILEGES'),
        is.bits('decoded.enabled', '0x800000', '0x0'),
      ),
    ],
    { needs: ['peer-sockets'] },
  ),
  [1, 2].map((tokenType) =>
    aCase(
      `exec-type-${tokenType}`,
      `the handle of a token of type ${tokenType} does not live through an exec`,
      [
        aSession(),
        aToken('i', { tokenType, impersonationLevel: tokenType === 1 ? 0 : 2 }),
        control(query('before', 'i', 'USER')),
        exec(),
        refused('IC-009', query('q', 'i', 'USER')),
      ],
      { needs: ['exec'] },
    ),
  ),
  aCase(
    'thread-token-flag',
    'the handle of a thread’s token is closed on exec',
    [
      startThread('x'),
      control(threadToken('h', 0x0008)),
      asserts('IC-008', descriptorFlags('f', 'h'), is.equals('closeOnExec', true)),
    ],
    { needs: ['threads'] },
  ),
  aCase(
    'own-while-impersonating',
    'the impersonated user opens its own token as far as its SD goes',
    [
      aSession(),
      client(),
      control(impersonate('i')),
      accepted('IC-032', openSelf('ok', 0x0008)),
      refused('IC-032', openSelf('all', 0xf01ff)),
    ],
  ),
  aCase('process-token-while-impersonating', 'the impersonated user asks the SD of the token', [
    ORDINARY_PROCESS,
    client(),
    control(impersonate('i')),
    accepted('IC-034', openProcess('ok', 'p', 0x0008)),
    refused('IC-034', openProcess('more', 'p', 0x0002)),
  ]),
  aCase('process-token-two-rights', 'one right of two is not enough to open a process’s token', [
    ORDINARY_PROCESS,
    client(),
    control(impersonate('i')),
    accepted('IC-034', openProcess('ok', 'p', 0x0008)),
    refused('IC-034', openProcess('more', 'p', 0x000a)),
  ]),
  aCase('process-while-impersonating', 'the impersonated user asks the SD of the process', [
    aSession(),
    spawn('p'),
    by('p', aToken('t')),
    by('p', setTokenDacl('t', FOR_EVERYONE)),
    by('p', control(install('t'))),
    client(OTHER_USER),
    accepted('IC-025', openProcess('ok', 'p')),
    control(impersonate('i')),
    judged('IC-025', openProcess('more', 'p')),
  ]),
]);
