/**
 * @module Mutations of the value of a spec, encoded again: most of them are valid, so that specs
 * are accepted and read back.
 */
import { isField, type Field, type Layout, type Part } from '../../../reference/wire/layout.js';
import { encode, type Wire } from '../../../reference/wire/wire.js';
import type { Random } from '../target.js';
import type { SpecStructure } from '../corpus/specs.js';
import { INPUT_BYTES_MAX } from './wire-input.js';
import { freshAttributes, freshFlags, freshPrivileges, grown } from './fresh.js';
import { edgeBig, edgeNumber } from './words.js';

type Value = Record<string, unknown>;

/** What a mutation of the value may look at. @internal */
export interface ValueMaking {
  readonly wire: Wire;
  readonly structure: SpecStructure;
  readonly random: Random;
  /** The value of another input of the same structure. */
  other(): unknown;
}

/** The bytes of a changed value; undefined if it cannot be encoded. @internal */
export function mutateValue(value: unknown, making: ValueMaking): Uint8Array | undefined {
  const { wire, structure, random } = making;
  const layout = wire.structures[structure];
  const changed: Value = { ...(value as Value) };
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const choice = random(10);
    if (choice < 3) changeField(changed, layout, random);
    else if (choice < 5) changeRow(changed, layout, random);
    else if (choice < 6) takeRow(changed, making.other() as Value | undefined, layout, random);
    else if (choice < 9) growRow(changed, layout, random);
    else repairIndexes(changed, random);
  }
  repairIndexes(changed, random, false);
  return tryEncode(making, changed);
}

/** The same value with its sections in another order. @internal */
export function mutatePlacement(value: unknown, making: ValueMaking): Uint8Array | undefined {
  const { wire, structure, random } = making;
  const names = wire.structures[structure].rows.filter((row) => !isField(row)).map((r) => r.name);
  for (let last = names.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    [names[last], names[other]] = [names[other] ?? '', names[last] ?? ''];
  }
  return tryEncode(making, value as Value, names);
}

function tryEncode(
  { wire, structure }: ValueMaking,
  value: Value,
  order?: readonly string[],
): Uint8Array | undefined {
  try {
    const { bytes } = encode(wire, structure, value, order === undefined ? {} : { order });
    return bytes.length > INPUT_BYTES_MAX ? undefined : bytes;
  } catch (error) {
    // A value that the structure cannot hold.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What a layout has to change. */
interface Changeable {
  readonly fields: readonly Field[];
  readonly parts: readonly Part[];
}

const changeable = new WeakMap<Layout, Changeable>();

function changeableOf(layout: Layout): Changeable {
  let found = changeable.get(layout);
  if (found === undefined) {
    const { rows } = layout;
    found = {
      fields: rows.filter((row): row is Field => isField(row) && row.role === 'value'),
      parts: rows.filter((row): row is Part => !isField(row)),
    };
    changeable.set(layout, found);
  }
  return found;
}

/** A field of the header, to a value that its own rules allow. */
function changeField(value: Value, layout: Layout, random: Random): void {
  const { fields } = changeableOf(layout);
  const field = fields[random(fields.length)];
  if (field === undefined) return;
  if (field.name.startsWith('privileges') && random(2) === 0) {
    Object.assign(value, freshPrivileges(random));
  } else {
    value[field.name] = allowedValue(field, value[field.name], random);
  }
}

function allowedValue(field: Field, now: unknown, random: Random): unknown {
  if (now instanceof Uint8Array) return now.map((byte) => (random(4) === 0 ? random(256) : byte));
  if (typeof now === 'bigint') return edgeBig(random);
  for (const rule of field.rules) {
    if (rule.kind === 'equals') return rule.value;
    if (rule.kind === 'oneOf') return rule.values[random(rule.values.length)];
    if (rule.kind === 'bits') return random(2 ** 30) & rule.mask;
    if (rule.kind === 'range') {
      const [min, max] = [Number(rule.min ?? 0), Number(rule.max ?? 0xff)];
      return min + random(max - min + 1);
    }
  }
  return edgeNumber(random, field.type === 'u8' ? 1 : 4);
}

/** A variable part: gone, shorter, longer, or changed somewhere inside. */
function changeRow(value: Value, layout: Layout, random: Random): void {
  const part = presentPart(value, layout, random);
  if (part === undefined) return;
  const gone = random(6) === 0 && part.name !== 'userSid';
  value[part.name] = gone ? undefined : changeNode(value[part.name], random, 0);
}

function presentPart(value: Value, layout: Layout, random: Random): Part | undefined {
  const parts = changeableOf(layout).parts.filter(({ name }) => value[name] !== undefined);
  return parts[random(parts.length)];
}

/** A part with one more element, or a first one. */
function growRow(value: Value, layout: Layout, random: Random): void {
  const { parts } = changeableOf(layout);
  const part = parts[random(parts.length)];
  const more = part === undefined ? undefined : grown(part.name, value[part.name], random);
  if (part !== undefined && more !== undefined) value[part.name] = more;
}

/** A part of another input. */
function takeRow(value: Value, other: Value | undefined, layout: Layout, random: Random): void {
  const part = other === undefined ? undefined : presentPart(other, layout, random);
  // The user stays that of the session: whether they may differ is left open (R98).
  if (part === undefined || (part.name === 'userSid' && layout.name === 'TOKEN_SPEC')) return;
  value[part.name] = other?.[part.name];
}

const DEPTH_MAX = 8;

function changeNode(node: unknown, random: Random, depth: number): unknown {
  if (typeof node === 'number') return edgeNumber(random, 4);
  if (typeof node === 'bigint') return edgeBig(random);
  if (typeof node === 'string') return changeText(node, random);
  if (node instanceof Uint8Array) return changeOctets(node, random);
  if (Array.isArray(node)) return changeList(node as readonly unknown[], random, depth);
  if (typeof node !== 'object' || node === null || depth > DEPTH_MAX) return node;
  const names = Object.keys(node);
  const name = names[random(names.length)] ?? '';
  const inner = (node as Value)[name];
  if (name === 'revision') return node;
  if (name === 'attributes') return { ...node, attributes: freshAttributes(random) };
  if (name === 'flags') return { ...node, flags: 'body' in node ? random(32) : freshFlags(random) };
  return { ...node, [name]: changeNode(inner, random, depth + 1) };
}

const LENGTHS: readonly number[] = [0, 1, 2, 14, 15, 31, 32, 33, 62, 63];

function changeList(list: readonly unknown[], random: Random, depth: number): unknown {
  const at = random(list.length + 1);
  const item = list[Math.min(at, list.length - 1)];
  const choice = item === undefined ? 0 : random(6);
  if (item === undefined) return list;
  if (choice === 0) return list.filter((_, index) => index !== at);
  if (choice === 1) return [...list.slice(0, at), item, ...list.slice(at)];
  if (choice === 2) {
    const length = LENGTHS[random(LENGTHS.length)] ?? 1;
    return Array.from({ length }, (_, index) => list[index] ?? item);
  }
  if (choice === 3) return [...list].reverse();
  return list.map((one, index) => (one === item || index === at ? change(one) : one));

  function change(one: unknown): unknown {
    return changeNode(one, random, depth + 1);
  }
}

function changeText(text: string, random: Random): string {
  const choice = random(4);
  if (choice === 0) return '';
  if (choice === 1) return text + text;
  if (choice === 2) return `${text}${String.fromCodePoint(0x20 + random(0x2ff))}`;
  return text.slice(0, random(text.length + 1));
}

function changeOctets(bytes: Uint8Array, random: Random): Uint8Array {
  const choice = random(4);
  if (choice === 0) return bytes.slice(0, random(bytes.length + 1));
  if (choice === 1) return Uint8Array.from([...bytes, ...bytes]);
  if (choice === 2) return Uint8Array.from([...bytes, 0x20 + random(0x5f)]);
  return bytes.map((byte) => (random(8) === 0 ? 0x20 + random(0x5f) : byte));
}

/** Owner and primary group follow what they select, most of the time. */
function repairIndexes(value: Value, random: Random, always = true): void {
  const groups = value['groups'];
  if (value['ownerIndex'] === undefined) return;
  maskPrivileges(value);
  const list = Array.isArray(groups) ? (groups as readonly { readonly attributes: number }[]) : [];
  const outside = Number(value['ownerIndex']) > list.length;
  if (!always && !outside && Number(value['primaryGroupIndex']) <= list.length) return;
  const eligible = list.flatMap(({ attributes }, n) => ((attributes & 8) === 0 ? [] : [n + 1]));
  const owners = [0, ...eligible];
  value['ownerIndex'] = owners[random(owners.length)];
  value['primaryGroupIndex'] = random(list.length + 1);
}

/** No privilege is enabled that is not present. */
function maskPrivileges(value: Value): void {
  const present = value['privilegesPresent'];
  if (typeof present !== 'bigint') return;
  for (const name of ['privilegesEnabled', 'privilegesEnabledByDefault']) {
    const mask = value[name];
    value[name] = typeof mask === 'bigint' ? mask & present : 0n;
  }
}
