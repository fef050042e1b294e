/** @module The commands around fuzzing with their options; each is loaded when it is asked for. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { TARGET_NAMES, type TargetName } from '../fuzz/target.js';
import type { CorpusFlags } from './corpus-command.js';
import { addFindingCommands } from './finding-commands.js';
import type { FuzzFlags } from './fuzz-command.js';
import { addGuestOptions } from './guest-options.js';
import { countingNumber, DEFAULT_PROFILE, wholeNumber } from './options.js';
import { TARGET_HELP } from './target-help.js';

const DEADLINE_S = 10;
const PROFILES = Object.keys(BUILT_IN_PROFILES).join(', ');

/** Adds the commands. @internal */
export function addFuzzCommands(program: Command): void {
  const fuzz = program
    .command('fuzz')
    .description('look for inputs where an implementation departs from the model')
    .option('-a, --adapter <target>', TARGET_HELP, 'reference')
    .option(
      '-p, --profile <profile>',
      `${PROFILES}, auto, or a .yaml file (default: ${DEFAULT_PROFILE}; auto for a kernel)`,
    )
    .addOption(
      new Option(
        '-t, --target <target>',
        `${TARGET_NAMES.join(', ')} or all; repeatable (default: all)`,
      ).argParser(targetOption),
    )
    .option('--time <duration>', 'how long, as in 60s, 10m, 8h (default: 60s)', durationOption)
    .option('--runs <n>', 'how many inputs', countingRuns)
    .option('--jobs <n>', 'worker processes (default: one for each core)', countingNumber)
    .option('--seed <n>', 'seed of all random choices (default: another each time)', wholeNumber)
    .option('--corpus <folder>', 'inputs to start from and to add to (default: in --out)')
    .option('-o, --out <folder>', 'findings, journal, statistics (default: reports/out/fuzz/…)')
    .option('--resume', 'go on with the campaign in --out')
    .option('--waivers <file>', 'known failures, a .yaml file: found ones are counted, not red')
    .option('--deadline <seconds>', 'how long one call may take', countingNumber, DEADLINE_S)
    .option('--json', 'print one JSON object')
    .option('--quiet', 'no progress, no summary')
    .action(async (flags: FuzzFlags) => {
      const { run } = await import('./fuzz-command.js');
      await run(flags);
    });
  addGuestOptions(fuzz, { ownJobs: true });
  addCorpus(program);
  addFindingCommands(program);
}

function addCorpus(program: Command): void {
  const corpus = program
    .command('corpus')
    .description('put folders of inputs together, or in order');
  const add = (name: 'merge' | 'minimize' | 'stats', description: string): void => {
    corpus
      .command(name)
      .description(description)
      .argument('<folder...>', 'folders of inputs')
      .option('-p, --profile <profile>', `${PROFILES}, or a .yaml file`, DEFAULT_PROFILE)
      .option('--json', 'print one JSON object for each')
      .option('--quiet', 'only the exit code')
      .action(async (folders: readonly string[], flags: CorpusFlags) => {
        const commands = await import('./corpus-command.js');
        await commands[name](folders, flags);
      });
  };
  add('merge', 'add the inputs of the other folders to the first');
  add('minimize', 'keep only inputs that reach something that no smaller one does');
  add('stats', 'say how many inputs there are, and what they reach');
}

function targetOption(
  value: string,
  previous: readonly (TargetName | 'all')[] | undefined,
): readonly (TargetName | 'all')[] {
  const known: readonly string[] = [...TARGET_NAMES, 'all'];
  if (!known.includes(value)) {
    throw new InvalidArgumentError(`expected one of ${known.join(', ')}`);
  }
  return [...(previous ?? []), value as TargetName | 'all'];
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `90s`, `10m`, `8h`. */
function durationOption(value: string): number {
  const [, number, unit] = /^([1-9]\d{0,5})([smh])$/.exec(value) ?? [];
  const factor = unit === undefined ? undefined : UNITS[unit];
  if (number === undefined || factor === undefined) {
    throw new InvalidArgumentError('expected a time such as 60s, 10m or 8h');
  }
  return Number(number) * factor;
}

function countingRuns(value: string): number {
  if (!/^[1-9]\d{0,9}$/.test(value)) {
    throw new InvalidArgumentError('expected a whole number from 1');
  }
  return Number(value);
}
