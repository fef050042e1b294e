/** @module The last reference to a session, in every way that it can go; refused calls. */
import {
  adjustPrivileges,
  aSession,
  aToken,
  by,
  closeHandle,
  createToken,
  destroySession,
  duplicateHandle,
  install,
  is,
  openProcess,
  openSelf,
  query,
  ref,
  spawn,
  tokenSpec,
} from '../language/steps.js';
import { duplicate, restrict } from '../language/steps-derive.js';
import { exec, fork, impersonate, startThread } from '../language/steps-impersonate.js';
import {
  link,
  listing,
  openPath,
  passHandle,
  SELF_NODE,
  within5Seconds,
} from '../language/steps-inspect.js';
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

/** The session bound to `session` is listed no longer, within 5 seconds. */
const gone = (session = 's'): SuiteStep =>
  within5Seconds(
    asserts(
      'SE-017',
      { op: 'world.observe', args: { tokens: [], sessions: [ref(`${session}.id`)] } },
      is.equals('sessions', []),
    ),
  );

const fails = (step: SuiteStep): SuiteStep => ({ ...step, expect: [{ is: { kind: 'refused' } }] });

const CLIENT = { tokenType: 2, impersonationLevel: 2, userSid: 'S-1-5-18' } as const;

/** Calls on `t` that fail; some want an impersonation token. */
const REFUSED: readonly (readonly [slug: string, call: SuiteStep, tokenType?: 2])[] = [
  ['duplicate', duplicate('x', 't', { tokenType: 2, level: 3 }), 2],
  ['restrict', restrict('x', 't', { flags: 0x80 })],
  ['impersonate', impersonate('t')],
  ['install', install('t'), 2],
  ['query', query('x', 't', 200)],
  ['adjust-privileges', adjustPrivileges('t', [])],
];

const KILL = (process: string): SuiteStep =>
  control({ op: 'world.kill', args: { pid: ref(`${process}.pid`) } });

/** What process `p` does so that it ends. */
const ENDS: readonly (readonly [slug: string, SuiteStep])[] = [
  ['exits', by('p', control({ op: 'world.exit', args: {} }))],
  ['is-killed', KILL('p')],
];

/** Process `p` holds the only references to session `s`. */
const HOLDS: readonly (readonly [slug: string, readonly SuiteStep[]])[] = [
  ['handle', [by('p', aToken('t'))]],
  [
    'primary-token',
    [by('p', aToken('t')), by('p', control(install('t'))), by('p', closeHandle('t'))],
  ],
  [
    'impersonation',
    [by('p', aToken('t', CLIENT)), by('p', control(impersonate('t'))), by('p', closeHandle('t'))],
  ],
];

export default defineSuite('session-lifecycle', 'cross-call', [
  REFUSED.map(([slug, call, tokenType]) =>
    aCase(`refused-${slug}`, `a refused ${slug} call keeps nothing of the token`, [
      aSession(),
      aToken('t', tokenType === undefined ? {} : CLIENT),
      fails(call),
      closeHandle('t'),
      gone(),
    ]),
  ),
  aCase(
    'refused-open',
    'a refused opening of a process’s token keeps nothing of it',
    [
      spawn('p'),
      aSession(),
      by('p', control(openSelf('old', 0xf01ff, true))),
      by('p', aToken('t', { privilegesPresent: '0x88', privilegesEnabled: '0x88' })),
      by('p', control(install('t'))),
      by('p', closeHandle('t')),
      fails(openProcess('x', 'p', 0x00100000)),
      by('p', control(install('old'))),
      gone(),
    ],
    { needs: ['processes', 'install'] },
  ),
  aCase('refused-link', 'a refused link keeps neither operand', [
    aSession(),
    aToken('a', CLIENT),
    aToken('b', CLIENT),
    fails(link('a', 'b')),
    closeHandle('a'),
    closeHandle('b'),
    gone(),
  ]),
  aCase('refused-token', 'a token that was not made does not count in its session', [
    aSession(),
    fails(createToken('t', tokenSpec({ tokenType: 3, ownerIndex: 9, primaryGroupIndex: 9 }))),
    accepted('SE-007', destroySession(ref('s.id'))),
  ]),
  aCase(
    'impersonation-and-exec',
    'an impersonation that an exec ends gives its session back',
    [aSession(), aToken('t', CLIENT), control(impersonate('t')), closeHandle('t'), exec(), gone()],
    { needs: ['exec'] },
  ),
  aCase('impersonation-replaced', 'an impersonation that another replaces gives its session back', [
    aSession(),
    aSession('s2'),
    aToken('t', CLIENT),
    aToken('u', { ...CLIENT, sessionId: ref('s2.id') }),
    control(impersonate('t')),
    closeHandle('t'),
    control(impersonate('u')),
    gone(),
  ]),
  aCase(
    'impersonating-thread-exits',
    'a thread that exits while it impersonates gives the session back',
    [
      startThread('x'),
      aSession(),
      aToken('t', CLIENT),
      by('x', control(impersonate('t'))),
      closeHandle('t'),
      by('x', control({ op: 'world.exit', args: {} })),
      gone(),
    ],
    { needs: ['threads', 'impersonate'] },
  ),
  aCase(
    'closed-on-exec',
    'a handle that an exec closes gives its session back',
    [aSession(), aToken(), exec(), gone()],
    { needs: ['exec'] },
  ),
  HOLDS.flatMap(([held, steps]) =>
    ENDS.map(([end, ends]) =>
      aCase(
        `${held}-of-a-process-that-${end}`,
        `a session goes with a process that ${end}, having the last ${held}`,
        [spawn('p'), aSession(), steps, ends, gone()],
        { needs: ['processes'] },
      ),
    ),
  ),
  aCase('dup', 'a session stays for one of two handles on its token', [
    aSession('empty'),
    accepted('SE-024', destroySession(ref('empty.id'))),
    aSession(),
    aToken(),
    duplicateHandle('d', 't'),
    closeHandle('t'),
    judged('SE-024', destroySession(ref('s.id'))),
    control(query('q', 'd', 'USER')),
  ]),
  aCase(
    'forked',
    'a session stays for the handle of a forked child',
    [
      aSession('empty'),
      accepted('SE-024', destroySession(ref('empty.id'))),
      aSession(),
      aToken(),
      fork('c'),
      closeHandle('t'),
      judged('SE-024', destroySession(ref('s.id'))),
      by('c', control(query('q', 't', 'USER'))),
    ],
    { needs: ['fork'] },
  ),
  aCase(
    'inspected',
    'a session stays for an inspection handle of its token',
    [
      aSession('empty'),
      accepted('SE-024', destroySession(ref('empty.id'))),
      spawn('p'),
      aSession(),
      by('p', aToken('t')),
      by('p', control(install('t'))),
      by('p', control(openPath('h', SELF_NODE))),
      by('p', control({ ...passHandle('there', 'h', 'w') })),
      KILL('p'),
      judged('SE-024', destroySession(ref('s.id'))),
    ],
    { needs: ['processes'] },
  ),
  aCase('gone-takes-no-token', 'a session that went with its last token takes no other', [
    aSession(),
    aToken(),
    closeHandle('t'),
    gone(),
    refused('SE-017', createToken('u')),
  ]),
  aCase('gone-not-destroyed', 'a session that went with its last token is unknown', [
    aSession(),
    aToken(),
    closeHandle('t'),
    gone(),
    judged('SE-014', destroySession(ref('s.id'))),
  ]),
  aCase('gone-not-listed', 'a session that went with its last token is in no listing', [
    aSession(),
    aToken(),
    closeHandle('t'),
    gone(),
    listing('r', (read) =>
      asserts('SE-017', read, is.absent('listing.numbers.session_id', ref('s.id'))),
    ),
  ]),
  aCase('empty-beside', 'a session that never had a token stays when another one goes', [
    aSession('empty'),
    aSession(),
    aToken(),
    closeHandle('t'),
    gone(),
    judged('SE-018', destroySession(ref('empty.id'))),
  ]),
]);
