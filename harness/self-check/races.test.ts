/**
 * @module Does the judge of histories tell a candidate that is atomic from one that is not? The
 * reference has to pass, however it is driven; adapters that tear calls apart have to fail.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wireOf } from '../../reference/wire/wire.js';
import type { Adapter } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import type { Outcome } from '../program/program.js';
import { withReordering } from '../protocol/reordering.js';
import { spoiled, type Spoiler } from '../runner/runner.fixture.js';
import { runCases } from '../runner/runner.js';
import type { CaseReport } from '../report.js';
import { racePrograms } from './race-programs.fixture.js';
import { served } from './served.fixture.js';

vi.setConfig({ testTimeout: 120_000 });

const open: Adapter[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((adapter) => adapter.close()));
});

async function results(adapter: Adapter, id = 'psd-0.20'): Promise<readonly CaseReport[]> {
  open.push(adapter);
  const profile = profileOf(id);
  const wire = wireOf(profile);
  const hello = await adapter.hello({ protocol: 1, profile: id, seed: 0 });
  const context = { adapter, hello, wire, catalogue: catalogueOf(profile) };
  const found = await runCases(racePrograms(wire), context, { overlap: 4, reruns: 3 });
  return found.results;
}

/** What went wrong, case by case. */
function problems(found: readonly CaseReport[]): readonly string[] {
  return found.flatMap(({ id, verdict, failures }) =>
    verdict === 'pass' ? [] : [`${id}: ${verdict} ${failures?.[0]?.actual ?? ''}`],
  );
}

describe('the reference is atomic', () => {
  it.each(PROFILE_IDS)('in %s, in process, call by call and as whole programs', async (id) => {
    for (const programs of [true, false]) {
      for (const noise of [undefined, 3]) {
        const options = noise === undefined ? {} : { noise };
        const plain = new ReferenceAdapter({ profile: profileOf(id), programs, ...options });
        const adapter = noise === undefined ? plain : withReordering(plain, noise);
        const found = await results(adapter, id);
        expect(problems(found)).toEqual([]);
        expect(found).toHaveLength(3);
      }
    }
  });

  it.each([
    ['whole programs', { programs: true }],
    ['call by call', { programs: false }],
    ['call by call, with answers late and in any order', { programs: false, noise: 5 }],
  ])('over stdio: %s', async (_, how) => {
    expect(problems(await results(served(how)))).toEqual([]);
  });
});

/** Adjusts entry by entry, and lets others in between. */
const TORN: Spoiler = {
  async call(op, params, next) {
    const { entries } = params;
    if (!/^KACS_IOC_ADJUST_(PRIVS|GROUPS)$/.test(op) || !Array.isArray(entries)) return next();
    const adapter = inner;
    let first: Outcome | undefined;
    for (const entry of entries as readonly object[]) {
      const outcome = await adapter.call(op, { ...params, entries: [{ ...entry }] });
      first ??= outcome;
      await turn();
    }
    return first ?? next();
  },
};
let inner: Adapter;

/** Answers queries with what the actor saw the last time. */
function stale(): Spoiler {
  const last = new Map<string, Outcome>();
  return {
    async call(op, params, next) {
      const outcome = await next();
      if (op !== 'KACS_IOC_QUERY') return outcome;
      const key = `${params.actor} ${String(params['class'])}`;
      const before = last.get(key) ?? outcome;
      last.set(key, outcome);
      return before;
    },
  };
}

/** Says that the state before was what it was when the call came in, one turn earlier. */
function readsEarly(): Spoiler {
  let state: Outcome | undefined;
  return {
    async call(op, _, next) {
      if (op !== 'KACS_IOC_ADJUST_GROUPS') return next();
      const seen = state;
      await turn();
      const outcome = await next();
      state = outcome;
      await turn();
      return seen ?? outcome;
    },
  };
}

/** Destroys a session though a token has come into it. */
const CARELESS: Spoiler = {
  async call(op, _, next) {
    const outcome = await next();
    const busy = outcome.kind === 'refused' && outcome.errno === 'EBUSY';
    const destroys = op === 'kacs_destroy_empty_session';
    // A race lost: the token was made in time, and nobody looked.
    if (destroys) await turn();
    return destroys && busy ? { kind: 'returned', value: {} } : outcome;
  },
};

describe('a candidate is caught by its history', () => {
  it.each<readonly [string, () => Spoiler, readonly string[]]>([
    ['tears calls in halves', () => TORN, ['adjust-against-query', 'groups-against-groups']],
    ['answers from a stale world', stale, ['adjust-against-query']],
    ['reads before it locks', readsEarly, ['groups-against-groups']],
  ])('that %s, in both ways of playing', async (_, spoiler, caught) => {
    for (const programs of [true, false]) {
      inner = new ReferenceAdapter({ profile: profileOf('psd-0.20'), programs });
      const found = await results(spoiled({ ...spoiler(), programs }, inner));
      for (const { id, verdict, failures, reruns } of found) {
        if (!caught.some((name) => id.endsWith(name))) continue;
        expect([id, verdict]).toEqual([id, 'fail']);
        expect(failures?.map(({ symptom }) => symptom)).toContain('history');
        expect(failures?.every(({ clause }) => clause !== undefined)).toBe(true);
        expect(reruns).toEqual(['fail', 'fail', 'fail', 'fail']);
      }
    }
  });

  it('that destroys a session under the hands of a token', async () => {
    inner = new ReferenceAdapter({ profile: profileOf('psd-0.20'), programs: false });
    const mintFirst: Spoiler = {
      async call(op, params, next) {
        if (op === 'kacs_destroy_empty_session' && params.actor !== 'init') await turn();
        return CARELESS.call?.(op, params, next) ?? next();
      },
    };
    const found = await results(spoiled(mintFirst, inner));
    const [one] = found.filter(({ id }) => id.endsWith('destroy-against-create'));
    expect(one).toMatchObject({ verdict: 'fail', clauses: { 'SE-008': 'fail' } });
    expect(one?.failures?.[0]?.symptom).toBe('history');
  });
});
