/** @module The summary of a certification in the terminal. */
import { oneLine } from '../protocol/excerpt.js';
import { waivedCases } from '../../reports/waiver-words.js';
import type { CaseReport, Report, Verdict, WaiverReport } from '../report.js';
import { fold, paint } from './terminal.js';

const SHOWN_MAX = 10;
const WORDS_MAX = 160;
const INDENT = 13;
const NOTES_MAX = 3;

/** In the order in which they are named. */
const LABELS: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'fail',
  warn: 'warn',
  unstable: 'unstable',
  couldNotRun: 'could not run',
  harnessError: 'harness error',
  info: 'info',
  notApplicable: 'not applicable',
};
const ALWAYS_NAMED: readonly Verdict[] = ['pass', 'fail', 'couldNotRun', 'notApplicable'];
const RED: readonly Verdict[] = ['fail', 'couldNotRun', 'unstable', 'harnessError'];

/** Lines for people. @internal */
export function summaryLines(report: Report, files: string): readonly string[] {
  const { candidate, clauseCounts: clauses, cases } = report;
  const verdicts = Object.keys(LABELS) as Verdict[];
  const total = verdicts.reduce((sum, verdict) => sum + cases[verdict], 0);
  const parts = verdicts
    .filter((verdict) => cases[verdict] > 0 || ALWAYS_NAMED.includes(verdict))
    .map((verdict) => `${cases[verdict]} ${LABELS[verdict]}`);
  const left = clauses.testable - clauses.executed;
  const unclaimed = report.unclaimed ?? [];
  return [
    ...report.contradictions.map((line) => fold(paint(`! ${oneLine(line)}`, 'yellow'), 2)),
    ...worst(report.results),
    fold(verdictSentence(report), 2),
    ...[
      `  candidate  ${oneLine(candidate.name, 120)} ${oneLine(candidate.version, 40)}`,
      ...candidate.notes.slice(0, NOTES_MAX).map((note) => `             ${oneLine(note)}`),
      `  profile    ${report.profile}${detectedText(report)}`,
      `  cases      ${total}: ${parts.join(', ')}`,
      `  clauses    ${clauses.executed} of ${clauses.testable} testable executed` +
        `${left > 0 ? `, ${left} not executed` : ''}; ${clauses.excluded} excluded as untestable`,
      ...waiverLines(report),
      ...(unclaimed.length === 0 ? [] : [`  unclaimed  ${oneLine(unclaimed.join(', '), 400)}`]),
      `  took       ${report.timing.seconds.toFixed(1)} s`,
      `  report     ${files}`,
    ].map((line) => fold(line, INDENT)),
  ];
}

/** What the probes found, as far as they could tell. */
function detectedText({ detected }: Report): string {
  const { layout, abi, semantics } = detected;
  const found = [layout === 'unknown' ? layout : `${layout} layout`, abi, semantics];
  const known = found.filter((word) => word !== 'unknown');
  return known.length === 0 ? ' (not probed)' : ` (found: ${known.join(', ')})`;
}

function verdictSentence(report: Report): string {
  if (report.interrupted) return paint('INTERRUPTED: this is a partial report', 'yellow');
  const part = partSentence(report);
  const known = waivedCases(report);
  if (!report.conforms && report.conformsWithWaivers === true) {
    const words = `CONFORMS BUT FOR ${known} WAIVED ${known === 1 ? 'CASE' : 'CASES'}`;
    return paint(words, 'yellow') + (part === '' ? '' : `, ${part}`);
  }
  if (report.conforms && report.conformsWithWaivers === false) {
    return `${paint('STALE WAIVERS', 'red')}: nothing fails but they have to go, or be corrected`;
  }
  if (!report.conforms) return paint('DOES NOT CONFORM', 'red') + (part === '' ? '' : `, ${part}`);
  if (report.complete) return paint('CONFORMS', 'green');
  if (part !== '') return `${paint('CONFORMS IN PART', 'yellow')}, ${part}`;
  return `${paint('CONFORMS', 'green')} in everything that was executed; not a complete run`;
}

/** How many waivers there are of each kind. */
function waiverLines(report: Report): readonly string[] {
  const { waivers = [], disputes = [] } = report;
  const count = (...states: readonly WaiverReport['state'][]): number =>
    waivers.filter(({ state }) => states.includes(state)).length;
  const stale = count('passes', 'differs', 'unmatched');
  const idle = count('notRun');
  const words = [
    `${waivedCases(report)} cases waived`,
    `${count('holds')} of ${waivers.length} waivers hold`,
    ...(stale > 0 ? [`${stale} stale`] : []),
    ...(idle > 0 ? [`${idle} not put to the test`] : []),
  ];
  return [
    ...(waivers.length === 0 ? [] : [`  waivers    ${words.join(', ')}`]),
    ...(disputes.length === 0
      ? []
      : [`  disputed   ${oneLine(disputes.map(({ match }) => match).join(', '), 400)}`]),
  ];
}

/** What was left unjudged because the candidate does not claim it; empty if nothing was. */
function partSentence({ unclaimed = [], clauseCounts }: Report): string {
  if (unclaimed.length === 0) return '';
  const { executed, testable } = clauseCounts;
  const capabilities = unclaimed.length === 1 ? 'capability' : 'capabilities';
  return (
    `judged only in what it claims: ${executed} of ${testable} clauses, ` +
    `${unclaimed.length} ${capabilities} not claimed; nothing else is certified`
  );
}

function worst(results: readonly CaseReport[]): readonly string[] {
  const red = results.filter(({ verdict, waived }) => RED.includes(verdict) && waived !== true);
  const lines = red.slice(0, SHOWN_MAX).flatMap((result) => {
    const [failure] = result.failures ?? [];
    const clause = failure?.clause === undefined ? '' : ` [${failure.clause}]`;
    const head = `${paint(`✗ ${result.id}`, 'red')} ${LABELS[result.verdict]}${clause}`;
    const words = (text: string): string => oneLine(text, WORDS_MAX);
    return [
      fold(`${head}: ${result.title}`, 4),
      ...(failure === undefined
        ? []
        : [
            fold(`    ${oneLine(failure.message)}`, 4),
            fold(`    expected ${words(failure.expected)}`, INDENT),
            fold(`    got      ${words(failure.actual)}`, INDENT),
          ]),
    ];
  });
  if (red.length > SHOWN_MAX) lines.push(`  … and ${red.length - SHOWN_MAX} more: see the report`);
  return lines;
}
