/** @module Compiles the rows with a fixed offset: read, keep, check. */

import type { Scope, Step } from './compile.js';
import { acceptedBy, type Check, compileChecks } from './compile-checks.js';
import type { Context } from './context.js';
import type { Field } from './layout.js';
import {
  copyRange,
  isBig,
  isNumber,
  numberReader,
  readBig,
  readU16le,
  readU32le,
  readU48be,
  readU8,
  type ScalarType,
  widthOf,
} from './scalar.js';

/** The steps of all rows with a fixed offset. @internal */
export function compileHeader(fields: readonly Field[], scope: Scope): readonly Step[] {
  const numbers = fields.filter((field) => isNumber(field.type));
  const words = numbers.filter((field) => isPlainWord(field, scope));
  const shown = words.filter((field) => field.role === 'value');
  const hidden = words.filter((field) => field.role !== 'value');
  const others = numbers.filter((field) => !words.includes(field));
  const wide = fields.filter((field) => !isNumber(field.type) && field.role === 'value');
  return [
    ...(hidden.length === 0 ? [] : [wordsStep(hidden, scope)]),
    ...(shown.length === 0 ? [] : [shownWordsStep(shown, scope)]),
    ...(others.length === 0 ? [] : [cellsStep(others, scope)]),
    ...wide.map((field) => wideStep(field, scope)),
    ...(scope.traced ? [markStep(fields, scope)] : []),
  ];
}

/** A 32-bit number without rules: most offsets, lengths and counts. */
function isPlainWord(field: Field, scope: Scope): boolean {
  return field.type === 'u32le' && compileChecks(field, scope) === undefined;
}

function wordsStep(fields: readonly Field[], scope: Scope): Step {
  const offsets = Int32Array.from(fields, (field) => field.offset);
  const targets = Int32Array.from(fields, (field) => scope.slot(field.name));
  return (c, f, start) => {
    const { bytes, slots } = c;
    for (let index = 0; index < offsets.length; index += 1) {
      const number = readU32le(bytes, start + (offsets[index] as number));
      slots[f + (targets[index] as number)] = number;
    }
  };
}

/** Words that are part of the value. */
function shownWordsStep(fields: readonly Field[], scope: Scope): Step {
  const offsets = Int32Array.from(fields, (field) => field.offset);
  const targets = Int32Array.from(fields, (field) => scope.slot(field.name));
  return (c, f, start) => {
    const { bytes, slots, values } = c;
    for (let index = 0; index < offsets.length; index += 1) {
      const number = readU32le(bytes, start + (offsets[index] as number));
      const slot = f + (targets[index] as number);
      slots[slot] = number;
      values[slot] = number;
    }
  };
}

/** Any other number, as the step wants it. */
interface Cell {
  readonly type: ScalarType;
  readonly slot: number;
  readonly offset: number;
  readonly shown: boolean;
  readonly read: (bytes: Uint8Array, at: number) => number;
  /** Numbers from `low` to `high` need no check. */
  readonly low: number;
  readonly high: number;
  readonly check: Check;
}

function cellsStep(fields: readonly Field[], scope: Scope): Step {
  const cells = fields.map((field) => cellOf(field, scope));
  return (c, f, start) => {
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index] as Cell;
      const at = start + cell.offset;
      const number = readCell(cell, c.bytes, at);
      const slot = f + cell.slot;
      c.slots[slot] = number;
      if (cell.shown) c.values[slot] = number;
      if (number < cell.low || number > cell.high) cell.check(c, f, start, at, number);
    }
  };
}

/** The common formats without a call. */
function readCell({ type, read }: Cell, bytes: Uint8Array, at: number): number {
  if (type === 'u8') return readU8(bytes, at);
  if (type === 'u32le') return readU32le(bytes, at);
  if (type === 'u16le') return readU16le(bytes, at);
  return type === 'u48be' ? readU48be(bytes, at) : read(bytes, at);
}

function cellOf(field: Field, scope: Scope): Cell {
  const { low, high } = acceptedBy(field, scope);
  return {
    type: field.type,
    slot: scope.slot(field.name),
    offset: field.offset,
    shown: field.role === 'value',
    read: numberReader(field.type),
    low,
    high,
    check: compileChecks(field, scope) ?? (() => undefined),
  };
}

function wideStep(field: Field, scope: Scope): Step {
  const slot = scope.slot(field.name);
  const { offset } = field;
  const read = wideReader(field.type);
  return (c, f, start) => {
    c.values[f + slot] = read(c.bytes, start + offset);
  };
}

/** Reads a format whose values are not `number`. @internal */
export function wideReader(type: ScalarType): (bytes: Uint8Array, at: number) => unknown {
  if (isBig(type)) return (bytes, at) => readBig(bytes, at, type);
  const width = widthOf(type);
  return (bytes, at) => copyRange(bytes, at, width);
}

/** Records where the rows were found. */
function markStep(fields: readonly Field[], scope: Scope): Step {
  const marks = fields.map((field) => fieldMark(field, scope));
  return (c, f, start) => {
    for (const [index, mark] of marks.entries()) {
      mark(c, f, start + (fields[index] as Field).offset);
    }
  };
}

/** Records where a row was found. @internal */
export function fieldMark(field: Field, scope: Scope): (c: Context, f: number, at: number) => void {
  const slot = scope.slot(field.name);
  const width = widthOf(field.type);
  const site = scope.site(field.name);
  const number = isNumber(field.type);
  return (c, f, at) => {
    c.marks?.push({
      path: c.pathText(site.row),
      start: at,
      end: at + width,
      row: field,
      structure: site.structure,
      place: site.place,
      value: number ? c.slots[f + slot] : c.values[f + slot],
    });
  };
}
