/** Ctrl-C: a partial report, exit code 3, and nothing left of the candidate. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { hostile, isAlive, scratch, start, until, type Running } from './command.fixture.js';

vi.setConfig({ testTimeout: 60_000 });

const folder = scratch();
afterAll(() => folder.remove());

/** Starts a command with a candidate that has children and falls silent in the middle. */
async function startStuck(
  name: string,
  command: readonly string[],
  after = 2000,
): Promise<{ running: Running; pids: readonly number[] }> {
  const file = folder.path(`${name}.pids`);
  const running = start([...command, '--deadline', '900', '-a', hostile(`stuck ${file} ${after}`)]);
  await until(() => existsSync(`${file}.stuck`));
  const pids = readFileSync(file, 'utf8').split(' ').map(Number);
  expect(pids.map(isAlive)).toEqual([true, true]);
  return { running, pids };
}

async function expectGone(pids: readonly number[]): Promise<void> {
  // A killed grandchild is somebody else's to reap.
  await until(() => !pids.some(isAlive));
}

const DIGEST = `sha256:${'0'.repeat(64)}`;

/** As small as its schema allows. */
const FINDING = {
  schema: 'https://kacs-conformance.invalid/schemas/finding-1.json',
  signature: 'mismatch-spawn',
  kind: 'mismatch',
  target: 'calls',
  op: 'world.spawn',
  path: 'outcome',
  expected: 'refused',
  actual: 'returned',
  clauses: [],
  explanation: 'world.spawn was accepted',
  profile: 'learn-0.20',
  adapter: 'reference',
  candidate: { name: 'hostile', version: '1' },
  seed: 1,
  execution: 1,
  steps: 1,
  minimised: true,
  program: {
    id: 'fuzz/calls/spawn',
    title: 'a worker',
    needs: [],
    steps: [{ as: 'w', actor: 'init', op: 'world.spawn', args: { identity: 'own' } }],
  },
  step: 0,
  outcomes: [],
  dumps: [],
  replay: { times: 3, same: 3 },
  digests: { catalogue: DIGEST, rulings: DIGEST },
  firstSeen: '2026-01-01T00:00:00.000Z',
  lastSeen: '2026-01-01T00:00:00.000Z',
  count: 1,
};

describe.concurrent('an interrupt', () => {
  it('in the middle leaves a partial report', async () => {
    const out = folder.path('middle');
    const certify = ['certify', '-s', 'session-spec/user-sid/**', '--out', out];
    const { running, pids } = await startStuck('middle', certify);
    running.child.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(3);
    expect(stderr).toMatch(/^interrupted: ending with what there is \(once more: at once\)$/m);
    expect(stderr).not.toMatch(/fault|cut off/);
    expect(stdout.toString('utf8')).toMatch(/^INTERRUPTED: this is a partial report$/m);
    await expectGone(pids);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as {
      readonly interrupted: boolean;
      readonly conforms: boolean;
      readonly results: readonly { readonly verdict: string }[];
    };
    expect([report.interrupted, report.conforms]).toEqual([true, false]);
    expect(report.results.length).toBeGreaterThan(0);
    expect(report.results.map(({ verdict }) => verdict)).not.toContain('harnessError');
    expect(/cut short|interrupted/i.test(readFileSync(join(out, 'report.html'), 'utf8'))).toBe(
      true,
    );
  });

  it('before anything was judged leaves no report', async () => {
    const out = folder.path('never');
    const certify = ['certify', '-s', 'SS-001', '--out', out, '-a', hostile('never hello')];
    const running = start(certify);
    await until(() => existsSync(out));
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(stderr).toMatch(
      /^interrupted: .*\nkacs-conformance: interrupted before anything was jud/,
    );
    expect([code, existsSync(out)]).toEqual([3, false]);
  });

  it('twice ends at once', async () => {
    const out = folder.path('twice');
    const certify = ['certify', '-s', 'session-spec/user-sid/**', '--out', out];
    const { running, pids } = await startStuck('twice', certify);
    running.child.kill('SIGHUP');
    await running.until(/^interrupted/m);
    running.child.kill('SIGTERM');
    const { code, stderr } = await running.ended;
    expect(code).toBe(3);
    expect(stderr).not.toMatch(/fault/);
    await expectGone(pids);
    // What is there is whole.
    const report = join(out, 'report.json');
    if (existsSync(out)) expect(JSON.parse(readFileSync(report, 'utf8'))).toHaveProperty('results');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s of a replay leaves no child', async (signal) => {
    const finding = join(folder.path(''), `${signal}.json`);
    writeFileSync(finding, JSON.stringify(FINDING));
    const { running, pids } = await startStuck(`replay-${signal}`, ['replay', finding], 1);
    running.child.kill(signal);
    const { code, signal: by, stderr } = await running.ended;
    expect([code, by, stderr]).toEqual([null, signal, '']);
    await expectGone(pids);
  });

  it('of the doctor leaves no child', async () => {
    const { running, pids } = await startStuck('doctor', ['adapter', 'doctor'], 20);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([3, 'kacs-conformance: interrupted\n']);
    await expectGone(pids);
  });
});
