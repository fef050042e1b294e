/**
 * @module Two reports side by side: what newly fails or passes, what ends otherwise, what is new or
 * gone, and how far the two can be compared at all. Pure, and without a platform's own modules: the
 * command `diff` and the HTML report share it.
 */
import type { CaseReport, ClauseReport, Report, Suspicion, Verdict } from '../harness/report.js';
import { hindrances, incomparable, isPartial, type Hindrance } from './comparability.js';
import { markSuspectOracle } from './suspect-oracle.js';
import { isRed, type ClauseVerdict } from './verdict-words.js';

/** A case of either report, or of both. @public */
export interface CaseChange {
  readonly id: string;
  readonly title: string;
  /** Absent where the case is in the later report only. */
  readonly before?: CaseReport;
  /** Absent where the case is in the earlier report only. */
  readonly after?: CaseReport;
}

/** A clause whose verdict is another. @public */
export interface ClauseChange {
  readonly id: string;
  readonly area: string;
  readonly summary: string;
  readonly before?: ClauseVerdict;
  readonly after?: ClauseVerdict;
}

/** What became of the cases from the earlier report to the later one. @public */
export interface Comparison {
  /** False: the two have nothing in common that could be compared, and all lists are empty. */
  readonly comparable: boolean;
  /** What differs about the runs themselves, and what that means for the lists. */
  readonly hindrances: readonly Hindrance[];
  readonly newlyFailing: readonly CaseChange[];
  readonly newlyPassing: readonly CaseChange[];
  /** Neither of the two, and yet another verdict, another symptom or another recorded outcome. */
  readonly changedOutcome: readonly CaseChange[];
  /** Only in the later report. */
  readonly added: readonly CaseChange[];
  /** Only in the earlier report. */
  readonly gone: readonly CaseChange[];
  /** Only in one of the two, because the other did not run all its cases. */
  readonly notRun: number;
  readonly unchanged: number;
  readonly clauses: readonly ClauseChange[];
  /** If these are two candidates: what both fail in the same way. */
  readonly suspectOracle: readonly Suspicion[];
}

/** The lists of a comparison, in the order in which they matter. @public */
export const CHANGE_KINDS = [
  'newlyFailing',
  'changedOutcome',
  'newlyPassing',
  'added',
  'gone',
] as const;

/** @public */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** @public */
export const CHANGE_LABELS: Readonly<Record<ChangeKind, string>> = {
  newlyFailing: 'newly failing',
  changedOutcome: 'changed outcome',
  newlyPassing: 'newly passing',
  added: 'new cases',
  gone: 'gone cases',
};

/** Compares an earlier report with a later one. @public */
export function compareReports(before: Report, after: Report): Comparison {
  const found = hindrances(before, after);
  if (incomparable(before, after)) return { ...nothing(), comparable: false, hindrances: found };
  const lists: Record<ChangeKind, CaseChange[]> = {
    newlyFailing: [],
    changedOutcome: [],
    newlyPassing: [],
    added: [],
    gone: [],
  };
  let notRun = 0;
  let unchanged = 0;
  for (const change of pairs(before, after)) {
    const kind = kindOf(change);
    if (kind === undefined) unchanged += 1;
    else if (kind === 'added' && isPartial(before)) notRun += 1;
    else if (kind === 'gone' && isPartial(after)) notRun += 1;
    else lists[kind].push(change);
  }
  const clauses = clauseChanges(before.clauses, after.clauses);
  const { suspectOracle = [] } = markSuspectOracle(after, [before]);
  return {
    comparable: true,
    hindrances: found,
    ...lists,
    ...{ notRun, unchanged, clauses, suspectOracle },
  };
}

/** What is red in the later report and was not in the earlier; waived failures aside. @public */
export function newFailures(comparison: Comparison): readonly CaseChange[] {
  const added = comparison.added.filter(({ after }) => after !== undefined && isRed(after.verdict));
  return [...comparison.newlyFailing, ...added].filter(({ after }) => after?.waived !== true);
}

/**
 * How a case ended, without what differs from run to run (ids, handles, bytes): its verdict, where
 * it failed and how, and which outcome it took where several are admissible. @public
 */
export function outcomeOf({ verdict, failures, recorded }: CaseReport): string {
  const failed = (failures ?? []).map(({ step, clause, symptom, actual }) => {
    const said = symptom === 'errno' || symptom === 'refused' ? ` ${actual}` : '';
    return `${step} ${clause ?? ''} ${symptom}${said}`;
  });
  const took = (recorded ?? []).map(withoutValue);
  return JSON.stringify([verdict, failed.sort(), took.sort()]);
}

/** A recorded outcome without the value that came: `TH-029: accepted`. @public */
export function withoutValue(recorded: string): string {
  return recorded.replace(/^([A-Z]{2,4}-\d{3,4}: accepted): .*$/s, '$1');
}

/** Every case of either, in the order of the later report, those that are gone last. */
function pairs(before: Report, after: Report): readonly CaseChange[] {
  const earlier = new Map(before.results.map((result) => [result.id, result]));
  const rows = after.results.map((result): CaseChange => {
    const known = earlier.get(result.id);
    earlier.delete(result.id);
    const { id, title } = result;
    return { id, title, ...(known === undefined ? {} : { before: known }), after: result };
  });
  const gone = [...earlier.values()].map((result) => {
    return { id: result.id, title: result.title, before: result };
  });
  return [...rows, ...gone];
}

function kindOf({ before, after }: CaseChange): ChangeKind | undefined {
  if (before === undefined) return 'added';
  if (after === undefined) return 'gone';
  if (outcomeOf(before) === outcomeOf(after)) return undefined;
  if (isRed(after.verdict) && !isRed(before.verdict)) return 'newlyFailing';
  if (isGood(after.verdict) && isRed(before.verdict)) return 'newlyPassing';
  return 'changedOutcome';
}

/** No longer applicable is not the same as passing. */
function isGood(verdict: Verdict): boolean {
  return verdict === 'pass' || verdict === 'info' || verdict === 'warn';
}

function clauseChanges(
  before: readonly ClauseReport[],
  after: readonly ClauseReport[],
): readonly ClauseChange[] {
  const earlier = new Map<string, ClauseReport>(before.map((clause) => [clause.id, clause]));
  const changes = after.flatMap((clause): readonly ClauseChange[] => {
    const known = earlier.get(clause.id);
    earlier.delete(clause.id);
    if (known?.verdict === clause.verdict) return [];
    const { id, area, summary, verdict } = clause;
    const from = known === undefined ? {} : { before: known.verdict };
    return [{ id, area, summary, ...from, after: verdict }];
  });
  const gone = [...earlier.values()].map(({ id, area, summary, verdict }): ClauseChange => {
    return { id, area, summary, before: verdict };
  });
  return [...changes, ...gone];
}

function nothing(): Omit<Comparison, 'comparable' | 'hindrances'> {
  const none: readonly CaseChange[] = [];
  return {
    newlyFailing: none,
    newlyPassing: none,
    changedOutcome: none,
    added: none,
    gone: none,
    notRun: 0,
    unchanged: 0,
    clauses: [],
    suspectOracle: [],
  };
}
