/** @module Compiles the rules on the value of a number row. */

import type { Scope } from './compile.js';
import type { Context, RuleSite } from './context.js';
import type { Field } from './layout.js';
import type { FieldRule } from './rule.js';
import { widthOf } from './scalar.js';

/** Reports what is wrong with a number read at `at`. @internal */
export type Check = (c: Context, f: number, start: number, at: number, number: number) => void;

/** The check of a row's rules, if it has any. @internal */
export function compileChecks(field: Field, scope: Scope): Check | undefined {
  const width = widthOf(field.type);
  const site = scope.site(field.name);
  const checks = scope
    .live(field.rules)
    .flatMap((rule) => (rule.kind === 'fits' ? [] : [compileCheck(rule, site, width)]));
  if (scope.layout.sizedBy === field.name) checks.push(shrink);
  if (checks.length <= 1) return checks[0];
  return (c, f, start, at, number) => {
    for (const check of checks) check(c, f, start, at, number);
  };
}

/** A structure that states its own size ends there, whatever room it was given. */
function shrink(c: Context, f: number, start: number, _at: number, size: number): void {
  const end = start + size;
  if (end < (c.slots[f] as number)) c.slots[f] = end;
}

/**
 * The numbers that need no check: from `low` to `high`. None for rules that look beyond the
 * number. This spares most rows the call.
 */
export interface Accepted {
  readonly low: number;
  readonly high: number;
}

const ALL: Accepted = { low: -Infinity, high: Infinity };
const NONE: Accepted = { low: Infinity, high: -Infinity };

/** What the rules of a row accept without being asked. @internal */
export function acceptedBy(field: Field, scope: Scope): Accepted {
  if (scope.layout.sizedBy === field.name) return NONE;
  return scope.live(field.rules).map(acceptedByRule).reduce(intersection, ALL);
}

function intersection(one: Accepted, other: Accepted): Accepted {
  return { low: Math.max(one.low, other.low), high: Math.min(one.high, other.high) };
}

function acceptedByRule(rule: FieldRule): Accepted {
  switch (rule.kind) {
    case 'equals':
      return { low: rule.value as number, high: rule.value as number };
    case 'range':
      return { low: (rule.min ?? 0) as number, high: (rule.max ?? Infinity) as number };
    case 'bits':
      // A mask of the lowest bits is a range.
      return (rule.mask & (rule.mask + 1)) === 0 ? { low: 0, high: rule.mask } : NONE;
    case 'fits':
      return ALL;
    case 'oneOf':
    case 'multipleOf':
    case 'within':
      return NONE;
    default:
      return rule satisfies never;
  }
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
