/**
 * @module The jsfuzz command as a bounded child: its target bundled, its randomness seeded, its
 * time and memory limited from outside, what it prints read as figures.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forgetGroup, rememberGroup, signalGroup } from '../../adapters/stdio/children.js';
import { groupCpuSeconds } from './group-time.js';
import { buildPath, packagePath } from '../../package-root.js';
import { UsageError } from '../../usage-error.js';
import { makeFolders } from '../../write-beside.js';

/** @internal */
export interface JsfuzzOptions {
  /** Name of the bundle. */
  readonly bundle: string;
  /** Where it works; holds `corpus`, which it reads and adds to. */
  readonly folder: string;
  readonly seed: number;
  readonly timeMs: number;
  /** So long, once its first execution is over. */
  readonly busyMs?: number;
  readonly runs?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** What came of a run. @internal */
export interface JsfuzzResult {
  readonly executions: number;
  /** Counters that are not zero. */
  readonly coverage: number;
  readonly seconds: number;
  /** Since its first execution was over: instrumenting the target takes seconds. */
  readonly busySeconds: number;
  /** Of that, on processors; the clock where the system does not tell. */
  readonly cpuSeconds: number;
  /** The input that ended it, and what it printed of it. */
  readonly crash?: { readonly input: Buffer; readonly hang: boolean; readonly text: string };
}

const RSS_MIB = 512;
/** The first one includes the start of the worker, on a machine that may be busy. */
const INPUT_SECONDS = 60;
const OUTPUT_MAX = 64 * 1024;
const STATS = /^#(\d+) \w+ +cov: (\d+)/gm;

/** The jsfuzz command; undefined where it is not installed. @internal */
export function jsfuzzCommand(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('jsfuzz/build/src/index.js');
  } catch {
    return undefined;
  }
}

/** A bundled target; undefined where the build has none. @internal */
export function bundleFile(name: string): string | undefined {
  const beside = fileURLToPath(new URL('../../../fuzz-targets/', import.meta.url));
  const build = buildPath('fuzz-targets');
  return [beside, build]
    .map((folder) => join(folder, `${name}.js`))
    .find((file) => existsSync(file));
}

/** Runs jsfuzz until it finds something or its time is up. @internal */
export async function runJsfuzz(options: JsfuzzOptions): Promise<JsfuzzResult> {
  const command = jsfuzzCommand();
  const bundle = bundleFile(options.bundle);
  if (command === undefined || bundle === undefined) {
    throw new UsageError('target decoder needs jsfuzz: npm install --save-dev jsfuzz');
  }
  const { folder, seed, runs } = options;
  makeFolders(join(folder, 'corpus'));
  const artifact = join(folder, 'crash');
  rmSync(artifact, { force: true });
  const args = [
    ...['--require', packagePath('harness', 'fuzz', 'decoder', 'seed-random.cjs'), command],
    ...[relative(folder, bundle), 'corpus', '--versifier=false', `--rss-limit-mb=${RSS_MIB}`],
    ...[`--timeout=${INPUT_SECONDS}`, '--exact-artifact-path=crash'],
  ];
  const env = {
    ...process.env,
    ...options.env,
    KACS_FUZZ_SEED: String(seed),
    ...(runs === undefined ? {} : { KACS_FUZZ_RUNS: String(runs) }),
  };
  const start = performance.now();
  const { text, busySince, cpuSeconds } = await runBounded(args, env, options);
  const figures = [...text.matchAll(STATS)];
  const [, executions = '0', coverage = '0'] = figures.at(-1) ?? [];
  const crashed = existsSync(artifact);
  return {
    executions: Number(executions),
    coverage: Number(coverage),
    seconds: (performance.now() - start) / 1000,
    busySeconds: (performance.now() - (busySince ?? start)) / 1000,
    cpuSeconds: cpuSeconds ?? (performance.now() - (busySince ?? start)) / 1000,
    ...(crashed
      ? {
          crash: {
            input: readFileSync(artifact),
            hang: text.includes('timeout reached'),
            text: errorText(text),
          },
        }
      : {}),
  };
}

interface Bounded {
  readonly text: string;
  readonly busySince: number | undefined;
  readonly cpuSeconds: number | undefined;
}

/** Its output, as far as it is of interest; it and its worker are gone when this settles. */
function runBounded(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { folder, timeMs, busyMs, signal }: JsfuzzOptions,
): Promise<Bounded> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let text = '';
    let busySince: number | undefined;
    let busyTimer: NodeJS.Timeout | undefined;
    let cpuBefore: number | undefined;
    let cpuSeconds: number | undefined;
    const add = (chunk: Buffer): void => {
      text = (text + chunk.toString('utf8')).slice(-OUTPUT_MAX);
      if (busySince !== undefined || !/^#[1-9]/m.test(text)) return;
      busySince = performance.now();
      cpuBefore = pid === undefined ? undefined : groupCpuSeconds(pid);
      if (busyMs !== undefined) busyTimer = setTimeout(end, busyMs);
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    const { pid } = child;
    const end = (): void => {
      if (pid === undefined) return;
      if (cpuSeconds === undefined && cpuBefore !== undefined) {
        const now = groupCpuSeconds(pid);
        cpuSeconds = now === undefined ? undefined : now - cpuBefore;
      }
      signalGroup(pid, 'SIGKILL');
    };
    if (pid !== undefined) rememberGroup(pid);
    const timer = setTimeout(end, timeMs);
    signal?.addEventListener('abort', end, { once: true });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      clearTimeout(busyTimer);
      signal?.removeEventListener('abort', end);
      end();
      if (pid !== undefined) forgetGroup(pid);
      resolve({ text, busySince, cpuSeconds });
    });
  });
}

/** What stood behind the line of signs. */
function errorText(text: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith('====='));
  return at < 0 ? '' : (lines[at + 1] ?? '').trim();
}
