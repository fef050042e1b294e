import { describe, expect, it } from 'vitest';
import { wireOf } from '../../reference/wire/wire.js';
import type { ParallelStep, Program, StepRecord } from '../program/program.js';
import {
  adjust,
  historyProgram,
  historyRecords,
  PROFILE,
  told,
  type Iteration,
} from './history.fixture.js';
import { instrument } from './instrument.js';
import { judgeProgram, type Judgement } from './judge.js';
import { CATALOGUE, judgeSteps, refusedWith, returned, step } from './scripted.fixture.js';

const ALL = { previousEnabled: '0xc000000ffffffffc' };
const WITHOUT_2 = { previousEnabled: '0xc000000ffffffff8' };

const GOOD: Iteration = [
  [told(adjust('w1', [2, 0]), ALL, 1, 3)],
  [told(adjust('w2', [3, 0]), WITHOUT_2, 2, 4)],
];
const CONTRADICTORY: Iteration = [
  [told(adjust('w1', [2, 0]), ALL, 1, 3)],
  [told(adjust('w2', [3, 0]), ALL, 2, 4)],
];

function judgeRecords(program: Program, records: readonly StepRecord[]): Judgement {
  const instrumented = { program, watches: [], origin: program.steps.map((_, n) => n) };
  return judgeProgram(instrumented, records, { wire: wireOf(PROFILE), catalogue: CATALOGUE });
}

async function judged(...iterations: readonly Iteration[]): Promise<Judgement> {
  const program = historyProgram(iterations);
  return judgeRecords(program, await historyRecords(program, iterations));
}

describe('a block that has to be linearizable', () => {
  it('passes for its clause if an order explains it', async () => {
    expect(await judged(GOOD)).toMatchObject({ verdict: 'pass', clauses: { 'AP-004': 'pass' } });
  });

  it('fails for its clause if none does, and shows the history', async () => {
    const { verdict, clauses, failures } = await judged(CONTRADICTORY);
    expect([verdict, clauses]).toEqual(['fail', { 'AP-004': 'fail' }]);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ step: 4, clause: 'AP-004', symptom: 'history' });
    expect(failures[0]?.actual).toMatch(/^iteration 1: \[0\] KACS_IOC_ADJUST_PRIVS \(1–3\) → /);
  });

  it('is for the record if it is too large to judge', async () => {
    const rounds = Array.from({ length: 1001 }, () => GOOD);
    const { verdict, clauses, recorded } = await judged(...rounds);
    expect([verdict, clauses]).toEqual(['info', { 'AP-004': 'info' }]);
    expect(recorded.join()).toMatch(/^AP-004: the order of calls is not judged: 2006 calls/);
  });

  it.each([
    ['has no record', (): undefined => undefined],
    ['was skipped', ({ step: at }: StepRecord): StepRecord => ({ step: at, skipped: 'unbound' })],
    ['is another one', (record: StepRecord): StepRecord => ({ ...record, op: 'world.exit' })],
  ])('could not run if one of its calls %s', async (_, change) => {
    const program = historyProgram([GOOD]);
    const records = await historyRecords(program, [GOOD]);
    for (const at of [4, 5]) {
      const changed = records.flatMap((record, n) =>
        n === at ? (change(record) ?? []) : [record],
      );
      const { verdict, clauses, failures } = judgeRecords(program, changed);
      expect([verdict, clauses]).toEqual(['couldNotRun', { 'AP-004': 'couldNotRun' }]);
      expect(failures[0]?.symptom).toBe('prerequisite');
    }
  });

  it('could not run if the candidate tells of more calls than were asked for', async () => {
    const program = historyProgram([GOOD]);
    const records = await historyRecords(program, [GOOD]);
    const more = [...records, ...records.slice(5)];
    expect(judgeRecords(program, more).clauses).toEqual({ 'AP-004': 'couldNotRun' });
  });

  it('may leave out a call whose condition does not hold', async () => {
    const program = historyProgram([GOOD]);
    const block = program.steps[4] as ParallelStep;
    const extra = { ...adjust('w2', [5, 0]), onlyIf: { step: 'a', ended: 'refused' } } as const;
    const par = [block.par[0] ?? [], [extra, ...(block.par[1] ?? [])]];
    const wider = { ...program, steps: [...program.steps.slice(0, 4), { ...block, par }] };
    const records = await historyRecords(program, [GOOD]);
    const skipped: StepRecord = { step: 4, skipped: 'condition' };
    expect(judgeRecords(wider, [...records, skipped]).verdict).toBe('pass');
    expect(judgeRecords(wider, records).verdict).toBe('couldNotRun');
  });

  it('fails for its clause if a branch dies', async () => {
    const block: ParallelStep = {
      par: [[step('world.sleep')], [step('world.describe')]],
      linearizable: { clause: 'AP-004' },
    };
    const script = { 'world.describe': { kind: 'crashed', detail: 'BUG at token.c' } } as const;
    const { verdict, clauses, failures } = await judgeSteps([block], script);
    expect([verdict, clauses]).toEqual(['fail', { 'AP-004': 'fail' }]);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.symptom).toBe('crashed');
  });
});

describe('the calls in a block', () => {
  const call = (kind: 'returned' | 'refused') =>
    step('kacs_create_session', {
      expect: [{ clause: 'SS-020', is: { kind } }],
    });

  it('are judged as their expectations have it, in every iteration', async () => {
    const block: ParallelStep = { par: [[call('returned')], [step('world.sleep')]], repeat: 3 };
    const answers = [returned({ id: '0x1' }), refusedWith('EINVAL'), returned({ id: '0x2' })];
    const { verdict, clauses, failures } = await judgeSteps([block], {
      kacs_create_session: answers,
    });
    expect([verdict, clauses]).toEqual(['fail', { 'SS-020': 'fail' }]);
    expect(failures).toHaveLength(1);
    const ok = await judgeSteps([block], { kacs_create_session: returned({ id: '0x1' }) });
    expect(ok).toMatchObject({ verdict: 'pass', clauses: { 'SS-020': 'pass' } });
  });

  it('bind names for what comes after', async () => {
    const block: ParallelStep = { par: [[{ ...call('returned'), as: 's' }]] };
    const later = step('kacs_create_session', {
      expect: [{ clause: 'SS-002', is: { kind: 'equals', at: 'id', value: { ref: 's.id' } } }],
    });
    const script = { kacs_create_session: returned({ id: '0x7' }) };
    expect((await judgeSteps([block, later], script)).clauses['SS-002']).toBe('pass');
  });

  it('are not watched one by one: what others do meanwhile is not their doing', () => {
    const block: ParallelStep = { par: [[call('refused')], [call('returned')]] };
    const program: Program = { id: 'a/b/c', title: 't', needs: [], steps: [block] };
    expect(instrument(program).watches).toEqual([]);
  });
});
