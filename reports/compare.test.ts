import { describe, expect, it } from 'vitest';
import type { CaseReport, Report, Verdict } from '../harness/report.js';
import { compareReports, newFailures, type CaseChange } from './compare.js';
import { sampleReport } from './sample-report.js';

function result(id: string, verdict: Verdict, change: Partial<CaseReport> = {}): CaseReport {
  return { id: `area/file/${id}`, title: id, verdict, clauses: {}, ...change };
}

function failed(id: string, symptom: 'accepted' | 'errno', actual: string): CaseReport {
  const failure = { step: 1, symptom, message: 'm', expected: 'e', actual } as const;
  return result(id, 'fail', { failures: [{ ...failure, clause: 'TH-001' }] });
}

function report(results: readonly CaseReport[], change: Partial<Report> = {}): Report {
  const whole = { interrupted: false, selection: [], shard: { index: 1, of: 1 } };
  return { ...sampleReport(), ...whole, results, ...change };
}

const ids = (changes: readonly CaseChange[]): readonly string[] =>
  changes.map(({ title }) => title);

describe('comparing two reports', () => {
  it('puts every case into one list', () => {
    const before = report([
      ...[result('same', 'pass'), result('breaks', 'pass'), failed('heals', 'accepted', 'x')],
      ...[failed('still', 'accepted', 'handle 7'), failed('otherwise', 'accepted', 'x')],
      ...[result('gone', 'pass'), failed('errno', 'errno', 'EPERM (1)')],
      ...[result('shrinks', 'fail'), result('branch', 'info', { recorded: ['TH-029: accepted'] })],
    ]);
    const after = report([
      ...[result('same', 'pass'), failed('breaks', 'accepted', 'x'), result('heals', 'pass')],
      ...[failed('still', 'accepted', 'handle 9'), failed('otherwise', 'errno', 'EPERM (1)')],
      ...[failed('new', 'accepted', 'x'), failed('errno', 'errno', 'EIO (5)')],
      result('shrinks', 'notApplicable'),
      result('branch', 'info', { recorded: ['TH-029: refused with EINVAL (22)'] }),
    ]);
    const found = compareReports(before, after);
    expect(found.hindrances).toEqual([]);
    expect(ids(found.newlyFailing)).toEqual(['breaks']);
    expect(ids(found.newlyPassing)).toEqual(['heals']);
    expect(ids(found.changedOutcome)).toEqual(['otherwise', 'errno', 'shrinks', 'branch']);
    expect(ids(found.added)).toEqual(['new']);
    expect(ids(found.gone)).toEqual(['gone']);
    expect([found.unchanged, found.notRun]).toEqual([2, 0]);
    expect(ids(newFailures(found))).toEqual(['breaks', 'new']);
  });

  it('is blind to values that differ from run to run', () => {
    const info = (value: string): CaseReport =>
      result('a', 'info', { recorded: [`TH-029: accepted: {"payload":"${value}"}`] });
    const found = compareReports(report([info('e903')]), report([info('ea03\n')]));
    expect([found.unchanged, found.changedOutcome]).toEqual([1, []]);
  });

  it('takes an unstable case that passed before for a new failure, a waived one not', () => {
    const before = report([result('a', 'pass'), result('b', 'pass')]);
    const waived = { ...failed('b', 'accepted', 'x'), waived: true } as const;
    const found = compareReports(before, report([result('a', 'unstable'), waived]));
    expect(ids(found.newlyFailing)).toEqual(['a', 'b']);
    expect(ids(newFailures(found))).toEqual(['a']);
  });

  it('does not call gone what was not run', () => {
    const whole = report([result('a', 'pass'), result('b', 'pass')]);
    const cut = report([result('a', 'pass')], { interrupted: true });
    expect(compareReports(whole, cut)).toMatchObject({ gone: [], added: [], notRun: 1 });
    expect(compareReports(cut, whole)).toMatchObject({ gone: [], added: [], notRun: 1 });
    expect(compareReports(whole, cut).hindrances).toMatchObject([
      { what: 'extent', before: 'all cases', after: 'cut short' },
    ]);
  });

  it('lists the clauses whose verdict is another', () => {
    const [first, ...rest] = sampleReport().clauses;
    if (first === undefined) throw new Error('the sample has clauses');
    const after = report([], { clauses: [...rest.slice(1), { ...first, verdict: 'fail' }] });
    expect(compareReports(report([]), after).clauses).toMatchObject([
      { id: first.id, before: 'pass', after: 'fail' },
      { id: rest[0]?.id, before: 'warn' },
    ]);
  });

  it('compares a report with itself to nothing', () => {
    const sample = sampleReport();
    const { unchanged, hindrances, clauses } = compareReports(sample, sample);
    expect([unchanged, hindrances, clauses]).toEqual([sample.results.length, [], []]);
  });
});

describe('what hinders a comparison', () => {
  const rows: readonly (readonly [string, Partial<Report>, RegExp])[] = [
    ['profile', { profile: 'psd-0.22' }, /need not be a change of the candidate/],
    ['seed', { seed: 5 }, /depends on chance/],
    ['tool', { tool: { name: 'kacs-conformance', version: '9' } }, /Another version judged/],
    ['suite', { digests: { ...sampleReport().digests, suite: 'x' } }, /were edited in between/],
    [
      'catalogue',
      { digests: { ...sampleReport().digests, catalogue: 'x' } },
      /clauses were edited/,
    ],
    ['rulings', { digests: { ...sampleReport().digests, rulings: 'x' } }, /rulings were edited/],
    ['candidate', { candidate: { ...sampleReport().candidate, name: 'x' } }, /two candidates/],
    [
      'capabilities',
      { candidate: { ...sampleReport().candidate, capabilities: ['tokens'] } },
      /become applicable or stop/,
    ],
  ];

  it.each(rows)('%s', (what, change, meaning) => {
    const found = compareReports(report([]), report([], change)).hindrances;
    expect(found.map((one) => one.what)).toEqual([what]);
    expect(found[0]?.meaning).toMatch(meaning);
  });

  it('leaves nothing of reports of two scopes', () => {
    const tool = report([result('a', 'fail')], { scope: 'tool' });
    const found = compareReports(report([result('a', 'pass')]), tool);
    expect(found).toMatchObject({ comparable: false, newlyFailing: [], unchanged: 0, clauses: [] });
  });

  it('is not the digest of another profile', () => {
    const digests = { ...sampleReport().digests, suite: 'x' };
    const other = report([], { profile: 'psd-0.22', digests });
    expect(compareReports(report([]), other).hindrances.map(({ what }) => what)).toEqual([
      'profile',
    ]);
  });
});
