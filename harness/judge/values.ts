/** @module Looks into outcomes: paths, decoded payloads, comparison of JSON. */
import { fromHex } from '../../reference/wire/hex.js';
import {
  decode,
  toJson,
  type Issue,
  type StructureName,
  type Wire,
} from '../../reference/wire/wire.js';
import type { Argument, CallRecord, Json, JsonObject } from '../program/program.js';
import { resolve, Unbound, type Bindings } from '../program/resolve.js';
import { describeDescriptor } from './descriptor.js';
import { destroyedSession } from './destroyed-sessions.js';
import { parseListing } from './listing.js';
import { parseToolOutput } from './tool-output.js';

/** A payload as its tables read it. @internal */
export interface DecodedPayload {
  readonly json: Json;
  readonly issues: readonly Issue[];
}

/** The payload of a query outcome; undefined where the record is not one. @internal */
export function decodePayload(wire: Wire, record: CallRecord): DecodedPayload | undefined {
  const { outcome } = record;
  const number = record.args['class'];
  if (record.op !== 'KACS_IOC_QUERY' || outcome.kind !== 'returned') return undefined;
  const payload = outcome.value['payload'];
  if (typeof payload !== 'string' || typeof number !== 'number') return undefined;
  const structure = `QUERY_${number}` as StructureName;
  if (wire.structures[structure] === undefined) return undefined;
  const { value, issues } = decode(wire, structure, fromHex(payload));
  return { json: toJson(wire, structure, value) ?? null, issues };
}

/**
 * The value at a path of an outcome; `decoded…` looks into the payload, `listing…` into the
 * sessions listing, `printed…` into what a command wrote, `descriptor.…` into an SD,
 * `destroyed.{s.id}.…` into the event of a session's end. @internal
 */
export function valueAt(wire: Wire, record: CallRecord, path: string): Json | undefined {
  const { outcome } = record;
  const keys = splitPath(path);
  if (keys[0] === 'decoded') {
    const decoded = decodePayload(wire, record);
    return decoded === undefined ? undefined : walk(decoded.json, keys.slice(1));
  }
  if (keys[0] === 'listing') {
    const data = outcome.kind === 'returned' ? outcome.value['data'] : undefined;
    return typeof data === 'string' ? walk(parseListing(data), keys.slice(1)) : undefined;
  }
  if (keys[0] === 'printed') {
    const stdout = outcome.kind === 'returned' ? outcome.value['stdout'] : undefined;
    return typeof stdout === 'string' ? walk(parseToolOutput(stdout), keys.slice(1)) : undefined;
  }
  if (keys[0] === 'descriptor' && keys.length > 1) {
    const hex = outcome.kind === 'returned' ? outcome.value['descriptor'] : undefined;
    const said = typeof hex === 'string' ? describeDescriptor(wire, hex) : undefined;
    return said === undefined ? undefined : walk(said, keys.slice(1));
  }
  if (keys[0] === 'destroyed') {
    const events = outcome.kind === 'returned' ? outcome.value['events'] : undefined;
    if (events === undefined) return undefined;
    return walk(destroyedSession(events, keys[1] ?? ''), keys.slice(2));
  }
  if (keys[0] === 'out') {
    return outcome.kind === 'refused' ? walk(outcome.out ?? null, keys.slice(1)) : undefined;
  }
  return outcome.kind === 'returned' ? walk(outcome.value, keys) : undefined;
}

/** `decoded[last].sid` → decoded, last, sid. */
function splitPath(path: string): readonly string[] {
  return path.split(/[.[\]]/).filter((key) => key !== '');
}

function walk(start: Json, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = start;
  for (const key of keys) {
    if (Array.isArray(value)) {
      const list = value as readonly Json[];
      if (key === 'length') value = list.length;
      else value = key === 'last' ? list.at(-1) : list[Number(key)];
    } else if (typeof value === 'object' && value !== null) {
      value = (value as JsonObject)[key];
    } else {
      return undefined;
    }
  }
  return value;
}

/**
 * Resolves the references of an expected value; `q1.decoded…` is the payload of an earlier query
 * as its tables read it, `r1.listing…` the listing of an earlier read. Throws
 * {@link Unbound}. @internal
 */
export function resolveExpected(
  wire: Wire,
  argument: Argument,
  bindings: Bindings,
  records: ReadonlyMap<string, CallRecord>,
): Json {
  if (typeof argument === 'object' && argument !== null && !Array.isArray(argument)) {
    const { ref } = argument as { readonly ref?: unknown };
    if (typeof ref === 'string' && /^[^.]+\.(?:decoded|listing)\b/.test(ref)) {
      const [name = ''] = ref.split('.');
      const record = records.get(name);
      const path = fillPath(wire, ref.slice(name.length + 1), bindings, records);
      const value = record === undefined ? undefined : valueAt(wire, record, path);
      if (value === undefined) throw new Unbound(ref);
      return value;
    }
    if (ref === undefined && !('hex' in argument)) {
      return Object.fromEntries(
        Object.entries(argument as Readonly<Record<string, Argument>>).map(([key, item]) => [
          key,
          resolveExpected(wire, item, bindings, records),
        ]),
      );
    }
  }
  if (Array.isArray(argument)) {
    return (argument as readonly Argument[]).map((item) =>
      resolveExpected(wire, item, bindings, records),
    );
  }
  return resolve(argument, bindings);
}

/** The path with earlier results in place of `{s.id}`. Throws {@link Unbound}. @internal */
export function fillPath(
  wire: Wire,
  path: string,
  bindings: Bindings,
  records: ReadonlyMap<string, CallRecord>,
): string {
  return path.replace(/\{([^}]*)\}/g, (_, ref: string) =>
    String(resolveExpected(wire, { ref }, bindings, records)),
  );
}

/** Deep equality of JSON; object keys in any order. @internal */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => equalJson(item as Json, b[index] as Json));
  }
  const left = a as JsonObject;
  const right = b as JsonObject;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && equalJson(left[key], right[key]))
  );
}

/** A number or `"0x…"` as a bigint. @internal */
export function asBigint(value: Json | undefined): bigint | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^0x[0-9a-f]+$/.test(value)) return BigInt(value);
  return undefined;
}
