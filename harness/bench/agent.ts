/** @module Calls through the Linux agent against a bare loop of the same call in C. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentProgram } from '../adapters/linux/agent-program.js';
import { AdapterFault } from '../adapters/adapter.js';
import { packagePath } from '../package-root.js';
import type { Line } from './measure.js';

const CALLS = 20_000;
const ROUNDS = 15;
const GETPPID = 110;
const NEWLINE = 0x0a;

const GOAL = 0.2;

/** The promise about the agent; text: why it cannot be measured here. @internal */
export async function agentLine(): Promise<Line | string> {
  const measured = await agentAgainstLoop();
  if (measured === undefined) return 'gcc or libjansson-dev is not installed';
  const { agentNs, bareNs } = measured;
  const ratio = bareNs / agentNs;
  return {
    what: `getppid through the Linux agent as a Program (${agentNs.toFixed(0)} ns with its record) against a bare loop (${bareNs.toFixed(0)} ns)`,
    figure: ratio.toFixed(2),
    goal: `≥ ${GOAL}`,
    met: ratio >= GOAL,
  };
}

/** Nanoseconds per getppid, as a Program and bare; undefined where nothing can be compiled. */
async function agentAgainstLoop(): Promise<
  { readonly agentNs: number; readonly bareNs: number } | undefined
> {
  const folder = mkdtempSync(join(tmpdir(), 'kacs-bench-'));
  try {
    const loop = join(folder, 'bare-loop');
    const source = packagePath('harness', 'adapters', 'linux', 'bench', 'bare_loop.c');
    if (spawnSync(process.env['CC'] ?? 'gcc', ['-O2', '-o', loop, source]).status !== 0)
      return undefined;
    const child = spawn(agentProgram(), { stdio: ['pipe', 'pipe', 'inherit'] });
    const hello = { protocol: 1, profile: 'psd-0.20', seed: 0 };
    await exchange(child, { jsonrpc: '2.0', id: 1, method: 'hello', params: hello });
    let agentNs = Number.POSITIVE_INFINITY;
    let bareNs = Number.POSITIVE_INFINITY;
    // In turn: whatever else the machine does then slows both down.
    for (let round = 0; round < ROUNDS; round += 1) {
      agentNs = Math.min(agentNs, await programNs(child));
      bareNs = Math.min(bareNs, Number(spawnSync(loop, [String(CALLS)]).stdout));
    }
    child.stdin?.end();
    return { agentNs, bareNs };
  } catch (error) {
    if (error instanceof AdapterFault) return undefined;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One Program that makes the call again and again; all records come back. */
async function programNs(child: ChildProcess): Promise<number> {
  const call = { actor: 'w', op: 'raw.syscall', args: { number: GETPPID, args: [] } };
  const steps = [
    { as: 'w', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
    { par: [[call]], repeat: CALLS },
    { actor: 'w', op: 'world.exit', args: {} },
  ];
  const request = { jsonrpc: '2.0', id: 2, method: 'program.run', params: { steps } };
  const start = process.hrtime.bigint();
  const bytes = await exchange(child, request);
  const ns = Number(process.hrtime.bigint() - start);
  if (bytes < CALLS * 100) throw new Error('the agent did not make the calls');
  return ns / CALLS;
}

/** The size of the answer, which is read to its end and not looked at. */
function exchange(child: ChildProcess, request: unknown): Promise<number> {
  child.stdin?.write(`${JSON.stringify(request)}\n`);
  return new Promise((resolve) => {
    let bytes = 0;
    const read = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (chunk.at(-1) !== NEWLINE) return;
      child.stdout?.off('data', read);
      resolve(bytes);
    };
    child.stdout?.on('data', read);
  });
}
