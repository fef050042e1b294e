/** @module The emulator as a process: its sockets, its last words, its end. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { lastLines } from '../../protocol/excerpt.js';
import { forgetGroup, rememberGroup, signalGroup } from '../stdio/children.js';
import { resolveExecutable } from '../stdio/digest.js';
import { StderrRing } from '../stdio/stderr-ring.js';
import { DESCRIPTORS, QEMU } from './machine.js';

/** A running emulator. @internal */
export interface Emulator {
  readonly pid: number | undefined;
  readonly console: Duplex;
  readonly control: Duplex;
  readonly ports: { readonly virtio: Duplex; readonly serial: Duplex };
  /** Settles with why, once nothing of it is left. */
  readonly gone: Promise<string>;
  kill(): void;
}

/** How to have the emulator die with us even if we are killed; not every system has it. */
const WITH_PARENT = ['setpriv', '--pdeathsig', 'KILL', '--'] as const;

/** Whether there is an emulator at all. @internal */
export function hasEmulator(): boolean {
  return resolveExecutable(QEMU) !== undefined;
}

/** Starts it. @internal */
export function startEmulator(args: readonly string[]): Emulator {
  const words = [...(resolveExecutable(WITH_PARENT[0]) === undefined ? [] : WITH_PARENT), QEMU];
  const [file = QEMU, ...before] = words;
  const child = spawn(file, [...before, ...args], {
    // Pipes of Node.js are socket pairs, which is what the emulator takes: no path, no permission.
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid !== undefined) rememberGroup(pid);
  const errors = new StderrRing(16 * 1024);
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk));
  const kill = (): void => {
    if (pid !== undefined) signalGroup(pid, 'SIGKILL');
  };
  return {
    pid,
    console: socketOf(child, DESCRIPTORS.console),
    control: socketOf(child, DESCRIPTORS.control),
    ports: {
      virtio: socketOf(child, DESCRIPTORS.virtio),
      serial: socketOf(child, DESCRIPTORS.serial),
    },
    gone: ending(child, errors),
    kill,
  };
}

function ending(child: ChildProcess, errors: StderrRing): Promise<string> {
  return new Promise((resolve) => {
    const { pid } = child;
    child.on('error', (error) => {
      if (pid === undefined) resolve(`${QEMU} could not be started (${error.message})`);
    });
    child.on('exit', (status, signal) => {
      if (pid !== undefined) forgetGroup(pid);
      // Its last words may still be in the pipe.
      setTimeout(() => {
        const how = signal === null ? `exited with status ${status ?? 0}` : `ended by ${signal}`;
        const words = lastLines(errors.text(), 2);
        resolve(`${QEMU} ${how}${words === '' ? '' : `; its last words: ${words}`}`);
      }, 50);
    });
  });
}

function socketOf(child: ChildProcess, descriptor: number): Duplex {
  const stream = child.stdio[descriptor] as Duplex;
  // A connection that breaks is told by the end of the process.
  stream.on('error', () => undefined);
  return stream;
}
