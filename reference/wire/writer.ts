/** @module A growing byte buffer that remembers where each path was written. */

import type { Place } from './decode.js';
import { type ScalarType, widthOf, writeScalar } from './scalar.js';

/** @internal */
export class Writer {
  #bytes = new Uint8Array(1024);
  at = 0;
  readonly places = new Map<string, Place>();

  /** Room for `size` zero bytes at the end; its start. */
  reserve(size: number): number {
    const start = this.at;
    this.at += size;
    if (this.at > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.at, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    return start;
  }

  append(bytes: Uint8Array): void {
    // Reserved first: that may replace the buffer.
    const at = this.reserve(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** Writes a scalar; one that does not fit its width throws. */
  put(at: number, type: ScalarType, value: unknown, path: string): void {
    checkScalar(type, value, path);
    writeScalar(this.#bytes, at, type, value);
  }

  place(path: string, start: number, end: number): void {
    this.places.set(path, { start, end });
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.at);
  }
}

function checkScalar(
  type: ScalarType,
  value: unknown,
  path: string,
): asserts value is number | bigint | Uint8Array {
  const where = path === '' ? '' : `${path}: `;
  const width = widthOf(type);
  if (type === 'bytes8' || type === 'bytes16') {
    if (value instanceof Uint8Array && value.length === width) return;
    throw new RangeError(`${where}expected ${width} bytes`);
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new RangeError(`${where}expected a number, got ${typeof value}`);
  }
  if (typeof value === 'number' && !Number.isInteger(value)) {
    throw new RangeError(`${where}expected a whole number, got ${value}`);
  }
  if (typeof value === 'number' && value >= 0 && value < 2 ** (width * 8 - 1)) return;
  const bits = BigInt(width * 8);
  const signed = type.startsWith('i');
  const min = signed ? -(1n << (bits - 1n)) : 0n;
  const max = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
  if (BigInt(value) < min || BigInt(value) > max) {
    throw new RangeError(`${where}${value} does not fit in ${type}`);
  }
}
