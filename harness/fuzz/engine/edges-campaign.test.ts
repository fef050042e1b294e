/** What a campaign shows of the edges of its candidate. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

/** The worker of the fixture, or that of the build, whose candidate tells nothing. */
async function campaign(
  name: string,
  file?: URL,
): Promise<{ state: CampaignState; lines: readonly string[]; last: Record<string, unknown> }> {
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
    runs: 400,
    deadlineMs: 1000,
    storage,
    resumed: { executions: 0, resumes: 0 },
    signal: new AbortController().signal,
    ...(file === undefined ? {} : { workers: { file: fileURLToPath(file) } }),
    waivedBy: () => undefined,
    onFinding: () => undefined,
    onLine: (line) => lines.push(line),
    onProgress: () => undefined,
  }).run();
  const stats = readFileSync(join(folder, 'stats.jsonl'), 'utf8').trim().split('\n');
  return { state, lines, last: JSON.parse(stats.at(-1) ?? '') as Record<string, unknown> };
}

it('is how many there were, and once that they are of no more use', async () => {
  const file = new URL('./telling-worker.fixture.mjs', import.meta.url);
  const { state, lines, last } = await campaign('telling', file);
  expect(state.executions).toBe(400);
  expect(state.findings).toEqual([]);
  expect(state.edges).toBeGreaterThan(20);
  expect(last).toMatchObject({ edges: state.edges });
  expect(lines).toEqual([
    'the campaign goes on without the coverage of the candidate: adapter x: 1000000 numbers',
  ]);
  expect(liveLines('fuzz', state, undefined, []).join('\n')).toMatch(/^ {2}edges +\d+ of the/m);
}, 60_000);

it('is nothing where it tells of none', async () => {
  const { state, last } = await campaign('silent');
  expect(state).not.toHaveProperty('edges');
  expect(last).not.toHaveProperty('edges');
  expect(liveLines('fuzz', state, undefined, []).join('\n')).not.toContain('edges');
}, 60_000);
