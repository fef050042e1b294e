import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { seededRandom } from '../../protocol/random.js';
import { AdapterFault, type Adapter } from '../../adapters/adapter.js';
import { openTarget } from '../../cli/targets.js';
import { edgeFeature, isEdge } from '../features.js';
import { knownAs } from '../finding.js';
import { Candidate } from './candidate.js';
import { Energy } from './energy.js';
import { Loop } from './loop.js';
import { SIX_LETTERS, TRAPDOOR } from './six-letters.fixture.js';

const profile = BUILT_IN_PROFILES['psd-0.20'];
/** With coverage a third of it is enough; by luck alone it would take 16 million. */
const RUNS = 4000;

interface Watched extends Adapter {
  /** Inputs that were under way at once, at most. */
  readonly most: () => number;
}

/** The reference, but it dies of one word, and says how far into it an input came. */
function trapdoor(tells: boolean, answer?: () => Promise<readonly number[]>): Watched {
  const inner = openTarget('reference', { profile });
  const reached = new Set<number>();
  let [underWay, most, dead] = [0, 0, false];
  return {
    most: () => most,
    hello: async (request) => {
      const hello = await inner.hello(request);
      return tells ? { ...hello, capabilities: [...hello.capabilities, 'coverage'] } : hello;
    },
    close: () => inner.close(),
    call: async (op, params) => {
      underWay += 1;
      most = Math.max(most, underWay);
      const word = Buffer.from(String(params['spec'] ?? '').slice(6, 18), 'hex').toString();
      let same = 0;
      while (same < TRAPDOOR.length && word[same] === TRAPDOOR[same]) same += 1;
      for (let letters = 1; letters <= same; letters += 1) reached.add(0xffff_fff0 + letters);
      dead ||= same === TRAPDOOR.length;
      const outcome = dead ? FELL : await inner.call(op, params);
      underWay -= 1;
      return outcome;
    },
    takeCoverage: () => {
      const edges = [...reached];
      reached.clear();
      return answer?.() ?? Promise.resolve(edges);
    },
  };
}

const FELL = { kind: 'crashed', detail: 'it fell', signal: 'SIGSEGV' } as const;

async function campaign(
  open: () => Adapter,
  seed: number,
): Promise<{
  found: readonly string[];
  words: readonly string[];
  fresh: number[];
  lost: string[];
}> {
  const [found, words, fresh, lost]: [string[], string[], number[], string[]] = [[], [], [], []];
  const known = new Set<string>();
  const candidate = new Candidate(open, {
    profile,
    seed: 0,
    isKnown: (difference, wanted) => knownAs(known, difference, wanted) !== undefined,
    coverageGivenUp: (why) => lost.push(why),
  });
  const loop = new Loop(SIX_LETTERS, candidate, {
    seed,
    known,
    events: {
      reached: (features, program) => {
        fresh.push(...features);
        if (program !== undefined) words.push(`${loop.executions} ${program.id}`);
      },
      found: (signature, { program }) => found.push(`${signature} ${program.id}`),
      seen: () => undefined,
      restarted: () => undefined,
    },
  });
  await loop.open();
  await loop.run(RUNS);
  await candidate.drop();
  return { found, words, fresh, lost };
}

describe('a candidate that tells of its edges', () => {
  it('is found to do what only its edges lead to, which nothing else leads to', async () => {
    const guided = await campaign(() => trapdoor(true), 1);
    expect(guided.found).toEqual([expect.stringMatching(/^crash-create-session-/)]);
    expect(guided.words.join('\n')).toMatch(/ dg/);
    const blind = await campaign(() => trapdoor(false), 1);
    expect(blind.found).toEqual([]);
    expect(blind.fresh.filter(isEdge)).toEqual([]);
  });

  it('goes the same way for the same seed', async () => {
    const first = await campaign(() => trapdoor(true), 5);
    expect(await campaign(() => trapdoor(true), 5)).toEqual(first);
    expect(await campaign(() => trapdoor(true), 6)).not.toEqual(first);
  });

  it('gets its inputs beside each other, and keeps those alone that reach something new', async () => {
    const one = trapdoor(true);
    const { fresh, words } = await campaign(() => one, 1);
    expect(one.most()).toBe(8);
    expect(words).toHaveLength(fresh.filter(isEdge).length);
    for (const word of words) expect(word).toMatch(/ d/);
  });

  it('has no input kept for what does not come again', async () => {
    let asked = 0;
    const once = (): Promise<readonly number[]> => {
      asked += 1;
      return Promise.resolve(asked === 10 || asked === 30 ? [asked] : []);
    };
    const { fresh, words } = await campaign(() => trapdoor(true, once), 1);
    expect(fresh.filter(isEdge)).toEqual([10, 30].map(edgeFeature));
    expect(words).toEqual([]);
    // Once for each eight, and for each of those two eights one by one.
    expect(asked).toBeLessThan(RUNS / 8 + 40);
  });

  it('is asked no more once an answer is of no use, which ends nothing', async () => {
    let asked = 0;
    const refuse = (): Promise<never> => {
      asked += 1;
      return Promise.reject(new AdapterFault('adapter x: nonsense'));
    };
    const { lost, fresh } = await campaign(() => trapdoor(true, refuse), 1);
    expect(lost).toEqual(['adapter x: nonsense']);
    expect(asked).toBe(1);
    expect(fresh.filter(isEdge)).toEqual([]);
  });

  it('cannot fill more than there is room for', async () => {
    let next = 0;
    const flood = (): Promise<readonly number[]> =>
      Promise.resolve(Array.from({ length: 1000 }, () => (next += 1) * 65_537));
    const { fresh, lost } = await campaign(() => trapdoor(true, flood), 1);
    const edges = fresh.filter(isEdge);
    expect(lost).toEqual([]);
    expect(new Set(edges).size).toBe(edges.length);
    expect(edges.every((edge) => edge < 65_536 + 2 ** 18)).toBe(true);
  });
});

it('keeps edges and features of the model apart, and edges in a row from each other', () => {
  const edges = Array.from({ length: 50_000 }, (_, index) => edgeFeature(index));
  expect(edges.every(isEdge)).toBe(true);
  expect(new Set(edges).size).toBe(edges.length);
  expect(isEdge(65_535)).toBe(false);
  expect([0, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff].map(edgeFeature).every(isEdge)).toBe(true);
});

it('gives most energy to the input with the rarest edge, however many others it has', () => {
  const energy = new Energy<string>();
  const common = Array.from({ length: 200 }, (_, index) => edgeFeature(index));
  for (let times = 0; times < 400; times += 1) energy.count(common);
  const rare = [...common, edgeFeature(1000)];
  energy.count(rare);
  energy.add('rare', rare, 1);
  energy.add('common', common, 1);
  const random = seededRandom(1);
  const picks = Array.from({ length: 400 }, () => energy.pick(random));
  expect(picks.filter((input) => input === 'rare').length).toBeGreaterThan(260);
});
