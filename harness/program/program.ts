/**
 * @module Programs: the one form of cases, fuzz inputs, findings, vectors and reproducers.
 *
 * Everything here is JSON-serialisable: 64-bit values are `"0x…"` strings, bytes are hex strings.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

/** @public */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** @public */
export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * A value that an earlier step produced: `"s1.id"`, `"t1.handle"`, `"q1.payload"`. The part before
 * the first dot is a step's `as`; the rest is a path into its result. `"s1.logonSid"` is the logon
 * SID derived from the id `s1.id` (S-1-5-5-high-low), 20 bytes. @public
 */
export interface Ref {
  readonly ref: string;
}

/** Little-endian bytes of a referenced value written over `width` bytes at `at`. @public */
export interface Patch extends Ref {
  readonly at: number;
  readonly width: number;
}

/** Bytes, with holes filled from earlier results. @public */
export interface ByteExpression {
  readonly hex: string;
  readonly patches: readonly Patch[];
}

/** Text, with earlier results in it: `{ text: ['/proc/', { ref: 'p.pid' }, '/token'] }`. @public */
export interface TextExpression {
  readonly text: readonly (string | Ref)[];
}

/** A 64-bit number: the sum of its terms, modulo 2^64. @public */
export interface SumExpression {
  readonly sum: readonly (string | Ref)[];
}

/**
 * An argument: JSON in which any value may be a {@link Ref}, a {@link ByteExpression}, a
 * {@link TextExpression} or a {@link SumExpression}. @public
 */
export type Argument =
  | Json
  | Ref
  | ByteExpression
  | TextExpression
  | SumExpression
  | readonly Argument[]
  | { readonly [key: string]: Argument };

/** The arguments of an Op, without its actor. @public */
export type Arguments = Readonly<Record<string, Argument>>;

/** One call by one actor. @public */
export interface CallStep {
  /** Binds the result. */
  readonly as?: string;
  /** `"init"` is the initial actor; any other name is the `as` of a spawn, thread or fork. */
  readonly actor: string;
  readonly op: string;
  readonly args: Arguments;
  /** Runs only if the named step ended this way; otherwise it is left out, not judged. */
  readonly onlyIf?: { readonly step: string; readonly ended: 'returned' | 'refused' };
  readonly expect?: readonly Expectation[];
  /** Repeat the call until the expectations hold, at most this long. */
  readonly eventually?: { readonly withinMs: number };
  /** What a person should know about this step. */
  readonly note?: string;
}

/** Branches that run at the same time, each by its own actor, from a common start. @public */
export interface ParallelStep {
  readonly par: readonly (readonly CallStep[])[];
  readonly repeat?: number;
  readonly barrier?: boolean;
  /** The history must be linearizable against the model, for this clause. */
  readonly linearizable?: { readonly clause?: ClauseId };
}

/** @public */
export type Step = CallStep | ParallelStep;

/** @public */
export interface Program {
  readonly id: string;
  readonly title: string;
  readonly profiles?: readonly string[];
  /** Capability ids. */
  readonly needs: readonly string[];
  readonly steps: readonly Step[];
}

/**
 * A condition on a step's outcome. With `clause` it is an assertion of that clause; without, a
 * control: if a control does not hold, the case could not run. @public
 */
export interface Expectation {
  readonly clause?: ClauseId;
  readonly is: Matcher;
}

/**
 * The closed list of matchers. `at` is a path into the result (`"id"`, `"payload"`), or, with
 * `decoded.` in front, into the payload of a query as the wire tables decode it
 * (`"decoded.present"`, `"decoded[0].attributes"`, `"decoded[last].sid"`, `"decoded.length"`), or,
 * with `listing.` in front, into the sessions listing that a read gave. `{s.id}` in a path is
 * replaced by that earlier result (`"listing.byId.{s.id}.logon_type"`).
 * @public
 */
export type Matcher =
  /** The call succeeded. */
  | { readonly kind: 'returned' }
  /** The call was refused; the errno is judged as the catalogue says for the clause. */
  | { readonly kind: 'refused' }
  /** Both are admissible; the branch taken is reported. */
  | { readonly kind: 'either' }
  /** Exercised for the report only. */
  | { readonly kind: 'recorded' }
  | { readonly kind: 'equals'; readonly at: string; readonly value: Argument }
  | { readonly kind: 'differsFrom'; readonly at: string; readonly value: Argument }
  | { readonly kind: 'greaterThan'; readonly at: string; readonly value: Argument }
  | { readonly kind: 'atLeast'; readonly at: string; readonly value: Argument }
  | { readonly kind: 'oneOf'; readonly at: string; readonly values: readonly Argument[] }
  /** Number or `"0x…"` whose bits under `mask` equal `value`. */
  | {
      readonly kind: 'bits';
      readonly at: string;
      readonly mask: string | number;
      readonly value: string | number;
    }
  /** Hex text, equal under `mask` (hex of the same size; default all ones). */
  | {
      readonly kind: 'bytes';
      readonly at: string;
      readonly value: string | Ref | ByteExpression;
      readonly mask?: string;
    }
  | { readonly kind: 'sameSet'; readonly at: string; readonly values: Argument }
  | { readonly kind: 'contains'; readonly at: string; readonly value: Argument }
  | { readonly kind: 'absent'; readonly at: string; readonly value: Argument }
  /** Text that matches a regular expression; a list of texts, none of which may fail to. */
  | { readonly kind: 'matches'; readonly at: string; readonly pattern: string }
  /** The payload decodes with the tables of its class, to the last byte. */
  | { readonly kind: 'wellFormed' }
  /**
   * Two `world.observe` results: this step's, and an earlier one; equal except for the named
   * classes (`"t1.PRIVILEGES"`, `"t1.*"`, `"handles"`, `"effective.STATISTICS"`).
   */
  | { readonly kind: 'unchanged'; readonly since: string; readonly except: readonly string[] }
  /** An id that no earlier step of this program returned. */
  | { readonly kind: 'newId'; readonly at: string };

/** What the candidate did. @public */
export type Outcome =
  | { readonly kind: 'returned'; readonly value: JsonObject }
  | {
      readonly kind: 'refused';
      readonly errno: string;
      readonly number: number;
      /** What a refused call reports nevertheless, such as the needed size. */
      readonly out?: JsonObject;
    }
  | { readonly kind: 'crashed'; readonly detail: string; readonly signal?: string }
  | { readonly kind: 'timedOut'; readonly afterMs: number };

/** One call as it was made. @public */
export interface CallRecord {
  /** Index of the step in the program; `branch` and `iteration` inside a `par` block. */
  readonly step: number;
  readonly branch?: number;
  readonly iteration?: number;
  readonly op: string;
  readonly actor: string;
  /** With every reference resolved. */
  readonly args: Readonly<Record<string, Json>>;
  readonly outcome: Outcome;
  /** Order of start and end among the calls of a `par` block. */
  readonly startedAt?: number;
  readonly endedAt?: number;
}

/** A step that did not run. @public */
export interface SkippedRecord {
  readonly step: number;
  readonly skipped: 'condition' | 'unbound';
  /** The reference that no earlier step had bound. */
  readonly reference?: string;
}

/** @public */
export type StepRecord = CallRecord | SkippedRecord;
