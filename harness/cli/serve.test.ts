/** The served reference as a candidate: over stdio and sockets, its profile found, its doctor. */
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { expectRefusal, hostile, json, run, scratch, served, start } from './command.fixture.js';

vi.setConfig({ testTimeout: 120_000 });

const folder = scratch();
afterAll(() => folder.remove());

const FEW = ['--suite', 'session-spec/user-sid/revision-?', '--json', '--quiet'];
const PROFILES = ['learn-0.20', 'psd-0.20', 'psd-0.22', 'pkm-0.20'];

describe.concurrent('the served reference', () => {
  it.each(PROFILES)('of %s is found out by --profile auto', async (profile) => {
    const adapter = served('--profile', profile);
    const where = ['--out', folder.path(`auto-${profile}`)];
    const ended = await run(['certify', '-p', 'auto', '-a', adapter, ...where, ...FEW]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(json(ended)).toMatchObject({ conforms: true, profile, contradictions: [] });
  });

  it('contradicts a profile that is not its own', async () => {
    const adapter = served('--profile', 'learn-0.20');
    const where = ['--out', folder.path('wrong')];
    const few = ['--suite', 'session-spec/user-sid/revision-?'];
    const ended = await run(['certify', '-p', 'psd-0.20', '-a', adapter, ...where, ...few]);
    const [first] = ended.stdout.toString('utf8').split('\n');
    const contradiction = 'token specs are wide, the profile says packed (ruling R02)';
    expect(first).toBe(`! ${contradiction}`);
    expect(JSON.parse(readFileSync(folder.path('wrong/report.json'), 'utf8'))).toMatchObject({
      complete: false,
      contradictions: expect.arrayContaining([contradiction]),
    });
  });

  it('is reached through a socket, which goes with it', async () => {
    const socket = folder.path('socket');
    const server = start(['serve', '--listen', `unix:${socket}`]);
    await server.until(/^listening on unix:.*socket\n/);
    const where = ['--out', folder.path('over-socket')];
    const ended = await run(['certify', '-a', `unix:${socket}`, ...where, ...FEW]);
    expect([ended.code, json(ended)['conforms']]).toEqual([0, true]);
    const second = await run(['serve', '--listen', `unix:${socket}`]);
    expectRefusal(second, 2, /somebody listens on unix:.*socket already/);
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    expect(existsSync(socket)).toBe(false);
  });

  it('reads no file because a hello asks for it', async () => {
    const asked = { jsonrpc: '2.0', id: 1, method: 'hello' };
    const params = { protocol: 1, profile: '/etc/passwd.yaml', seed: 0 };
    const ended = await run(['serve'], { input: `${JSON.stringify({ ...asked, params })}\n` });
    expect([ended.code, ended.stdout.toString('utf8')]).toEqual([
      0,
      expect.stringContaining('is not built in: start serve with --profile FILE'),
    ]);
  });
});

describe.concurrent('--profile auto', () => {
  it('says so if the candidate cannot be probed', async () => {
    const where = ['--out', folder.path('unprobed')];
    const ended = await run(['certify', '-p', 'auto', '-a', hostile('honest'), ...where, ...FEW]);
    expectRefusal(ended, 3, /cannot tell the profile of hostile: .*; name one with --profile/);
    expect(existsSync(folder.path('unprobed'))).toBe(false);
  });
});

describe.concurrent('adapter doctor', () => {
  it('finds the served reference well', async () => {
    const ended = await run(['adapter', 'doctor', '-a', served()]);
    const lines = ended.stdout.toString('utf8').trimEnd().split('\n');
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(lines[0]).toBe('ok   1 the command starts and stays');
    expect(lines.filter((line) => line.startsWith('NOT'))).toEqual([]);
    expect(lines.at(-1)).toMatch(/npx kacs-conformance certify --adapter .* --out/);
  });

  it('finds others ill', async () => {
    const ended = await run(['adapter', 'doctor', '-a', hostile('garbage')]);
    expect([ended.code, ended.stdout.toString('utf8')]).toEqual([
      3,
      expect.stringMatching(
        /^ok .*\nNOT ok: 2 hello is answered .*\n {5}got: .*not JSON.*\nstopped/,
      ),
    ]);
    const asJson = await run(['adapter', 'doctor', '--json', '-a', hostile('exit')]);
    expect([asJson.code, json(asJson)['well']]).toEqual([3, false]);
  });
});
