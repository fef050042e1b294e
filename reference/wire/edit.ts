/** @module Immutable edits of the tables, for fault injection. Unknown names throw. */

import { bindRules, type StructureName, type Wire } from './bind.js';
import { type Field, isField, type Layout, type Row, rowOf, rulesOf } from './layout.js';
import type { FieldRule, PartRule, Rule, StructureRule } from './rule.js';

function layoutOf(wire: Wire, structure: StructureName): Layout {
  const layout = wire.structures[structure];
  if (layout === undefined) throw new RangeError(`no structure ${structure}`);
  return layout;
}

function withLayout(wire: Wire, structure: StructureName, layout: Layout): Wire {
  return { ...wire, structures: { ...wire.structures, [structure]: layout } };
}

/**
 * The wire without a rule; with `place`, without it below that place only
 * (`SID`, `revision.equals`, `TOKEN_SPEC.groups`). @public
 */
export function withoutRule(
  wire: Wire,
  structure: StructureName,
  rule: string,
  place?: string,
): Wire {
  const layout = layoutOf(wire, structure);
  if (![...rulesOf(layout)].some((one) => one.rule.id === rule)) {
    throw new RangeError(`${structure} has no rule ${rule} in profile ${wire.profile.id}`);
  }
  if (place !== undefined) {
    checkPlace(wire, place);
    return { ...wire, exceptions: [...wire.exceptions, { structure, rule, place }] };
  }
  const keep = (one: Rule): boolean => one.id !== rule;
  return withLayout(wire, structure, {
    ...layout,
    rows: layout.rows.map((row): Row =>
      isField(row)
        ? { ...row, rules: row.rules.filter(keep) }
        : { ...row, rules: row.rules.filter(keep) },
    ),
    rules: layout.rules.filter(keep),
  });
}

function checkPlace(wire: Wire, place: string): void {
  const [root, part] = place.split('.');
  const layout = layoutOf(wire, root as StructureName);
  if (part !== undefined) rowOf(layout, part);
}

/** The wire with one more rule, on a row or (`field` empty) on the structure. @public */
export function withRule(wire: Wire, structure: StructureName, field: string, rule: Rule): Wire {
  const layout = layoutOf(wire, structure);
  const bound = bindRules([rule], wire.profile);
  if (field === '') {
    const rules = [...layout.rules, ...(bound as readonly StructureRule[])];
    return withLayout(wire, structure, { ...layout, rules });
  }
  rowOf(layout, field);
  return withLayout(wire, structure, {
    ...layout,
    rows: layout.rows.map((row): Row => {
      if (row.name !== field) return row;
      if (isField(row))
        return { ...row, rules: [...row.rules, ...(bound as readonly FieldRule[])] };
      return { ...row, rules: [...row.rules, ...(bound as readonly PartRule[])] };
    }),
  });
}

/** The wire with a changed number row: another offset, width, endianness or rules. @public */
export function withField(
  wire: Wire,
  structure: StructureName,
  field: string,
  change: Partial<Field>,
): Wire {
  const layout = layoutOf(wire, structure);
  if (!isField(rowOf(layout, field)))
    throw new RangeError(`${structure}.${field} is no number row`);
  return withLayout(wire, structure, {
    ...layout,
    rows: layout.rows.map((row): Row =>
      row.name === field ? ({ ...row, ...change } as Field) : row,
    ),
  });
}
