/** @module Compares what the model answers with what the candidate answered, up to names. */
import { QUERY_CLASS } from '../../reference/abi/numbers.js';
import { fromHex } from '../../reference/wire/hex.js';
import { decode, toJson, type StructureName, type Wire } from '../../reference/wire/wire.js';
import type { CallRecord, Json, JsonObject } from '../program/program.js';
import type { Names, NameKinds } from './names.js';

/** A call as the model made it. @internal */
export interface ModelledCall {
  readonly op: string;
  readonly args: JsonObject;
  /** The model's process, to which handles belong. */
  readonly process: string;
  readonly kind: 'returned' | 'refused';
  readonly value: JsonObject;
}

/** A part of an answer, with what the values in it name. */
interface Part {
  readonly value: Json;
  readonly kinds: NameKinds;
}

const RESULT_NAMES = { id: 'session', actor: 'actor', pid: 'process', tid: 'thread' } as const;
/** What fields of payloads name. @internal */
export const PAYLOAD_NAMES = { sessionId: 'session', identity: 'token' } as const;
const CLASSES: readonly string[] = Object.values(QUERY_CLASS).map(String);

/**
 * The same kind of answer, and the same values but for names that each side gives itself: those
 * are paired up in `names`. Which errno a refusal has is judged elsewhere. @internal
 */
export function sameAnswer(
  names: Names,
  wire: Wire,
  modelled: ModelledCall,
  { op, args, outcome }: CallRecord,
): boolean {
  if (modelled.kind !== outcome.kind) return false;
  if (outcome.kind !== 'returned') return true;
  const handles = `handle of ${modelled.process}`;
  const expected = partsOf(wire, op, modelled.args, modelled.value, handles);
  const seen = partsOf(wire, op, args, outcome.value, handles);
  let same = true;
  for (const [key, { value, kinds }] of expected) {
    const other = seen.get(key);
    // What a candidate need not report, it may leave out.
    if (other !== undefined && !names.match(value, other.value, kinds, key)) same = false;
  }
  forgetGone(names, modelled, handles);
  return same;
}

/** An answer key by key, payloads as their tables read them. */
function partsOf(
  wire: Wire,
  op: string,
  args: Readonly<Record<string, Json>>,
  answer: JsonObject,
  handles: string,
): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  for (const [key, value] of Object.entries(answer)) {
    if (key === 'payload') {
      const payload = decoded(wire, args['class'] ?? null, value);
      parts.set(key, { value: payload, kinds: PAYLOAD_NAMES });
    } else if (op === 'world.observe') {
      parts.set(key, { value: observed(wire, value), kinds: PAYLOAD_NAMES });
    } else {
      parts.set(key, { value, kinds: { ...RESULT_NAMES, handle: handles } });
    }
  }
  return parts;
}

/** Payloads by class, decoded; of the open handles, how many there are. */
function observed(wire: Wire, value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const numbers = list.length > 0 && list.every((item) => typeof item === 'number');
    return numbers ? list.length : list.map((item) => observed(wire, item));
  }
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([number, payload]): [string, Json] => [
      number,
      decoded(wire, number, payload),
    ]),
  );
}

/** A payload of a query class; as it is where the tables cannot read it. @internal */
export function decoded(wire: Wire, number: Json, payload: Json): Json {
  if (typeof number === 'object' || typeof payload !== 'string') return payload;
  if (!CLASSES.includes(String(number))) return payload;
  const structure = `QUERY_${String(number)}` as StructureName;
  if (wire.structures[structure] === undefined) return payload;
  const { value, issues } = decode(wire, structure, fromHex(payload));
  return issues.length > 0 ? payload : (toJson(wire, structure, value) ?? null);
}

/** The names of what is gone are free again. */
function forgetGone(names: Names, { op, args }: ModelledCall, handles: string): void {
  const { handle, id } = args;
  if (op === 'world.close' && typeof handle === 'number') names.drop(handles, String(handle));
  if (op === 'kacs_destroy_empty_session' && typeof id === 'string') names.drop('session', id);
}
