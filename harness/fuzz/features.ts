/**
 * @module Features: what an input reaches in the model, as small numbers. The first ones are the
 * clauses; all others (kinds of outcome, features of the state) are hashed into the rest, so that
 * a campaign needs one array of counters, however long it runs. Behind them are the edges that were
 * reached in the candidate itself, where it can tell.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { allClauses } from '../catalogue/catalogue.js';

/** Features are whole numbers below this. @internal */
export const FEATURE_SPACE = 1 << 16;

const EDGE_BITS = 18;

/**
 * Behind them: edges that the candidate says it reached. A number of their own each, as far as
 * there is room, and never one of the model's. @internal
 */
export const EDGE_SPACE = 1 << EDGE_BITS;

/** More clauses than there will be. */
const CLAUSE_SPACE = 1 << 12;

let numbers: ReadonlyMap<ClauseId, number> | undefined;

/** The feature of a clause that decided something in the model. @internal */
export function clauseFeature(id: ClauseId): number {
  numbers ??= new Map(allClauses().map((clause, index) => [clause.id, index]));
  return numbers.get(id) ?? 0;
}

/** The clause of a feature; undefined for the others. @internal */
export function featureClause(feature: number): ClauseId | undefined {
  return feature < CLAUSE_SPACE ? allClauses()[feature]?.id : undefined;
}

/**
 * The feature of anything else that can be put into words, such as `kacs_create_token refused
 * EPERM` or `groups 33..64`. The words must come from a small set: no ids, no addresses. @internal
 */
export function namedFeature(words: string): number {
  // FNV-1a.
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at += 1) {
    hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  }
  return CLAUSE_SPACE + ((hash >>> 0) % (FEATURE_SPACE - CLAUSE_SPACE));
}

/** The feature of an edge, a number of 32 bits as the candidate has it. @internal */
export function edgeFeature(edge: number): number {
  // Fibonacci hashing: numbers in a row, as indexes are, go to different places.
  return FEATURE_SPACE + (Math.imul(edge, 0x9e3779b1) >>> (32 - EDGE_BITS));
}

/** Whether a feature is an edge of the candidate. @internal */
export function isEdge(feature: number): boolean {
  return feature >= FEATURE_SPACE;
}
