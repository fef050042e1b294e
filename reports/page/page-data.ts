/** @module What the HTML page is made from: everything it shows, compact, as plain JSON. */
import type { CallRecord, JsonObject } from '../../harness/program/program.js';
import type { ClauseReport, Failure, HexDump, Report, StepReport } from '../../harness/report.js';
import type { Campaign } from './campaign.js';

/** What is embedded in a page. @internal */
export interface PageData {
  readonly version: 1;
  readonly report?: PackedReport;
  /** An earlier report to compare with. */
  readonly baseline?: PackedReport;
  readonly campaign?: Campaign;
  readonly notes: CatalogueNotes;
}

/** What the catalogue says, as far as the page shows it. @public */
export interface CatalogueNotes {
  /** Digests of the texts that these notes were taken from. */
  readonly digests: { readonly catalogue: string; readonly rulings: string };
  readonly profile: string;
  readonly clauses: Readonly<Record<string, ClauseNote>>;
  readonly rulings: readonly RulingNote[];
}

/** One clause as the catalogue has it. @public */
export interface ClauseNote {
  readonly summary: string;
  readonly source: string;
  readonly how: string;
  readonly expected?: string;
  /** How it is judged under the profile of the report, in words. */
  readonly judged: string;
  readonly rulings: readonly string[];
  readonly profiles: readonly string[];
  /** Deliberate faults of the reference that break it. */
  readonly faults: number;
}

/** One ruling, in the Markdown of its file. @public */
export interface RulingNote {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly texts: string;
  readonly asserted: string;
  readonly proposal: string;
  readonly clauses: readonly string[];
}

/** @public */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A dump in which several ranges stand out: what changed. @public */
export type PageDump = HexDump & { readonly marks?: readonly ByteRange[] };

/** What a call's arguments mean, for steps of cases that did not pass. @public */
export interface CallNotes {
  /** Arguments in words, by name: `class` → `GROUPS`. */
  readonly words?: Readonly<Record<string, string>>;
  readonly hex?: readonly HexDump[];
}

/** Explains calls and failures; the page has no tables of its own. @public */
export interface Explain {
  call(record: CallRecord): CallNotes;
  /** Dumps besides those that the failure has. */
  failure(failure: Failure): readonly PageDump[];
}

/** A step with its explanation. @internal */
export type PageStep = StepReport & { readonly notes?: CallNotes };

/** @internal */
export interface PackedReport {
  readonly head: Omit<Report, 'results' | 'clauses'>;
  readonly clauses: PackedClauses;
  readonly cases: PackedCases;
  /** Paths, values and descriptions of fields in dumps, each once. */
  readonly strings: readonly string[];
  /** Cases whose steps and failures were left out for want of room. */
  readonly brief: number;
}

/** Columns: entry n of each belongs to clause n. @internal */
export interface PackedClauses {
  readonly ids: readonly string[];
  readonly areas: readonly string[];
  readonly area: readonly number[];
  readonly levels: readonly string[];
  readonly level: readonly number[];
  readonly summaries: readonly string[];
  /** One letter of {@link CLAUSE_LETTERS} each. */
  readonly verdicts: string;
  readonly counts: readonly number[];
  readonly rest: Readonly<Record<number, JsonObject>>;
}

/** Columns: entry n of each belongs to case n. @internal */
export interface PackedCases {
  /** The part of the ids before the last slash, and for how many cases in a row. */
  readonly folders: readonly (readonly [folder: string, count: number])[];
  readonly slugs: readonly string[];
  readonly titles: readonly string[];
  readonly verdicts: string;
  /** Indices of clauses whose verdict is the case's own. */
  readonly clauses: readonly (readonly number[])[];
  /** Further clauses, by index of the case. */
  readonly otherwise: Readonly<Record<number, JsonObject>>;
  /** What else is known, by index of the case: of the few that did not pass. */
  readonly rest: Readonly<Record<number, JsonObject>>;
}

/** A letter for each verdict. @internal */
export const CLAUSE_LETTERS: Readonly<Record<ClauseReport['verdict'], string>> = {
  pass: 'p',
  fail: 'f',
  warn: 'w',
  info: 'i',
  notApplicable: 'n',
  couldNotRun: 'c',
  unstable: 'u',
  harnessError: 'h',
  excluded: 'x',
  noCase: 'o',
  notRun: 'r',
};

/** @internal */
export const VERDICT_OF_LETTER: ReadonlyMap<string, ClauseReport['verdict']> = new Map(
  Object.entries(CLAUSE_LETTERS).map(([verdict, letter]) => [
    letter,
    verdict as ClauseReport['verdict'],
  ]),
);
