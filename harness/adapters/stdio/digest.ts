/** @module Which candidate a command line starts: a digest over the files that it names. */
import { createHash } from 'node:crypto';
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** `sha256:…` of the executable and of the first argument that is a readable file. @internal */
export function commandDigest(command: readonly [string, ...string[]]): string | undefined {
  const [file, ...args] = command;
  const executable = resolveExecutable(file);
  if (executable === undefined) return undefined;
  const script = args.find(isReadableFile);
  const whole = createHash('sha256');
  for (const path of script === undefined ? [executable] : [executable, script]) {
    const part = fileHash(path);
    if (part === undefined) return undefined;
    whole.update(part);
  }
  return `sha256:${whole.digest('hex')}`;
}

/** The file that a command name stands for, found as the system finds it. @internal */
export function resolveExecutable(name: string): string | undefined {
  if (name.includes('/')) return isExecutable(name) ? name : undefined;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder === '' ? '.' : folder, name);
    if (isExecutable(path)) return path;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  return allows(path, constants.X_OK);
}

function isReadableFile(path: string): boolean {
  return !path.includes('\0') && allows(path, constants.R_OK);
}

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Read in pieces: an executable may be larger than what we want to hold. @internal */
export function fileHash(path: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(1024 * 1024);
    for (;;) {
      const size = readSync(descriptor, piece, 0, piece.length, null);
      if (size === 0) return hash.digest();
      hash.update(piece.subarray(0, size));
    }
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
