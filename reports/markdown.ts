/** @module The report as Markdown, for pull requests and job summaries. */
import type { CaseReport, ClauseReport, Failure, Report, Verdict } from '../harness/report.js';
import { codeBlock, codeSpan, escapeMarkdown } from './escape-markdown.js';
import { caseCommand, runCommand } from './replay-command.js';
import { conclude, executedCases, tallyAreas, tallyShades, totalCases } from './summary.js';
import { isRed, SHADE_LABELS, SHADES, VERDICT_LABELS, type Shade } from './verdict-words.js';
import { groupDigits, plural } from './visible-text.js';
import { disputeRemarks, suspicionsByCase, waiverRemarks, type Remark } from './waiver-words.js';

/** So many red cases are shown in full. @internal */
export const MARKDOWN_FAILURES_MAX = 50;

/** Both readings of a dispute in full. */
const LONG = { characters: 4_000, lines: 1 };

const TONE_MARKS = { good: '✅', bad: '❌', unsure: '⚠️' } as const;

/** @public */
export function renderMarkdown(report: Report): string {
  const { tone, sentence, details } = conclude(report);
  const blocks = [
    `## ${TONE_MARKS[tone]} ${escapeMarkdown(sentence)}`,
    details.map((detail) => escapeMarkdown(detail)).join(' '),
    ...contradictions(report),
    ...remarkList('Waivers', waiverRemarks(report)),
    ...remarkList('Disputed', disputeRemarks(report)),
    factsTable(report),
    caseTable(report),
    areaTable(report),
    ...redCases(report),
    '### Repeat this run',
    codeBlock(runCommand(report), 'sh'),
    digestLine(report),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function contradictions(report: Report): readonly string[] {
  if (report.contradictions.length === 0) return [];
  const lines = report.contradictions.slice(0, 10).map((line) => `> - ${escapeMarkdown(line)}`);
  const title = '> **The probes contradict the declared profile; this run cannot be certified.**';
  return [[title, '>', ...lines].join('\n')];
}

const URGENCY_MARKS = { stale: '❌ ', expired: '⚠️ ', soon: '⏳ ', none: '' } as const;

function remarkList(title: string, remarks: readonly Remark[]): readonly string[] {
  if (remarks.length === 0) return [];
  const lines = remarks.slice(0, MARKDOWN_FAILURES_MAX).map(({ about, text, urgency }) => {
    return `- ${URGENCY_MARKS[urgency]}${codeSpan(about)} ${escapeMarkdown(text, LONG)}`;
  });
  const rest = remarks.length - lines.length;
  return [`### ${title}`, [...lines, ...(rest > 0 ? [`- … and ${rest} more`] : [])].join('\n')];
}

function factsTable(report: Report): string {
  const { candidate, detected } = report;
  const vendor = candidate.vendor === undefined ? '' : `, ${codeSpan(candidate.vendor, true)}`;
  const found = [detected.layout, detected.abi, detected.semantics];
  const rows: [string, string][] = [
    [
      'Candidate',
      `${codeSpan(candidate.name, true)} ${codeSpan(candidate.version, true)}${vendor}`,
    ],
    ['Profile', `${code(report.profile)} (declared ${code(report.declaredProfile)})`],
    ['Detected', `layout ${code(found[0])}, ABI ${code(found[1])}, semantics ${code(found[2])}`],
    ['Scope', report.scope],
    ['Seed', String(report.seed)],
  ];
  return table(['', ''], rows);
}

function caseTable(report: Report): string {
  const { cases } = report;
  const rows: [string, string][] = [
    ['**executed**', `**${groupDigits(executedCases(report))}**`],
    ...(['pass', 'info', 'warn', 'fail', 'unstable'] as const).map((verdict) =>
      countRow(verdict, cases[verdict]),
    ),
    countRow('notApplicable', cases.notApplicable),
    countRow('couldNotRun', cases.couldNotRun),
    countRow('harnessError', cases.harnessError),
    ['**all cases**', `**${groupDigits(totalCases(report))}**`],
  ];
  return table(['Cases', 'Number'], rows, 1);
}

function countRow(verdict: Verdict, count: number): [string, string] {
  return [VERDICT_LABELS[verdict], groupDigits(count)];
}

function areaTable(report: Report): string {
  const all = tallyShades(report.clauses);
  const shown = SHADES.filter((shade) => all[shade] > 0);
  if (shown.length === 0) return '';
  const row = (name: string, shades: Readonly<Record<Shade, number>>, total: number) => [
    name,
    ...shown.map((shade) => (shades[shade] === 0 ? '' : groupDigits(shades[shade]))),
    groupDigits(total),
  ];
  const rows = tallyAreas(report.clauses).map((tally) =>
    row(`${tally.red > 0 ? '❌ ' : ''}${code(tally.area)}`, tally.shades, tally.total),
  );
  rows.push(row('**all**', all, report.clauses.length));
  const heads = ['Clauses by area', ...shown.map((shade) => SHADE_LABELS[shade]), 'all'];
  return table(heads, rows, 1);
}

function redCases(report: Report): readonly string[] {
  const red = report.results.filter(({ verdict, waived }) => isRed(verdict) && waived !== true);
  if (red.length === 0) return [];
  const clauses = new Map<string, ClauseReport>(report.clauses.map((c) => [c.id, c]));
  const shown = red.slice(0, MARKDOWN_FAILURES_MAX);
  const rest = red.length - shown.length;
  const blocks = ['### What needs attention'];
  blocks.push(...shown.map((result) => redCase(report, result, clauses)));
  if (rest > 0) blocks.push(`… and ${plural(rest, 'more case')}; the other reports list them.`);
  return blocks;
}

function redCase(
  report: Report,
  result: CaseReport,
  clauses: ReadonlyMap<string, ClauseReport>,
): string {
  const failures = (result.failures ?? []).slice(0, 5);
  const more = (result.failures ?? []).length - failures.length;
  const suspicion = suspicionsByCase(report).get(result.id);
  const parts = [
    `#### ${VERDICT_LABELS[result.verdict]}: ${codeSpan(result.id)}`,
    escapeMarkdown(result.title),
    ...(suspicion === undefined ? [] : [`⚠️ ${escapeMarkdown(suspicion)}`]),
    ...failures.map((failure) => failureTable(failure, clauses)),
  ];
  if (more > 0) parts.push(`… and ${plural(more, 'more failure')} of this case.`);
  parts.push(codeBlock(caseCommand(report, result.id), 'sh'));
  return parts.join('\n\n');
}

function failureTable(failure: Failure, clauses: ReadonlyMap<string, ClauseReport>): string {
  const clause = failure.clause === undefined ? undefined : clauses.get(failure.clause);
  const rows: [string, string][] = [
    ['what', escapeMarkdown(failure.message)],
    ['expected', code(failure.expected)],
    ['actual', code(failure.actual)],
  ];
  if (failure.clause === undefined) rows.push(['clause', 'none: a control of the case']);
  else {
    const words = clause
      ? `, ${escapeMarkdown(clause.level)}: ${escapeMarkdown(clause.summary)}`
      : '';
    rows.push(['clause', `**${failure.clause}**${words}`]);
  }
  if (failure.step >= 0) rows.push(['step', String(failure.step + 1)]);
  return table(['', ''], rows);
}

function digestLine(report: Report): string {
  const { suite, catalogue, rulings } = report.digests;
  const candidate = report.candidate.digest;
  const parts = [`suite ${codeSpan(suite)}`, `catalogue ${codeSpan(catalogue)}`];
  parts.push(`rulings ${codeSpan(rulings)}`);
  if (candidate !== undefined) parts.push(`candidate ${codeSpan(candidate)}`);
  const tool = `${codeSpan(report.tool.name)} ${codeSpan(report.tool.version)}`;
  return `Digests: ${parts.join(', ')}. Written by ${tool}.`;
}

function code(text: string | undefined): string {
  return codeSpan(text ?? '', true);
}

/** Cells are escaped by their makers; columns from `numbersFrom` on are set to the right. */
function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom = heads.length,
): string {
  const rule = heads.map((_, column) => (column < numbersFrom ? '---' : '--:'));
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
