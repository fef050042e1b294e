import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import type { Adapter } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import type { Outcome } from '../program/program.js';
import { batchesOf } from './lanes.js';
import { requireJudgeable } from './judgeable.js';
import {
  accepts,
  compiled,
  makesSession,
  refuses,
  run,
  spoiled,
  verdicts,
} from './runner.fixture.js';

const PROFILE = BUILT_IN_PROFILES['psd-0.20'];

/** The same cases in several areas. */
function inAreas(areas: number, perArea: number): readonly CompiledCase[] {
  return Array.from({ length: areas }, (_, area) =>
    compiled(...Array.from({ length: perArea }, (__, n) => accepts(`a${n}`))).map((one) => ({
      ...one,
      id: one.id.replace(/^[^/]+/, `area-${area}`),
    })),
  ).flat();
}

/** Several references as the worlds of one candidate, and what was asked of each. */
function worlds(count: number, freshAreas: boolean) {
  const asked = Array.from({ length: count }, (): string[] => []);
  const lanes = asked.map((ops) =>
    spoiled({
      call: (op, _, next) => {
        ops.push(op);
        return next();
      },
    }),
  );
  const first = lanes[0] as Adapter;
  const adapter: Adapter = {
    hello: (request) => first.hello(request),
    call: (op, params) => first.call(op, params),
    close: () => Promise.resolve(),
    lanes: () => lanes,
    freshAreas,
  };
  return { adapter, asked };
}

describe('worlds beside each other', () => {
  it('give the results of one, in order', async () => {
    const cases = [...inAreas(3, 5), ...compiled(refuses('r', 77))];
    const plain = await run(cases, spoiled({}));
    for (const fresh of [false, true]) {
      const { adapter, asked } = worlds(3, fresh);
      const result = await run(cases, adapter);
      expect(JSON.stringify(result.results)).toBe(JSON.stringify(plain.results));
      expect(asked.every((ops) => ops.length > 0)).toBe(true);
    }
  });

  it('are reset between areas only if that is cheap', async () => {
    const resets = async (fresh: boolean): Promise<number> => {
      const { adapter, asked } = worlds(1, fresh);
      await run(inAreas(4, 2), adapter);
      return asked.flat().filter((op) => op === 'world.reset').length;
    };
    expect([await resets(false), await resets(true)]).toEqual([0, 3]);
  });

  it('share a large area', () => {
    const adapter: Adapter = { ...worlds(1, true).adapter };
    const sizes = batchesOf(inAreas(1, 250), adapter).map(({ indices }) => indices.length);
    expect(sizes).toEqual([100, 100, 50]);
  });
});

/** A world that goes down a while after a session with this package was made. */
function lateDamage(mark: string, always = true): Adapter {
  const inner = new ReferenceAdapter({ profile: PROFILE, programs: false });
  let damaged = false;
  let deaths = 0;
  const adapter = spoiled(
    {
      call: (op, params, next) => {
        damaged ||= makesSession(op, params, mark) && (always || deaths === 0);
        if (op === 'world.reset') damaged = false;
        return next();
      },
    },
    inner,
  );
  return {
    ...adapter,
    settle: (): Promise<Outcome | undefined> => {
      if (!damaged) return Promise.resolve(undefined);
      damaged = false;
      deaths += 1;
      return Promise.resolve({ kind: 'crashed', detail: 'BUG: KASAN: slab-use-after-free' });
    },
  };
}

describe('damage that shows when nothing is under way', () => {
  const cases = compiled(accepts('one'), accepts('guilty'), accepts('two'), accepts('three'));

  it.each([1, 4])('is brought home to the case that did it, %d at once', async (overlap) => {
    const result = await run(cases, lateDamage('guilty'), { overlap, reruns: 2 });
    expect(verdicts(result)).toEqual(['one: pass', 'guilty: fail', 'two: pass', 'three: pass']);
    const [failure] = result.results[1]?.failures ?? [];
    expect([failure?.symptom, failure?.actual]).toEqual([
      'crashed',
      'crashed: BUG: KASAN: slab-use-after-free',
    ]);
  });

  it('and does not come back accuses nobody, but is not forgotten', async () => {
    const result = await run(cases, lateDamage('guilty', false), { reruns: 2 });
    expect(verdicts(result).every((line) => line.endsWith(': unstable'))).toBe(true);
  });
});

describe('a candidate that says that it has nothing to judge', () => {
  const hello = {
    protocol: 1,
    name: 'agent',
    version: '1',
    kind: 'remote',
    profiles: [],
    capabilities: ['raw'],
    limits: { window: 1, lineBytesMax: 65_536 },
  } as const;

  it('is taken at its word', () => {
    const notes = ['x', 'not a KACS kernel: ENOSYS \u001b[2J'];
    expect(() => requireJudgeable({ ...hello, notes })).toThrow(
      /^not a KACS kernel: ENOSYS \\x1b\[2J$/,
    );
    expect(() => requireJudgeable({ ...hello, capabilities: [] })).toThrow(
      'agent claims no capability: there is nothing to judge',
    );
    expect(() => requireJudgeable(hello)).not.toThrow();
  });
});
