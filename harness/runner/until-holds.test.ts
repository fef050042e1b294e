import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wireOf } from '../../reference/wire/wire.js';
import { playProgram } from '../program/play.js';
import type { CallStep, Matcher, Outcome, Step, StepRecord } from '../program/program.js';
import { PROFILE } from './runner.fixture.js';
import { untilHolds } from './until-holds.js';

const REFUSED: Outcome = { kind: 'refused', errno: 'EBUSY', number: 16 };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

interface Played {
  readonly records: readonly StepRecord[];
  readonly calls: number;
  /** Of the clock that the waiting moved on. */
  readonly waitedMs: number;
}

/** Plays steps whose calls get these answers, the last one again and again. */
async function play(steps: readonly Step[], ...answers: readonly Outcome[]): Promise<Played> {
  let calls = 0;
  const started = performance.now();
  const playing = playProgram(
    steps,
    () => {
      calls += 1;
      return Promise.resolve(answers[Math.min(calls, answers.length) - 1] ?? REFUSED);
    },
    untilHolds(steps, wireOf(PROFILE)),
  );
  await vi.runAllTimersAsync();
  return { records: await playing, calls, waitedMs: performance.now() - started };
}

function returned(id: number): Outcome {
  return { kind: 'returned', value: { id } };
}

function waiting(is: Matcher, withinMs = 500, as = 'x'): CallStep {
  const expectation = [{ is }];
  return { as, actor: 'init', op: 'x.y', args: {}, expect: expectation, eventually: { withinMs } };
}

describe('eventually', () => {
  it('repeats a call until it ends as expected, and keeps the last record', async () => {
    const steps = [waiting({ kind: 'returned' })];
    const { records, calls } = await play(steps, REFUSED, REFUSED, returned(1), REFUSED);
    expect(calls).toBe(3);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ step: 0, outcome: { kind: 'returned' } });
  });

  it('waits for a refusal as well', async () => {
    const { calls } = await play([waiting({ kind: 'refused' })], returned(1), REFUSED);
    expect(calls).toBe(2);
  });

  it('waits for a value', async () => {
    const steps = [waiting({ kind: 'equals', at: 'id', value: 3 })];
    expect((await play(steps, returned(1), REFUSED, returned(3), returned(4))).calls).toBe(3);
  });

  it('waits for a value that differs from an earlier one', async () => {
    const first: CallStep = { as: 'first', actor: 'init', op: 'x.y', args: {} };
    const differs: Matcher = { kind: 'differsFrom', at: 'id', value: { ref: 'first.id' } };
    const { calls } = await play([first, waiting(differs)], returned(1), returned(1), returned(2));
    expect(calls).toBe(3);
  });

  it('gives up when its time is over, with the last record for the judge', async () => {
    const { records, calls, waitedMs } = await play([waiting({ kind: 'returned' }, 500)], REFUSED);
    expect(records[0]).toMatchObject({ outcome: { kind: 'refused' } });
    expect(calls).toBe(500 / 20 + 1);
    expect(waitedMs).toBeGreaterThanOrEqual(500);
    expect(waitedMs).toBeLessThan(600);
  });

  it('has time of its own in each step', async () => {
    const steps = [waiting({ kind: 'returned' }, 100), waiting({ kind: 'returned' }, 100, 'y')];
    expect((await play(steps, REFUSED)).calls).toBe(2 * (100 / 20 + 1));
  });

  it('does not wait for the dead', async () => {
    const crashed: Outcome = { kind: 'crashed', detail: 'gone' };
    expect((await play([waiting({ kind: 'returned' })], crashed, returned(1))).calls).toBe(1);
  });

  it('does not wait for what can never be bound', async () => {
    const value = { ref: 'nobody.id' };
    expect((await play([waiting({ kind: 'equals', at: 'id', value })], returned(1))).calls).toBe(1);
  });

  it('repeats only the steps that ask for it', async () => {
    const plain: CallStep = {
      actor: 'init',
      op: 'x.y',
      args: {},
      expect: [{ is: { kind: 'returned' } }],
    };
    expect((await play([plain, waiting({ kind: 'returned' })], REFUSED, returned(1))).calls).toBe(
      2,
    );
  });
});
