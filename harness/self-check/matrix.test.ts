/**
 * @module The promise of the project: the reference is certified in every profile, with the same
 * verdicts however it is reached. Every case runs in process, in all profiles, and through a child
 * process in those of `IN_FULL`; the other combinations run every seventh case, from another start
 * each, so that one core is done in about a minute. `KACS_MATRIX=full` runs everything.
 */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { SUITES } from '../../suites/index.js';
import { compileSuites, type CompiledCase } from '../../suites/language/compile.js';
import type { Adapter } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import { withReordering } from '../protocol/reordering.js';
import { reportProblem } from '../report-file.js';
import type { CaseReport, Report } from '../report.js';
import { certify } from '../runner/certify.js';
import { spoiled } from '../runner/runner.fixture.js';
import { served } from './served.fixture.js';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const EVERYTHING = process.env['KACS_MATRIX'] === 'full';
/** One of each token-spec layout: these run in full over stdio, too. */
const IN_FULL: readonly string[] = ['learn-0.20', 'psd-0.20'];
const SAMPLE_STEP = 7;

/** What this version executes every clause of. */
const COVERED: readonly string[] = [
  'sessions',
  'tokens',
  'query',
  'adjust',
  'install',
  'processes',
  'credentials',
  'descriptor-flags',
];

const NOT_EXECUTED: readonly string[] = ['notApplicable', 'couldNotRun', 'notRun', 'harnessError'];

type Way = readonly [name: string, open: (id: (typeof PROFILE_IDS)[number]) => Adapter];

const STDIO = 'over stdio';
const WAYS: readonly Way[] = [
  [
    'in process, call by call',
    (id) => new ReferenceAdapter({ profile: profileOf(id), programs: false }),
  ],
  ...[1, 2, 3].map((noise): Way => [
    `in process, noise from seed ${noise}`,
    (id) => {
      const options = { profile: profileOf(id), noise, programs: noise === 2 };
      return withReordering(new ReferenceAdapter(options), noise);
    },
  ]),
  [STDIO, () => served()],
  ['over stdio, call by call', () => served({ programs: false })],
  ['over stdio, noise from seed 4', () => served({ programs: false, noise: 4 })],
];

/** Whether a case runs in this way. */
function isChosen(id: string, way: string, index: number): boolean {
  if (EVERYTHING || (way === STDIO && IN_FULL.includes(id))) return true;
  const start =
    PROFILE_IDS.findIndex((known) => known === id) + WAYS.findIndex(([name]) => name === way);
  return index % SAMPLE_STEP === start % SAMPLE_STEP;
}

async function certified(
  id: string,
  adapter: Adapter,
  cases: readonly CompiledCase[],
): Promise<Report> {
  const profile = profileOf(id);
  try {
    return await certify({
      scope: 'kernel',
      adapter,
      profile,
      catalogue: catalogueOf(profile),
      cases,
      selection: [],
      seed: 0,
      reruns: 3,
      command: [],
      toolVersion: '0',
    });
  } finally {
    await adapter.close();
  }
}

/** What a person would want to see first if this failed. */
function problems({ results, candidate }: Report): readonly string[] {
  return results.flatMap(({ id, verdict: found, failures, missing = [] }) => {
    if (found === 'pass' || found === 'info') return [];
    const unclaimed = missing.filter((need) => !candidate.capabilities.includes(need));
    if (found === 'notApplicable' && unclaimed.length > 0) return [];
    const { message = '', actual = '' } = failures?.[0] ?? {};
    return [`${id}: ${found}: ${message}, got ${actual}`];
  });
}

/** The cases that an adapter with these capabilities can run. */
function within(cases: readonly CompiledCase[], capabilities: readonly string[]): number {
  return cases.filter(({ program }) => program.needs.every((need) => capabilities.includes(need)))
    .length;
}

function verdict({ id, verdict: found, clauses }: CaseReport): string {
  return `${id} ${found} ${JSON.stringify(clauses)}`;
}

describe.each(PROFILE_IDS)('the reference in %s', (id) => {
  let cases: readonly CompiledCase[];
  let report: Report;

  beforeAll(async () => {
    const profile = profileOf(id);
    cases = compileSuites(SUITES, profile, catalogueOf(profile));
    report = await certified(id, new ReferenceAdapter({ profile, window: 4 }), cases);
  });

  it('conforms, in process: nothing red, nothing left out', () => {
    expect(problems(report)).toEqual([]);
    expect(report.results.map((result) => result.id)).toEqual(cases.map((one) => one.id));
    expect(report).toMatchObject({ conforms: true, interrupted: false, contradictions: [] });
    const { pass, info } = report.cases;
    expect(pass + info).toBe(within(cases, report.candidate.capabilities));
    expect(COVERED.filter((need) => !report.candidate.capabilities.includes(need))).toEqual([]);
    expect(reportProblem(report)).toBeUndefined();
  });

  it('is found by the probes', () => {
    const { layout, abi, semantics } = report.detected;
    expect([layout, abi, semantics]).not.toContain('unknown');
  });

  it('executes every testable clause whose needs are covered', () => {
    const verdicts = new Map(report.clauses.map((clause) => [clause.id, clause.verdict]));
    const missing = [...catalogueOf(profileOf(id)).values()].filter(({ clause }) => {
      const covered = clause.needs.every((need) => COVERED.includes(need));
      if (!covered || !clause.testable || clause.scope !== 'kernel') return false;
      return NOT_EXECUTED.includes(verdicts.get(clause.id) ?? 'notRun');
    });
    expect(missing.map(({ clause }) => clause.id)).toEqual([]);
  });

  it.each(WAYS)('has the same verdicts %s', async (way, open) => {
    const chosen = cases.filter((_, index) => isChosen(id, way, index));
    const other = await certified(id, open(id), chosen);
    expect(problems(other)).toEqual([]);
    const expected = new Map(report.results.map((result) => [result.id, verdict(result)]));
    expect(other.results.map(verdict)).toEqual(chosen.map((one) => expected.get(one.id)));
    expect(other.detected).toEqual(report.detected);
  });

  it('leaves everything else not applicable to an adapter that claims sessions only', async () => {
    const ops = new Set<string>();
    const adapter = spoiled(
      {
        hello: (hello) => ({ ...hello, capabilities: ['sessions'] }),
        call: (op, _, next) => {
          ops.add(op);
          return next();
        },
      },
      new ReferenceAdapter({ profile: profileOf(id), programs: false }),
    );
    const partial = await certified(id, adapter, cases);
    const sessions = within(cases, ['sessions']);
    expect(problems(partial)).toEqual([]);
    expect(partial.cases.pass + partial.cases.info).toBe(sessions);
    expect(partial.cases.notApplicable).toBe(cases.length - sessions);
    expect(partial).toMatchObject({ conforms: true, complete: false });
    expect(partial.clauseCounts.executed).toBeLessThan(report.clauseCounts.executed);
    expect(sessions).toBeGreaterThan(50);
    // What every case needs, to run as a worker of its own and to be watched.
    const always = ['world.spawn', 'world.exit', 'world.observe'];
    const own = ['kacs_create_session', 'kacs_destroy_empty_session'];
    expect([...ops].filter((op) => ![...always, ...own].includes(op))).toEqual([]);
  });
});
