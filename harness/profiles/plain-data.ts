/** @module YAML and JSON files of people, as plain data; what is wrong with one is one line. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parse } from 'yaml';
import { oneLine } from '../protocol/excerpt.js';
import { UsageError } from '../usage-error.js';
import { systemReason } from '../write-beside.js';

const STANDARD_INPUT = 0;
const RETRY_MS = 10;

/** The bytes of a file (`-`: of standard input), at most so many. @internal */
export function readBounded(file: string, bytesMax: number, what: string): Buffer {
  let descriptor = STANDARD_INPUT;
  try {
    if (file !== '-') descriptor = openSync(file, 'r');
    if (fstatSync(descriptor).isDirectory()) {
      throw new UsageError(`cannot read ${name(file)}: it is a folder`);
    }
    const buffer = Buffer.alloc(bytesMax + 1);
    let length = 0;
    while (length < buffer.length) {
      const read = readSome(descriptor, buffer, length);
      if (read === 0) break;
      length += read;
    }
    if (length > bytesMax) {
      throw new UsageError(`${name(file)} has more than ${bytesMax} bytes: expected ${what}`);
    }
    return buffer.subarray(0, length);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${name(file)}: ${systemReason(error)}`);
  } finally {
    if (descriptor !== STANDARD_INPUT) closeSync(descriptor);
  }
}

/** A text as plain data. @internal */
export function plainData(text: string, file: string): unknown {
  try {
    // Its warnings would go to standard error in a form of their own.
    return parse(text, { logLevel: 'error' });
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n');
    const problem = line.startsWith('Maximum call stack')
      ? 'it is nested too deeply'
      : oneLine(line.replace(/:$/, ''));
    throw new UsageError(`${name(file)} is neither YAML nor JSON: ${problem}`);
  }
}

/** A terminal or a pipe that does not block says EAGAIN where others wait. */
function readSome(descriptor: number, buffer: Buffer, at: number): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer, at, buffer.length - at, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

function name(file: string): string {
  return file === '-' ? 'standard input' : file;
}
