import { describe, expect, it } from 'vitest';
import { compareReports } from './compare.js';
import { comparisonLines, comparisonMarkdown } from './compare-text.js';
import { hostileReport } from './hostile-report.js';
import { sampleReport } from './sample-report.js';

const before = sampleReport();
const worse = {
  ...before,
  seed: 1,
  results: before.results.map((one) =>
    one.verdict === 'pass' ? { ...one, verdict: 'fail' as const } : one,
  ),
};

describe('a comparison in words', () => {
  it('says what hinders it, what changed, and how much did not', () => {
    const lines = comparisonLines(before, worse, compareReports(before, worse));
    expect(lines.map(({ text }) => text)).toEqual([
      'before  sample-kernel 6.9-kacs3, psd-0.20, 2026-05-01T12:00',
      'after   sample-kernel 6.9-kacs3, psd-0.20, 2026-05-01T12:00',
      '! seed: 20260501 → 1',
      expect.stringMatching(/^ {2}The seeds differ/),
      'newly failing: 1',
      '  session-spec/types/interactive  pass → fail',
      '1 changed case; 8 cases as before; 0 clauses with another verdict',
    ]);
  });

  it('is harmless whatever the reports say', () => {
    const hostile = hostileReport();
    const other = { ...hostile, results: hostile.results.slice(1), profile: 'x' };
    const comparison = compareReports(other, { ...hostile, results: hostile.results.slice(2) });
    for (const { text } of comparisonLines(other, hostile, comparison)) {
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
    const markdown = comparisonMarkdown(other, hostile, comparison);
    // What stands in a code span is shown as it is.
    const outside = markdown.replace(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
    expect(outside).not.toMatch(/<script|\u202e|^@|[^\\]\[link\]\(/m);
  });

  it('stays short, however many cases changed', () => {
    const [one] = before.results;
    if (one === undefined) throw new Error('the sample has cases');
    const many = Array.from({ length: 5_000 }, (_, n) => ({ ...one, id: `a/b/${n}` }));
    const red = many.map((result) => ({ ...result, verdict: 'fail' as const }));
    const [left, right] = [
      { ...before, results: many },
      { ...before, results: red },
    ];
    const lines = comparisonLines(left, right, compareReports(left, right));
    expect(lines.length).toBeLessThan(60);
    expect(lines.some(({ text }) => text === '  … and 4950 more')).toBe(true);
  });
});
