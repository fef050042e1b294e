/** @module Bytes cut into rows and runs that look alike: the geometry of the hex view. */
import type { HexField } from '../../../harness/report.js';
import type { ByteRange, PageDump } from '../../page/page-data.js';

/** Bytes in a row. @internal */
export const ROW_BYTES = 16;
const ROWS_AT_START = 16;
const ROWS_AROUND = 6;
/** So few rows are shown whole. */
const ROWS_WHOLE = 2 * ROWS_AT_START;

/** A run of bytes in one row that belong to the same field. @internal */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Index of the field; −1: none. */
  readonly field: number;
  readonly guilty: boolean;
}

/** @internal */
export interface HexRow {
  readonly start: number;
  readonly runs: readonly Run[];
  /** Bytes left out before it. */
  readonly gap: number;
}

/** @internal */
export interface HexLayout {
  readonly bytes: readonly number[];
  readonly rows: readonly HexRow[];
  /** Bytes left out behind the last row. */
  readonly rest: number;
}

/** Lays a dump out; `all`: leave nothing out. @internal */
export function layoutOf(dump: PageDump, all: boolean): HexLayout {
  const bytes = parseHex(dump.hex);
  const owner = ownersOf(dump.fields, bytes.length);
  const marked = markedRanges(dump);
  const count = Math.ceil(bytes.length / ROW_BYTES);
  const whole = all || count <= ROWS_WHOLE;
  const shown = whole ? Array.from({ length: count }, (_, n) => n) : shownRows(count, marked[0]);
  let before = -1;
  const rows = shown.map((row): HexRow => {
    const gap = (row - before - 1) * ROW_BYTES;
    before = row;
    const start = row * ROW_BYTES;
    const end = Math.min(start + ROW_BYTES, bytes.length);
    return { start, gap, runs: runsOf(start, end, owner, marked) };
  });
  return { bytes, rows, rest: bytes.length - Math.min(bytes.length, (before + 1) * ROW_BYTES) };
}

function runsOf(
  first: number,
  last: number,
  owner: readonly number[],
  marked: readonly ByteRange[],
): readonly Run[] {
  const runs: Run[] = [];
  for (let at = first; at < last; at += 1) {
    const field = owner[at] ?? -1;
    const inGuilty = marked.some((range) => at >= range.start && at < range.end);
    const current = runs.at(-1);
    if (current !== undefined && current.field === field && current.guilty === inGuilty) {
      runs[runs.length - 1] = { ...current, end: at + 1 };
    } else runs.push({ start: at, end: at + 1, field, guilty: inGuilty });
  }
  return runs;
}

/** Per byte the smallest field around it: fields may nest. */
function ownersOf(fields: readonly HexField[], length: number): readonly number[] {
  const owner = Array.from({ length }, () => -1);
  const order = fields.map((field, index) => ({ field, index }));
  order.sort((a, b) => b.field.end - b.field.start - (a.field.end - a.field.start));
  for (const { field, index } of order) {
    owner.fill(index, Math.min(field.start, length), Math.min(field.end, length));
  }
  return owner;
}

/** The first rows, and those around what is guilty. */
function shownRows(count: number, guilty: ByteRange | undefined): readonly number[] {
  const shown: number[] = [];
  for (let row = 0; row < Math.min(count, ROWS_AT_START); row += 1) shown.push(row);
  const at = guilty === undefined ? 0 : Math.floor(guilty.start / ROW_BYTES);
  const last = Math.min(count, at + ROWS_AROUND + 1);
  for (let row = Math.max(shown.length, at - ROWS_AROUND); row < last; row += 1) shown.push(row);
  return shown;
}

/** What stands out: the guilty range, or what changed. @internal */
export function markedRanges({ guilty, marks }: PageDump): readonly ByteRange[] {
  return [...(guilty === undefined ? [] : [guilty]), ...(marks ?? [])];
}

/** The fields that the marked ranges are about: of each the smallest that it touches. @internal */
export function markedFields(dump: PageDump): readonly HexField[] {
  const found = markedRanges(dump).flatMap((range) => {
    const touched = dump.fields.filter(({ start, end }) => start < range.end && end > range.start);
    const [smallest] = touched.sort((a, b) => a.end - a.start - (b.end - b.start));
    return smallest === undefined ? [] : [smallest];
  });
  return [...new Set(found)];
}

/** @internal */
export function byteRange(range: ByteRange): string {
  if (range.end <= range.start) return `at byte ${range.start}`;
  if (range.end === range.start + 1) return `byte ${range.start}`;
  return `bytes ${range.start}–${range.end - 1}`;
}

/** @internal */
export function offsetText(at: number): string {
  return at.toString(16).padStart(4, '0');
}

function parseHex(text: string): readonly number[] {
  const bytes: number[] = [];
  for (let at = 0; at + 2 <= text.length; at += 2) {
    const value = Number.parseInt(text.slice(at, at + 2), 16);
    if (Number.isNaN(value)) break;
    bytes.push(value);
  }
  return bytes;
}
