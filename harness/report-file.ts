/** @module The report on disk: checked against its public schema when written and when read. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { packagePath } from './package-root.js';
import type { Report } from './report.js';
import { UsageError } from './usage-error.js';

/** Above this a report is refused unread; a full run is a few MiB. @internal */
export const REPORT_BYTES_MAX = 256 * 1024 * 1024;

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
  const text = reportText(report);
  const beside = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new UsageError(`cannot write the report ${path}: ${systemReason(error)}`);
  }
}

/** Reads a report of a bounded size; whatever is wrong with it is one line. @public */
export function readReport(path: string): Report {
  return readReportBytes(path).report;
}

/** The same with its bytes, for digests. @internal */
export function readReportBytes(path: string): { readonly report: Report; readonly bytes: Buffer } {
  const bytes = readBounded(path);
  return { report: reportFrom(path, bytes.toString('utf8')), bytes };
}

function reportFrom(path: string, text: string): Report {
  const value = parseJson(path, text);
  const named = (value as { schema?: unknown } | null)?.schema;
  if (typeof named === 'string' && named !== SCHEMA_NAME && /\/report-\d+\.json$/.test(named)) {
    throw new UsageError(`${path} is a report of another version (${oneLine(named)})`);
  }
  const problem = reportProblem(value);
  if (problem !== undefined) throw new UsageError(`${path} is not a report: ${problem}`);
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

function readBounded(path: string): Buffer {
  let file: number | undefined;
  try {
    // Not blocking: a pipe without a writer would otherwise wait for ever.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new UsageError(`${path} is not a file`);
    if (stat.size > REPORT_BYTES_MAX) {
      throw new UsageError(
        `${path} is too large for a report: ${stat.size} bytes, at most ${REPORT_BYTES_MAX}`,
      );
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read the report ${path}: ${systemReason(error)}`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${oneLine((error as Error).message)}`);
  }
}

function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return code ?? oneLine(String((error as Error).message));
}

/** Foreign text in an error message: no control characters, bounded. */
function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');
  return plain.length > 300 ? `${plain.slice(0, 300)}…` : plain;
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}
