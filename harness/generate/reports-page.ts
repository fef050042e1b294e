/**
 * @module `docs/reports.md`: a hand-written page, then every field of the files, from the schemas
 * that they are checked against.
 */
import { readFileSync } from 'node:fs';
import { packagePath } from '../package-root.js';

/** As much of JSON Schema as our schemas use. */
interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

type Definitions = Readonly<Record<string, Schema>>;

const FILES = ['waivers-1', 'certificate-1', 'report-1'] as const;

/** @internal */
export function renderReportsPage(note: string): string {
  const page = readFileSync(packagePath('harness', 'generate', 'reports-page.md'), 'utf8');
  return [note, page, ...FILES.flatMap(schemaSection)].join('\n');
}

function schemaSection(name: string): readonly string[] {
  const path = `corpus/schemas/${name}.schema.json`;
  const schema = JSON.parse(readFileSync(packagePath(path), 'utf8')) as Schema;
  const defs = schema.$defs ?? {};
  const parts = Object.entries(defs).filter(([, { properties }]) => {
    return properties !== undefined;
  });
  return [
    `## ${schema.title ?? name}`,
    '',
    `${schema.description ?? ''} The schema is [\`${path}\`](../${path}).`,
    '',
    ...table(schema, defs),
    ...parts.flatMap(([part, inner]) => {
      const words = inner.description === undefined ? [] : [inner.description, ''];
      return [`### ${name}: ${part}`, '', ...words, ...table(inner, defs)];
    }),
  ];
}

/** Objects within objects have their fields in the same table, as `candidate.name`. */
function table(schema: Schema, defs: Definitions): readonly string[] {
  const rows = fields('', schema, defs);
  return ['| field | what it is | |', '| --- | --- | --- |', ...rows, ''];
}

function fields(
  prefix: string,
  { properties = {}, required = [] }: Schema,
  defs: Definitions,
): readonly string[] {
  return Object.entries(properties).flatMap(([key, field]) => {
    const name = `${prefix}${key}`;
    const optional = required.includes(key) ? '' : 'may be missing';
    const row = `| \`${name}\` | ${meaning(field, defs)} | ${optional} |`;
    const inner = field.properties === undefined ? field.items : field;
    const deeper = inner?.properties === undefined ? [] : fields(`${name}.`, inner, defs);
    return [row, ...deeper];
  });
}

function meaning(field: Schema, defs: Definitions): string {
  const values = field.enum ?? (field.const === undefined ? [] : [field.const]);
  const closed = values.length === 0 ? '' : ` (${values.map((one) => code(one)).join(', ')})`;
  const part = partOf(field.$ref ?? field.items?.$ref, defs);
  return `${(field.description ?? '').replaceAll('|', '\\|')}${closed}${part}`;
}

/** Only what has fields of its own has a table of its own. */
function partOf(reference: string | undefined, defs: Definitions): string {
  const name = reference?.slice(reference.lastIndexOf('/') + 1) ?? '';
  return defs[name]?.properties === undefined ? '' : ` See \`${name}\`.`;
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``.replaceAll('"', '');
}
