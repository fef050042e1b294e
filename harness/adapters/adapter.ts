/**
 * @module The adapter interface: the only thing that the harness and a candidate share. An adapter
 * forwards calls and judges nothing; it never sees an expectation.
 */
import type {
  CallStep,
  JsonObject,
  Outcome,
  ParallelStep,
  StepRecord,
} from '../program/program.js';

/** What the harness says first. @public */
export interface HelloRequest {
  readonly protocol: 1;
  readonly profile: string;
  readonly seed: number;
}

/** What an adapter answers. @public */
export interface Hello {
  readonly protocol: 1;
  readonly name: string;
  readonly version: string;
  readonly vendor?: string;
  /** `process`: the adapter process is the candidate, so its death is the candidate's crash. */
  readonly kind: 'process' | 'remote';
  readonly profiles: readonly string[];
  /** Ids of the capability list; what is not claimed is not applicable. */
  readonly capabilities: readonly string[];
  readonly limits: { readonly window: number; readonly lineBytesMax: number };
  /** What the adapter had to set up (mount policies, integrity of the boot process). */
  readonly setup?: readonly string[];
  readonly notes?: readonly string[];
}

/** A step as an adapter sees it: no expectations. @public */
export type PlainStep =
  Omit<CallStep, 'expect' | 'eventually' | 'note'> | Omit<ParallelStep, 'linearizable'>;

/**
 * A candidate behind some link. `call` settles with what the candidate did; it rejects with an
 * {@link AdapterFault} when the adapter or the link could not carry the call out, which is never a
 * verdict on the candidate. @public
 */
export interface Adapter {
  hello(request: HelloRequest): Promise<Hello>;
  call(op: string, params: JsonObject & { readonly actor: string }): Promise<Outcome>;
  /** Only if the `programs` capability is claimed. */
  runProgram?(steps: readonly PlainStep[]): Promise<readonly StepRecord[]>;
  /**
   * Only if the `coverage` capability is claimed: the edges that were reached in the candidate since
   * this was last asked, as whole numbers of 32 bits; rejects with an {@link AdapterFault}.
   */
  takeCoverage?(): Promise<readonly number[]>;
  /** Releases everything; the last standard error text of a child, if any. */
  close(): Promise<void>;
  /** Last lines of diagnostics from the candidate, for the report. */
  diagnostics?(): string;
  /**
   * Whether the system is still well once nothing is under way: what it says of damage may come
   * late. A crash if it is not; nothing if it is.
   */
  settle?(): Promise<Outcome | undefined>;
  /**
   * After hello: worlds of the same candidate beside each other, none of which sees another; this
   * adapter itself if there are none.
   */
  lanes?(): readonly Adapter[];
  /** A reset is so cheap that each area of the catalogue gets a fresh world. */
  readonly freshAreas?: boolean;
  /** Digest of the candidate, if the adapter can name one (`sha256:…`). */
  digest?(): string | undefined;
  /** What the candidate was made from, where the adapter makes it (a guest): by name. */
  origin?(): Readonly<Record<string, string>> | undefined;
}

/** The adapter or the link failed: exit code 3, never a verdict. @public */
export class AdapterFault extends Error {
  override readonly name = 'AdapterFault';
}
