/**
 * The agent in Debian's kernel, which is no KACS kernel: what ordinary Linux calls answer is known,
 * and what a guest can come to grief of is provoked for real. One boot serves most tests.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { wireOf } from '../../../reference/wire/wire.js';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import type { CompiledCase } from '../../../suites/language/compile.js';
import { catalogueOf } from '../../catalogue/catalogue.js';
import { expectRefusal, run, scratch } from '../../cli/command.fixture.js';
import { keepGuests } from '../../cli/guest-bundle.js';
import type { Report } from '../../report.js';
import type { CallStep, JsonObject, Outcome, StepRecord } from '../../program/program.js';
import { runCases, type RunResult } from '../../runner/runner.js';
import type { Hello } from '../adapter.js';
import { agentFile } from './agent-file.js';
import { archive } from './cpio.js';
import { debianKernel } from './debian-kernel.js';
import { skipLoudly } from './skip-loudly.fixture.js';
import { GuestFactory } from './guest-factory.js';
import { guestOptions } from './guest-options.js';
import { MISBEHAVIOURS, misbehavingModule } from './kernel-module.fixture.js';
import { QemuAdapter } from './qemu-adapter.js';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 });

const debian = debianKernel();
const missing = typeof debian === 'string' ? debian : await agentMissing();
if (missing !== undefined) skipLoudly(missing);
const { kernel, modules } = typeof debian === 'string' ? { kernel: '', modules: '' } : debian;

const folder = scratch();
const PROFILE = BUILT_IN_PROFILES['learn-0.20'];

async function agentMissing(): Promise<string | undefined> {
  try {
    await agentFile(undefined);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** System calls of x86-64, by number (arch/x86/entry/syscalls/syscall_64.tbl). */
const CALLS = {
  write: 1,
  open: 2,
  getpid: 39,
  mkdir: 83,
  reboot: 169,
  gettid: 186,
  finitModule: 313,
} as const;
const O_WRONLY = '0x1';

const text = (value: string): string => Buffer.from(`${value}\0`).toString('hex');

describe.runIf(missing === undefined)('a guest with the kernel of Debian', () => {
  let factory: GuestFactory;
  let qemu: QemuAdapter;
  let hello: Hello;

  beforeAll(async () => {
    mkdirSync(folder.path(''), { recursive: true });
    const initrd = folder.path('bad-modules.cpio');
    const names = Object.keys(MISBEHAVIOURS) as (keyof typeof MISBEHAVIOURS)[];
    const entries = names.map((name) => ({
      path: `${name}.ko`,
      kind: 'file' as const,
      mode: 0o644,
      data: misbehavingModule(modules, name),
    }));
    writeFileSync(initrd, archive(entries));
    const options = guestOptions({ kernel, modules, initrd, jobs: 2 });
    factory = new GuestFactory(options, () => agentFile(undefined));
    qemu = new QemuAdapter(options, {}, factory);
    hello = await qemu.hello({ protocol: 1, profile: PROFILE.id, seed: 0 });
  });

  afterAll(async () => {
    await qemu.close();
    factory.close();
    folder.remove();
  });

  const call = (op: string, params: JsonObject & { readonly actor: string }): Promise<Outcome> =>
    qemu.call(op, params);
  const syscall = (actor: string, number: number, ...args: string[]): Promise<Outcome> =>
    call('raw.syscall', { actor, number, args });
  async function worker(): Promise<{ readonly actor: string; readonly pid: number }> {
    const spawned = await call('world.spawn', { actor: 'init', identity: 'own' });
    if (spawned.kind !== 'returned') throw new Error(JSON.stringify(spawned));
    return { actor: String(spawned.value['actor']), pid: Number(spawned.value['pid']) };
  }
  /** Writes to a file of the kernel that is there for such purposes. */
  async function provoke(actor: string, file: string, what: string): Promise<Outcome> {
    const opened = await syscall(actor, CALLS.open, text(file), O_WRONLY);
    if (opened.kind !== 'returned') return opened;
    const bytes = Buffer.from(what).toString('hex');
    return syscall(actor, CALLS.write, String(opened.value['value']), bytes, '0x1');
  }
  async function load(actor: string, module: string): Promise<Outcome> {
    const opened = await syscall(actor, CALLS.open, text(`/${module}.ko`), '0x0');
    if (opened.kind !== 'returned') return opened;
    return syscall(actor, CALLS.finitModule, String(opened.value['value']), text(''), '0x0');
  }

  it('says what it is, and on what it runs', () => {
    expect(hello.notes).toContainEqual(
      expect.stringMatching(
        /^not a KACS kernel: kacs_open_self_token returned ENOSYS \(Linux 6\.\d+\.\d+-\d+-amd64\)$/,
      ),
    );
    expect(hello.notes).toContainEqual(
      expect.stringMatching(/^QEMU guest under (?:TCG|KVM) \(.+\), agent on \/dev\/vport0p1$/),
    );
    expect(hello.capabilities).toContain('world-reset');
    expect(qemu.digest()).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('answers ordinary calls as Linux does', async () => {
    const { actor, pid } = await worker();
    const value = (number: number): string => `0x${number.toString(16)}`;
    const answers = [
      await syscall(actor, CALLS.getpid),
      await syscall(actor, CALLS.open, text('/no/such/file'), '0x0'),
      await syscall(actor, CALLS.write, '0x7fffffff', '00', '0x1'),
      await syscall(actor, 9999),
    ];
    expect(answers).toEqual([
      { kind: 'returned', value: { value: value(pid) } },
      { kind: 'refused', errno: 'ENOENT', number: 2 },
      { kind: 'refused', errno: 'EBADF', number: 9 },
      { kind: 'refused', errno: 'ENOSYS', number: 38 },
    ]);
    const opened = await syscall(actor, CALLS.open, text('/dev/null'), O_WRONLY);
    const handle = Number(opened.kind === 'returned' ? opened.value['value'] : -1);
    // TCGETS of what is no terminal.
    const got = await call('raw.ioctl', { actor, handle, word: 0x5401, argument: '00'.repeat(64) });
    expect(got).toMatchObject({ kind: 'refused', errno: 'ENOTTY', number: 25 });
    await call('world.exit', { actor });
  });

  it('runs the branches of a block at the same time, in threads or processes of their own', async () => {
    const spawn = (as: string): CallStep => ({
      as,
      actor: 'init',
      op: 'world.spawn',
      args: { identity: 'own' },
    });
    const ask = (actor: string): CallStep => ({
      actor,
      op: 'raw.syscall',
      args: { number: CALLS.gettid, args: [] },
    });
    const records = (await qemu.runProgram?.([
      spawn('a'),
      spawn('b'),
      { par: [[ask('a')], [ask('b')]], repeat: 20, barrier: true },
    ])) as readonly StepRecord[];
    const answers = records.flatMap((record) =>
      'outcome' in record && record.branch !== undefined ? [record] : [],
    );
    expect(answers.length).toBe(40);
    const ids = (branch: number): Set<string> =>
      new Set(
        answers.flatMap((one) =>
          one.branch === branch && one.outcome.kind === 'returned'
            ? [String(one.outcome.value['value'])]
            : [],
        ),
      );
    expect([ids(0).size, ids(1).size]).toEqual([1, 1]);
    expect([...ids(0)]).not.toEqual([...ids(1)]);
    const known = answers.every(
      ({ startedAt = 1, endedAt = 0 }) => Number.isFinite(startedAt) && startedAt < endedAt,
    );
    expect(known).toBe(true);
  });

  it('forgets everything when it is reset', async () => {
    const first = await worker();
    expect((await syscall(first.actor, CALLS.mkdir, text('/tmp/left'), '0x1ff')).kind).toBe(
      'returned',
    );
    expect(await syscall(first.actor, CALLS.mkdir, text('/tmp/left'), '0x1ff')).toMatchObject({
      errno: 'EEXIST',
    });
    expect(await call('world.reset', { actor: 'init' })).toEqual({ kind: 'returned', value: {} });
    expect(await syscall(first.actor, CALLS.getpid)).toMatchObject({ kind: 'crashed' });
    const { actor } = await worker();
    expect((await syscall(actor, CALLS.mkdir, text('/tmp/left'), '0x1ff')).kind).toBe('returned');
  });

  it('does not see the guest beside it', async () => {
    const [, other] = qemu.lanes();
    const { actor } = await worker();
    const theirs = await other?.call('world.spawn', { actor: 'init', identity: 'own' });
    const their = String(theirs?.kind === 'returned' ? theirs.value['actor'] : '');
    const args = [text('/tmp/shared'), '0x1ff'];
    expect((await syscall(actor, CALLS.mkdir, ...args)).kind).toBe('returned');
    const there = await other?.call('raw.syscall', { actor: their, number: CALLS.mkdir, args });
    expect(there?.kind).toBe('returned');
  });

  it('that panics has crashed, with what its console said; the next guest is well', async () => {
    const outcome = await provoke((await worker()).actor, '/proc/sysrq-trigger', 'c');
    expect(outcome).toMatchObject({
      kind: 'crashed',
      detail: expect.stringMatching(
        /^the guest's kernel reported a panic: Kernel panic - not syncing: sysrq triggered crash .* called from .*sysrq_handle_crash/,
      ),
    });
    expect(qemu.deaths.at(-1)?.console).toContain('Kernel panic - not syncing: sysrq triggered');
    expect((await worker()).pid).toBeGreaterThan(1);
  });

  it('whose kernel has an oops is discarded, although it goes on', async () => {
    const outcome = await load((await worker()).actor, 'oops');
    expect(outcome).toMatchObject({
      kind: 'crashed',
      detail: expect.stringMatching(
        /^the guest's kernel reported an oops: BUG: kernel NULL pointer dereference, address: 0{16} \| .*Oops: 0002 \[#1\].* RIP: 0010:\w+\+0x/,
      ),
    });
    expect((await worker()).pid).toBeGreaterThan(1);
  });

  it('that hangs with interrupts off is found out, and where its processor stands', async () => {
    const outcome = await load((await worker()).actor, 'hang');
    expect(outcome).toMatchObject({
      kind: 'crashed',
      detail: expect.stringMatching(
        /^the guest hung: no sign of life for \d+ s; processor 0: RIP 0xffffffff\w{8}.*, in the kernel, interrupts off$/,
      ),
    });
    expect((await worker()).pid).toBeGreaterThan(1);
  });

  it('that powers itself off has crashed', async () => {
    const magic = ['0xfee1dead', '0x28121969', '0x4321fedc'];
    const outcome = await syscall((await worker()).actor, CALLS.reboot, ...magic);
    expect(outcome).toEqual({ kind: 'crashed', detail: 'the guest powered itself off' });
  });

  it('that dies in the middle of a run takes only the guilty case along', async () => {
    const steps = (args: readonly string[]): CompiledCase['program']['steps'] => [
      { as: 'w', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
      {
        as: 'f',
        actor: 'w',
        op: 'raw.syscall',
        args: { number: CALLS.open, args: [text(args[0] ?? ''), O_WRONLY] },
      },
      {
        actor: 'w',
        op: 'raw.syscall',
        args: { number: CALLS.write, args: [{ ref: 'f.value' }, args[1] ?? '', '0x1'] },
      },
      { actor: 'w', op: 'world.exit', args: {} },
    ];
    const one = (slug: string, file: string, what: string): CompiledCase => {
      const id = `guests/sample/${slug}`;
      const program = { id, title: slug, needs: ['raw'], steps: steps([file, what]) };
      return { id, title: slug, area: 'guests', clauses: [], program };
    };
    const harmless = (n: number): CompiledCase => one(`harmless-${n}`, '/dev/null', '78');
    const cases = [
      ...[1, 2, 3, 4, 5].map(harmless),
      one('deadly', '/proc/sysrq-trigger', '63'),
      ...[6, 7, 8, 9].map(harmless),
    ];
    const context = {
      adapter: qemu,
      hello,
      wire: wireOf(PROFILE),
      catalogue: catalogueOf(PROFILE),
    };
    const { results }: RunResult = await runCases(cases, context, { overlap: 4, reruns: 1 });
    const verdicts = results.map(
      ({ id, verdict }) => `${id.slice('guests/sample/'.length)} ${verdict}`,
    );
    expect(verdicts.filter((line) => !line.endsWith(' pass'))).toEqual(['deadly fail']);
    expect(results.find(({ verdict }) => verdict === 'fail')?.failures?.[0]?.actual).toMatch(
      /Kernel panic - not syncing: sysrq triggered crash/,
    );
    const digests = { suite: '', catalogue: '', rulings: '' };
    const tool = { name: 'kacs-conformance', version: '0' };
    const report = { results, digests, tool, profile: PROFILE.id, seed: 0 } as unknown as Report;
    const out = folder.path('kept');
    keepGuests(report, qemu, PROFILE, { kernel, modules, out, quiet: true });
    const kept = join(out, 'guests', 'panic-guests-sample-deadly');
    const written = (name: string): string => readFileSync(join(kept, name), 'utf8');
    expect(written('console.txt')).toContain('Kernel panic - not syncing: sysrq triggered crash');
    const digest = createHash('sha256').update(readFileSync(kernel)).digest('hex');
    expect(JSON.parse(written('digests.json'))).toMatchObject({ kernel: `sha256:${digest}` });
  });
});

describe.runIf(missing === undefined)('certify', () => {
  it('ends with exit code 3 and says that it is not a KACS kernel', async () => {
    const out = folder.path('report');
    const words = ['certify', '--adapter', 'qemu', '--kernel', kernel, '--quiet', '--out', out];
    expectRefusal(await run(words), 3, /: not a KACS kernel: kacs_open_self_token returned ENOSYS/);
    expect(existsSync(out)).toBe(false);
  });
});
