/**
 * @module Compiles a bound layout into closures that write a value. The closures are built once
 * per wire and structure; nothing here knows a structure.
 */

import type { StructureName, Wire } from './bind.js';
import { compileDistant, compileFollowing, type PartWriter } from './compile-encoder-part.js';
import { type Field, headerBytes, isField, type Layout, type Part } from './layout.js';
import { widthOf } from './scalar.js';
import { type ScalarWriter, scalarWriter } from './write-scalar.js';
import type { Writer } from './writer.js';

/** Appends a structure. @internal */
export type Encoder = (w: Writer, value: unknown) => void;

/** Writes a row: of the structure at `base`, whose value is `record`. @internal */
export type RowEncoder = (w: Writer, base: number, held: number, record: unknown) => void;

/** Writes a number that only the encoder knows into the rows derived from it. @internal */
export type Settle = (w: Writer, base: number, held: number, number: number) => void;

/** What compiling a row needs to know. @internal */
export interface EncoderScope {
  readonly layout: Layout;
  /** The row's value in that of the structure. */
  reader(row: string): (record: unknown) => unknown;
  /** The row's name in paths; empty if it has none. */
  segment(row: string): string;
  /** Where the frame keeps the place of a row without a fixed offset. */
  heldAt(row: string): number;
  settle(from: string, what: 'offset' | 'length' | 'count' | 'size'): Settle | undefined;
  nested(structure: string): Encoder;
}

const ENCODERS = new WeakMap<Wire, Map<string, Encoder>>();

/** The encoder of a structure; cached. @internal */
export function encoderOf(wire: Wire, name: string): Encoder {
  let cache = ENCODERS.get(wire);
  if (cache === undefined) {
    cache = new Map();
    ENCODERS.set(wire, cache);
  }
  const known = cache.get(name);
  if (known !== undefined) return known;
  const layout = wire.structures[name as StructureName];
  if (layout === undefined) throw new RangeError(`no structure ${name}`);
  const encoder = compileLayout(layout, scopeOf(wire, layout));
  cache.set(name, encoder);
  return encoder;
}

function scopeOf(wire: Wire, layout: Layout): EncoderScope {
  const { unwrap } = layout;
  const held = heldRows(layout);
  return {
    layout,
    reader: (row) => {
      if (unwrap === undefined) return (record) => (record as Record<string, unknown>)[row];
      return row === unwrap ? (record) => record : () => undefined;
    },
    segment: (row) => (row === unwrap ? '' : row),
    heldAt: (row) => held.indexOf(row),
    settle: (from, what) => settleOf(layout, held, from, what),
    nested: (name) => encoderOf(wire, name),
  };
}

/** The derived rows whose places depend on what is written before them. */
function heldRows(layout: Layout): readonly string[] {
  return layout.rows
    .filter((row) => row.role === 'derived' && (!isField(row) || row.after !== undefined))
    .map((row) => row.name);
}

function settleOf(
  layout: Layout,
  held: readonly string[],
  from: string,
  what: string,
): Settle | undefined {
  const settles = layout.rows.flatMap((row): readonly Settle[] => {
    if (!isField(row) || row.derived?.from !== from || row.derived.what !== what) return [];
    const put = scalarWriter(row.type);
    const { name, offset } = row;
    if (row.after === undefined) {
      return [(w, base, _, number) => put(w, base + offset, number, name)];
    }
    const index = held.indexOf(name);
    return [(w, _, frame, number) => put(w, w.held[frame + index] as number, number, name)];
  });
  if (settles.length <= 1) return settles[0];
  return (w, base, frame, number) => {
    for (const settle of settles) settle(w, base, frame, number);
  };
}

function compileLayout(layout: Layout, scope: EncoderScope): Encoder {
  const near = layout.rows.flatMap((row): readonly RowEncoder[] => {
    if (isField(row)) return [compileField(row, scope)];
    return isDistant(row) ? [] : [compileFollowing(row, scope)];
  });
  const distant = layout.rows.flatMap((row): readonly PartWriter[] =>
    !isField(row) && isDistant(row) ? [compileDistant(row, scope)] : [],
  );
  const header = headerBytes(layout);
  const frame = heldRows(layout).length;
  const size = scope.settle('self', 'size');
  const whole = layout.unwrap === undefined;
  const emptyIsAbsent = layout.emptyIsAbsent === true;
  return (w, value) => {
    if (value === undefined && emptyIsAbsent) return;
    if (whole && (typeof value !== 'object' || value === null)) {
      w.refuse(w.depth === 0 ? layout.name : '', `expected a ${layout.name}`);
    }
    const base = w.reserve(header);
    const held = w.top;
    w.top += frame;
    for (const encode of near) encode(w, base, held, value);
    const { order } = w.options;
    const parts = order === undefined || w.depth > 0 ? distant : inOrder(layout, distant, order);
    for (const part of parts) part.encode(w, base, held, value);
    if (size !== undefined) size(w, base, held, w.at - base);
    w.top = held;
    if (w.places !== undefined && w.depth > 0) w.place('', base, w.at);
  };
}

/** Parts behind offsets come after all others. */
function isDistant(part: Part): boolean {
  return part.at.kind === 'pointer' || part.at.kind === 'each';
}

function compileField(field: Field, scope: EncoderScope): RowEncoder {
  const { offset, role, after } = field;
  const width = widthOf(field.type);
  const segment = scope.segment(field.name);
  const held = scope.heldAt(field.name);
  const write = role === 'value' ? compileValue(field, scope) : undefined;
  return (w, base, frame, record) => {
    const at = after === undefined ? base + offset : w.reserve(width);
    if (w.places !== undefined) w.place(segment, at, at + width);
    if (held >= 0) w.held[frame + held] = at;
    if (write !== undefined) write(w, at, record, segment);
  };
}

function compileValue(field: Field, scope: EncoderScope): ScalarWriter {
  const read = scope.reader(field.name);
  const put = scalarWriter(field.type);
  // A row that only this layout of the structure has may be left out: the room is zero already.
  const optional = scope.layout.unwrap === undefined;
  return (w, at, record, segment) => {
    const value = read(record);
    if (value !== undefined || !optional) put(w, at, value, segment);
  };
}

/** The parts behind offsets, in the order wanted. */
function inOrder(
  layout: Layout,
  parts: readonly PartWriter[],
  order: readonly string[],
): readonly PartWriter[] {
  for (const name of order) {
    if (!parts.some((part) => part.name === name)) {
      throw new RangeError(`${layout.name} has no section ${name}`);
    }
  }
  const rank = (part: PartWriter): number => {
    const index = order.indexOf(part.name);
    return index < 0 ? order.length : index;
  };
  return [...parts].sort((left, right) => rank(left) - rank(right));
}
