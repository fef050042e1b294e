/** @module What two runs of the same cases concluded, case by case. */
import type { CaseReport, Report } from '../report.js';

/** A case about which two runs do not agree. @internal */
export interface Disagreement {
  readonly id: string;
  readonly first: string;
  readonly second: string;
}

/** All of them, in the order of the first run. @internal */
export function disagreements(first: Report, second: Report): readonly Disagreement[] {
  const others = new Map(second.results.map((result) => [result.id, conclusion(result)]));
  const ids = new Set(first.results.map(({ id }) => id));
  const differing = first.results.flatMap((result) => {
    const [one, other] = [conclusion(result), others.get(result.id) ?? 'not run'];
    return one === other ? [] : [{ id: result.id, first: one, second: other }];
  });
  const extra = second.results.filter(({ id }) => !ids.has(id));
  return [
    ...differing,
    ...extra.map((result) => ({ id: result.id, first: 'not run', second: conclusion(result) })),
  ];
}

/** The verdict, and for which clauses; where something did not hold, what. */
function conclusion({ verdict, clauses, failures = [], missing = [] }: CaseReport): string {
  const what = failures.map(
    ({ step, symptom, message, actual }) => `step ${step} ${symptom}: ${message} (${actual})`,
  );
  return [verdict, JSON.stringify(clauses), ...missing, ...what].join(' ');
}
