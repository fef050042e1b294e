/** @module What a campaign and its worker processes say to each other. */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import type { GuestFlags } from '../../adapters/qemu/guest-options.js';
import type { Program } from '../../program/program.js';
import type { Finding } from '../finding.js';
import type { TargetName } from '../target.js';

/** What a worker is started with. @internal */
export interface WorkerConfig {
  readonly job: number;
  readonly seed: number;
  readonly adapter: string;
  readonly guest: GuestFlags;
  readonly profile: string;
  readonly targets: readonly TargetName[];
  /** Executions; absent: until it is told to stop. */
  readonly runs?: number;
  readonly deadlineMs: number;
  /** Folder of the corpus. */
  readonly corpus: string;
  /** Where the last inputs are kept. */
  readonly lastInputs: string;
  /** Signatures that are set aside from the start. */
  readonly known: readonly string[];
  /**
   * The worker before came to a stop in a candidate that runs in its own process: inputs go one by
   * one, and the last ones are kept.
   */
  readonly careful?: boolean;
  /** Where it came to a stop, being careful. */
  readonly hung?: { readonly target: TargetName; readonly program: Program };
}

/** @internal */
export type ToWorker =
  | { readonly kind: 'start'; readonly config: WorkerConfig }
  /** Inputs that another worker found worth keeping. */
  | { readonly kind: 'inputs'; readonly programs: readonly Program[] }
  | { readonly kind: 'known'; readonly signature: string }
  | { readonly kind: 'stop' };

/** A finding without what only the campaign knows. @internal */
export type NewFinding = Omit<Finding, 'schema' | 'firstSeen' | 'lastSeen' | 'count' | 'waived'>;

/** Counters of a worker, since it was started. @internal */
export interface WorkerStats {
  readonly executions: number;
  readonly accepted: number;
  readonly corpus: number;
  readonly restarts: number;
  readonly bytes: number;
  /** Leaders of the process groups of its candidate. */
  readonly groups: readonly number[];
  /** Met again since the last message, by signature. */
  readonly seen: Readonly<Record<string, number>>;
}

/** @internal */
export type FromWorker =
  | {
      readonly kind: 'ready';
      readonly reachable: readonly ClauseId[];
      readonly targets: readonly TargetName[];
      /** The candidate tells which of its edges were reached. */
      readonly tellsEdges: boolean;
      /** Lines for people: another profile than it declares, targets that are left out. */
      readonly remarks: readonly string[];
    }
  | { readonly kind: 'stats'; readonly stats: WorkerStats }
  | {
      readonly kind: 'reached';
      readonly target: TargetName;
      readonly features: readonly number[];
      readonly program?: Program;
    }
  | { readonly kind: 'found'; readonly finding: NewFinding }
  | { readonly kind: 'coverageGivenUp'; readonly reason: string }
  | { readonly kind: 'restarted'; readonly reason: string }
  | { readonly kind: 'done' }
  /** `fault`: of the adapter or link; otherwise of ours. */
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly cause: 'usage' | 'fault' | 'harness';
    };
