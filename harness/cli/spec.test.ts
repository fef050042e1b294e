/** `spec decode|lint|encode|example` as a process: round trips, and input that is no spec. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { expectRefusal, json, run, scratch } from './command.fixture.js';

vi.setConfig({ testTimeout: 60_000 });

const folder = scratch();
const PROFILES = ['learn-0.20', 'psd-0.20', 'psd-0.22', 'pkm-0.20'];
/** An interactive session of S-1-5-18 with the package "test". */
const SESSION = '020400746573740c000000010100000000000512000000';

beforeAll(() => {
  mkdirSync(folder.path('folder'));
  writeFileSync(folder.path('garbage'), Buffer.from('f00dbabe'.repeat(64), 'hex'));
  writeFileSync(folder.path('oversized'), Buffer.alloc(1024 * 1024 + 1));
  writeFileSync(folder.path('session'), Buffer.from(SESSION, 'hex'));
  writeFileSync(folder.path('cut'), Buffer.from(SESSION, 'hex').subarray(0, 15));
});
afterAll(() => folder.remove());

describe.concurrent('a round trip', () => {
  it.each(PROFILES)('in %s gives every byte and every field back', async (profile) => {
    const of = ['-p', profile, '-'];
    const { stdout: yaml } = await run(['spec', 'example', '-p', profile]);
    const { stdout: bytes } = await run(['spec', 'encode', ...of], { input: yaml });
    const decoded = await run(['spec', 'decode', '--json', ...of], { input: bytes });
    const { type, value, issues } = json(decoded);
    expect({ type, issues, code: decoded.code }).toEqual({ type: 'token', issues: [], code: 0 });
    expect(value).toMatchObject({ userSid: 'S-1-5-21-1111-2222-3333-1001', integrityLevel: 8192 });
    const again = await run(['spec', 'encode', ...of], { input: decoded.stdout });
    expect(again.stdout.equals(bytes)).toBe(true);
  });

  it('of a session takes its package as text', async ({ expect }) => {
    const { stdout: yaml } = await run(['spec', 'example', '-t', 'session']);
    expect(parse(yaml.toString('utf8'))).toMatchObject({ authPackage: 'Negotiate' });
    const session = { logonType: 2, authPackage: 'test', userSid: 'S-1-5-18' };
    const encoded = await run(['spec', 'encode', '--hex', '-'], { input: JSON.stringify(session) });
    expect(encoded.stdout.toString('utf8')).toBe(`${SESSION}\n`);
    const decoded = await run(['spec', 'decode', '--hex', '-'], { input: encoded.stdout });
    expect([decoded.code, decoded.stdout.toString('utf8')]).toMatchInlineSnapshot(`
      [
        0,
        "session spec, 23 bytes, profile learn-0.20
                0  02                                 logonType = 2
              1–2  0400                               authPackageLength = 4
              3–6  74657374                           authPackage = 74657374 "test"
             7–10  0c000000                           userSidLength = 12 (0xc)
               11  01                                 userSid.revision = 1 (S-1-5-18)
               12  01                                 userSid.count = 1
            13–18  000000000005                       userSid.authority = 5
            19–22  12000000                           userSid.subAuthorities = 18 (0x12)
      ",
      ]
    `);
  });
});

describe.concurrent('a spec that is wrong', () => {
  it('is named field by field, with its clauses', async ({ expect }) => {
    const linted = await run(['spec', 'lint', folder.path('cut')]);
    expect([linted.code, linted.stdout.toString('utf8'), linted.stderr]).toMatchInlineSnapshot(`
      [
        1,
        "✗ userSid (bytes 11–14): expected inside the bytes of its structure, got 12 bytes, 4 are left [SS-027 SS-037]
      ✗ userSid (bytes 11–14): expected inside the bytes of its structure, got 4 of 8 bytes [SS-028]
      ",
        "",
      ]
    `);
  });

  it('is told apart as a token however short it is', async () => {
    const linted = await run(['spec', 'lint', '--json', '--hex', '-'], { input: '0200 0000' });
    expect(json(linted)).toMatchObject({ type: 'token', valid: false });
    expect(linted.code).toBe(1);
  });

  it.each(['lint', 'decode'])('may be garbage, or nothing at all: %s', async (command) => {
    const garbage = await run(['spec', command, folder.path('garbage')]);
    expect([garbage.code, garbage.stderr]).toEqual([1, '']);
    const nothing = await run(['spec', command, '-', '--json'], { input: '' });
    expect([nothing.code, nothing.stderr]).toEqual([1, '']);
    expect(json(nothing)['issues']).not.toEqual([]);
    const quiet = await run(['spec', command, '--quiet', folder.path('garbage')]);
    expect([quiet.code, quiet.stdout.length]).toEqual([1, 0]);
  });
});

describe.concurrent('input that cannot be read', () => {
  it.each([
    ['a file that is not there', ['lint', '/no/spec'], '', /cannot read \/no\/spec: no such file/],
    ['a folder', ['decode', folder.path('folder')], '', /cannot read .*folder: it is a folder/],
    [
      'too much',
      ['decode', folder.path('oversized')],
      '',
      /has more than 1048576 bytes: expected a/,
    ],
    ['what never ends', ['lint', '/dev/zero'], '', /\/dev\/zero has more than 1048576 bytes/],
    ['no hex', ['decode', '--hex', '-'], 'xyz', /standard input is not hex text: expec/],
    ['no YAML', ['encode', '-'], '{', /standard input is neither YAML nor JSON: Flow map must end/],
    [
      'bytes for YAML',
      ['encode', folder.path('garbage')],
      '',
      /is not text in UTF-8: expected the fields/,
    ],
    ['a list', ['encode', '-'], '[1]', /has no fields of a spec: expected lines such as "userSid/],
    ['a bomb', ['encode', '-'], '['.repeat(100_000), /it is nested too deeply/],
    ['a loop', ['encode', '-'], 'a: &a [*a]', /expected only the fields .*, got "a"/],
    ['an unknown tag', ['encode', '-'], '!!x y', /has no fields of a spec/],
    [
      'a missing field',
      ['encode', '-'],
      'userSid: S-1-5-18',
      /standard input: version: expected a/,
    ],
    [
      'an unknown field',
      ['encode', '-'],
      'authPackage: x\nz: 1',
      /only the fields logonType, auth/,
    ],
    ['no SID', ['encode', '-'], '{logonType: 2, authPackage: x, userSid: 5}', /userSid: expected/],
  ])('%s', async (_, args, input, message) => {
    expectRefusal(await run(['spec', ...args], { input }), 2, message);
  });
});
