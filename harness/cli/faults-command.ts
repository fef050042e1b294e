/** @module `faults`: checks that every named deviation of the model is caught. */
import { ALL_FAULTS, type AnyFault } from '../faults/all-faults.js';
import { changedFaults } from '../faults/changed.js';
import type { FaultResult } from '../faults/kill.js';
import { runFaults } from '../faults/run-faults.js';
import { WIDE_FAULTS } from '../faults/wide.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import { excerpt } from '../protocol/excerpt.js';
import { UsageError } from '../usage-error.js';
import { glob } from './glob.js';
import { EXIT } from './options.js';
import { Progress } from './progress.js';
import { fold, paint } from './terminal.js';

/** @internal */
export interface FaultsFlags {
  readonly profile?: readonly string[];
  readonly fault?: readonly string[];
  readonly thorough?: boolean;
  /** A git revision; true stands for HEAD. */
  readonly changed?: string | true;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** A fault that makes so many other clauses fail says little about its own. */
const COARSE_ABOVE = 5;

/** Carries the command out. @internal */
export async function run(flags: FaultsFlags): Promise<void> {
  const faults = await concernedFaults(chosenFaults(flags.fault ?? []), flags);
  const profiles = flags.profile ?? PROFILE_IDS;
  // A wrong one is said before any work is done.
  for (const id of profiles) profileOf(id);
  if (flags.list === true) {
    process.stdout.write(listText(faults, flags));
    return;
  }
  const started = performance.now();
  const progress = new Progress(flags);
  const results = await runFaults({
    faults,
    profiles,
    thorough: flags.thorough === true,
    onProgress: (done, total) => progress.show(done, total, 'faults tried'),
  });
  progress.end();
  report(flags, results, Math.round(performance.now() - started) / 1000);
}

/** With --changed, the faults that the difference from the base concerns. */
async function concernedFaults(
  faults: readonly AnyFault[],
  { changed, quiet }: FaultsFlags,
): Promise<readonly AnyFault[]> {
  if (changed === undefined) return faults;
  const { SUITES } = await import('../../suites/index.js');
  const found = await changedFaults(faults, SUITES, changed === true ? 'HEAD' : changed);
  const [first] = found.shared;
  if (first !== undefined && quiet !== true) {
    const more = found.shared.length - 1;
    const differ =
      more === 0
        ? `${excerpt(first)} differs, too, and any fault may depend on it`
        : `${excerpt(first)} and ${more} more differ, too, and any fault may depend on them`;
    process.stderr.write(`${differ}: run all without --changed\n`);
  }
  return found.faults;
}

/** The faults that any of the patterns matches; each has to match some. */
function chosenFaults(patterns: readonly string[]): readonly AnyFault[] {
  const matchers = patterns.map(glob);
  for (const [index, matches] of matchers.entries()) {
    if (ALL_FAULTS.some(({ id }) => matches(id))) continue;
    const pattern = excerpt(patterns[index]);
    throw new UsageError(`no fault matches ${pattern}: \`faults --list\` names them all`);
  }
  if (matchers.length === 0) return ALL_FAULTS;
  return ALL_FAULTS.filter(({ id }) => matchers.some((matches) => matches(id)));
}

function listText(faults: readonly AnyFault[], { json }: FaultsFlags): string {
  if (json === true) {
    const listed = faults.map(({ id, breaks }) => ({ id, breaks }));
    return `${JSON.stringify({ faults: listed })}\n`;
  }
  return faults.map(({ id, breaks }) => `${id}  ${breaks.join(' ')}\n`).join('');
}

function report(flags: FaultsFlags, results: readonly FaultResult[], seconds: number): void {
  const survivors = results.filter(({ survived }) => survived.length > 0);
  const broad = results.filter(({ alsoFailed }) => (alsoFailed?.length ?? 0) > COARSE_ABOVE);
  const wide = broad.filter(({ fault }) => Object.hasOwn(WIDE_FAULTS, fault));
  const coarse = broad.filter((result) => !wide.includes(result));
  const count = new Set(results.map(({ fault }) => fault)).size;
  const survivorIds = new Set(survivors.map(({ fault }) => fault));
  if (flags.json === true) {
    process.stdout.write(
      `${JSON.stringify({
        faults: count,
        killed: count - survivorIds.size,
        survivors: survivors.map(nameOf),
        ...(flags.thorough === true ? { coarse: coarse.map(nameOf), wide: wide.map(nameOf) } : {}),
        runs: results.length,
        seconds,
      })}\n`,
    );
  } else if (flags.quiet !== true) {
    const lines = [
      ...survivors.map((result) => {
        const head = `${paint('survives', 'red')} ${nameOf(result)}`;
        return `${head}: ${result.survived.join(' ')}`;
      }),
      ...wide.map((result) => `wide ${breadthOf(result)}; ${WIDE_FAULTS[result.fault] ?? ''}`),
      ...coarse.map((result) => {
        const some = (result.alsoFailed ?? []).slice(0, COARSE_ABOVE).join(' ');
        return `${paint('coarse', 'yellow')} ${breadthOf(result)}: ${some} …`;
      }),
    ];
    for (const line of lines) process.stdout.write(`${fold(line, 4)}\n`);
    process.stdout.write(
      `${count} faults, ${count - survivorIds.size} killed, ${survivorIds.size} survivors ` +
        `(${results.length} runs, ${seconds.toFixed(1)} s)\n`,
    );
  }
  process.exitCode = survivors.length === 0 ? EXIT.ok : EXIT.findings;
}

function nameOf({ fault, profile }: FaultResult): string {
  return `${fault} (${profile})`;
}

function breadthOf(result: FaultResult): string {
  return `${nameOf(result)}: ${result.alsoFailed?.length ?? 0} other clauses`;
}
