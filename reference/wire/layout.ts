/** @module What a layout table is, and `defineLayout`, which recomputes every offset in it. */

import type { FieldRule, PartRule, Rule, StructureRule } from './rule.js';
import { type ScalarType, widthOf } from './scalar.js';

/** What a number row is computed from; such a value cannot be supplied. @public */
export interface Derived {
  /** Name of the part, or 'self' for the structure as a whole. */
  readonly from: string;
  readonly what: 'offset' | 'length' | 'count' | 'size';
}

/** A number row. @public */
export interface Field {
  readonly name: string;
  /** From the structure's start, or from the end of the part `after`. */
  readonly offset: number;
  readonly after?: string;
  readonly type: ScalarType;
  /** `derived` and `reserved` rows are not part of the value; reserved ones are written as 0. */
  readonly role: 'value' | 'derived' | 'reserved';
  readonly derived?: Derived;
  /** A value row that nobody has to speak of: 0 is left out. */
  readonly zeroIsAbsent?: boolean;
  readonly rules: readonly FieldRule[];
  readonly doc: string;
}

/** Where a variable part is. Field names refer to rows of the same structure. @public */
export type At =
  /** Directly behind what precedes it; without a size the content knows its own. */
  | {
      readonly kind: 'follows';
      readonly length?: string;
      readonly count?: string;
      /** Everything but this many bytes at the structure's end. */
      readonly allBut?: number;
      /** Present only if these bits of a field are set. */
      readonly ifBits?: { readonly field: string; readonly mask: number };
    }
  /** Behind an offset from the structure's start; offset 0 means absent. */
  | {
      readonly kind: 'pointer';
      readonly offset: string;
      readonly length?: string;
      readonly count?: string;
      /** Without length and count: ends where the next part starts, not with its content. */
      readonly untilNext?: true;
    }
  /** One element at each offset of a numbers part. */
  | { readonly kind: 'each'; readonly offsets: string }
  /** Elements in sequence, with the lengths of a numbers part. */
  | { readonly kind: 'lengths'; readonly lengths: string };

/** What a variable part holds. @public */
export type Content =
  | { readonly kind: 'bytes'; readonly size?: number; readonly check?: BodyCheck }
  | { readonly kind: 'numbers'; readonly type: ScalarType }
  | { readonly kind: 'scalar'; readonly type: ScalarType }
  | { readonly kind: 'structure'; readonly of: string }
  | { readonly kind: 'list'; readonly element: Content }
  | { readonly kind: 'utf16'; readonly terminated: boolean }
  | { readonly kind: 'prefixed'; readonly content: Content }
  | { readonly kind: 'pointer'; readonly content: Content }
  | {
      readonly kind: 'switch';
      readonly on: string;
      readonly cases: readonly { readonly value: number; readonly content: Content }[];
    };

/** Opaque bytes that have to be this structure when `on` has one of the values. @public */
export interface BodyCheck {
  readonly on: string;
  readonly cases: readonly { readonly values: readonly number[]; readonly of: string }[];
}

/** A variable part. @public */
export interface Part {
  readonly name: string;
  readonly at: At;
  readonly content: Content;
  /** `derived` parts (arrays of offsets, of lengths) are not part of the value. */
  readonly role: 'value' | 'derived';
  readonly rules: readonly PartRule[];
  readonly doc: string;
}

/** A row of a table. @public */
export type Row = Field | Part;

/** A wire structure. @public */
export interface Layout {
  readonly name: string;
  readonly doc: string;
  readonly rows: readonly Row[];
  readonly rules: readonly StructureRule[];
  /** The structure's value is the value of this row alone. */
  readonly unwrap?: string;
  /** No bytes at all stand for `undefined`. */
  readonly emptyIsAbsent?: true;
  /** The structure has a text form of its own. */
  readonly text?: 'sid';
  /** The row that holds the structure's own size. */
  readonly sizedBy?: string;
  /**
   * Makes the value of those of its rows, as one literal: several times as fast as row by row.
   * For structures that come by the dozen and have all rows at all times.
   */
  readonly record?: (...rows: readonly unknown[]) => object;
}

/** @public */
export function isField(row: Row): row is Field {
  return 'type' in row;
}

/** The rows with a fixed offset. @public */
export function headerFields(layout: Layout): readonly Field[] {
  return layout.rows.filter((row): row is Field => isField(row) && row.after === undefined);
}

/** Bytes that the rows with a fixed offset take. @public */
export function headerBytes(layout: Layout): number {
  let end = 0;
  for (const field of headerFields(layout)) {
    end = Math.max(end, field.offset + widthOf(field.type));
  }
  return end;
}

/** Every rule of a layout with the row that owns it. @public */
export function* rulesOf(layout: Layout): Iterable<{ rule: Rule; row: Row | undefined }> {
  for (const row of layout.rows) for (const rule of row.rules) yield { rule, row };
  for (const rule of layout.rules) yield { rule, row: undefined };
}

/** The row of that name; an unknown one throws. @public */
export function rowOf(layout: Layout, name: string): Row {
  const row = layout.rows.find((candidate) => candidate.name === name);
  if (row === undefined) throw new RangeError(`${layout.name} has no row ${name}`);
  return row;
}

/** Checks a table and gives it back: a gap, an overlap or a dangling name throws. @public */
export function defineLayout(layout: Layout): Layout {
  const fail = (text: string): never => {
    throw new Error(`layout ${layout.name}: ${text}`);
  };
  checkOffsets(layout, fail);
  const names = layout.rows.map((row) => row.name);
  if (new Set(names).size !== names.length) fail('two rows share a name');
  for (const row of layout.rows) {
    if (row.doc === '') fail(`${row.name} has no doc`);
    for (const name of referencesOf(row)) {
      if (name !== 'self' && !names.includes(name)) fail(`${row.name} refers to ${name}`);
    }
    for (const rule of row.rules) {
      if (!rule.id.startsWith(`${row.name}.`)) fail(`rule ${rule.id} sits on ${row.name}`);
    }
    if (isField(row) && (row.derived === undefined) !== (row.role !== 'derived')) {
      fail(`${row.name}: role and derived disagree`);
    }
  }
  if (layout.record !== undefined) checkRecord(layout, layout.record, fail);
  return layout;
}

function checkOffsets(layout: Layout, fail: (text: string) => never): void {
  let expected = 0;
  let after: string | undefined;
  for (const row of layout.rows) {
    if (!isField(row)) {
      after = row.at.kind === 'follows' ? row.name : after;
      if (row.at.kind === 'follows') expected = 0;
      continue;
    }
    if (row.after !== after) fail(`${row.name} stands behind ${after ?? 'the start'}`);
    if (row.offset !== expected) {
      const what = row.offset > expected ? 'gap' : 'overlap';
      fail(`${what} at ${row.name}: offset ${row.offset}, expected ${expected}`);
    }
    expected += widthOf(row.type);
  }
}

/** A record has the value rows, all of them, by their names and in their order. */
function checkRecord(
  layout: Layout,
  record: (...rows: readonly unknown[]) => object,
  fail: (text: string) => never,
): void {
  const rows = layout.rows.filter((row) => row.role === 'value');
  const names = rows.map((row) => row.name);
  const made = Object.entries(record(...names));
  const same = made.every(([name, value], index) => name === value && name === names[index]);
  if (made.length !== names.length || !same) fail('the record differs from the rows');
  for (const row of rows) {
    if (isField(row) || (row.at.kind === 'follows' && row.at.ifBits === undefined)) continue;
    fail(`${row.name} may be absent from the record`);
  }
}

function referencesOf(row: Row): readonly string[] {
  if (isField(row)) return row.derived === undefined ? [] : [row.derived.from];
  const { at } = row;
  if (at.kind === 'each') return [at.offsets];
  if (at.kind === 'lengths') return [at.lengths];
  const names = [at.length, at.count, at.kind === 'pointer' ? at.offset : at.ifBits?.field];
  return names.filter((name) => name !== undefined);
}
