import { describe, expect, it } from 'vitest';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { Matcher, Outcome, Step } from '../program/program.js';
import { worse, type Judgement } from './judge.js';
import { judgeSteps, refusedWith, returned, step } from './scripted.fixture.js';

const OP = 'kacs_create_session';
const crashed: Outcome = { kind: 'crashed', detail: 'oops', signal: 'SIGSEGV' };
const timedOut: Outcome = { kind: 'timedOut', afterMs: 1000 };

/** One step with one expectation, and one answer. */
function one(is: Matcher, outcome: Outcome, clause?: ClauseId): Promise<Judgement> {
  const expectation = clause === undefined ? { is } : { clause, is };
  return judgeSteps([step(OP, { expect: [expectation] })], { [OP]: outcome });
}

const REFUSED: Matcher = { kind: 'refused' };
const RETURNED: Matcher = { kind: 'returned' };
const EITHER: Matcher = { kind: 'either' };
const RECORDED: Matcher = { kind: 'recorded' };

describe('an assertion', () => {
  it.each<readonly [string, Matcher, Outcome, ClauseId, string, string | undefined]>([
    ['accepted as demanded', RETURNED, returned(), 'SS-001', 'pass', undefined],
    ['refused, not accepted', RETURNED, refusedWith('EPERM'), 'SS-001', 'fail', 'refused'],
    ['accepted, not refused', REFUSED, returned(), 'SE-014', 'fail', 'accepted'],
    ['the required errno', REFUSED, refusedWith('ENOENT'), 'SE-014', 'pass', undefined],
    ['another than the required', REFUSED, refusedWith('EINVAL'), 'SE-014', 'fail', 'errno'],
    ['the preferred errno', REFUSED, refusedWith('EINVAL'), 'SS-018', 'pass', undefined],
    ['an allowed errno', REFUSED, refusedWith('E2BIG'), 'SS-018', 'pass', undefined],
    ['an errno outside the set', REFUSED, refusedWith('EPERM'), 'SS-018', 'warn', 'errno'],
    ['any errno of an empty set', REFUSED, refusedWith('EXDEV'), 'SS-020', 'pass', undefined],
    ['accepted despite an empty set', REFUSED, returned(), 'SS-020', 'fail', 'accepted'],
    ['either: accepted', EITHER, returned({ id: '0x1' }), 'SS-010', 'pass', undefined],
    ['either: refused', EITHER, refusedWith('EINVAL'), 'SS-010', 'pass', undefined],
    ['either: refused otherwise', EITHER, refusedWith('EPERM'), 'SS-010', 'fail', 'errno'],
    ['recorded: accepted', RECORDED, returned(), 'SS-011', 'info', undefined],
    ['recorded: refused', RECORDED, refusedWith('EPERM'), 'SS-011', 'info', undefined],
  ])('%s', async (_, is, outcome, clause, verdict, symptom) => {
    const judgement = await one(is, outcome, clause);
    expect(judgement.verdict).toBe(verdict);
    expect(judgement.clauses).toEqual({ [clause]: verdict });
    expect(judgement.failures.map((failure) => failure.symptom)).toEqual(
      symptom === undefined ? [] : [symptom],
    );
  });

  it('of a value fails with what was expected and what came', async () => {
    const judgement = await one(
      { kind: 'equals', at: 'id', value: '0x2' },
      returned({ id: '0x1' }),
      'SS-002',
    );
    expect(judgement.clauses).toEqual({ 'SS-002': 'fail' });
    expect(judgement.failures[0]).toMatchObject({
      step: 0,
      clause: 'SS-002',
      symptom: 'value',
      expected: 'id = "0x2"',
      actual: '"0x1"',
    });
  });

  it('of a value fails where the call was refused', async () => {
    const judgement = await one(
      { kind: 'differsFrom', at: 'id', value: '0x2' },
      refusedWith('EPERM'),
      'SS-002',
    );
    expect(judgement.clauses).toEqual({ 'SS-002': 'fail' });
    expect(judgement.failures[0]).toMatchObject({
      symptom: 'refused',
      actual: 'refused with EPERM (22)',
    });
  });

  it.each([
    ['accepted', returned({ length: 4 }), 'SS-010: accepted: {"length":4}'],
    ['accepted, names left out', returned({ id: '0x1', handle: 3 }), 'SS-010: accepted'],
    ['refused', refusedWith('EINVAL'), 'SS-010: refused with EINVAL (22)'],
  ])('of either outcome reports the branch taken: %s', async (_, outcome, text) => {
    expect((await one(EITHER, outcome, 'SS-010')).recorded).toEqual([text]);
  });

  it('for the record reports what happened', async () => {
    const { recorded } = await one(RECORDED, refusedWith('EPERM'), 'SS-011');
    expect(recorded).toEqual(['SS-011: refused with EPERM (22)']);
  });

  it('leaves the other clauses of its step alone', async () => {
    const { verdict, clauses } = await judgeSteps(
      [
        step(OP, {
          expect: [
            { clause: 'SS-001', is: RETURNED },
            { clause: 'SS-002', is: { kind: 'equals', at: 'id', value: '0x2' } },
          ],
        }),
      ],
      { [OP]: returned({ id: '0x1' }) },
    );
    expect(clauses).toEqual({ 'SS-001': 'pass', 'SS-002': 'fail' });
    expect(verdict).toBe('fail');
  });
});

describe('a crash or a time-out', () => {
  it.each<readonly [string, Outcome, Matcher, ClauseId | undefined]>([
    ['where success is demanded', crashed, RETURNED, 'SS-001'],
    ['where a refusal is demanded', crashed, REFUSED, 'SE-014'],
    ['where both are admissible', crashed, EITHER, 'SS-010'],
    ['where nothing is demanded', crashed, RECORDED, 'SS-011'],
    ['hanging where nothing is demanded', timedOut, RECORDED, 'SS-011'],
    ['of a control', crashed, RETURNED, undefined],
    ['hanging in a control', timedOut, RETURNED, undefined],
  ])('fails %s', async (_, outcome, is, clause) => {
    const judgement = await one(is, outcome, clause);
    expect(judgement.verdict).toBe('fail');
    expect(judgement.clauses).toEqual(clause === undefined ? {} : { [clause]: 'fail' });
    expect(judgement.failures).toHaveLength(1);
    expect(judgement.failures[0]?.symptom).toBe(outcome.kind);
  });

  it('fails in a step without any expectation', async () => {
    const { verdict } = await judgeSteps([step('world.exit')], { 'world.exit': crashed });
    expect(verdict).toBe('fail');
  });

  it('fails a branch of a block', async () => {
    const block: Step = { par: [[step(OP)], [step('world.sleep')]] };
    const { verdict, failures } = await judgeSteps([block], { 'world.sleep': timedOut });
    expect(verdict).toBe('fail');
    expect(failures[0]?.symptom).toBe('timedOut');
  });
});

describe('a control', () => {
  it.each<readonly [string, Matcher, Outcome]>([
    ['that is refused', RETURNED, refusedWith('EPERM')],
    ['that is accepted and should not be', REFUSED, returned()],
    ['that has another value', { kind: 'equals', at: 'id', value: 1 }, returned({ id: 2 })],
  ])('%s keeps the case from running, and accuses no clause', async (_, is, outcome) => {
    const judgement = await one(is, outcome);
    expect(judgement.verdict).toBe('couldNotRun');
    expect(judgement.clauses).toEqual({});
    expect(judgement.failures).toHaveLength(1);
  });

  it('that does not hold keeps what stands behind it from accusing a clause', async () => {
    const asserting = step(OP, {
      expect: [
        { clause: 'SS-001', is: RETURNED },
        { clause: 'SS-002', is: { kind: 'equals', at: 'id', value: '0x2' } },
      ],
    });
    const preparing = step('world.sleep', { expect: [{ is: RETURNED }] });
    const answers = { [OP]: returned({ id: '0x1' }), 'world.sleep': refusedWith('EPERM') };
    const behind = await judgeSteps([preparing, asserting], answers);
    expect(behind.clauses).toEqual({ 'SS-001': 'pass', 'SS-002': 'couldNotRun' });
    expect(behind.verdict).toBe('couldNotRun');
    const before = await judgeSteps([asserting, preparing], answers);
    expect(before.clauses).toEqual({ 'SS-001': 'pass', 'SS-002': 'fail' });
  });

  it('of the same step leaves the assertion as it is', async () => {
    const both = step(OP, {
      expect: [{ is: RETURNED }, { clause: 'SS-001', is: RETURNED }],
    });
    const { clauses } = await judgeSteps([both], { [OP]: refusedWith('EPERM') });
    expect(clauses).toEqual({ 'SS-001': 'fail' });
  });

  it('that holds says nothing', async () => {
    expect(await one(RETURNED, returned())).toMatchObject({ verdict: 'pass', failures: [] });
  });
});

describe('an unbound reference', () => {
  const minting = step(OP, { as: 's' });
  const using = step('kacs_destroy_empty_session', {
    args: { id: { ref: 's.id' } },
    expect: [{ clause: 'SE-014', is: REFUSED }],
  });

  it('in an argument ends in couldNotRun, whatever the step expects', async () => {
    const judgement = await judgeSteps([minting, using], { [OP]: refusedWith('EPERM') });
    expect(judgement.verdict).toBe('couldNotRun');
    expect(judgement.clauses).toEqual({ 'SE-014': 'couldNotRun' });
    // The call, and the observations around it.
    expect(judgement.failures.map(({ symptom }) => symptom)).toContain('prerequisite');
    expect(judgement.failures.some(({ message }) => message.includes('s.id'))).toBe(true);
  });

  it.each(['s.id', 's.decoded.length'])(
    'in an expectation ends in couldNotRun: %s',
    async (reference) => {
      const comparing = step(OP, {
        expect: [
          { clause: 'SS-002', is: { kind: 'differsFrom', at: 'id', value: { ref: reference } } },
        ],
      });
      const judgement = await judgeSteps([minting, comparing], {
        [OP]: [refusedWith('EPERM'), returned({ id: '0x1' })],
      });
      expect(judgement.clauses).toEqual({ 'SS-002': 'couldNotRun' });
      expect(judgement.failures[0]?.symptom).toBe('prerequisite');
    },
  );
});

describe('onlyIf', () => {
  const first = step(OP, { as: 's' });
  const follow = step('world.sleep', {
    onlyIf: { step: 's', ended: 'returned' },
    expect: [{ clause: 'SS-001', is: REFUSED }],
  });

  it('skips silently where the step ended otherwise', async () => {
    const judgement = await judgeSteps([first, follow], { [OP]: refusedWith('EPERM') });
    expect(judgement).toEqual({ verdict: 'pass', clauses: {}, failures: [], recorded: [] });
  });

  it('judges where the condition holds', async () => {
    const { clauses } = await judgeSteps([first, follow], { [OP]: returned() });
    expect(clauses).toEqual({ 'SS-001': 'fail' });
  });

  it('skips a watched call together with its observations', async () => {
    const watched = { ...follow, op: 'kacs_create_token' };
    const judgement = await judgeSteps([first, watched], { [OP]: refusedWith('EPERM') });
    expect(judgement.verdict).toBe('pass');
  });
});

describe('the worse verdict', () => {
  it.each([
    ['pass', 'info', 'info'],
    ['info', 'warn', 'warn'],
    ['warn', 'couldNotRun', 'couldNotRun'],
    ['couldNotRun', 'fail', 'fail'],
    ['fail', 'pass', 'fail'],
    ['fail', 'harnessError', 'harnessError'],
  ] as const)('of %s and %s is %s', (a, b, c) => {
    expect(worse(a, b)).toBe(c);
    expect(worse(b, a)).toBe(c);
  });
});
