/** @module Files that are whole or not there: written beside, then renamed. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from './usage-error.js';

/** Writes text so that a reader never meets half of it. @internal */
export function writeBeside(path: string, text: string): void {
  const beside = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new UsageError(`cannot write ${path}: ${systemReason(error)}`);
  }
}

/** Makes an output folder, and checks that it can be written to before any work is done. @internal */
export function prepareFolder(path: string): void {
  try {
    makeFolder(resolve(path));
    const probe = `${path}/.${process.pid}.partial`;
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new UsageError(
      `cannot write to the folder ${path}: ${systemReason(error)}; choose another with --out`,
    );
  }
}

/** Not `recursive`: Node.js 20 never returns from that where a parent refuses (as in /proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** What the system said, without its stack. @internal */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'not permitted',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is not a folder',
    EEXIST: 'a file is in the way',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left',
  };
  return (code === undefined ? undefined : reasons[code]) ?? message;
}
