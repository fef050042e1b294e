/** @module The event that tells of the end of a session (PSD-004 v0.20 §13.7). */
import {
  aSession,
  aToken,
  by,
  closeHandle,
  destroySession,
  install,
  is,
  openSelf,
  ref,
  sessionSpec,
  createSession,
  spawn,
  utf8,
} from '../language/steps.js';
import { duplicate, restrict, sidHex } from '../language/steps-derive.js';
import { drainEvents, noEvent, oneEvent, recordEvents } from '../language/steps-events.js';
import { impersonate, revert } from '../language/steps-impersonate.js';
import { link, listing, passHandle, within5Seconds } from '../language/steps-inspect.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { SuiteCase, SuiteStep } from '../language/suite.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { TemplateValue } from '../language/template.js';

const destroy: SuiteStep = control(destroySession(ref('s.id')));
const failing = (step: SuiteStep): SuiteStep => ({ ...step, expect: [{ is: is.refused }] });

/** How a session can end: what makes it ready, what ends it. */
const ENDINGS: readonly (readonly [
  slug: string,
  before: readonly SuiteStep[],
  end: readonly SuiteStep[],
  needs: readonly string[],
])[] = [
  ['destroyed', [], [destroy], []],
  ['destroyed-elsewhere', [spawn('p')], [by('p', destroy)], ['processes']],
  ['last-handle', [aToken()], [closeHandle('t')], ['tokens']],
  ['last-of-two', [aToken('t'), aToken('u'), closeHandle('t')], [closeHandle('u')], ['tokens']],
  [
    'derived',
    [aToken(), control(duplicate('d', 't')), closeHandle('t')],
    [closeHandle('d')],
    ['tokens', 'derive'],
  ],
  [
    'restricted',
    [aToken(), control(restrict('d', 't', { sids: ['S-1-1-0'] })), closeHandle('t')],
    [closeHandle('d')],
    ['tokens', 'derive'],
  ],
  [
    'pair',
    [aToken('a'), aToken('b'), control(link('a', 'b')), closeHandle('a')],
    [closeHandle('b')],
    ['tokens', 'link'],
  ],
  [
    'passed-handle',
    [spawn('p'), aToken(), passHandle('x', 't', 'p'), closeHandle('t')],
    [by('p', closeHandle('x'))],
    ['tokens', 'processes', 'handle-passing'],
  ],
  [
    'reverted',
    [
      aToken('t', { tokenType: 2, impersonationLevel: 2, userSid: 'S-1-5-18' }),
      control(impersonate('t')),
      closeHandle('t'),
    ],
    [control(revert())],
    ['tokens', 'impersonate'],
  ],
  [
    'installed-over',
    [
      spawn('p'),
      by('p', control(openSelf('old', 0xf01ff, true))),
      by('p', aToken('t', { privilegesPresent: '0x88', privilegesEnabled: '0x88' })),
      by('p', control(install('t'))),
      by('p', closeHandle('t')),
    ],
    [by('p', control(install('old')))],
    ['tokens', 'install', 'processes'],
  ],
  [
    'exited',
    [spawn('p'), by('p', aToken())],
    [by('p', control({ op: 'world.exit', args: {} }))],
    ['tokens', 'processes'],
  ],
  [
    'killed',
    [spawn('p'), by('p', aToken()), by('p', control(install('t')))],
    [control({ op: 'world.kill', args: { pid: ref('p.pid') } })],
    ['tokens', 'install', 'processes'],
  ],
];

const USERS = [
  'S-1-5-18',
  'S-1-5-21-1111-2222-3333-1001',
  'S-1-1-0',
  'S-1-5-32-544',
  'S-1-5-21-1-2-3-4-5-6-7-8-9-10-11-12-13-4294967295',
];
const PACKAGES = ['Kerberos', 'Negotiate', 'x', 'pâté de campagne', '包', 'n'.repeat(300)];

/** Sessions of these records, each destroyed; the event has this value under a key. */
function valueCase(
  slug: string,
  clause: ClauseId,
  record: Readonly<Record<string, TemplateValue>>,
  key: string,
  value: string,
): SuiteCase {
  return aCase(slug, `the event says ${key} = ${value.slice(0, 40)}`, [
    recordEvents(),
    control(createSession('s', sessionSpec(record))),
    destroy,
    within5Seconds(asserts(clause, drainEvents('e'), is.equals(`destroyed.{s.id}.${key}`, value))),
  ]);
}

export default defineSuite('session-lifecycle', 'events', [
  ENDINGS.map(([slug, before, end, needs]) =>
    aCase(
      `one-${slug}`,
      `a session that ends (${slug}) is told of once`,
      [
        recordEvents(),
        aSession(),
        ...before,
        noEvent('SE-019', 'none'),
        ...end,
        oneEvent('SE-019'),
      ],
      { needs },
    ),
  ),
  aCase('none-refused', 'a refused destruction is not told of', [
    recordEvents(),
    aSession(),
    aToken(),
    failing(destroySession(ref('s.id'))),
    failing(destroySession('0x7ffffffffffffffe')),
    noEvent('SE-019', 'none'),
    closeHandle('t'),
    oneEvent('SE-019'),
    failing(destroySession(ref('s.id'))),
    noEvent('SE-019', 'never'),
  ]),
  [2, 3, 5].map((count) => {
    const names = Array.from({ length: count }, (_, n) => `s${n}`);
    return aCase(`id-of-${count}`, `each of ${count} sessions is told of by its id`, [
      recordEvents(),
      names.map((name) => aSession(name)),
      [...names]
        .reverse()
        .flatMap((name) => [
          control(destroySession(ref(`${name}.id`))),
          within5Seconds(
            asserts(
              'SE-020',
              drainEvents(`${name}Events`),
              is.equals(`destroyed.{${name}.id}.session_id`, ref(`${name}.id`)),
            ),
          ),
        ]),
    ]);
  }),
  aCase('id-alone', 'the event names that session and none of its neighbours', [
    recordEvents(),
    aSession('s0'),
    aSession('s'),
    aSession('s1'),
    destroy,
    oneEvent('SE-020'),
    noEvent('SE-020', 'first', 's0'),
    noEvent('SE-020', 'second', 's1'),
  ]),
  USERS.map((userSid, n) =>
    valueCase(`user-${n}`, 'SE-032', { userSid }, 'user_sid', sidHex(userSid)),
  ),
  [2, 3, 4, 5, 8, 9].map((logonType) =>
    valueCase(`type-${logonType}`, 'SE-033', { logonType }, 'logon_type', `0x${logonType}`),
  ),
  PACKAGES.map((name, n) =>
    valueCase(`package-${n}`, 'SE-034', { authPackage: utf8(name) }, 'auth_package', name),
  ),
  (
    [
      ['destroyed', [], [destroy]],
      ['last-handle', [aToken()], [closeHandle('t')]],
    ] as const
  ).map(([slug, before, end]) =>
    aCase(
      `time-${slug}`,
      `the event says when the session was made (${slug})`,
      [
        recordEvents(),
        aSession('first'),
        aSession(),
        ...before,
        listing('l'),
        control({ op: 'world.sleep', args: { ms: 1100 } }),
        ...end,
        within5Seconds(
          asserts(
            'SE-035',
            drainEvents('e'),
            is.equals('destroyed.{s.id}.created_at', ref('l.listing.byId.{s.id}.created_at')),
          ),
        ),
      ],
      { needs: ['clock', 'tokens'] },
    ),
  ),
]);
