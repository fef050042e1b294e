/** @module Scalars into a writer; one that does not fit its width is refused. */

import type { Segment } from './path-text.js';
import { type ScalarType, widthOf, writeScalar } from './scalar.js';
import type { Writer } from './writer.js';

/** Writes a value where room was reserved; `last` is the last segment of its path. @internal */
export type ScalarWriter = (w: Writer, at: number, value: unknown, last: Segment) => void;

/** The writer of a format. @internal */
export function scalarWriter(type: ScalarType): ScalarWriter {
  return QUICK[type] ?? ((w, at, value, last) => put(w, at, type, value, last));
}

/** The common formats with values of the common kind; the rest is left to `put`. */
const QUICK: Partial<Record<ScalarType, ScalarWriter>> = {
  u8: (w, at, value, last) => {
    if (typeof value === 'number' && (value & 0xff) === value) w.bytes[at] = value;
    else put(w, at, 'u8', value, last);
  },
  u16le: (w, at, value, last) => {
    if (typeof value !== 'number' || (value & 0xffff) !== value) {
      put(w, at, 'u16le', value, last);
      return;
    }
    w.bytes[at] = value & 0xff;
    w.bytes[at + 1] = value >> 8;
  },
  u32le: writeU32le,
  u48be: (w, at, value, last) => {
    if (typeof value !== 'number' || value >>> 0 !== value) {
      put(w, at, 'u48be', value, last);
      return;
    }
    w.view.setUint16(at, 0);
    w.view.setUint32(at + 2, value);
  },
  u64le: (w, at, value, last) => {
    if (typeof value === 'bigint' && BigInt.asUintN(64, value) === value) {
      w.view.setBigUint64(at, value, true);
    } else {
      put(w, at, 'u64le', value, last);
    }
  },
};

/** The commonest format, to be called directly where speed counts. @internal */
export function writeU32le(w: Writer, at: number, value: unknown, last: Segment): void {
  if (typeof value !== 'number' || value >>> 0 !== value) {
    put(w, at, 'u32le', value, last);
    return;
  }
  const { bytes } = w;
  bytes[at] = value & 0xff;
  bytes[at + 1] = (value >>> 8) & 0xff;
  bytes[at + 2] = (value >>> 16) & 0xff;
  bytes[at + 3] = value >>> 24;
}

function put(w: Writer, at: number, type: ScalarType, value: unknown, last: Segment): void {
  const problem = problemOf(type, value);
  if (problem !== undefined) w.refuse(last, problem);
  writeScalar(w.bytes, at, type, value as number | bigint | Uint8Array);
}

/** Why a format cannot hold a value. */
function problemOf(type: ScalarType, value: unknown): string | undefined {
  const width = widthOf(type);
  if (type === 'bytes8' || type === 'bytes16') {
    const fits = value instanceof Uint8Array && value.length === width;
    return fits ? undefined : `expected ${width} bytes`;
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    return `expected a number, got ${typeof value}`;
  }
  if (typeof value === 'number' && !Number.isInteger(value)) {
    return `expected a whole number, got ${value}`;
  }
  const bits = BigInt(width * 8);
  const signed = type.startsWith('i');
  const min = signed ? -(1n << (bits - 1n)) : 0n;
  const max = signed ? (1n << (bits - 1n)) - 1n : (1n << bits) - 1n;
  const fits = BigInt(value) >= min && BigInt(value) <= max;
  return fits ? undefined : `${value} does not fit in ${type}`;
}
