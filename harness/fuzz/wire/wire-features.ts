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
  shape(rootOf(op), value, 0, (place, code) => features.push(featureAt(place, code)));
  return features;
}

/** The shape alone, with the path that each feature is about. @internal */
export function shapeFeatures(
  op: string,
  value: unknown,
): readonly { readonly path: string; readonly feature: number }[] {
  const told: { path: string; feature: number }[] = [];
  shape(rootOf(op), value, 0, (place, code) => {
    told.push({ path: place.path.slice(op.length + 1), feature: featureAt(place, code) });
  });
  return told;
}

/** A place in values, with the features met there: paths are put together once. */
interface Place {
  readonly path: string;
  readonly parts: Map<string, Place>;
  /** By the code of what was there. */
  readonly features: number[];
}

const roots = new Map<string, Place>();
const ENTRY = '[]';

function rootOf(op: string): Place {
  let root = roots.get(op);
  if (root === undefined) {
    root = { path: op, parts: new Map(), features: [] };
    roots.set(op, root);
  }
  return root;
}

function partOf(place: Place, key: string): Place {
  let part = place.parts.get(key);
  if (part === undefined) {
    const path = key === ENTRY ? `${place.path}${ENTRY}` : `${place.path}.${key}`;
    part = { path, parts: new Map(), features: [] };
    place.parts.set(key, part);
  }
  return part;
}

function featureAt(place: Place, code: number): number {
  return (place.features[code] ??= namedFeature(`${place.path} ${code}`));
}

const DEPTH_MAX = 6;
/** Entries of a list that are looked into. */
const ENTRIES_MAX = 8;
/** The id of the live session says nothing of the spec. */
const LIVE_ID = 'sessionId';
/** Codes of what stands somewhere: kinds of value are apart. */
const CODE = { number: 0, big: 200, length: 400, entries: 500 } as const;

type Tell = (place: Place, code: number) => void;

function shape(place: Place, node: unknown, depth: number, tell: Tell): void {
  if (typeof node === 'number') tell(place, CODE.number + numberClass(node));
  else if (typeof node === 'bigint') tell(place, CODE.big + bigClass(node));
  else if (typeof node === 'string' || node instanceof Uint8Array) {
    tell(place, CODE.length + bucket(node.length));
  } else if (Array.isArray(node)) {
    tell(place, CODE.entries + bucket(node.length));
    if (depth > DEPTH_MAX || node.length === 0) return;
    const entry = partOf(place, ENTRY);
    for (let at = 0; at < Math.min(node.length, ENTRIES_MAX); at += 1) {
      shape(entry, (node as readonly unknown[])[at], depth + 1, tell);
    }
  } else if (typeof node === 'object' && node !== null && depth <= DEPTH_MAX) {
    for (const key of Object.keys(node)) {
      const inner = (node as Readonly<Record<string, unknown>>)[key];
      if (inner !== undefined && key !== LIVE_ID) {
        shape(partOf(place, key), inner, depth + 1, tell);
      }
    }
  }
}

/** 0, 1, 2, 3..4, 5..8, … */
function bucket(size: number): number {
  return size <= 2 ? size : 2 + Math.ceil(Math.log2(size));
}

const SMALL = 20;

/** Small numbers as they are; of others, the highest bit, and whether it is the only one. */
function numberClass(value: number): number {
  if (value <= SMALL) return value;
  const power = Math.floor(Math.log2(value));
  return SMALL + 2 * power + (value === 2 ** power ? 0 : 1);
}

/** The same of 64 bits; negative ones are one class. */
function bigClass(value: bigint): number {
  if (value < 0n) return 199;
  if (value <= 2n) return Number(value);
  const low = Number(BigInt.asUintN(32, value));
  const high = Number(value >> 32n);
  const bits = high === 0 ? 32 - Math.clz32(low) : 64 - Math.clz32(high);
  const single = high === 0 ? isSingle(low) : low === 0 && isSingle(high);
  return 2 * bits + (single ? 0 : 1);
}

function isSingle(word: number): boolean {
  return (word & (word - 1)) === 0;
}
