/**
 * @module Claim entries typed from the documents (seed 003, "Claim entry format"; PSD-004 §3.9):
 * header, offsets, name, values, in that order.
 */
import { number, patch, sizeOf, slice, u16, u32 } from '../token-spec-variable/bytes.js';

/** How values of strings, SIDs and octets are reached (R48). @internal */
export type Encoding = 'direct' | 'indirect';

/** The profiles of an encoding, as a condition of cases. @internal */
export const ENCODINGS = [
  { encoding: 'direct', only: { R48: 'direct' } },
  { encoding: 'indirect', only: { R48: ['indirect', 'indirect-bounded'] } },
] as const;

/** @internal */
export const DIRECT = { R48: 'direct' } as const;
/** @internal */
export const INDIRECT = { R48: ['indirect', 'indirect-bounded'] } as const;

/** UTF-16LE text without a terminator. @internal */
export function utf16(text: string): string {
  return Buffer.from(text, 'utf16le').toString('hex');
}

/** A 64-bit little-endian number below 2^53. @internal */
export const u64 = (value: number): string => number(8, value);

/** The largest INT64 and the one that is -1. @internal */
export const MAX_INT64 = 'ffffffffffffff7f';
/** @internal */
export const MINUS_ONE = 'ffffffffffffffff';

interface Parts {
  readonly name?: string;
  /** Hex in place of the name and its terminator. */
  readonly nameBytes?: string;
  readonly flags?: number;
  readonly reserved?: number;
  readonly count?: number;
}

/** An entry whose values are these bytes, each at the offset that its place gives. @internal */
export function claim(type: number, values: readonly string[], parts: Parts = {}): string {
  const { name = 'a', flags = 0, reserved = 0, count = values.length } = parts;
  const nameBytes = parts.nameBytes ?? `${utf16(name)}0000`;
  const nameOffset = 16 + 4 * values.length;
  const start = nameOffset + sizeOf(nameBytes);
  const offsets = values.map((_, n) => u32(start + sizeOf(values.slice(0, n).join(''))));
  return [
    u32(nameOffset),
    u16(type),
    u16(reserved),
    u32(flags),
    u32(count),
    ...offsets,
    nameBytes,
    ...values,
  ].join('');
}

/** An entry of one value that lies behind a length, or behind a second offset. @internal */
export function claimOf(encoding: Encoding, type: number, data: string, parts: Parts = {}): string {
  if (encoding === 'direct') return claim(type, [u32(sizeOf(data)) + data], parts);
  const { name = 'a' } = parts;
  const start = 20 + sizeOf(parts.nameBytes ?? `${utf16(name)}0000`);
  return claim(type, [u32(start + 4) + data], parts);
}

/** A text value: the bytes alone, or with its terminator. @internal */
export function textClaim(encoding: Encoding, text: string, parts: Parts = {}): string {
  return claimOf(encoding, 3, utf16(text) + (encoding === 'direct' ? '' : '0000'), parts);
}

/** An octet value: in both encodings its length stands in front of it. @internal */
export function octetClaim(encoding: Encoding, data: string, parts: Parts = {}): string {
  const bytes = encoding === 'direct' ? data : u32(sizeOf(data)) + data;
  return claimOf(encoding, 16, bytes, parts);
}

/** Entries behind their lengths. @internal */
export function buffer(...entries: readonly string[]): string {
  return entries.map((one) => u32(sizeOf(one)) + one).join('');
}

/**
 * An INT64 entry of 32 bytes, value 1: name "a" at 20, its value's offset at 16, the value at 24.
 * @internal
 */
export const INT64_ENTRY =
  '14000000' + '0100' + '0000' + '00000000' + '01000000' + '18000000' + '61000000' + u64(1);

/** The entry of {@link INT64_ENTRY} with a number typed over it. @internal */
export function entryWith(at: number, width: number, value: number): string {
  return patch(INT64_ENTRY, at, width, value);
}

/** Its first bytes. @internal */
export function entryCut(length: number): string {
  return slice(INT64_ENTRY, 0, length);
}
