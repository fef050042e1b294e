import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../reports/sample-report.js';
import type { CaseReport, Failure, Report, Verdict, Waiver } from '../report.js';
import { applyWaivers } from './apply.js';

type Clause = NonNullable<Failure['clause']>;

function fails(
  id: string,
  clause: Clause | undefined,
  symptom: Failure['symptom'],
  actual = 'accepted',
): CaseReport {
  const failure: Failure = { step: 1, symptom, message: 'm', expected: 'e', actual };
  return {
    id,
    title: id,
    verdict: 'fail',
    clauses: clause === undefined ? { 'TH-009': 'pass' } : { [clause]: 'fail' },
    failures: [clause === undefined ? failure : { ...failure, clause }],
  };
}

function ends(id: string, verdict: Verdict, clause: Clause = 'TH-001'): CaseReport {
  return { id, title: id, verdict, clauses: { [clause]: verdict } };
}

function report(results: readonly CaseReport[], change: Partial<Report> = {}): Report {
  const whole = { interrupted: false, selection: [], shard: { index: 1, of: 1 } };
  return { ...sampleReport(), ...whole, results, ...change };
}

function waiver(match: string, symptom: Waiver['symptom'] = 'accepted', actual?: string): Waiver {
  const rest = { reason: 'r', owner: 'o', expires: '2099-01-01' };
  return { match, symptom, ...rest, ...(actual === undefined ? {} : { actual }) };
}

function outcome(results: readonly CaseReport[], waivers: readonly Waiver[], change = {}) {
  const applied = applyWaivers(report(results, change), waivers);
  return {
    conforms: applied.conformsWithWaivers,
    waived: applied.results.filter((one) => one.waived === true).map(({ id }) => id),
    states: (applied.waivers ?? []).map(({ state }) => state),
    first: applied.waivers?.[0],
  };
}

const GOOD = ends('a/f/good', 'pass');

describe('a waiver', () => {
  it('expects a case to fail in one way', () => {
    const found = outcome([GOOD, fails('a/f/x', 'TH-001', 'accepted')], [waiver('a/f/x')]);
    expect(found).toMatchObject({ conforms: true, waived: ['a/f/x'], states: ['holds'] });
    expect(found.first).toMatchObject({ waives: ['a/f/x'], otherwise: [], passing: 0 });
  });

  it('changes no verdict, no count and no other mark', () => {
    const before = report([GOOD, fails('a/f/x', 'TH-001', 'accepted')]);
    const after = applyWaivers(before, [waiver('a/f/x')]);
    expect([after.conforms, after.complete, after.cases]).toEqual([
      before.conforms,
      before.complete,
      before.cases,
    ]);
    expect(after.results.map(({ verdict }) => verdict)).toEqual(['pass', 'fail']);
  });

  it.each([
    ['another symptom', fails('a/f/x', 'TH-001', 'crashed')],
    ['another answer', fails('a/f/x', 'TH-001', 'accepted', 'refused with EPERM (1)')],
    ['an unstable failure', { ...fails('a/f/x', 'TH-001', 'accepted'), verdict: 'unstable' }],
  ] as const)('does not expect %s: that differs', (_, result) => {
    const found = outcome([GOOD, result], [waiver('a/f/x', 'accepted', 'accepted')]);
    expect(found).toMatchObject({ conforms: false, waived: [], states: ['differs'] });
    expect(found.first?.otherwise).toEqual(['a/f/x']);
  });

  it('is stale if its case passes', () => {
    const found = outcome([GOOD], [waiver('a/f/good')]);
    expect(found).toMatchObject({ conforms: false, states: ['passes'] });
  });

  it('is stale if it matches nothing', () => {
    const found = outcome([GOOD], [waiver('a/f/gone'), waiver('SS-999')]);
    expect(found).toMatchObject({ conforms: false, states: ['unmatched', 'unmatched'] });
  });

  it('is not put to the test by a case that is not applicable, or a harness error', () => {
    const found = outcome([GOOD, ends('a/f/x', 'notApplicable')], [waiver('a/f/x')]);
    expect(found).toMatchObject({ conforms: true, states: ['notRun'] });
    const ours = outcome([GOOD, ends('a/f/x', 'harnessError')], [waiver('a/f/x')]);
    expect(ours).toMatchObject({ conforms: false, states: ['notRun'] });
  });

  it('over a clause speaks of what is asserted under it only', () => {
    const one = fails('a/f/x', 'TH-001', 'accepted');
    const control = fails('a/f/y', undefined, 'accepted');
    const both = { ...one, failures: [...(one.failures ?? []), ...(control.failures ?? [])] };
    expect(outcome([GOOD, one], [waiver('TH-00?')])).toMatchObject({
      conforms: true,
      waived: ['a/f/x'],
      states: ['holds'],
    });
    expect(outcome([GOOD, both], [waiver('TH-001')])).toMatchObject({
      conforms: false,
      waived: [],
      states: ['holds'],
    });
  });

  it('may share a case with another one', () => {
    const one = fails('a/f/x', 'TH-001', 'accepted');
    const two = fails('a/f/x', 'TH-002', 'changed');
    const both = { ...one, failures: [...(one.failures ?? []), ...(two.failures ?? [])] };
    const waivers = [waiver('TH-001'), waiver('a/f/*', 'changed')];
    const found = outcome([both, ends('b/f/good', 'pass')], waivers);
    expect(found).toMatchObject({ conforms: true, waived: ['a/f/x'], states: ['holds', 'holds'] });
    expect(outcome([both, GOOD], waivers.slice(0, 1))).toMatchObject({ conforms: false });
  });

  it('may expect that a case could not run', () => {
    const stuck = { ...fails('a/f/x', undefined, 'prerequisite'), verdict: 'couldNotRun' } as const;
    const found = outcome([GOOD, stuck], [waiver('a/f/x', 'prerequisite')]);
    expect(found).toMatchObject({ conforms: true, waived: ['a/f/x'] });
  });

  it('over many says how many do not fail', () => {
    const found = outcome([GOOD, fails('a/f/x', 'TH-001', 'accepted')], [waiver('a/**')]);
    expect(found).toMatchObject({ states: ['holds'], first: { passing: 1 } });
  });

  it('is not stale for what a part of a run left out, unless its very case ran', () => {
    const part = { shard: { index: 1, of: 2 } };
    const waivers = [waiver('a/f/elsewhere'), waiver('TH-001'), waiver('a/f/good')];
    const found = outcome([GOOD], waivers, part);
    expect(found.states).toEqual(['notRun', 'notRun', 'passes']);
  });

  it('does not make a run whole that was cut short, or in which nothing passed', () => {
    const results = [fails('a/f/x', 'TH-001', 'accepted')];
    expect(outcome([GOOD, ...results], [waiver('a/f/x')], { interrupted: true }).conforms).toBe(
      false,
    );
    expect(outcome(results, [waiver('a/f/x')]).conforms).toBe(false);
  });

  it('applied again gives the same', () => {
    const once = applyWaivers(report([GOOD, fails('a/f/x', 'TH-001', 'accepted')]), [
      waiver('a/f/x'),
    ]);
    expect(applyWaivers(once, once.waivers ?? []).waivers).toEqual(once.waivers);
    expect(applyWaivers(once, []).results.some(({ waived }) => waived === true)).toBe(false);
  });
});
