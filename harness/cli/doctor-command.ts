/** @module `adapter doctor`: help for authors of adapters. */
import type { Command } from 'commander';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import { doctor } from '../protocol/doctor.js';
import { endOnInterrupt } from './interrupt.js';
import { countingNumber, EXIT } from './options.js';

interface DoctorFlags {
  readonly adapter: string;
  readonly profile: string;
  readonly deadline: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const DEADLINE_S = 10;

/** Adds the command. @internal */
export function addDoctor(program: Command): void {
  const adapter = program.command('adapter').description('help for authors of adapters');
  adapter
    .command('doctor')
    .description('lead an adapter from its first message to a full run')
    .requiredOption('-a, --adapter <target>', 'stdio:COMMAND, unix:PATH or tcp:HOST:PORT')
    .option('-p, --profile <profile>', `${PROFILE_IDS.join(', ')}, or a .yaml file`, 'learn-0.20')
    .option('--deadline <seconds>', 'how long one call may take', countingNumber, DEADLINE_S)
    .option('--json', 'print one JSON object')
    .option('--quiet', 'only the exit code')
    .action(run);
}

async function run(flags: DoctorFlags): Promise<void> {
  const { id } = profileOf(flags.profile);
  const lines: string[] = [];
  const report = (line: string): void => {
    if (flags.json === true) lines.push(line);
    else if (flags.quiet !== true) process.stdout.write(`${line}\n`);
  };
  const interrupt = endOnInterrupt();
  try {
    const deadlineMs = flags.deadline * 1000;
    process.exitCode = await doctor(flags.adapter, id, report, { deadlineMs });
  } finally {
    interrupt.release();
  }
  if (flags.json === true) {
    const well = process.exitCode === EXIT.ok;
    process.stdout.write(`${JSON.stringify({ well, profile: id, lines })}\n`);
  }
}
