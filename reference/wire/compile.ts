/**
 * @module Compiles a bound layout into closures that decode and validate in one pass. The
 * closures are built once per wire, root structure and place; nothing here knows a structure.
 */

import type { StructureName, Wire } from './bind.js';
import { compileField } from './compile-field.js';
import { compileHeader } from './compile-header.js';
import { compilePart } from './compile-part.js';
import { compileRecord } from './compile-record.js';
import { compileStructureRules } from './compile-structure-rules.js';
import type { Context, RuleSite } from './context.js';
import { headerBytes, headerFields, isField, type Layout } from './layout.js';
import type { Rule } from './rule.js';

/** Decodes a structure in [start, end); leaves `c.at` behind it. @internal */
export type Decoder = (c: Context, start: number, end: number) => unknown;

/** Decodes a row; `f` is the frame of slots, whose slot 0 holds the structure's end. @internal */
export type Step = (c: Context, f: number, start: number) => void;

/** What compiling a row needs to know. @internal */
export interface Scope {
  readonly wire: Wire;
  readonly layout: Layout;
  readonly place: string;
  /** Whether marks are recorded. */
  readonly traced: boolean;
  /** Slot of a row, from the frame's start. */
  slot(row: string): number;
  /** Distance from a part's slot to those of its start and, doubled, its end. */
  readonly span: number;
  /** The owner of a rule of that row (or of the structure, for the empty name). */
  site(row: string): RuleSite;
  /** The rules of the list that are not switched off at this place. */
  live<R extends Rule>(rules: readonly R[]): readonly R[];
  /** The decoder of a structure inside a row. */
  nested(name: string, row: string): Decoder;
}

const FAST = new WeakMap<Wire, Map<string, Decoder>>();
const TRACED = new WeakMap<Wire, Map<string, Decoder>>();

/** The decoder of a root structure; cached. The traced one records marks. @internal */
export function decoderOf(wire: Wire, name: StructureName, traced: boolean): Decoder {
  const caches = traced ? TRACED : FAST;
  let cache = caches.get(wire);
  if (cache === undefined) {
    cache = new Map();
    caches.set(wire, cache);
  }
  return cache.get(name) ?? decoderAt({ wire, root: name, traced, cache }, name, name);
}

/** What compiling a root structure carries along. */
interface Compilation {
  readonly wire: Wire;
  readonly root: StructureName;
  readonly traced: boolean;
  readonly cache: Map<string, Decoder>;
}

function decoderAt(compilation: Compilation, name: string, place: string): Decoder {
  const { wire, root, cache } = compilation;
  const key = place === root ? root : `${place} ${name}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const layout = wire.structures[name as StructureName];
  if (layout === undefined) throw new RangeError(`no structure ${name}`);
  const decoder = compileLayout(layout, scopeOf(compilation, layout, place));
  cache.set(key, decoder);
  return decoder;
}

function scopeOf(compilation: Compilation, layout: Layout, place: string): Scope {
  const { wire, root, traced } = compilation;
  const slots = new Map(layout.rows.map((row, index) => [row.name, index + 1]));
  const off = wire.exceptions.filter(
    (one) =>
      one.structure === layout.name && (place === one.place || place.startsWith(`${one.place}.`)),
  );
  return {
    wire,
    layout,
    place,
    traced,
    span: layout.rows.length,
    slot: (row) => slots.get(row) as number,
    site: (row) => ({ structure: layout.name, place, row: row === layout.unwrap ? '' : row }),
    live: (rules) => rules.filter((rule) => !off.some((one) => one.rule === rule.id)),
    nested: (name, row) => {
      // Places name the root, the root's part and the structure; what lies between is left out.
      const parts = place.split('.');
      const part = parts.length > 1 ? (parts[1] as string) : row;
      return decoderAt(compilation, name, `${root}.${part}.${name}`);
    },
  };
}

function compileLayout(layout: Layout, scope: Scope): Decoder {
  const steps = compileRows(layout, scope);
  const rules = compileStructureRules(layout, scope);
  const header = headerBytes(layout);
  // Slot 0, then a number per row, and where each pointed-to part starts and ends.
  const frame = 3 * layout.rows.length + 1;
  const pointers = layout.rows.some((row) => !isField(row) && row.at.kind === 'pointer');
  const record = compileRecord(layout, scope);
  const fitsRule = scope.live(layout.rules).find((rule) => rule.kind === 'fits');
  const site = scope.site('');
  const emptyIsAbsent = layout.emptyIsAbsent === true;
  return (c, start, end) => {
    if (emptyIsAbsent && start >= end) return undefined;
    const f = c.top;
    c.top = f + frame;
    c.slots[f] = end;
    const marks = c.marks;
    const whole = marks === undefined ? -1 : marks.push(undefined as never) - 1;
    const cut = start + header > end;
    if (cut) {
      if (fitsRule !== undefined) {
        c.report(site, fitsRule, start, end, `${Math.max(0, end - start)} of ${header} bytes`);
      }
      c.muted += 1;
    }
    c.at = start + header;
    for (const step of steps) step(c, f, start);
    for (const rule of rules) rule(c, f, start);
    if (cut) {
      c.muted -= 1;
      c.at = Math.max(start, end);
    }
    if (pointers) c.at = Math.max(start, c.slots[f]);
    c.top = f;
    const result = record(c, f);
    if (marks !== undefined) {
      marks[whole] = {
        path: c.pathText(''),
        start,
        end: c.at,
        row: undefined,
        structure: layout.name,
        place: site.place,
        value: result,
      };
    }
    return result;
  };
}

/** The rows with a fixed offset come first in every layout. */
function compileRows(layout: Layout, scope: Scope): readonly Step[] {
  const steps: Step[] = [...compileHeader(headerFields(layout), scope)];
  for (const row of layout.rows) {
    if (!isField(row)) steps.push(compilePart(row, scope));
    else if (row.after !== undefined) steps.push(compileField(row, scope));
  }
  return steps;
}
