/**
 * @module Values as plain JSON or YAML data and back: SIDs as text, 64-bit numbers as `"0x…"`,
 * bytes as hex. Opaque bytes that the tables know may be given as fields: `mask` and `sid` of an
 * ACE in place of its `body`; they are always given out as `body`.
 */

import { type StructureName, VARIANTS, type Wire } from './bind.js';
import { encode } from './encode.js';
import { fromHex, toHex } from './hex.js';
import { type Content, isField, type Layout, type Part } from './layout.js';
import { isBig, isOpaque, type ScalarType } from './scalar.js';
import { formatSid, parseSid } from './sid-text.js';
import type { Sid } from './values.js';

/** Plain data. @public */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A value as plain data. @public */
export function toJson(wire: Wire, structure: StructureName, value: unknown): Json {
  return structureToJson(wire, wire.structures[structure], value);
}

function structureToJson(wire: Wire, layout: Layout, value: unknown): Json {
  if (value === undefined) return null;
  if (layout.text === 'sid') return formatSid(value as Sid);
  const record = (layout.unwrap === undefined ? value : { [layout.unwrap]: value }) as Record<
    string,
    unknown
  >;
  const json: Record<string, Json> = {};
  for (const row of layout.rows) {
    if (row.role !== 'value' || record[row.name] === undefined) continue;
    json[row.name] = isField(row)
      ? scalarToJson(record[row.name])
      : contentToJson(wire, partContent(row), record[row.name], record);
  }
  return layout.unwrap === undefined ? json : (json[layout.unwrap] ?? null);
}

function scalarToJson(value: unknown): Json {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value !== 'bigint') return value as number;
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** Parts with one element per offset or length are lists of their content. */
function partContent(part: Part): Content {
  const many = part.at.kind === 'each' || part.at.kind === 'lengths';
  return many ? { kind: 'list', element: part.content } : part.content;
}

function contentToJson(
  wire: Wire,
  content: Content,
  value: unknown,
  record: Readonly<Record<string, unknown>>,
): Json {
  switch (content.kind) {
    case 'bytes':
    case 'scalar':
    case 'utf16':
      return scalarToJson(value);
    case 'numbers':
      return value as readonly number[];
    case 'structure':
      return structureToJson(wire, wire.structures[content.of as StructureName], value);
    case 'list':
      return (value as readonly unknown[]).map((item) =>
        contentToJson(wire, content.element, item, record),
      );
    case 'prefixed':
    case 'pointer':
      return contentToJson(wire, content.content, value, record);
    case 'switch': {
      const chosen = content.cases.find((one) => one.value === record[content.on]);
      return chosen === undefined
        ? scalarToJson(value)
        : contentToJson(wire, chosen.content, value, record);
    }
    default:
      return content satisfies never;
  }
}

/** Plain data as a value; throws a RangeError of one line that names the path. @public */
export function fromJson(wire: Wire, structure: StructureName, json: unknown): unknown {
  return structureFromJson(wire, wire.structures[structure], json, '');
}

function fail(path: string, wanted: string, json: unknown): never {
  const got = typeof json === 'bigint' ? `${json}` : (JSON.stringify(json) ?? 'nothing');
  const short = got.length > 60 ? `${got.slice(0, 57)}...` : got;
  throw new RangeError(`${path === '' ? '' : `${path}: `}expected ${wanted}, got ${short}`);
}

function structureFromJson(wire: Wire, layout: Layout, json: unknown, path: string): unknown {
  if (layout.emptyIsAbsent === true && (json === null || json === undefined)) return undefined;
  if (layout.text === 'sid' && typeof json === 'string') return sidFromJson(json, path);
  if (layout.unwrap !== undefined) {
    const record = { [layout.unwrap]: json };
    return rowsFromJson(wire, layout, record, path, path)[layout.unwrap];
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return fail(path, layout.text === 'sid' ? 'a SID such as S-1-5-18' : 'an object', json);
  }
  checkNames(wire, layout, json, path);
  return rowsFromJson(wire, layout, json as Record<string, unknown>, path, undefined);
}

function sidFromJson(json: string, path: string): Sid {
  try {
    return parseSid(json);
  } catch {
    return fail(path, 'a SID such as S-1-5-18', json);
  }
}

/** A name that no layout of the structure has is a slip; one of another layout is let pass. */
function checkNames(wire: Wire, layout: Layout, json: object, path: string): void {
  const names = [layout, ...(VARIANTS[layout.name] ?? [])].flatMap(valueNames);
  for (const row of layout.rows) {
    if (isField(row) || row.name in json) continue;
    for (const { of } of spellings(wire, layout, row)) names.push(...valueNames(of));
  }
  for (const name of Object.keys(json)) {
    if (!names.includes(name)) {
      fail(path, `only the fields ${valueNames(layout).join(', ')}`, name);
    }
  }
}

function valueNames(layout: Layout): string[] {
  return layout.rows.filter((row) => row.role === 'value').map((row) => row.name);
}

interface Spelling {
  readonly values: readonly number[];
  readonly of: Layout;
}

/**
 * Structures whose fields may stand in place of opaque bytes: `mask` and `sid` for the body of
 * an ACE. Not those that share a name with the rows around them.
 */
function spellings(wire: Wire, layout: Layout, { content }: Part): readonly Spelling[] {
  if (content.kind !== 'bytes' || content.check === undefined) return [];
  const taken = layout.rows.map((row) => row.name);
  return content.check.cases
    .map(({ values, of }) => ({ values, of: wire.structures[of as StructureName] }))
    .filter(({ of }) => valueNames(of).every((name) => !taken.includes(name)));
}

/** The bytes that the fields in their place spell out; nothing if there are none. */
function spelledBytes(
  wire: Wire,
  layout: Layout,
  part: Part,
  json: Readonly<Record<string, unknown>>,
  value: Readonly<Record<string, unknown>>,
  path: string,
): Uint8Array | undefined {
  const { content } = part;
  if (content.kind !== 'bytes' || content.check === undefined) return undefined;
  const selector = value[content.check.on] as number;
  const chosen = spellings(wire, layout, part).find(({ values }) => values.includes(selector));
  if (chosen === undefined || !valueNames(chosen.of).some((name) => name in json)) return undefined;
  const fields = rowsFromJson(wire, chosen.of, json, path, undefined);
  return encode(wire, chosen.of.name as StructureName, fields).bytes;
}

function rowsFromJson(
  wire: Wire,
  layout: Layout,
  json: Readonly<Record<string, unknown>>,
  path: string,
  unwrapped: string | undefined,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const row of layout.rows) {
    if (row.role !== 'value') continue;
    const at = unwrapped ?? (path === '' ? row.name : `${path}.${row.name}`);
    let item = json[row.name];
    if (item === undefined && !isField(row)) {
      item = spelledBytes(wire, layout, row, json, value, path);
    }
    if (item === undefined || (item === null && unwrapped === undefined)) {
      if (!optional(layout, row.name)) fail(at, 'a value', item);
      continue;
    }
    value[row.name] = isField(row)
      ? scalarFromJson(row.type, item, at)
      : contentFromJson(wire, partContent(row), item, at, value);
  }
  return value;
}

/** Sections behind offsets, and rows that not every layout of the structure has. */
function optional(layout: Layout, name: string): boolean {
  const row = layout.rows.find((one) => one.name === name);
  if (row !== undefined && isField(row) && row.zeroIsAbsent === true) return true;
  if (row !== undefined && !isField(row)) {
    const { at } = row;
    if (at.kind === 'follows') return at.ifBits !== undefined;
    return !row.rules.some((rule) => rule.kind === 'required');
  }
  return (VARIANTS[layout.name] ?? []).some((one) =>
    one.rows.every((other) => other.name !== name),
  );
}

function scalarFromJson(type: ScalarType, json: unknown, path: string): unknown {
  if (isOpaque(type)) return bytesFromJson(json, path);
  const number = numberFromJson(json);
  if (number === undefined) return fail(path, 'a number', json);
  return isBig(type) ? number : Number(number);
}

function numberFromJson(json: unknown): bigint | undefined {
  if (typeof json === 'bigint') return json;
  if (typeof json === 'number') return Number.isSafeInteger(json) ? BigInt(json) : undefined;
  if (typeof json === 'boolean') return json ? 1n : 0n;
  if (typeof json !== 'string') return undefined;
  const match = /^(-?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(json);
  if (match === null) return undefined;
  const number = BigInt(match[2] as string);
  return match[1] === '-' ? -number : number;
}

/** Hex, or `{ utf8: "text" }`. */
function bytesFromJson(json: unknown, path: string): Uint8Array {
  if (json instanceof Uint8Array) return json;
  if (
    typeof json === 'object' &&
    json !== null &&
    'utf8' in json &&
    typeof json.utf8 === 'string'
  ) {
    return new TextEncoder().encode(json.utf8);
  }
  if (typeof json !== 'string') return fail(path, 'bytes in hex', json);
  try {
    return fromHex(json);
  } catch {
    return fail(path, 'bytes in hex', json);
  }
}

function contentFromJson(
  wire: Wire,
  content: Content,
  json: unknown,
  path: string,
  record: Readonly<Record<string, unknown>>,
): unknown {
  switch (content.kind) {
    case 'bytes':
      return bytesFromJson(json, path);
    case 'scalar':
      return scalarFromJson(content.type, json, path);
    case 'utf16':
      return typeof json === 'string' ? json : fail(path, 'a text', json);
    case 'numbers':
      return listFromJson(json, path, (item, at) => scalarFromJson(content.type, item, at));
    case 'structure':
      return structureFromJson(wire, wire.structures[content.of as StructureName], json, path);
    case 'list':
      return listFromJson(json, path, (item, at) =>
        contentFromJson(wire, content.element, item, at, record),
      );
    case 'prefixed':
    case 'pointer':
      return contentFromJson(wire, content.content, json, path, record);
    case 'switch': {
      const chosen = content.cases.find((one) => one.value === record[content.on]);
      if (chosen === undefined) return bytesFromJson(json, path);
      return contentFromJson(wire, chosen.content, json, path, record);
    }
    default:
      return content satisfies never;
  }
}

function listFromJson(
  json: unknown,
  path: string,
  item: (json: unknown, path: string) => unknown,
): readonly unknown[] {
  if (!Array.isArray(json)) return fail(path, 'a list', json);
  return json.map((one, index) => item(one, `${path}[${index}]`));
}
