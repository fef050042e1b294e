/** @module Sessions and links while something else happens to them at the same time. */
import {
  aSession,
  aToken,
  createToken,
  destroySession,
  ref,
  spawn,
  tokenSpec,
} from '../language/steps.js';
import { getLinked, link, passHandle } from '../language/steps-inspect.js';
import { startThread } from '../language/steps-impersonate.js';
import { race } from '../language/races.js';
import { aCase, defineSuite } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

const ROUNDS = Array.from({ length: 6 }, (_, n) => n);

const OTHERS: readonly (readonly [slug: string, start: SuiteStep, needs: readonly string[]])[] = [
  ['threads', startThread('other'), ['threads']],
  ['processes', spawn('other'), ['processes']],
];

const close = (name: string): SuiteStep => ({
  op: 'world.close',
  args: { handle: ref(`${name}.handle`) },
});

export default defineSuite('session-lifecycle', 'races', [
  OTHERS.map(([slug, start, needs]) =>
    aCase(
      `destroy-against-create-${slug}`,
      'either the session goes first, or the token keeps it',
      [
        start,
        ...ROUNDS.flatMap((n) => [
          aSession(`s${n}`),
          race(
            'SE-008',
            [destroySession(ref(`s${n}.id`))],
            [createToken(`t${n}`, tokenSpec({ sessionId: ref(`s${n}.id`) }))],
            1,
          ),
        ]),
      ],
      { needs: ['tokens', ...needs] },
    ),
  ),
  OTHERS.map(([slug, start, needs]) =>
    aCase(
      `destroy-against-destroy-${slug}`,
      'only one of two destroys a session',
      [
        start,
        ...ROUNDS.flatMap((n) => [
          aSession(`s${n}`),
          race('SE-007', [destroySession(ref(`s${n}.id`))], [destroySession(ref(`s${n}.id`))], 1),
        ]),
      ],
      { needs },
    ),
  ),
  aCase(
    'link-against-close',
    'a handle that is closed meanwhile is linked whole, or not at all',
    [
      startThread('other'),
      aSession(),
      ...ROUNDS.flatMap((n) => [
        aToken(`a${n}`),
        aToken(`b${n}`),
        race('LK-001', [link(`a${n}`, `b${n}`), getLinked(`p${n}`, `a${n}`)], [close(`b${n}`)], 1),
      ]),
    ],
    { needs: ['link', 'tokens', 'threads'] },
  ),
  aCase(
    'link-against-link',
    'of two links at once the later one holds',
    [
      spawn('other'),
      aSession(),
      ...(['a', 'b', 'c'] as const).map((name) => aToken(name)),
      ...(['a', 'b', 'c'] as const).map((name) => passHandle(`${name}2`, name, 'other')),
      race(
        'LK-015',
        [link('a', 'b'), getLinked('p', 'a')],
        [link('a2', 'c2'), getLinked('q', 'b2')],
        3,
      ),
    ],
    { needs: ['link', 'tokens', 'processes', 'handle-passing'] },
  ),
]);
