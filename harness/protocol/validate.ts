/**
 * @module Every message is checked against its schema, on both sides. The validators are compiled
 * when first needed. A check answers with a problem in words, or nothing.
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Hello, HelloRequest } from '../adapters/adapter.js';
import type { CallRecord, StepRecord } from '../program/program.js';
import { excerpt, oneLine } from './excerpt.js';
import type { WireResult } from './messages.js';
import { OPS, type OpDefinition, type Schema } from './ops.js';
import * as schemas from './schema.js';

interface OpValidators {
  readonly params: ValidateFunction;
  readonly value: ValidateFunction;
  readonly refusal: ValidateFunction;
}

const ajv = new Ajv2020({ strict: true });
const perOp = new Map<string, OpValidators>();
/** By identity: a schema made anew for each message would be compiled, and kept, each time. */
const shared = new Map<Schema, ValidateFunction>();
const RUN_REFUSAL = schemas.refusalSchema(undefined);

/** @internal */
export function isOp(name: string): boolean {
  return Object.hasOwn(OPS, name);
}

/** What is wrong with the parameters of a call. @internal */
export function checkParams(op: string, params: unknown): string | undefined {
  const validators = validatorsOf(op);
  if (validators === undefined) return `there is no Op named ${excerpt(op)}`;
  return problemOf(validators.params, params, 'params');
}

/** What is wrong with the result of a call; if nothing, it is a {@link WireResult}. @internal */
export function checkResult(op: string, result: unknown): string | undefined {
  const validators = validatorsOf(op);
  if (validators === undefined) return `there is no Op named ${excerpt(op)}`;
  return checkWire(result, validators.value, validators.refusal);
}

/** The same for a whole Program. @internal */
export function checkRunResult(result: unknown): string | undefined {
  const problem = checkWire(result, compiled(schemas.RUN_VALUE), compiled(RUN_REFUSAL));
  if (problem !== undefined) return problem;
  const wire = result as WireResult;
  if (!('value' in wire)) return undefined;
  const { records } = wire.value as unknown as { readonly records: readonly StepRecord[] };
  for (const [index, record] of records.entries()) {
    const wrong = 'skipped' in record ? undefined : recordProblem(record);
    if (wrong !== undefined) return `result.value.records[${index}].${wrong}`;
  }
  return undefined;
}

/** A call within a Program is held to what the same call is held to alone. */
function recordProblem({ op, actor, args, outcome }: CallRecord): string | undefined {
  const validators = validatorsOf(op);
  if (validators === undefined) return 'op is no Op';
  const asked = problemOf(validators.params, { ...args, actor }, 'args');
  if (asked !== undefined) return asked;
  if (outcome.kind === 'returned') {
    return problemOf(validators.value, outcome.value, 'outcome.value');
  }
  if (outcome.kind !== 'refused') return undefined;
  const { kind: _, ...refusal } = outcome;
  return problemOf(validators.refusal, refusal, 'outcome');
}

/** @internal */
export function checkRunParams(params: unknown): string | undefined {
  return problemOf(compiled(schemas.RUN_PARAMS), params, 'params');
}

/** @internal */
export function checkCoverageParams(params: unknown): string | undefined {
  return problemOf(compiled(schemas.COVERAGE_PARAMS), params, 'params');
}

/** @internal */
export function checkCoverageResult(result: unknown): string | undefined {
  return problemOf(compiled(schemas.COVERAGE_RESULT), result, 'result');
}

/** @internal */
export function checkHelloParams(params: unknown): params is HelloRequest {
  return compiled(schemas.HELLO_PARAMS)(params);
}

/** @internal */
export function checkHello(hello: unknown): string | undefined {
  return problemOf(compiled(schemas.HELLO_RESULT), hello, 'result');
}

/** Narrows a hello that has passed {@link checkHello}. @internal */
export function asHello(hello: unknown): Hello {
  return hello as Hello;
}

function checkWire(
  result: unknown,
  value: ValidateFunction,
  refusal: ValidateFunction,
): string | undefined {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) {
    return `result: expected an object with value, errno or crashed, got ${excerpt(result)}`;
  }
  if ('value' in result) {
    for (const key in result) {
      if (key !== 'value') return `result: expected nothing beside value, got ${excerpt(result)}`;
    }
    return problemOf(value, result.value, 'result.value');
  }
  if ('errno' in result) return problemOf(refusal, result, 'result');
  if ('crashed' in result) return problemOf(compiled(schemas.CRASHED), result, 'result');
  return `result: expected one of value, errno, crashed, got ${excerpt(result)}`;
}

function validatorsOf(name: string): OpValidators | undefined {
  const known = perOp.get(name);
  if (known !== undefined) return known;
  if (!isOp(name)) return undefined;
  const op = OPS[name] as OpDefinition;
  const lazily = (schema: Schema): ValidateFunction => compileLater(schema);
  const validators = {
    params: lazily(schemas.paramsSchema(op)),
    value: lazily(schemas.valueSchema(op)),
    refusal: lazily(schemas.refusalSchema(op)),
  };
  perOp.set(name, validators);
  return validators;
}

/** A validator that compiles itself when first called. */
function compileLater(schema: Schema): ValidateFunction {
  let real: ValidateFunction | undefined;
  const lazy = (data: unknown): boolean => {
    real ??= ajv.compile(schema);
    const fits = real(data);
    if (!fits) (lazy as ValidateFunction).errors = real.errors ?? null;
    return fits;
  };
  return lazy as ValidateFunction;
}

function compiled(schema: Schema): ValidateFunction {
  let validator = shared.get(schema);
  if (validator === undefined) {
    validator = ajv.compile(schema);
    shared.set(schema, validator);
  }
  return validator;
}

function problemOf(validate: ValidateFunction, data: unknown, at: string): string | undefined {
  if (validate(data)) return undefined;
  const error = validate.errors?.[0];
  return error === undefined ? `${at} does not fit` : describe(error, data, at);
}

function describe(error: ErrorObject, data: unknown, at: string): string {
  let value: unknown = data;
  let path = at;
  for (const part of error.instancePath.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path += /^\d+$/.test(key) ? `[${key}]` : `.${oneLine(key, 60)}`;
    value = (value as Record<string, unknown> | undefined)?.[key];
  }
  return `${path}: ${expectation(error)}, got ${excerpt(value)}`;
}

function expectation(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required':
      return `expected the property ${excerpt(params['missingProperty'])}`;
    case 'additionalProperties':
      return `unexpected property ${excerpt(params['additionalProperty'])}`;
    case 'enum':
      return `expected one of ${oneLine((params['allowedValues'] as unknown[]).join(', '), 120)}`;
    case 'const':
      return `expected ${excerpt(params['allowedValue'])}`;
    case 'pattern':
      return String(params['pattern']).startsWith('^[^')
        ? 'expected text without control characters'
        : `expected text like ${String(params['pattern'])}`;
    case 'maxLength':
      return `expected at most ${String(params['limit'])} characters`;
    case 'maxItems':
      return `expected at most ${String(params['limit'])} entries`;
    case 'minimum':
    case 'maximum':
      return `expected a number ${String(params['comparison'])} ${String(params['limit'])}`;
    case 'type':
      return `expected ${String(params['type'])}`;
    default:
      return `it ${error.message ?? 'does not fit'}`;
  }
}
