/** @module Files of people, read as far as a bound, whatever they are. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { oneLine } from './protocol/excerpt.js';
import { UsageError } from './usage-error.js';
import { systemReason } from './write-beside.js';

const STANDARD_INPUT = 0;
const RETRY_MS = 10;
/** Our own files need about 20. */
const DEPTH_MAX = 200;
const PIECE_BYTES = 1024 * 1024;

/** The bytes of a file (`-`: of standard input), at most so many. @internal */
export function readBounded(file: string, bytesMax: number, what: string): Buffer {
  let descriptor = STANDARD_INPUT;
  try {
    // Not blocking: a pipe without a writer would otherwise be waited for, for ever.
    if (file !== '-') descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const about = fstatSync(descriptor);
    if (about.isDirectory()) {
      throw new UsageError(`cannot read ${fileName(file)}: it is a folder, expected ${what}`);
    }
    if (about.isFile() && about.size > bytesMax) throw tooLong(file, bytesMax, what);
    const pieces: Buffer[] = [];
    let length = 0;
    while (length <= bytesMax) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, bytesMax + 1));
      const read = readSome(descriptor, piece, !about.isFile());
      if (read === 0) break;
      pieces.push(piece.subarray(0, read));
      length += read;
    }
    if (length > bytesMax) throw tooLong(file, bytesMax, what);
    if (length === 0 && file !== '-' && about.isFIFO()) {
      throw new UsageError(`cannot read ${fileName(file)}: it is a pipe that nobody writes to`);
    }
    return Buffer.concat(pieces);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${fileName(file)}: ${systemReason(error)}`);
  } finally {
    if (descriptor !== STANDARD_INPUT) closeSync(descriptor);
  }
}

function tooLong(file: string, bytesMax: number, what: string): UsageError {
  return new UsageError(`${fileName(file)} has more than ${bytesMax} bytes: expected ${what}`);
}

/** The text of a file, at most so many bytes. @internal */
export function readText(file: string, bytesMax: number, what: string): string {
  return textOf(readBounded(file, bytesMax, what), file, what);
}

/** Bytes of a file as text, without the byte order mark that some editors put there. @internal */
export function textOf(bytes: Uint8Array, file: string, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${fileName(file)} is not text in UTF-8: expected ${what}`);
  }
}

/** The JSON text of a file as a value. @internal */
export function jsonOf(text: string, file: string, what: string): unknown {
  if (text.trim() === '') throw new UsageError(`${fileName(file)} is empty: expected ${what}`);
  const value = parsed(text, file, what);
  if (isDeeperThan(value, DEPTH_MAX)) {
    throw new UsageError(
      `${fileName(file)} is nested more than ${DEPTH_MAX} levels deep: expected ${what}`,
    );
  }
  return value;
}

function parsed(text: string, file: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = oneLine((error as Error).message, 200);
    throw new UsageError(`${fileName(file)} is not JSON, expected ${what}: ${why}`);
  }
}

/** Level by level: what recurses over a value would run out of stack. */
function isDeeperThan(value: unknown, levels: number): boolean {
  let layer = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    layer = layer.flatMap((one) =>
      typeof one === 'object' && one !== null ? (Object.values(one) as unknown[]) : [],
    );
    if (layer.length === 0) return false;
  }
  return true;
}

/** A file as a message names it. @internal */
export function fileName(file: string): string {
  if (file === '') return '"" (a file without a name)';
  return file === '-' ? 'standard input' : oneLine(file, 200);
}

/** A terminal or a pipe that does not block says EAGAIN where others wait. */
function readSome(descriptor: number, piece: Buffer, waits: boolean): number {
  for (;;) {
    try {
      return readSync(descriptor, piece, 0, piece.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN' || !waits) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}
