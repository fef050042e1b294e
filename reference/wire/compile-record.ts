/** @module Compiles what makes the value of a structure out of the values of its rows. */

import type { Scope } from './compile.js';
import type { Context } from './context.js';
import { isField, type Layout } from './layout.js';

/** The value of the structure whose rows are in frame `f`. @internal */
export type RecordMaker = (c: Context, f: number) => unknown;

/** What makes the value. @internal */
export function compileRecord(layout: Layout, scope: Scope): RecordMaker {
  const rows = layout.rows.filter((row) => row.role === 'value');
  const names = rows.map((row) => row.name);
  const { unwrap } = layout;
  if (unwrap !== undefined) {
    const slot = scope.slot(unwrap);
    return (c, f) => c.values[f + slot];
  }
  const slots = names.map((name) => scope.slot(name));
  const literal = layout.record === undefined ? undefined : fromLiteral(layout.record, slots);
  if (literal !== undefined) return literal;
  const absent = rows.map((row) => (isField(row) && row.zeroIsAbsent === true ? 0 : undefined));
  const Empty = plainObject();
  return (c, f) => {
    const record = new Empty();
    for (let index = 0; index < names.length; index += 1) {
      const value = c.values[f + (slots[index] as number)];
      if (value !== undefined && value !== absent[index]) record[names[index] as string] = value;
    }
    return record;
  };
}

/** Nothing for records larger than those below, or with other rows than the table's (faults). */
function fromLiteral(
  record: (...rows: readonly unknown[]) => object,
  slots: readonly number[],
): RecordMaker | undefined {
  if (record.length !== slots.length) return undefined;
  const [first = 0, second = 0, third = 0] = slots;
  if (slots.length === 2) return (c, f) => record(c.values[f + first], c.values[f + second]);
  if (slots.length !== 3) return undefined;
  return (c, f) => record(c.values[f + first], c.values[f + second], c.values[f + third]);
}

/**
 * A constructor of plain objects: unlike `{}`, each constructor learns how much room its objects
 * need, which makes large ones several times as fast.
 */
function plainObject(): new () => Record<string, unknown> {
  function Plain(): void {
    // Nothing: rows become properties one by one.
  }
  Plain.prototype = Object.prototype;
  return Plain as unknown as new () => Record<string, unknown>;
}
