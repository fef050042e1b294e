import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Report } from '../harness/report.js';
import { hostileReport } from './hostile-report.js';
import { sampleReport } from './sample-report.js';
import { SARIF_SCHEMA } from './sarif-schema.fixture.js';
import { renderSarif } from './sarif.js';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly justification: string }[];
  readonly properties: { readonly verdict: string };
}

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly unknown[];
  }[];
  readonly results: readonly Result[];
}

const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(SARIF_SCHEMA);

function runOf(report: Report): Run {
  const log = JSON.parse(renderSarif(report)) as { readonly runs: readonly Run[] };
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

const known = (report: Report): Report => {
  const id = 'token-spec-header/sid/revision-2';
  const waiver = { match: id, symptom: 'accepted', reason: 'known', owner: 'us' } as const;
  const rest = { expires: '2099-01-01', state: 'holds', waives: [id], otherwise: [], passing: 0 };
  const results = report.results.map((one) => (one.id === id ? { ...one, waived: true } : one));
  return { ...report, results, waivers: [{ ...waiver, ...rest }] } as Report;
};

describe('the SARIF file', () => {
  const run = runOf(sampleReport());

  it('has the form of the standard, whatever the candidate says', () => {
    runOf(hostileReport());
    runOf(hostileReport('{0} [x](https://evil.example) \u0000'.repeat(1_000)));
    runOf({ ...sampleReport(), results: [], clauses: [] });
  });

  it('has a result for each failed assertion, under the rule of its clause', () => {
    const rules = run.tool.driver.rules.map(({ id }) => id);
    expect(run.results.map(({ ruleId, kind, level }) => [ruleId, kind, level])).toEqual([
      ['TH-001', 'fail', 'error'],
      ['SS-005', 'fail', 'error'],
      ['control', 'fail', 'warning'],
      ['control', 'open', 'none'],
      ['TH-003', 'review', 'none'],
    ]);
    expect(new Set(rules).size).toBe(rules.length);
    for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex]).toBe(ruleId);
  });

  it('tells a fault of the harness of the tool, not of the candidate', () => {
    const [invocation] = run.invocations;
    expect(invocation?.executionSuccessful).toBe(false);
    expect(invocation?.toolExecutionNotifications).toHaveLength(1);
    expect(run.results.some(({ properties }) => properties.verdict === 'harnessError')).toBe(false);
  });

  it('gives a failure the same fingerprint in every run', () => {
    const again = runOf({ ...sampleReport(), seed: 5, timing: { startedAt: 'x', seconds: 1 } });
    const prints = (one: Run) => one.results.map(({ partialFingerprints }) => partialFingerprints);
    expect(prints(again)).toEqual(prints(run));
    expect(new Set(prints(run).map((one) => one['case/v1'])).size).toBe(run.results.length);
  });

  it('has nothing in a message that a reader would replace or link', () => {
    const [result] = runOf(hostileReport('a {0} b [c](https://evil.example) {')).results;
    expect(result?.message.text).toContain('a {{0}} b [c] (https://evil.example) {{');
  });

  it('marks what is waived as suppressed, and why', () => {
    const { results } = runOf(known(sampleReport()));
    expect(results[0]?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'known (us, until 2099-01-01)' },
    ]);
    expect(results.slice(1).some(({ suppressions }) => suppressions !== undefined)).toBe(false);
  });
});

describe('the schema of the test', () => {
  it.each<readonly [string, (result: object) => object]>([
    ['a level without a failure', (r) => ({ ...r, kind: 'open', level: 'error' })],
    ['an unknown kind', (r) => ({ ...r, kind: 'odd' })],
    ['a stray property', (r) => ({ ...r, stray: 1 })],
    ['no location', (r) => ({ ...r, locations: [] })],
    ['no message', (r) => ({ ...r, message: {} })],
  ])('refuses %s', (_, change) => {
    const log = JSON.parse(renderSarif(sampleReport())) as { runs: { results: object[] }[] };
    const [run] = log.runs;
    const spoiled = { ...run, results: run?.results.map(change) };
    expect(validate({ ...log, runs: [spoiled] })).toBe(false);
  });
});
