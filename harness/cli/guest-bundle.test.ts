import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import type { Fate } from '../adapters/qemu/fate.js';
import { fateText } from '../adapters/qemu/fate.js';
import { GuestFactory } from '../adapters/qemu/guest-factory.js';
import { guestOptions } from '../adapters/qemu/guest-options.js';
import { QemuAdapter } from '../adapters/qemu/qemu-adapter.js';
import type { CaseReport, Report } from '../report.js';
import { scratch } from './command.fixture.js';
import { keepGuests } from './guest-bundle.js';

const folder = scratch();
afterAll(() => folder.remove());
const PROFILE = BUILT_IN_PROFILES['psd-0.20'];

const oops: Fate = {
  kind: 'trouble',
  trouble: 'oops',
  report: { trouble: 'oops', headline: 'BUG: kernel NULL pointer dereference', excerpt: [] },
};

/** A session spec of logon type 2 with the package "X" and no user (PSD-004 v0.20 §10.3). */
const SPEC = '020100' + '58' + '00000000';

const guilty: CaseReport = {
  id: 'session-spec/sample/it-is',
  title: "a title with a ' in it",
  verdict: 'fail',
  clauses: {},
  failures: [
    {
      step: 0,
      symptom: 'crashed',
      message: 'm',
      expected: 'e',
      actual: `crashed: ${fateText(oops)}`,
    },
  ],
  program: {
    id: 'x',
    title: 'x',
    needs: [],
    steps: [
      { as: 's', actor: 'w', op: 'kacs_create_session', args: { spec: SPEC }, note: 'of type 2' },
      { par: [[{ actor: 'w', op: 'kacs_revert', args: {} }]], repeat: 3 },
    ],
  },
};
const innocent: CaseReport = { id: 'a/b/c', title: 't', verdict: 'pass', clauses: {} };

const digests = { suite: 'sha256:5', catalogue: 'sha256:6', rulings: 'sha256:7' };
const report = {
  results: [innocent, guilty],
  digests,
  profile: PROFILE.id,
  seed: 3,
  tool: { name: 'kacs-conformance', version: '0' },
} as unknown as Report;

const kernel = folder.path("ker'nel");
writeFileSync(kernel, 'k');
const out = folder.path('out');
const bundle = join(out, 'guests', 'oops-session-spec-sample-it-is');
const file = (name: string): string => readFileSync(join(bundle, name), 'utf8');

function adapterWith(...fates: Fate[]): QemuAdapter {
  const options = guestOptions({ kernel });
  const adapter = new QemuAdapter(options, {}, new GuestFactory(options, () => Promise.reject()));
  for (const fate of fates) adapter.deaths.push({ fate, console: 'the console\\x1b' });
  return adapter;
}

function keep(adapter: QemuAdapter): void {
  mkdirSync(out, { recursive: true });
  keepGuests(report, adapter, PROFILE, { kernel, cpus: 2, append: 'a=b c', out, quiet: true });
}

/** Runs the script with a command in the place of ours that ends with this status. */
function replay(status: number, ...args: string[]): { code: number | null; said: string } {
  const command = folder.path(`ends-with-${status}`);
  writeFileSync(command, `#!/bin/sh\nfor word; do echo "$word"; done\nexit ${status}\n`);
  chmodSync(command, 0o755);
  const env = { ...process.env, KACS_CONFORMANCE: command };
  const script = join(bundle, 'run.sh');
  const ended = spawnSync(script, args, { encoding: 'utf8', env, cwd: '/' });
  return { code: ended.status, said: ended.stdout };
}

describe('what is kept of a guest that came to grief', () => {
  it('is a folder for the case that did it, and only for that', () => {
    keep(adapterWith({ kind: 'off', how: 'restarted itself' }, oops));
    expect(readdirSync(join(out, 'guests'))).toEqual(['oops-session-spec-sample-it-is']);
    expect(readdirSync(bundle).toSorted()).toEqual([
      'console.txt',
      'digests.json',
      'program.json',
      'program.txt',
      'run.sh',
    ]);
    expect(file('console.txt')).toBe('the console\\x1b\n');
    expect(JSON.parse(file('program.json'))).toEqual(guilty.program);
    expect(JSON.parse(file('digests.json'))).toMatchObject({
      fate: fateText(oops),
      suite: 'sha256:5',
      profile: 'psd-0.20',
    });
  });

  it('has the Program as a person reads it', () => {
    const text = file('program.txt');
    expect(text).toContain('# of type 2\ns = w: kacs_create_session(spec: "0201005800000000")');
    expect(text).toMatch(/ {6}0\.\.1 logonType = 2/);
    expect(text).toMatch(/at the same time, 3 times:\n {2}branch 1:\n {4}w: kacs_revert\(\)/);
  });

  it.each([
    [0, 0],
    [1, 1],
    [2, 125],
    [3, 125],
  ])('has a script for git bisect: %d becomes %d', (status, expected) => {
    expect(replay(status).code).toBe(expected);
  });

  it('runs the same case on the same kernel, or on the one it is given', () => {
    const words = replay(0).said.split('\n');
    expect(words.slice(0, 12)).toEqual([
      'certify',
      '--adapter',
      'qemu',
      '--kernel',
      kernel,
      '--append',
      'a=b c',
      '--cpus',
      '2',
      '--profile',
      'psd-0.20',
      '--suite',
    ]);
    expect(words.slice(12, 15)).toEqual(['session-spec/sample/it-is', '--seed', '3']);
    expect(replay(0, '/other/bzImage').said.split('\n')[4]).toBe('/other/bzImage');
  });

  it('goes away with the next run into the same folder, and nothing else does', () => {
    mkdirSync(join(out, 'guests', 'of-a-person'));
    keep(adapterWith());
    expect(readdirSync(join(out, 'guests'))).toEqual(['of-a-person']);
  });
});
