/** @module Compiles the rules across the rows of a structure. */

import type { Scope } from './compile.js';
import type { Context } from './context.js';
import { isField, type Layout } from './layout.js';
import type { Condition, StructureRule } from './rule.js';

/** Runs when all rows have been decoded. @internal */
export type StructureCheck = (c: Context, f: number, start: number) => void;

/** The checks of a layout's own rules; `fits` is part of decoding itself. @internal */
export function compileStructureRules(layout: Layout, scope: Scope): readonly StructureCheck[] {
  return scope
    .live(layout.rules)
    .flatMap((rule) => (rule.kind === 'fits' ? [] : [compileRule(rule, scope)]));
}

type RuleOf<K extends StructureRule['kind']> = Extract<StructureRule, { kind: K }>;

function compileRule(rule: Exclude<StructureRule, { kind: 'fits' }>, scope: Scope): StructureCheck {
  switch (rule.kind) {
    case 'size':
    case 'sizeOneOf':
      return sizeCheck(rule, scope);
    case 'consumesExactly':
      return (c, f) => {
        const end = c.slots[f] as number;
        const left = end - c.at;
        if (left > 0) c.report(scope.site(''), rule, c.at, end, `${left} bytes left over`);
      };
    case 'implies':
      return impliesCheck(rule, scope);
    case 'indexInto':
      return indexCheck(rule, scope);
    case 'selectedHas':
      return selectedCheck(rule, scope);
    case 'subset':
      return subsetCheck(rule, scope);
    case 'disjoint':
      return disjointCheck(rule, scope);
    default:
      return rule satisfies never;
  }
}

function sizeCheck(rule: RuleOf<'size' | 'sizeOneOf'>, scope: Scope): StructureCheck {
  const site = scope.site('');
  const min = rule.kind === 'size' ? ((rule.min ?? 0) as number) : 0;
  const max = rule.kind === 'size' ? ((rule.max ?? Infinity) as number) : Infinity;
  return (c, f, start) => {
    const end = c.slots[f] as number;
    const size = end - start;
    const ok = rule.kind === 'size' ? size >= min && size <= max : rule.sizes.includes(size);
    if (ok) return;
    // The whole is too short for its header: that must not silence the rule about its size.
    const { muted } = c;
    c.muted = 0;
    c.report(site, rule, start, end, `${size} bytes`);
    c.muted = muted;
  };
}

function rowRange(scope: Scope, name: string): (start: number) => readonly [number, number] {
  const row = scope.layout.rows.find((candidate) => candidate.name === name);
  if (row === undefined || !isField(row)) return (start) => [start, start];
  return (start) => [start + row.offset, start + row.offset];
}

function impliesCheck(rule: RuleOf<'implies'>, scope: Scope): StructureCheck {
  const condition = conditionOf(rule.if, scope);
  const consequence = conditionOf(rule.then, scope);
  const name = 'field' in rule.if ? rule.if.field : rule.if.present;
  const site = scope.site(name);
  const range = rowRange(scope, name);
  return (c, f, start) => {
    if (!condition(c, f) || consequence(c, f)) return;
    const [from, to] = range(start);
    c.report(site, rule, from, to, actualOf(rule.then, scope, c, f));
  };
}

function conditionOf(condition: Condition, scope: Scope): (c: Context, f: number) => boolean {
  if ('present' in condition) {
    const slot = scope.slot(condition.present);
    return (c, f) => c.slots[f + slot] !== 0;
  }
  const slot = scope.slot(condition.field);
  if ('equals' in condition) return (c, f) => c.slots[f + slot] === condition.equals;
  return (c, f) => c.slots[f + slot] !== 0;
}

function actualOf(condition: Condition, scope: Scope, c: Context, f: number): string {
  if ('present' in condition) return `${condition.present} absent`;
  return `${condition.field} ${c.slots[f + scope.slot(condition.field)]}`;
}

function indexCheck(rule: RuleOf<'indexInto'>, scope: Scope): StructureCheck {
  const field = scope.slot(rule.field);
  const part = scope.slot(rule.part);
  const site = scope.site(rule.field);
  const range = rowRange(scope, rule.field);
  return (c, f, start) => {
    const index = c.slots[f + field] as number;
    const count = c.slots[f + part] as number;
    if (index <= count) return;
    const [from, to] = range(start);
    c.report(site, rule, from, to, `${index}, there are ${count}`);
  };
}

function selectedCheck(rule: RuleOf<'selectedHas'>, scope: Scope): StructureCheck {
  const field = scope.slot(rule.field);
  const site = scope.site(rule.field);
  const range = rowRange(scope, rule.field);
  const part = scope.slot(rule.part);
  return (c, f, start) => {
    const index = c.slots[f + field] as number;
    const list = c.values[f + part];
    if (index === 0 || !Array.isArray(list) || index > list.length) return;
    const bits = (list[index - 1] as Record<string, unknown>)[rule.member] as number;
    if ((bits & rule.bits) === rule.bits) return;
    const [from, to] = range(start);
    c.report(site, rule, from, to, `${rule.member} 0x${bits.toString(16)} of entry ${index}`);
  };
}

function subsetCheck(rule: RuleOf<'subset'>, scope: Scope): StructureCheck {
  const field = scope.slot(rule.field);
  const of = scope.slot(rule.of);
  const site = scope.site(rule.field);
  const range = rowRange(scope, rule.field);
  return (c, f, start) => {
    const bits = c.values[f + field] as bigint;
    const outside = bits & ~(c.values[f + of] as bigint);
    if (outside === 0n) return;
    const [from, to] = range(start);
    c.report(site, rule, from, to, `0x${bits.toString(16)}, 0x${outside.toString(16)} outside`);
  };
}

function disjointCheck(rule: RuleOf<'disjoint'>, scope: Scope): StructureCheck {
  const slots = scope.layout.rows.flatMap((row) =>
    !isField(row) && row.at.kind === 'pointer' ? [scope.slot(row.name)] : [],
  );
  const site = scope.site('');
  const { span } = scope;
  return (c, f) => {
    const { slots: numbers } = c;
    for (let i = 0; i < slots.length; i += 1) {
      const one = f + (slots[i] as number);
      const from = numbers[one + span] as number;
      if (from < 0) continue;
      const to = numbers[one + 2 * span] as number;
      for (let j = i + 1; j < slots.length; j += 1) {
        const other = f + (slots[j] as number);
        const otherFrom = numbers[other + span] as number;
        if (otherFrom < 0) continue;
        const first = from > otherFrom ? from : otherFrom;
        const otherTo = numbers[other + 2 * span] as number;
        const last = to < otherTo ? to : otherTo;
        if (first < last) c.report(site, rule, first, last, `${last - first} bytes shared`);
      }
    }
  };
}
