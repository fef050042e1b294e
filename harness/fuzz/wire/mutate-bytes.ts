/**
 * @module Mutations of the bytes of a spec: of numbers, of offsets and sizes, across sections, and
 * without any regard to structure.
 */
import type { Random } from '../target.js';
import type { Anatomy, Cell, Section } from './anatomy.js';
import { INPUT_BYTES_MAX } from './wire-input.js';
import { edgeBig, edgeNumber } from './words.js';

/** What a mutation of bytes may look at. @internal */
export interface ByteMaking {
  readonly random: Random;
  readonly anatomy: Anatomy;
  readonly dictionary: readonly Uint8Array[];
  /** Bytes of another input. */
  other(): Uint8Array;
}

/** Changes bytes in place, or gives new ones. @internal */
export type ByteMutation = (bytes: Uint8Array, making: ByteMaking) => Uint8Array;

/** The mutations by kind; kinds are switched off at random (swarm). @internal */
export const BYTE_MUTATIONS = {
  'field-edge': (bytes, { random, anatomy }) => {
    const cell = pick(random, anatomy.cells);
    if (cell === undefined) return bytes;
    if (cell.width === 8) return write(bytes, cell.at, 8, edgeBig(random));
    return write(bytes, cell.at, cell.width, edgeNumber(random, cell.width));
  },
  'field-near': (bytes, { random, anatomy }) => {
    const cell = pick(random, anatomy.cells);
    if (cell === undefined) return bytes;
    return add(bytes, cell, NEAR[random(NEAR.length)] ?? 1);
  },
  'field-bit': (bytes, { random, anatomy }) => {
    const cell = pick(random, anatomy.cells);
    const at = (cell?.at ?? 0) + random(cell?.width ?? 1);
    if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    return bytes;
  },
  size: (bytes, { random, anatomy }) => {
    const cell = pick(random, anatomy.derivedCells);
    if (cell === undefined) return bytes;
    const choice = random(4);
    if (choice === 0) return add(bytes, cell, NEAR[random(NEAR.length)] ?? 1);
    if (choice === 1) return write(bytes, cell.at, cell.width, bytes.length + random(9) - 4);
    if (choice === 2) return write(bytes, cell.at, cell.width, pick(random, anatomy.seams) ?? 0);
    return write(bytes, cell.at, cell.width, edgeNumber(random, cell.width));
  },
  pointer: (bytes, { random, anatomy }) => {
    const [one, other] = [pick(random, anatomy.sections), pick(random, anatomy.sections)];
    if (one === undefined || other === undefined) return bytes;
    return acrossSections(bytes, one, other, random);
  },
  section: (bytes, { random, anatomy }) => {
    const [one, other] = [pick(random, anatomy.sections), pick(random, anatomy.sections)];
    if (one === undefined || other === undefined) return bytes;
    const size = Math.min(one.end - one.start, other.end - other.start);
    bytes.copyWithin(other.start, one.start, one.start + Math.max(0, size));
    return bytes;
  },
  cut: (bytes, { random, anatomy }) => {
    const at = random(2) === 0 ? (pick(random, anatomy.seams) ?? 0) : random(bytes.length + 1);
    if (random(2) === 0) return bytes.slice(0, at);
    return remove(bytes, at, 1 + random(random(4) === 0 ? 64 : 4));
  },
  insert: (bytes, { random, anatomy }) => {
    const at = random(2) === 0 ? (pick(random, anatomy.seams) ?? 0) : bytes.length;
    const small = 1 + random(random(4) === 0 ? 64 : 8);
    const huge = HUGE[random(HUGE.length)] ?? 0;
    const size = random(HUGE_EVERY) === 0 ? Math.max(small, huge - bytes.length) : small;
    const filler = random(3) === 0 ? 0 : random(256);
    return insert(bytes, at, new Uint8Array(size).fill(filler));
  },
  dictionary: (bytes, { random, anatomy, dictionary }) => {
    const token = pick(random, dictionary) ?? new Uint8Array();
    const place = random(2) === 0 ? pick(random, anatomy.seams) : pick(random, anatomy.cells)?.at;
    const at = place ?? 0;
    if (at + token.length <= bytes.length) bytes.set(token, at);
    return bytes;
  },
  splice: (bytes, { random, other }) => {
    const source = other();
    if (source.length === 0 || bytes.length === 0) return bytes;
    const from = random(source.length);
    const size = Math.min(source.length - from, 1 + random(random(2) === 0 ? 16 : 256));
    const at = random(2) === 0 ? from : random(bytes.length);
    const piece = source.subarray(from, from + Math.min(size, Math.max(0, bytes.length - at)));
    if (at < bytes.length) bytes.set(piece, at);
    return bytes;
  },
  plain: (bytes, { random }) => {
    for (let times = 1 + random(4); times > 0; times -= 1) plainByte(bytes, random);
    return bytes;
  },
} as const satisfies Readonly<Record<string, ByteMutation>>;

/** What whole specs grow to, rarely: beyond a page, beyond 16 bits, and as small again there. */
const HUGE: readonly number[] = [4097, 65_536, 65_537, 65_536 + 192, 65_536 + 400];
const HUGE_EVERY = 200;

const NEAR = [-256, -8, -4, -2, -1, 1, 2, 4, 8, 256] as const;

/** One section is read as another: at its place, with its size, or both. */
function acrossSections(
  bytes: Uint8Array,
  one: Section,
  other: Section,
  random: Random,
): Uint8Array {
  const choice = random(6);
  if (choice === 0) swap(bytes, one.offsetAt, other.offsetAt);
  if (choice <= 2) copyWord(bytes, one.offsetAt, other.offsetAt);
  if (choice >= 2 && one.sizeAt !== undefined && other.sizeAt !== undefined) {
    copyWord(bytes, one.sizeAt, other.sizeAt);
  }
  if (choice === 4) write(bytes, other.offsetAt, 4, one.start + random(one.end - one.start + 1));
  if (choice === 5) write(bytes, other.offsetAt, 4, random(200));
  return bytes;
}

function plainByte(bytes: Uint8Array, random: Random): void {
  if (bytes.length === 0) return;
  const at = random(bytes.length);
  const choice = random(4);
  if (choice === 0) bytes[at] = random(256);
  else if (choice === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
  else if (choice === 2) bytes[at] = (bytes[at] ?? 0) + random(71) - 35;
  else bytes.copyWithin(random(bytes.length), at, at + 1 + random(16));
}

function pick<T>(random: Random, list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : list[random(list.length)];
}

/** Little-endian; a number that is written where it does not belong may as well be big-endian. */
function write(bytes: Uint8Array, at: number, width: number, value: number | bigint): Uint8Array {
  let rest = BigInt.asUintN(width * 8, BigInt(value));
  for (let index = at; index < Math.min(at + width, bytes.length); index += 1) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

function read(bytes: Uint8Array, at: number, width: number): bigint {
  let value = 0n;
  for (let index = width - 1; index >= 0; index -= 1) {
    value = (value << 8n) | BigInt(bytes[at + index] ?? 0);
  }
  return value;
}

function add(bytes: Uint8Array, { at, width }: Cell, step: number): Uint8Array {
  return write(bytes, at, width, read(bytes, at, width) + BigInt(step));
}

function copyWord(bytes: Uint8Array, from: number, to: number): void {
  write(bytes, to, 4, read(bytes, from, 4));
}

function swap(bytes: Uint8Array, one: number, other: number): void {
  const kept = read(bytes, one, 4);
  copyWord(bytes, other, one);
  write(bytes, other, 4, kept);
}

function remove(bytes: Uint8Array, place: number, size: number): Uint8Array {
  const at = Math.min(place, bytes.length);
  const end = Math.min(at + size, bytes.length);
  const shorter = new Uint8Array(bytes.length - (end - at));
  shorter.set(bytes.subarray(0, at));
  shorter.set(bytes.subarray(end), at);
  return shorter;
}

function insert(bytes: Uint8Array, place: number, piece: Uint8Array): Uint8Array {
  const at = Math.min(place, bytes.length);
  if (bytes.length + piece.length > INPUT_BYTES_MAX) return bytes;
  const longer = new Uint8Array(bytes.length + piece.length);
  longer.set(bytes.subarray(0, at));
  longer.set(piece, at);
  longer.set(bytes.subarray(at), at + piece.length);
  return longer;
}
