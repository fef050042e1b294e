import { describe, expect, it } from 'vitest';
import { playProgram } from './play.js';
import type { CallRecord, CallStep, JsonObject, Outcome, StepRecord } from './program.js';

type Call = Pick<CallStep, 'as' | 'actor' | 'op' | 'args' | 'onlyIf'>;

function call(op: string, more: Partial<Call> = {}): Call {
  return { actor: 'init', op, args: {}, ...more };
}

const returned = (value: JsonObject = {}): Outcome => ({ kind: 'returned', value });
const refused: Outcome = { kind: 'refused', errno: 'EPERM', number: 1 };

/** Notes the calls and answers them by Op. */
function candidate(answers: Readonly<Record<string, Outcome>> = {}): {
  readonly log: string[];
  readonly call: Parameters<typeof playProgram>[1];
} {
  const log: string[] = [];
  return {
    log,
    call: (op, { actor, ...args }) => {
      log.push(`${actor} ${op} ${JSON.stringify(args)}`);
      return Promise.resolve(answers[op] ?? returned());
    },
  };
}

function calls(records: readonly StepRecord[]): readonly CallRecord[] {
  return records.filter((record): record is CallRecord => 'outcome' in record);
}

describe('the steps of a program', () => {
  it('run one after the other, with their references resolved', async () => {
    const { log, call: to } = candidate({ make: returned({ id: '0x3e9' }) });
    const records = await playProgram(
      [
        call('make', { as: 's' }),
        call('use', {
          args: {
            id: { ref: 's.id' },
            spec: { hex: '0000', patches: [{ at: 0, width: 2, ref: 's.id' }] },
          },
        }),
      ],
      to,
    );
    expect(log).toEqual(['init make {}', 'init use {"id":"0x3e9","spec":"e903"}']);
    expect(records).toEqual([
      { step: 0, op: 'make', actor: 'init', args: {}, outcome: returned({ id: '0x3e9' }) },
      {
        step: 1,
        op: 'use',
        actor: 'init',
        args: { id: '0x3e9', spec: 'e903' },
        outcome: returned(),
      },
    ]);
  });

  it('run as the actor that an earlier step made', async () => {
    const { log, call: to } = candidate({ 'world.spawn': returned({ actor: 'a7', pid: 9 }) });
    await playProgram([call('world.spawn', { as: 'w' }), call('use', { actor: 'w' })], to);
    expect(log[1]).toBe('a7 use {}');
  });

  it('do not run without the actor', async () => {
    const { log, call: to } = candidate({ 'world.spawn': refused });
    const records = await playProgram(
      [call('world.spawn', { as: 'w' }), call('use', { actor: 'w' })],
      to,
    );
    expect(log).toHaveLength(1);
    expect(records[1]).toEqual({ step: 1, skipped: 'unbound', reference: 'w.actor' });
  });

  it('bind nothing where the call was refused', async () => {
    const { log, call: to } = candidate({ make: refused });
    const records = await playProgram(
      [call('make', { as: 's' }), call('use', { args: { id: { ref: 's.id' } } }), call('go-on')],
      to,
    );
    expect(records[1]).toEqual({ step: 1, skipped: 'unbound', reference: 's.id' });
    expect(log).toEqual(['init make {}', 'init go-on {}']);
  });

  it('bind the last result of a name', async () => {
    let count = 0;
    const log: unknown[] = [];
    await playProgram(
      [
        call('make', { as: 's' }),
        call('make', { as: 's' }),
        call('use', { args: { n: { ref: 's.n' } } }),
      ],
      (op, { n }) => {
        if (op === 'use') log.push(n);
        count += 1;
        return Promise.resolve(returned({ n: count }));
      },
    );
    expect(log).toEqual([2]);
  });

  it.each([
    ['returned', returned(), true],
    ['returned', refused, false],
    ['refused', refused, true],
    ['refused', returned(), false],
  ] as const)('with onlyIf %s run after %j: %s', async (ended, outcome, runs) => {
    const { call: to } = candidate({ make: outcome });
    const records = await playProgram(
      [call('make', { as: 's' }), call('use', { onlyIf: { step: 's', ended } })],
      to,
    );
    expect('outcome' in (records[1] ?? {})).toBe(runs);
    if (!runs) expect(records[1]).toEqual({ step: 1, skipped: 'condition' });
  });

  it('with onlyIf on a step that did not run do not run', async () => {
    const { call: to } = candidate();
    const records = await playProgram(
      [
        call('make', { as: 's', args: { id: { ref: 'u.id' } } }),
        call('use', { onlyIf: { step: 's', ended: 'returned' } }),
      ],
      to,
    );
    expect(records[1]).toEqual({ step: 1, skipped: 'condition' });
  });

  it('are played again for as long as they are asked to; the last time counts', async () => {
    const { log, call: to } = candidate();
    const records = await playProgram([call('once'), call('often')], to, (index) =>
      Promise.resolve(index === 1 && log.length < 4),
    );
    expect(log).toEqual(['init once {}', 'init often {}', 'init often {}', 'init often {}']);
    expect(records).toHaveLength(2);
  });

  it('let an error of the adapter through', async () => {
    const broken = playProgram([call('x')], () => Promise.reject(new Error('link down')));
    await expect(broken).rejects.toThrow('link down');
  });
});

describe('a block of branches', () => {
  const block = (repeat?: number): Parameters<typeof playProgram>[0][number] => ({
    par: [[call('a1'), call('a2')], [call('b1')]],
    barrier: true,
    ...(repeat === undefined ? {} : { repeat }),
  });

  /** Answers when the test says so. */
  function held(): {
    readonly started: string[];
    readonly call: Parameters<typeof playProgram>[1];
    readonly finish: (op: string) => Promise<void>;
  } {
    const started: string[] = [];
    const waiting = new Map<string, (outcome: Outcome) => void>();
    return {
      started,
      call: (op) => {
        started.push(op);
        return new Promise((resolve) => waiting.set(op, resolve));
      },
      finish: async (op) => {
        waiting.get(op)?.(returned({ op }));
        await new Promise((resolve) => setImmediate(resolve));
      },
    };
  }

  it('starts every branch before any of them ends', async () => {
    const { started, call: to, finish } = held();
    const played = playProgram([block()], to);
    expect(started).toEqual(['a1', 'b1']);
    for (const op of ['a1', 'b1', 'a2']) await finish(op);
    expect(started).toEqual(['a1', 'b1', 'a2']);
    expect(await played).toHaveLength(3);
  });

  it('records branch, iteration, and the order of starts and ends', async () => {
    const { call: to, finish } = held();
    const played = playProgram([call('before'), block(), call('after')], to);
    for (const op of ['before', 'b1', 'a1', 'a2', 'after']) await finish(op);
    const order = calls(await played).map(
      ({ step, op, branch, iteration, startedAt, endedAt }) => ({
        step,
        op,
        branch,
        iteration,
        startedAt,
        endedAt,
      }),
    );
    const none = {
      branch: undefined,
      iteration: undefined,
      startedAt: undefined,
      endedAt: undefined,
    };
    expect(order).toEqual([
      { step: 0, op: 'before', ...none },
      { step: 1, op: 'b1', branch: 1, iteration: 0, startedAt: 2, endedAt: 3 },
      { step: 1, op: 'a1', branch: 0, iteration: 0, startedAt: 1, endedAt: 4 },
      { step: 1, op: 'a2', branch: 0, iteration: 0, startedAt: 5, endedAt: 6 },
      { step: 2, op: 'after', ...none },
    ]);
  });

  it('runs as often as it says, each time to its end', async () => {
    const { log, call: to } = candidate();
    const records = calls(await playProgram([block(3)], to));
    expect(records.map(({ iteration, branch }) => `${iteration} ${branch}`).sort()).toEqual([
      ...['0 0', '0 0', '0 1', '1 0', '1 0', '1 1', '2 0', '2 0', '2 1'],
    ]);
    expect(log).toHaveLength(9);
    const last = Math.max(...records.filter((r) => r.iteration === 0).map((r) => r.endedAt ?? 0));
    const next = Math.min(...records.filter((r) => r.iteration === 1).map((r) => r.startedAt ?? 0));
    expect(last).toBeLessThan(next);
  });

  it('binds names for its own branch and for what follows', async () => {
    const { log, call: to } = candidate({ make: returned({ id: '0x5' }) });
    const use = call('use', { args: { id: { ref: 's.id' } } });
    await playProgram([{ par: [[call('make', { as: 's' }), use]] }, use], to);
    expect(log).toEqual(['init make {}', 'init use {"id":"0x5"}', 'init use {"id":"0x5"}']);
  });

  it('goes on with the other branches where a step is skipped', async () => {
    const { call: to } = candidate();
    const records = await playProgram(
      [{ par: [[call('a', { args: { id: { ref: 'u.id' } } })], [call('b')]] }],
      to,
    );
    expect(records).toContainEqual({ step: 0, skipped: 'unbound', reference: 'u.id' });
    expect(calls(records)).toHaveLength(1);
  });
});
