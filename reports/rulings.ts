/** @module What candidates did where the specification contradicts itself: Markdown by ruling. */
import type { ClauseReport, Report } from '../harness/report.js';
import { codeSpan, escapeMarkdown } from './escape-markdown.js';
import { candidateName } from './summary.js';

/** A ruling, as far as this page needs it. @public */
export interface RulingSummary {
  readonly id: string;
  readonly title: string;
  readonly proposal: string;
  readonly clauses: readonly string[];
}

/** So many recorded outcomes of one candidate are shown for one ruling. @internal */
export const RECORDED_MAX = 12;

const WORDS: Readonly<Record<ClauseReport['verdict'], string>> = {
  pass: 'pass',
  info: 'recorded',
  warn: 'warning',
  fail: 'fail',
  unstable: 'unstable',
  couldNotRun: 'could not run',
  harnessError: 'no verdict',
  notApplicable: 'not applicable',
  excluded: 'excluded',
  noCase: 'no case',
  notRun: 'not run',
};

/** One section for each ruling that a clause of the reports cites. @public */
export function renderRulings(
  reports: readonly Report[],
  rulings: readonly RulingSummary[],
): string {
  const sections = rulings.map((ruling) => section(ruling, reports)).filter((text) => text !== '');
  const head = [
    '# What candidates did, by ruling',
    '',
    ...reports.map((report, index) => candidateLine(report, index)),
  ];
  const none = 'No clause of these reports cites a ruling.';
  return `${[head.join('\n'), ...(sections.length === 0 ? [none] : sections)].join('\n\n')}\n`;
}

function candidateLine(report: Report, index: number): string {
  const profile = `profile ${codeSpan(report.profile)}`;
  const state = report.complete ? 'a complete run' : 'not a complete run';
  const digest = `rulings ${codeSpan(report.digests.rulings.slice(0, 19))}`;
  return `${index + 1}. ${escapeMarkdown(candidateName(report))}, ${profile}, ${state}, ${digest}`;
}

function section(ruling: RulingSummary, reports: readonly Report[]): string {
  const cited = new Set(ruling.clauses);
  const rows = reports.flatMap((report, index) => {
    const clauses = report.clauses.filter(({ id }) => cited.has(id));
    return clauses.length === 0 ? [] : [candidateRow(report, index, clauses, cited)];
  });
  if (rows.length === 0) return '';
  return [
    `## ${ruling.id} ${escapeMarkdown(ruling.title)}`,
    '',
    `Proposed: ${escapeMarkdown(ruling.proposal, { characters: 2_000, lines: 1 })}`,
    '',
    '| candidate | clauses | what it did |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function candidateRow(
  report: Report,
  index: number,
  clauses: readonly ClauseReport[],
  cited: ReadonlySet<string>,
): string {
  const who = `${index + 1}. ${escapeMarkdown(candidateName(report))}`;
  const did = recordedOutcomes(report, cited).map((text) => escapeMarkdown(text));
  const shown = did.slice(0, RECORDED_MAX);
  const more = did.length - shown.length;
  const rest = more > 0 ? [`and ${more} more`] : [];
  const text = shown.length === 0 ? 'nothing was recorded' : [...shown, ...rest].join('; ');
  return `| ${who} | ${verdictWords(clauses)} | ${text} |`;
}

/** `pass: TH-001 TH-002; fail: TH-003`. */
function verdictWords(clauses: readonly ClauseReport[]): string {
  const byVerdict = new Map<string, string[]>();
  for (const { id, verdict } of clauses) {
    const word = WORDS[verdict];
    byVerdict.set(word, [...(byVerdict.get(word) ?? []), id]);
  }
  return [...byVerdict].map(([word, ids]) => `${word}: ${ids.join(' ')}`).join('; ');
}

/** What the run noted where a clause leaves the outcome open, each once with its number. */
function recordedOutcomes(report: Report, cited: ReadonlySet<string>): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of report.results.flatMap(({ recorded }) => recorded ?? [])) {
    const clause = text.slice(0, text.indexOf(':'));
    if (cited.has(clause)) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => (count === 1 ? text : `${text} (${count} times)`));
}
