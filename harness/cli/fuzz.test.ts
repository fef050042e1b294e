import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { jsfuzzCommand } from '../fuzz/decoder/jsfuzz.js';
import { readFinding } from '../fuzz/finding-file.js';
import { packagePath } from '../package-root.js';
import { expectRefusal, run, start } from './command.fixture.js';

const FAULT = 'session-spec/unrecognised-type-accepted';
const SERVED = `stdio:${process.execPath} ${packagePath(process.env['KACS_DIST'] ?? 'dist')}/harness/cli/main.js serve --adapter faulty:${FAULT}`;
const scratch = mkdtempSync(join(tmpdir(), 'kacs-fuzz-'));
let folders = 0;

function folder(): string {
  folders += 1;
  return join(scratch, String(folders));
}

afterAll(() => {
  // Also when the test that needs it was not run.
  if (disk !== undefined) spawnSync('umount', [disk]);
  rmSync(scratch, { recursive: true, force: true });
});

interface Summary {
  readonly executions: number;
  readonly findings: readonly { readonly signature: string; readonly file: string }[];
  readonly clausesReached: number;
  readonly clausesReachable: number;
}

const summary = (stdout: Buffer): Summary => JSON.parse(stdout.toString('utf8')) as Summary;

describe('fuzz', () => {
  it('finds a fault and says where it is; the same twice', async () => {
    const once = async (): Promise<unknown> => {
      const out = folder();
      const args = ['fuzz', '--target', 'wire', '--runs', '500', '--seed', '5', '--jobs', '1'];
      const ended = await run([...args, '--adapter', `faulty:${FAULT}`, '--json', '--out', out]);
      expect(ended.code).toBe(1);
      const { executions, findings, clausesReached, clausesReachable } = summary(ended.stdout);
      expect(executions).toBe(500);
      expect(findings).toHaveLength(1);
      expect(clausesReached).toBeGreaterThan(20);
      expect(clausesReachable).toBeGreaterThanOrEqual(clausesReached);
      const finding = readFinding(findings[0]?.file ?? '');
      expect(finding.clauses).toEqual(['SS-021']);
      expect(finding.dumps[0]?.fields.map(({ path }) => path)).toContain('logonType');
      expect(readdirSync(join(out, 'corpus', 'wire')).length).toBeGreaterThan(5);
      return findings.map(({ signature }) => [signature, finding.program, finding.execution]);
    };
    expect(await once()).toEqual(await once());
  });

  it('has nothing to say of the reference', async () => {
    const args = ['fuzz', '--target', 'wire', '--runs', '400', '--seed', '9', '--jobs', '2'];
    const ended = await run([...args, '--out', folder()]);
    expect(ended.code).toBe(0);
    expect(ended.stdout.toString()).toMatch(/^no finding: 400 executions/);
  });

  it('says when it judges by another profile than the candidate declares', async () => {
    const adapter = `${SERVED} --profile psd-0.20`;
    const args = ['fuzz', '--target', 'raw', '--runs', '1', '--jobs', '1', '--adapter', adapter];
    const line = /^the candidate declares psd-0\.20, and is judged by learn-0\.20 \(--profile\)$/m;
    const other = await run([...args, '--out', folder()]);
    expect(other.stderr.toString()).toMatch(line);
    const same = await run([...args, '--profile', 'psd-0.20', '--out', folder()]);
    expect(same.stderr.toString()).not.toMatch(/declares/);
  });

  it.each([
    [['--time', '5'], /expected a time such as 60s, 10m or 8h/],
    [['--target', 'everything'], /expected one of wire, calls, races, raw, decoder, all/],
    [['--adapter', 'faulty:none'], /unknown fault "none"/],
    [['--resume'], /--resume needs --out/],
    [['--resume', '--out', join(scratch, 'none')], /holds no campaign to go on with/],
    [['--waivers', join(scratch, 'none.yaml')], /cannot read .*none\.yaml: no such file/],
  ])('%j is said in one line', async (args, message) => {
    expectRefusal(await run(['fuzz', ...args]), 2, message);
  });

  it('does not mix two campaigns in one folder', async () => {
    const out = folder();
    mkdirSync(out);
    writeFileSync(join(out, 'journal.jsonl'), '{"t":"start","at":"","seed":1}\n');
    expectRefusal(await run(['fuzz', '--out', out]), 2, /go on with --resume, or choose another/);
  });
});

/** The processes below one, by what their command line says. */
function below(parent: number, pattern: RegExp): readonly number[] {
  const { stdout } = spawnSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const rows = stdout.split('\n').flatMap((line) => {
    const [, pid, ppid, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), ppid: Number(ppid), args }];
  });
  const found: number[] = [];
  const visit = (of: number): void => {
    for (const { pid, ppid, args } of rows) {
      if (ppid !== of) continue;
      if (pattern.test(args)) found.push(pid);
      visit(pid);
    }
  };
  visit(parent);
  return found;
}

/** The first of them, once there is one. */
async function firstBelow(parent: number, pattern: RegExp): Promise<number> {
  for (;;) {
    const [pid] = below(parent, pattern);
    if (pid !== undefined) return pid;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** One that has ended but was not waited for has no command line any more. */
const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('killed', () => {
  it('a candidate, a worker, the campaign: nothing recorded is lost', async () => {
    const out = folder();
    const args = ['fuzz', '--target', 'wire', '--time', '10m', '--seed', '1', '--jobs', '1'];
    const running = start([...args, '--adapter', SERVED, '--out', out]);
    const pid = running.child.pid ?? 0;
    await running.until(/mismatch-create-session/);
    const candidate = await firstBelow(pid, / serve --adapter/);
    process.kill(candidate, 'SIGKILL');
    await running.until(/crash-|the candidate is started again|started again/);
    await untilGone(candidate);
    const worker = await firstBelow(pid, /worker-main/);
    const second = await firstBelow(pid, / serve --adapter/);
    process.kill(worker, 'SIGKILL');
    const said = await running.until(/worker 0 died/);
    expect(said).toMatch(
      /worker 0 died \(SIGKILL\) and is started again, its last \d+ inputs are kept/,
    );
    await untilGone(second);
    const kept = readdirSync(out).filter((name) => /^last-inputs.*jsonl$/.test(name));
    expect(kept).toHaveLength(1);
    running.child.kill('SIGKILL');
    await running.ended;
    const recorded = readdirSync(join(out, 'findings'));
    expect(recorded.some((name) => name.startsWith('mismatch-create-session'))).toBe(true);
    const resume = ['fuzz', '--resume', '--out', out, '--target', 'wire', '--runs', '300'];
    const ended = await run([...resume, '--jobs', '1', '--adapter', SERVED, '--json']);
    expect(ended.code).toBe(1);
    const { findings, executions } = summary(ended.stdout);
    for (const name of recorded) expect(findings.map(({ signature }) => signature)).toContain(name);
    expect(executions).toBeGreaterThanOrEqual(300);
    expect(below(pid, /serve|worker-main/)).toEqual([]);
  });

  it('what is in a corpus folder and is no input is said in one line', async () => {
    const corpus = folder();
    mkdirSync(corpus);
    writeFileSync(join(corpus, 'noise.json'), Buffer.from([0xff, 0, 1]));
    const args = ['fuzz', '--target', 'wire', '--runs', '50', '--jobs', '1', '--corpus', corpus];
    const { code, stderr } = await run([...args, '--out', folder()]);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /corpus .*: 1 file is no input and is left alone \(.*noise\.json: .*\)\n/,
    );
    expect(readFileSync(join(corpus, 'noise.json')).length).toBe(3);
  });
});

function smallDisk(): string | undefined {
  const place = folder();
  mkdirSync(place);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'none', place]);
  return status === 0 ? place : undefined;
}

const disk = smallDisk();
if (disk === undefined)
  process.stderr.write('no small tmpfs can be mounted here: one test skipped\n');

it.skipIf(disk === undefined)(
  'a full disk is said in one line, and what was written stays',
  async () => {
    const out = join(disk ?? '', 'campaign');
    try {
      const args = ['fuzz', '--target', 'wire', '--time', '60s', '--seed', '1', '--jobs', '1'];
      const { code, stderr } = await run([...args, '--out', out]);
      expect(code).toBe(3);
      expect(stderr).toMatch(
        /kacs-conformance: cannot write to .*: no space left; the campaign ends/,
      );
      const journal = readFileSync(join(out, 'journal.jsonl'), 'utf8');
      expect(journal.startsWith('{"t":"start"')).toBe(true);
      const names = readdirSync(out, { recursive: true, encoding: 'utf8' });
      expect(names.filter((name) => name.endsWith('.partial'))).toEqual([]);
    } finally {
      spawnSync('umount', [disk ?? '']);
    }
  },
);

it.skipIf(jsfuzzCommand() === undefined)('jsfuzz sees coverage in the decoders', async () => {
  const out = folder();
  const args = ['fuzz', '--target', 'decoder', '--runs', '150', '--time', '50s', '--seed', '1'];
  const { code, stderr, stdout } = await run([...args, '--out', out, '--json']);
  expect(stderr).toMatch(/decoder: \d+ executions, coverage [1-9]\d+, \d+ inputs learnt/);
  expect(code).toBe(0);
  const { decoder } = JSON.parse(stdout.toString()) as { decoder: { coverage: number } };
  expect(decoder.coverage).toBeGreaterThan(500);
});
