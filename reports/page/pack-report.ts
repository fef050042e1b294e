/** @module A report in columns, for the page: passing cases cost a line, texts are bounded. */
import type { JsonObject } from '../../harness/program/program.js';
import type { CaseReport, ClauseReport, Report, StepReport } from '../../harness/report.js';
import { BY_URGENCY } from '../verdict-words.js';
import { boundedEnd, boundedJson, boundedObject, boundedText } from './bounded.js';
import { packDump } from './pack-dump.js';
import { CLAUSE_LETTERS, type CallNotes, type Explain } from './page-data.js';
import type { PackedCases, PackedClauses, PackedReport } from './page-data.js';
import { StringTable } from './strings.js';

/** Characters for what is known of cases that did not pass; the gravest come first. */
const DETAIL_CHARACTERS_MAX = 6_000_000;
/** Beyond that, cases keep their first message, so many of them. */
const BRIEF_CASES_MAX = 5_000;
/** Cases and clauses beyond this are not shown at all. */
const ROWS_MAX = 200_000;
const STEPS_MAX = 400;
const FAILURES_MAX = 20;
const DUMPS_MAX = 6;

const LINE = { characters: 400, lines: 1 };
const COMMAND_WORDS_MAX = 400;

/** Packs a report. @internal */
export function packReport(report: Report, explain?: Explain): PackedReport {
  const { results, clauses, command, diagnostics, ...head } = report;
  const strings = new StringTable();
  const index = new Map<string, number>(clauses.map(({ id }, n) => [id, n]));
  const shown = results.slice(0, ROWS_MAX);
  const { rest, brief } = packDetails(shown, strings, explain);
  return {
    head: {
      ...(boundedObject(head) as unknown as typeof head),
      ...(diagnostics === undefined ? {} : { diagnostics: boundedEnd(diagnostics) }),
      // Quoted for a shell where it is shown, which needs the words as they are.
      command: command.slice(0, COMMAND_WORDS_MAX).map((word) => word.slice(0, 4_000)),
    },
    clauses: packClauses(clauses.slice(0, ROWS_MAX)),
    cases: { ...packCases(shown, index), rest },
    strings: strings.texts,
    brief,
  };
}

function packClauses(clauses: readonly ClauseReport[]): PackedClauses {
  const areas = new StringTable();
  const levels = new StringTable();
  const rest: Record<number, JsonObject> = {};
  clauses.forEach((clause, n) => {
    const { id: _id, area: _area, level: _level, summary: _summary, ...others } = clause;
    const { verdict: _verdict, cases: _cases, ...more } = others;
    if (Object.keys(more).length > 0) rest[n] = boundedObject(more);
  });
  return {
    ids: clauses.map(({ id }) => boundedText(id, LINE)),
    area: clauses.map(({ area }) => areas.numberOf(boundedText(area, LINE))),
    level: clauses.map(({ level }) => levels.numberOf(boundedText(level, LINE))),
    summaries: clauses.map(({ summary }) => boundedText(summary)),
    verdicts: clauses.map(({ verdict }) => CLAUSE_LETTERS[verdict]).join(''),
    counts: clauses.map(({ cases }) => cases),
    areas: areas.texts,
    levels: levels.texts,
    rest,
  };
}

function packCases(
  results: readonly CaseReport[],
  index: ReadonlyMap<string, number>,
): Omit<PackedCases, 'rest'> {
  const folders: [string, number][] = [];
  const slugs: string[] = [];
  const otherwise: Record<number, JsonObject> = {};
  const clauses = results.map((result, n) => {
    const id = boundedText(result.id, LINE);
    const slash = id.lastIndexOf('/');
    const folder = id.slice(0, slash + 1);
    const last = folders.at(-1);
    if (last?.[0] === folder) last[1] += 1;
    else folders.push([folder, 1]);
    slugs.push(id.slice(slash + 1));
    const same: number[] = [];
    const others: Record<string, string> = {};
    for (const [clause, verdict] of Object.entries(result.clauses)) {
      const number = index.get(clause);
      if (number !== undefined && verdict === result.verdict) same.push(number);
      else others[clause] = verdict;
    }
    if (Object.keys(others).length > 0) otherwise[n] = boundedObject(others);
    return same;
  });
  const titles = results.map(({ title }) => boundedText(title, LINE));
  const verdicts = results.map(({ verdict }) => CLAUSE_LETTERS[verdict]).join('');
  return { folders, slugs, titles, verdicts, clauses, otherwise };
}

/** What is known of cases besides the columns, as far as there is room. */
function packDetails(
  results: readonly CaseReport[],
  strings: StringTable,
  explain: Explain | undefined,
): { readonly rest: Record<number, JsonObject>; readonly brief: number } {
  const rest: Record<number, JsonObject> = {};
  let room = DETAIL_CHARACTERS_MAX;
  let brief = 0;
  const order = results.map((_, n) => n);
  const urgency = results.map(({ verdict }) => BY_URGENCY.indexOf(verdict));
  order.sort((a, b) => (urgency[a] ?? 0) - (urgency[b] ?? 0) || a - b);
  for (const n of order) {
    const result = results[n];
    if (result === undefined) continue;
    const { id: _id, title: _title, verdict: _verdict, clauses: _clauses, ...more } = result;
    if (Object.keys(more).length === 0) continue;
    if (room > 0) {
      const packed = packDetail(more, strings, explain);
      room -= JSON.stringify(packed).length;
      rest[n] = packed;
    } else {
      brief += 1;
      rest[n] = brief <= BRIEF_CASES_MAX ? briefly(more) : { brief: true };
    }
  }
  return { rest, brief };
}

type Detail = Omit<CaseReport, 'id' | 'title' | 'verdict' | 'clauses'>;

function packDetail(
  { failures, steps, ...more }: Detail,
  strings: StringTable,
  explain: Explain | undefined,
): JsonObject {
  const packed: Record<string, unknown> = { ...boundedObject(more) };
  if (failures !== undefined) {
    packed['failures'] = failures.slice(0, FAILURES_MAX).map((failure) => {
      const { hex = [], ...said } = failure;
      const dumps = [...hex, ...(explain?.failure(failure) ?? [])].slice(0, DUMPS_MAX);
      const packedDumps = dumps.map(packedBy(strings));
      return { ...boundedObject(said), ...(dumps.length === 0 ? {} : { hex: packedDumps }) };
    });
  }
  if (steps !== undefined) {
    packed['steps'] = steps
      .slice(0, STEPS_MAX)
      .map((step) => ({ ...boundedObject(step), ...notesOf(step, strings, explain) }));
    if (steps.length > STEPS_MAX) packed['stepsLeftOut'] = steps.length - STEPS_MAX;
  }
  return packed as JsonObject;
}

function notesOf(
  { record }: StepReport,
  strings: StringTable,
  explain: Explain | undefined,
): { readonly notes?: unknown } {
  if (explain === undefined || !('outcome' in record)) return {};
  const { words, hex }: CallNotes = explain.call(record);
  if (words === undefined && hex === undefined) return {};
  return {
    notes: {
      ...(words === undefined ? {} : { words: boundedJson(words) }),
      ...(hex === undefined ? {} : { hex: hex.slice(0, DUMPS_MAX).map(packedBy(strings)) }),
    },
  };
}

function packedBy(strings: StringTable): (dump: Parameters<typeof packDump>[0]) => unknown {
  return (dump) => packDump(dump, strings);
}

function briefly({ failures }: Detail): JsonObject {
  const [first] = failures ?? [];
  if (first === undefined) return { brief: true };
  const { hex: _hex, ...failure } = first;
  return { brief: true, failures: [boundedObject(failure, { characters: 200, lines: 1 })] };
}
