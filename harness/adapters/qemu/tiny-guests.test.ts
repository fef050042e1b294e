/**
 * What can go wrong with a guest before anything is judged: one line and the right exit code. The
 * guests are a few instructions long, so that each is over in a moment.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { expectRefusal, run, scratch, type Ended } from '../../cli/command.fixture.js';
import { packagePath } from '../../package-root.js';
import type { Report } from '../../report.js';
import { resolveExecutable } from '../stdio/digest.js';
import { skipLoudly } from './skip-loudly.fixture.js';
import { hasEmulator } from './emulator.js';
import { tinyGuest, type Act } from './tiny-guest.fixture.js';

vi.setConfig({ testTimeout: 120_000 });

const folder = scratch();
afterAll(() => folder.remove());
const installed = hasEmulator();
if (!installed) skipLoudly('qemu-system-x86_64 is not installed');

const agent = folder.path('agent');
writeFileSync(agent, 'never executed: these guests are no Linux');

/** Certifies a guest that does this. */
async function certify(acts: readonly Act[], ...options: readonly string[]): Promise<Ended> {
  const kernel = folder.path(`kernel-${Math.abs(hash(acts))}`);
  writeFileSync(kernel, tinyGuest(...acts));
  return certifyKernel(kernel, ...options);
}

function certifyKernel(kernel: string, ...options: readonly string[]): Promise<Ended> {
  const out = folder.path(`out-${(runs += 1)}`);
  const target = ['certify', '--adapter', 'qemu', '--kernel', kernel, '--agent', agent];
  return run([...target, '--accel', 'tcg', '--memory', '64M', '--out', out, '--quiet', ...options]);
}

function hash(value: unknown): number {
  return [...JSON.stringify(value)].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) | 0, 7);
}

/** Runs beside each other do not share a folder. */
let runs = 0;

const READY: Act = { print: 'kacs-agent: ready on /dev/ttyS1\n', to: 'console' };

describe.runIf(installed).concurrent('a guest', () => {
  it('that writes nothing has no usable console', async () => {
    const message =
      /wrote nothing to its serial console within 4 s: the kernel needs CONFIG_SERIAL/;
    expectRefusal(await certify([], '--boot-deadline', '4'), 3, message);
  });

  it('that writes, but never starts the agent', async () => {
    const acts: Act[] = [{ print: 'booting ...\nwaiting for root\x1b[2J\n', to: 'console' }];
    const message =
      /did not start the agent within 4 s .*: booting \.\.\. \| waiting for root\\x1b/;
    expectRefusal(await certify(acts, '--boot-deadline', '4'), 3, message);
  });

  it('that panics at boot', async () => {
    const print = 'Kernel panic - not syncing: VFS: Unable to mount root fs\n---[ end Kernel panic';
    const ended = await certify([{ print: `${print} ]---\n`, to: 'console' }]);
    expectRefusal(ended, 3, /never got as far as the agent: the guest's kernel reported a panic: /);
  });

  it('whose agent cannot work', async () => {
    const print = 'kacs-agent: none of the ports of kacs.port=/dev/x is there\n';
    const ended = await certify([{ print, to: 'console' }], '--boot-deadline', '4');
    expectRefusal(ended, 3, /the agent could not start: none of the ports of kacs\.port=/);
  });

  it('that never answers, and where it stands', async () => {
    const map = folder.path('System.map');
    writeFileSync(map, '0000000000100000 T tiny_start\n');
    const message =
      /hung: no sign of life for \d+ s; processor 0: RIP 0x0+1000\w\w \(tiny_start\+0x\w\w\), .*, in the kernel, interrupts off, halted before it answered hello/;
    expectRefusal(await certify([READY], '--system-map', map), 3, message);
  });

  it('whose agent speaks another version of the protocol', async () => {
    const result = '{"protocol":7,"name":"a","version":"1"}';
    const answer = `{"jsonrpc":"2.0","id":1,"result":${result}}\n`;
    const ended = await certify([READY, { await: 'line' }, { print: answer, to: 'agent' }]);
    expectRefusal(ended, 3, /speaks protocol version 7, but this harness speaks 1/);
  });

  it('whose agent sends what is no message', async () => {
    const acts: Act[] = [READY, { await: 'line' }, { print: 'login: \x07\n', to: 'agent' }];
    expectRefusal(await certify(acts), 3, /sent a line that is not JSON: "login: \\x07"/);
  });

  it('that complains, and then answers, is not believed', async () => {
    const answer = '{"jsonrpc":"2.0","id":1,"result":{"protocol":7}}\n';
    const bug = 'BUG: KASAN: slab-out-of-bounds in token_query+0x1/0x2\n';
    const acts: Act[] = [
      READY,
      { await: 'line' },
      { print: bug, to: 'console' },
      { print: answer, to: 'agent' },
    ];
    expectRefusal(await certify(acts), 3, /kernel reported a memory error: BUG: KASAN: slab-out-/);
  });
});

describe.runIf(installed)('a guest that dies in the middle of a suite', () => {
  it('is a crash of the candidate: a report, exit code 1, and all it takes to see it again', async () => {
    const hello =
      '{"protocol":1,"name":"tiny","version":"1","kind":"remote","profiles":["learn-0.20"],' +
      '"capabilities":["processes","sessions"],"limits":{"window":1,"lineBytesMax":65536}}';
    const answer = (id: number, result: string): Act => ({
      print: `{"jsonrpc":"2.0","id":${id},"result":${result}}\n`,
      to: 'agent',
    });
    const out = folder.path('died');
    const one = ['--profile', 'learn-0.20', '--suite', 'session-spec/user-sid/revision-2'];
    const ended = await certify(
      [
        READY,
        { await: 'line' },
        answer(1, hello),
        { await: 'line' },
        answer(2, '{"value":{"actor":"p1","pid":7}}'),
        { await: 'line' },
        { print: 'kernel BUG at security/token.c:42!\n', to: 'console' },
      ],
      ...[...one, '--reruns', '2', '--out', out],
    );
    expect([ended.code, ended.stderr]).toEqual([1, '']);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
    expect(report.cases).toMatchObject({ fail: 1, unstable: 0, pass: 0 });
    expect(report.results[0]?.failures?.[0]?.actual).toBe(
      "crashed: the guest's kernel reported a BUG: kernel BUG at security/token.c:42!",
    );
    const kept = join(out, 'guests', 'BUG-session-spec-user-sid-revision-2');
    expect(readFileSync(join(kept, 'console.txt'), 'utf8')).toContain('kernel BUG at security/');
    // The script boots the same guest, and finds the same: what git bisect calls bad.
    const main = packagePath(process.env['KACS_DIST'] ?? 'dist', 'harness', 'cli', 'main.js');
    const { status } = spawnSync(join(kept, 'run.sh'), {
      env: { ...process.env, KACS_CONFORMANCE: `${process.execPath} ${main}` },
      timeout: 100_000,
    });
    expect(status).toBe(1);
  });
});

describe.runIf(installed).concurrent('the doctor of a guest', () => {
  const examine = (name: string, ...acts: Act[]): Promise<Ended> => {
    const kernel = folder.path(name);
    writeFileSync(kernel, tinyGuest(...acts));
    const words = ['adapter', 'doctor', '--adapter', 'qemu', '--kernel', kernel, '--agent', agent];
    return run([...words, '--accel', 'tcg', '--memory', '64M']);
  };

  it('says that it does not boot, and why', async () => {
    const print = 'Kernel panic - not syncing: no init\n---[ end Kernel panic ]---\n';
    const { code, stdout, stderr } = await examine('no-init', { print, to: 'console' });
    const said = stdout.toString();
    expect([code, stderr]).toEqual([3, '']);
    expect(said).toMatch(/^NOT ok: 0 the kernel boots as far as the agent\n {5}got: the guest /);
    expect(said).toContain('not syncing: no init');
  });

  it('says that there is nothing to judge', async () => {
    const hello =
      '{"protocol":1,"name":"tiny","version":"1","kind":"remote","profiles":["learn-0.20"],' +
      '"capabilities":["raw"],"limits":{"window":1,"lineBytesMax":65536},' +
      '"notes":["not a KACS kernel: kacs_open_self_token returned ENOSYS (Tiny 1)"]}';
    const answer = `{"jsonrpc":"2.0","id":1,"result":${hello}}\n`;
    const acts: Act[] = [READY, { await: 'line' }, { print: answer, to: 'agent' }];
    const { code, stdout, stderr } = await examine('not-kacs', ...acts);
    const said = stdout.toString();
    expect([code, stderr]).toEqual([3, '']);
    expect(said).toMatch(/^ok {3}0 the kernel boots as far as the agent, in \d+\.\d s\n/);
    expect(said).toMatch(/note: QEMU guest under TCG \(asked for\), agent on \/dev\/ttyS1\n/);
    expect(said).toMatch(/NOT ok: 2 the system .*\n {5}got: not a KACS kernel: .* \(Tiny 1\)\n/);
  });
});

describe.runIf(installed)('without a guest', () => {
  it('a file that is no kernel', async () => {
    const ended = await certifyKernel(agent);
    expectRefusal(
      ended,
      3,
      /the emulator ended: qemu-system-x86_64 exited with status 1; its last/,
    );
  });

  it('there is no emulator', async () => {
    const empty = folder.path('empty');
    mkdirSync(empty, { recursive: true });
    const kernel = folder.path('kernel');
    writeFileSync(kernel, tinyGuest());
    const words = ['certify', '--adapter', 'qemu', '--kernel', kernel, '--agent', agent];
    const ended = await run([...words, '--quiet', '--out', folder.path('out')], {
      env: { PATH: empty },
    });
    expectRefusal(ended, 3, /there is no qemu-system-x86_64 in the PATH; install it \(Debian: apt/);
  });

  const setpriv = process.getuid?.() === 0 && resolveExecutable('setpriv') !== undefined;
  it.runIf(setpriv)('there is no permission to read the kernel', async () => {
    const { certifyAs } = await import('./other-user.fixture.js');
    const kernel = folder.path('secret');
    writeFileSync(kernel, tinyGuest());
    chmodSync(kernel, 0o600);
    const { code, stderr } = certifyAs('65534', kernel);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^kacs-conformance: --kernel \S+secret: permission denied; expected/),
    ]);
  });
});

describe('what is wrong with the options', () => {
  it.each([
    [['--adapter', 'qemu'], /--adapter qemu needs --kernel FILE, the bzImage/],
    [['--adapter', 'qemu', '--kernel', '/no/such'], /--kernel \/no\/such: no such file or folder;/],
    [['--adapter', 'qemu', '--kernel', '/'], /--kernel \/: it is not a file; expected a kernel/],
    [['--kernel', '/x'], /--kernel is for --adapter qemu/],
    [['--jobs', '2', '--adapter', 'reference'], /--jobs is for --adapter qemu/],
  ])('%j', async (options, message) => {
    const ended = await run(['certify', ...options, '--quiet', '--out', folder.path('out')]);
    expectRefusal(ended, 2, message);
  });

  it.each([
    [['--memory', 'lots'], /--memory lots: expected 64M to 1024G, as in 512M or 2G/],
    [['--modules', '/no/such'], /--modules \/no\/such: there is no such folder/],
    [['--jobs', '1000'], /--jobs 1000: expected at most 64/],
    [['--append', 'a\nb'], /--append: expected one line of at most 1024 characters/],
    [['--initrd', '/no/such'], /--initrd \/no\/such: no such file or folder/],
    [['--system-map', '/no/such'], /--system-map \/no\/such: no such file or folder/],
  ])('%j', async (options, message) => {
    expectRefusal(await certify([], ...options), 2, message);
  });
});
