import { beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { localReference } from '../cli/targets.js';
import { selectCases } from '../cli/selection.js';
import type { Report } from '../report.js';
import { withWaivers } from '../waivers/waiver-file.js';
import { certify } from './certify.js';
import { comparedText } from './compared.js';
import { mergeReports } from './merge.js';
import { casesOfShard, interleave, type Shard } from './shard.js';

const profile = BUILT_IN_PROFILES['learn-0.20'];
const catalogue = catalogueOf(profile, 'kernel');
/** Areas with recorded outcomes and, under the fault, with red cases. */
const SELECTION = ['session-spec/record/**', 'token-creation-effects/**'];
const FAULT = 'faulty:session-spec/unrecognised-type-accepted';
const WAIVERS = {
  waivers: [
    {
      match: 'SS-0*',
      symptom: 'accepted' as const,
      reason: 'known',
      owner: 'kernel',
      expires: '2099-01-01',
    },
  ],
  disputes: [],
};

async function runPart(target: string, shard?: Shard): Promise<Report> {
  const options = localReference(target, profile);
  if (options === undefined) throw new Error(target);
  const selection = SELECTION;
  const report = await certify({
    adapter: new ReferenceAdapter({ ...options, window: 4 }),
    profile,
    catalogue,
    scope: 'kernel',
    cases: selectCases(profile, catalogue, selection),
    selection,
    ...(shard === undefined ? {} : { shard }),
    seed: 7,
    reruns: 1,
    command: ['kacs-conformance', ...(shard === undefined ? [] : ['--shard', 'x']), '--seed', '7'],
    toolVersion: '0.1.0',
  });
  return withWaivers(report, target === 'reference' ? undefined : WAIVERS);
}

const OF = 3;
const parts = (target: string): Promise<readonly Report[]> =>
  Promise.all([1, 2, 3].map((index) => runPart(target, { index, of: OF })));
const named = (reports: readonly Report[]): { name: string; report: Report }[] =>
  reports.map((report, index) => ({ name: `part-${index}`, report }));

describe.each(['reference', FAULT])('a run of %s in three parts', (target) => {
  let whole: Report;
  let three: readonly Report[];
  beforeAll(async () => {
    whole = await runPart(target);
    three = await parts(target);
  });

  it('has each case in one part, and is not complete', () => {
    const sizes = three.map(({ results }) => results.length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(whole.results.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2);
    expect(three.map(({ shard, complete }) => [shard.index, complete])).toEqual([
      [1, false],
      [2, false],
      [3, false],
    ]);
  });

  it('merges to the report of the whole, whatever the order of the parts', () => {
    const merged = mergeReports(named([...three].reverse()));
    expect(comparedText(merged)).toBe(comparedText(whole));
    expect(merged.cases).toEqual(whole.cases);
    expect(merged.results.length).toBeGreaterThan(300);
  });
});

describe('merging', () => {
  let three: readonly Report[];
  beforeAll(async () => {
    three = await parts('reference');
  });
  const [a, b] = [0, 1];
  const change = (index: number, changed: Partial<Report>): { name: string; report: Report }[] =>
    named(three.map((report, at) => (at === index ? { ...report, ...changed } : report)));

  it.each([
    ['no part', () => [], /nothing to merge/],
    ['a part that is missing', () => named(three).slice(1), /part 1 of 3 is missing/],
    ['a part that is there twice', () => named([...three, ...three.slice(0, 1)]), /both part 1/],
    ['another seed', () => change(b, { seed: 8 }), /not parts of one run: another seed/],
    ['another profile', () => change(a, { profile: 'psd-0.20' }), /another profile/],
    ['another scope', () => change(a, { scope: 'tool' }), /another scope/],
    ['another number', () => change(a, { shard: { index: 1, of: 4 } }), /another number of parts/],
    ['another selection', () => change(b, { selection: [] }), /another selection/],
    [
      'another candidate',
      () => change(b, { candidate: { ...(three[b] as Report).candidate, version: '2' } }),
      /another candidate/,
    ],
    [
      'a candidate that was exchanged',
      () => change(b, { candidate: { ...(three[b] as Report).candidate, digest: 'sha256:00' } }),
      /another digest of the candidate/,
    ],
    [
      'another suite',
      () => change(b, { digests: { ...(three[b] as Report).digests, suite: 'x' } }),
      /another digests/,
    ],
    [
      'a case that is there twice',
      () => change(b, { results: (three[a] as Report).results }),
      /part-0 and part-1 both hold the case /,
    ],
  ])('refuses %s', (_, make, message) => {
    expect(() => mergeReports(make())).toThrow(message);
  });

  it('of a part that was cut short is cut short', () => {
    const merged = mergeReports(change(b, { interrupted: true }));
    expect([merged.interrupted, merged.conforms, merged.complete]).toEqual([true, false, false]);
  });

  it('counts again what the parts say', () => {
    const merged = mergeReports(change(b, { conforms: false, cases: { ...zero(three) } }));
    expect(merged.conforms).toBe(true);
    expect(merged.cases.pass).toBe(merged.results.filter((r) => r.verdict === 'pass').length);
  });
});

function zero([first]: readonly Report[]): Report['cases'] {
  const entries = Object.keys(first?.cases ?? {}).map((key) => [key, 0]);
  return Object.fromEntries(entries) as Report['cases'];
}

describe('parts', () => {
  it('put together again are the whole', () => {
    for (const length of [0, 1, 5, 9, 10]) {
      const all = Array.from({ length }, (_, n) => n);
      const split = [1, 2, 3].map((index) => casesOfShard(all, { index, of: 3 }));
      expect(interleave(split)).toEqual(all);
    }
  });
});
