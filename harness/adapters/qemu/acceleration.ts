/**
 * @module Whether KVM works here, found out by a guest of a few instructions: a machine may offer
 * `/dev/kvm` and yet never execute a thing, or end the emulator.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines } from '../../protocol/excerpt.js';
import { StderrRing } from '../stdio/stderr-ring.js';
import { forgetGroup, rememberGroup, signalGroup } from '../stdio/children.js';
import type { Acceleration } from './guest-options.js';
import { processorModel, QEMU } from './machine.js';

/** @internal */
export interface AccelerationFound {
  readonly accel: Acceleration;
  /** Why it is this one. */
  readonly reason: string;
}

const DEVICE = '/dev/kvm';
const PROBE_PATIENCE_MS = 3000;
const ROM_BYTES = 64 * 1024;
/** Writing 16 to the exit device ends the emulator with twice that and one. */
const ANSWERED = 33;

/** Takes KVM only if a probe guest answers under it. @internal */
export async function findAcceleration(
  folder: string,
  device = DEVICE,
): Promise<AccelerationFound> {
  const problem = await kvmProblem(folder, device);
  return problem === undefined
    ? { accel: 'kvm', reason: 'a probe guest answered under KVM' }
    : { accel: 'tcg', reason: problem };
}

/** Why KVM cannot be used, if so. @internal */
export async function kvmProblem(folder: string, device = DEVICE): Promise<string | undefined> {
  if (!existsSync(device)) return `there is no ${device}`;
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
  } catch {
    return `no permission for ${device} (is the user in the group kvm?)`;
  }
  const rom = join(folder, 'probe.rom');
  writeFileSync(rom, probeRom());
  return runProbe(rom);
}

function runProbe(rom: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(
      QEMU,
      [
        ...['-nodefaults', '-no-user-config', '-display', 'none', '-machine', 'pc', '-m', '16M'],
        ...['-accel', 'kvm', '-cpu', processorModel('kvm'), '-bios', rom, '-no-reboot'],
        ...['-device', 'isa-debug-exit,iobase=0x501,iosize=1'],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    );
    const { pid } = child;
    if (pid !== undefined) rememberGroup(pid);
    const errors = new StderrRing(4096);
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    const timer = setTimeout(() => {
      if (pid !== undefined) signalGroup(pid, 'SIGKILL');
    }, PROBE_PATIENCE_MS);
    child.on('error', () => undefined);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (pid !== undefined) forgetGroup(pid);
      const words = lastLines(errors.text(), 1, 160);
      if (code === ANSWERED) resolve(undefined);
      else if (signal === 'SIGKILL') {
        resolve(`a probe guest did not answer under KVM within ${PROBE_PATIENCE_MS} ms`);
      } else resolve(`a probe guest ended under KVM without an answer${words && ` (${words})`}`);
    });
  });
}

/** A firmware that says so and ends: `mov dx, 0x501; mov al, 16; out dx, al; hlt; jmp $`. */
function probeRom(): Buffer {
  const rom = Buffer.alloc(ROM_BYTES, 0xf4);
  Buffer.from('ba0105b010eef4ebfd', 'hex').copy(rom, 0xf000);
  // The first instruction of a processor is at 16 bytes below the end: `jmp f000:f000`.
  Buffer.from('ea00f000f0', 'hex').copy(rom, 0xfff0);
  return rom;
}
