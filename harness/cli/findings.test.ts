/** What is done with the file of a finding, as commands. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readFinding } from '../fuzz/finding-file.js';
import { expectRefusal, run, scratch } from './command.fixture.js';

const FAULT = 'faulty:adjust-sessionid/modified-id-stays';
const SLOW_MS = 300_000;
const folder = scratch();
let file = '';

vi.setConfig({ testTimeout: SLOW_MS });
afterAll(() => folder.remove());

beforeAll(async () => {
  const args = [
    'fuzz',
    '--target',
    'calls',
    '--profile',
    'psd-0.20',
    '--runs',
    '300',
    '--seed',
    '1',
  ];
  const out = ['--jobs', '1', '--adapter', FAULT, '--json', '--out', folder.path('out')];
  const { stdout } = await run([...args, ...out]);
  const { findings } = JSON.parse(stdout.toString()) as { findings: { file: string }[] };
  file = findings[0]?.file ?? '';
}, SLOW_MS);

it('plays a finding again: on its candidate it shows, on a sound one it does not', async () => {
  const again = await run(['replay', file]);
  expect([again.code, again.stderr]).toEqual([1, '']);
  expect(again.stdout.toString()).toMatch(/^mismatch-adjust-sessionid-\S+: 10 of 10\n/);
  const sound = await run(['replay', file, '--adapter', 'reference', '--times', '2', '--json']);
  expect(sound.code).toBe(0);
  const told = JSON.parse(sound.stdout.toString()) as object;
  expect(told).toMatchObject({ times: 2, same: 0, others: { 'no difference': 2 } });
  const quiet = await run(['replay', file, '--times', '1', '--quiet']);
  expect([quiet.code, quiet.stdout.toString()]).toEqual([1, '']);
});

it('makes a finding smaller where it shows, and leaves the file alone where it does not', async () => {
  const before = readFileSync(file);
  const smaller = folder.path('smaller.json');
  const done = await run(['minimize', file, '--out', smaller]);
  expect([done.code, done.stderr]).toEqual([1, '']);
  const [whole, least] = [readFinding(file), readFinding(smaller)];
  expect(least.signature).toBe(whole.signature);
  expect(least.steps).toBeLessThanOrEqual(whole.steps);
  const replayed = await run(['replay', smaller, '--times', '3']);
  expect(replayed.stdout.toString()).toContain(`${whole.signature}: 3 of 3`);
  const sound = await run(['minimize', file, '--adapter', 'reference']);
  expect(sound.code).toBe(0);
  expect(sound.stdout.toString()).toContain('does not show on this candidate every time');
  expect(readFileSync(file).equals(before)).toBe(true);
});

it('exports a finding in every form', async () => {
  const as = async (form: string): Promise<string> => {
    const out = folder.path(`finding.${form}`);
    const done = await run(['export', file, '--as', form, '--out', out]);
    expect([done.code, done.stdout.toString(), done.stderr]).toEqual([0, '', '']);
    const printed = await run(['export', file, '--as', form]);
    expect(printed.stdout.toString()).toBe(readFileSync(out, 'utf8'));
    return printed.stdout.toString();
  };
  const { program, signature } = readFinding(file);
  expect(JSON.parse(await as('program'))).toEqual(program);
  expect(await as('hex')).toContain(signature);
  expect(await as('vitest')).toContain(`it(${JSON.stringify(signature)}`);
  const text = await as('c');
  expect(text).toContain(`syscall(1000`);
  if (spawnSync('cc', ['--version']).status !== 0) return;
  const words = ['-Wall', '-Wextra', '-Werror', '-x', 'c', '-o', folder.path('program')];
  expect(spawnSync('cc', [...words, folder.path('finding.c')]).stderr.toString()).toBe('');
});

it('refuses what is no finding in one line, and writes nothing', async () => {
  const bad = (name: string, text: string): string => {
    writeFileSync(folder.path(name), text);
    return folder.path(name);
  };
  const whole = readFileSync(file, 'utf8');
  const files = [
    folder.path('nowhere.json'),
    folder.path('out'),
    bad('empty.json', ''),
    bad('cut.json', whole.slice(0, whole.length / 2)),
    bad('list.json', '[]'),
    bad('other.json', JSON.stringify({ schema: 'another', steps: [] })),
    bad('odd.json', JSON.stringify({ ...(JSON.parse(whole) as object), program: { steps: 'no' } })),
    bad('profile.json', JSON.stringify({ ...(JSON.parse(whole) as object), profile: 'no-such' })),
  ];
  const out = folder.path('never');
  const commands = [['replay'], ['minimize', '--out', out], ['export', '--as', 'c', '--out', out]];
  for (const [n, one] of files.entries()) {
    expectRefusal(await run([...(commands[n % commands.length] ?? []), one]), 2, /\S/);
    expect(existsSync(out)).toBe(false);
  }
  const odd = [['--as', 'pdf'], [], ['--as', 'c', '--out', folder.path('no/such/folder/file')]];
  for (const flags of odd) expectRefusal(await run(['export', file, ...flags]), 2, /\S/);
  expectRefusal(await run(['replay', file, '--times', '0']), 2, /times/);
  expectRefusal(await run(['replay', file, '--adapter', 'faulty:no/such']), 2, /no\/such/);
});
