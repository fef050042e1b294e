/** @module `adapter doctor`: help for authors of adapters. */
import { profileOf } from '../profiles/profile-option.js';
import { doctor } from '../protocol/doctor.js';
import { endOnInterrupt } from './interrupt.js';
import { EXIT } from './options.js';
import { fold } from './terminal.js';

/** @internal */
export interface DoctorFlags {
  readonly adapter: string;
  readonly profile: string;
  readonly deadline: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Carries the command out. @internal */
export async function run(flags: DoctorFlags): Promise<void> {
  const profile = profileOf(flags.profile);
  const lines: string[] = [];
  const report = (line: string): void => {
    if (flags.json === true) lines.push(line);
    else if (flags.quiet !== true) process.stdout.write(`${shown(line)}\n`);
  };
  const interrupt = endOnInterrupt();
  try {
    const deadlineMs = flags.deadline * 1000;
    process.exitCode = await doctor(flags.adapter, profile, report, { deadlineMs });
  } finally {
    interrupt.release();
  }
  if (flags.json === true) {
    const well = process.exitCode === EXIT.ok;
    process.stdout.write(`${JSON.stringify({ well, profile: profile.id, lines })}\n`);
  }
}

/** A command to be copied stays on its line. */
function shown(line: string): string {
  return line.startsWith('  npx ') ? line : fold(line, 5);
}
