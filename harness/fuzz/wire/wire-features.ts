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
  shape(op, value, 0, (path, what) => features.push(feature(`${path} ${what}`)));
  return features;
}

/** The shape alone, with the path that each feature is about. @internal */
export function shapeFeatures(
  op: string,
  value: unknown,
): readonly { readonly path: string; readonly feature: number }[] {
  const told: { path: string; feature: number }[] = [];
  shape(op, value, 0, (path, what) => {
    told.push({ path: path.slice(op.length + 1), feature: feature(`${path} ${what}`) });
  });
  return told;
}

const DEPTH_MAX = 6;
/** Entries of a list that are looked into. */
const ENTRIES_MAX = 8;

type Tell = (path: string, what: string) => void;

function shape(path: string, node: unknown, depth: number, tell: Tell): void {
  if (typeof node === 'number') tell(path, numberClass(node));
  else if (typeof node === 'bigint') tell(path, bigClass(node));
  else if (typeof node === 'string' || node instanceof Uint8Array) {
    tell(path, `length ${bucket(node.length)}`);
  } else if (Array.isArray(node)) {
    tell(path, `entries ${bucket(node.length)}`);
    if (depth > DEPTH_MAX) return;
    for (let at = 0; at < Math.min(node.length, ENTRIES_MAX); at += 1) {
      shape(`${path}[]`, (node as readonly unknown[])[at], depth + 1, tell);
    }
  } else if (typeof node === 'object' && node !== null && depth <= DEPTH_MAX) {
    for (const key of Object.keys(node)) {
      const inner = (node as Readonly<Record<string, unknown>>)[key];
      if (inner !== undefined) shape(`${path}.${key}`, inner, depth + 1, tell);
    }
  }
}

/** 0, 1, 2, 3..4, 5..8, … */
function bucket(size: number): number {
  return size <= 2 ? size : 2 + Math.ceil(Math.log2(size));
}

const SMALL = 20;

function numberClass(value: number): string {
  if (value <= SMALL) return String(value);
  const power = Math.floor(Math.log2(value));
  return value === 2 ** power ? `2^${power}` : `above 2^${power}`;
}

function bigClass(value: bigint): string {
  if (value < 0n) return 'negative';
  if (value <= 2n) return String(value);
  const single = (value & (value - 1n)) === 0n;
  return `${value.toString(2).length} bits${single ? ', one set' : ''}`;
}
