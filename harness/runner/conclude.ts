/**
 * @module What follows from the results of the cases: counts, the verdict of each clause, and
 * whether the candidate conforms. A run, a merge and the check of a report all conclude here.
 */
import type { CatalogueView } from '../catalogue/catalogue.js';
import { worse } from '../judge/judge.js';
import type { CaseReport, ClauseReport, Report, Verdict, VerdictCounts } from '../report.js';
import { zeroCounts } from './runner.js';

type Concluded =
  | 'schema'
  | 'conforms'
  | 'complete'
  | 'cases'
  | 'clauseCounts'
  | 'clauses'
  | 'conformsWithWaivers'
  | 'waivers'
  | 'disputes'
  | 'suspectOracle';

/** A clause before its cases are counted. @internal */
export interface ClauseToCount extends Pick<
  ClauseReport,
  'id' | 'area' | 'level' | 'summary' | 'excluded'
> {
  readonly testable: boolean;
}

/** A report without what follows from the rest of it. @internal */
export interface ReportFrame extends Omit<Report, Concluded> {
  /** Every clause of the profile in its scope, in order. */
  readonly clauses: readonly ClauseToCount[];
}

const REDS: readonly Verdict[] = ['fail', 'couldNotRun', 'unstable', 'harnessError'];
const NOT_EXECUTED: readonly string[] = [
  'notApplicable',
  'couldNotRun',
  'notRun',
  'noCase',
  'excluded',
  'harnessError',
];

/** The report, without waivers: those come after. @internal */
export function concludeReport(frame: ReportFrame): Report {
  const { tool, unclaimed = [], interrupted, ...rest } = frame;
  const results = frame.results.map(unmarked);
  const clauses = clauseReports(frame.clauses, results);
  const clauseCounts = countClauses(clauses);
  const conforms =
    isClean(results) && !interrupted && results.some(({ verdict }) => verdict === 'pass');
  const { scope, profile, declaredProfile, detected, contradictions, candidate, ...run } = rest;
  const { digests, seed, selection, shard, command, unobserved, diagnostics, timing, extra } = run;
  return {
    schema: 'https://kacs-conformance.invalid/schemas/report-1.json',
    tool,
    conforms,
    complete:
      conforms &&
      selection.length === 0 &&
      shard.of === 1 &&
      contradictions.length === 0 &&
      unclaimed.length === 0 &&
      clauseCounts.executed === clauseCounts.testable,
    ...(unclaimed.length === 0 ? {} : { unclaimed }),
    interrupted,
    ...{ scope, profile, declaredProfile, detected, contradictions, candidate },
    ...{ digests, seed, selection, shard, command },
    cases: countVerdicts(results),
    clauseCounts,
    results,
    clauses,
    unobserved,
    ...(diagnostics === undefined ? {} : { diagnostics }),
    timing,
    ...(extra === undefined ? {} : { extra }),
  };
}

function unmarked(result: CaseReport): CaseReport {
  if (result.waived === undefined) return result;
  const { waived: _, ...bare } = result;
  return bare;
}

/** Whether nothing is red. @internal */
export function isClean(results: readonly CaseReport[]): boolean {
  return !results.some(({ verdict }) => REDS.includes(verdict));
}

/** The clauses of a catalogue. @internal */
export function clausesToCount(catalogue: CatalogueView): readonly ClauseToCount[] {
  return [...catalogue.values()].map(({ clause }) => {
    const { id, area, level, summary, testable, excluded } = clause;
    return { id, area, level, summary, testable, ...(excluded === undefined ? {} : { excluded }) };
  });
}

/** The clauses of a report that is to be counted again. @internal */
export function clausesAgain(report: Report): readonly ClauseToCount[] {
  return report.clauses.map(({ id, area, level, summary, verdict, excluded }) => {
    const testable = verdict !== 'excluded';
    return { id, area, level, summary, testable, ...(excluded === undefined ? {} : { excluded }) };
  });
}

function countVerdicts(results: readonly CaseReport[]): VerdictCounts {
  const counts = zeroCounts();
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

/** Every clause with the worst verdict of its cases. */
function clauseReports(
  clauses: readonly ClauseToCount[],
  results: readonly CaseReport[],
): readonly ClauseReport[] {
  const verdicts = new Map<string, Verdict[]>();
  for (const result of results) {
    for (const [id, verdict] of Object.entries(result.clauses)) {
      const list = verdicts.get(id);
      if (list === undefined) verdicts.set(id, [verdict]);
      else list.push(verdict);
    }
  }
  return clauses.map(({ testable, excluded, ...clause }): ClauseReport => {
    const seen = verdicts.get(clause.id) ?? [];
    const [first, ...rest] = seen;
    const verdict = !testable
      ? 'excluded'
      : first === undefined
        ? 'notRun'
        : executedVerdict([first, ...rest]);
    return {
      ...clause,
      verdict,
      cases: seen.length,
      ...(excluded === undefined ? {} : { excluded }),
    };
  });
}

/**
 * A clause some of whose cases need more capabilities still counts by those that ran, and one some
 * of whose cases are only recorded by those that were judged.
 */
function executedVerdict(verdicts: readonly Verdict[]): Verdict {
  const ran = verdicts.filter((verdict) => verdict !== 'notApplicable');
  if (ran.length === 0) return 'notApplicable';
  const judged = ran.filter((verdict) => verdict !== 'info');
  return judged.length === 0 ? 'info' : judged.reduce<Verdict>(worse, 'pass');
}

function countClauses(clauses: readonly ClauseReport[]): Report['clauseCounts'] {
  const excluded = clauses.filter(({ verdict }) => verdict === 'excluded').length;
  const executed = clauses.filter(({ verdict }) => !NOT_EXECUTED.includes(verdict)).length;
  return { testable: clauses.length - excluded, executed, excluded };
}
