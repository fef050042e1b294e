/** @module `adapter doctor`: help for authors of adapters. */
import { AdapterFault } from '../adapters/adapter.js';
import { openLinux } from '../adapters/linux/linux-target.js';
import { agentFile } from '../adapters/qemu/agent-file.js';
import {
  guestOptions,
  guestWords,
  saysGuest,
  type GuestFlags,
} from '../adapters/qemu/guest-options.js';
import { notesOf } from '../adapters/qemu/qemu-adapter.js';
import { openOneGuest } from '../adapters/qemu/qemu-target.js';
import { connect } from '../adapters/stdio/connect.js';
import { profileOf } from '../profiles/profile-option.js';
import { examine, type Patient } from '../protocol/doctor.js';
import { UsageError } from '../usage-error.js';
import { endOnInterrupt } from './interrupt.js';
import { DEFAULT_PROFILE, EXIT } from './options.js';
import { fold } from './terminal.js';

/** @internal */
export interface DoctorFlags extends GuestFlags {
  readonly adapter: string;
  readonly profile?: string;
  readonly deadline: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

type Report = (line: string) => void;

/** Carries the command out. @internal */
export async function run(flags: DoctorFlags): Promise<void> {
  const profile = profileOf(flags.profile ?? DEFAULT_PROFILE);
  const lines: string[] = [];
  const report = (line: string): void => {
    if (flags.json === true) lines.push(line);
    else if (flags.quiet !== true) process.stdout.write(`${shown(line)}\n`);
  };
  const interrupt = endOnInterrupt();
  try {
    const patient = await patientOf(flags, profile.id, report);
    process.exitCode = patient === undefined ? EXIT.fault : await examine(patient, profile, report);
  } finally {
    interrupt.release();
  }
  if (flags.json === true) {
    const well = process.exitCode === EXIT.ok;
    process.stdout.write(`${JSON.stringify({ well, profile: profile.id, lines })}\n`);
  }
}

/** Undefined: its kernel does not boot, which has been said. */
async function patientOf(
  flags: DoctorFlags,
  profile: string,
  report: Report,
): Promise<Patient | undefined> {
  const { adapter } = flags;
  const deadlineMs = flags.deadline * 1000;
  const given = ['--profile', profile];
  // The version of a kernel is best found out.
  const forKernel = flags.profile === undefined ? [] : given;
  if (adapter === 'qemu') {
    const words = ['--adapter', adapter, ...guestWords(flags), ...forKernel];
    return await guestOf(flags, words, report);
  }
  const foreign = saysGuest(flags);
  if (foreign !== undefined) throw new UsageError(`${foreign} is for --adapter qemu`);
  if (adapter === 'linux') {
    return { client: openLinux({ deadlineMs }), words: ['--adapter', adapter, ...forKernel] };
  }
  return { client: connect(adapter, { deadlineMs }), words: ['--adapter', adapter, ...given] };
}

async function guestOf(
  flags: DoctorFlags,
  words: readonly string[],
  report: Report,
): Promise<Patient | undefined> {
  const connecting = { deadlineMs: flags.deadline * 1000 };
  const options = { ...guestOptions(flags), ...connecting };
  try {
    const { client, facts } = await openOneGuest(options, connecting, () => agentFile(flags.agent));
    report(`ok   0 the kernel boots as far as the agent, in ${(facts.bootMs / 1000).toFixed(1)} s`);
    for (const note of notesOf(facts)) report(`     note: ${note}`);
    return { client, words };
  } catch (error) {
    if (!(error instanceof AdapterFault)) throw error;
    report('NOT ok: 0 the kernel boots as far as the agent');
    report(`     got: ${error.message}`);
    return undefined;
  }
}

/** A command to be copied stays on its line. */
function shown(line: string): string {
  return line.startsWith('  npx ') ? line : fold(line, 5);
}
