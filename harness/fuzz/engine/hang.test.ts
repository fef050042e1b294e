/** A candidate in the worker's own process that comes to a stop. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { readFinding } from '../finding-file.js';
import { Campaign } from './campaign.js';
import { afterHang } from './hang.js';
import type { WorkerConfig } from './messages.js';
import { Storage } from './storage.js';

const scratch = mkdtempSync(join(tmpdir(), 'kacs-hang-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

it('is a finding with the input that did it, and the campaign goes on to its end', async () => {
  const storage = new Storage(scratch, join(scratch, 'corpus'));
  const lines: string[] = [];
  const ends = new AbortController();
  const campaign = new Campaign({
    adapter: 'reference',
    guest: {},
    profile: 'learn-0.20',
    targets: ['wire'],
    seed: 1,
    jobs: 1,
    deadlineMs: 1000,
    timeMs: 60_000,
    storage,
    resumed: { executions: 0, resumes: 0 },
    signal: ends.signal,
    workers: {
      silenceMs: 6000,
      file: fileURLToPath(new URL('./hanging-worker.fixture.mjs', import.meta.url)),
    },
    waivedBy: () => undefined,
    onFinding: () => {
      ends.abort();
    },
    onLine: (line) => lines.push(line),
    onProgress: () => undefined,
  });
  const { findings } = await campaign.run();
  expect(findings.map(({ kind, target }) => [kind, target])).toEqual([['hang', 'wire']]);
  const [name = ''] = readdirSync(join(scratch, 'findings'));
  const finding = readFinding(join(scratch, 'findings', name, 'finding.json'));
  expect(JSON.stringify(finding.program)).toMatch(/"..0100(?:41|4e)/);
  expect(finding.explanation).toMatch(/no answer/);
  // Once to be told of it, once to see which input it is.
  expect(lines.filter((line) => line.includes('silent for too long'))).toHaveLength(2);
}, 120_000);

it('is blamed on the last input only where inputs went alone', () => {
  const program = Buffer.from('{"id":"fuzz/wire/token","title":"","needs":[],"steps":[]}');
  const config = (careful: boolean): WorkerConfig => ({ careful }) as WorkerConfig;
  expect(afterHang(undefined, program)).toEqual({ careful: true });
  expect(afterHang(config(false), program)).toEqual({ careful: true });
  expect(afterHang(config(true), program).hung?.target).toBe('wire');
  expect(afterHang(config(true), Buffer.from('{"id":"fuzz/wi'))).toEqual({ careful: true });
});
