/** @module Files of waivers and disputes: read, and checked against their schema. */
import { allRulings } from '../catalogue/rulings.js';
import { allClauses } from '../catalogue/catalogue.js';
import { plainData } from '../profiles/plain-data.js';
import { excerpt, oneLine } from '../protocol/excerpt.js';
import { fileName, readText } from '../read-bounded.js';
import type { Dispute, Report, Waiver } from '../report.js';
import { schemaCheck } from '../schema-check.js';
import { UsageError } from '../usage-error.js';
import { applyWaivers } from './apply.js';
import { applyDisputes } from './disputes.js';
import { isCalendarDay } from '../../reports/expiry.js';

/** What a candidate's owner puts up with, and what they read otherwise. @internal */
export interface WaiverFile {
  readonly waivers: readonly Waiver[];
  readonly disputes: readonly Dispute[];
}

/** Thousands of waivers; whoever has more has no conforming system. @internal */
export const WAIVER_BYTES_MAX = 1024 * 1024;

const problemOf = schemaCheck('waivers-1.schema.json');

/** Reads a file; whatever is wrong with it is one line. @internal */
export function readWaiverFile(path: string): WaiverFile {
  const text = readText(path, WAIVER_BYTES_MAX, 'a file of waivers');
  return waiversFrom(text, path);
}

/** The same of a text. @internal */
export function waiversFrom(text: string, path: string): WaiverFile {
  const value = plainData(text, path) ?? {};
  const problem = problemOf(value) ?? entryProblem(value);
  if (problem !== undefined) throw new UsageError(`${fileName(path)}: ${problem}`);
  const { waivers = [], disputes = [] } = value as Partial<WaiverFile>;
  return { waivers, disputes };
}

/** The report with waivers and disputes, if there are any. @internal */
export function withWaivers(report: Report, file: WaiverFile | undefined): Report {
  if (file === undefined) return report;
  return applyDisputes(applyWaivers(report, file.waivers), file.disputes);
}

/** What the schema cannot say. */
function entryProblem({ waivers = [], disputes = [] }: Partial<WaiverFile>): string | undefined {
  const entries = [
    ...waivers.map((one, index) => ({ ...one, place: `/waivers/${index}` })),
    ...disputes.map((one, index) => ({ ...one, place: `/disputes/${index}` })),
  ];
  const undated = entries.find(({ expires }) => !isCalendarDay(expires));
  if (undated !== undefined) {
    return `${undated.place}/expires ${excerpt(undated.expires)} is no day of the calendar`;
  }
  const known = new Set<string>([
    ...allClauses().map(({ id }) => id),
    ...(disputes.length === 0 ? [] : allRulings().map(({ id }) => id)),
  ]);
  const stray = disputes.findIndex(({ match }) => !known.has(match));
  if (stray < 0) return undefined;
  const match = oneLine(disputes[stray]?.match ?? '', 40);
  return `/disputes/${stray}/match ${match} is the id of no clause and no ruling`;
}
