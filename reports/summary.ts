/** @module What a report says in a sentence and in numbers: shared by the renderers. */
import type { ClauseReport, Report, Verdict } from '../harness/report.js';
import { isExecuted, isRed, shadeOf, type Shade } from './verdict-words.js';
import { groupDigits, plural, shorten } from './visible-text.js';
import { waivedCases } from './waiver-words.js';

/** The conclusion, and what a reader must know beside it. Not escaped. @internal */
export interface Conclusion {
  /** `unsure`: nothing red, and yet not shown to conform. */
  readonly tone: 'good' | 'bad' | 'unsure';
  readonly sentence: string;
  readonly details: readonly string[];
}

/** @internal */
export interface AreaTally {
  readonly area: string;
  readonly shades: Readonly<Record<Shade, number>>;
  readonly total: number;
  readonly red: number;
  readonly clauses: readonly ClauseReport[];
}

/** The catalogue has about thirty; a report from elsewhere may name more. */
const UNCLAIMED_SHOWN_MAX = 40;

/** @internal */
export function conclude(report: Report): Conclusion {
  const details = [...redDetails(report), ...coverageDetails(report)];
  const who = candidateName(report);
  const profile = inSentence(report.profile);
  if (!report.conforms && report.conformsWithWaivers === true) {
    const known = plural(waivedCases(report), 'waived case');
    return { tone: 'unsure', sentence: `${who} conforms to ${profile} but for ${known}`, details };
  }
  if (report.conforms && report.conformsWithWaivers === false) {
    const sentence = `${who} conforms to ${profile}, but waivers are stale and have to go`;
    return { tone: 'unsure', sentence, details };
  }
  if (!report.conforms) {
    const sentence =
      report.cases.fail > 0
        ? `${who} does not conform to ${profile}`
        : `${who} was not shown to conform to ${profile}`;
    const part = isPartial(report) ? ', judged only in the part that it claims' : '';
    return { tone: 'bad', sentence: sentence + part, details };
  }
  if (report.contradictions.length > 0) {
    const sentence = `${who} conforms to ${profile}, but the probes contradict that profile`;
    return { tone: 'unsure', sentence, details };
  }
  if (isPartial(report)) {
    const { executed, testable } = report.clauseCounts;
    const part = `${groupDigits(executed)} of ${plural(testable, 'clause')}`;
    const sentence = `${who} conforms to ${profile} only in the part that it claims: ${part}`;
    return { tone: 'unsure', sentence, details };
  }
  if (!report.complete) {
    const sentence = `No departure from ${profile} found in ${who}, but the run is not complete`;
    return { tone: 'unsure', sentence, details };
  }
  return { tone: 'good', sentence: `${who} conforms to ${profile}`, details };
}

function isPartial({ unclaimed = [] }: Report): boolean {
  return unclaimed.length > 0;
}

/** @internal */
export function candidateName(report: Report): string {
  const { name, version } = report.candidate;
  return `${inSentence(name)} ${inSentence(version)}`.trim() || 'The candidate';
}

/** Short and on one line, whatever it is. */
function inSentence(text: string): string {
  return shorten(text.slice(0, 2_000).trim().replace(/\s+/g, ' '), { characters: 120, lines: 1 });
}

/** @internal */
export function executedCases(report: Report): number {
  return sum(report, isExecuted);
}

/** @internal */
export function totalCases(report: Report): number {
  return sum(report, () => true);
}

/** The clauses by area, areas in the order in which the catalogue has them. @internal */
export function tallyAreas(clauses: readonly ClauseReport[]): readonly AreaTally[] {
  const byArea = new Map<string, ClauseReport[]>();
  for (const clause of clauses) {
    const known = byArea.get(clause.area);
    if (known) known.push(clause);
    else byArea.set(clause.area, [clause]);
  }
  return [...byArea].map(([area, members]) => ({
    area,
    shades: tallyShades(members),
    total: members.length,
    red: members.filter((clause) => isRed(clause.verdict)).length,
    clauses: members,
  }));
}

/** @internal */
export function tallyShades(clauses: readonly ClauseReport[]): Readonly<Record<Shade, number>> {
  const shades: Record<Shade, number> = {
    pass: 0,
    info: 0,
    warn: 0,
    trouble: 0,
    fail: 0,
    notApplicable: 0,
    notRun: 0,
    excluded: 0,
  };
  for (const clause of clauses) shades[shadeOf(clause.verdict)] += 1;
  return shades;
}

function coverageDetails(report: Report): readonly string[] {
  const { testable, executed, excluded } = report.clauseCounts;
  const unseen = excluded > 0 ? `; ${groupDigits(excluded)} more cannot be observed` : '';
  const details = [
    `${groupDigits(executed)} of ${plural(testable, 'testable clause')} executed${unseen}.`,
  ];
  if (report.interrupted) details.push('The run was cut short.');
  if (report.selection.length > 0) details.push('Only selected cases were run.');
  if (report.shard.of > 1) {
    details.push(`This is shard ${report.shard.index} of ${report.shard.of}.`);
  }
  const { notApplicable } = report.cases;
  const unclaimed = report.unclaimed ?? [];
  if (unclaimed.length > 0) {
    const names = unclaimed.slice(0, UNCLAIMED_SHOWN_MAX).map(inSentence).join(', ');
    const more = unclaimed.length > UNCLAIMED_SHOWN_MAX ? ', …' : '';
    details.push(
      `The candidate does not claim ${names}${more}: ` +
        `${plural(notApplicable, 'case is', 'cases are')} not applicable, ` +
        'and nothing is certified of them.',
    );
  } else if (notApplicable > 0) {
    details.push(
      `${plural(notApplicable, 'case is', 'cases are')} not applicable: ` +
        'the candidate does not claim the capabilities.',
    );
  }
  return details;
}

function redDetails(report: Report): readonly string[] {
  const { fail, warn, couldNotRun, unstable, harnessError } = report.cases;
  const failing = report.clauses.filter((clause) => clause.verdict === 'fail');
  const details: string[] = [];
  if (fail > 0) {
    details.push(`${plural(fail, 'case fails', 'cases fail')}, ${clauseWord(failing)}.`);
  }
  if (couldNotRun > 0) {
    details.push(`${plural(couldNotRun, 'case')} could not run: a prerequisite failed.`);
  }
  if (unstable > 0) {
    details.push(`${plural(unstable, 'case')} failed once and not again when repeated.`);
  }
  if (harnessError > 0) {
    const text = plural(harnessError, 'case');
    details.push(`${text} met an error of the harness: no verdict on the candidate.`);
  }
  if (warn > 0) details.push(`${plural(warn, 'case')} passed with a warning.`);
  return details;
}

function clauseWord(failing: readonly ClauseReport[]): string {
  const must = failing.filter((clause) => clause.level === 'MUST').length;
  return `in ${plural(failing.length, 'clause')}${must > 0 ? ` (${must} MUST)` : ''}`;
}

function sum(report: Report, wanted: (verdict: Verdict) => boolean): number {
  const entries = Object.entries(report.cases) as [Verdict, number][];
  return entries.reduce((total, [verdict, n]) => total + (wanted(verdict) ? n : 0), 0);
}
