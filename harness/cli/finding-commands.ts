/** @module The commands for files of findings with their options. */
import { Option, type Command } from 'commander';
import type { ExportFlags, FindingFlags } from './finding-command.js';
import { addGuestOptions } from './guest-options.js';
import { countingNumber } from './options.js';
import { TARGET_HELP } from './target-help.js';

const DEADLINE_S = 10;

/** Adds the commands. @internal */
export function addFindingCommands(program: Command): void {
  const onCandidate = (command: Command): Command =>
    command
      .argument('<finding>', 'a finding.json')
      .option('-a, --adapter <target>', `${TARGET_HELP} (default: that of the finding)`)
      .option('--deadline <seconds>', 'how long one call may take', countingNumber, DEADLINE_S)
      .option('--quiet', 'only the exit code');
  const replay = onCandidate(
    program.command('replay').description('does a finding still show, and how often?'),
  );
  replay
    .option('--times <n>', 'how often it is played (default: 10)', countingNumber)
    .option('--json', 'print one JSON object')
    .action(async (file: string, flags: FindingFlags) => {
      await (await import('./finding-command.js')).replay(file, flags);
    });
  const minimize = onCandidate(
    program.command('minimize').description('make the program of a finding smaller'),
  );
  minimize
    .option('-o, --out <file>', 'where to (default: the file itself)')
    .action(async (file: string, flags: FindingFlags) => {
      await (await import('./finding-command.js')).minimize(file, flags);
    });
  for (const command of [replay, minimize]) addGuestOptions(command, { ownJobs: true });
  program
    .command('export')
    .description('write a finding for other tools')
    .argument('<finding>', 'a finding.json')
    .addOption(
      new Option('--as <form>', 'one C program with the raw calls; the Program; a test; the bytes')
        .choices(['c', 'program', 'vitest', 'hex'])
        .makeOptionMandatory(),
    )
    .option('-o, --out <file>', 'where to (default: standard output)')
    .action(async (file: string, flags: ExportFlags) => {
      (await import('./finding-command.js')).exportFinding(file, flags);
    });
}
