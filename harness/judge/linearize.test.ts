import { describe, expect, it } from 'vitest';
import { ALL_PRIVILEGES, QUERY_CLASS } from '../../reference/abi/numbers.js';
import type { JsonObject, Step } from '../program/program.js';
import {
  adjust,
  closeHandle,
  createSession,
  historyProgram,
  historyRecords,
  openSelf,
  PROFILE,
  query,
  told,
  TWO_WORKERS,
  type Iteration,
  type Told,
} from './history.fixture.js';
import { linearize, type Linearization } from './linearize.js';

/** Judges a history behind other steps. */
async function judge(
  iterations: readonly Iteration[],
  before: readonly Step[] = TWO_WORKERS,
): Promise<Linearization> {
  const program = historyProgram(iterations, before);
  const records = await historyRecords(program, iterations);
  return linearize(program, program.steps.length - 1, records, PROFILE);
}

/** Every privilege is enabled at first, but for these. */
function enabledBut(...luids: readonly number[]): bigint {
  return luids.reduce((mask, luid) => mask & ~(1n << BigInt(luid)), ALL_PRIVILEGES);
}

function previous(...luids: readonly number[]): JsonObject {
  return { previousEnabled: `0x${enabledBut(...luids).toString(16)}` };
}

/** TokenPrivileges with everything present; when privileges are marked as used is left open. */
function privileges(enabled: bigint, used = 0n): JsonObject {
  const words = [ALL_PRIVILEGES, enabled, ALL_PRIVILEGES, used];
  const bytes = Buffer.alloc(32);
  words.forEach((word, n) => bytes.writeBigUInt64LE(word, n * 8));
  return { length: 32, payload: bytes.toString('hex') };
}

const OFF_2 = adjust('w1', [2, 0]);
const OFF_3 = adjust('w2', [3, 0]);
const ON_2_OFF_3 = adjust('w2', [2, 2], [3, 0]);

describe('two adjusts at once', () => {
  const verdictOf = async (first: JsonObject, second: JsonObject): Promise<string> =>
    (await judge([[[told(OFF_2, first, 1, 3)], [told(OFF_3, second, 2, 4)]]])).kind;

  it('may come in either order', async () => {
    expect(await verdictOf(previous(), previous(2))).toBe('linearizable');
    expect(await verdictOf(previous(3), previous())).toBe('linearizable');
  });

  it('cannot both have been first, nor both second', async () => {
    expect(await verdictOf(previous(), previous())).toBe('notLinearizable');
    expect(await verdictOf(previous(3), previous(2))).toBe('notLinearizable');
  });

  it('cannot have seen what nobody did', async () => {
    expect(await verdictOf(previous(), previous(2, 5))).toBe('notLinearizable');
  });

  it('are named with their answers when no order explains them', async () => {
    const found = await judge([[[told(OFF_2, previous(), 1, 3)], [told(OFF_3, previous(), 2, 4)]]]);
    expect(found).toEqual({
      kind: 'notLinearizable',
      history:
        'iteration 1: ' +
        '[0] KACS_IOC_ADJUST_PRIVS (1–3) → {"previousEnabled":"0xc000000ffffffffc"}; ' +
        '[1] KACS_IOC_ADJUST_PRIVS (2–4) → {"previousEnabled":"0xc000000ffffffffc"}',
    });
  });
});

describe('real time', () => {
  it('is respected: what had ended before another began came first', async () => {
    const second = told(OFF_2, previous(3), 1, 2);
    expect((await judge([[[second], [told(OFF_3, previous(), 2, 4)]]])).kind).toBe('linearizable');
    expect((await judge([[[second], [told(OFF_3, previous(), 3, 4)]]])).kind).toBe(
      'notLinearizable',
    );
  });

  it('keeps the calls of a branch in order', async () => {
    const branch = [told(OFF_2, previous(), 1, 2), told(adjust('w1', [4, 0]), previous(2), 3, 4)];
    expect((await judge([[branch, [told(OFF_3, previous(2, 4), 1, 9)]]])).kind).toBe(
      'linearizable',
    );
    const turned = [told(OFF_2, previous(4), 1, 2), told(adjust('w1', [4, 0]), previous(), 3, 4)];
    expect((await judge([[turned, [told(OFF_3, previous(2, 4), 1, 9)]]])).kind).toBe(
      'notLinearizable',
    );
  });

  it('has a barrier behind each iteration', async () => {
    const [first, second]: Iteration[] = [
      [[told(OFF_2, previous(), 1, 4)], [told(ON_2_OFF_3, previous(2), 2, 3)]],
      [[told(OFF_2, previous(3), 5, 8)], [told(ON_2_OFF_3, previous(2, 3), 6, 7)]],
    ];
    expect((await judge([first ?? [], second ?? []])).kind).toBe('linearizable');
    expect(await judge([second ?? [], first ?? []])).toMatchObject({
      kind: 'notLinearizable',
      history: expect.stringMatching(/^iteration 1: /) as string,
    });
  });
});

describe('a call of several steps', () => {
  const half = (enabled: bigint): Promise<Linearization> =>
    judge([
      [
        [told(adjust('w1', [2, 0], [3, 0]), previous(), 1, 4)],
        [told(query('w2', QUERY_CLASS.PRIVILEGES), privileges(enabled, 0x80n), 2, 3)],
      ],
    ]);

  it('may be seen before and after it, not in the middle', async () => {
    expect((await half(enabledBut())).kind).toBe('linearizable');
    expect((await half(enabledBut(2, 3))).kind).toBe('linearizable');
    expect((await half(enabledBut(2))).kind).toBe('notLinearizable');
    expect((await half(enabledBut(3))).kind).toBe('notLinearizable');
  });

  it('is refused or not, as one order has it', async () => {
    const remove = { ...OFF_2, args: { ...OFF_2.args, entries: [{ luid: 2, attributes: 4 }] } };
    const enable = adjust('w2', [2, 2]);
    const refusal: Told = {
      step: enable,
      outcome: { kind: 'refused', errno: 'EINVAL', number: 22 },
      from: 2,
      to: 3,
    };
    expect((await judge([[[told(remove, previous(), 1, 4)], [refusal]]])).kind).toBe(
      'linearizable',
    );
    expect((await judge([[[told(remove, previous(), 4, 5)], [refusal]]])).kind).toBe(
      'notLinearizable',
    );
  });
});

describe('names', () => {
  const session = (id: string): JsonObject => ({ id });

  it('are each side’s own, but one to one', async () => {
    const two = (first: string, second: string): Promise<Linearization> =>
      judge([
        [
          [told(createSession('w1'), session(first), 1, 3)],
          [told(createSession('w2'), session(second), 2, 4)],
        ],
      ]);
    expect((await two('0xbeef', '0x17')).kind).toBe('linearizable');
    expect((await two('0xbeef', '0xbeef')).kind).toBe('notLinearizable');
  });

  it('of a session come back in SIDs and payloads', async () => {
    const logonSid = (session: number): JsonObject => {
      const bytes = Buffer.alloc(20);
      Buffer.from('010300000000000505000000', 'hex').copy(bytes);
      bytes.writeUInt32LE(session, 16);
      return { length: 20, payload: bytes.toString('hex') };
    };
    const seen = (number: number): Promise<Linearization> =>
      judge([
        [
          [told(createSession('w1'), session('0x2a'), 1, 2)],
          [told(query('w2', QUERY_CLASS.LOGON_SID), logonSid(number), 3, 4)],
        ],
      ]);
    // The token belongs to the boot session, which has the same id in all worlds of the model.
    expect((await seen(0)).kind).toBe('linearizable');
    expect((await seen(0x2a)).kind).toBe('notLinearizable');
  });

  it('of handles belong to a process, and are free again after close', async () => {
    const open = (actor: string, as: string, handle: number, at: number): Told =>
      told(openSelf(actor, as), { handle }, at, at + 1);
    const close = (actor: string, name: string, at: number): Told =>
      told(closeHandle(actor, name), {}, at, at + 1);
    const both = [[[open('w1', 'x', 77, 1)], [open('w2', 'y', 77, 1)]]];
    expect((await judge(both)).kind).toBe('linearizable');
    const twice = [[[open('w1', 'x', 77, 1), open('w1', 'y', 77, 3)], []]];
    expect((await judge(twice)).kind).toBe('notLinearizable');
    const again = [[[open('w1', 'x', 77, 1), close('w1', 'x', 3), open('w1', 'y', 77, 5)], []]];
    expect((await judge(again)).kind).toBe('linearizable');
  });
});

describe('the calls in front of a block', () => {
  const quiet: Iteration[] = [[[told(OFF_2, previous(), 1, 2)], []]];

  it('count: the model has made them, too', async () => {
    const before = [...TWO_WORKERS, adjust('w2', [7, 0])];
    expect((await judge(quiet, before)).kind).toBe('notLinearizable');
    expect((await judge([[[told(OFF_2, previous(7), 1, 2)], []]], before)).kind).toBe(
      'linearizable',
    );
  });

  it('leave nothing to decide where the candidate went another way', async () => {
    const program = historyProgram(quiet, [...TWO_WORKERS, adjust('w2', [7, 0])]);
    const records = await historyRecords(program, quiet);
    const other = records.map((record) =>
      record.step === TWO_WORKERS.length && 'outcome' in record
        ? { ...record, outcome: { kind: 'refused', errno: 'EPERM', number: 1 } as const }
        : record,
    );
    const found = linearize(program, program.steps.length - 1, other, PROFILE);
    expect(found.kind).toBe('undecided');
  });

  it('may be another block, whose orders count as well', async () => {
    const earlier: Step = { par: [[OFF_2], [OFF_3]] };
    const history = [[[told(adjust('w1', [4, 0]), previous(2, 3), 1, 2)], []]];
    expect((await judge(history, [...TWO_WORKERS, earlier])).kind).toBe('linearizable');
    const forgot = [[[told(adjust('w1', [4, 0]), previous(3), 1, 2)], []]];
    expect((await judge(forgot, [...TWO_WORKERS, earlier])).kind).toBe('notLinearizable');
  });
});

describe('a large history', () => {
  /** Both switch a privilege off and on again, and never meet. */
  const round = (start: number): Iteration => [
    [
      told(OFF_2, previous(), start, start + 3),
      told(adjust('w1', [2, 2]), previous(2), start + 4, start + 7),
    ],
    [told(query('w2', QUERY_CLASS.TYPE), { length: 4, payload: '01000000' }, start, start + 8)],
  ];

  it('is decided to its end if its calls hardly touch each other', async () => {
    const rounds = Array.from({ length: 60 }, (_, n) => round(n * 10));
    expect((await judge(rounds)).kind).toBe('linearizable');
    const torn: Iteration = [
      [told(OFF_2, previous(), 601, 604), told(adjust('w1', [2, 2]), previous(), 605, 608)],
      [told(query('w2', QUERY_CLASS.TYPE), { length: 4, payload: '01000000' }, 601, 609)],
    ];
    expect(await judge([...rounds, torn])).toMatchObject({
      kind: 'notLinearizable',
      history: expect.stringMatching(/^iteration 61: /) as string,
    });
  });

  it('is left undecided if it has too many calls', async () => {
    const rounds = Array.from({ length: 700 }, (_, n) => round(n * 10));
    expect(await judge(rounds)).toEqual({
      kind: 'undecided',
      reason: '2104 calls, at most 2000 are judged',
    });
  });

  it('is left undecided if too many orders are possible', async () => {
    const before: Step[] = TWO_WORKERS.slice(0, 2);
    const calls = Array.from({ length: 12 }, (_, n) => [
      told(createSession(n % 2 === 0 ? 'w1' : 'w2'), { id: `0x${(n + 90).toString(16)}` }, 1, 100),
    ]);
    expect((await judge([calls], before)).kind).toBe('undecided');
  });

  it('is left undecided if it uses what the model does not have', async () => {
    const step = { actor: 'w1', op: 'raw.syscall', args: { number: 1, args: [] } };
    const history = [[[told(step, { value: 0 }, 1, 2)], []]];
    expect(await judge(history)).toEqual({
      kind: 'undecided',
      reason: 'the model: no operation "raw.syscall"',
    });
  });
});
