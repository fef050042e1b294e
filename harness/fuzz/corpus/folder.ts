/**
 * @module A corpus on disk: one Program a file, named by its contents, in a folder per target. What
 * is no input is left alone and counted.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneLine } from '../../protocol/excerpt.js';
import type { Program } from '../../program/program.js';
import { beside, makeFolders } from '../../write-beside.js';
import { programProblem } from '../finding-file.js';

/** What a corpus folder holds. @internal */
export interface CorpusContents {
  readonly programs: readonly Program[];
  readonly files: readonly string[];
  /** Files that are no inputs. */
  readonly garbage: number;
  /** The first of them, and what is wrong with it. */
  readonly example?: string;
}

const FILE_BYTES_MAX = 1024 * 1024;
const FILES_MAX = 200_000;
const DEPTH_MAX = 3;
const NAME_DIGITS = 24;

/** Reads every input below a folder; a folder that is not there is empty. @internal */
export function readCorpus(folder: string): CorpusContents {
  const programs: Program[] = [];
  const files: string[] = [];
  let garbage = 0;
  let example: string | undefined;
  for (const path of filesBelow(folder, DEPTH_MAX).slice(0, FILES_MAX)) {
    const read = readInput(path);
    if ('program' in read) {
      programs.push(read.program);
      files.push(path);
      continue;
    }
    garbage += 1;
    example ??= `${oneLine(path, 120)}: ${read.problem}`;
  }
  return { programs, files, garbage, ...(example === undefined ? {} : { example }) };
}

function readInput(
  path: string,
): { readonly program: Program } | { readonly problem: string } {
  try {
    const { size } = statSync(path);
    if (size > FILE_BYTES_MAX) return { problem: `${size} bytes are too many for an input` };
    const value = JSON.parse(readFileSync(path, 'utf8')) as unknown;
    const problem = programProblem(value);
    return problem === undefined ? { program: value as Program } : { problem };
  } catch (error) {
    return { problem: oneLine((error as Error).message, 120) };
  }
}

function filesBelow(folder: string, depth: number): readonly string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return depth > 1 ? filesBelow(path, depth - 1) : [];
      return entry.isFile() && !entry.name.endsWith('.partial') ? [path] : [];
    });
}

/** The name of an input: the digest of its text. @internal */
export function inputName(text: string): string {
  return `${createHash('sha256').update(text).digest('hex').slice(0, NAME_DIGITS)}.json`;
}

/**
 * Adds an input; gives back its path, or undefined if it was there. Throws what the disk says.
 * @internal
 */
export function addInput(folder: string, target: string, program: Program): string | undefined {
  const text = `${JSON.stringify(program)}\n`;
  const place = join(folder, target);
  const path = join(place, inputName(text));
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return undefined;
  makeFolders(place);
  try {
    writeFileSync(beside(path), text);
    renameSync(beside(path), path);
  } catch (error) {
    rmSync(beside(path), { force: true });
    throw error;
  }
  return path;
}
