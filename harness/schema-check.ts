/**
 * @module Checks of people's files against the schemas in `corpus/schemas`. The validator takes
 * longer to load than all else, so it is loaded when the first such file is met.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { packagePath } from './package-root.js';
import { excerpt, oneLine } from './protocol/excerpt.js';

const MESSAGE_MAX = 400;

/**
 * A function that says in one line where a value departs from a schema first; undefined if it
 * nowhere does. @internal
 */
export function schemaCheck(schemaFile: string): (value: unknown) => string | undefined {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= compileSchema(schemaFile);
    return validate(value) ? undefined : firstProblem(validate.errors ?? []);
  };
}

function compileSchema(file: string): ValidateFunction {
  const ajv = createRequire(import.meta.url)('ajv/dist/2020.js') as { Ajv2020: typeof Ajv2020 };
  const path = packagePath('corpus', 'schemas', file);
  const schema = JSON.parse(readFileSync(path, 'utf8')) as object;
  return new ajv.Ajv2020({ strict: true }).compile(schema);
}

function firstProblem([error]: readonly ErrorObject[]): string {
  if (error === undefined) return 'it does not fulfil its schema';
  const where = error.instancePath === '' ? 'the file' : error.instancePath;
  const params = error.params as Readonly<Record<string, unknown>>;
  const allowed = params['allowedValues'];
  const extra = params['additionalProperty'];
  const what =
    typeof extra === 'string'
      ? `has a key that it must not have: ${excerpt(extra)}`
      : Array.isArray(allowed)
        ? `must be one of ${allowed.map(String).join(', ')}`
        : (error.message ?? 'is wrong');
  return oneLine(`${where} ${what}`, MESSAGE_MAX);
}
