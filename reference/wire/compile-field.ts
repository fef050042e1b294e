/** @module Compiles number rows: read, keep, check. */

import type { Scope, Step } from './compile.js';
import type { Context, RuleSite } from './context.js';
import type { Field } from './layout.js';
import type { FieldRule } from './rule.js';
import { copyRange, isBig, isOpaque, numberReader, readBig, readU32le, widthOf } from './scalar.js';

/** The step of a number row. @internal */
export function compileField(field: Field, scope: Scope): Step {
  const read =
    isBig(field.type) || isOpaque(field.type) ? wideStep(field) : numberStep(field, scope);
  const step = field.after === undefined ? read : movingStep(field, scope, read);
  return scope.traced ? markedStep(field, scope, step) : step;
}

/** Where the row is: `c.at` for rows behind a variable part. */
function positionOf(field: Field): (c: Context, start: number) => number {
  const { offset } = field;
  return field.after === undefined ? (_, start) => start + offset : (c) => c.at;
}

function numberStep(field: Field, scope: Scope): Step {
  const { name, offset } = field;
  const reader = numberReader(field.type);
  const slot = scope.slot(name);
  const check = compileChecks(field, scope);
  const sized = scope.layout.sizedBy === name;
  if (field.role === 'value' && field.after === undefined && check === undefined) {
    return (c, f, start, value) => {
      value[name] = c.slots[f + slot] = reader(c.bytes, start + offset);
    };
  }
  const visible = field.role === 'value';
  const moving = field.after !== undefined;
  return (c, f, start, value) => {
    const at = moving ? c.at : start + offset;
    const number = reader(c.bytes, at);
    c.slots[f + slot] = number;
    if (visible) value[name] = number;
    if (check !== undefined) check(c, f, start, at, number);
    if (sized) shrink(c, f, start, number);
  };
}

/** Whether rows like this one, side by side, can be read in one go. @internal */
export function isPlainWord(field: Field, scope: Scope): boolean {
  return (
    field.role === 'derived' &&
    field.after === undefined &&
    field.type === 'u32le' &&
    scope.layout.sizedBy !== field.name &&
    scope.live(field.rules).length === 0
  );
}

/** The step of `count` plain words, the first of which is `field`. @internal */
export function compileWords(field: Field, count: number, scope: Scope): Step {
  const { offset } = field;
  const first = scope.slot(field.name);
  return (c, f, start) => {
    const { bytes, slots } = c;
    const at = start + offset;
    for (let index = 0; index < count; index += 1) {
      slots[f + first + index] = readU32le(bytes, at + 4 * index);
    }
  };
}

/** A structure that states its own size ends there, whatever room it was given. */
function shrink(c: Context, f: number, start: number, size: number): void {
  const end = start + size;
  if (end < (c.slots[f] as number)) c.slots[f] = end;
}

function wideStep(field: Field): Step {
  const { name, type } = field;
  const visible = field.role === 'value';
  const width = widthOf(type);
  const position = positionOf(field);
  if (isBig(type)) {
    return (c, _, start, value) => {
      if (visible) value[name] = readBig(c, position(c, start), type);
    };
  }
  return (c, _, start, value) => {
    if (visible) value[name] = copyRange(c.bytes, position(c, start), width);
  };
}

/** Rows behind a variable part move the reading position and may be cut off. */
function movingStep(field: Field, scope: Scope, read: Step): Step {
  const width = widthOf(field.type);
  const site = scope.site(field.name);
  const fits = scope.live(field.rules).find((rule) => rule.kind === 'fits');
  return (c, f, start, value) => {
    const at = c.at;
    const end = c.slots[f] as number;
    const cut = at + width > end;
    if (cut) {
      if (fits !== undefined) c.report(site, fits, at, end, `${Math.max(0, end - at)} bytes`);
      c.muted += 1;
    }
    read(c, f, start, value);
    if (cut) c.muted -= 1;
    c.at = cut ? Math.max(at, end) : at + width;
  };
}

function markedStep(field: Field, scope: Scope, step: Step): Step {
  const { name } = field;
  const slot = scope.slot(name);
  const width = widthOf(field.type);
  const position = positionOf(field);
  const site = scope.site(name);
  return (c, f, start, value) => {
    const at = position(c, start);
    step(c, f, start, value);
    c.marks?.push({
      path: c.pathText(site.row),
      start: at,
      end: at + width,
      row: field,
      structure: site.structure,
      place: site.place,
      value: name in value ? value[name] : c.slots[f + slot],
    });
  };
}

type Check = (c: Context, f: number, start: number, at: number, number: number) => void;

function compileChecks(field: Field, scope: Scope): Check | undefined {
  const width = widthOf(field.type);
  const site = scope.site(field.name);
  const checks = scope
    .live(field.rules)
    .flatMap((rule) => (rule.kind === 'fits' ? [] : [compileCheck(rule, site, width)]));
  if (checks.length <= 1) return checks[0];
  return (c, f, start, at, number) => {
    for (const check of checks) check(c, f, start, at, number);
  };
}

function compileCheck(
  rule: Exclude<FieldRule, { kind: 'fits' }>,
  site: RuleSite,
  width: number,
): Check {
  if (rule.kind === 'within') {
    return (c, f, start, at, number) => {
      const end = c.slots[f] as number;
      if (start + number > end) {
        c.report(site, rule, at, at + width, `${number}, ${end - start} bytes are left`);
      }
    };
  }
  const holds = predicateOf(rule);
  return (c, _, __, at, number) => {
    if (!holds(number)) c.report(site, rule, at, at + width, String(number));
  };
}

type Predicate = (number: number) => boolean;

function predicateOf(rule: Exclude<FieldRule, { kind: 'fits' | 'within' }>): Predicate {
  switch (rule.kind) {
    case 'equals': {
      const wanted = rule.value as number;
      return (number) => number === wanted;
    }
    case 'range': {
      const min = (rule.min ?? 0) as number;
      const max = (rule.max ?? Number.MAX_SAFE_INTEGER) as number;
      return (number) => number >= min && number <= max;
    }
    case 'oneOf':
      return (number) => rule.values.includes(number);
    case 'bits':
      return (number) => (number & ~rule.mask) === 0;
    case 'multipleOf':
      return (number) => number % rule.of === 0;
    default:
      return rule satisfies never;
  }
}
