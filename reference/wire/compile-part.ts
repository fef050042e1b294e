/** @module Compiles variable parts: finds their bytes, decodes the content, checks the extent. */

import type { Scope, Step } from './compile.js';
import { compileContent, type ContentDecoder } from './compile-content.js';
import { compileItemRules } from './compile-item-rules.js';
import type { Context, RuleSite } from './context.js';
import { type At, isField, type Part } from './layout.js';
import type { PartRule } from './rule.js';

/** The live rules of a part by kind. @internal */
export type PartRules = { readonly [K in PartRule['kind']]?: Extract<PartRule, { kind: K }> };

/** What the steps of a part share. @internal */
export interface PartPlan {
  readonly part: Part;
  readonly scope: Scope;
  readonly site: RuleSite;
  readonly rules: PartRules;
  readonly slot: number;
  readonly content: ContentDecoder;
}

/** The step of a variable part. @internal */
export function compilePart(part: Part, scope: Scope): Step {
  const rules: PartRules = Object.fromEntries(
    scope.live(part.rules).map((rule) => [rule.kind, rule]),
  );
  const site = scope.site(part.name);
  const content = compileContent(part.content, { part, scope, site, rules });
  const plan: PartPlan = { part, scope, site, rules, slot: scope.slot(part.name), content };
  const inner = stepOf(plan, part.at);
  const after = compileItemRules(plan);
  const segment = site.row;
  return (c, f, start, value) => {
    if (segment !== '') c.path.push(segment);
    inner(c, f, start, value);
    if (after !== undefined) after(c, f, value[part.name]);
    if (segment !== '') c.path.pop();
  };
}

function stepOf(plan: PartPlan, at: At): Step {
  switch (at.kind) {
    case 'follows':
      return followingStep(plan, at);
    case 'pointer':
      return pointerStep(plan, at);
    case 'each':
      return eachStep(plan, at.offsets);
    case 'lengths':
      return lengthsStep(plan, at.lengths);
    default:
      return at satisfies never;
  }
}

/** Keeps what was decoded, how many elements it has, and where it was. */
function keep(
  plan: PartPlan,
  c: Context,
  f: number,
  value: Record<string, unknown>,
  decoded: unknown,
  from: number,
  to: number,
): void {
  const { part, slot, scope } = plan;
  if (part.role === 'value') value[part.name] = decoded;
  else c.arrays[f + slot] = decoded as readonly number[];
  c.slots[f + slot] = Array.isArray(decoded) ? decoded.length : 1;
  c.marks?.push({
    path: c.pathText(''),
    start: from,
    end: to,
    row: part,
    structure: scope.layout.name,
    place: scope.place,
    value: decoded,
  });
}

function followingStep(plan: PartPlan, at: Extract<At, { kind: 'follows' }>): Step {
  const { scope, content, rules, site, slot } = plan;
  const lengthSlot = at.length === undefined ? -1 : scope.slot(at.length);
  const countSlot = at.count === undefined ? -1 : scope.slot(at.count);
  const bitSlot = at.ifBits === undefined ? -1 : scope.slot(at.ifBits.field);
  const mask = at.ifBits?.mask ?? 0;
  const tail = at.allBut ?? 0;
  const whole = at.allBut !== undefined;
  return (c, f, start, value) => {
    c.slots[f + slot] = 0;
    if (bitSlot >= 0 && ((c.slots[f + bitSlot] as number) & mask) === 0) return;
    const from = c.at;
    const end = c.slots[f] as number;
    let to = end;
    let clipped = false;
    if (lengthSlot >= 0) {
      const length = c.slots[f + lengthSlot] as number;
      to = from + length;
      if (to > end) {
        clipped = true;
        to = Math.max(from, end);
        if (rules.within !== undefined) {
          c.report(site, rules.within, from, to, `${length} bytes, ${to - from} are left`);
        }
      }
    } else if (whole) {
      to = Math.max(from, end - tail);
    }
    const count = countSlot < 0 ? -1 : (c.slots[f + countSlot] as number);
    const decoded = content(c, f, start, from, to, count);
    if (!clipped) checkConsumed(plan, c, to);
    if (lengthSlot >= 0 || whole) c.at = to;
    keep(plan, c, f, value, decoded, from, c.at);
  };
}

function checkConsumed(plan: PartPlan, c: Context, to: number): void {
  const rule = plan.rules.consumesExactly;
  if (rule !== undefined && c.at !== to) {
    const left = to - c.at;
    c.report(plan.site, rule, c.at, to, left > 0 ? `${left} bytes left over` : `${-left} missing`);
  }
}

function pointerStep(plan: PartPlan, at: Extract<At, { kind: 'pointer' }>): Step {
  const { scope, content, rules, site, slot } = plan;
  const offsetSlot = scope.slot(at.offset);
  const sizeName = at.length ?? at.count;
  const sizeSlot = sizeName === undefined ? -1 : scope.slot(sizeName);
  const stated = at.length !== undefined;
  const others = at.untilNext === true ? otherOffsets(plan, at.offset) : undefined;
  const { span } = scope;
  return (c, f, start, value) => {
    c.slots[f + slot] = 0;
    c.slots[f + slot + span] = -1;
    const offset = c.slots[f + offsetSlot] as number;
    const size = sizeSlot < 0 ? -1 : (c.slots[f + sizeSlot] as number);
    const end = c.slots[f] as number;
    if (!checkPlace(plan, c, offset, size, end - start)) return;
    const from = Math.min(start + offset, Math.max(start, end));
    let to = end;
    if (stated) to = start + offset + size;
    else if (others !== undefined) to = nextStart(c, f, others, start, offset, end);
    const clipped = start + offset > end || to > end;
    if (clipped) {
      to = Math.max(from, end);
      if (rules.within !== undefined) {
        const actual = size < 0 ? `offset ${offset}` : `offset ${offset}, size ${size}`;
        c.report(site, rules.within, from, to, `${actual}, ${end - start} bytes in all`);
      }
    }
    const back = c.at;
    const decoded = content(c, f, start, from, to, stated ? -1 : size);
    if (!clipped) checkConsumed(plan, c, to);
    const reached = stated || others !== undefined ? to : c.at;
    c.slots[f + slot + span] = from;
    c.slots[f + slot + 2 * span] = reached;
    keep(plan, c, f, value, decoded, from, reached);
    c.at = back;
  };
}

/** Checks an offset and its size; false: the part is absent. */
function checkPlace(
  plan: PartPlan,
  c: Context,
  offset: number,
  size: number,
  room: number,
): boolean {
  const { rules, site } = plan;
  if (offset !== 0 && rules.behind !== undefined && offset < (rules.behind.min as number)) {
    c.report(site, rules.behind, offset, offset, `offset ${offset}`);
  }
  if (offset === 0 && size > 0 && rules.pairedZero !== undefined) {
    c.report(site, rules.pairedZero, 0, 0, `offset 0, size ${size}`);
    return false;
  }
  const absent = size === 0 || (offset === 0 && size <= 0);
  if (!absent) return true;
  if (offset > room && rules.within !== undefined) {
    c.report(site, rules.within, offset, offset, `offset ${offset}, ${room} bytes in all`);
  }
  if (rules.required !== undefined) c.report(site, rules.required, offset, offset, 'absent');
  return false;
}

/** The offset rows of the other pointed-to parts. */
function otherOffsets(plan: PartPlan, own: string): readonly number[] {
  return plan.scope.layout.rows.flatMap((row) =>
    !isField(row) && row.at.kind === 'pointer' && row.at.offset !== own
      ? [plan.scope.slot(row.at.offset)]
      : [],
  );
}

function nextStart(
  c: Context,
  f: number,
  slots: readonly number[],
  start: number,
  offset: number,
  end: number,
): number {
  let next = end;
  for (const slot of slots) {
    const other = c.slots[f + slot] as number;
    if (other > offset && start + other < next) next = start + other;
  }
  return next;
}

function eachStep(plan: PartPlan, offsets: string): Step {
  const { scope, content, rules, site, slot } = plan;
  const arraySlot = scope.slot(offsets);
  return (c, f, start, value) => {
    const back = c.at;
    const end = c.slots[f] as number;
    const pointers = c.arrays[f + arraySlot] as readonly number[];
    const decoded: unknown[] = [];
    for (let index = 0; index < pointers.length; index += 1) {
      c.path.push(index);
      const offset = pointers[index] as number;
      let from = start + offset;
      if (from >= end) {
        if (rules.within !== undefined) {
          c.report(site, rules.within, end, end, `offset ${offset}, ${end - start} bytes in all`);
          c.muted += 1;
        }
      } else if (from < back && rules.behindPointers !== undefined) {
        c.report(site, rules.behindPointers, from, from, `offset ${offset}`);
      }
      const out = from >= end;
      from = Math.min(from, Math.max(start, end));
      decoded.push(content(c, f, start, from, end, -1));
      if (out && rules.within !== undefined) c.muted -= 1;
      c.marks?.push({
        path: c.pathText(''),
        start: from,
        end: Math.min(c.at, end),
        row: plan.part,
        structure: scope.layout.name,
        place: scope.place,
        value: decoded[index],
      });
      c.path.pop();
    }
    c.at = back;
    if (plan.part.role === 'value') value[plan.part.name] = decoded;
    c.slots[f + slot] = decoded.length;
  };
}

function lengthsStep(plan: PartPlan, lengths: string): Step {
  const { scope, content, rules, site } = plan;
  const arraySlot = scope.slot(lengths);
  return (c, f, start, value) => {
    const begin = c.at;
    const end = c.slots[f] as number;
    const decoded: unknown[] = [];
    for (const length of c.arrays[f + arraySlot] as readonly number[]) {
      const from = c.at;
      c.path.push(decoded.length);
      const cut = from + length > end;
      if (cut && rules.fits !== undefined) {
        c.report(
          site,
          rules.fits,
          from,
          end,
          `${length} bytes, ${Math.max(0, end - from)} are left`,
        );
      }
      const to = cut ? Math.max(from, end) : from + length;
      decoded.push(content(c, f, start, from, to, -1));
      c.at = to;
      c.path.pop();
      if (cut) break;
    }
    keep(plan, c, f, value, decoded, begin, c.at);
  };
}
