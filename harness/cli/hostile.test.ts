/**
 * Candidates that misbehave: one line and exit code 3, or a report and exit code 1. That every kind
 * of misbehaviour is noticed is tested beside the protocol's client; here, what becomes of it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { expectRefusal, hostile, run, scratch } from './command.fixture.js';

vi.setConfig({ testTimeout: 120_000 });

const folder = scratch();
afterAll(() => folder.remove());

/** Few cases: it is the end that matters. */
const FEW = ['--suite', 'session-spec/user-sid/revision-?', '--quiet', '--reruns', '1'];

/** Certifies; nothing may be left in the place of the reports. */
async function expectNoReport(adapter: string, message: RegExp, ...more: string[]): Promise<void> {
  const out = folder.path(adapter.replaceAll(/\W+/g, '-').slice(-40));
  const ended = await run(['certify', '-a', adapter, '--out', out, ...FEW, ...more]);
  expectRefusal(ended, 3, message);
  expect(existsSync(out)).toBe(false);
}

describe.concurrent('an adapter that breaks the protocol', () => {
  it.each([
    [
      'exits at once',
      'exit',
      /exited with status 3 before it answered hello; its last words: cannot/,
    ],
    ['answers garbage', 'garbage', /a line that is not JSON: "Segmentation fault .*\\x1b\[2J"/],
    [
      'speaks another version',
      'wrong-version',
      /speaks protocol version 7, but this harness speaks/,
    ],
    ['answers a wrong id', 'wrong-id', /answered id 1002, which was never asked/],
    ['answers what no schema knows', 'schema', /world.spawn with a result that does not fit its/],
    [
      'sends control characters',
      'control',
      /could not carry out world.spawn: \\x1b\[2J\\x1b\]0;owned/,
    ],
    ['floods', 'flood', /sent a line above 1048576 bytes/],
  ])('%s', (_, behaviour, message) => expectNoReport(hostile(behaviour), message));

  it.each(['never', 'late'])('answers %s', (behaviour) => {
    const message = /5 times .* without .* one call: .* no answer within 1000 ms/;
    return expectNoReport(hostile(behaviour), message, '--deadline', '1');
  });

  it('is not there', () =>
    expectNoReport('stdio:/no/such/adapter --flag', /there is no such command or socket/));
});

describe('a candidate that dies in the middle', () => {
  it('gets a report that says so', async () => {
    const path = folder.path('midway');
    const suite = ['--suite', 'session-spec/user-sid/rev*', '--quiet', '--reruns', '0'];
    const ended = await run(['certify', '-a', hostile('die-midway 3'), '--out', path, ...suite]);
    expect([ended.code, ended.stdout.length, ended.stderr]).toEqual([1, 0, '']);
    expect(readdirSync(path).toSorted()).toEqual([
      'junit.xml',
      'report.html',
      'report.json',
      'report.md',
    ]);
    const report = JSON.parse(readFileSync(join(path, 'report.json'), 'utf8')) as {
      readonly conforms: boolean;
      readonly cases: { readonly fail: number; readonly unstable: number };
      readonly results: readonly { readonly failures?: readonly { readonly actual: string }[] }[];
    };
    expect(report.conforms).toBe(false);
    // After so many deaths alone it is left at that: nobody knows whether the others did it.
    expect(report.cases.fail).toBeLessThanOrEqual(25);
    expect(report.cases.unstable).toBeGreaterThan(200);
    const symptoms = report.results.flatMap(({ failures }) => failures ?? []);
    expect(symptoms.some(({ actual }) => actual.includes('kernel BUG at token.c:42'))).toBe(true);
  });
});
