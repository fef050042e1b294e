/** @module Files that are whole or not there: written beside, then renamed. */
import { mkdirSync, realpathSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
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
  if (path === '') throw new UsageError(`the folder has no name; ${remedy}`);
  const made: string[] = [];
  process.on('exit', () => {
    for (const folder of made.reverse()) removeIfEmpty(folder);
  });
  try {
    makeFolder(resolve(path), made);
    const probe = beside(join(path, '.probe'));
    writeFileSync(probe, '');
    rmSync(probe);
    for (const name of names) refuseNoFile(join(path, name));
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

/** Writes one file, whole or not at all; a device as `/dev/null` is written to. @internal */
export function writeWhole(path: string, text: string): void {
  let partial: string | undefined;
  try {
    const place = statSync(path, { throwIfNoEntry: false });
    if (place?.isCharacterDevice() === true) {
      writeFileSync(path, text);
      return;
    }
    refuseNoFile(path);
    // A link stays one.
    const real = place === undefined ? path : realpathSync(path);
    partial = beside(real);
    writeFileSync(partial, text);
    renameSync(partial, real);
  } catch (error) {
    if (partial !== undefined) rmSync(partial, { force: true });
    throw new UsageError(`cannot write ${oneLine(path, 200)}: ${systemReason(error)}`);
  }
}

/** Writes one file with these permissions where none is yet. @internal */
export function writeFresh(path: string, text: string, mode: number): void {
  try {
    writeFileSync(path, text, { mode, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(path, { force: true });
    throw new UsageError(`cannot write ${oneLine(path, 200)}: ${systemReason(error)}`);
  }
}

/** Where a file is written before it is put in its place. @internal */
export function beside(path: string): string {
  return `${path}.${process.pid}.partial`;
}

/** Makes a folder and those above it, as far as they are not there. @internal */
export function makeFolders(path: string): void {
  makeFolder(resolve(path), []);
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

/**
 * Throws where a file cannot be put: a folder, a pipe or a device (which, where one may, would be
 * gone) is there. @internal
 */
export function refuseNoFile(path: string): void {
  if (path === '') throw new Error('the name is empty');
  const place = statSync(path, { throwIfNoEntry: false });
  if (place === undefined || place.isFile()) return;
  const what = place.isDirectory() ? 'a folder' : 'a pipe, a socket or a device';
  throw new Error(`${path} is ${what}, expected a file or nothing`);
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
  EAGAIN: 'nothing can be read there now',
  ENXIO: 'there is no such device',
  ERR_INVALID_ARG_VALUE: 'a path cannot hold a null character',
};

/** What the system said, in words and without its stack. @internal */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : REASONS[code]) ?? oneLine(message, 200);
}
