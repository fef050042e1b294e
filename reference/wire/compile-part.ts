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
  /** The path of an issue is that of the part, which is open by then. */
  readonly site: RuleSite;
  readonly rules: PartRules;
  readonly slot: number;
  /** The part's name in paths; empty if it has none. */
  readonly segment: string;
  readonly content: ContentDecoder;
}

/** The step of a variable part. @internal */
export function compilePart(part: Part, scope: Scope): Step {
  const rules: PartRules = Object.fromEntries(
    scope.live(part.rules).map((rule) => [rule.kind, rule]),
  );
  const site = scope.site('');
  const segment = scope.site(part.name).row;
  const slot = scope.slot(part.name);
  const content = compileContent(part.content, { part, scope, site, rules });
  const plan: PartPlan = { part, scope, site, rules, slot, segment, content };
  const step = stepOf(plan, part.at);
  const after = compileItemRules(plan);
  if (after === undefined) return step;
  return (c, f, start) => {
    step(c, f, start);
    c.enter(segment);
    after(c, f, c.values[f + slot]);
    c.leave();
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
  decoded: unknown,
  from: number,
  to: number,
): void {
  const { slot } = plan;
  c.values[f + slot] = decoded;
  c.slots[f + slot] = Array.isArray(decoded) ? decoded.length : 1;
  if (c.marks !== undefined) markPart(plan, c, decoded, from, to);
}

function markPart(plan: PartPlan, c: Context, value: unknown, start: number, end: number): void {
  c.marks?.push({
    path: c.pathText(''),
    start,
    end,
    row: plan.part,
    structure: plan.scope.layout.name,
    place: plan.scope.place,
    value,
  });
}

function followingStep(plan: PartPlan, at: Extract<At, { kind: 'follows' }>): Step {
  const { scope, content, site, slot, segment } = plan;
  const { within, consumesExactly } = plan.rules;
  const lengthSlot = at.length === undefined ? -1 : scope.slot(at.length);
  const countSlot = at.count === undefined ? -1 : scope.slot(at.count);
  const bitSlot = at.ifBits === undefined ? -1 : scope.slot(at.ifBits.field);
  const mask = at.ifBits?.mask ?? 0;
  const tail = at.allBut ?? 0;
  const whole = at.allBut !== undefined;
  return (c, f, start) => {
    const { slots } = c;
    if (bitSlot >= 0 && ((slots[f + bitSlot] as number) & mask) === 0) {
      slots[f + slot] = 0;
      c.values[f + slot] = undefined;
      return;
    }
    c.enter(segment);
    const from = c.at;
    const end = slots[f] as number;
    let to = end;
    let clipped = false;
    if (lengthSlot >= 0) {
      const length = slots[f + lengthSlot] as number;
      to = from + length;
      if (to > end) {
        clipped = true;
        to = Math.max(from, end);
        if (within !== undefined) {
          c.report(site, within, from, to, `${length} bytes, ${to - from} are left`);
        }
      }
    } else if (whole) {
      to = Math.max(from, end - tail);
    }
    const count = countSlot < 0 ? -1 : (slots[f + countSlot] as number);
    const decoded = content(c, f, start, from, to, count);
    if (consumesExactly !== undefined && c.at !== to && !clipped) notConsumed(plan, c, to);
    if (lengthSlot >= 0 || whole) c.at = to;
    keep(plan, c, f, decoded, from, c.at);
    c.leave();
  };
}

function notConsumed(plan: PartPlan, c: Context, to: number): void {
  const left = to - c.at;
  const actual = left > 0 ? `${left} bytes left over` : `${-left} missing`;
  c.report(plan.site, plan.rules.consumesExactly as PartRule, c.at, to, actual);
}

function pointerStep(plan: PartPlan, at: Extract<At, { kind: 'pointer' }>): Step {
  const { scope, content, site, slot, segment } = plan;
  const { within, consumesExactly } = plan.rules;
  const min = (plan.rules.behind?.min ?? 0) as number;
  const offsetSlot = scope.slot(at.offset);
  const sizeName = at.length ?? at.count;
  const sizeSlot = sizeName === undefined ? -1 : scope.slot(sizeName);
  const stated = at.length !== undefined;
  const others = at.untilNext === true ? otherOffsets(plan, at.offset) : undefined;
  const { span } = scope;
  return (c, f, start) => {
    const { slots } = c;
    const offset = slots[f + offsetSlot] as number;
    const size = sizeSlot < 0 ? -1 : (slots[f + sizeSlot] as number);
    const end = slots[f] as number;
    c.enter(segment);
    if (offset < min && offset !== 0) reportBehind(plan, c, offset);
    if ((size === 0 || offset === 0) && isAbsent(plan, c, offset, size, end - start)) {
      slots[f + slot] = 0;
      slots[f + slot + span] = -1;
      c.values[f + slot] = undefined;
      c.leave();
      return;
    }
    const from = Math.min(start + offset, Math.max(start, end));
    let to = end;
    if (stated) to = start + offset + size;
    else if (others !== undefined) to = nextStart(c, f, others, start, offset, end);
    const clipped = start + offset > end || to > end;
    if (clipped) {
      to = Math.max(from, end);
      if (within !== undefined) {
        const actual = size < 0 ? `offset ${offset}` : `offset ${offset}, size ${size}`;
        c.report(site, within, from, to, `${actual}, ${end - start} bytes in all`);
      }
    }
    const back = c.at;
    const decoded = content(c, f, start, from, to, stated ? -1 : size);
    if (consumesExactly !== undefined && c.at !== to && !clipped) notConsumed(plan, c, to);
    const reached = stated || others !== undefined ? to : c.at;
    slots[f + slot + span] = from;
    slots[f + slot + 2 * span] = reached;
    keep(plan, c, f, decoded, from, reached);
    c.at = back;
    c.leave();
  };
}

function reportBehind({ rules, site }: PartPlan, c: Context, offset: number): void {
  if (rules.behind !== undefined) c.report(site, rules.behind, offset, offset, `offset ${offset}`);
}

/** Checks a part without an offset or without a size. */
function isAbsent(
  { rules, site }: PartPlan,
  c: Context,
  offset: number,
  size: number,
  room: number,
): boolean {
  if (size > 0) {
    if (rules.pairedZero === undefined) return false;
    c.report(site, rules.pairedZero, 0, 0, `offset 0, size ${size}`);
    return true;
  }
  if (offset > room && rules.within !== undefined) {
    c.report(site, rules.within, offset, offset, `offset ${offset}, ${room} bytes in all`);
  }
  if (rules.required !== undefined) c.report(site, rules.required, offset, offset, 'absent');
  return true;
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
  const { scope, content, rules, site, slot, segment } = plan;
  const arraySlot = scope.slot(offsets);
  return (c, f, start) => {
    c.enter(segment);
    const back = c.at;
    const end = c.slots[f] as number;
    const pointers = c.values[f + arraySlot] as readonly number[];
    const decoded: unknown[] = [];
    for (let index = 0; index < pointers.length; index += 1) {
      c.enter(index);
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
      if (c.marks !== undefined) markPart(plan, c, decoded[index], from, Math.min(c.at, end));
      c.leave();
    }
    c.at = back;
    c.values[f + slot] = decoded;
    c.slots[f + slot] = decoded.length;
    c.leave();
  };
}

function lengthsStep(plan: PartPlan, lengths: string): Step {
  const { scope, content, rules, site, segment } = plan;
  const arraySlot = scope.slot(lengths);
  return (c, f, start) => {
    c.enter(segment);
    const begin = c.at;
    const end = c.slots[f] as number;
    const decoded: unknown[] = [];
    for (const length of c.values[f + arraySlot] as readonly number[]) {
      const from = c.at;
      c.enter(decoded.length);
      const cut = from + length > end;
      const to = cut ? Math.max(from, end) : from + length;
      if (cut && rules.fits !== undefined) {
        c.report(site, rules.fits, from, end, `${length} bytes, ${to - from} are left`);
      }
      decoded.push(content(c, f, start, from, to, -1));
      c.at = to;
      c.leave();
      if (cut) break;
    }
    keep(plan, c, f, decoded, begin, c.at);
    c.leave();
  };
}
