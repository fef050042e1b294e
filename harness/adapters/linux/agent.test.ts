import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CallRecord } from '../../program/program.js';
import type { ProtocolClient } from '../stdio/client.js';
import type { PlainStep } from '../adapter.js';
import type { AgentBuild } from './agent-program.js';
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

const BUILDS: readonly (readonly [string, AgentBuild])[] = [
  ['as it is', {}],
  ['with AddressSanitizer and UBSan', { sanitize: true }],
];
/** Of x86-64. */
const NR = { write: 1, pause: 34, getpid: 39, kill: 62, getppid: 110, gettid: 186, pipe2: 293 };
const FIONREAD = 0x541b;
const TCGETS = 0x5401;
const IDLE_KIB_MAX = 4096;

const par = (...branches: (readonly PlainStep[])[]): PlainStep =>
  ({ par: branches, repeat: 20, barrier: true }) as PlainStep;

describe.runIf(missing === undefined).each(BUILDS)('the agent %s', (_name, build) => {
  let agent: ProtocolClient;
  let notes: readonly string[];

  beforeAll(async () => {
    agent = startAgent(build, '--deadline', '500');
    const hello = await agent.hello({ protocol: 1, profile: 'psd-0.20', seed: 0 });
    notes = hello.notes ?? [];
  });

  afterAll(async () => {
    await agent.close();
  });

  it('says that this is no KACS kernel', () => {
    expect(notes.join()).toMatch(
      /^not a KACS kernel: kacs_open_self_token returned ENOSYS \(Linux \d+\.\d+/,
    );
  });

  it('makes system calls with known results, each worker as a process of its own', async () => {
    const records = await play(agent, [
      WORKER,
      syscall(NR.getpid),
      syscall(NR.getppid),
      syscall(NR.gettid),
      { as: 'other', actor: 'w', op: 'world.spawn', args: { identity: 'inherit' } },
      syscall(NR.getpid, [], 'other'),
      syscall(NR.getppid, [], 'other'),
      syscall(9999),
    ]);
    const number = (index: number): number => Number(returned(records[index])['value']);
    expect(number(1)).toBe(returned(records[0])['pid']);
    expect(number(3)).toBe(number(1));
    expect(number(5)).toBe(returned(records[4])['pid']);
    // The agent is the parent of all.
    expect(number(6)).toBe(number(2));
    expect(outcomeOf(records[7])).toEqual({ kind: 'refused', errno: 'ENOSYS', number: 38 });
  });

  it('makes ioctls with good pointers and bad ones', async () => {
    const query = (pointer?: string): PlainStep => ({
      actor: 'w',
      op: 'raw.ioctl',
      args: {
        handle: 3,
        word: FIONREAD,
        argument: '00112233ffffffff',
        start: 4,
        ...(pointer === undefined ? {} : { pointer }),
      },
    });
    const records = await play(agent, [
      WORKER,
      { ...syscall(NR.pipe2, ['0000000000000000', '0x0']), as: 'p' },
      syscall(NR.write, ['0x4', '616263', '0x3']),
      query(),
      query('null'),
      query('unmapped'),
      query('readOnly'),
      query('straddling'),
      { as: 'n', actor: 'w', op: 'world.open', args: { path: '/dev/null' } },
      {
        actor: 'w',
        op: 'raw.ioctl',
        args: { handle: { ref: 'n.handle' }, word: TCGETS, argument: '00'.repeat(60) },
      },
      { actor: 'w', op: 'raw.ioctl', args: { handle: 4000, word: TCGETS } },
      { actor: 'w', op: 'world.close', args: { handle: 8000 } },
    ]);
    expect(returned(records[2])).toEqual({ value: '0x3' });
    expect(returned(records[3])).toEqual({ value: 0, argument: '0011223303000000' });
    for (const index of [4, 5, 6, 7]) {
      expect(outcomeOf(records[index])).toMatchObject({
        kind: 'refused',
        errno: 'EFAULT',
        out: { argument: '00112233ffffffff' },
      });
    }
    expect(outcomeOf(records[9])).toMatchObject({ errno: 'ENOTTY', number: 25 });
    expect(outcomeOf(records[10])).toMatchObject({ errno: 'EBADF', number: 9 });
    // The agent's own descriptors are nobody's handles.
    expect(outcomeOf(records[11])).toMatchObject({ errno: 'EBADF' });
  });

  it('runs branches at the same time, from a common start each time', async () => {
    const records = await play(agent, [
      WORKER,
      { as: 't', actor: 'w', op: 'world.thread', args: {} },
      { as: 'f', actor: 'w', op: 'world.fork', args: {} },
      par(
        [syscall(NR.gettid), syscall(NR.getpid)],
        [syscall(NR.gettid, [], 't'), syscall(NR.getpid, [], 't')],
        [syscall(NR.gettid, [], 'f'), syscall(NR.getpid, [], 'f')],
      ),
    ]);
    const calls = records.slice(3) as readonly CallRecord[];
    expect(calls).toHaveLength(120);
    const values = (branch: number, call: number): readonly unknown[] => {
      const mine = calls.filter((one) => one.branch === branch);
      return [
        ...new Set(mine.filter((_, n) => n % 2 === call).map((one) => returned(one)['value'])),
      ];
    };
    const hexOf = (value: unknown): string => `0x${Number(value).toString(16)}`;
    const { pid } = returned(records[0]);
    expect(values(0, 0)).toEqual([hexOf(pid)]);
    expect(values(1, 0)).toEqual([hexOf(returned(records[1])['tid'])]);
    expect(values(1, 1)).toEqual([hexOf(pid)]);
    expect(values(2, 1)).toEqual([hexOf(returned(records[2])['pid'])]);
    const points = calls.flatMap(({ startedAt = 0, endedAt = 0 }) => [startedAt, endedAt]);
    expect(new Set(points).size).toBe(240);
    for (let round = 1; round < 20; round += 1) {
      const before = calls.filter(({ iteration }) => iteration === round - 1);
      const after = calls.filter(({ iteration }) => iteration === round);
      const last = Math.max(...before.map(({ endedAt = 0 }) => endedAt));
      expect(Math.min(...after.map(({ startedAt = 0 }) => startedAt))).toBeGreaterThan(last);
    }
  });

  it('lets two threads race for one byte: one of them has it', async () => {
    const read: PlainStep = {
      actor: 'w',
      op: 'raw.syscall',
      args: { number: 0, args: ['0x3', '00', '0x1'] },
    };
    const records = await play(agent, [
      WORKER,
      { as: 't', actor: 'w', op: 'world.thread', args: {} },
      // O_NONBLOCK
      syscall(NR.pipe2, ['0000000000000000', '0x800']),
      syscall(NR.write, ['0x4', 'ff'.repeat(10), '0xa']),
      par([read], [{ ...read, actor: 't' }]),
    ]);
    const ends = records.slice(4).map((record) => outcomeOf(record));
    expect(ends.filter(({ kind }) => kind === 'returned')).toHaveLength(10);
    const refused = ends.filter((end) => end.kind === 'refused');
    expect(refused.map(({ errno }) => errno)).toEqual(Array.from({ length: 30 }, () => 'EAGAIN'));
  });

  it('passes handles, and knows which survive an exec', async () => {
    const open: PlainStep = { as: 'n', actor: 'w', op: 'world.open', args: { path: '/dev/null' } };
    const handle = { ref: 'n.handle' };
    const records = await play(agent, [
      WORKER,
      { as: 'o', actor: 'w', op: 'world.spawn', args: { identity: 'own' } },
      open,
      { as: 'd', actor: 'w', op: 'world.duplicateHandle', args: { handle } },
      { actor: 'w', op: 'world.descriptorFlags', args: { handle, set: true } },
      { as: 'h', actor: 'w', op: 'world.passHandle', args: { handle, to: { ref: 'o.actor' } } },
      { actor: 'o', op: 'world.descriptorFlags', args: { handle: { ref: 'h.handle' } } },
      { actor: 'w', op: 'world.exec', args: {} },
      syscall(NR.getpid),
      { actor: 'w', op: 'world.observe', args: { tokens: [] } },
      { as: 's', actor: 'w', op: 'world.socketPair', args: { type: 'seqpacket' } },
      {
        actor: 'w',
        op: 'world.sendMessage',
        args: { socket: { ref: 's.first' }, handle: { ref: 'd.handle' } },
      },
      { actor: 'w', op: 'world.receiveMessage', args: { socket: { ref: 's.second' } } },
      { actor: 'w', op: 'world.receiveMessage', args: { socket: { ref: 's.second' } } },
    ]);
    expect(returned(records[6])).toEqual({ closeOnExec: true });
    expect(Number(returned(records[8])['value'])).toBe(returned(records[0])['pid']);
    expect(returned(records[9])['handles']).toEqual([returned(records[3])['handle']]);
    expect(returned(records[12])).toEqual({ handle: expect.any(Number) });
    expect(outcomeOf(records[13])).toMatchObject({ errno: 'EAGAIN' });
  });

  it('connects sockets by names of its own choosing', async () => {
    const records = await play(agent, [
      WORKER,
      { as: 'l', actor: 'w', op: 'world.listen', args: { type: 'stream' } },
      { as: 'c', actor: 'w', op: 'world.socket', args: { type: 'stream' } },
      { actor: 'w', op: 'world.accept', args: { handle: { ref: 'l.handle' } } },
      {
        actor: 'w',
        op: 'world.connect',
        args: { socket: { ref: 'c.handle' }, address: { ref: 'l.address' } },
      },
      { as: 'a', actor: 'w', op: 'world.accept', args: { handle: { ref: 'l.handle' } } },
      {
        actor: 'w',
        op: 'world.connect',
        args: { socket: { ref: 'c.handle' }, address: 'nobody' },
      },
    ]);
    expect(outcomeOf(records[3])).toMatchObject({ errno: 'EAGAIN' });
    expect(outcomeOf(records[4])).toMatchObject({ kind: 'returned' });
    expect(outcomeOf(records[5])).toMatchObject({ kind: 'returned' });
    expect(outcomeOf(records[6])).toMatchObject({ kind: 'refused' });
  });

  it('runs a file that it made, and removes it with its process', async () => {
    const records = await play(agent, [
      WORKER,
      { as: 'f', actor: 'w', op: 'world.makeFile', args: {} },
      { actor: 'w', op: 'world.stat', args: { path: { ref: 'f.path' } } },
      { actor: 'w', op: 'world.exec', args: { path: { ref: 'f.path' } } },
      { actor: 'w', op: 'world.readlink', args: { path: '/proc/self/exe' } },
      { actor: 'w', op: 'world.exec', args: { path: '/no/such/file' } },
    ]);
    const path = String(returned(records[1])['path']);
    expect(returned(records[4])).toEqual({ target: path });
    expect(outcomeOf(records[5])).toMatchObject({ errno: 'ENOENT' });
    expect(existsSync(path)).toBe(false);
  });

  it('reports who dies, and goes on with the next', async () => {
    const dying = await play(agent, [
      WORKER,
      syscall(NR.getpid),
      syscall(NR.kill, ['0x0', '0x9']),
      syscall(NR.getpid),
      { as: 'x', actor: 'w', op: 'world.fork', args: {} },
      { actor: 'x', op: 'world.exit', args: {} },
    ]);
    expect(outcomeOf(dying[1]).kind).toBe('returned');
    for (const index of [2, 3, 4]) {
      expect(outcomeOf(dying[index])).toEqual({
        kind: 'crashed',
        detail: 'the process ended by SIGKILL',
        signal: 'SIGKILL',
      });
    }
    expect(dying[5]).toEqual({ step: 5, skipped: 'unbound', reference: 'x.actor' });
    const next = await play(agent, [WORKER, syscall(NR.getpid)]);
    expect(outcomeOf(next[1]).kind).toBe('returned');
  });

  it('reports who hangs, alone and at the start line, and goes on with the next', async () => {
    const hanging = await play(agent, [WORKER, syscall(NR.pause), syscall(NR.getpid)]);
    expect(outcomeOf(hanging[1])).toEqual({
      kind: 'crashed',
      detail: 'no answer within 500 ms; the process was killed',
    });
    const block = await play(agent, [
      WORKER,
      { as: 'o', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
      par([syscall(NR.getpid)], [syscall(NR.pause, [], 'o')]),
      syscall(NR.getpid),
    ]);
    const ends = block.slice(2).map((record) => outcomeOf(record).kind);
    expect(ends.sort()).toEqual(['crashed', 'returned', 'returned']);
    expect(outcomeOf(await lastOf(agent)).kind).toBe('returned');
  });

  it('kills its own processes and nobody else’s', async () => {
    const records = await play(agent, [
      WORKER,
      { as: 'o', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
      { actor: 'w', op: 'world.kill', args: { pid: { ref: 'o.pid' } } },
      { actor: 'w', op: 'world.kill', args: { pid: { ref: 'o.pid' } } },
      { actor: 'o', op: 'world.exit', args: {} },
    ]);
    expect(outcomeOf(records[2]).kind).toBe('returned');
    expect(outcomeOf(records[3])).toMatchObject({ errno: 'ESRCH' });
    expect(outcomeOf(records[4])).toMatchObject({ kind: 'crashed', signal: 'SIGKILL' });
    await expect(agent.call('world.kill', { actor: 'init', pid: process.pid })).rejects.toThrow(
      /none of those that the agent made/,
    );
  });

  it('leaves nothing behind, whatever a program leaves open', async () => {
    const records = await play(agent, [
      WORKER,
      { as: 'o', actor: 'w', op: 'world.fork', args: {} },
      { actor: 'o', op: 'world.open', args: { path: '/dev/null' } },
      { actor: 'w', op: 'world.open', args: { path: '/dev/null' } },
    ]);
    for (const index of [0, 1]) {
      expect(existsSync(`/proc/${String(returned(records[index])['pid'])}`)).toBe(false);
    }
    const next = await play(agent, [
      WORKER,
      { actor: 'w', op: 'world.observe', args: { tokens: [] } },
    ]);
    expect(returned(next[1])['handles']).toEqual([]);
  });

  it('has nothing to say for a sanitizer', () => {
    expect(agent.diagnostics()).not.toMatch(/Sanitizer|runtime error/);
  });

  it.runIf(build.sanitize !== true)('is small while it has nothing to do', async () => {
    const idle = await greetedAgent(build);
    await lastOf(idle);
    const pid = Number(returned((await play(idle, [syscall(NR.getppid, [], 'init')]))[0])['value']);
    const all = [pid, ...childrenOf(pid)].map(proportionalKib);
    await idle.close();
    expect(all.length).toBeGreaterThan(1);
    expect(all.reduce((sum, kib) => sum + kib, 0)).toBeLessThan(IDLE_KIB_MAX);
  });
});

/** A program after whatever happened before. */
async function lastOf(agent: ProtocolClient): Promise<CallRecord> {
  return (await play(agent, [WORKER, syscall(NR.getpid)]))[1] as CallRecord;
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}

function proportionalKib(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]);
}
