/**
 * @module `docs/adapters.md`: a hand-written page, then every method from the tables that the
 * messages are checked against.
 */
import { readFileSync } from 'node:fs';
import { packagePath } from '../package-root.js';
import { EDGES_MAX, RUN_PROGRAM, TAKE_COVERAGE } from '../protocol/messages.js';
import { ACTOR_NAME, OPS, type OpDefinition, type Schema } from '../protocol/ops.js';
import {
  COVERAGE_PARAMS,
  COVERAGE_VALUE,
  HELLO_PARAMS,
  HELLO_RESULT,
  RUN_PARAMS,
  RUN_VALUE,
} from '../protocol/schema.js';

/** Longer signatures get a line for what comes back. */
const COLUMNS = 100;

/** @internal */
export function renderAdaptersPage(note: string): string {
  const capabilities = [...new Set(Object.values(OPS).map(({ capability }) => capability))];
  const meanings = capabilityMeanings();
  return [
    note,
    readFileSync(packagePath('harness', 'generate', 'adapters-page.md'), 'utf8'),
    '## Methods',
    '',
    '`name { parameters } → { value of a success }`; `?` marks what may be left out. Every call also',
    'has `actor`, but for `hello`, `program.run` and `coverage.take`. `u16`, `u32`: whole numbers;',
    '`u64`: `"0x…"` text; `hex`: bytes as lower-case hex text; `handle`, `pid`: numbers of the',
    'candidate’s choosing; `actor`: up to 128 printable characters without `#`.',
    '',
    ...method(
      'hello',
      'The first message, once. What is right of the arrow is the result itself.',
      HELLO_PARAMS,
      HELLO_RESULT,
    ),
    ...capabilities.flatMap((capability) => [
      `### \`${capability}\``,
      '',
      `${sentence(meanings.get(capability) ?? capability)}`,
      '',
      ...Object.entries(OPS)
        .filter(([, op]) => op.capability === capability)
        .flatMap(([name, op]) => operation(name, op)),
    ]),
    '### `programs`',
    '',
    'Whole Programs, carried out by the adapter itself. What is right of the arrow is the result.',
    '',
    ...method(RUN_PROGRAM, 'Steps at once; see the schema.', RUN_PARAMS, RUN_VALUE),
    '### `coverage`',
    '',
    sentence(meanings.get('coverage') ?? 'coverage'),
    '',
    ...method(
      TAKE_COVERAGE,
      `The edges that were reached since it was last asked, each once, at most ${EDGES_MAX}: a ` +
        'hash of an address or an index, the same for the same place whenever the same build ' +
        'runs. What there is of more is for the next time. `fuzz` asks between inputs; it is ' +
        'never refused, and nothing is judged by it.',
      COVERAGE_PARAMS,
      COVERAGE_VALUE,
    ),
  ].join('\n');
}

function operation(name: string, op: OpDefinition): readonly string[] {
  const value = { properties: op.result, required: op.resultRequired ?? Object.keys(op.result) };
  const out = op.out === undefined ? '' : ` A refusal may have \`out\`: \`${record(op.out, [])}\`.`;
  return method(name, op.doc + out, { properties: op.params, required: op.required }, value);
}

function method(name: string, doc: string, params: Schema, value: Schema): readonly string[] {
  const parts = [`${name} ${typeOf(params)}`, `→ ${typeOf(value)}`];
  const line = parts.join(' ');
  const shown = line.length <= COLUMNS ? [line] : parts.map((part, n) => '  '.repeat(n) + part);
  return ['```text', ...shown, '```', '', doc, ''];
}

/** What the catalogue says of each capability, without its calls. */
function capabilityMeanings(): ReadonlyMap<string, string> {
  const rows = /^- `([a-z-]+)`: (.*?)\. Calls:/gm;
  const list = readFileSync(packagePath('suites', 'catalogue', 'capabilities.md'), 'utf8');
  return new Map([...list.matchAll(rows)].map(([, id = '', words = '']) => [id, words]));
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

type Properties = Readonly<Record<string, Schema>>;

function record(properties: Properties, required: readonly string[]): string {
  const rows = Object.entries(properties).map(
    ([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  );
  return rows.length === 0 ? '{}' : `{ ${rows.join(', ')} }`;
}

/** A schema in the words of the page. */
function typeOf(schema: Schema): string {
  const { type, properties, items, minimum, maximum, pattern } = schema;
  if (schema === ACTOR_NAME) return 'actor';
  if (schema['enum'] !== undefined || 'const' in schema) return valuesOf(schema);
  if (properties !== undefined) {
    return record(properties as Properties, (schema['required'] ?? []) as readonly string[]);
  }
  if (type === 'array') return `${typeOf((items ?? {}) as Schema)}[]`;
  if (type === 'integer') return integer(minimum, maximum);
  if (type === 'string') return text(pattern);
  if (type === 'boolean') return 'boolean';
  return 'object';
}

function valuesOf(schema: Schema): string {
  const values = (schema['enum'] ?? [schema['const']]) as readonly unknown[];
  return values.map((value) => JSON.stringify(value)).join(' | ');
}

function integer(minimum: unknown, maximum: unknown): string {
  if (maximum === 0xffffffff) return 'u32';
  if (maximum === 0xffff) return 'u16';
  if (maximum === 0x7fffffff) return minimum === 1 ? 'pid' : 'handle';
  return 'integer';
}

function text(pattern: unknown): string {
  if (typeof pattern !== 'string') return 'text';
  if (pattern.startsWith('^0x')) return 'u64';
  return pattern.includes('0-9a-f') ? 'hex' : 'text';
}
