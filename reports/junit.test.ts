import { describe, expect, it } from 'vitest';
import { hostileReport } from './hostile-report.js';
import { renderJunit } from './junit.js';
import { sampleReport } from './sample-report.js';
import { findAll, readMarkup, textOf, type ReadElement } from './strict-markup.js';

const number = (element: ReadElement, name: string) => Number(element.attributes[name]);

describe.each([
  ['the sample', sampleReport()],
  ['a hostile report', hostileReport()],
])('the JUnit file of %s', (_, report) => {
  const root = readMarkup(renderJunit(report), 'xml');
  const cases = findAll(root, 'testcase');
  const unseen = report.clauses.filter((c) => c.verdict === 'excluded' || c.verdict === 'noCase');

  it('counts what the report counts', () => {
    const { fail, unstable, couldNotRun, harnessError, notApplicable } = report.cases;
    expect(number(root, 'tests')).toBe(report.results.length + unseen.length);
    expect(number(root, 'failures')).toBe(fail + unstable);
    expect(number(root, 'errors')).toBe(couldNotRun + harnessError);
    const skipped = findAll(root, 'testsuite').map((suite) => number(suite, 'skipped'));
    expect(skipped.reduce((sum, n) => sum + n, 0)).toBe(notApplicable + unseen.length);
  });

  it('counts in each suite what it holds', () => {
    for (const suite of findAll(root, 'testsuite')) {
      const count = (name: string) => findAll(suite, name).length;
      expect(number(suite, 'tests')).toBe(count('testcase'));
      expect(number(suite, 'failures')).toBe(count('failure'));
      expect(number(suite, 'errors')).toBe(count('error'));
      expect(number(suite, 'skipped')).toBe(count('skipped'));
    }
  });

  it('gives every test case a name of its own', () => {
    const names = cases.map(
      (c) => `${c.attributes['classname'] ?? ''}/${c.attributes['name'] ?? ''}`,
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a JUnit test case', () => {
  const root = readMarkup(renderJunit(sampleReport()), 'xml');
  const find = (name: string) =>
    findAll(root, 'testcase').find((element) => element.attributes['name'] === name) ?? root;
  const child = (name: string) => find(name).children.find((c) => typeof c !== 'string');

  it.each([
    ['interactive', undefined],
    ['revision-2', 'failure'],
    ['race', 'failure'],
    ['second-session', 'error'],
    ['ours', 'error'],
    ['write-restricted', 'skipped'],
    ['unknown-type', 'system-out'],
    ['listing', 'system-out'],
    ['TH-125', 'skipped'],
    ['TH-004', 'skipped'],
  ])('%s has the child %s', (name, expected) => {
    expect(find(name).name).toBe('testcase');
    expect(child(name)?.name).toBe(expected);
  });

  it('carries area and file, symptom, expectation and replay command', () => {
    expect(find('revision-2').attributes['classname']).toBe('token-spec-header/sid');
    const failure = child('revision-2') as ReadElement;
    expect(failure.attributes['type']).toBe('accepted');
    expect(failure.attributes['message']).toContain('accepted a user SID of revision 2');
    expect(textOf(failure)).toContain('TH-001, step 2');
    expect(textOf(failure)).toContain('expected: refused with EINVAL');
    expect(textOf(failure)).toContain('--suite token-spec-header/sid/revision-2');
  });

  it('says why it was skipped', () => {
    expect((child('TH-125') as ReadElement).attributes['message']).toContain(
      'makes a session dead',
    );
    expect((child('write-restricted') as ReadElement).attributes['message']).toContain('restrict');
  });
});
