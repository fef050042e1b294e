/** A finding of a campaign in guests: what lies beside it boots a kernel and shows it again. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { hasEmulator } from '../adapters/qemu/emulator.js';
import { skipLoudly } from '../adapters/qemu/skip-loudly.fixture.js';
import { tinyGuest, type Act } from '../adapters/qemu/tiny-guest.fixture.js';
import { FINDING_SCHEMA, signatureOf, type Finding } from '../fuzz/finding.js';
import { buildPath } from '../package-root.js';
import { scratch } from './command.fixture.js';
import { keepGuestFindings } from './guest-findings.js';

vi.setConfig({ testTimeout: 120_000 });

const folder = scratch();
afterAll(() => folder.remove());
const installed = hasEmulator();
if (!installed) skipLoudly('qemu-system-x86_64 is not installed');

const what = {
  kind: 'crash',
  op: 'kacs_create_session',
  path: 'outcome',
  expected: 'an answer',
  actual: 'crashed',
  clauses: [],
} as const;

/** A session spec of logon type 2 with the package "X" and no user (PSD-004 v0.20 §10.3). */
const SPEC = '020100' + '58' + '00000000';

const finding: Finding = {
  ...what,
  schema: FINDING_SCHEMA,
  signature: signatureOf(what),
  target: 'wire',
  explanation: 'a call of which the kernel dies',
  profile: 'learn-0.20',
  adapter: 'qemu',
  candidate: {
    name: 'tiny',
    version: '1',
    origin: { initramfs: 'sha256:12', commandLine: 'quiet' },
  },
  diagnostics: 'BUG: the last line',
  seed: 1,
  execution: 1,
  steps: 2,
  minimised: true,
  program: {
    id: 'fuzz/wire/session',
    title: 'a session record',
    needs: ['sessions'],
    steps: [
      { as: 'w', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
      { as: 's', actor: 'w', op: 'kacs_create_session', args: { spec: SPEC } },
    ],
  },
  step: 1,
  outcomes: [],
  dumps: [],
  replay: { times: 3, same: 3 },
  digests: { catalogue: `sha256:${'0'.repeat(64)}`, rulings: `sha256:${'0'.repeat(64)}` },
  firstSeen: '2026-01-01T00:00:00.000Z',
  lastSeen: '2026-01-01T00:00:00.000Z',
  count: 1,
};

const HELLO =
  '{"protocol":1,"name":"tiny","version":"1","kind":"remote","profiles":["learn-0.20"],' +
  '"capabilities":["processes","sessions"],"limits":{"window":1,"lineBytesMax":65536}}';

/** A kernel that answers hello and the first call, and then does this. */
function kernelThat(name: string, ...acts: readonly Act[]): string {
  const answer = (id: number, result: string): Act => ({
    print: `{"jsonrpc":"2.0","id":${id},"result":${result}}\n`,
    to: 'agent',
  });
  const path = folder.path(name);
  const image = tinyGuest(
    { print: 'kacs-agent: ready on /dev/ttyS1\n', to: 'console' },
    { await: 'line' },
    answer(1, HELLO),
    { await: 'line' },
    answer(2, '{"value":{"actor":"p1","pid":7}}'),
    { await: 'line' },
    ...acts,
  );
  writeFileSync(path, image);
  return path;
}

it.runIf(installed)('a script that tells good kernels from bad ones, and from others', () => {
  const kept = join(folder.path('campaign'), 'findings', finding.signature);
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, 'finding.json'), JSON.stringify(finding));
  const agent = folder.path("it's an agent");
  writeFileSync(agent, 'never executed');
  const bad = kernelThat('bad', { print: 'kernel BUG at security/x.c:1!\n', to: 'console' });
  const refused = '{"jsonrpc":"2.0","id":3,"result":{"errno":"EPERM","number":1}}\n';
  const good = kernelThat('good', { print: refused, to: 'agent' });
  const guest = { kernel: bad, agent, accel: 'tcg', memory: '64M' } as const;
  keepGuestFindings(folder.path('campaign'), [finding], { ...guest, deadline: 5 });

  const read = (name: string): string => readFileSync(join(kept, name), 'utf8');
  const digest = createHash('sha256').update(readFileSync(bad)).digest('hex');
  expect(JSON.parse(read('digests.json'))).toMatchObject({
    kernel: `sha256:${digest}`,
    initramfs: 'sha256:12',
    commandLine: 'quiet',
    candidate: { name: 'tiny', version: '1' },
  });
  expect(read('console.txt')).toBe('BUG: the last line\n');
  expect(read('program.txt')).toContain(`s = w: kacs_create_session(spec: "${SPEC}")`);

  const main = buildPath('harness', 'cli', 'main.js');
  const replayed = (...words: readonly string[]): number | null =>
    spawnSync(join(kept, 'run.sh'), words, {
      cwd: '/',
      env: { ...process.env, KACS_CONFORMANCE: `${process.execPath} ${main}` },
      timeout: 100_000,
    }).status;
  expect(replayed()).toBe(1);
  expect(replayed(good)).toBe(0);
  expect(replayed(agent)).toBe(125);
  expect(replayed('/no/such/kernel')).toBe(125);
});
