/** @module Compiles what reads numbers in variable parts. */

import { type ContentDecoder, type ContentSite, reporter } from './compile-content.js';
import type { Context } from './context.js';
import { isBig, numberReader, readBig, readU32le, type ScalarType, widthOf } from './scalar.js';

/** Numbers, one behind the other. @internal */
export function numbersContent(type: ScalarType, at: ContentSite): ContentDecoder {
  const read = numberReader(type);
  const width = widthOf(type);
  const word = type === 'u32le';
  const cut = reporter(at.rules.fits, at.site);
  return (c, _, __, from, to, count) => {
    const room = Math.max(0, Math.floor((to - from) / width));
    let wanted = count < 0 ? room : count;
    if (wanted > room) {
      cut(c, from, to, `${count} numbers, there is room for ${room}`);
      wanted = room;
    }
    const size = c.spend(wanted * width);
    c.at = from + size;
    return word ? readWords(c.bytes, from, size) : readNumbers(c.bytes, from, size, read, width);
  };
}

function readNumbers(
  bytes: Uint8Array,
  from: number,
  size: number,
  read: (bytes: Uint8Array, at: number) => number,
  width: number,
): readonly number[] {
  const numbers: number[] = [];
  for (let at = from; at < from + size; at += width) numbers.push(read(bytes, at));
  return numbers;
}

/** The commonest case. */
function readWords(bytes: Uint8Array, from: number, size: number): readonly number[] {
  const count = size >> 2;
  // oxlint-disable-next-line unicorn/no-new-array -- the room is needed at once
  const numbers = new Array<number>(count);
  for (let index = 0; index < count; index += 1) {
    numbers[index] = readU32le(bytes, from + 4 * index);
  }
  return numbers;
}

/** A single number. @internal */
export function scalarContent(type: ScalarType, at: ContentSite): ContentDecoder {
  const width = widthOf(type);
  const cut = reporter(at.rules.elementFits, at.site);
  const read = isBig(type)
    ? (c: Context, from: number) => readBig(c.bytes, from, type)
    : (c: Context, from: number) => numberReader(type)(c.bytes, from);
  return (c, _, __, from, to) => {
    if (from + width > to) cut(c, from, to, `${to - from} of ${width} bytes`);
    c.at = from + width;
    return read(c, from);
  };
}
