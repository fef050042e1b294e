/** @module The report on disk: checked against its public schema when written and when read. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { packagePath } from './package-root.js';
import { otherFile } from './own-files.js';
import { oneLine } from './protocol/excerpt.js';
import { fileName, jsonOf, readBounded, textOf } from './read-bounded.js';
import type { Report } from './report.js';
import { UsageError } from './usage-error.js';
import { writeWhole } from './write-beside.js';

/** Above this a report is refused unread; a full run is a few MiB. @internal */
export const REPORT_BYTES_MAX = 256 * 1024 * 1024;

const WANTED = 'a report.json of certify or merge';
const SCHEMA_NAME = 'https://kacs-conformance.invalid/schemas/report-1.json';
let cachedValidator: ValidateFunction | undefined;

/**
 * A report as text. One that does not fulfil its own schema is a mistake of the harness and
 * throws. @public
 */
export function reportText(report: Report): string {
  const problem = reportProblem(report);
  if (problem !== undefined) throw new Error(`the report does not fulfil its schema: ${problem}`);
  return `${JSON.stringify(report, null, 1)}\n`;
}

/** Writes beside the path, then renames: a reader never meets half a report. @public */
export function writeReport(path: string, report: Report): void {
  writeWhole(path, reportText(report));
}

/** Reads a report of a bounded size; whatever is wrong with it is one line. @public */
export function readReport(path: string): Report {
  return readReportBytes(path).report;
}

/** The same with its bytes, for digests. @internal */
export function readReportBytes(path: string): { readonly report: Report; readonly bytes: Buffer } {
  const bytes = readBounded(path, REPORT_BYTES_MAX, WANTED);
  return { report: reportFrom(path, textOf(bytes, path, WANTED)), bytes };
}

function reportFrom(path: string, text: string): Report {
  const value = jsonOf(text, path, WANTED);
  const problem = otherFile(value, SCHEMA_NAME) ?? reportProblem(value);
  if (problem !== undefined) {
    throw new UsageError(`${fileName(path)} is not a report: ${problem}`);
  }
  return value as Report;
}

/** The first way in which a value departs from the schema of reports. @public */
export function reportProblem(value: unknown): string | undefined {
  const validate = (cachedValidator ??= compileSchema());
  if (validate(value)) return undefined;
  const [first] = validate.errors ?? [];
  return first === undefined ? 'it does not fulfil the schema' : describeError(first);
}

/**
 * What two runs are compared by: the report without its timing, keys in a stable order. Its JSON
 * text is the same for the same findings. @public
 */
export function comparable(report: Report): Omit<Report, 'timing'> {
  const { timing: _, ...rest } = report;
  return sortKeys(rest) as Omit<Report, 'timing'>;
}

function compileSchema(): ValidateFunction {
  const path = packagePath('corpus/schemas/report-1.schema.json');
  const schema = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  return new Ajv2020({ strict: true }).compile(schema);
}

function describeError(error: ErrorObject): string {
  const place = error.instancePath === '' ? 'the report' : error.instancePath.slice(1);
  const params = error.params as Record<string, unknown>;
  const detail = params['additionalProperty'] ?? params['allowedValue'] ?? params['allowedValues'];
  const suffix = detail === undefined ? '' : ` (${String(detail)})`;
  return oneLine(`${place} ${error.message ?? 'is wrong'}${suffix}`);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
