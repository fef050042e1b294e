/** @module Files of people, read as far as a bound, whatever they are. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { oneLine } from './protocol/excerpt.js';
import { UsageError } from './usage-error.js';
import { systemReason } from './write-beside.js';

const STANDARD_INPUT = 0;
const RETRY_MS = 10;
const PIECE_BYTES = 1024 * 1024;

/** The bytes of a file (`-`: of standard input), at most so many. @internal */
export function readBounded(file: string, bytesMax: number, what: string): Buffer {
  let descriptor = STANDARD_INPUT;
  try {
    if (file !== '-') descriptor = openSync(file, 'r');
    if (fstatSync(descriptor).isDirectory()) {
      throw new UsageError(`cannot read ${fileName(file)}: it is a folder`);
    }
    const pieces: Buffer[] = [];
    let length = 0;
    while (length <= bytesMax) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE_BYTES, bytesMax + 1));
      const read = readSome(descriptor, piece);
      if (read === 0) break;
      pieces.push(piece.subarray(0, read));
      length += read;
    }
    if (length > bytesMax) {
      throw new UsageError(`${fileName(file)} has more than ${bytesMax} bytes: expected ${what}`);
    }
    return Buffer.concat(pieces);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${fileName(file)}: ${systemReason(error)}`);
  } finally {
    if (descriptor !== STANDARD_INPUT) closeSync(descriptor);
  }
}

/** A file as a message names it. @internal */
export function fileName(file: string): string {
  return file === '-' ? 'standard input' : oneLine(file, 200);
}

/** A terminal or a pipe that does not block says EAGAIN where others wait. */
function readSome(descriptor: number, piece: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, piece, 0, piece.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}
