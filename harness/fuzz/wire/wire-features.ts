/**
 * @module What an input of the `wire` target reaches in the model, as features: the clauses that
 * decided, each broken rule in its place, alone or with others, and the shape of what was accepted.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import type { Issue } from '../../../reference/wire/wire.js';
import { clauseFeature, namedFeature } from '../features.js';

const known = new Map<string, number>();

function feature(words: string): number {
  let number = known.get(words);
  if (number === undefined) {
    number = namedFeature(words);
    known.set(words, number);
  }
  return number;
}

/** Beyond this many broken rules, more say nothing new. */
const RULES_MAX = 4;

/** Features of a refused spec. @internal */
export function refusalFeatures(
  op: string,
  errno: string,
  issues: readonly Issue[],
  cited: ReadonlySet<ClauseId>,
): number[] {
  const features = [...cited].map(clauseFeature);
  features.push(feature(`${op} ${errno} ${Math.min(issues.length, RULES_MAX)}`));
  for (const { place, rule } of issues.slice(0, RULES_MAX)) {
    features.push(feature(`${op} ${place} ${rule}`));
  }
  const [only] = issues;
  if (only !== undefined && issues.length === 1) {
    features.push(feature(`${op} only ${only.place} ${only.rule}`));
  }
  return features;
}

/** Features of an accepted spec. @internal */
export function acceptedFeatures(
  op: string,
  value: unknown,
  cited: ReadonlySet<ClauseId>,
): number[] {
  const features = [...cited].map(clauseFeature);
  shape(op, value, features, 0);
  return features;
}

const DEPTH_MAX = 6;
/** Entries of a list that are looked into. */
const ENTRIES_MAX = 8;

function shape(path: string, node: unknown, features: number[], depth: number): void {
  if (typeof node === 'number') features.push(feature(`${path} ${numberClass(node)}`));
  else if (typeof node === 'bigint') features.push(feature(`${path} ${bigClass(node)}`));
  else if (typeof node === 'string' || node instanceof Uint8Array) {
    features.push(feature(`${path} length ${bucket(node.length)}`));
  } else if (Array.isArray(node)) {
    features.push(feature(`${path} entries ${bucket(node.length)}`));
    if (depth > DEPTH_MAX) return;
    for (let at = 0; at < Math.min(node.length, ENTRIES_MAX); at += 1) {
      shape(`${path}[]`, (node as readonly unknown[])[at], features, depth + 1);
    }
  } else if (typeof node === 'object' && node !== null && depth <= DEPTH_MAX) {
    for (const key of Object.keys(node)) {
      const inner = (node as Readonly<Record<string, unknown>>)[key];
      if (inner !== undefined) shape(`${path}.${key}`, inner, features, depth + 1);
    }
  }
}

/** 0, 1, 2, 3..4, 5..8, … */
function bucket(size: number): number {
  return size <= 2 ? size : 2 + Math.ceil(Math.log2(size));
}

const SMALL = 20;

function numberClass(value: number): string {
  return value <= SMALL ? String(value) : `2^${Math.floor(Math.log2(value))}`;
}

function bigClass(value: bigint): string {
  if (value < 0n) return 'negative';
  return value <= 2n ? String(value) : `${value.toString(2).length} bits`;
}
