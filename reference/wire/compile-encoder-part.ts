/** @module Compiles what writes variable parts: content, and the rows that say where it is. */

import type { EncoderScope, RowEncoder } from './compile-encoder.js';
import { compileContentEncoder, type ContentEncoder, listOf } from './compile-encoder-content.js';
import { isField, type Part } from './layout.js';
import { writeU32le } from './write-scalar.js';

/** What writes a part behind an offset. @internal */
export interface PartWriter {
  readonly name: string;
  readonly encode: RowEncoder;
}

/** Parts directly behind what precedes them. @internal */
export function compileFollowing(part: Part, scope: EncoderScope): RowEncoder {
  if (part.role === 'derived') return compileArray(part, scope);
  const read = scope.reader(part.name);
  const write = compileWhole(part, scope);
  const length = scope.settle(part.name, 'length');
  const count = scope.settle(part.name, 'count');
  const optional = part.at.kind === 'follows' && part.at.ifBits !== undefined;
  return (w, base, held, record) => {
    const value = read(record);
    if (value === undefined && optional) return;
    const start = w.at;
    write(w, base, record, value);
    if (length !== undefined) length(w, base, held, w.at - start);
    if (count !== undefined) count(w, base, held, countOf(value));
  };
}

/** Room for an array of offsets or lengths; lengths are known at once. */
function compileArray(part: Part, scope: EncoderScope): RowEncoder {
  const index = scope.heldAt(part.name);
  const segment = scope.segment(part.name);
  const owner = scope.layout.rows.find(
    (row): row is Part =>
      !isField(row) &&
      ((row.at.kind === 'each' && row.at.offsets === part.name) ||
        (row.at.kind === 'lengths' && row.at.lengths === part.name)),
  );
  const read = owner === undefined ? () => undefined : scope.reader(owner.name);
  const ownerName = owner === undefined ? '' : scope.segment(owner.name);
  const lengths = owner?.at.kind === 'lengths';
  return (w, _, held, record) => {
    const items = listOf(w, read(record) ?? [], ownerName);
    const start = w.reserve(4 * items.length);
    w.held[held + index] = start;
    if (w.places !== undefined) w.place(segment, start, w.at);
    if (!lengths) return;
    w.enter(ownerName);
    for (let item = 0; item < items.length; item += 1) {
      writeU32le(w, start + 4 * item, (items[item] as Uint8Array).length, item);
    }
    w.leave();
  };
}

/** Parts behind offsets. @internal */
export function compileDistant(part: Part, scope: EncoderScope): PartWriter {
  const encode =
    part.at.kind === 'each'
      ? compileEach(part, part.at.offsets, scope)
      : compilePointer(part, scope);
  return { name: part.name, encode };
}

function compilePointer(part: Part, scope: EncoderScope): RowEncoder {
  const { name } = part;
  const read = scope.reader(name);
  const write = compileWhole(part, scope);
  const offset = scope.settle(name, 'offset');
  const length = scope.settle(name, 'length');
  const count = scope.settle(name, 'count');
  const segment = scope.segment(name);
  return (w, base, held, record) => {
    const value = read(record);
    if (value === undefined) return;
    const gap = w.depth === 0 ? (w.options.gapBefore?.[name] ?? 0) : 0;
    const before = w.at;
    const start = w.reserve(gap) + gap;
    write(w, base, record, value);
    if (w.at === start) {
      // Nothing was written: the part is absent, and so is the gap before it.
      w.at = before;
      if (w.places !== undefined) w.forget(segment);
      return;
    }
    if (offset !== undefined) offset(w, base, held, start - base);
    if (length !== undefined) length(w, base, held, w.at - start);
    if (count !== undefined) count(w, base, held, countOf(value));
  };
}

function compileEach(part: Part, offsets: string, scope: EncoderScope): RowEncoder {
  const array = scope.heldAt(offsets);
  const segment = scope.segment(part.name);
  const read = scope.reader(part.name);
  const write = compileContentEncoder(part.content, scope);
  const isPointer = pointerTest(part, scope);
  const count = scope.settle(part.name, 'count');
  return (w, base, held, record) => {
    const values = listOf(w, read(record) ?? [], segment);
    if (count !== undefined) count(w, base, held, values.length);
    const pointers = w.held[held + array] as number;
    if (segment !== '') w.enter(segment);
    for (let index = 0; index < values.length; index += 1) {
      w.enter(index);
      const start = w.at;
      writeU32le(w, pointers + 4 * index, start - base, '');
      write(w, base, record, values[index]);
      if (w.places !== undefined) w.place('', start, isPointer(record) ? start + 4 : w.at);
      w.leave();
    }
    if (segment !== '') w.leave();
  };
}

/** Whether the elements are second offsets; what these lead to is the elements' data. */
function pointerTest({ content }: Part, scope: EncoderScope): (record: unknown) => boolean {
  if (content.kind !== 'switch') return () => content.kind === 'pointer';
  const selector = scope.reader(content.on);
  return (record) => {
    const chosen = content.cases.find((one) => one.value === selector(record));
    return chosen?.content.kind === 'pointer';
  };
}

/** Writes the content of a part and records its place. */
function compileWhole(part: Part, scope: EncoderScope): ContentEncoder {
  const segment = scope.segment(part.name);
  // Parts with an array of lengths are lists of their content.
  const content =
    part.at.kind === 'lengths' ? ({ kind: 'list', element: part.content } as const) : part.content;
  const write = compileContentEncoder(content, scope);
  return (w, base, record, value) => {
    const start = w.at;
    if (segment !== '') w.enter(segment);
    write(w, base, record, value);
    if (w.places !== undefined) w.place('', start, w.at);
    if (segment !== '') w.leave();
  };
}

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
