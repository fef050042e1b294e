/** @module Bytes with named fields, packed: paths, values and descriptions repeat in every dump. */
import { boundedText } from './bounded.js';
import type { ByteRange, PageDump } from './page-data.js';
import type { StringTable } from './strings.js';

/** A dump with its texts by number. @internal */
export interface PackedDump {
  readonly title: string;
  readonly hex: string;
  /** Path, start, end, text, description. */
  readonly fields: readonly (readonly [number, number, number, number, number])[];
  readonly guilty?: ByteRange;
  readonly marks?: readonly ByteRange[];
}

const FIELDS_MAX = 2_000;
const RANGES_MAX = 500;
const HEX_DIGITS_MAX = 32_768;
const LINE = { characters: 400, lines: 1 };

/** @internal */
export function packDump(dump: PageDump, strings: StringTable): PackedDump {
  const number = (text: string): number => strings.numberOf(boundedText(text, LINE));
  const { guilty, marks } = dump;
  return {
    title: boundedText(dump.title, LINE),
    hex: leadingHex(dump.hex),
    fields: dump.fields
      .slice(0, FIELDS_MAX)
      .map(({ path, start, end, text, doc }) => [
        number(path),
        start,
        end,
        number(text),
        number(doc),
      ]),
    ...(guilty === undefined ? {} : { guilty: { start: guilty.start, end: guilty.end } }),
    ...(marks === undefined ? {} : { marks: marks.slice(0, RANGES_MAX) }),
  };
}

/** @internal */
export function unpackDump(packed: PackedDump, strings: readonly string[]): PageDump {
  const text = (n: number): string => strings[n] ?? '';
  return {
    ...packed,
    fields: packed.fields.map(([path, start, end, value, doc]) => ({
      path: text(path),
      start,
      end,
      text: text(value),
      doc: text(doc),
    })),
  };
}

function leadingHex(text: string): string {
  const [digits = ''] = /^(?:[0-9a-fA-F]{2})*/.exec(text.slice(0, HEX_DIGITS_MAX)) ?? [];
  return digits;
}
