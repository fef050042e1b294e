/** @module What a decoder carries along: the bytes, the path, the issues, the marks. */

import type { Row } from './layout.js';
import { pathText, type Segment } from './path-text.js';
import type { Rule } from './rule.js';

/** A rule that the bytes break. @public */
export interface Issue {
  /** The structure that owns the rule. */
  readonly structure: string;
  /** Root structure, the root's part, the structure: `TOKEN_SPEC.groups.SID`. */
  readonly place: string;
  /** Local id of the rule: `revision.equals`. */
  readonly rule: string;
  /** `groups[2].sid.revision`; empty for the whole. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly actual: string;
  readonly expected: string;
}

/** Where a row was found. Recorded only if asked for. @internal */
export interface Mark {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly row: Row | undefined;
  readonly structure: string;
  readonly place: string;
  readonly value: unknown;
}

/** Issues beyond this number are not recorded. @public */
export const ISSUES_MAX = 100;

/**
 * Bytes of content that one decoding copies at most; what lies beyond decodes as empty. Claim
 * values may share their bytes, so that 64 KiB could otherwise stand for a gigabyte.
 */
const CONTENT_BYTES_MAX = 2 * 1024 * 1024;

const SLOTS = 4096;

/** The state of one decoding. Reused between calls: decoding is synchronous. @internal */
export class Context {
  bytes: Uint8Array = new Uint8Array(0);
  /** Where sequential reading goes on. */
  at = 0;
  issues: Issue[] | undefined = undefined;
  marks: Mark[] | undefined = undefined;
  /** Above zero while the content is known to be cut off: no further issues about it. */
  muted = 0;
  readonly #path: Segment[] = [];
  #depth = 0;
  /** Numbers of rows, a frame per open structure. */
  readonly slots: Float64Array = new Float64Array(SLOTS);
  /** What rows were decoded to, by the same slots. */
  readonly values: unknown[] = Array.from({ length: SLOTS }, () => undefined);
  top = 0;
  /** Content bytes that may still be copied: overlapping values must not multiply. */
  budget = 0;

  begin(bytes: Uint8Array, traced: boolean): void {
    this.bytes = bytes;
    this.at = 0;
    this.issues = undefined;
    this.marks = traced ? [] : undefined;
    this.muted = 0;
    this.#depth = 0;
    this.top = 0;
    this.budget = CONTENT_BYTES_MAX;
  }

  /** The part of `size` bytes that the budget allows. */
  spend(size: number): number {
    const granted = size <= this.budget ? size : 0;
    this.budget -= granted;
    return granted;
  }

  enter(segment: Segment): void {
    this.#path[this.#depth] = segment;
    this.#depth += 1;
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** The current path, with one more name if it is not empty. */
  pathText(name: string): string {
    return pathText(this.#path, this.#depth, name);
  }

  report(at: RuleSite, rule: Rule, start: number, end: number, actual: string): void {
    if (this.muted > 0) return;
    this.issues ??= [];
    if (this.issues.length >= ISSUES_MAX) return;
    this.issues.push({
      structure: at.structure,
      place: at.place,
      rule: rule.id,
      path: this.pathText(at.row),
      start,
      end: Math.max(start, end),
      actual,
      expected: expectedText(rule),
    });
  }
}

/** The owner of a rule. @internal */
export interface RuleSite {
  readonly structure: string;
  readonly place: string;
  /** Name of the row in paths, empty if it has none. */
  readonly row: string;
}

/** What a rule wants, in words. @internal */
export function expectedText(rule: Rule): string {
  switch (rule.kind) {
    case 'equals':
      return String(rule.value);
    case 'range':
      return rule.max === undefined ? `at least ${rule.min}` : `${rule.min} to ${rule.max}`;
    case 'oneOf':
      return `one of ${rule.values.join(', ')}`;
    case 'bits':
      return `no bit outside 0x${rule.mask.toString(16)}`;
    case 'multipleOf':
      return `a multiple of ${rule.of}`;
    case 'size':
      return rule.max === undefined ? `at least ${rule.min} bytes` : `at most ${rule.max} bytes`;
    case 'sizeOneOf':
      return `${rule.sizes.join(' or ')} bytes`;
    case 'behind':
      return `at byte ${rule.min} or behind it`;
    case 'maxItems':
      return `at most ${rule.max} entries`;
    case 'maxUnits':
      return `at most ${rule.max} UTF-16 units, terminator included`;
    case 'itemBytes':
      return `${rule.min} to ${rule.max} bytes`;
    case 'excludesBytes':
      return `none of the bytes ${rule.bytes.map((byte) => `0x${byte.toString(16)}`).join(', ')}`;
    case 'indexInto':
      return `0, or the number of an entry of ${rule.part}`;
    case 'selectedHas':
      return `an entry of ${rule.part} with ${rule.member} 0x${rule.bits.toString(16)}`;
    case 'subset':
      return `no bit outside ${rule.of}`;
    case 'implies':
      return `${conditionText(rule.then)}, as ${conditionText(rule.if)}`;
    default:
      return EXPECTED[rule.kind];
  }
}

type Condition = Extract<Rule, { kind: 'implies' }>['if'];

function conditionText(condition: Condition): string {
  if ('present' in condition) return `${condition.present} present`;
  if ('equals' in condition) return `${condition.field} ${condition.equals}`;
  return `${condition.field} not zero`;
}

const EXPECTED = {
  fits: 'inside the bytes of its structure',
  within: 'inside the bytes of its structure',
  pairedZero: 'no length or count without an offset',
  required: 'present',
  consumesExactly: 'no byte left over',
  terminated: 'a null terminator inside the structure',
  utf8: 'valid UTF-8',
  behindPointers: 'behind the array of offsets',
  pointerWithin: 'a second offset inside the structure',
  prefixWithin: 'a length inside the structure',
  elementFits: 'a whole element',
  distinct: 'no element twice',
  notAllZero: 'not all bytes zero',
  excludesSid: 'not this SID',
  disjoint: 'no byte shared with another section',
} as const;
