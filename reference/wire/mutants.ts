/**
 * @module Mutants: near misses of valid bytes. They come from the rows of the tables and each
 * names the rule that it breaks; one that the validator does not see break it is not given out.
 */

import type { ClauseId } from '../abi/clause-id.generated.js';
import type { StructureName, Wire } from './bind.js';
import { clausesOf } from './clauses.js';
import type { Issue } from './context.js';
import { decodeWithMarks, validate } from './decode.js';
import { byteCandidates } from './mutant-bytes.js';
import { valueCandidates } from './mutant-values.js';

/** Bytes that break a rule. @public */
export interface Mutant {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly breaks: {
    readonly place: string;
    readonly rule: string;
    readonly clauses: readonly ClauseId[];
  };
}

/**
 * Bytes to try; `aim` is the rule they were made to break, if it is one in particular. @internal
 */
export interface Candidate {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly aim?: { readonly place: string; readonly rule: string };
}

/** The mutants of valid bytes; nothing if the bytes are not valid to begin with. @public */
export function* mutants(
  wire: Wire,
  structure: StructureName,
  validBytes: Uint8Array,
): Iterable<Mutant> {
  const decoded = decodeWithMarks(wire, structure, validBytes);
  if (decoded.issues.length > 0) return;
  const given = new Set<string>();
  for (const candidate of nearMisses(wire, structure, validBytes, decoded)) {
    const issues = validate(wire, structure, candidate.bytes);
    const broken = brokenRule(candidate, issues);
    if (broken === undefined) continue;
    const name = `${candidate.name} breaks ${broken.place} ${broken.rule}`;
    if (given.has(name)) continue;
    given.add(name);
    const { place, rule } = broken;
    yield {
      name,
      bytes: candidate.bytes,
      breaks: { place, rule, clauses: clausesOf(wire, broken) },
    };
  }
}

/** What may be a mutant: nobody has looked yet whether it breaks anything. @internal */
export function* nearMisses(
  wire: Wire,
  structure: StructureName,
  bytes: Uint8Array,
  decoded: ReturnType<typeof decodeWithMarks>,
): Iterable<Candidate> {
  yield* byteCandidates(wire, bytes, decoded.marks);
  yield* valueCandidates(wire, structure, decoded.value, decoded.marks);
}

function brokenRule(candidate: Candidate, issues: readonly Issue[]): Issue | undefined {
  const { aim } = candidate;
  if (aim === undefined) return issues[0];
  return issues.find((issue) => issue.place === aim.place && issue.rule === aim.rule);
}
