/** @module Compiles what variable parts hold into closures over a byte range. */

import type { Scope } from './compile.js';
import { numbersContent, scalarContent } from './compile-numbers.js';
import type { PartRules } from './compile-part.js';
import type { Context, RuleSite } from './context.js';
import type { BodyCheck, Content, Part } from './layout.js';
import type { PartRule } from './rule.js';
import { copyRange, numberReader } from './scalar.js';

/** Decodes [from, to) and leaves `c.at` behind what it used; count -1: not counted. @internal */
export type ContentDecoder = (
  c: Context,
  f: number,
  start: number,
  from: number,
  to: number,
  count: number,
) => unknown;

/** Where the content stands. @internal */
export interface ContentSite {
  readonly part: Part;
  readonly scope: Scope;
  readonly site: RuleSite;
  readonly rules: PartRules;
}

/** The decoder of a content. @internal */
export function compileContent(content: Content, at: ContentSite): ContentDecoder {
  switch (content.kind) {
    case 'bytes':
      return bytesContent(content.size, content.check, at);
    case 'numbers':
      return numbersContent(content.type, at);
    case 'scalar':
      return scalarContent(content.type, at);
    case 'structure': {
      const nested = at.scope.nested(content.of, at.part.name);
      return (c, _, __, from, to) => nested(c, from, to);
    }
    case 'list':
      return listContent(compileContent(content.element, at), at);
    case 'utf16':
      return textContent(content.terminated, at);
    case 'prefixed':
      return prefixedContent(compileContent(content.content, at), at);
    case 'pointer':
      return pointerContent(
        compileContent(content.content, at),
        at,
        content.content.kind === 'prefixed',
      );
    case 'switch':
      return switchContent(content, at);
    default:
      return content satisfies never;
  }
}

/** What reports a rule, or nothing if the rule does not hold here. @internal */
export function reporter(
  rule: PartRule | undefined,
  site: RuleSite,
): (c: Context, from: number, to: number, actual: string) => void {
  if (rule === undefined) return () => undefined;
  return (c, from, to, actual) => c.report(site, rule, from, to, actual);
}

function bytesContent(
  size: number | undefined,
  check: BodyCheck | undefined,
  at: ContentSite,
): ContentDecoder {
  const cut = reporter(at.rules.elementFits, at.site);
  const verify = check === undefined ? undefined : compileBodyCheck(check, at);
  return (c, f, _, from, to) => {
    let end = to;
    if (size !== undefined) {
      end = from + size;
      if (end > to) {
        cut(c, from, to, `${to - from} of ${size} bytes`);
        end = to;
      }
    }
    const bytes = copyRange(c.bytes, from, c.spend(Math.max(0, end - from)));
    if (verify !== undefined) verify(c, f, from, end);
    c.at = end;
    return bytes;
  };
}

function compileBodyCheck(
  check: BodyCheck,
  at: ContentSite,
): (c: Context, f: number, from: number, to: number) => void {
  const slot = at.scope.slot(check.on);
  const byValue = new Map(
    check.cases.flatMap(({ values, of }) => {
      const decoder = at.scope.nested(of, at.part.name);
      return values.map((value) => [value, decoder] as const);
    }),
  );
  return (c, f, from, to) => {
    byValue.get(c.slots[f + slot] as number)?.(c, from, to);
  };
}

function listContent(element: ContentDecoder, at: ContentSite): ContentDecoder {
  const cut = reporter(at.rules.fits, at.site);
  return (c, f, start, from, to, count) => {
    const items: unknown[] = [];
    c.at = from;
    while (count < 0 ? c.at < to : items.length < count) {
      const before = c.at;
      if (before >= to) {
        cut(c, from, to, `${count} entries, the bytes end after ${items.length}`);
        break;
      }
      c.enter(items.length);
      items.push(element(c, f, start, before, to, -1));
      c.leave();
      // Every element takes at least a byte, or a broken table could loop for ever.
      if (c.at <= before) c.at = before + 1;
    }
    return items;
  };
}

function textContent(terminated: boolean, at: ContentSite): ContentDecoder {
  const open = reporter(at.rules.terminated, at.site);
  const long = reporter(at.rules.maxUnits, at.site);
  const max = (at.rules.maxUnits?.max ?? Number.MAX_SAFE_INTEGER) as number;
  return (c, _, __, from, to) => {
    const { bytes } = c;
    const limit = from + c.spend(Math.max(0, to - from));
    let end = from;
    let closed = false;
    while (end + 2 <= limit && !closed) {
      closed = terminated && bytes[end] === 0 && bytes[end + 1] === 0;
      end += 2;
    }
    c.budget += limit - end;
    const text = textOf(bytes, from, closed ? end - 2 : end);
    if (terminated && !closed) open(c, from, end, 'no terminator');
    const units = text.length + 1;
    if (units > max) long(c, from, end, `${units} units`);
    c.at = terminated ? end : Math.max(from, to);
    return text;
  };
}

const TEXT_CHUNK = 4096;

function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 2 * TEXT_CHUNK) {
    const units: number[] = [];
    for (let unit = at; unit < Math.min(to, at + 2 * TEXT_CHUNK); unit += 2) {
      units.push((bytes[unit] as number) | ((bytes[unit + 1] as number) << 8));
    }
    text += String.fromCharCode.apply(null, units);
  }
  return text;
}

function prefixedContent(inner: ContentDecoder, at: ContentSite): ContentDecoder {
  const cut = reporter(at.rules.prefixWithin, at.site);
  const reader = numberReader('u32le');
  const exact = at.rules.consumesExactly;
  return (c, f, start, from, to) => {
    const length = from + 4 > to ? 0 : reader(c.bytes, from);
    let end = from + 4 + length;
    const clipped = end > to;
    if (clipped) {
      cut(c, from, to, `${length} bytes, ${Math.max(0, to - from - 4)} are left`);
      end = to;
    }
    const data = Math.min(from + 4, end);
    const value = inner(c, f, start, data, end, -1);
    if (exact !== undefined && !clipped && c.at !== end) {
      c.report(at.site, exact, c.at, end, `${end - c.at} bytes left over`);
    }
    if (c.marks !== undefined) {
      markRange(c, at, 'length', from, data, length);
      markRange(c, at, 'data', data, end, value);
    }
    c.at = end;
    return value;
  };
}

function pointerContent(inner: ContentDecoder, at: ContentSite, prefixed: boolean): ContentDecoder {
  const cut = reporter(at.rules.pointerWithin, at.site);
  const reader = numberReader('u32le');
  return (c, f, start, from, to) => {
    const target = start + reader(c.bytes, from);
    const out = from + 4 > to || target >= to;
    if (out) {
      cut(c, from, Math.min(from + 4, to), `offset ${target - start}, ${to - start} bytes in all`);
      c.muted += 1;
    }
    const value = inner(c, f, start, Math.min(target, to), to, -1);
    if (out) c.muted -= 1;
    if (c.marks !== undefined && !out && !prefixed) {
      markRange(c, at, 'data', target, c.at, value);
    }
    c.at = from + 4;
    return value;
  };
}

/** Data behind a second offset or a length has a place of its own. */
function markRange(
  c: Context,
  at: ContentSite,
  name: string,
  start: number,
  end: number,
  value: unknown,
): void {
  c.marks?.push({
    path: `${c.pathText('')}.${name}`,
    start,
    end,
    row: at.part,
    structure: at.scope.layout.name,
    place: at.scope.place,
    value,
  });
}

const NOTHING = new Uint8Array(0);

function switchContent(
  content: Extract<Content, { kind: 'switch' }>,
  at: ContentSite,
): ContentDecoder {
  const slot = at.scope.slot(content.on);
  const cases = new Map(content.cases.map((one) => [one.value, compileContent(one.content, at)]));
  return (c, f, start, from, to, count) => {
    const decoder = cases.get(c.slots[f + slot] as number);
    if (decoder !== undefined) return decoder(c, f, start, from, to, count);
    c.at = from;
    return NOTHING;
  };
}
