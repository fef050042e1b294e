/** @module From a report to a signed certificate, if the run can be certified. */
import { createHash } from 'node:crypto';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import type { Report } from '../report.js';
import { schemaCheck } from '../schema-check.js';
import { canonicalJson, canonicalOrNone } from './canonical-json.js';
import { seal } from './envelope.js';
import type { Key } from './keys.js';
import { obstacles } from './obstacles.js';
import { inconsistency } from './recheck.js';
import { statementOf, type Artifact, type Statement } from './statement.js';

/** What is to be certified, and by whom. @internal */
export interface Request {
  readonly report: Report;
  /** The bytes of the report as it is handed out. */
  readonly bytes: Buffer;
  readonly profile: Profile;
  /** All cases of the profile and scope. */
  readonly cases: readonly CompiledCase[];
  readonly artifacts: readonly Artifact[];
  readonly key: Key;
  readonly partial: boolean;
  readonly today: string;
}

/** A certificate as text, or why there is none. @internal */
export type Certification =
  | { readonly certificate: string; readonly statement: Statement }
  | { readonly refused: readonly string[] };

const problemOf = schemaCheck('certificate-1.schema.json');

/** Certifies a report. @internal */
export function certifyReport(request: Request): Certification {
  const { report, bytes, artifacts, key } = request;
  const refused = [...obstacles(report, request), ...unnamed(request)];
  if (refused.length > 0) return { refused };
  const wrong = inconsistency(report, request.profile, request.cases);
  if (wrong !== undefined) return { refused: [`the report is not what a run wrote: ${wrong}`] };
  const { profile } = request;
  const reading = { basis: profile.basis, sha256: sha256(Buffer.from(canonicalJson(profile))) };
  const statement = statementOf(report, sha256(bytes), artifacts, reading);
  const problem = statementProblem(statement);
  if (problem !== undefined)
    throw new Error(`the statement does not fulfil its schema: ${problem}`);
  const text = canonicalOrNone(statement);
  if (text === undefined) return { refused: ['the report holds text that is not Unicode'] };
  const envelope = seal(Buffer.from(text, 'utf8'), key);
  return { certificate: `${JSON.stringify(envelope, null, 1)}\n`, statement };
}

/** Where a payload departs from the schema of certificates. @internal */
export function statementProblem(value: unknown): string | undefined {
  return problemOf(value);
}

/** In hex. @internal */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A certificate of nothing in particular could be shown for anything. */
function unnamed({ report, artifacts }: Request): readonly string[] {
  if (artifacts.length > 0 || report.candidate.digest !== undefined) return [];
  return ['the run took no digest of the candidate: name its files with --candidate FILE'];
}
