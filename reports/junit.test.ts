import { describe, expect, it } from 'vitest';
import type { Report } from '../harness/report.js';
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

/**
 * The schema of Jenkins' xUnit plugin (junit-10.xsd): children, required and optional attributes.
 */
const ELEMENTS: Readonly<
  Record<string, { children?: string; required?: string; optional?: string; text?: boolean }>
> = {
  testsuites: { children: 'testsuite', optional: 'name time tests failures errors' },
  testsuite: {
    children: 'testsuite properties testcase system-out system-err',
    required: 'name tests failures errors',
    optional: 'group time skipped timestamp hostname id package file log url',
  },
  properties: { children: 'property' },
  property: { required: 'name value' },
  testcase: {
    children: 'skipped error failure system-out system-err',
    required: 'name',
    optional: 'time classname group',
  },
  skipped: { optional: 'type message', text: true },
  error: { optional: 'type message', text: true },
  failure: { optional: 'type message', text: true },
  'system-out': { text: true },
  'system-err': { text: true },
};

const words = (text = ''): readonly string[] => text.split(' ').filter((word) => word !== '');

describe.each([
  ['the sample', sampleReport()],
  ['a hostile report', hostileReport()],
  ['a report with waived cases', waivedReport()],
])('the JUnit file of %s', (_, report) => {
  it('fulfils the schema that Jenkins publishes', () => {
    for (const element of findAll(readMarkup(renderJunit(report), 'xml'))) {
      const rule = ELEMENTS[element.name];
      expect(rule, element.name).toBeDefined();
      const names = Object.keys(element.attributes);
      expect(names).toEqual(expect.arrayContaining([...words(rule?.required)]));
      const allowed = [...words(rule?.required), ...words(rule?.optional)];
      expect(names.filter((name) => !allowed.includes(name))).toEqual([]);
      for (const child of element.children) {
        if (typeof child === 'string')
          expect(rule?.text === true || child.trim() === '').toBe(true);
        else expect(words(rule?.children)).toContain(child.name);
      }
      expect(element.attributes['time'] ?? '0').toMatch(/^\d+(?:\.\d+)?$/);
    }
  });
});

function waivedReport(): Report {
  const results = sampleReport().results.map((one) =>
    one.verdict === 'fail' ? { ...one, waived: true as const } : one,
  );
  return { ...sampleReport(), results };
}

describe('a waived case', () => {
  it('does not turn a build red, and still says what failed', () => {
    const root = readMarkup(renderJunit(waivedReport()), 'xml');
    expect(number(root, 'failures')).toBe(sampleReport().cases.unstable);
    const [skipped] = findAll(root, 'skipped').filter((one) => textOf(one).includes('TH-001'));
    expect(skipped?.attributes['message']).toMatch(/^waived: /);
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
