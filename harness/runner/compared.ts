/**
 * @module What two runs of the same candidate have in common, whatever ids it handed out: the
 * report without times, without the calls as they were made, and without values of its choice.
 */
import { withoutValue } from '../../reports/compare.js';
import { comparable } from '../report-file.js';
import type { CaseReport, Report } from '../report.js';

/** The JSON text of the compared fields. @internal */
export function comparedText(report: Report): string {
  const { diagnostics: _diagnostics, ...rest } = report;
  return JSON.stringify(comparable({ ...rest, results: report.results.map(comparedCase) }));
}

function comparedCase(result: CaseReport): CaseReport {
  const { id, title, verdict, clauses, failures, recorded, missing, reruns, waived } = result;
  return {
    ...{ id, title, verdict, clauses },
    ...(failures === undefined
      ? {}
      : {
          failures: failures.map(({ step, clause, symptom, expected }) => {
            const cited = clause === undefined ? {} : { clause };
            return { step, ...cited, symptom, expected, message: '', actual: '' };
          }),
        }),
    ...(recorded === undefined ? {} : { recorded: recorded.map(withoutValue) }),
    ...(missing === undefined ? {} : { missing }),
    ...(reruns === undefined ? {} : { reruns }),
    ...(waived === undefined ? {} : { waived }),
  };
}
