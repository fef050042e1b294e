/**
 * @module Encoding: a value to bytes. Counts, lengths and offsets are computed, never supplied;
 * malformed input is made from bytes (`mutants`), not here.
 */

import type { StructureName, Wire } from './bind.js';
import type { Place } from './decode.js';
import { encodeContent } from './encode-content.js';
import { type Field, headerBytes, isField, type Layout, type Part } from './layout.js';
import { widthOf } from './scalar.js';
import { Writer } from './writer.js';

/** Bytes, and where each path of the value went. @public */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** `userSid`, `groups[2].sid`, `groupsOffset`, … */
  readonly places: ReadonlyMap<string, Place>;
}

/** How the sections of the outermost structure are laid out. @public */
export interface EncodeOptions {
  /** Sections in this order, the others behind them in table order. */
  readonly order?: readonly string[];
  /** Zero bytes before a section. */
  readonly gapBefore?: Readonly<Record<string, number>>;
}

/** Encodes a value; one that the structure cannot hold throws a RangeError. @public */
export function encode(
  wire: Wire,
  structure: StructureName,
  value: unknown,
  options: EncodeOptions = {},
): Encoded {
  const writer = new Writer();
  encodeStructure({ wire, writer, options }, wire.structures[structure], value, '');
  return { bytes: writer.finish(), places: writer.places };
}

/** What one encoding carries along. @internal */
export interface Encoding {
  readonly wire: Wire;
  readonly writer: Writer;
  readonly options: EncodeOptions;
}

/** An open structure. @internal */
export interface Frame {
  readonly encoding: Encoding;
  readonly layout: Layout;
  readonly base: number;
  readonly path: string;
  readonly record: Readonly<Record<string, unknown>>;
  /** Where derived rows and number arrays await their values. */
  readonly pending: Map<string, number>;
}

/** @internal */
export function joinPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** @internal */
export function encodeStructure(
  encoding: Encoding,
  layout: Layout,
  value: unknown,
  path: string,
): void {
  const { writer } = encoding;
  if (value === undefined && layout.emptyIsAbsent === true) return;
  const record = layout.unwrap === undefined ? value : { [layout.unwrap]: value };
  if (typeof record !== 'object' || record === null) {
    throw new RangeError(`${path === '' ? layout.name : path}: expected a ${layout.name}`);
  }
  const base = writer.reserve(headerBytes(layout));
  const frame: Frame = {
    encoding,
    layout,
    base,
    path,
    record: record as Record<string, unknown>,
    pending: new Map(),
  };
  for (const row of layout.rows) {
    if (isField(row)) encodeField(frame, row);
    else if (row.at.kind === 'follows' || row.at.kind === 'lengths') encodeFollowing(frame, row);
  }
  for (const part of distantParts(layout, path === '' ? encoding.options.order : undefined)) {
    encodeDistant(frame, part);
  }
  settle(frame, 'self', 'size', writer.at - base);
  if (path !== '') writer.place(path, base, writer.at);
}

function pathOf(frame: Frame, name: string): string {
  return name === frame.layout.unwrap ? frame.path : joinPath(frame.path, name);
}

function encodeField(frame: Frame, field: Field): void {
  const { writer } = frame.encoding;
  const width = widthOf(field.type);
  const at = field.after === undefined ? frame.base + field.offset : writer.reserve(width);
  const path = pathOf(frame, field.name);
  writer.place(path, at, at + width);
  if (field.role === 'derived') frame.pending.set(field.name, at);
  if (field.role !== 'value') return;
  const value = frame.record[field.name];
  // A row that only this layout of the structure has may be left out: the room is zero already.
  if (value === undefined && frame.layout.unwrap === undefined) return;
  writer.put(at, field.type, value, path);
}

/** Writes the derived rows that await this fact. */
function settle(frame: Frame, from: string, what: string, value: number): void {
  for (const row of frame.layout.rows) {
    if (!isField(row) || row.derived === undefined) continue;
    if (row.derived.from !== from || row.derived.what !== what) continue;
    const at = frame.pending.get(row.name) as number;
    frame.encoding.writer.put(at, row.type, value, pathOf(frame, row.name));
  }
}

function encodeFollowing(frame: Frame, part: Part): void {
  const { writer } = frame.encoding;
  if (part.role === 'derived') {
    reserveArray(frame, part);
    return;
  }
  const value = frame.record[part.name];
  if (value === undefined && part.at.kind === 'follows' && part.at.ifBits !== undefined) return;
  const start = writer.at;
  writeContent(frame, part, value);
  settle(frame, part.name, 'length', writer.at - start);
  settle(frame, part.name, 'count', countOf(value));
}

/** Room for an array of offsets or lengths; lengths are known at once. */
function reserveArray(frame: Frame, part: Part): void {
  const { layout, record, encoding } = frame;
  const owner = layout.rows.find(
    (row): row is Part =>
      !isField(row) &&
      ((row.at.kind === 'each' && row.at.offsets === part.name) ||
        (row.at.kind === 'lengths' && row.at.lengths === part.name)),
  );
  const items = (owner === undefined ? [] : (record[owner.name] ?? [])) as readonly unknown[];
  const start = encoding.writer.reserve(4 * items.length);
  frame.pending.set(part.name, start);
  encoding.writer.place(pathOf(frame, part.name), start, encoding.writer.at);
  if (owner?.at.kind !== 'lengths') return;
  items.forEach((item, index) => {
    const path = `${joinPath(frame.path, owner.name)}[${index}]`;
    encoding.writer.put(start + 4 * index, 'u32le', (item as Uint8Array).length, path);
  });
}

/** The parts behind offsets, in the order wanted. */
function distantParts(layout: Layout, order: readonly string[] | undefined): readonly Part[] {
  const parts = layout.rows.filter(
    (row): row is Part => !isField(row) && (row.at.kind === 'pointer' || row.at.kind === 'each'),
  );
  if (order === undefined) return parts;
  for (const name of order) {
    if (!parts.some((part) => part.name === name)) {
      throw new RangeError(`${layout.name} has no section ${name}`);
    }
  }
  const rank = (part: Part): number => {
    const index = order.indexOf(part.name);
    return index < 0 ? order.length : index;
  };
  return [...parts].sort((left, right) => rank(left) - rank(right));
}

function encodeDistant(frame: Frame, part: Part): void {
  const { writer, options } = frame.encoding;
  const value = frame.record[part.name];
  if (part.at.kind === 'each') {
    encodeEach(frame, part, (value ?? []) as readonly unknown[]);
    return;
  }
  const gap = frame.path === '' ? (options.gapBefore?.[part.name] ?? 0) : 0;
  const before = writer.at;
  const start = writer.reserve(gap) + gap;
  if (value !== undefined) writeContent(frame, part, value);
  if (writer.at === start) {
    // Nothing was written: the part is absent, and so is the gap before it.
    writer.at = before;
    writer.places.delete(pathOf(frame, part.name));
    return;
  }
  settle(frame, part.name, 'offset', start - frame.base);
  settle(frame, part.name, 'length', writer.at - start);
  settle(frame, part.name, 'count', countOf(value));
}

function encodeEach(frame: Frame, part: Part, values: readonly unknown[]): void {
  const { writer } = frame.encoding;
  const array = frame.pending.get((part.at as { readonly offsets: string }).offsets) as number;
  settle(frame, part.name, 'count', values.length);
  values.forEach((value, index) => {
    const path = `${pathOf(frame, part.name)}[${index}]`;
    writer.put(array + 4 * index, 'u32le', writer.at - frame.base, path);
    const start = writer.at;
    encodeContent(frame, part.content, value, path);
    writer.place(path, start, isPointer(part, frame) ? start + 4 : writer.at);
  });
}

/** Whether the elements are second offsets: these are the element, what they lead to is its data. */
function isPointer(part: Part, frame: Frame): boolean {
  const { content } = part;
  if (content.kind !== 'switch') return content.kind === 'pointer';
  const chosen = content.cases.find((one) => one.value === frame.record[content.on]);
  return chosen?.content.kind === 'pointer';
}

function writeContent(frame: Frame, part: Part, value: unknown): void {
  const { writer } = frame.encoding;
  const path = pathOf(frame, part.name);
  const start = writer.at;
  encodeContent(frame, contentOf(part), value, path);
  writer.place(path, start, writer.at);
}

/** Parts with an array of lengths are lists of their content. */
function contentOf(part: Part): Part['content'] {
  return part.at.kind === 'lengths' ? { kind: 'list', element: part.content } : part.content;
}

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
