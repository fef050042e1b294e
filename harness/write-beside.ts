/** @module Files that are whole or not there: written beside, then renamed. */
import { lstatSync, mkdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { oneLine } from './protocol/excerpt.js';
import { UsageError } from './usage-error.js';

/** An output folder that can be written to. @internal */
export interface OutputFolder {
  /** Writes all files or, as far as that can be had, none. */
  write(files: Readonly<Record<string, string>>): void;
}

/**
 * Makes an output folder, and checks that it can be written to before any work is done; `names` are
 * the files to come. However the process ends, no empty folder is left of it. `remedy`: what to do
 * where it cannot be. @internal
 */
export function prepareFolder(
  path: string,
  names: readonly string[],
  remedy = 'choose another with --out',
): OutputFolder {
  if (path === '') throw new UsageError('--out needs the name of a folder, not an empty text');
  const made: string[] = [];
  process.on('exit', () => {
    for (const folder of made.reverse()) removeIfEmpty(folder);
  });
  try {
    makeFolder(resolve(path), made);
    const probe = beside(join(path, '.probe'));
    writeFileSync(probe, '');
    rmSync(probe);
    for (const name of names) refuseFolder(join(path, name));
  } catch (error) {
    throw new UsageError(
      `cannot write to the folder ${oneLine(path, 200)}: ${systemReason(error)}; ${remedy}`,
    );
  }
  return { write: (files) => writeTogether(path, files) };
}

/** Each is written beside its place; only when all are, they are put there. */
function writeTogether(folder: string, files: Readonly<Record<string, string>>): void {
  const places = Object.keys(files).map((name) => join(folder, name));
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(beside(join(folder, name)), text);
    }
    for (const place of places) renameSync(beside(place), place);
  } catch (error) {
    for (const place of places) rmSync(beside(place), { force: true });
    const where = oneLine(folder, 200);
    throw new UsageError(`cannot write to the folder ${where}: ${systemReason(error)}`);
  }
}

/** Writes one file, whole or not at all. @internal */
export function writeWhole(path: string, text: string): void {
  const partial = beside(path);
  try {
    refuseFolder(path);
    writeFileSync(partial, text);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new UsageError(`cannot write ${oneLine(path, 200)}: ${systemReason(error)}`);
  }
}

/** Writes one file with these permissions where none is yet. @internal */
export function writeFresh(path: string, text: string, mode: number): void {
  try {
    writeFileSync(path, text, { mode, flag: 'wx' });
  } catch (error) {
    throw new UsageError(`cannot write ${oneLine(path, 200)}: ${systemReason(error)}`);
  }
}

/** Where a file is written before it is put in its place. @internal */
export function beside(path: string): string {
  return `${path}.${process.pid}.partial`;
}

/** Not `recursive`: Node.js 20 never returns from that where a parent refuses (as in /proc). */
function makeFolder(path: string, made: string[]): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent, made);
  try {
    mkdirSync(path);
    made.push(path);
  } catch (error) {
    // Another run may have made it in the meantime.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function refuseFolder(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  throw new Error(`${path} is a folder, expected a file or nothing`);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something is in it by now: not ours to remove.
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a file is in the way',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left',
  EMFILE: 'too many files are open',
  ENXIO: 'there is no such device',
  ERR_INVALID_ARG_VALUE: 'a path cannot hold a null character',
};

/** What the system said, in words and without its stack. @internal */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : REASONS[code]) ?? oneLine(message, 200);
}
