/** Branches of several actors, and branches that make, end and look at actors. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { serveSocket } from '../../protocol/serve-socket.js';
import type { CallRecord, StepRecord } from '../../program/program.js';
import { playProgram } from '../../program/play.js';
import type { PlainStep } from '../adapter.js';
import { ReferenceAdapter } from '../reference/reference-adapter.js';
import type { ProtocolClient } from '../stdio/client.js';
import {
  greetedAgent,
  missing,
  outcomeOf,
  play,
  returned,
  startAgent,
  syscall,
  WORKER,
} from './agent.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

type Branch = Extract<PlainStep, { op: string }>[];

const GETPID = 39;
const ROUNDS = 10;

const by = (actor: string, op: string, args: Branch[number]['args'] = {}, as?: string) =>
  ({ actor, op, args, ...(as === undefined ? {} : { as }) }) satisfies Branch[number];

const par = (repeat: number, ...branches: Branch[]): PlainStep => ({
  par: branches,
  repeat,
  barrier: true,
});

function callsOf(records: readonly StepRecord[], from: number): readonly CallRecord[] {
  return records.slice(from) as readonly CallRecord[];
}

describe.runIf(missing === undefined)('branches that no actor plays by itself', () => {
  let agent: ProtocolClient;

  beforeAll(async () => {
    agent = await greetedAgent({ sanitize: true }, '--deadline', '2000');
  });

  afterAll(async () => {
    await agent.close();
  });

  it('make and end actors at the same time, round after round', async () => {
    const life = (maker: string, child: string): Branch => [
      by(maker, 'world.fork', {}, child),
      syscall(GETPID, [], child),
      by(child, 'world.exit'),
    ];
    const records = await play(agent, [
      WORKER,
      { ...WORKER, as: 'v' },
      par(ROUNDS, life('w', 'f'), life('v', 'g')),
      syscall(GETPID, []),
    ]);
    const calls = callsOf(records, 2).slice(0, -1);
    expect(calls).toHaveLength(2 * 3 * ROUNDS);
    for (let branch = 0; branch < 2; branch += 1) {
      const mine = calls.filter((call) => call.branch === branch);
      for (let round = 0; round < ROUNDS; round += 1) {
        const [fork, getpid, exit] = mine.slice(3 * round, 3 * round + 3);
        expect([fork, getpid, exit].map((call) => call?.iteration)).toEqual([round, round, round]);
        expect(Number(returned(getpid)['value'])).toBe(returned(fork)['pid']);
        expect(outcomeOf(exit).kind).toBe('returned');
      }
    }
    const times = calls.flatMap(({ startedAt = 0, endedAt = 0 }) => [startedAt, endedAt]);
    expect(new Set(times).size).toBe(times.length);
    for (const { startedAt = 0, endedAt = 0 } of calls) expect(startedAt).toBeLessThan(endedAt);
    for (let round = 1; round < ROUNDS; round += 1) {
      const of = (n: number) => calls.filter(({ iteration }) => iteration === n);
      const last = Math.max(...of(round - 1).map(({ endedAt = 0 }) => endedAt));
      expect(Math.min(...of(round).map(({ startedAt = 0 }) => startedAt))).toBeGreaterThan(last);
    }
  });

  it('have several actors, and share one', async () => {
    const records = await play(agent, [
      WORKER,
      { ...WORKER, as: 'v' },
      par(5, [syscall(GETPID), syscall(GETPID, [], 'v')], [syscall(GETPID)]),
    ]);
    const pids = [records[0], records[1]].map((record) => returned(record)['pid']);
    const calls = callsOf(records, 2);
    const seen = (branch: number): readonly unknown[] => [
      ...new Set(
        calls.filter((call) => call.branch === branch).map((c) => Number(returned(c)['value'])),
      ),
    ];
    expect(calls).toHaveLength(15);
    expect(seen(0)).toEqual(pids);
    expect(seen(1)).toEqual([pids[0]]);
  });

  it('end with their own actor, and the others go on', async () => {
    const kill: Branch[number] = by('v', 'world.kill', { pid: { ref: 'w.pid' } });
    const records = await play(agent, [
      WORKER,
      { ...WORKER, as: 'v' },
      par(1, [kill], [syscall(34), syscall(GETPID)]),
      syscall(GETPID, [], 'v'),
    ]);
    const [first, ...others] = callsOf(records, 2);
    expect(outcomeOf(first).kind).toBe('returned');
    // pause(2) is ended by the kill, and whoever is dead makes no further call.
    expect(others.slice(0, 2).map((call) => outcomeOf(call).kind)).toEqual(['crashed', 'crashed']);
    expect(outcomeOf(others[2]).kind).toBe('returned');
  });

  it('skip what is unbound, under the number of the block', async () => {
    const records = await play(agent, [
      WORKER,
      par(2, [syscall(GETPID, [], 'nobody')], [by('w', 'world.fork', {}, 'f')]),
    ]);
    const skipped = records.filter((record) => 'skipped' in record);
    expect(skipped).toEqual(
      Array.from({ length: 2 }, () => ({
        step: 1,
        skipped: 'unbound',
        reference: 'nobody.actor',
      })),
    );
  });

  it('give the sanitizers nothing to complain about', () => {
    expect(agent.diagnostics()).not.toMatch(/Sanitizer|runtime error/);
  });
});

describe.runIf(missing === undefined)('the same branches on a served model', () => {
  const profile = BUILT_IN_PROFILES['psd-0.20'];
  const folder = mkdtempSync(join(tmpdir(), 'kacs-branches-'));

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('are what the harness plays by itself, but for names and order', async () => {
    const steps: readonly PlainStep[] = [
      WORKER,
      { ...WORKER, as: 'v' },
      by('w', 'kacs_open_self_token', { flags: 0, accessMask: 8 }, 't'),
      par(
        3,
        [
          by('w', 'world.passHandle', { handle: { ref: 't.handle' }, to: { ref: 'v.actor' } }, 'p'),
          by('v', 'world.close', { handle: { ref: 'p.handle' } }),
        ],
        [
          by('w', 'world.thread', {}, 'h'),
          by('h', 'world.observe', { tokens: [{ ref: 't.handle' }] }),
        ],
      ),
      by('h', 'kacs_revert'),
    ];
    const shape = (records: readonly StepRecord[]): readonly string[] =>
      records
        .map((record) => {
          if (!('outcome' in record)) return `${record.step} skipped`;
          const { step, branch, iteration, op, outcome } = record;
          return [step, branch, iteration, op, outcome.kind].join(' ');
        })
        .toSorted();
    const model = new ReferenceAdapter({ profile });
    await model.hello({ protocol: 1, profile: profile.id, seed: 0 });
    const expected = await playProgram(steps, (op, params) => model.call(op, params));
    const target = join(folder, 'model');
    const server = await serveSocket(() => new ReferenceAdapter({ profile }), `unix:${target}`);
    const agent = startAgent({ seam: true }, '--seam', target);
    await agent.hello({ protocol: 1, profile: profile.id, seed: 0 });
    const records = await play(agent, steps);
    await agent.close();
    await server.close();
    expect(shape(records)).toEqual(shape(expected));
    expect(shape(records).filter((line) => !line.endsWith('returned'))).toEqual([]);
  });
});
