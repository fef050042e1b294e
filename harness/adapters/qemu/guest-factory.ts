/**
 * @module Guests of one kind: the first boots, all others start from its snapshot, which takes a
 * fraction of a second. So every guest begins in the same state, and a new one is cheap.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readBounded } from '../../read-bounded.js';
import { AdapterFault } from '../adapter.js';
import { callDeadlineMs } from '../linux/call-deadline.js';
import { findAcceleration, kvmProblem, type AccelerationFound } from './acceleration.js';
import { hasEmulator } from './emulator.js';
import { Guest, type GuestSetup } from './guest.js';
import type { GuestOptions } from './guest-options.js';
import { initramfs } from './initramfs.js';
import { kernelCommandLine, QEMU } from './machine.js';
import { modulesOf } from './module-order.js';
import { readSystemMap } from './system-map.js';

/** What can be said about all guests of a factory. @internal */
export interface GuestFacts {
  readonly kernelDigest: string;
  readonly initramfsDigest: string;
  readonly acceleration: AccelerationFound;
  readonly port: string;
  /** From the start of the emulator to the agent's first word. */
  readonly bootMs: number;
  readonly saveMs: number;
  readonly bootTroubles: readonly string[];
  /** What the kernel was told. */
  readonly commandLine: string;
}

const INITRD_BYTES_MAX = 1024 * 1024 * 1024;
const AGENT_BYTES_MAX = 64 * 1024 * 1024;
/** Under KVM a guest boots in about a second: one that says nothing for so long never will. */
const KVM_BOOT_MS = 20_000;

interface Booted {
  readonly guest: Guest;
  readonly setup: GuestSetup;
  readonly acceleration: AccelerationFound;
  readonly bootMs: number;
}

/** @internal */
export class GuestFactory {
  readonly #options: GuestOptions;
  readonly #agent: () => Promise<string>;
  #folder: string | undefined;
  #prepared: Promise<{ readonly facts: GuestFacts; readonly setup: GuestSetup }> | undefined;
  #first: Guest | undefined;
  #booting: Guest | undefined;

  /** `agent` gives the path of the static executable that becomes process 1. */
  constructor(options: GuestOptions, agent: () => Promise<string>) {
    this.#options = options;
    this.#agent = agent;
  }

  /** Boots once and takes the snapshot; an AdapterFault says why that cannot be done. */
  async prepare(): Promise<GuestFacts> {
    this.#prepared ??= this.#prepare();
    return (await this.#prepared).facts;
  }

  /** A guest in the state in which the agent waits for its first message. */
  async take(): Promise<Guest> {
    await this.prepare();
    const first = this.#first;
    this.#first = undefined;
    if (first?.sound === true) return first;
    const { setup } = (await this.#prepared) as { readonly setup: GuestSetup };
    const guest = new Guest(setup);
    await guest.restore();
    return guest;
  }

  /** Gives up a boot that is under way; what has booted already stays. */
  cancel(): void {
    this.#booting?.kill();
  }

  /** Ends what nobody took, and removes the files. */
  close(): void {
    this.cancel();
    this.#first?.kill();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  async #prepare(): Promise<{ readonly facts: GuestFacts; readonly setup: GuestSetup }> {
    if (!hasEmulator()) {
      throw new AdapterFault(
        `there is no ${QEMU} in the PATH; install it (Debian: apt install qemu-system-x86)`,
      );
    }
    const folder = mkdtempSync(join(tmpdir(), 'kacs-guest-'));
    this.#folder = folder;
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    const image = await this.#image();
    const file = join(folder, 'initramfs');
    writeFileSync(file, image);
    const { guest, setup, acceleration, bootMs } = await this.#boot(folder, file);
    const snapshot = join(folder, 'snapshot');
    const start = performance.now();
    await guest.save(snapshot);
    this.#first = guest;
    const facts: GuestFacts = {
      kernelDigest: digestOf(readFileSync(this.#options.kernel)),
      initramfsDigest: digestOf(image),
      acceleration,
      port: guest.port,
      bootMs: Math.round(bootMs),
      saveMs: Math.round(performance.now() - start),
      bootTroubles: guest.bootTroubles,
      commandLine: kernelCommandLine(setup.spec),
    };
    return {
      facts,
      setup: { ...setup, port: guest.port, spec: { ...setup.spec, snapshot } },
    };
  }

  async #image(): Promise<Buffer> {
    const { modules, initrd } = this.#options;
    const agent = readBounded(await this.#agent(), AGENT_BYTES_MAX, 'an agent');
    return initramfs({
      agent,
      modules: modules === undefined ? [] : modulesOf(modules),
      ...(initrd === undefined
        ? {}
        : { initrd: readBounded(initrd, INITRD_BYTES_MAX, 'an initrd') }),
    });
  }

  /** KVM that was found by itself is given up for a guest that does not boot under it. */
  async #boot(folder: string, image: string): Promise<Booted> {
    const found = await this.#acceleration(folder);
    const { bootDeadlineMs, accel } = this.#options;
    if (accel !== 'auto' || found.accel === 'tcg') return this.#try(image, found, bootDeadlineMs);
    try {
      return await this.#try(image, found, Math.min(KVM_BOOT_MS, bootDeadlineMs));
    } catch (error) {
      if (!(error instanceof AdapterFault)) throw error;
      const reason = `the guest did not boot under KVM (${error.message})`;
      return this.#try(image, { accel: 'tcg', reason }, bootDeadlineMs);
    }
  }

  async #try(
    image: string,
    acceleration: AccelerationFound,
    bootDeadlineMs: number,
  ): Promise<Booted> {
    const { kernel, append, memoryMiB, cpus, seam, systemMap, deadlineMs } = this.#options;
    const setup: GuestSetup = {
      spec: {
        kernel: resolve(kernel),
        initramfs: image,
        append,
        memoryMiB,
        cpus,
        accel: acceleration.accel,
        callDeadlineMs: callDeadlineMs(deadlineMs),
        ...(seam === undefined ? {} : { seam }),
      },
      bootDeadlineMs,
      ...(systemMap === undefined ? {} : { systemMap: readSystemMap(systemMap) }),
    };
    const start = performance.now();
    const guest = new Guest(setup);
    this.#booting = guest;
    await guest.boot();
    this.#booting = undefined;
    return { guest, setup, acceleration, bootMs: performance.now() - start };
  }

  async #acceleration(folder: string): Promise<AccelerationFound> {
    const { accel } = this.#options;
    if (accel === 'tcg') return { accel, reason: 'asked for' };
    if (accel === 'auto') return findAcceleration(folder);
    const problem = await kvmProblem(folder);
    if (problem === undefined) return { accel, reason: 'asked for' };
    throw new AdapterFault(`--accel kvm cannot be used here: ${problem}; --accel tcg is slower`);
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
