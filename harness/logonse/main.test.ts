/** The built command, as an administrator uses it: standard input, pipes, odd ids, odd systems. */
import { spawn } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { scratch, start, type Running } from '../cli/command.fixture.js';
import { packagePath } from '../package-root.js';

vi.setConfig({ testTimeout: 60_000 });

const MAIN = packagePath(process.env['KACS_DIST'] ?? 'dist', 'harness', 'logonse', 'main.js');
/** Interactive, `Negotiate`, S-1-5-18: typed from the page on token and session specs. */
const SPEC = Buffer.from('0209004e65676f74696174650c000000010100000000000512000000', 'hex');

const folder = scratch();
let served: Running;
const address = `unix:${folder.path('socket')}`;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function logonse(
  args: readonly string[],
  { input = Buffer.of(), stdout = 'pipe' }: { input?: Buffer; stdout?: 'pipe' | number } = {},
): Promise<Ended> {
  const env = { ...process.env, KACS_ADAPTER: address };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['pipe', stdout, 'pipe'] });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on('data', (piece: Buffer) => out.push(piece));
  child.stderr?.on('data', (piece: Buffer) => err.push(piece));
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      resolve({ code, stdout: `${Buffer.concat(out)}`, stderr: `${Buffer.concat(err)}` });
    });
  });
}

beforeAll(async () => {
  served = start(['serve', '--shared', '--listen', address]);
  await served.until(/listening/);
});
afterAll(async () => {
  served.child.kill();
  await served.ended;
  folder.remove();
});

describe.concurrent('logonse over a world that lasts', () => {
  it('creates from standard input and destroys, each command by itself', async () => {
    const created = await logonse(['create', '-'], { input: SPEC });
    expect([created.code, created.stderr]).toEqual([0, '']);
    expect(created.stdout).toMatch(/^\d+\n$/);
    const id = BigInt(created.stdout);
    const shown = await logonse(['show', `0x${id.toString(16)}`, '--json']);
    expect(JSON.parse(shown.stdout)).toEqual({ session: `${id}`, pids: [] });
    expect(await logonse(['destroy', `${id}`])).toEqual({ code: 0, stdout: '', stderr: '' });
    const again = await logonse(['destroy', `${id}`]);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/^logonse: .* there is no such session \(ENOENT\)\n$/);
  });

  it('creates from a file, as JSON to be piped on', async () => {
    writeFileSync(folder.path('spec'), SPEC);
    const { stdout } = await logonse(['--json', 'create', folder.path('spec')]);
    const { session } = JSON.parse(stdout) as { session: string };
    expect((await logonse(['destroy', '--json', session])).code).toBe(0);
  });

  it('leaves a session with live tokens alone', async () => {
    const { code, stderr } = await logonse(['destroy', '0']);
    expect(code).toBe(1);
    expect(stderr).toBe('logonse: cannot destroy session 0: it still has tokens (EBUSY)\n');
    expect((await logonse(['list'])).stdout).toMatch(/^session 0 +pids: \[1, /);
  });
});

describe.concurrent('what goes wrong is one line and status 1', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    ['no subcommand', [], /a subcommand is missing/],
    ['an unknown one', ['frob'], /there is no subcommand "frob"/],
    ['an id of 65 bits', ['show', '18446744073709551616'], /is no session id/],
    ['an id of 65 bits in hex', ['show', '0x10000000000000000'], /is no session id/],
    ['a negative id', ['destroy', '-1'], /"-1" is no session id/],
    ['a folder for a specification', ['create', '/'], /cannot read \/: it is a folder/],
    ['an endless specification', ['create', '/dev/zero'], /more than 1048576 bytes/],
    ['an empty specification', ['create', '-'], /the specification is not valid \(EINVAL\)/],
    [
      'a pid that has gone',
      ['psb', '--pid', '2147483647', '--mitigations', '1'],
      /no such process/,
    ],
    ['a pid that is none', ['psb', '--pid', 'x', '--mitigations', '1'], /"x" is no process id/],
    ['a mask that is none', ['psb', '--pid', '1', '--mitigations', '0xz'], /"0xz" is no mask/],
    ['no mask', ['psb', '--pid', '1'], /psb needs --mitigations MASK/],
    ['no target', ['list', '--adapter'], /--adapter needs a target/],
    ['nobody at the address', ['list', '--adapter=unix:/no/such'], /there is no such/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await logonse(args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^logonse: [^\n]+\n$/);
    expect(stderr).toMatch(message);
  });

  it('a disk that is full', async () => {
    const { code, stderr } = await logonse(['list'], { stdout: openSync('/dev/full', 'w') });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^logonse: cannot write the outp/)]);
  });
});

it('the help fits 80 columns and names every subcommand', async () => {
  const { code, stdout } = await logonse(['--help']);
  expect(code).toBe(0);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  for (const word of ['list', 'show', 'create', 'destroy', 'psb']) expect(stdout).toContain(word);
});
