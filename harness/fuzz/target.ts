/**
 * @module What a fuzz target is: it makes inputs, carries one out on the candidate and on the
 * model, and tells what was reached in the model and what differed. The engine (campaign, corpus,
 * energy, findings) knows nothing else of it.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { Wire } from '../../reference/wire/wire.js';
import type { Adapter, Hello } from '../adapters/adapter.js';
import type { CatalogueView } from '../catalogue/catalogue.js';
import type { Outcome, Program } from '../program/program.js';

/** @public */
export const TARGET_NAMES = ['wire', 'calls', 'races', 'raw', 'decoder'] as const;
/** @public */
export type TargetName = (typeof TARGET_NAMES)[number];

/** What a difference is (`unstable`: seen once, not again). @public */
export const FINDING_KINDS = ['mismatch', 'crash', 'hang', 'leak', 'unstable'] as const;
/** @public */
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Whole numbers from 0 up to `below`; the same sequence for the same seed. @public */
export type Random = (below: number) => number;

/** Something that the candidate did and should not have done. @public */
export interface Difference {
  readonly kind: FindingKind;
  /** The call, as in the Ops. */
  readonly op: string;
  /**
   * Where in its answer: `outcome`, `errno`, `GROUPS[].attributes`. Indexes, ids and numbers are
   * left out, so that the same defect has the same path every time.
   */
  readonly path: string;
  /** What was expected and what came, in closed words: `refused` → `returned`. */
  readonly expected: string;
  readonly actual: string;
  /** The clauses that say so, if any can be named. */
  readonly clauses: readonly ClauseId[];
  /** Index into the steps of the Program (or the call of the input). */
  readonly step: number;
  /** In words, with the values: one line. */
  readonly explanation: string;
  /** Inside a `par` block: the branch. */
  readonly branch?: number;
  /** Of a value that a look shows: the calls that may have made it so, the last one last. */
  readonly blame?: readonly Blame[];
  /** What differed in the same answer: the same doing, the same finding. */
  readonly together?: readonly Difference[];
}

/** A call that a value may come from. @public */
export interface Blame {
  readonly op: string;
  /** It was refused, and should not have changed anything. */
  readonly refused: boolean;
  /** What the call has to do. */
  readonly clauses: readonly ClauseId[];
}

/** What came of one input. @public */
export interface Execution {
  /** Features (`features.ts`) reached in the model; may repeat. */
  readonly features: ArrayLike<number>;
  readonly differences: readonly Difference[];
  /** Calls made on the candidate. */
  readonly calls: number;
  /** Whether the input got past the first checks (a spec that was accepted). */
  readonly accepted: boolean;
  /** The candidate is of no use any more and must be started again. */
  readonly candidateGone: boolean;
  /** Signatures that were met again and set aside by the target itself. */
  readonly met?: readonly string[];
  /** Known differences that were passed over. */
  readonly aside?: readonly Difference[];
}

/** What came of a Program step by step, for the file of a finding. @public */
export interface Played extends Execution {
  readonly steps: readonly StepPair[];
}

/** Both outcomes of a step; `candidate` is absent where it was not reached. @public */
export interface StepPair {
  /** Index into the steps of the Program. */
  readonly step: number;
  readonly branch?: number;
  readonly op: string;
  readonly model?: Outcome;
  readonly candidate?: Outcome;
}

/** What a target works with. One candidate, one profile; a new setup after a restart. @public */
export interface TargetSetup {
  readonly profile: Profile;
  readonly wire: Wire;
  readonly catalogue: CatalogueView;
  /** The candidate, after its hello. */
  readonly adapter: Adapter;
  readonly hello: Hello;
  /**
   * Differences that are set aside: they are counted and passed over, but for the one of the
   * signature `wanted`.
   */
  readonly isKnown?: (difference: Difference, wanted?: string) => boolean;
}

/** What is made of random numbers. @public */
export interface Making<Input> {
  readonly random: Random;
  /** Kinds of operation that are on in this stretch of the campaign (swarm testing). */
  readonly enabled: ReadonlySet<string>;
  /** Another input of the corpus, for splicing. */
  other(): Input;
}

/**
 * A target on one candidate. `Input` is the target's own compact form; every input stands for a
 * {@link Program}, and in files there are only Programs. @public
 */
export interface Target<Input = unknown> {
  readonly name: TargetName;
  /** Kinds of operation that swarm testing may switch off. */
  readonly kinds: readonly string[];
  /** The clauses that inputs of this target can reach in the model. */
  readonly reachable: ReadonlySet<ClauseId>;
  /** Inputs to start from: the shipped corpus, or the plainest ones. */
  seeds(): Iterable<Input>;
  /** A new input from scratch; undefined: this target only mutates. */
  generate(making: Making<Input>): Input | undefined;
  /** A new input from one of the corpus. */
  mutate(parent: Input, making: Making<Input>): Input;
  /** Never rejects on account of the candidate: what it does is a difference. */
  execute(input: Input): Promise<Execution>;
  /** How many inputs may be under way at once. */
  readonly overlap: number;
  /** How many inputs are made of one parent in a row, where taking it apart is dear; 1. */
  readonly litter?: number;
  /** Inputs are large, and better compressed while nobody looks at them. */
  readonly bulky?: boolean;
  /** How long an input takes, in ordinary ones (1 by default); the same for the same input. */
  cost?(input: Input): number;
  toProgram(input: Input): Program;
  /** The input that a Program of this target stands for; undefined if it is none. */
  fromProgram(program: Program): Input | undefined;
  /**
   * Simpler variants of an input, the most promising first, for the minimiser: it keeps one if
   * the signature survives, and asks again.
   */
  simpler(input: Input): Iterable<Input>;
  /**
   * Says more closely where a difference is, from the least input that shows it: a refusal of what
   * has to be accepted has one path, whatever is wrong with it. Undefined: the path says it all.
   * From then on the target sets inputs aside that have the same in them.
   */
  locate?(least: Input, difference: Difference): Difference | undefined;
}

/** Opens a target; resolves to undefined where the candidate lacks a capability for it. @public */
export interface TargetDefinition<Input = unknown> {
  readonly name: TargetName;
  /** Capabilities that the candidate must claim. */
  readonly needs: readonly string[];
  open(setup: TargetSetup): Promise<Target<Input>>;
}

/**
 * Plays a Program on a fresh stretch of the candidate, judges every step against the model and
 * gives both sides. The one judge of findings: confirmation, minimising and replay use it. @public
 */
export type PlayProgram = (setup: TargetSetup, program: Program) => Promise<Played>;
