/**
 * @module Simpler variants of an input, for the minimiser: fields and sections as in the plain
 * spec, lists without some of their entries, bytes cut off or zero.
 */
import { isField } from '../../../reference/wire/layout.js';
import { decode, encode, equalBytes, type Wire } from '../../../reference/wire/wire.js';
import { anatomyOf } from './anatomy.js';
import type { PlainSpecs } from '../corpus/specs.js';
import type { WireInput } from './wire-input.js';

type Value = Readonly<Record<string, unknown>>;

/** Simpler inputs, the most promising first. @internal */
export function* simplerInputs(
  wire: Wire,
  input: WireInput,
  plain: PlainSpecs,
): Iterable<WireInput> {
  const base = input.structure === 'TOKEN_SPEC' ? plain.token : plain.session;
  const found = input.logonSidAt === undefined ? simplerValues(wire, input, base) : [];
  for (const bytes of found) yield { ...input, bytes };
  for (const bytes of simplerBytes(wire, input, base)) yield { ...input, bytes };
}

/** Only where the bytes are exactly what their value encodes to. */
function* simplerValues(
  wire: Wire,
  { structure, bytes }: WireInput,
  base: Uint8Array,
): Iterable<Uint8Array> {
  const value = decode<Value>(wire, structure, bytes).value;
  const plain = decode<Value>(wire, structure, base).value;
  const encoded = tryEncode(wire, structure, value);
  if (encoded === undefined || !equalBytes(encoded, bytes)) return;
  for (const row of wire.structures[structure].rows) {
    if (row.role !== 'value') continue;
    for (const part of [plain[row.name], ...(isField(row) ? [] : shorter(value[row.name]))]) {
      const changed = tryEncode(wire, structure, { ...value, [row.name]: part });
      if (changed !== undefined && !equalBytes(changed, bytes)) yield changed;
    }
  }
}

function tryEncode(
  wire: Wire,
  structure: WireInput['structure'],
  value: Value,
): Uint8Array | undefined {
  const present = Object.entries(value).filter(([, part]) => part !== undefined);
  try {
    return encode(wire, structure, Object.fromEntries(present)).bytes;
  } catch {
    // What cannot be encoded is not simpler.
    return undefined;
  }
}

/** Single entries of a list that are taken out one by one. */
const SINGLES_MAX = 16;

/** Halves of a list, then the list without one entry; the lists inside an object. */
function* shorter(node: unknown): Iterable<unknown> {
  if (Array.isArray(node)) {
    const list = node as readonly unknown[];
    const half = Math.floor(list.length / 2);
    if (half > 0) {
      yield list.slice(0, half);
      yield list.slice(half);
    }
    for (let at = 0; at < Math.min(list.length, SINGLES_MAX); at += 1) {
      yield list.filter((_, index) => index !== at);
      for (const inner of shorter(list[at])) {
        yield list.map((one, index) => (index === at ? inner : one));
      }
    }
  } else if (typeof node === 'string' || node instanceof Uint8Array) {
    if (node.length > 1) yield node.slice(0, Math.floor(node.length / 2));
  } else if (typeof node === 'object' && node !== null) {
    for (const [key, inner] of Object.entries(node)) {
      for (const part of shorter(inner)) yield { ...node, [key]: part };
    }
  }
}

const PIECES = [2, 4, 8, 16] as const;

/** Whatever the bytes are: sections away, the end cut, pieces out, differences undone. */
function* simplerBytes(wire: Wire, input: WireInput, base: Uint8Array): Iterable<Uint8Array> {
  const { bytes } = input;
  for (const { offsetAt, sizeAt } of anatomyOf(wire, input).sections) {
    const changed = bytes.slice();
    changed.fill(0, offsetAt, offsetAt + 4);
    if (sizeAt !== undefined) changed.fill(0, sizeAt, sizeAt + 4);
    if (!equalBytes(changed, bytes)) yield changed;
  }
  for (const piece of PIECES) {
    const size = Math.ceil(bytes.length / piece);
    if (size < bytes.length) yield bytes.slice(0, bytes.length - size);
  }
  for (const [start, end] of differingRuns(bytes, base)) {
    const changed = bytes.slice();
    changed.set(base.subarray(start, end), start);
    yield changed;
  }
  if (bytes.length > 0) yield bytes.slice(0, -1);
}

const RUNS_MAX = 64;

/** Runs of bytes that differ from the plain spec, as far as that goes. */
function differingRuns(
  bytes: Uint8Array,
  base: Uint8Array,
): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  const end = Math.min(bytes.length, base.length);
  for (let at = 0; at < end && runs.length < RUNS_MAX; at += 1) {
    if (bytes[at] === base[at]) continue;
    const last = runs[runs.length - 1];
    if (last !== undefined && last[1] === at) last[1] = at + 1;
    else runs.push([at, at + 1]);
  }
  return runs;
}
