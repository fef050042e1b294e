/** What a campaign shows of the edges of its candidate. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { Campaign, type CampaignState } from './campaign.js';
import { Storage } from './storage.js';
import { liveLines } from './view.js';

const scratch = mkdtempSync(join(tmpdir(), 'kacs-edges-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

interface Ended {
  readonly state: CampaignState;
  readonly lines: readonly string[];
  /** Of the figures over time. */
  readonly last: Record<string, unknown>;
  /** Inputs on disk. */
  readonly kept: number;
}

const TELLING = new URL('./telling-worker.fixture.mjs', import.meta.url);

/** The worker of the fixture, or that of the build, whose candidate tells nothing. */
async function campaign(name: string, file?: URL, edgeInputsMax?: number): Promise<Ended> {
  const folder = join(scratch, name);
  const storage = new Storage(folder, join(folder, 'corpus'));
  const lines: string[] = [];
  const state = await new Campaign({
    adapter: 'reference',
    guest: {},
    profile: 'learn-0.20',
    targets: ['wire', 'calls'],
    seed: 1,
    jobs: 1,
    runs: 800,
    deadlineMs: 1000,
    storage,
    resumed: { executions: 0, resumes: 0 },
    signal: new AbortController().signal,
    ...(file === undefined ? {} : { workers: { file: fileURLToPath(file) } }),
    ...(edgeInputsMax === undefined ? {} : { edgeInputsMax }),
    waivedBy: () => undefined,
    onFinding: () => undefined,
    onLine: (line) => lines.push(line),
    onProgress: () => undefined,
  }).run();
  const stats = readFileSync(join(folder, 'stats.jsonl'), 'utf8').trim().split('\n');
  const last = JSON.parse(stats.at(-1) ?? '') as Record<string, unknown>;
  const kept = readdirSync(join(folder, 'corpus'), { recursive: true }).length;
  return { state, lines, last, kept };
}

it('is how many there were, and once that they are of no more use', async () => {
  const { state, lines, last, kept } = await campaign('telling', TELLING);
  expect(state.executions).toBe(800);
  expect(state.findings).toEqual([]);
  expect(state.edges).toBeGreaterThan(20);
  expect(last).toMatchObject({ edges: state.edges });
  expect(lines).toEqual([
    'the campaign goes on without the coverage of the candidate: adapter x: 1000000 numbers',
  ]);
  expect(liveLines('fuzz', state, undefined, []).join('\n')).toMatch(
    /^ {2}edges +\d[\d ]* of the/m,
  );
  // What is new for its edges alone is kept, but not without end.
  const most = await campaign('bounded', TELLING, 3);
  expect(most.state.edges).toBe(state.edges);
  expect(kept - most.kept).toBeGreaterThan(5);
}, 60_000);

it('is nothing where it tells of none', async () => {
  const { state, last } = await campaign('silent');
  expect(state).not.toHaveProperty('edges');
  expect(last).not.toHaveProperty('edges');
  expect(liveLines('fuzz', state, undefined, []).join('\n')).not.toContain('edges');
}, 60_000);
