/** @module Matchers over values: what was expected, what came, whether it holds. */
import type { Wire } from '../../reference/wire/wire.js';
import type { CallRecord, Json, Matcher } from '../program/program.js';
import type { Bindings } from '../program/resolve.js';
import {
  asBigint,
  decodePayload,
  equalJson,
  fillPath,
  resolveExpected,
  valueAt,
} from './values.js';

/** What a matcher may look at besides its own record. @internal */
export interface MatchContext {
  readonly wire: Wire;
  readonly bindings: Bindings;
  /** Records of named steps. */
  readonly named: ReadonlyMap<string, CallRecord>;
}

/** @internal */
export interface MatchResult {
  readonly holds: boolean;
  readonly expected: string;
  readonly actual: string;
  /** Byte range of the payload that the failure is about. */
  readonly guilty?: { readonly start: number; readonly end: number };
}

type ValueMatcher = Exclude<
  Matcher,
  { kind: 'returned' | 'refused' | 'either' | 'recorded' | 'unchanged' }
>;

const TEXT_LIMIT = 400;

/** Whether a value matcher holds for a record. @internal */
export function matchValue(
  matcher: ValueMatcher,
  record: CallRecord,
  context: MatchContext,
): MatchResult {
  if (matcher.kind === 'wellFormed') return matchWellFormed(record, context);
  const expect = (value: Parameters<typeof resolveExpected>[1]): Json =>
    resolveExpected(context.wire, value, context.bindings, context.named);
  const at = fillPath(context.wire, matcher.at, context.bindings, context.named);
  const actual = valueAt(context.wire, record, at);
  const result = (holds: boolean, expected: string): MatchResult => ({
    holds: holds && actual !== undefined,
    expected: `${at} ${expected}`,
    actual: actual === undefined ? 'nothing there' : show(actual),
  });
  switch (matcher.kind) {
    case 'equals': {
      const value = expect(matcher.value);
      return result(equalJson(actual, value), `= ${show(value)}`);
    }
    case 'differsFrom': {
      const value = expect(matcher.value);
      return result(!equalJson(actual, value), `≠ ${show(value)}`);
    }
    case 'greaterThan': {
      const value = expect(matcher.value);
      const [a, b] = [asBigint(actual), asBigint(value)];
      return result(a !== undefined && b !== undefined && a > b, `> ${show(value)}`);
    }
    case 'atLeast': {
      const value = expect(matcher.value);
      const [a, b] = [asBigint(actual), asBigint(value)];
      return result(a !== undefined && b !== undefined && a >= b, `≥ ${show(value)}`);
    }
    case 'oneOf': {
      const values = matcher.values.map(expect);
      return result(
        values.some((value) => equalJson(actual, value)),
        `one of ${values.map(show).join(', ')}`,
      );
    }
    case 'bits': {
      const bits = asBigint(actual);
      const mask = BigInt(matcher.mask);
      const holds = bits !== undefined && (bits & mask) === (BigInt(matcher.value) & mask);
      return result(holds, `& ${hex(matcher.mask)} = ${hex(matcher.value)}`);
    }
    case 'bytes': {
      const value = String(expect(matcher.value));
      const mask = matcher.mask === undefined ? '' : ` under mask ${matcher.mask}`;
      return result(equalBytes(actual, value, matcher.mask), `= ${value}${mask}`);
    }
    case 'sameSet': {
      const values = expect(matcher.values);
      return result(sameSet(actual, values), `as a set = ${show(values)}`);
    }
    case 'contains': {
      const value = expect(matcher.value);
      return result(includes(actual, value), `contains ${show(value)}`);
    }
    case 'absent': {
      const value = expect(matcher.value);
      return result(Array.isArray(actual) && !includes(actual, value), `without ${show(value)}`);
    }
    case 'matches':
      return result(
        everyMatches(actual, new RegExp(matcher.pattern, 'u')),
        `matches /${matcher.pattern}/`,
      );
    case 'newId': {
      const seen = [...context.named.values()].filter((other) => other.step < record.step);
      const holds = seen.every(
        (other) => !equalJson(valueAt(context.wire, other, matcher.at), actual),
      );
      return result(holds, 'not seen before');
    }
  }
}

function matchWellFormed(record: CallRecord, { wire }: MatchContext): MatchResult {
  const decoded = decodePayload(wire, record);
  const [issue] = decoded?.issues ?? [];
  const expected = 'a payload that its layout accepts to the last byte';
  if (decoded === undefined) return { holds: false, expected, actual: 'no payload' };
  if (issue === undefined) return { holds: true, expected, actual: 'well formed' };
  return {
    holds: false,
    expected,
    actual: `${issue.path}: ${issue.actual}, expected ${issue.expected}`,
    guilty: { start: issue.start, end: issue.end },
  };
}

function equalBytes(actual: Json | undefined, value: string, mask: string | undefined): boolean {
  if (typeof actual !== 'string' || actual.length !== value.length) return false;
  if (mask === undefined) return actual === value;
  const [a, b, m] = [actual, value, mask].map((text) => Buffer.from(text, 'hex'));
  if (a === undefined || b === undefined || m === undefined) return false;
  return a.every((byte, i) => (byte & (m[i] ?? 0)) === ((b[i] ?? 0) & (m[i] ?? 0)));
}

function sameSet(actual: Json | undefined, values: Json): boolean {
  if (!Array.isArray(actual) || !Array.isArray(values)) return false;
  const [have, want] = [actual as readonly Json[], values as readonly Json[]];
  return (
    want.every((item) => have.some((other) => equalJson(item, other))) &&
    have.every((item) => want.some((other) => equalJson(item, other)))
  );
}

/** Of a list, every text; an empty list shows nothing. */
function everyMatches(actual: Json | undefined, pattern: RegExp): boolean {
  if (typeof actual === 'string') return pattern.test(actual);
  if (!Array.isArray(actual)) return false;
  const items = actual as readonly Json[];
  return items.length > 0 && items.every((item) => typeof item === 'string' && pattern.test(item));
}

function includes(actual: Json | undefined, value: Json): boolean {
  if (typeof actual === 'string' && typeof value === 'string') return actual.includes(value);
  return Array.isArray(actual) && (actual as readonly Json[]).some((i) => equalJson(i, value));
}

function hex(value: number | string): string {
  return `0x${BigInt(value).toString(16)}`;
}

/** JSON for people, of bounded length. @internal */
export function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > TEXT_LIMIT
    ? `${text.slice(0, TEXT_LIMIT)}… (${text.length} characters)`
    : text;
}
