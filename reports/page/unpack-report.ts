/** @module The report out of its columns, in the shape that everything else works on. */
import type { JsonObject } from '../../harness/program/program.js';
import type { CaseReport, ClauseReport, Failure, HexDump, Report } from '../../harness/report.js';
import { unpackDump, type PackedDump } from './pack-dump.js';
import { VERDICT_OF_LETTER, type CallNotes, type PackedReport } from './page-data.js';

/** What the page knows of a case beyond the report's own fields. @internal */
export type PageCase = CaseReport & {
  /** Its steps were left out for want of room. */
  readonly brief?: boolean;
  readonly stepsLeftOut?: number;
};

/** Unpacks a report; texts in it are bounded and visible. @internal */
export function unpackReport(packed: PackedReport): Report {
  return {
    ...packed.head,
    clauses: unpackClauses(packed),
    results: unpackCases(packed),
  };
}

function unpackClauses({ clauses }: PackedReport): readonly ClauseReport[] {
  return clauses.ids.map((id, n) => ({
    ...clauses.rest[n],
    id: id as ClauseReport['id'],
    area: clauses.areas[clauses.area[n] ?? 0] ?? '',
    level: clauses.levels[clauses.level[n] ?? 0] ?? '',
    summary: clauses.summaries[n] ?? '',
    verdict: VERDICT_OF_LETTER.get(clauses.verdicts.charAt(n)) ?? 'notRun',
    cases: clauses.counts[n] ?? 0,
  }));
}

function unpackCases({ cases, clauses, strings }: PackedReport): readonly PageCase[] {
  const results: PageCase[] = [];
  for (const [folder, count] of cases.folders) {
    const end = results.length + count;
    while (results.length < end) {
      const n = results.length;
      const verdict = VERDICT_OF_LETTER.get(cases.verdicts.charAt(n)) as CaseReport['verdict'];
      const asserted: Record<string, string> = {};
      for (const number of cases.clauses[n] ?? []) asserted[clauses.ids[number] ?? ''] = verdict;
      const rest = cases.rest[n];
      const others = cases.otherwise[n];
      results.push({
        ...(rest === undefined ? {} : unpackDetail(rest, strings)),
        id: folder + (cases.slugs[n] ?? ''),
        title: cases.titles[n] ?? '',
        verdict,
        clauses: others === undefined ? asserted : { ...asserted, ...others },
      });
    }
  }
  return results;
}

function unpackDetail(rest: JsonObject, strings: readonly string[]): Partial<PageCase> {
  const { failures, steps, ...more } = rest as unknown as {
    readonly failures?: readonly (Omit<Failure, 'hex'> & { hex?: readonly PackedDump[] })[];
    readonly steps?: readonly { notes?: CallNotes & { hex?: readonly PackedDump[] } }[];
  };
  const dumps = (hex: readonly PackedDump[] | undefined): { hex?: readonly HexDump[] } =>
    hex === undefined ? {} : { hex: hex.map((dump) => unpackDump(dump, strings)) };
  return {
    ...more,
    ...(failures && { failures: failures.map((one) => ({ ...one, ...dumps(one.hex) })) }),
    ...(steps && {
      steps: steps.map((step) => {
        const { notes } = step;
        return notes === undefined ? step : { ...step, notes: { ...notes, ...dumps(notes.hex) } };
      }),
    }),
  } as unknown as Partial<PageCase>;
}
