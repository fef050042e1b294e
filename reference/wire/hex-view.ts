/** @module A flat list of what every byte means, for reports and `spec decode`. */

import type { StructureName, Wire } from './bind.js';
import type { Mark } from './context.js';
import { decodeWithMarks } from './decode.js';
import { toHex } from './hex.js';
import { isField } from './layout.js';
import { formatSid } from './sid-text.js';
import type { Sid } from './values.js';

/** A run of bytes and what it means. @public */
export interface HexField {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** The value in words; empty for rows that only contain other rows. */
  readonly text: string;
  readonly doc: string;
}

const TEXT_MAX = 120;

/**
 * The rows of the bytes, in the order of the bytes; every byte once where sections do not overlap.
 * @public
 */
export function hexView(
  wire: Wire,
  structure: StructureName,
  bytes: Uint8Array,
): readonly HexField[] {
  const { marks } = decodeWithMarks(wire, structure, bytes);
  const rows = marks.filter((mark) => mark.row !== undefined && mark.start < bytes.length);
  const sids = marks.filter((mark) => mark.structure === 'SID' && mark.row === undefined);
  const sidAt = new Map(sids.map((mark) => [mark.start, mark]));
  const leaves = rows.filter((mark) => isLeaf(mark));
  const fields = leaves.map((mark) => fieldOf(mark, bytes, sidAt));
  const sorted = fields
    .filter((field) => field.end > field.start)
    .sort((left, right) => left.start - right.start || left.end - right.end);
  return withGaps(dropCovered(sorted), bytes);
}

/** Structures and lists show through their own rows. */
function isLeaf(mark: Mark): boolean {
  if (mark.row === undefined) return false;
  if (isField(mark.row)) return true;
  if (mark.row.at.kind === 'each') return !Array.isArray(mark.value);
  const { content } = mark.row;
  if (content.kind === 'list') return content.element.kind !== 'structure';
  return content.kind !== 'structure';
}

function fieldOf(mark: Mark, bytes: Uint8Array, sids: ReadonlyMap<number, Mark>): HexField {
  const doc = mark.row?.doc ?? '';
  const sid = mark.path.endsWith('revision') ? sids.get(mark.start) : undefined;
  const note = sid === undefined ? '' : ` (${formatSid(sid.value as Sid)})`;
  const end = Math.min(mark.end, bytes.length);
  return { path: mark.path, start: mark.start, end, text: textOf(mark.value) + note, doc };
}

function textOf(value: unknown): string {
  if (typeof value === 'bigint') return `${value} (0x${BigInt.asUintN(64, value).toString(16)})`;
  if (typeof value === 'number')
    return value < 10 ? `${value}` : `${value} (0x${value.toString(16)})`;
  if (typeof value === 'string') return JSON.stringify(value).slice(0, TEXT_MAX);
  if (value instanceof Uint8Array) return bytesText(value);
  if (Array.isArray(value)) return value.map(textOf).join(', ').slice(0, TEXT_MAX);
  return '';
}

function bytesText(bytes: Uint8Array): string {
  const printable = bytes.length > 0 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  const hex = toHex(bytes).slice(0, TEXT_MAX);
  return printable
    ? `${hex} ${JSON.stringify(String.fromCharCode(...bytes.subarray(0, 40)))}`
    : hex;
}

/** Opaque bytes of which the parts are shown as well give way to these parts. */
function dropCovered(fields: readonly HexField[]): readonly HexField[] {
  // By the path of what they are part of: a large spec has thousands of rows.
  const parts = new Map<string, HexField[]>();
  for (const field of fields) {
    for (let dot = field.path.indexOf('.'); dot >= 0; dot = field.path.indexOf('.', dot + 1)) {
      const whole = field.path.slice(0, dot);
      const known = parts.get(whole);
      if (known === undefined) parts.set(whole, [field]);
      else known.push(field);
    }
  }
  return fields.filter(
    (field) =>
      !(parts.get(field.path.replace(/\.data$/, '')) ?? []).some(
        (other) => other !== field && other.start >= field.start && other.end <= field.end,
      ),
  );
}

function withGaps(fields: readonly HexField[], bytes: Uint8Array): readonly HexField[] {
  const all: HexField[] = [];
  let at = 0;
  for (const field of fields) {
    if (field.start > at) all.push(gap(bytes, at, field.start));
    all.push(field);
    at = Math.max(at, field.end);
  }
  if (at < bytes.length) all.push(gap(bytes, at, bytes.length));
  return all;
}

function gap(bytes: Uint8Array, start: number, end: number): HexField {
  const text = bytesText(bytes.slice(start, Math.min(end, start + TEXT_MAX)));
  return { path: '', start, end, text, doc: 'Not part of any row.' };
}
