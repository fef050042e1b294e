import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import type { Adapter, Hello } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import type { Outcome } from '../program/program.js';
import { contradictions, detect, type Detected } from './detect.js';
import { spoiled, type Spoiler } from './runner.fixture.js';

const IDS = Object.keys(BUILT_IN_PROFILES) as (keyof typeof BUILT_IN_PROFILES)[];

async function probe(adapter: Adapter): Promise<Detected> {
  return detect(adapter, await adapter.hello({ protocol: 1, profile: 'psd-0.20', seed: 0 }));
}

function served(id: (typeof IDS)[number], noise?: number): Adapter {
  const profile = BUILT_IN_PROFILES[id];
  return new ReferenceAdapter({ profile, ...(noise === undefined ? {} : { noise }) });
}

describe('the probes', () => {
  it.each(IDS)('find %s, with noise and without', async (id) => {
    for (const noise of [undefined, 1, 2, 3]) {
      const found = await probe(served(id, noise));
      expect(found.candidates).toContain(id);
      expect(contradictions(BUILT_IN_PROFILES[id], found)).toEqual([]);
    }
  });

  it('tell apart all profiles that differ in what they look at', async () => {
    const found = new Map<string, Detected>();
    for (const id of IDS) found.set(id, await probe(served(id)));
    expect(found.get('learn-0.20')?.candidates).toEqual(['learn-0.20']);
    expect(found.get('psd-0.22')?.candidates).toEqual(['psd-0.22']);
    // The headers say nothing that the probes could see.
    expect(found.get('psd-0.20')?.candidates).not.toContain('learn-0.20');
    expect(found.get('psd-0.20')?.candidates).not.toContain('psd-0.22');
  });

  it('contradict every profile of another layout, in words', async () => {
    const wide = await probe(served('learn-0.20'));
    expect(contradictions(BUILT_IN_PROFILES['psd-0.20'], wide).join()).toMatch(
      /token specs are wide, the profile says packed \(ruling R02\)/,
    );
  });

  it.each(IDS)('leave nothing behind in %s', async (id) => {
    const log: string[] = [];
    const adapter = spoiled(
      {
        call: (op, params, next) => {
          log.push(`${params.actor} ${op}`);
          return next();
        },
      },
      served(id),
    );
    await probe(adapter);
    const count = (op: string): number => log.filter((line) => line.endsWith(` ${op}`)).length;
    expect(count('world.spawn')).toBe(1);
    expect(count('world.exit')).toBe(count('world.spawn'));
    expect(count('kacs_destroy_empty_session')).toBe(count('kacs_create_session'));
    expect(log.at(-1)).toBe('init kacs_destroy_empty_session');
    expect(log.filter((line) => line.startsWith('init ')).join()).not.toMatch(/KACS_IOC|token/);
  });

  const unknown: Detected = {
    layout: 'unknown',
    abi: 'unknown',
    semantics: 'unknown',
    candidates: [],
  };
  const REFUSED: Outcome = { kind: 'refused', errno: 'ENOSYS', number: 38 };
  const refusing = (...ops: readonly string[]): Spoiler => ({
    call: (op, _, next) => (ops.includes(op) ? Promise.resolve(REFUSED) : next()),
  });

  it('find nothing in a candidate that claims too little, and do not call it', async () => {
    const calls: string[] = [];
    const adapter = spoiled({
      hello: (hello): Hello => ({ ...hello, capabilities: ['sessions', 'tokens', 'query'] }),
      call: (op, _, next) => {
        calls.push(op);
        return next();
      },
    });
    expect(await probe(adapter)).toEqual(unknown);
    expect(calls).toEqual([]);
  });

  it.each([
    ['no process', 'world.spawn'],
    ['no session', 'kacs_create_session'],
  ])('find nothing where there is %s', async (_, op) => {
    const found = await probe(spoiled(refusing(op)));
    expect([found.layout, found.abi, found.semantics]).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('say so if no layout is accepted, or both are', async () => {
    const neither = await probe(spoiled(refusing('kacs_create_token')));
    expect(neither.layout).toBe('neither');
    expect(contradictions(BUILT_IN_PROFILES['psd-0.20'], neither)).toHaveLength(1);
    const any: Spoiler = {
      call: (op, _, next) =>
        op === 'kacs_create_token'
          ? Promise.resolve({ kind: 'returned', value: { handle: 3 } })
          : next(),
    };
    const both = await probe(spoiled(any));
    expect(both.layout).toBe('both');
    expect(contradictions(BUILT_IN_PROFILES['psd-0.20'], both).join()).toMatch(/both token-spec/);
  });
});
