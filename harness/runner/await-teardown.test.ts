import { describe, expect, it } from 'vitest';
import { TEARDOWN_NOTE } from '../judge/teardown.js';
import type { CallStep, Outcome, StepRecord } from '../program/program.js';
import { awaitTeardown, TeardownPatience } from './await-teardown.js';

const DESTROY = 'kacs_destroy_empty_session';
const BUSY: Outcome = { kind: 'refused', errno: 'EBUSY', number: 16 };
const GONE: Outcome = { kind: 'refused', errno: 'ENOENT', number: 2 };
const DONE: Outcome = { kind: 'returned', value: {} };

const step = (note?: string): CallStep => ({
  actor: 'init',
  op: DESTROY,
  args: { id: { ref: 's.id' } },
  ...(note === undefined ? {} : { note }),
});

const record = (outcome: Outcome): StepRecord => ({
  step: 0,
  op: DESTROY,
  actor: 'init',
  args: { id: '0x3e8' },
  outcome,
});

/** The outcome after waiting, and the calls that were made for it. */
async function after(
  first: Outcome,
  answers: readonly Outcome[],
  note: string | undefined = TEARDOWN_NOTE,
): Promise<{ readonly outcome: unknown; readonly calls: readonly unknown[] }> {
  const calls: unknown[] = [];
  const left = [...answers];
  const [settled] = await awaitTeardown(
    [step(note)],
    [record(first)],
    (op, params) => {
      calls.push([op, params]);
      return Promise.resolve(left.shift() ?? BUSY);
    },
    { of: new TeardownPatience(), alone: false },
  );
  return { outcome: settled !== undefined && 'outcome' in settled && settled.outcome, calls };
}

describe('a teardown that comes late', () => {
  it('asks again as long as the session is busy, by the same call', async () => {
    const { outcome, calls } = await after(BUSY, [BUSY, BUSY, DONE]);
    expect(outcome).toEqual(DONE);
    expect(calls).toEqual(
      Array.from({ length: 3 }, () => [DESTROY, { id: '0x3e8', actor: 'init' }]),
    );
  });

  it('takes a session that went meanwhile', async () => {
    expect((await after(BUSY, [GONE])).outcome).toEqual(GONE);
  });

  it.each([DONE, GONE])('does not ask about %j', async (first) => {
    expect((await after(first, [])).calls).toEqual([]);
  });

  it('leaves a destroy alone that the case itself makes', async () => {
    expect(await after(BUSY, [DONE], 'control')).toEqual({ outcome: BUSY, calls: [] });
  });

  it('loses its patience with a candidate that leaks, but not with a case alone', () => {
    const patience = new TeardownPatience();
    const full = patience.deadline(false);
    for (let n = 0; n < 8; n += 1) patience.leaked();
    expect(patience.deadline(false)).toBeLessThan(full);
    expect(patience.deadline(true)).toBe(full);
  });
});
