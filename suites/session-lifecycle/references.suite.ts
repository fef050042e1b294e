/** @module How long sessions live: in the listing, through links, through handles elsewhere. */
import {
  aSession,
  aToken,
  by,
  closeHandle,
  createSession,
  destroySession,
  install,
  is,
  openSelf,
  ref,
  spawn,
} from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { impersonate, revert } from '../language/steps-impersonate.js';
import { getLinked, link, listing, passHandle, within5Seconds } from '../language/steps-inspect.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { recordOf, sidOf } from '../session-spec/bytes.js';

/** The lines of session `s` are gone, within 5 seconds. */
const gone = (clause: ClauseId): SuiteStep =>
  within5Seconds(
    asserts(
      clause,
      { op: 'world.observe', args: { tokens: [], sessions: [ref('s.id')] } },
      is.equals('sessions', []),
    ),
  );

/** The session `s` is listed still. */
const there = (clause: ClauseId, as = 'r'): readonly SuiteStep[] =>
  listing(as, (read) => asserts(clause, read, is.equals('listing.byId.{s.id}.count', 1)));

const CONTROL: readonly SuiteStep[] = [aSession('empty'), control(destroySession(ref('empty.id')))];

const PAIR = [aSession(), aToken('a'), aToken('b'), control(link('a', 'b'))];

/** Two connected sockets of the worker. */
const SOCKETS: SuiteStep = control({
  as: 'pair',
  op: 'world.socketPair',
  args: { type: 'stream' },
});
const send: SuiteStep = control({
  op: 'world.sendMessage',
  args: { socket: ref('pair.first'), handle: ref('t.handle') },
});

export default defineSuite('session-lifecycle', 'references', [
  [2, 3, 4, 5, 8, 9].map((type) =>
    aCase(`listed-type-${type}`, `a valid record of type ${type} makes a session`, [
      listing('before', (read) =>
        asserts('SE-001', read, is.absent('listing.fields.user_sid', sidOf(21, 0x5a5a0003, type))),
      ),
      control(createSession('s', recordOf({ type, sid: sidOf(21, 0x5a5a0003, type) }))),
      listing('after', (read) =>
        asserts(
          'SE-001',
          read,
          is.equals('listing.byId.{s.id}.user_sid', sidOf(21, 0x5a5a0003, type)),
        ),
      ),
    ]),
  ),
  [2, 5].map((count) =>
    aCase(`created-at-${count}`, `creation times of ${count} sessions do not go back`, [
      Array.from({ length: count }, (_, n) => aSession(`s${n}`)),
      listing('r', (read) =>
        Array.from({ length: count - 1 }, (_, n) => n).reduce(
          (step, n) =>
            asserts(
              'SE-006',
              step,
              is.atLeast(
                `listing.byId.{s${n + 1}.id}.created_at`,
                ref(`r.listing.byId.{s${n}.id}.created_at`),
              ),
            ),
          read,
        ),
      ),
    ]),
  ),
  aCase(
    'created-at-later',
    'a session made later is not older',
    [
      aSession('s0'),
      control({ op: 'world.sleep', args: { ms: 1500 } }),
      aSession('s1'),
      listing('r', (read) =>
        asserts(
          'SE-006',
          read,
          is.atLeast('listing.byId.{s1.id}.created_at', ref('r.listing.byId.{s0.id}.created_at')),
        ),
      ),
    ],
    { needs: ['clock'] },
  ),
  aCase(
    'created-at-kept',
    'the creation time does not change with time',
    [
      aSession(),
      listing('before'),
      control({ op: 'world.sleep', args: { ms: 1500 } }),
      aSession('later'),
      listing('after', (read) =>
        asserts(
          'SE-006',
          read,
          is.equals('listing.byId.{s.id}.created_at', ref('before.listing.byId.{s.id}.created_at')),
        ),
      ),
    ],
    { needs: ['clock'] },
  ),
  aCase('linked', 'a session with a linked pair cannot be destroyed', [
    CONTROL,
    PAIR,
    judged('SE-016', destroySession(ref('s.id'))),
    accepted('SE-016', getLinked('partner', 'a')),
  ]),
  ['a', 'b'].map((member) =>
    aCase(`linked-one-handle-${member}`, `nor with a handle of ${member} alone`, [
      CONTROL,
      PAIR,
      closeHandle(member),
      judged('SE-016', destroySession(ref('s.id'))),
      accepted('SE-016', getLinked('partner', member === 'a' ? 'b' : 'a')),
    ]),
  ),
  aCase('last-closed', 'a session goes with the last handle of its only token', [
    aSession(),
    aToken(),
    there('SE-017'),
    closeHandle('t'),
    gone('SE-017'),
  ]),
  aCase('last-of-two-closed', 'a session goes with the last of its two tokens', [
    aSession(),
    aToken('t'),
    aToken('u'),
    closeHandle('t'),
    there('SE-017'),
    closeHandle('u'),
    gone('SE-017'),
  ]),
  aCase(
    'derived-closed',
    'a session stays for a token that was derived, and goes with it',
    [
      aSession(),
      aToken('t'),
      control(duplicate('d', 't')),
      closeHandle('t'),
      there('SE-017'),
      closeHandle('d'),
      gone('SE-017'),
    ],
    { needs: ['derive'] },
  ),
  aCase(
    'impersonated',
    'a session stays while its token is impersonated, and goes at revert',
    [
      aSession(),
      aToken('t', { tokenType: 2, impersonationLevel: 2, userSid: 'S-1-5-18' }),
      control(impersonate('t')),
      closeHandle('t'),
      there('SE-017'),
      control(revert()),
      gone('SE-017'),
    ],
    { needs: ['impersonate'] },
  ),
  aCase(
    'installed',
    'a session stays while a process runs with its token',
    [
      spawn('p'),
      aSession(),
      by('p', control(openSelf('old', 0xf01ff, true))),
      by('p', aToken('t', { privilegesPresent: '0x88', privilegesEnabled: '0x88' })),
      by('p', control(install('t'))),
      by('p', closeHandle('t')),
      there('SE-017'),
      by('p', control(install('old'))),
      gone('SE-017'),
    ],
    { needs: ['install', 'processes'] },
  ),
  aCase('never-used', 'an empty session is there after 10 seconds and can be destroyed', [
    aSession(),
    control({ op: 'world.sleep', args: { ms: 10_000 } }),
    judged('SE-018', destroySession(ref('s.id'))),
  ]),
  aCase(
    'held-elsewhere',
    'a handle that another process received keeps the session',
    [
      CONTROL,
      spawn('p'),
      aSession(),
      aToken(),
      passHandle('x', 't', 'p'),
      closeHandle('t'),
      judged('SE-024', destroySession(ref('s.id'))),
    ],
    { needs: ['processes'] },
  ),
  aCase(
    'in-flight',
    'a handle in a message that nobody received yet keeps the session',
    [
      CONTROL,
      aSession(),
      aToken(),
      SOCKETS,
      send,
      closeHandle('t'),
      judged('SE-024', destroySession(ref('s.id'))),
    ],
    { needs: ['peer-sockets'] },
  ),
  aCase(
    'received',
    'and after it was received as well',
    [
      CONTROL,
      aSession(),
      aToken(),
      SOCKETS,
      send,
      closeHandle('t'),
      control({ as: 'x', op: 'world.receiveMessage', args: { socket: ref('pair.second') } }),
      judged('SE-024', destroySession(ref('s.id'))),
    ],
    { needs: ['peer-sockets'] },
  ),
  ...[['elevated-first', 'a', 'b'] as const, ['filtered-first', 'b', 'a'] as const].map(
    ([name, first, second]) =>
      aCase(`pair-closed-${name}`, `a linked pair does not keep its session: ${name}`, [
        PAIR,
        closeHandle(first),
        there('SE-025'),
        closeHandle(second),
        gone('SE-025'),
      ]),
  ),
  aCase('pair-with-third', 'a token beside the pair keeps the session until it is closed', [
    PAIR,
    aToken('c'),
    closeHandle('a'),
    closeHandle('b'),
    there('SE-025'),
    closeHandle('c'),
    gone('SE-025'),
  ]),
  aCase('displaced-closed', 'a token that was displaced from its pair keeps it, too', [
    PAIR,
    aToken('c'),
    control(link('a', 'c')),
    closeHandle('a'),
    closeHandle('c'),
    there('SE-025'),
    closeHandle('b'),
    gone('SE-025'),
  ]),
]);
