/** @module Files of findings and inputs: read with bounds, checked against their schema. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import { otherFile } from '../own-files.js';
import { packagePath } from '../package-root.js';
import { oneLine } from '../protocol/excerpt.js';
import { fileName, jsonOf, readText } from '../read-bounded.js';
import { UsageError } from '../usage-error.js';
import { FINDING_SCHEMA, type Finding } from './finding.js';

const FINDING_BYTES_MAX = 8 * 1024 * 1024;
const MESSAGE_MAX = 300;
const WANTED = 'a finding.json of a campaign';

let checks: { readonly finding: ValidateFunction; readonly program: ValidateFunction } | undefined;

/** The validator takes long to load, and many campaigns read no file. */
function schemaChecks(): NonNullable<typeof checks> {
  if (checks !== undefined) return checks;
  const ajv = createRequire(import.meta.url)('ajv/dist/2020.js') as { Ajv2020: typeof Ajv2020 };
  const path = packagePath('corpus', 'schemas', 'finding.schema.json');
  const schema = JSON.parse(readFileSync(path, 'utf8')) as { readonly $id: string };
  const validator = new ajv.Ajv2020({ strict: true });
  validator.addSchema(schema);
  const compile = (pointer: string): ValidateFunction =>
    validator.compile({ $ref: `${schema.$id}${pointer}` });
  checks = { finding: compile(''), program: compile('#/$defs/program') };
  return checks;
}

function problem(validate: ValidateFunction, value: unknown): string | undefined {
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  const where = error?.instancePath === '' ? 'the file' : (error?.instancePath ?? 'the file');
  return oneLine(`${where} ${error?.message ?? 'does not fulfil its schema'}`, MESSAGE_MAX);
}

/** What keeps a value from being a Program of a corpus; undefined: nothing. @internal */
export function programProblem(value: unknown): string | undefined {
  return problem(schemaChecks().program, value);
}

/** What keeps a value from being a finding. @internal */
export function findingProblem(value: unknown): string | undefined {
  return problem(schemaChecks().finding, value);
}

/** Reads the file of a finding; whatever is wrong with it is one line. @internal */
export function readFinding(path: string): Finding {
  const value = jsonOf(readText(path, FINDING_BYTES_MAX, WANTED), path, WANTED);
  const wrong = otherFile(value, FINDING_SCHEMA) ?? findingProblem(value);
  if (wrong !== undefined) throw new UsageError(`${fileName(path)} is no finding: ${wrong}`);
  return value as Finding;
}
