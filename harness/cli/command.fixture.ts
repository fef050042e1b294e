/** @module The built command as a process, for black-box tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { packagePath } from '../package-root.js';

/** Where the build lies; `npm run build` writes to `dist`. */
const MAIN = packagePath(process.env['KACS_DIST'] ?? 'dist', 'harness', 'cli', 'main.js');

/** How a process ended. @internal */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** @internal */
export interface RunOptions {
  readonly input?: string | Buffer;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A running command. @internal */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Settles when this was written on standard error, with what was written so far. */
  until(pattern: RegExp): Promise<string>;
}

/** Starts the command. @internal */
export function start(args: readonly string[], options: RunOptions = {}): Running {
  const { FORCE_COLOR: _, ...rest } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: options.cwd ?? packagePath(),
    env: { ...rest, NO_COLOR: '1', ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // It may end without having read anything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const stdout: Buffer[] = [];
  let stderr = '';
  const waiting: (() => void)[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
    for (const check of waiting) check();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout: Buffer.concat(stdout), stderr });
    });
  });
  const until = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (pattern.test(stderr)) resolve(stderr);
      };
      waiting.push(check);
      check();
      void ended.then(() => reject(new Error(`ended without ${String(pattern)}: ${stderr}`)));
    });
  return { child, ended, until };
}

/** Runs the command to its end. @internal */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return start(args, options).ended;
}

/** One line in our form that says this, an exit code, and nothing on standard output. @internal */
export function expectRefusal(ended: Ended, code: number, message: RegExp): void {
  // Progress of a machine that is busy.
  const stderr = ended.stderr.replace(/^[█░].*\n/gmu, '');
  expect(ended.stdout.toString('utf8')).toBe('');
  expect(stderr).toMatch(/^kacs-conformance: [^\n]+\n$/);
  expect(stderr).toMatch(message);
  // oxlint-disable-next-line no-control-regex
  expect(stderr).not.toMatch(/fault of the harness|[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(ended.code).toBe(code);
}

/** What a run printed as one JSON object. @internal */
export function json(ended: Ended): Readonly<Record<string, unknown>> {
  return JSON.parse(ended.stdout.toString('utf8')) as Readonly<Record<string, unknown>>;
}

/** An adapter that misbehaves as told. @internal */
export function hostile(behaviour: string): string {
  const script = packagePath('harness', 'adapters', 'examples', 'hostile.mjs');
  return `stdio:"${process.execPath}" "${script}" ${behaviour}`;
}

/** The served reference as an adapter. @internal */
export function served(...options: readonly string[]): string {
  return `stdio:"${process.execPath}" "${MAIN}" serve ${options.join(' ')}`;
}

/** A folder of its own, and how to take it away. @internal */
export function scratch(): {
  readonly path: (name: string) => string;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'kacs-cli-'));
  return {
    path: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Whether a process runs; a zombie that nobody has reaped yet does not. @internal */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/^\d+ \(.*\) Z/.test(readFileSync(stat, 'utf8'));
}

/** Waits until a condition holds. @internal */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
