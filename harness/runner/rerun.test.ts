import { describe, expect, it, vi } from 'vitest';
import type { Adapter } from '../adapters/adapter.js';
import { connect } from '../adapters/stdio/connect.js';
import type { CallStep, Outcome } from '../program/program.js';
import { packagePath } from '../package-root.js';
import {
  accepts,
  compiled,
  makesSession,
  makesToken,
  refuses,
  run,
  spoiled,
  verdicts,
  type Spoiler,
} from './runner.fixture.js';

vi.setConfig({ testTimeout: 60_000 });

const ACCEPTED: Outcome = { kind: 'returned', value: { id: '0x99' } };
const CRASHED: Outcome = { kind: 'crashed', detail: 'BUG at session.c', signal: 'SIGBUS' };

/** The n-th session of type 77 (from 1) is answered by `answer`, where that says so. */
function flaky(
  answer: (count: number) => Outcome | undefined,
  more: Omit<Spoiler, 'call'> = {},
): Adapter {
  let count = 0;
  return spoiled({
    ...more,
    call(op, params, next) {
      if (!makesSession(op, params, 77)) return next();
      count += 1;
      const outcome = answer(count);
      return outcome === undefined ? next() : Promise.resolve(outcome);
    },
  });
}

describe('a red case', () => {
  it('is run again three times, alone, each time in a fresh world', async () => {
    const log: string[] = [];
    const adapter = spoiled({
      call(op, params, next) {
        log.push(op === 'kacs_create_session' ? String(params['spec']).slice(0, 2) : op);
        return makesSession(op, params, 77) ? Promise.resolve(ACCEPTED) : next();
      },
    });
    const result = await run(compiled(accepts('a'), refuses('r'), accepts('b')), adapter);
    expect(verdicts(result)).toEqual(['a: pass', 'r: fail', 'b: pass']);
    expect(result.results[1]?.reruns).toEqual(['fail', 'fail', 'fail', 'fail']);
    const alone = log.slice(log.indexOf('world.reset')).join(' ');
    const observed = 'world.observe 4d world.observe';
    const once = `world.reset world.spawn ${observed} world.exit kacs_destroy_empty_session`;
    expect(alone).toBe([once, once, once].join(' '));
  });

  it('is run again without a reset where none is claimed', async () => {
    const ops: string[] = [];
    const adapter = spoiled({
      hello: (hello) => ({ ...hello, capabilities: ['sessions'] }),
      call(op, params, next) {
        ops.push(op);
        return makesSession(op, params, 77) ? Promise.resolve(ACCEPTED) : next();
      },
    });
    const result = await run(compiled(refuses('r')), adapter);
    expect(result.results[0]?.reruns).toHaveLength(4);
    expect(ops).not.toContain('world.reset');
    expect(ops.filter((op) => op === 'world.spawn')).toHaveLength(4);
  });

  it.each([
    ['the first time only', (n: number) => (n === 1 ? ACCEPTED : undefined)],
    ['the first two times only', (n: number) => (n < 3 ? ACCEPTED : undefined)],
    ['all but the last time', (n: number) => (n < 4 ? ACCEPTED : undefined)],
    ['each time in another way', (n: number) => (n === 2 ? CRASHED : ACCEPTED)],
  ])('whose symptom comes %s is unstable', async (_, answer) => {
    const { results } = await run(compiled(refuses('r')), flaky(answer));
    expect(results[0]).toMatchObject({
      verdict: 'unstable',
      clauses: { 'SS-021': 'unstable' },
      failures: [{ symptom: 'accepted' }],
    });
    expect(results[0]?.reruns).toHaveLength(4);
  });

  it('that could not run is run again, too', async () => {
    let refusals = 0;
    const adapter = spoiled({
      call(op, _, next) {
        if (op !== 'kacs_create_token') return next();
        refusals += 1;
        const refusal: Outcome = { kind: 'refused', errno: 'ENOMEM', number: 12 };
        return refusals === 1 ? Promise.resolve(refusal) : next();
      },
    });
    const { results } = await run(compiled(makesToken('t')), adapter);
    expect(results[0]).toMatchObject({
      verdict: 'unstable',
      reruns: ['couldNotRun', 'pass', 'pass', 'pass'],
    });
  });

  it('counts as it is where no reruns are wanted', async () => {
    const { results } = await run(
      compiled(refuses('r')),
      flaky(() => ACCEPTED),
      { reruns: 0 },
    );
    expect(results[0]).toMatchObject({ verdict: 'fail' });
    expect(results[0]?.reruns).toBeUndefined();
  });

  it('with a warning only is not run again', async () => {
    const answer = (): Outcome => ({ kind: 'refused', errno: 'EPERM', number: 1 });
    const { results } = await run(compiled(refuses('r')), flaky(answer));
    expect(results[0]).toMatchObject({ verdict: 'warn' });
    expect(results[0]?.reruns).toBeUndefined();
  });
});

describe('a death', () => {
  const cases = compiled(
    ...Array.from({ length: 9 }, (_, n) => accepts(`before${n}`)),
    refuses('guilty'),
    ...Array.from({ length: 9 }, (_, n) => accepts(`after${n}`)),
  );

  /** A candidate that goes down as a whole, and comes back: `dies` says at which deadly call. */
  function mortal(dies: (count: number) => boolean, programs = false): Adapter {
    const inFlight = new Set<(outcome: Outcome) => void>();
    let count = 0;
    return spoiled({
      programs,
      call: (op, params, next) =>
        new Promise((resolve, reject) => {
          inFlight.add(resolve);
          if (makesSession(op, params, 77)) {
            count += 1;
            if (dies(count)) {
              for (const settle of inFlight) settle(CRASHED);
              inFlight.clear();
              return;
            }
          }
          // Answers take a while, so that others are on their way.
          setTimeout(() => {
            next().then(resolve, reject);
            inFlight.delete(resolve);
          }, 1);
        }),
    });
  }

  it.each([
    ['call by call', false],
    ['as whole programs', true],
  ])('accuses the deadly case and none beside it, %s', async (_, programs) => {
    const result = await run(
      cases,
      mortal(() => true, programs),
      { overlap: 6 },
    );
    const red = verdicts(result).filter((line) => !line.endsWith(': pass'));
    expect(red).toEqual(['guilty: fail']);
    expect(result.results[9]).toMatchObject({
      failures: [{ symptom: 'crashed', clause: 'SS-021' }],
      reruns: ['fail', 'fail', 'fail', 'fail'],
    });
  });

  it('of a whole program is tracked down to the call that caused it', async () => {
    const programs: number[] = [];
    const calls = spoiled({
      programs: true,
      call: (op, params, next) =>
        makesSession(op, params, 77) ? Promise.resolve(CRASHED) : next(),
    });
    const adapter: Adapter = {
      ...calls,
      runProgram: async (steps) => {
        const records = (await calls.runProgram?.(steps)) ?? [];
        programs.push(records.length);
        const died = records.some((one) => 'outcome' in one && one.outcome.kind === 'crashed');
        const [first] = steps;
        const { op, actor } = first as CallStep;
        return died ? [{ step: 0, op, actor, args: {}, outcome: CRASHED }] : records;
      },
    };
    const result = await run(compiled(accepts('a'), refuses('guilty')), adapter);
    expect(verdicts(result)).toEqual(['a: pass', 'guilty: fail']);
    expect(result.results[1]?.failures?.[0]).toMatchObject({ step: 1, symptom: 'crashed' });
    // Once beside the other, once alone; then it is known that single calls are enough.
    expect(programs).toHaveLength(3);
  });

  it('that nobody causes alone is not forgotten: all that were there are unstable', async () => {
    const result = await run(
      cases,
      mortal((count) => count === 1),
      { overlap: 6 },
    );
    const red = verdicts(result).filter((line) => !line.endsWith(': pass'));
    expect(red).toContain('guilty: unstable');
    expect(red.every((line) => line.endsWith(': unstable'))).toBe(true);
  });

  it('is tracked down even without reruns', async () => {
    const result = await run(
      cases,
      mortal(() => true),
      { overlap: 6, reruns: 0 },
    );
    const red = verdicts(result).filter((line) => !line.endsWith(': pass'));
    expect(red).toEqual(['guilty: fail']);
  });
});

describe('a real candidate in a process of its own', () => {
  const names = Array.from({ length: 40 }, (_, n) => (n === 17 ? 'deadly' : `fine${n}`));
  const mark = Buffer.from('deadly').toString('hex');
  const script = packagePath('harness', 'adapters', 'examples', 'hostile.mjs');
  const cases = compiled(...names.map(accepts));

  it.each([
    ['that kills itself', 'deadly', 'crashed'],
    ['that falls silent', 'silent', 'timedOut'],
  ])('%s over one case is blamed for that one only', async (_, behaviour, symptom) => {
    const adapter = connect(`stdio:${process.execPath} ${script} ${behaviour} ${mark}`, {
      deadlineMs: 1000,
    });
    const result = await run(cases, adapter, { overlap: 16 });
    await adapter.close();
    const red = verdicts(result).filter((line) => !line.endsWith(': pass'));
    expect(red).toEqual(['deadly: fail']);
    expect(result.results).toHaveLength(40);
    expect(result.results[17]?.failures?.map((failure) => failure.symptom)).toContain(symptom);
  });
});
