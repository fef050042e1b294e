/**
 * @module The JSON Schemas (2020-12) of the protocol, built from the Ops: what the validators
 * compile and what `corpus/schemas/protocol-1.schema.json` publishes are the same objects.
 */
// JSON Schema has a keyword `then`; nobody awaits a schema.
/* oxlint-disable unicorn/no-thenable */
import { ACTOR_NAME, OPS, type OpDefinition, type Schema } from './ops.js';
import { EDGES_MAX, PROTOCOL_VERSION, RUN_PROGRAM, TAKE_COVERAGE, WINDOW_MAX } from './messages.js';

const text: Schema = { type: 'string' };
/* Shown as they are, so without control characters. */
const shown = (minLength: number, maxLength: number): Schema => ({
  type: 'string',
  minLength,
  maxLength,
  pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e]*$',
});
const line: Schema = shown(1, 200);
const index: Schema = { type: 'integer', minimum: 0 };
const anyObject: Schema = { type: 'object' };

const object = (
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = Object.keys(properties),
): Schema => ({ type: 'object', properties, required, additionalProperties: false });

const list = (items: Schema, maxItems?: number): Schema =>
  maxItems === undefined ? { type: 'array', items } : { type: 'array', items, maxItems };

const having = (property: string): Schema => ({
  type: 'object',
  properties: { [property]: true },
  required: [property],
});

/** An errno as the candidate names it; unknown numbers are legal. @internal */
const errno: Schema = { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,31}$' };
const errnoNumber: Schema = { type: 'integer', minimum: 1, maximum: 0x7fffffff };
const signal: Schema = { type: 'string', pattern: '^SIG[A-Z0-9+]{1,16}$' };

/** @internal */
export const HELLO_PARAMS: Schema = object({
  protocol: { type: 'integer' },
  profile: line,
  seed: { type: 'integer' },
});

/** @internal */
export const HELLO_RESULT: Schema = object(
  {
    protocol: { const: PROTOCOL_VERSION },
    name: line,
    version: line,
    vendor: line,
    kind: { enum: ['process', 'remote'] },
    profiles: list(line, 64),
    capabilities: list(line, 256),
    limits: object({
      window: { type: 'integer', minimum: 1 },
      lineBytesMax: { type: 'integer', minimum: 1024 },
    }),
    setup: list(shown(0, 1000), 256),
    notes: list(shown(0, 1000), 256),
  },
  ['protocol', 'name', 'version', 'kind', 'profiles', 'capabilities', 'limits'],
);

/** @internal */
export function paramsSchema(op: OpDefinition): Schema {
  return object({ actor: ACTOR_NAME, ...op.params }, ['actor', ...op.required]);
}

/** @internal */
export function valueSchema(op: OpDefinition): Schema {
  return object(op.result, op.resultRequired ?? Object.keys(op.result));
}

/** @internal */
export function refusalSchema(op: OpDefinition | undefined): Schema {
  const out = object(op?.out ?? {}, []);
  return object({ errno, number: errnoNumber, out }, ['errno', 'number']);
}

/** @internal */
export const CRASHED: Schema = object({
  crashed: object({ signal, detail: text }, ['detail']),
});

const callStep: Schema = object(
  {
    as: text,
    actor: text,
    op: { enum: Object.keys(OPS) },
    args: anyObject,
    onlyIf: object({ step: text, ended: { enum: ['returned', 'refused'] } }),
  },
  ['actor', 'op', 'args'],
);

const parallelStep: Schema = object(
  {
    par: list(list(callStep)),
    repeat: { type: 'integer', minimum: 1 },
    barrier: { type: 'boolean' },
  },
  ['par'],
);

/** @internal */
export const RUN_PARAMS: Schema = object({
  steps: list({ if: having('par'), then: parallelStep, else: callStep }),
});

const outcomeKinds: Readonly<Record<string, Schema>> = {
  returned: object({ kind: { const: 'returned' }, value: anyObject }),
  refused: object({ kind: { const: 'refused' }, errno, number: errnoNumber, out: anyObject }, [
    'kind',
    'errno',
    'number',
  ]),
  crashed: object({ kind: { const: 'crashed' }, detail: text, signal }, ['kind', 'detail']),
  timedOut: object({ kind: { const: 'timedOut' }, afterMs: { type: 'number', minimum: 0 } }),
};

const outcome: Schema = {
  type: 'object',
  properties: { kind: { enum: Object.keys(outcomeKinds) } },
  required: ['kind'],
  allOf: Object.entries(outcomeKinds).map(([kind, then]) => ({
    if: { type: 'object', properties: { kind: { const: kind } }, required: ['kind'] },
    then,
  })),
};

const callRecord: Schema = object(
  {
    step: index,
    branch: index,
    iteration: index,
    op: { enum: Object.keys(OPS) },
    actor: ACTOR_NAME,
    args: anyObject,
    outcome,
    startedAt: { type: 'number' },
    endedAt: { type: 'number' },
  },
  ['step', 'op', 'actor', 'args', 'outcome'],
);

const skippedRecord: Schema = object(
  { step: index, skipped: { enum: ['condition', 'unbound'] }, reference: shown(1, 300) },
  ['step', 'skipped'],
);

/** @internal */
export const RUN_VALUE: Schema = object({
  records: list({ if: having('skipped'), then: skippedRecord, else: callRecord }),
});

/** @internal */
export const COVERAGE_PARAMS: Schema = object({});

/** @internal */
export const COVERAGE_VALUE: Schema = object({
  edges: list({ type: 'integer', minimum: 0, maximum: 0xffffffff }, EDGES_MAX),
});

/** Nothing is judged by it: it is never refused. @internal */
export const COVERAGE_RESULT: Schema = object({ value: COVERAGE_VALUE });

/** The text of `corpus/schemas/protocol-1.schema.json`. @internal */
export function renderProtocolSchema(): string {
  const defs: Record<string, Schema> = {
    'hello.params': HELLO_PARAMS,
    'hello.result': HELLO_RESULT,
    crashed: CRASHED,
    [`${RUN_PROGRAM}.params`]: RUN_PARAMS,
    [`${RUN_PROGRAM}.result`]: results(RUN_VALUE, refusalSchema(undefined)),
    [`${TAKE_COVERAGE}.params`]: COVERAGE_PARAMS,
    [`${TAKE_COVERAGE}.result`]: COVERAGE_RESULT,
  };
  for (const [name, op] of Object.entries(OPS)) {
    const description = `${op.doc} Capability: ${op.capability}.`;
    defs[`${name}.params`] = { description, ...paramsSchema(op) };
    defs[`${name}.result`] = results(valueSchema(op), refusalSchema(op));
  }
  defs['request'] = requestSchema();
  defs['answer'] = answerSchema();
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'protocol-1.schema.json',
    title: 'KACS adapter protocol, version 1',
    description:
      'JSON-RPC 2.0, one message per line. The harness sends requests, the adapter answers each ' +
      `once. At most limits.window (never more than ${WINDOW_MAX}) are outstanding; the calls ` +
      'of one actor are carried out and answered in order. A refusal by the candidate is a ' +
      'result; an error means that the adapter could not carry the call out. The result of a ' +
      'method is in $defs under its name.',
    anyOf: [{ $ref: '#/$defs/request' }, { $ref: '#/$defs/answer' }],
    $defs: defs,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function results(value: Schema, refusal: Schema): Schema {
  return { anyOf: [object({ value }), refusal, { $ref: '#/$defs/crashed' }] };
}

function requestSchema(): Schema {
  const methods = ['hello', RUN_PROGRAM, TAKE_COVERAGE, ...Object.keys(OPS)];
  return {
    ...object({
      jsonrpc: { const: '2.0' },
      id: { type: 'integer', minimum: 1 },
      method: { enum: methods },
      params: anyObject,
    }),
    oneOf: methods.map((method) => ({
      type: 'object',
      properties: {
        method: { const: method },
        params: { $ref: `#/$defs/${method}.params` },
      },
    })),
  };
}

function answerSchema(): Schema {
  const head = {
    jsonrpc: { const: '2.0' },
    id: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
  };
  const error = {
    type: 'object',
    properties: { code: { type: 'integer' }, message: text, data: true },
    required: ['code', 'message'],
    additionalProperties: false,
  };
  return {
    anyOf: [object({ ...head, result: anyObject }), object({ ...head, error })],
  };
}
