/**
 * @module The sessions listing as data: the text that a read of the node gave, line by line and
 * by session id (inspection interfaces, sessions listing ABI).
 */
import { fromHex } from '../../reference/wire/hex.js';
import type { Json, JsonObject } from '../program/program.js';

/** The fields whose values are decimal numbers. */
const NUMBERS: readonly string[] = ['session_id', 'logon_type', 'created_at'];
const FIELDS: readonly string[] = [
  'session_id',
  'user_sid',
  'logon_type',
  'auth_package',
  'created_at',
];

/**
 * Paths of a listing: `validUtf8`; `lines`, without their newlines; `fields.user_sid`, the text of
 * that field in every line (null where there is none); `numbers.session_id`, the same as `"0x…"`
 * (null where it is no decimal number); `byId.0x3e8.logon_type`, a line by its id, numbers as
 * `"0x…"`, with `count`, the number of lines of that id. Unknown fields at the end of a line are
 * ignored. @internal
 */
export function parseListing(data: string): JsonObject {
  const bytes = fromHex(data);
  const text = Buffer.from(bytes).toString('utf8');
  const lines = text.split('\n');
  // What follows the last newline is a line of its own only if there is something.
  if (lines.at(-1) === '') lines.pop();
  const parsed = lines.map(parseLine);
  const fields: Record<string, Json> = {};
  const numbers: Record<string, Json> = {};
  for (const name of FIELDS) fields[name] = parsed.map((line) => line.get(name) ?? null);
  for (const name of NUMBERS) numbers[name] = parsed.map((line) => decimal(line.get(name)));
  return {
    validUtf8: Buffer.from(text, 'utf8').equals(Buffer.from(bytes)),
    lines,
    fields,
    numbers,
    byId: byId(parsed),
  };
}

function parseLine(line: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const part of line.split(' ')) {
    const [key = '', ...value] = part.split('=');
    if (!fields.has(key)) fields.set(key, value.join('='));
  }
  return fields;
}

function byId(lines: readonly ReadonlyMap<string, string>[]): JsonObject {
  const sessions: Record<string, JsonObject> = {};
  for (const line of lines) {
    const id = decimal(line.get('session_id'));
    if (id === null) continue;
    const known = sessions[id];
    const count = typeof known?.['count'] === 'number' ? known['count'] + 1 : 1;
    const values: Record<string, Json> = {};
    for (const name of FIELDS) {
      const value = line.get(name);
      values[name] = NUMBERS.includes(name) ? decimal(value) : (value ?? null);
    }
    sessions[id] = { ...(known ?? values), count };
  }
  return sessions;
}

/** A decimal number as `"0x…"`. */
function decimal(text: string | undefined): string | null {
  return text !== undefined && /^\d+$/.test(text) ? `0x${BigInt(text).toString(16)}` : null;
}
