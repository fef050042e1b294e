/** @module `faults`: checks that every named deviation of the model is caught. */
import type { Command } from 'commander';
import { FAULTS } from '../../reference/faults/index.js';
import type { FaultResult } from '../faults/kill.js';
import { runFaults } from '../faults/run-faults.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import { UsageError } from '../usage-error.js';
import { zeroCounts } from '../runner/runner.js';
import { EXIT, collect } from './options.js';
import { globToRegExp } from './selection.js';
import { paint, Progress } from './terminal.js';

interface FaultsFlags {
  readonly profile: readonly string[];
  readonly fault: readonly string[];
  readonly thorough?: boolean;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** A fault that makes so many other clauses fail says little about its own. */
const COARSE_ABOVE = 5;

/** Adds the command. @internal */
export function addFaults(program: Command): void {
  program
    .command('faults')
    .description('check that the suites catch every named deviation of the reference')
    .option(
      '-p, --profile <profile>',
      `${PROFILE_IDS.join(', ')}; repeatable, default all`,
      collect,
      [],
    )
    .option('-f, --fault <glob>', 'only these faults; repeatable', collect, [])
    .option('--thorough', 'run every case on every fault, and name the faults that are too coarse')
    .option('--list', 'only list the faults')
    .option('--json', 'print one JSON object')
    .option('--quiet', 'no progress')
    .action(run);
}

async function run(flags: FaultsFlags): Promise<void> {
  const matchers = flags.fault.map(globToRegExp);
  const faults = FAULTS.filter(
    ({ id }) => matchers.length === 0 || matchers.some((m) => m.test(id)),
  );
  if (faults.length === 0) throw new UsageError('no fault matches: `faults --list` names them all');
  if (flags.list === true) {
    for (const { id, breaks } of faults) process.stdout.write(`${id}  ${breaks.join(' ')}\n`);
    return;
  }
  const started = performance.now();
  const ids = flags.profile.length === 0 ? PROFILE_IDS : flags.profile;
  for (const id of ids) profileOf(id); // A wrong one is said before any work is done.
  const progress = new Progress(flags);
  const results = await runFaults({
    faults,
    profiles: ids,
    thorough: flags.thorough === true,
    onProgress: (done, total) => progress.update(done, total, { ...zeroCounts(), pass: done }),
  });
  progress.end();
  report(flags, results, Math.round(performance.now() - started) / 1000);
}

function report(flags: FaultsFlags, results: readonly FaultResult[], seconds: number): void {
  const survivors = results.filter(({ survived }) => survived.length > 0);
  const coarse = results.filter(({ alsoFailed }) => (alsoFailed?.length ?? 0) > COARSE_ABOVE);
  const name = ({ fault, profile }: FaultResult): string => `${fault} (${profile})`;
  const count = new Set(results.map(({ fault }) => fault)).size;
  const survivorIds = new Set(survivors.map(({ fault }) => fault));
  if (flags.json === true) {
    process.stdout.write(
      `${JSON.stringify({
        faults: count,
        killed: count - survivorIds.size,
        survivors: survivors.map(name),
        ...(flags.thorough === true ? { coarse: coarse.map(name) } : {}),
        runs: results.length,
        seconds,
      })}\n`,
    );
  } else {
    for (const result of survivors) {
      process.stdout.write(
        `${paint('survives', 'red')} ${name(result)}: ${result.survived.join(' ')}\n`,
      );
    }
    for (const result of coarse) {
      const failed = result.alsoFailed ?? [];
      process.stdout.write(
        `${paint('coarse', 'yellow')} ${name(result)}: ${failed.length} other clauses: ` +
          `${failed.slice(0, COARSE_ABOVE).join(' ')} …\n`,
      );
    }
    process.stdout.write(
      `${count} faults, ${count - survivorIds.size} killed, ${survivorIds.size} survivors ` +
        `(${results.length} runs, ${seconds.toFixed(1)} s)\n`,
    );
  }
  process.exitCode = survivors.length === 0 ? EXIT.ok : EXIT.findings;
}
