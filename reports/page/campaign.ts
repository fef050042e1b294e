/** @module A fuzz campaign as the page shows it: its findings, and what it reached over time. */
import type { Outcome } from '../../harness/program/program.js';
import type { HexDump } from '../../harness/report.js';

/** @public */
export interface Campaign {
  readonly adapter: string;
  readonly candidate: string;
  readonly profile: string;
  readonly seed: number;
  readonly seconds: number;
  readonly executions: number;
  readonly clausesReached: number;
  readonly clausesReachable: number;
  readonly findings: readonly CampaignFinding[];
  readonly stats: CampaignStats;
}

/** Columns over time, for the plots: entry n of each belongs to second n of `seconds`. @public */
export interface CampaignStats {
  readonly seconds: readonly number[];
  readonly executionsPerSecond: readonly number[];
  readonly clausesReached: readonly number[];
  readonly corpus: readonly number[];
  readonly findings: readonly number[];
}

/** The file `findings/<signature>/finding.json`, as far as the page shows it. @public */
export interface CampaignFinding {
  readonly signature: string;
  readonly kind: string;
  readonly target: string;
  readonly op: string;
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
  readonly clauses: readonly string[];
  readonly explanation: string;
  readonly profile: string;
  readonly adapter: string;
  readonly seed: number;
  readonly execution: number;
  readonly steps: number;
  readonly minimised: boolean;
  readonly program: {
    readonly id: string;
    readonly title: string;
    readonly steps: readonly unknown[];
  };
  readonly step: number;
  readonly outcomes: readonly FindingStep[];
  readonly dumps: readonly HexDump[];
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly count: number;
  readonly replay: { readonly times: number; readonly same: number };
  readonly waived?: string;
  readonly diagnostics?: string;
}

/** Both outcomes of a step. @public */
export interface FindingStep {
  readonly step: number;
  readonly branch?: number;
  readonly op: string;
  readonly model?: Outcome;
  readonly candidate?: Outcome;
}
