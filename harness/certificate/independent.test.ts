/** A reader that shares nothing with us: Python's standard library and openssl. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagePath } from '../package-root.js';
import { reportText } from '../report-file.js';
import { sha256 } from './certify-report.js';
import { certification, wholeRun } from './certificate.fixture.js';
import { keyPair } from './keys.fixture.js';

const SCRIPT = packagePath('harness', 'certificate', 'verify_certificate.py');
const has = (command: string, flag: string): boolean => spawnSync(command, [flag]).status === 0;
const present = has('python3', '--version') && has('openssl', 'version');
if (!present) console.warn('SKIPPED: no python3 and openssl, so no independent verification');

const folder = mkdtempSync(join(tmpdir(), 'kacs-certificate-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(present)('a certificate', () => {
  const { signing, pem } = keyPair();
  beforeAll(async () => {
    const report = await wholeRun();
    const candidate = Buffer.from('a kernel');
    const artifacts = [{ name: 'kernel.img', sha256: sha256(candidate) }];
    const made = certification(report, signing, { artifacts });
    if ('refused' in made) throw new Error(made.refused.join('; '));
    writeFileSync(at('report.json'), reportText(report));
    writeFileSync(at('certificate.json'), made.certificate);
    writeFileSync(at('key.pub'), pem);
    writeFileSync(at('kernel.img'), candidate);
    writeFileSync(at('other.img'), 'another');
    writeFileSync(at('stranger.pub'), keyPair().pem);
    const { payload, ...rest } = JSON.parse(made.certificate) as { readonly payload: string };
    const text = Buffer.from(payload, 'base64').toString('utf8').replace('PASSED', 'FAILED');
    const edited = { ...rest, payload: Buffer.from(text).toString('base64') };
    writeFileSync(at('edited.json'), JSON.stringify(edited));
    writeFileSync(at('cut.json'), made.certificate.slice(0, 2000));
  });
  const python = (...names: readonly string[]) => {
    const args = [SCRIPT, ...names.map(at)];
    const { status, stdout, stderr } = spawnSync('python3', args, { encoding: 'utf8' });
    return { status, said: stdout + stderr };
  };

  it('holds for a script of less than 60 lines', () => {
    const all = ['certificate.json', 'key.pub', 'report.json', 'kernel.img'];
    expect(python(...all)).toEqual({
      status: 0,
      said: expect.stringMatching(/^PASSED complete learn-0\.20 \d+\n$/),
    });
    expect(readFileSync(SCRIPT, 'utf8').trimEnd().split('\n').length).toBeLessThan(60);
  });

  it.each([
    ['another key', ['certificate.json', 'stranger.pub'], /the key signed nothing of this/],
    ['an edited statement', ['edited.json', 'key.pub'], /the key signed nothing of this/],
    ['a truncated file', ['cut.json', 'key.pub'], /no DSSE envelope/],
    ['another report', ['certificate.json', 'key.pub', 'edited.json'], /another report/],
    [
      'another candidate',
      ['certificate.json', 'key.pub', 'report.json', 'other.img'],
      /another candidate/,
    ],
  ])('does not hold for it with %s', (_, names, message) => {
    expect(python(...names)).toEqual({ status: 1, said: expect.stringMatching(message) });
  });

  it('is signed with a key that openssl reads, under an id that it computes', () => {
    const der = execFileSync('openssl', [
      'pkey',
      '-pubin',
      '-in',
      at('key.pub'),
      '-outform',
      'DER',
    ]);
    expect(`sha256:${sha256(der)}`).toBe(signing.id);
  });
});
