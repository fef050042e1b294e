/** @module Every order in which the last references to a session can go, by every way of going. */
import {
  aSession,
  aToken,
  by,
  closeHandle,
  destroySession,
  duplicateHandle,
  install,
  is,
  openSelf,
  ref,
  spawn,
} from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { exec, impersonate, revert } from '../language/steps-impersonate.js';
import { passHandle, setCloseOnExec, within5Seconds } from '../language/steps-inspect.js';
import { aCase, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteCase, SuiteStep } from '../language/suite.js';

/** Something that holds a token of session `s`, and how it can let go. */
interface Holder {
  readonly slug: string;
  readonly take: readonly SuiteStep[];
  readonly ways: readonly (readonly [slug: string, step: SuiteStep])[];
  readonly needs: readonly string[];
}

const PRIVILEGES = { privilegesPresent: '0x88', privilegesEnabled: '0x88' } as const;
const exits = (actor: string): SuiteStep => by(actor, control({ op: 'world.exit', args: {} }));
const kills = (actor: string): SuiteStep =>
  control({ op: 'world.kill', args: { pid: ref(`${actor}.pid`) } });

/** Each with a token of its own. */
const HOLDERS: readonly Holder[] = [
  {
    slug: 'handle',
    take: [aToken('h')],
    ways: [['close', closeHandle('h')]],
    needs: [],
  },
  {
    slug: 'passed',
    take: [
      spawn('q'),
      aToken('x'),
      passHandle('y', 'x', 'q'),
      by('q', setCloseOnExec('y', true)),
      closeHandle('x'),
    ],
    ways: [
      ['close', by('q', closeHandle('y'))],
      ['exit', exits('q')],
      ['exec', by('q', exec())],
    ],
    needs: ['processes', 'handle-passing', 'exec', 'descriptor-flags'],
  },
  {
    slug: 'primary',
    take: [
      spawn('p'),
      by('p', control(openSelf('old', 0xf01ff, true))),
      by('p', aToken('own', PRIVILEGES)),
      by('p', control(install('own'))),
      by('p', closeHandle('own')),
    ],
    ways: [
      ['install', by('p', control(install('old')))],
      ['exit', exits('p')],
      ['kill', kills('p')],
    ],
    needs: ['processes', 'install'],
  },
  {
    slug: 'impersonation',
    take: [
      spawn('r'),
      by('r', aToken('i', { tokenType: 2, impersonationLevel: 2 })),
      by('r', control(impersonate('i'))),
      by('r', closeHandle('i')),
    ],
    ways: [
      ['revert', by('r', control(revert()))],
      ['exec', by('r', exec())],
      ['exit', exits('r')],
      ['kill', kills('r')],
    ],
    needs: ['processes', 'impersonate', 'exec'],
  },
  {
    slug: 'derived',
    take: [aToken('d'), control(duplicate('c', 'd')), closeHandle('d')],
    ways: [['close', closeHandle('c')]],
    needs: ['derive'],
  },
];

const there: SuiteStep = judged('SE-024', destroySession(ref('s.id')));
const gone: SuiteStep = within5Seconds(
  asserts(
    'SE-017',
    { op: 'world.observe', args: { tokens: [], sessions: [ref('s.id')] } },
    is.equals('sessions', []),
  ),
);

/** What lets go, in this order; the session lives until the last one has. */
function orderCase(
  take: readonly (readonly SuiteStep[])[],
  order: readonly (readonly [slug: string, step: SuiteStep])[],
  needs: readonly string[],
): SuiteCase {
  const slug = order.map(([name]) => name).join('-then-');
  return aCase(
    slug,
    `the last references go: ${order.map(([name]) => name).join(', ')}`,
    [
      aSession('empty'),
      control(destroySession(ref('empty.id'))),
      aSession(),
      take.flat(),
      order.flatMap(([, step], n) => (n < order.length - 1 ? [step, there] : [step, gone])),
    ],
    { needs: ['securityfs', ...needs] },
  );
}

const wayOf = ({ slug, ways }: Holder, n: number): readonly [string, SuiteStep] => {
  const way = ways[n % ways.length];
  if (way === undefined) throw new RangeError(`${slug} has no way of letting go`);
  return [`${slug}-${way[0]}`, way[1]];
};

function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((item, n) =>
    orders([...items.slice(0, n), ...items.slice(n + 1)]).map((rest) => [item, ...rest]),
  );
}

function subsets<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, n) =>
    subsets(items.slice(n + 1), size - 1).map((rest) => [item, ...rest]),
  );
}

const needsOf = (holders: readonly Holder[]): readonly string[] =>
  holders.flatMap(({ needs }) => needs);

/** Two holders: both orders, every way of each. */
const PAIRS: readonly SuiteCase[] = subsets(HOLDERS, 2).flatMap((pair) => {
  const [first, second] = pair;
  if (first === undefined || second === undefined) return [];
  return first.ways.flatMap((_, m) =>
    second.ways.flatMap((__, n) =>
      orders([wayOf(first, m), wayOf(second, n)]).map((order) =>
        orderCase(
          pair.map(({ take }) => take),
          order,
          needsOf(pair),
        ),
      ),
    ),
  );
});

/** Three and all five: every order, the ways in turn. */
const MORE: readonly SuiteCase[] = [...subsets(HOLDERS, 3), HOLDERS].flatMap((holders, k) =>
  orders(holders.map((_, n) => n)).map((order, turn) =>
    orderCase(
      holders.map(({ take }) => take),
      order.flatMap((n) => {
        const holder = holders[n];
        return holder === undefined ? [] : [wayOf(holder, turn + n + k)];
      }),
      needsOf(holders),
    ),
  ),
);

/** One token, held four times. */
const SHARED: readonly SuiteCase[] = orders([
  ['shared-handle', closeHandle('t')] as const,
  ['shared-dup', closeHandle('dup')] as const,
  ['shared-passed', by('p', closeHandle('x'))] as const,
  ['shared-installed', by('p', control(install('old')))] as const,
]).map((order) =>
  orderCase(
    [
      [
        spawn('p'),
        aToken('t', PRIVILEGES),
        duplicateHandle('dup', 't'),
        passHandle('x', 't', 'p'),
        by('p', control(openSelf('old', 0xf01ff, true))),
        by('p', control(install('x'))),
      ],
    ],
    order,
    ['processes', 'install', 'handle-passing'],
  ),
);

export default defineSuite('session-lifecycle', 'orders', [PAIRS, MORE, SHARED]);
