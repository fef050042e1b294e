import { describe, expect, it } from 'vitest';
import type { CaseReport, Report } from '../report.js';
import { disagreements } from './compare.js';

const passed: CaseReport = {
  id: 'a/b/c',
  title: 't',
  verdict: 'pass',
  clauses: { 'TH-011': 'pass' },
};

function reportOf(...results: readonly CaseReport[]): Report {
  return { results } as unknown as Report;
}

describe('two runs of the same cases', () => {
  it('agree, in whatever order they are', () => {
    const other = { ...passed, id: 'a/b/d' };
    expect(disagreements(reportOf(passed, other), reportOf(other, passed))).toEqual([]);
  });

  it.each<readonly [string, Partial<CaseReport>, RegExp]>([
    ['a verdict', { verdict: 'warn' }, /^warn /],
    ['the verdict of a clause', { clauses: { 'TH-011': 'warn' } }, /"TH-011":"warn"/],
    ['a clause more', { clauses: { 'TH-011': 'pass', 'TH-012': 'pass' } }, /TH-012/],
    ['what is missing', { missing: ['raw'] }, /raw/],
    [
      'what failed',
      {
        failures: [{ step: 3, symptom: 'value', message: 'm', expected: 'e', actual: 'seen' }],
      },
      /step 3 value: m \(seen\)/,
    ],
  ])('do not agree on %s', (_, change, words) => {
    const found = disagreements(reportOf(passed), reportOf({ ...passed, ...change }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ id: 'a/b/c', second: expect.stringMatching(words) });
  });

  it('do not agree where one has a case that the other has not', () => {
    expect(disagreements(reportOf(passed), reportOf())).toMatchObject([{ second: 'not run' }]);
    expect(disagreements(reportOf(), reportOf(passed))).toMatchObject([{ first: 'not run' }]);
  });
});
