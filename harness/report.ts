/** @module The report: what a run found, as data. Renderers are pure functions of it. */
import type { ClauseId } from '../reference/abi/clause-id.generated.js';
import type { Json, Program, StepRecord } from './program/program.js';

/** What we conclude. @public */
export type Verdict =
  'pass' | 'fail' | 'warn' | 'info' | 'notApplicable' | 'couldNotRun' | 'unstable' | 'harnessError';

/** The verdicts in the order in which the worst one wins. @public */
export const VERDICTS: readonly Verdict[] = [
  'pass',
  'info',
  'notApplicable',
  'warn',
  'couldNotRun',
  'unstable',
  'fail',
  'harnessError',
];

/** @public */
export type VerdictCounts = Readonly<Record<Verdict, number>>;

/** A named byte range of a buffer, for the hex view. @public */
export interface HexField {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly doc: string;
}

/** Bytes of a failed case, with the names of their fields. @public */
export interface HexDump {
  /** What the bytes are: `argument spec of kacs_create_token`. */
  readonly title: string;
  readonly hex: string;
  readonly fields: readonly HexField[];
  /** The range that the failure is about. */
  readonly guilty?: { readonly start: number; readonly end: number };
}

/** One thing that did not hold. @public */
export interface Failure {
  /** Index of the step; −1 for the program as a whole (teardown). */
  readonly step: number;
  /** The clause of the assertion; absent for a control. */
  readonly clause?: ClauseId;
  readonly symptom:
    | 'accepted'
    | 'refused'
    | 'errno'
    | 'value'
    | 'malformed'
    | 'changed'
    | 'leaked'
    | 'crashed'
    | 'timedOut'
    | 'history'
    | 'prerequisite'
    | 'harness';
  /** One line for people. */
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly hex?: readonly HexDump[];
}

/** A step as the report shows it. @public */
export interface StepReport {
  readonly title: string;
  readonly note?: string;
  readonly record: StepRecord;
}

/** @public */
export interface CaseReport {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** The clauses that the case asserts, each with its own verdict. */
  readonly clauses: Readonly<Partial<Record<ClauseId, Verdict>>>;
  readonly failures?: readonly Failure[];
  /** Outcomes of `record` and `either` clauses, in words. */
  readonly recorded?: readonly string[];
  /** Only of cases that did not pass. */
  readonly steps?: readonly StepReport[];
  /** What was played, to play it again; only of cases that did not pass. */
  readonly program?: Program;
  /** Capabilities that the candidate did not claim. */
  readonly missing?: readonly string[];
  /** How the four runs of a red case ended. */
  readonly reruns?: readonly Verdict[];
  /** Every failure of it is one that a waiver expects. The verdict is what it is. */
  readonly waived?: true;
}

/** A departure that the candidate's owner knows of, and until when it is put up with. @public */
export interface Waiver {
  /** A pattern over cases (`AREA/FILE/SLUG`) or clauses. */
  readonly match: string;
  readonly symptom: Failure['symptom'];
  /** If given, what came has to hold this text. */
  readonly actual?: string;
  readonly reason: string;
  readonly owner: string;
  readonly link?: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

/**
 * What a run says about a waiver. `holds`: what it matches fails as expected; `passes`: nothing
 * that it matches fails; `differs`: something fails otherwise; `unmatched`: no case of the profile;
 * `notRun`: nothing that it matches was judged. Whether it has expired is a matter of the day.
 * @public
 */
export type WaiverState = 'holds' | 'passes' | 'differs' | 'unmatched' | 'notRun';

/** @public */
export interface WaiverReport extends Waiver {
  readonly state: WaiverState;
  /** The cases that it waives a failure of. */
  readonly waives: readonly string[];
  /** Cases that it matches and that fail otherwise. */
  readonly otherwise: readonly string[];
  /** So many cases that it matches do not fail. */
  readonly passing: number;
}

/** A clause or ruling that the candidate's owner reads otherwise. @public */
export interface Dispute {
  /** The id of a clause or of a ruling. */
  readonly match: string;
  /** What the owner holds the texts to say. */
  readonly reading: string;
  readonly reason: string;
  readonly owner: string;
  readonly link?: string;
  readonly expires: string;
}

/** @public */
export interface DisputeReport extends Dispute {
  /** What the suite holds the texts to say. */
  readonly judgedAs: string;
  /** The clauses of this run that are concerned. */
  readonly clauses: readonly ClauseId[];
}

/** Independent candidates fail a case in the same way: perhaps the oracle is wrong. @public */
export interface Suspicion {
  readonly case: string;
  readonly clause?: ClauseId;
  readonly symptom: Failure['symptom'];
  /** Those that agree, this one first. */
  readonly candidates: readonly string[];
  /** So many candidates were judged on it. */
  readonly of: number;
}

/** @public */
export interface ClauseReport {
  readonly id: ClauseId;
  readonly area: string;
  readonly level: string;
  readonly summary: string;
  readonly verdict: Verdict | 'excluded' | 'noCase' | 'notRun';
  readonly cases: number;
  readonly excluded?: string;
}

/** @public */
export interface Report {
  readonly schema: 'https://kacs-conformance.invalid/schemas/report-1.json';
  readonly tool: { readonly name: string; readonly version: string };
  readonly conforms: boolean;
  /** True only if every testable clause of the scope was executed and nothing was red. */
  readonly complete: boolean;
  /** Capabilities that the whole scope needs and the candidate does not claim; absent if none. */
  readonly unclaimed?: readonly string[];
  /** A run that was cut short (`interrupted`) or filtered is never complete. */
  readonly interrupted: boolean;
  readonly scope: 'kernel' | 'tool';
  readonly profile: string;
  readonly declaredProfile: string;
  readonly detected: { readonly layout: string; readonly abi: string; readonly semantics: string };
  readonly contradictions: readonly string[];
  readonly candidate: {
    readonly name: string;
    readonly version: string;
    readonly vendor?: string;
    readonly digest?: string;
    readonly capabilities: readonly string[];
    readonly setup: readonly string[];
    readonly notes: readonly string[];
  };
  readonly digests: {
    readonly suite: string;
    readonly catalogue: string;
    readonly rulings: string;
  };
  readonly seed: number;
  readonly selection: readonly string[];
  readonly shard: { readonly index: number; readonly of: number };
  /** How to repeat the run. */
  readonly command: readonly string[];
  readonly cases: VerdictCounts;
  readonly clauseCounts: {
    readonly testable: number;
    readonly executed: number;
    readonly excluded: number;
  };
  readonly results: readonly CaseReport[];
  readonly clauses: readonly ClauseReport[];
  /** If waivers were given: nothing is red but what they expect, and none of them is stale. */
  readonly conformsWithWaivers?: boolean;
  readonly waivers?: readonly WaiverReport[];
  readonly disputes?: readonly DisputeReport[];
  /** Found beside reports of other candidates. */
  readonly suspectOracle?: readonly Suspicion[];
  /** What the candidate could not show (`sessions listing`). */
  readonly unobserved: readonly string[];
  /** The candidate's last diagnostics, when something was red. */
  readonly diagnostics?: string;
  /** Not compared: when and how long. */
  readonly timing: { readonly startedAt: string; readonly seconds: number };
  readonly extra?: Readonly<Record<string, Json>>;
}
