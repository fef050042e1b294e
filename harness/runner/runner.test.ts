import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { modelOf } from '../../reference/kernel/calls/index.js';
import { FAULTS } from '../../reference/faults/index.js';
import { AdapterFault, type Adapter } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import type { Outcome } from '../program/program.js';
import { withReordering } from '../protocol/reordering.js';
import {
  accepts,
  compiled,
  makesSession,
  makesToken,
  PROFILE,
  refuses,
  run,
  spoiled,
  verdicts,
} from './runner.fixture.js';

const MIXED = compiled(
  ...Array.from({ length: 12 }, (_, n) => [accepts(`a${n}`), refuses(`r${n}`)]).flat(),
  makesToken('token'),
);

function faulty(id: string, programs: boolean, noise?: number): Adapter {
  const fault = FAULTS.find((one) => one.id === id);
  if (fault === undefined) throw new RangeError(`no fault ${id}`);
  const model = fault.apply(modelOf(PROFILE));
  const adapter = new ReferenceAdapter({ profile: PROFILE, model, programs });
  return noise === undefined ? adapter : withReordering(adapter, noise);
}

const ACCEPTS_ANY_TYPE = 'session-spec/unrecognised-type-accepted';

describe('results', () => {
  it('are the same to the last byte whatever runs beside, in order', async () => {
    const plain = await run(MIXED, faulty(ACCEPTS_ANY_TYPE, true), { overlap: 1 });
    expect(plain.results.map(({ id }) => id)).toEqual(MIXED.map(({ id }) => id));
    expect(plain.results.filter(({ verdict }) => verdict === 'fail')).toHaveLength(12);
    const text = JSON.stringify(plain.results);
    for (const [overlap, programs, noise] of [
      [3, true, undefined],
      [32, true, 1],
      [1, false, undefined],
      [7, false, 2],
      [32, false, 3],
    ] as const) {
      const other = await run(MIXED, faulty(ACCEPTS_ANY_TYPE, programs, noise), { overlap });
      expect(JSON.stringify(other.results), `overlap ${overlap}`).toBe(text);
    }
  });

  it('come from no more cases at once than asked for', async () => {
    const inside = new Set<string>();
    let most = 0;
    const adapter = spoiled({
      async call(op, params, next) {
        const outcome = await next();
        if (op === 'world.spawn' && outcome.kind === 'returned') {
          inside.add(String(outcome.value['actor']));
        }
        most = Math.max(most, inside.size);
        await turn();
        if (op === 'world.exit') inside.delete(params.actor);
        return outcome;
      },
    });
    await run(MIXED, adapter, { overlap: 5 });
    expect(most).toBe(5);
  });

  it('are told as they come', async () => {
    const seen: string[] = [];
    await run(compiled(accepts('a'), refuses('r')), spoiled({}), {
      overlap: 1,
      onProgress: (done, total, { pass }) => seen.push(`${done}/${total} ${pass}`),
    });
    expect(seen).toEqual(['1/2 1', '2/2 2']);
  });
});

describe('a capability that is not claimed', () => {
  it('makes a case not applicable, and none of its calls is made', async () => {
    const ops: string[] = [];
    const adapter = spoiled({
      hello: (hello) => ({ ...hello, capabilities: ['sessions'] }),
      call: (op, _, next) => {
        ops.push(op);
        return next();
      },
    });
    const result = await run(compiled(makesToken('t')), adapter);
    expect(result.results).toEqual([
      {
        id: 'session-spec/sample/t',
        title: 'a token can be made',
        verdict: 'notApplicable',
        clauses: { 'SS-001': 'notApplicable' },
        missing: ['tokens'],
      },
    ]);
    expect(ops).toEqual([]);
  });
});

describe('a fault of the adapter', () => {
  const faultyOn = (broken: (name: string) => boolean): Adapter =>
    spoiled({
      call: (op, params, next) =>
        op === 'kacs_create_session' &&
        broken(Buffer.from(String(params['spec']), 'hex').toString())
          ? Promise.reject(new AdapterFault('the board is on fire'))
          : next(),
    });

  it('is a harness error of its case, not a verdict on the candidate', async () => {
    const cases = compiled(accepts('good'), accepts('bad'), accepts('fine'));
    const result = await run(
      cases,
      faultyOn((spec) => spec.includes('bad')),
    );
    expect(verdicts(result)).toEqual(['good: pass', 'bad: harnessError', 'fine: pass']);
    expect(result.results[1]).toMatchObject({
      clauses: { 'SS-001': 'harnessError' },
      failures: [{ symptom: 'harness', message: 'the board is on fire' }],
    });
    expect(result.results[1]?.reruns).toBeUndefined();
  });

  it('ends the run when it comes five times in a row', async () => {
    const named = (names: readonly string[]) => compiled(...names.map(accepts));
    const bad = faultyOn((spec) => spec.includes('bad'));
    const four = named(['bad1', 'bad2', 'bad3', 'bad4', 'good', 'bad5', 'bad6']);
    expect((await run(four, bad, { overlap: 1 })).results).toHaveLength(7);
    const five = named(['good', 'bad1', 'bad2', 'bad3', 'bad4', 'bad5', 'fine']);
    for (const overlap of [1, 7]) {
      await expect(run(five, bad, { overlap })).rejects.toThrow(AdapterFault);
    }
  });

  it('in a run alone keeps the case from being judged', async () => {
    let spoilt = 0;
    const adapter = spoiled({
      call(op, params, next) {
        if (!makesSession(op, params, 77)) return next();
        spoilt += 1;
        if (spoilt === 1) return Promise.resolve({ kind: 'returned', value: { id: '0x99' } });
        return Promise.reject(new AdapterFault('the link is gone'));
      },
    });
    expect(verdicts(await run(compiled(refuses('r')), adapter))).toEqual(['r: harnessError']);
  });

  it('to reset the world is a harness error as well', async () => {
    const adapter = spoiled({
      call: (op, params, next) => {
        if (op === 'world.reset') return Promise.reject(new AdapterFault('no reset'));
        const outcome: Outcome = { kind: 'returned', value: { id: '0x99' } };
        return makesSession(op, params, 77) ? Promise.resolve(outcome) : next();
      },
    });
    expect(verdicts(await run(compiled(refuses('r')), adapter))).toEqual(['r: harnessError']);
  });

  it('of the harness itself is not swallowed', async () => {
    const adapter = spoiled({ call: () => Promise.reject(new TypeError('a bug')) });
    await expect(run(compiled(accepts('a')), adapter)).rejects.toThrow(TypeError);
  });
});

describe('an interrupted run', () => {
  const many = compiled(...Array.from({ length: 40 }, (_, n) => accepts(`c${n}`)));

  it('has the results so far and says so, even if the candidate hangs', async () => {
    const controller = new AbortController();
    let begun = 0;
    const adapter = spoiled({
      call(op, _, next) {
        if (op === 'world.spawn') begun += 1;
        if (begun < 12) return next();
        controller.abort();
        return new Promise(() => undefined);
      },
    });
    const result = await run(many, adapter, { overlap: 3, signal: controller.signal });
    expect(result.interrupted).toBe(true);
    expect(result.results.length).toBeGreaterThan(5);
    expect(result.results.length).toBeLessThan(12);
    expect(result.results.every(({ verdict }) => verdict === 'pass')).toBe(true);
  });

  it('lets signals through even if the candidate answers at once', async () => {
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    const result = await run(many, spoiled({}), { overlap: 1, signal: controller.signal });
    expect(result.interrupted).toBe(true);
  });

  it('has none if it was interrupted before', async () => {
    const result = await run(many, spoiled({}), { signal: AbortSignal.abort() });
    expect(result).toEqual({ results: [], interrupted: true });
  });

  it('leaves red cases as they were found', async () => {
    const controller = new AbortController();
    const adapter = spoiled({
      call(op, params, next) {
        if (op === 'world.reset') controller.abort();
        const outcome: Outcome = { kind: 'returned', value: { id: '0x99' } };
        return makesSession(op, params, 77) ? Promise.resolve(outcome) : next();
      },
    });
    const cases = compiled(refuses('r1'), refuses('r2'));
    const result = await run(cases, adapter, { signal: controller.signal });
    expect(result.interrupted).toBe(true);
    expect(verdicts(result)).toEqual(['r1: fail', 'r2: fail']);
    expect(result.results.map(({ reruns }) => reruns)).toEqual([undefined, undefined]);
  });

  it('is not one if everything was done by then', async () => {
    const controller = new AbortController();
    const result = await run(many, spoiled({}), { signal: controller.signal });
    controller.abort();
    expect(result.interrupted).toBe(false);
    expect(result.results).toHaveLength(40);
  });
});
