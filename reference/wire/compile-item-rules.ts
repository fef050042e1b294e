/** @module Compiles the rules on the decoded elements of a part. */

import type { PartPlan, PartRules } from './compile-part.js';
import type { Context } from './context.js';
import { toHex } from './hex.js';
import type { PartRule } from './rule.js';
import { equalSid, formatSid } from './sid-text.js';
import type { Sid } from './values.js';

type ItemCheck = (c: Context, f: number, decoded: unknown) => void;

/** The check of a part's elements, or nothing if no rule speaks of them. @internal */
export function compileItemRules(plan: PartPlan): ItemCheck | undefined {
  const { rules, slot, site } = plan;
  const checks: ItemCheck[] = [];
  const { maxItems, excludesSid, distinct } = rules;
  if (maxItems !== undefined) {
    const max = maxItems.max as number;
    checks.push((c, f) => {
      const count = c.slots[f + slot] as number;
      if (count > max) c.report(site, maxItems, c.at, c.at, `${count} entries`);
    });
  }
  if (excludesSid !== undefined) checks.push(excludes(plan, excludesSid));
  if (distinct !== undefined) checks.push(distinctItems(plan, distinct));
  const perItem = bytesRules(rules);
  if (perItem.length > 0) checks.push(eachItem(plan, perItem));
  if (checks.length <= 1) return checks[0];
  return (c, f, decoded) => {
    for (const check of checks) check(c, f, decoded);
  };
}

type RuleOf<K extends PartRule['kind']> = Extract<PartRule, { kind: K }>;

function excludes(plan: PartPlan, rule: RuleOf<'excludesSid'>): ItemCheck {
  return (c, _, decoded) => {
    if (!Array.isArray(decoded)) return;
    decoded.forEach((entry: { readonly sid: Sid }, index) => {
      if (!equalSid(entry.sid, rule.sid)) return;
      c.enter(index);
      c.report(plan.site, rule, c.at, c.at, formatSid(entry.sid));
      c.leave();
    });
  };
}

function distinctItems(plan: PartPlan, rule: RuleOf<'distinct'>): ItemCheck {
  const key = (item: Uint8Array): string =>
    rule.foldCase ? new TextDecoder().decode(item).toLowerCase() : toHex(item);
  return (c, _, decoded) => {
    if (!Array.isArray(decoded)) return;
    const seen = new Map<string, number>();
    decoded.forEach((item: Uint8Array, index) => {
      const first = seen.get(key(item));
      seen.set(key(item), first ?? index);
      if (first === undefined) return;
      c.enter(index);
      c.report(plan.site, rule, c.at, c.at, `the same as element ${first}`);
      c.leave();
    });
  };
}

type BytesRule = RuleOf<'utf8' | 'itemBytes' | 'excludesBytes' | 'notAllZero'>;

function bytesRules(rules: PartRules): readonly BytesRule[] {
  const { utf8, itemBytes, excludesBytes, notAllZero } = rules;
  return [utf8, itemBytes, excludesBytes, notAllZero].filter((rule) => rule !== undefined);
}

/** Applies byte rules to the one byte string of a part, or to each of its list. */
function eachItem(plan: PartPlan, rules: readonly BytesRule[]): ItemCheck {
  const apply = (c: Context, item: Uint8Array): void => {
    for (const rule of rules) {
      if (!bytesRuleHolds(rule, item)) c.report(plan.site, rule, c.at, c.at, toHex(item));
    }
  };
  return (c, _, decoded) => {
    if (decoded instanceof Uint8Array) apply(c, decoded);
    if (!Array.isArray(decoded)) return;
    decoded.forEach((item: Uint8Array, index) => {
      c.enter(index);
      apply(c, item);
      c.leave();
    });
  };
}

function bytesRuleHolds(rule: BytesRule, item: Uint8Array): boolean {
  switch (rule.kind) {
    case 'utf8':
      return isUtf8(item);
    case 'itemBytes':
      return item.length >= rule.min && item.length <= rule.max;
    case 'excludesBytes':
      return !rule.bytes.some((byte) => item.includes(byte));
    case 'notAllZero':
      return item.some((byte) => byte !== 0);
    default:
      return rule satisfies never;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  if (bytes.every((byte) => byte < 0x80)) return true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
