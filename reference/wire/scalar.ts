/**
 * @module The number formats of the wire: width, reading and writing. Reads never fail: bytes
 * beyond the buffer count as zero, which keeps decoding total even under fault injection.
 */

/** Number formats; `bytes8` and `bytes16` are opaque byte strings of that size. @public */
export type ScalarType =
  | 'u8'
  | 'u16le'
  | 'u16be'
  | 'u32le'
  | 'u32be'
  | 'u48be'
  | 'u48le'
  | 'u64le'
  | 'u64be'
  | 'i64le'
  | 'i64be'
  | 'bytes8'
  | 'bytes16';

const WIDTHS: Readonly<Record<ScalarType, number>> = {
  u8: 1,
  u16le: 2,
  u16be: 2,
  u32le: 4,
  u32be: 4,
  u48be: 6,
  u48le: 6,
  u64le: 8,
  u64be: 8,
  i64le: 8,
  i64be: 8,
  bytes8: 8,
  bytes16: 16,
};

/** Bytes that a number of this format takes. @public */
export function widthOf(type: ScalarType): number {
  return WIDTHS[type];
}

/** Whether values of the format are `bigint`. @internal */
export function isBig(type: ScalarType): boolean {
  return type === 'u64le' || type === 'i64le' || type === 'u64be' || type === 'i64be';
}

/** Whether values of the format are byte strings. @internal */
export function isOpaque(type: ScalarType): boolean {
  return type === 'bytes8' || type === 'bytes16';
}

/** Whether values of the format are `number`. @internal */
export function isNumber(type: ScalarType): boolean {
  return !isBig(type) && !isOpaque(type);
}

type NumberReader = (bytes: Uint8Array, at: number) => number;

// An index outside a Uint8Array gives undefined, which the bit operators read as 0.
const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] as number;
/** @internal */
export const readU8: NumberReader = (b, at) => byteAt(b, at) | 0;
/** @internal */
export const readU16le: NumberReader = (b, at) => byteAt(b, at) | (byteAt(b, at + 1) << 8);
const u16be: NumberReader = (b, at) => (byteAt(b, at) << 8) | byteAt(b, at + 1);
/** The commonest format, to be called directly where speed counts. @internal */
export const readU32le: NumberReader = (b, at) =>
  (byteAt(b, at) |
    (byteAt(b, at + 1) << 8) |
    (byteAt(b, at + 2) << 16) |
    (byteAt(b, at + 3) << 24)) >>>
  0;
const u32be: NumberReader = (b, at) =>
  ((byteAt(b, at) << 24) |
    (byteAt(b, at + 1) << 16) |
    (byteAt(b, at + 2) << 8) |
    byteAt(b, at + 3)) >>>
  0;

/** @internal */
export const readU48be: NumberReader = (b, at) => u16be(b, at) * 2 ** 32 + u32be(b, at + 2);

const NUMBER_READERS: Partial<Record<ScalarType, NumberReader>> = {
  u8: readU8,
  u16le: readU16le,
  u16be,
  u32le: readU32le,
  u32be,
  u48be: readU48be,
  u48le: (b, at) => readU16le(b, at + 4) * 2 ** 32 + readU32le(b, at),
};

/** The reader of a format whose values are `number`. @internal */
export function numberReader(type: ScalarType): NumberReader {
  const reader = NUMBER_READERS[type];
  if (reader === undefined) throw new RangeError(`${type} is not a number format`);
  return reader;
}

const SCRATCH = new DataView(new ArrayBuffer(8));

/** Reads a 64-bit number. @internal */
export function readBig(bytes: Uint8Array, at: number, type: ScalarType): bigint {
  const big = type === 'u64be' || type === 'i64be';
  SCRATCH.setUint32(0, big ? u32be(bytes, at) : readU32le(bytes, at), !big);
  SCRATCH.setUint32(4, big ? u32be(bytes, at + 4) : readU32le(bytes, at + 4), !big);
  const signed = type === 'i64le' || type === 'i64be';
  return signed ? SCRATCH.getBigInt64(0, !big) : SCRATCH.getBigUint64(0, !big);
}

// Below this size a loop is faster than a view and `set`.
const SHORT = 64;

/** `size` bytes from `at`, zeros where the buffer has ended. @internal */
export function copyRange(bytes: Uint8Array, at: number, size: number): Uint8Array {
  const copy = new Uint8Array(size);
  if (size > SHORT) {
    if (at < bytes.length) copy.set(bytes.subarray(at, at + size));
    return copy;
  }
  for (let index = 0; index < size; index += 1) copy[index] = bytes[at + index] as number;
  return copy;
}

/** Writes a scalar of any format. The value has been checked by the caller. @internal */
export function writeScalar(
  bytes: Uint8Array,
  at: number,
  type: ScalarType,
  value: number | bigint | Uint8Array,
): void {
  const width = WIDTHS[type];
  if (value instanceof Uint8Array) {
    bytes.set(value.subarray(0, width), at);
    return;
  }
  const little = !type.endsWith('be');
  if (typeof value === 'number') {
    let rest = value;
    for (let index = 0; index < width; index += 1) {
      bytes[at + (little ? index : width - 1 - index)] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return;
  }
  let rest = BigInt.asUintN(width * 8, value);
  for (let index = 0; index < width; index += 1) {
    bytes[at + (little ? index : width - 1 - index)] = Number(rest & 0xffn);
    rest >>= 8n;
  }
}
