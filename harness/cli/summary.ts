/** @module The summary of a certification in the terminal. */
import type { CaseReport, Report, Verdict } from '../report.js';
import { harmless, paint } from './terminal.js';

const SHOWN_MAX = 10;
const LABELS: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'fail',
  warn: 'warn',
  info: 'info',
  notApplicable: 'not applicable',
  couldNotRun: 'could not run',
  unstable: 'unstable',
  harnessError: 'harness error',
};

/** Lines for people. @internal */
export function summaryLines(report: Report, files: string): readonly string[] {
  const { candidate, clauseCounts: clauses, cases, detected } = report;
  const counted = Object.entries(cases) as [Verdict, number][];
  const total = counted.reduce((sum, [, count]) => sum + count, 0);
  const parts = counted
    .filter(
      ([verdict, count]) =>
        count > 0 || ['pass', 'fail', 'notApplicable', 'couldNotRun'].includes(verdict),
    )
    .map(([verdict, count]) => `${count} ${LABELS[verdict]}`);
  const left = clauses.testable - clauses.executed;
  return [
    ...report.contradictions.map((line) => paint(`! ${harmless(line)}`, 'yellow')),
    ...worst(report.results),
    `${verdictSentence(report)}`,
    `  candidate  ${harmless(candidate.name)} ${harmless(candidate.version)}`,
    `  profile    ${report.profile} (found: ${detected.layout} layout, ${detected.abi}, ${detected.semantics})`,
    `  cases      ${total}: ${parts.join(', ')}`,
    `  clauses    ${clauses.executed} of ${clauses.testable} testable executed` +
      `${left > 0 ? `, ${left} not executed` : ''}; ${clauses.excluded} excluded as untestable`,
    `  took       ${report.timing.seconds.toFixed(1)} s`,
    ...(files === '' ? [] : [`  report     ${files}`]),
  ];
}

function verdictSentence(report: Report): string {
  if (report.interrupted) return paint('INTERRUPTED: this is a partial report', 'yellow');
  if (!report.conforms) return paint('DOES NOT CONFORM', 'red');
  if (report.complete) return paint('CONFORMS', 'green');
  return `${paint('CONFORMS', 'green')} in everything that was executed; not a complete run`;
}

function worst(results: readonly CaseReport[]): readonly string[] {
  const red = results.filter(({ verdict }) =>
    ['fail', 'couldNotRun', 'unstable', 'harnessError'].includes(verdict),
  );
  const lines = red.slice(0, SHOWN_MAX).flatMap((result) => {
    const [failure] = result.failures ?? [];
    const clause = failure?.clause === undefined ? '' : ` [${failure.clause}]`;
    return [
      paint(`✗ ${result.id}`, 'red') + ` ${LABELS[result.verdict]}${clause}: ${result.title}`,
      ...(failure === undefined
        ? []
        : [
            `    ${harmless(failure.message)}`,
            `    expected ${harmless(failure.expected, 160)}`,
            `    got      ${harmless(failure.actual, 160)}`,
          ]),
    ];
  });
  if (red.length > SHOWN_MAX) lines.push(`  … and ${red.length - SHOWN_MAX} more: see the report`);
  return lines;
}
