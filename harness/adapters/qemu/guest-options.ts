/** @module What a person says about the guest, checked before anything is started. */
import { accessSync, constants, statSync } from 'node:fs';
import { oneLine } from '../../protocol/excerpt.js';
import { UsageError } from '../../usage-error.js';
import { systemReason } from '../../write-beside.js';

/** The options as they stand on the command line. @public */
export interface GuestFlags {
  readonly kernel?: string;
  readonly initrd?: string;
  readonly modules?: string;
  readonly append?: string;
  readonly memory?: string;
  readonly cpus?: number;
  readonly accel?: Acceleration | 'auto';
  readonly jobs?: number;
  readonly systemMap?: string;
  readonly agent?: string;
  readonly bootDeadline?: number;
}

/** What executes the guest's instructions. @public */
export type Acceleration = 'tcg' | 'kvm';

/** The same, complete and checked. @internal */
export interface GuestOptions {
  readonly kernel: string;
  readonly initrd?: string;
  readonly modules?: string;
  readonly append: string;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly accel: Acceleration | 'auto';
  readonly jobs: number;
  readonly systemMap?: string;
  /** The agent's executable, if it is not the one of this package. */
  readonly agent?: string;
  readonly bootDeadlineMs: number;
  /** How long the harness waits for a call; default 10 s. */
  readonly deadlineMs?: number;
  /** A served reference, for an agent that forwards its calls there. */
  readonly seam?: string;
}

const MEMORY_MIB = 512;
const CPUS_MAX = 64;
const JOBS_MAX = 64;
const BOOT_DEADLINE_S = 120;

/** What is wrong with them is a UsageError. @internal */
export function guestOptions(flags: GuestFlags): GuestOptions {
  const { kernel, initrd, modules, systemMap, agent, append = '', jobs = 1, cpus = 1 } = flags;
  if (kernel === undefined) {
    throw new UsageError('--adapter qemu needs --kernel FILE, the bzImage (or vmlinux) to boot');
  }
  requireFile('--kernel', kernel, 'a kernel image');
  if (initrd !== undefined) requireFile('--initrd', initrd, 'a cpio archive');
  if (systemMap !== undefined) requireFile('--system-map', systemMap, 'the System.map');
  if (agent !== undefined) requireFile('--agent', agent, 'a static executable');
  if (modules !== undefined) requireFolder('--modules', modules);
  requireAtMost('--jobs', jobs, JOBS_MAX);
  requireAtMost('--cpus', cpus, CPUS_MAX);
  return {
    kernel,
    ...(initrd === undefined ? {} : { initrd }),
    ...(modules === undefined ? {} : { modules }),
    ...(systemMap === undefined ? {} : { systemMap }),
    ...(agent === undefined ? {} : { agent }),
    append: kernelArguments(append),
    memoryMiB: memoryOf(flags.memory),
    cpus,
    jobs,
    accel: flags.accel ?? 'auto',
    bootDeadlineMs: (flags.bootDeadline ?? BOOT_DEADLINE_S) * 1000,
  };
}

/** The names of the options, in the order of the help. @internal */
export const GUEST_NAMES: readonly (keyof GuestFlags)[] = [
  'kernel',
  'initrd',
  'modules',
  'append',
  'memory',
  'cpus',
  'accel',
  'jobs',
  'systemMap',
  'agent',
  'bootDeadline',
];

/** The first of them that was given, if any: they are for `--adapter qemu` only. @internal */
export function saysGuest(flags: GuestFlags): string | undefined {
  return guestWords(flags)[0];
}

/** The options that were given, as words of a command line. @internal */
export function guestWords(flags: GuestFlags): readonly string[] {
  return GUEST_NAMES.flatMap((name) => {
    const value = flags[name];
    if (value === undefined) return [];
    return [`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, String(value)];
  });
}

function requireFile(option: string, path: string, what: string): void {
  try {
    if (!statSync(path).isFile()) throw new Error('it is not a file');
    accessSync(path, constants.R_OK);
  } catch (error) {
    throw new UsageError(
      `${option} ${oneLine(path, 200)}: ${systemReason(error)}; expected ${what} that can be read`,
    );
  }
}

function requireFolder(option: string, path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new UsageError(`${option} ${oneLine(path, 200)}: there is no such folder`);
}

function requireAtMost(option: string, value: number, limit: number): void {
  if (value > limit) throw new UsageError(`${option} ${value}: expected at most ${limit}`);
}

function kernelArguments(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(text) || text.length > 1024) {
    throw new UsageError('--append: expected one line of at most 1024 characters');
  }
  return text;
}

function memoryOf(text: string = `${MEMORY_MIB}M`): number {
  const match = /^(\d{1,6})([MG])$/.exec(text);
  const size = Number(match?.[1] ?? 0) * (match?.[2] === 'G' ? 1024 : 1);
  if (size >= 64 && size <= 1024 * 1024) return size;
  throw new UsageError(`--memory ${oneLine(text, 40)}: expected 64M to 1024G, as in 512M or 2G`);
}
