/** @module A comparison of two reports as lines for a terminal, and as Markdown. */
import type { Report, Suspicion } from '../harness/report.js';
import {
  CHANGE_KINDS,
  CHANGE_LABELS,
  withoutValue,
  type CaseChange,
  type Comparison,
} from './compare.js';
import { codeSpan, escapeMarkdown } from './escape-markdown.js';
import { candidateName } from './summary.js';
import { VERDICT_LABELS } from './verdict-words.js';
import { plural, shorten, visibleLine } from './visible-text.js';

/** So many cases of one kind are named. */
const SHOWN_MAX = 50;
const SUSPECT = 'suspect oracle: both candidates fail in the same way; perhaps the suite is wrong';
const LINE = { characters: 300, lines: 1 };

/** A line, and whether it begins a section. Not escaped, and safe to print. @internal */
export interface TextLine {
  readonly text: string;
  readonly indent: number;
  readonly tone?: 'bad' | 'good' | 'note';
}

/** For a terminal. @internal */
export function comparisonLines(
  before: Report,
  after: Report,
  comparison: Comparison,
): readonly TextLine[] {
  const lines: TextLine[] = [
    { text: `before  ${nameOf(before)}`, indent: 8 },
    { text: `after   ${nameOf(after)}`, indent: 8 },
  ];
  for (const { what, before: from, after: to, meaning } of comparison.hindrances) {
    const change = `${what}: ${safe(from, 80)} → ${safe(to, 80)}`;
    lines.push({ text: `! ${change}`, indent: 2, tone: 'note' });
    lines.push({ text: `  ${meaning}`, indent: 2 });
  }
  if (!comparison.comparable) return lines;
  for (const kind of CHANGE_KINDS) {
    const changes = comparison[kind];
    if (changes.length === 0) continue;
    const tone = kind === 'newlyFailing' ? 'bad' : kind === 'newlyPassing' ? 'good' : 'note';
    lines.push({ text: `${CHANGE_LABELS[kind]}: ${changes.length}`, indent: 2, tone });
    for (const change of changes.slice(0, SHOWN_MAX)) {
      lines.push({ text: `  ${safe(change.id)}  ${outcomeWords(change)}`, indent: 6 });
    }
    const rest = changes.length - SHOWN_MAX;
    if (rest > 0) lines.push({ text: `  … and ${rest} more`, indent: 6 });
  }
  const { suspectOracle } = comparison;
  if (suspectOracle.length > 0) {
    lines.push({ text: `${SUSPECT}: ${suspectOracle.length}`, indent: 2, tone: 'note' });
    const shown = suspectOracle.slice(0, SHOWN_MAX);
    lines.push(...shown.map((one) => ({ text: `  ${suspicionWords(one)}`, indent: 6 })));
  }
  lines.push({ text: totals(comparison), indent: 2 });
  return lines;
}

/** For pull requests. @internal */
export function comparisonMarkdown(before: Report, after: Report, comparison: Comparison): string {
  const notes = comparison.hindrances.map(
    ({ what, before: from, after: to, meaning }) =>
      `> - **${what}**: ${codeSpan(from)} → ${codeSpan(to)}. ${meaning}`,
  );
  const sections = CHANGE_KINDS.flatMap((kind) => {
    const changes = comparison[kind];
    if (changes.length === 0) return [];
    const rows = changes
      .slice(0, SHOWN_MAX)
      .map((one) => `| ${codeSpan(one.id, true)} | ${escapeMarkdown(outcomeWords(one))} |`);
    const rest = changes.length - SHOWN_MAX;
    return [
      `### ${CHANGE_LABELS[kind]}: ${changes.length}`,
      ['| case | outcome |', '| --- | --- |', ...rows].join('\n'),
      ...(rest > 0 ? [`… and ${rest} more.`] : []),
    ];
  });
  const suspect = comparison.suspectOracle
    .slice(0, SHOWN_MAX)
    .map((one) => `- ${escapeMarkdown(suspicionWords(one))}`);
  const blocks = [
    `## ${escapeMarkdown(nameOf(before))} → ${escapeMarkdown(nameOf(after))}`,
    ...(notes.length === 0 ? [] : [notes.join('\n')]),
    ...sections,
    ...(suspect.length === 0 ? [] : [`### ${SUSPECT}`, suspect.join('\n')]),
    comparison.comparable ? totals(comparison) : 'Nothing was compared.',
  ];
  return `${blocks.join('\n\n')}\n`;
}

function suspicionWords({ case: id, clause, symptom }: Suspicion): string {
  return `${safe(id)}  ${clause === undefined ? '' : `[${clause}] `}${symptom}`;
}

function totals(comparison: Comparison): string {
  const { unchanged, notRun, clauses } = comparison;
  const changed = CHANGE_KINDS.reduce((sum, kind) => sum + comparison[kind].length, 0);
  return [
    changed === 0 ? 'nothing changed' : plural(changed, 'changed case'),
    plural(unchanged, 'case') + ' as before',
    ...(notRun > 0 ? [`${plural(notRun, 'case')} in one of the runs only`] : []),
    `${plural(clauses.length, 'clause')} with another verdict`,
  ].join('; ');
}

function nameOf(report: Report): string {
  const { profile, timing } = report;
  return `${safe(candidateName(report))}, ${safe(profile)}, ${safe(timing.startedAt.slice(0, 16))}`;
}

function outcomeWords({ before, after }: CaseChange): string {
  const words = [before, after].map((result) => {
    if (result === undefined) return 'absent';
    const [failure] = result.failures ?? [];
    const [recorded] = result.recorded ?? [];
    const how = failure?.symptom ?? (recorded === undefined ? undefined : withoutValue(recorded));
    const label = VERDICT_LABELS[result.verdict];
    const known = result.waived === true ? ', waived' : '';
    return `${label}${how === undefined ? '' : ` (${safe(how, 80)})`}${known}`;
  });
  const message = after?.failures?.[0]?.message;
  return words.join(' → ') + (message === undefined ? '' : `: ${safe(message, 160)}`);
}

function safe(text: string, characters = LINE.characters): string {
  return visibleLine(shorten(text, { characters, lines: 1 }));
}
