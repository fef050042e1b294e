/** @module Short forms for the rows of layout tables, so that a table reads one row per line. */

import type { At, Content, Field, Part } from './layout.js';
import type { FieldRule, PartRule } from './rule.js';
import type { ScalarType } from './scalar.js';

/** A row that is part of the value. @internal */
export function value(
  offset: number,
  name: string,
  type: ScalarType,
  doc: string,
  rules: readonly FieldRule[] = [],
): Field {
  return { name, offset, type, role: 'value', rules, doc };
}

/** A reserved row: written as zero, not part of the value. @internal */
export function reserved(...row: Parameters<typeof value>): Field {
  return { ...value(...row), role: 'reserved' };
}

/** A reserved row that is kept: part of the value where it is not zero. @internal */
export function kept(offset: number, name: string, type: ScalarType, doc: string): Field {
  return { ...value(offset, name, type, doc), zeroIsAbsent: true };
}

/** A row computed from a part or from the structure as a whole. @internal */
export function derived(
  offset: number,
  name: string,
  type: ScalarType,
  what: 'offset' | 'length' | 'count' | 'size',
  from: string,
  doc: string,
  rules: readonly FieldRule[] = [],
): Field {
  return { name, offset, type, role: 'derived', derived: { from, what }, rules, doc };
}

/** The same row, but counted from the end of a variable part. @internal */
export function behind(part: string, field: Field): Field {
  return { ...field, after: part };
}

/** A variable part of the value. @internal */
export function part(
  name: string,
  at: At,
  content: Content,
  doc: string,
  rules: readonly PartRule[] = [],
): Part {
  return { name, at, content, role: 'value', rules, doc };
}

/** A variable part that is computed from another. @internal */
export function derivedPart(...row: Parameters<typeof part>): Part {
  return { ...part(...row), role: 'derived' };
}

/** @internal */
export const SID_CONTENT: Content = { kind: 'structure', of: 'SID' };
