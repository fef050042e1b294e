import { describe, expect, it } from 'vitest';
import { reportProblem } from '../harness/report-file.js';
import type { CaseReport, Report } from '../harness/report.js';
import { compareReports } from './compare.js';
import { comparisonLines, comparisonMarkdown } from './compare-text.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import { sampleReport } from './sample-report.js';
import { renderSarif } from './sarif.js';
import { markSuspectOracle, notBeside } from './suspect-oracle.js';

const CASE = 'token-spec-header/sid/revision-2';

function by(name: string, change: (result: CaseReport) => CaseReport = (one) => one): Report {
  const { digest: _digest, ...candidate } = sampleReport().candidate;
  const results = sampleReport().results.map((one) => (one.id === CASE ? change(one) : one));
  return { ...sampleReport(), candidate: { ...candidate, name }, results };
}

const passes = (one: CaseReport): CaseReport => ({ ...one, verdict: 'pass', failures: [] });
const otherwise = (one: CaseReport): CaseReport => ({
  ...one,
  failures: (one.failures ?? []).map((failure) => ({ ...failure, symptom: 'crashed' })),
});
const suspected = (report: Report, ...others: readonly Report[]) =>
  (markSuspectOracle(report, others).suspectOracle ?? []).filter((one) => one.case === CASE);

describe('a suspect oracle', () => {
  it('is one against which independent candidates agree', () => {
    expect(suspected(by('a'), by('b'), by('c', passes))).toEqual([
      { case: CASE, clause: 'TH-001', symptom: 'accepted', candidates: ['a', 'b'], of: 3 },
    ]);
  });

  it.each<readonly [string, readonly Report[]]>([
    ['nobody else', []],
    ['others that pass', [by('b', passes), by('c', passes)]],
    ['others that fail otherwise', [by('b', otherwise)]],
    ['another version of the same', [by('a'), by('A ')]],
    ['another profile', [{ ...by('b'), profile: 'psd-0.22' }]],
    ['other rulings', [{ ...by('b'), digests: { ...by('b').digests, rulings: 'x' } }]],
  ])('is not accused by %s', (_, others) => {
    expect(suspected(by('a'), ...others)).toEqual([]);
  });

  it('counts a candidate once, however many reports of it there are', () => {
    const [found] = suspected(by('a'), by('b'), by('b'), by('B'));
    expect(found).toMatchObject({ candidates: ['a', 'b'], of: 2 });
  });

  it('knows the same file under two names', () => {
    const digest = 'sha256:00';
    const one = { ...by('a'), candidate: { ...by('a').candidate, digest } };
    const two = { ...by('b'), candidate: { ...by('b').candidate, digest } };
    expect(notBeside(one, two)).toBe('the same candidate');
  });

  it('is named beside the failure, in every format', () => {
    const marked = markSuspectOracle(by('a'), [by('b')]);
    expect(reportProblem(marked)).toBeUndefined();
    const words = /2 of 2 independent candidates \(a, b\) fail in the same way \(accepted\)/;
    expect(renderJunit(marked)).toMatch(words);
    expect(renderSarif(marked)).toMatch(words);
    expect(renderMarkdown(marked)).toMatch(words);
    expect(renderMarkdown(by('a'))).not.toMatch(/Suspect oracle/);
  });

  it('is named where two candidates are compared', () => {
    const [a, b] = [by('a'), by('b')];
    const comparison = compareReports(a, b);
    expect(comparison.suspectOracle.map((one) => one.case)).toContain(CASE);
    const lines = comparisonLines(a, b, comparison).map(({ text }) => text);
    expect(lines.join('\n')).toMatch(/suspect oracle: both candidates fail in the same way/);
    expect(comparisonMarkdown(a, b, comparison)).toMatch(/### suspect oracle/);
    expect(compareReports(a, a).suspectOracle).toEqual([]);
  });
});
