/** @module Speed of campaigns: two jobs against one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildPath } from '../package-root.js';
import { median, type Line } from './measure.js';

const GOAL = 1.7;
const ROUNDS = 3;
/** Executions of each job: workers start, and V8 learns, before `from`. */
const CAMPAIGN = { from: 8000, to: 32_000, runs: 34_000 } as const;
const POLL_MS = 20;
const LIMIT_MS = 240_000;

/** Executions of campaigns with one job and with two. @internal */
export async function twoJobsAgainstOne(): Promise<Line> {
  const one: number[] = [];
  const two: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    one.push(await campaignRate(1));
    two.push(await campaignRate(2));
  }
  const ratio = median(two.map((rate, round) => rate / (one[round] ?? Number.NaN)));
  return {
    what: `wire executions a second of two jobs (${median(two).toFixed(0)}) against one (${median(one).toFixed(0)})`,
    figure: `${ratio.toFixed(2)} times as many`,
    goal: `≥ ${GOAL}`,
    met: ratio >= GOAL,
  };
}

interface Sample {
  readonly executions: number;
  readonly at: number;
  /** Seconds that the workers waited for a processor, on average. */
  readonly waited: number;
}

/**
 * Executions a second, without the time in which a worker could have run but the processors were
 * taken by others. A worker that waits for the campaign does not want a processor: that counts.
 */
async function campaignRate(jobs: number): Promise<number> {
  const out = mkdtempSync(join(tmpdir(), 'kacs-bench-'));
  const child = spawn(
    process.execPath,
    [
      ...[buildPath('harness', 'cli', 'main.js'), 'fuzz', '--target', 'wire', '--seed', '1'],
      ...['--runs', String(CAMPAIGN.runs * jobs), '--jobs', String(jobs), '--quiet'],
      ...['--out', join(out, 'campaign')],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = once(child, 'exit');
  try {
    const stats = join(out, 'campaign', 'stats.jsonl');
    const first = await sampleAt(CAMPAIGN.from * jobs, stats, child.pid ?? 0);
    const last = await sampleAt(CAMPAIGN.to * jobs, stats, child.pid ?? 0);
    const seconds = last.at - first.at - (last.waited - first.waited);
    const [status] = (await ended) as [number | null];
    if (status !== 0) throw new Error(`fuzz ended with ${String(status)}`);
    return (last.executions - first.executions) / seconds;
  } finally {
    child.kill('SIGKILL');
    rmSync(out, { recursive: true, force: true });
  }
}

/** Where the campaign stands when it first tells so many executions. */
async function sampleAt(executions: number, stats: string, campaign: number): Promise<Sample> {
  for (const end = performance.now() + LIMIT_MS; performance.now() < end; await pause(POLL_MS)) {
    const line = existsSync(stats) ? readFileSync(stats, 'utf8').trim().split('\n').at(-1) : '';
    if (line === undefined || line === '') continue;
    const point = JSON.parse(line) as { readonly seconds: number; readonly executions: number };
    if (point.executions < executions) continue;
    return { executions: point.executions, at: point.seconds, waited: waitedSeconds(campaign) };
  }
  throw new Error('a campaign without figures');
}

/** What Linux tells of the children of a process; 0 elsewhere. */
function waitedSeconds(parent: number): number {
  try {
    const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim();
    const waits = children.split(' ').map((pid) => {
      const [, nanoseconds = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
      return Number(nanoseconds) / 1e9;
    });
    return waits.reduce((sum, one) => sum + one, 0) / waits.length;
  } catch {
    return 0;
  }
}
