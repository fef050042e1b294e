/**
 * The agent's coverage, on a kcov of a few lines that is linked into it: no kernel that these tests
 * run on has one. What only a real one can show (that its addresses come, and are those of KACS) is
 * not shown here.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { packagePath } from '../../package-root.js';
import type { PlainStep } from '../adapter.js';
import { openChild } from '../stdio/child-link.js';
import { ProtocolClient } from '../stdio/client.js';
import type { Hello } from '../adapter.js';
import { greetedAgent, missing, play, syscall, WORKER } from './agent.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

/** Of x86-64. */
const NR = { getppid: 110, getuid: 102, getgid: 104, geteuid: 107, sync: 162 };
const THREAD: PlainStep = { as: 't', actor: 'w', op: 'world.thread', args: {} };
const FORK: PlainStep = { as: 'f', actor: 'w', op: 'world.fork', args: {} };
const EXEC: PlainStep = { actor: 'f', op: 'world.exec', args: {} };

const folder = mkdtempSync(join(tmpdir(), 'kacs-kcov-'));

function agentWithKcov(): string {
  const file = (...path: string[]): string => packagePath('harness', 'adapters', 'linux', ...path);
  const wrapped = ['ioctl', 'mmap', 'syscall'].map((name) => `-Wl,--wrap=${name}`);
  const stand = ['-DKCOV_FILE="/dev/zero"', ...wrapped, file('check', 'kcov_stand_in.c')];
  const program = join(folder, 'agent');
  const built = spawnSync('sh', [file('build.sh'), program], {
    encoding: 'utf8',
    env: { ...process.env, CFLAGS: stand.join(' ') },
  });
  if (built.status !== 0) throw new Error(built.stderr);
  return program;
}

describe.runIf(missing === undefined)('the agent on a kernel with kcov', () => {
  let agent: ProtocolClient;
  let hello: Hello;

  beforeAll(async () => {
    const open = openChild.bind(undefined, [agentWithKcov()]);
    agent = new ProtocolClient('the agent', open, { deadlineMs: 60_000 });
    hello = await agent.hello({ protocol: 1, profile: 'psd-0.20', seed: 0 });
  });

  afterAll(async () => {
    await agent.close();
    rmSync(folder, { recursive: true });
  });

  const taken = async (): Promise<ReadonlySet<number>> =>
    new Set((await agent.takeCoverage?.()) ?? []);

  it('claims coverage, and has none before it is asked', async () => {
    expect(hello.capabilities).toContain('coverage');
    await play(agent, [WORKER, syscall(NR.sync)]);
    expect(await taken()).toEqual(new Set());
  });

  it('tells what the calls of each process and thread passed, once', async () => {
    await taken();
    await play(agent, [
      WORKER,
      THREAD,
      FORK,
      syscall(NR.getppid),
      syscall(NR.getppid),
      syscall(NR.getuid, [], 't'),
      syscall(NR.getgid, [], 'f'),
      EXEC,
      syscall(NR.geteuid, [], 'f'),
    ]);
    const edges = await taken();
    for (const number of [NR.getppid, NR.getuid, NR.getgid, NR.geteuid]) {
      expect(edges).toContain(number);
    }
    expect(edges).not.toContain(NR.sync);
    expect(await taken()).toEqual(new Set());
  });

  it('shows its list to no call', async () => {
    await taken();
    const OBSERVE: PlainStep = { actor: 'w', op: 'world.observe', args: { tokens: [] } };
    const records = await play(agent, [WORKER, syscall(NR.getppid), OBSERVE]);
    expect(records[2]).toMatchObject({ outcome: { value: { handles: [] } } });
  });
});

describe.runIf(missing === undefined)('the agent on a kernel without', () => {
  it('claims none, and says so when it is asked', async () => {
    const agent = await greetedAgent();
    expect(agent.takeCoverage).toBeUndefined();
    const reply = await agent.exchange('coverage.take', {});
    expect(reply).toMatchObject({ kind: 'error', message: expect.stringMatching(/no kcov/) });
    await agent.close();
  });
});
