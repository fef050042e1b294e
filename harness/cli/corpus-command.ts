/** @module `corpus`: folders of inputs put together, made small, and counted. */
import { rmSync, statSync } from 'node:fs';
import { addInput, readCorpus, type CorpusContents } from '../fuzz/corpus/folder.js';
import { minimalInputs } from '../fuzz/corpus/minimal.js';
import { featureClause } from '../fuzz/features.js';
import { profileOf } from '../profiles/profile-option.js';
import type { Program } from '../program/program.js';
import { fileName } from '../read-bounded.js';
import { UsageError } from '../usage-error.js';
import { makeFolders, systemReason } from '../write-beside.js';
import { sayError } from './ending.js';

/** @internal */
export interface CorpusFlags {
  readonly profile: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `merge`: everything of the other folders goes into the first. @internal */
export function merge(folders: readonly string[], flags: CorpusFlags): void {
  const [into = '', ...others] = folders;
  if (others.length === 0) throw new UsageError('merge needs a folder to add to, and others');
  let added = 0;
  let known = 0;
  for (const folder of others) {
    for (const program of contentsOf(folder).programs) {
      if (add(into, program)) added += 1;
      else known += 1;
    }
  }
  say(flags, { added, known }, `${added} inputs added to ${fileName(into)}, ${known} were there`);
}

/** `minimize`: only inputs that reach something that no other one does. @internal */
export async function minimize(folders: readonly string[], flags: CorpusFlags): Promise<void> {
  for (const folder of folders) {
    const { programs, files } = contentsOf(folder);
    const kept = new Set(await minimalInputs(programs, profileOf(flags.profile)));
    programs.forEach((program, index) => {
      const file = files[index];
      if (!kept.has(program) && file !== undefined) rmSync(file, { force: true });
    });
    const [before, after] = [programs.length, kept.size];
    say(flags, { folder, before, after }, `${fileName(folder)}: ${after} of ${before} inputs kept`);
  }
}

/** `stats`: how many, how large, what they reach. @internal */
export async function stats(folders: readonly string[], flags: CorpusFlags): Promise<void> {
  for (const folder of folders) {
    const { programs, files, garbage } = contentsOf(folder);
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    const features = new Set<number>();
    await minimalInputs(programs, profileOf(flags.profile), features);
    const clauses = [...features].filter((one) => featureClause(one) !== undefined).length;
    const targets: Record<string, number> = {};
    for (const { id } of programs) {
      const target = id.split('/')[1] ?? 'unknown';
      targets[target] = (targets[target] ?? 0) + 1;
    }
    const figures = {
      ...{ folder, inputs: programs.length, bytes, garbage, targets },
      ...{ features: features.size, clauses },
    };
    const of = Object.entries(targets).map(([name, count]) => `${count} ${name}`);
    say(
      flags,
      figures,
      `${fileName(folder)}: ${programs.length} inputs (${of.join(', ')}), ${Math.ceil(bytes / 1024)} KiB, ` +
        `${features.size} features, ${clauses} clauses; ${garbage} files are no inputs`,
    );
  }
}

function contentsOf(folder: string): CorpusContents {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`${fileName(folder)} is no folder: expected one with inputs`);
  }
  const contents = readCorpus(folder);
  const { garbage, example = '' } = contents;
  if (garbage > 0) sayError(`${garbage} files of ${fileName(folder)} are no inputs: ${example}`);
  return contents;
}

function add(into: string, program: Program): boolean {
  try {
    makeFolders(into);
    return addInput(into, targetOf(program), program) !== undefined;
  } catch (error) {
    throw new UsageError(`cannot write to ${fileName(into)}: ${systemReason(error)}`);
  }
}

/** The ids of inputs are `fuzz/<target>/…`. */
function targetOf({ id }: Program): string {
  const [, target = 'other'] = id.split('/');
  return /^[a-z]{1,20}$/.test(target) ? target : 'other';
}

function say(flags: CorpusFlags, figures: object, text: string): void {
  if (flags.json === true) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else if (flags.quiet !== true) process.stdout.write(`${text}\n`);
}
