/** @module Mutants made of the bytes: numbers out of range, offsets astray, cuts and additions. */

import type { StructureName, Wire } from './bind.js';
import type { Mark } from './context.js';
import { type Field, isField, type Part } from './layout.js';
import type { Candidate } from './mutants.js';
import type { FieldRule } from './rule.js';
import { isNumber, numberReader, widthOf, writeScalar } from './scalar.js';

/** Every candidate that an edit of the bytes gives. @internal */
export function* byteCandidates(
  wire: Wire,
  bytes: Uint8Array,
  marks: readonly Mark[],
): Iterable<Candidate> {
  for (const mark of marks) {
    if (mark.row === undefined) yield* structureEdits(wire, bytes, mark, marks);
    else if (isField(mark.row)) yield* fieldEdits(bytes, mark, mark.row, marks);
    else yield* partEdits(bytes, mark, mark.row, marks);
  }
  yield* cutsAndAdditions(wire, bytes, marks);
}

function patched(
  bytes: Uint8Array,
  at: number,
  type: Field['type'],
  value: number,
): Uint8Array | undefined {
  const width = widthOf(type);
  if (at + width > bytes.length || value < 0 || value >= 2 ** (8 * width)) return undefined;
  const copy = bytes.slice();
  writeScalar(copy, at, type, value);
  return copy;
}

function* fieldEdits(
  bytes: Uint8Array,
  mark: Mark,
  field: Field,
  marks: readonly Mark[],
): Iterable<Candidate> {
  if (!isNumber(field.type)) return;
  const edit = (value: number, aim?: string): Candidate[] => {
    const changed = patched(bytes, mark.start, field.type, value);
    const name = `${mark.path === '' ? field.name : mark.path} = ${value}`;
    if (changed === undefined) return [];
    return [{ name, bytes: changed, ...(aim && { aim: { place: mark.place, rule: aim } }) }];
  };
  for (const rule of field.rules) {
    for (const value of valuesAgainst(rule)) yield* edit(value, rule.id);
  }
  const value = numberReader(field.type)(bytes, mark.start);
  const max = 2 ** (8 * widthOf(field.type)) - 1;
  if (field.role === 'derived') {
    const numbers = derivedValues(value, mark, bytes, marks).filter((other) => other !== value);
    for (const other of new Set(numbers)) yield* edit(other);
  }
  for (const rule of field.rules) yield* edit(max, rule.id);
  const swapped = bytes.slice();
  swapped.subarray(mark.start, mark.end).reverse();
  const name = `${mark.path === '' ? field.name : mark.path} with its bytes reversed`;
  yield { name, bytes: swapped };
}

/** The nearest values outside a rule. */
function valuesAgainst(rule: FieldRule): readonly number[] {
  switch (rule.kind) {
    case 'equals':
      return [(rule.value as number) - 1, (rule.value as number) + 1, (rule.value as number) + 256];
    case 'range':
      return [((rule.min ?? 0) as number) - 1, ((rule.max ?? 0) as number) + 1];
    case 'oneOf':
      return rule.values
        .flatMap((value) => [value - 1, value + 1, value + 256])
        .filter((value) => !rule.values.includes(value));
    case 'bits': {
      const outside = [0, 8, 31].map((bit) => 2 ** bit).filter((bit) => (bit & ~rule.mask) !== 0);
      const next = [...Array(32).keys()].find((bit) => ((2 ** bit) & rule.mask) === 0);
      return next === undefined ? outside : [2 ** next, ...outside];
    }
    case 'multipleOf':
      return [];
    default:
      return [];
  }
}

/**
 * Counts, lengths and offsets: off by one, at zero, at the maximum, into the header, past the end.
 */
function derivedValues(
  value: number,
  mark: Mark,
  bytes: Uint8Array,
  marks: readonly Mark[],
): readonly number[] {
  const structure = enclosing(mark, marks);
  const size = structure.end - structure.start;
  const room = structure.end - mark.end;
  return [
    ...[-4, -1, 1, 2, 4].map((step) => value + step),
    ...[0, 1, 2, 3, 4, 7, 8, 9, 10, 12, 15, 16, 20, 24, 96, 191],
    ...[room - 3, room - 1, room, room + 1, size - 4, size - 1, size, size + 1, bytes.length + 1],
    ...[0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff],
  ];
}

function enclosing(mark: Mark, marks: readonly Mark[]): Mark {
  let best = marks[0] as Mark;
  for (const other of marks) {
    if (other.row !== undefined || other.structure !== mark.structure) continue;
    if (other.start > mark.start || other.end < mark.end) continue;
    if (other.end - other.start <= best.end - best.start) best = other;
  }
  return best;
}

const U32_EDITS = [0, 1, 16, 0x7fffffff, 0xfffffff0, 0xffffffff];

/** Arrays of offsets and lengths, second offsets, length prefixes and terminators. */
function* partEdits(
  bytes: Uint8Array,
  mark: Mark,
  part: Part,
  marks: readonly Mark[],
): Iterable<Candidate> {
  const structure = enclosing(mark, marks);
  const size = structure.end - structure.start;
  const cells = part.role === 'derived' ? (mark.end - mark.start) / 4 : 1;
  for (let index = 0; index < Math.min(cells, 8); index += 1) {
    const at = mark.start + 4 * index;
    const value = numberReader('u32le')(bytes, at);
    const near = [-4, -1, 1, 4].map((step) => value + step);
    for (const other of new Set([...U32_EDITS, size - 4, size - 1, size, ...near])) {
      const changed = patched(bytes, at, 'u32le', other);
      const name = `${mark.path}${cells > 1 ? `[${index}]` : ''}: word = ${other}`;
      if (changed !== undefined) yield { name, bytes: changed };
    }
  }
  const open = part.rules.find((rule) => rule.kind === 'terminated');
  if (open === undefined || typeof mark.value !== 'string') return;
  const filled = bytes.slice();
  filled.fill(
    0x41,
    mark.path.endsWith('.data') || part.at.kind === 'pointer' ? mark.start : mark.end,
    structure.end,
  );
  const aim = { place: mark.place, rule: open.id };
  yield { name: `${mark.path} without an end`, bytes: filled, aim };
}

/** Sections over one another. */
function* structureEdits(
  wire: Wire,
  bytes: Uint8Array,
  mark: Mark,
  marks: readonly Mark[],
): Iterable<Candidate> {
  const layout = wire.structures[mark.structure as StructureName];
  const overlap = layout.rules.find((rule) => rule.kind === 'disjoint');
  if (overlap === undefined) return;
  const aim = { place: mark.place, rule: overlap.id };
  const sections = marks.filter(
    (one) =>
      one.structure === mark.structure &&
      one.row !== undefined &&
      !isField(one.row) &&
      one.row.at.kind === 'pointer' &&
      one.end > one.start,
  );
  for (const one of sections) {
    for (const other of sections) {
      if (one === other) continue;
      const offset = ((other.row as Part).at as { readonly offset: string }).offset;
      const field = layout.rows.find((row) => row.name === offset) as Field;
      for (const target of [one.start, one.end - 1]) {
        const at = mark.start + field.offset;
        const changed = patched(bytes, at, field.type, target - mark.start);
        const name = `${other.path} at byte ${target} inside ${one.path}`;
        if (changed !== undefined) yield { name, bytes: changed, aim };
      }
    }
  }
}

function* cutsAndAdditions(
  wire: Wire,
  bytes: Uint8Array,
  marks: readonly Mark[],
): Iterable<Candidate> {
  const cuts = new Set<number>([0, 1]);
  for (const { start, end } of marks) for (const at of [start, end - 1]) cuts.add(at);
  for (const at of [...cuts].sort((left, right) => left - right)) {
    if (at >= 0 && at < bytes.length)
      yield { name: `cut to ${at} bytes`, bytes: bytes.slice(0, at) };
  }
  const sizes = [1, 4].map((more) => bytes.length + more);
  const root = marks[0] as Mark;
  const layout = wire.structures[root.structure as StructureName];
  for (const rule of layout.rules) {
    if (rule.kind === 'size') sizes.push(((rule.max ?? 0) as number) + 1);
  }
  for (const size of sizes) {
    if (size <= bytes.length) continue;
    const longer = new Uint8Array(size);
    longer.set(bytes);
    yield { name: `${size - bytes.length} bytes behind the end`, bytes: longer };
  }
}
