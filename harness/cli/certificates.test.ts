/** From a key to a verified certificate, as processes, in the scope that is over in no time. */
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectRefusal, json, run, scratch, type Ended } from './command.fixture.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = scratch();
afterAll(() => folder.remove());
const at = folder.path;
const out = (ended: Ended): string => ended.stdout.toString('utf8');

const ends: Ended[] = [];

beforeAll(async () => {
  ends.push(await run(['certificate', 'keygen', '--out', at('me')]));
  writeFileSync(at('kernel.img'), 'a kernel');
  const whole = ['certify', '--scope', 'tool', '--out', at('run'), '--quiet'];
  ends.push(await run([...whole, '--sign', at('me.key'), '--candidate', at('kernel.img')]));
  const part = ['certify', '--scope', 'tool', '--suite', 'CLI-00*', '--out', at('part'), '--quiet'];
  ends.push(await run(part));
});

describe('the way to a certificate', () => {
  it('begins with a key and a run', () => {
    expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
  });

  it('makes keys that only their owner reads, and never writes over one', async () => {
    expect(statSync(at('me.key')).mode & 0o777).toBe(0o600);
    const before = readFileSync(at('me.key'), 'utf8');
    const again = await run(['certificate', 'keygen', '--out', at('me')]);
    expectRefusal(again, 2, /me.key is there already: a key is never written over/);
    expect(readFileSync(at('me.key'), 'utf8')).toBe(before);
  });

  it('ends elsewhere, with the public key alone', async () => {
    mkdirSync(at('elsewhere'));
    for (const [from, to] of [
      ['me.pub', 'me.pub'],
      ['run/report.json', 'r.json'],
      ['run/report.certificate.json', 'c.json'],
    ] as const) {
      copyFileSync(at(from), at(`elsewhere/${to}`));
    }
    const verify = ['certificate', 'verify', 'c.json', '--key', 'me.pub', '--report', 'r.json'];
    const ended = await run([...verify, '-c', at('kernel.img')], { cwd: at('elsewhere') });
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(out(ended)).toMatch(/^VALID\n {2}candidate {2}kacs-conformance reference/);
    expect(out(ended)).toMatch(/It does not prove\n {2}- that the run was honest: /);
    expect(out(ended)).not.toMatch(/give it with/);
    const bare = await run(verify.slice(0, 5), { cwd: at('elsewhere') });
    expect(out(bare)).toMatch(/- anything about a report: give it with --report\n/);
    expect(out(bare)).toMatch(/- that it is about the candidate at hand: give it with --cand/);
    const machine = await run([...verify, '--json'], { cwd: at('elsewhere') });
    expect(json(machine)).toMatchObject({ valid: true, signer: expect.stringMatching(/^sha256:/) });
  });

  it('names the files of the candidate, and holds for these only', async () => {
    const sign = ['certificate', 'sign', at('run/report.json'), '--key', at('me.key')];
    const unnamed = await run(sign);
    expect(unnamed.stderr).toMatch(/no certificate: the run took no digest of the candidate: name/);
    const made = await run([...sign, '-c', at('kernel.img'), '--out', at('named.json')]);
    expect(out(made)).toMatch(/kernel.img: sha256 [0-9a-f]{64}/);
    const verify = ['certificate', 'verify', at('named.json'), '-k', at('me.pub')];
    expect((await run([...verify, '-c', at('kernel.img'), '--quiet'])).code).toBe(0);
    const other = await run([...verify, '-c', at('me.pub')]);
    expect([other.code, out(other)]).toEqual([
      1,
      expect.stringMatching(/^NOT VALID: me.pub is not what was certified: its SHA-256 is /),
    ]);
    const command = await run([...verify, '-a', 'stdio:/bin/true']);
    expect(out(command)).toMatch(/^NOT VALID: the command is not what was certified/);
  });

  it('is closed to a run that is not whole', async () => {
    const sign = ['certificate', 'sign', at('part/report.json'), '-k', at('me.key'), '-c'];
    const ended = await run([...sign, at('kernel.img')]);
    expect([ended.code, ended.stdout.length]).toEqual([1, 0]);
    expect(ended.stderr).toMatch(/^kacs-conformance: no certificate: only selected cases ran/);
  });

  it('is closed to a report that was edited', async () => {
    const text = readFileSync(at('run/report.json'), 'utf8');
    writeFileSync(at('edited.json'), text.replace('"testable": 60', '"testable": 10'));
    const sign = ['certificate', 'sign', at('edited.json'), '-k', at('me.key')];
    const ended = await run([...sign, '-c', at('kernel.img')]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/not what a run wrote: its numbers of clauses do not follow/);
  });
});

describe.concurrent('a wrong command line', () => {
  const verify = ['certificate', 'verify', at('run/report.certificate.json')];
  const rows: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no key', verify, /required option '-k, --key <file>'/],
    ['a private key to verify with', [...verify, '-k', at('me.key')], /is a private key: expected/],
    [
      'a public key to sign with',
      ['certificate', 'sign', 'x', '-k', at('me.pub')],
      /no private key/,
    ],
    ['a key that is none', [...verify, '-k', at('kernel.img')], /no public key in PEM: expected/],
    ['a key that is not there', [...verify, '-k', at('no')], /cannot read .*no: no such file/],
    [
      'a key of another kind',
      [...verify, '-k', at('ec.pub')],
      /is a key of ec: expected one of Ed2/,
    ],
    [
      'a candidate that is not there',
      [...verify, '-k', at('me.pub'), '-c', at('no')],
      /cannot read the candidate .*: expected a file/,
    ],
    [
      'a candidate that is a folder',
      [...verify, '-k', at('me.pub'), '-c', at('run')],
      /cannot read the candidate .*: expected a file/,
    ],
    [
      'a command that cannot be compared',
      [...verify, '-k', at('me.pub'), '-a', 'tcp:localhost:1'],
      /--adapter compares a command/,
    ],
    ['a candidate without a key', ['certify', '--candidate', 'x'], /are for --sign/],
    ['a key to certify with', ['certify', '--sign', at('no')], /cannot read .*no: no such/],
    [
      'a place that cannot be written to',
      [
        ...['certificate', 'sign', at('run/report.json'), '-k', at('me.key')],
        ...['-c', at('kernel.img'), '-o', '/proc/x'],
      ],
      /cannot write \/proc\/x: /,
    ],
    ['a pair without a name', ['certificate', 'keygen', '-o', ''], /--out needs the name of both/],
    [
      'a folder of no name',
      ['certificate', 'keygen', '-o', at('no/such/me')],
      /cannot write .*: no/,
    ],
  ];
  beforeAll(() => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeFileSync(at('ec.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  });

  it.each(rows)('%s', async (_, args, message) => {
    expectRefusal(await run(args), 2, message);
  });
});
