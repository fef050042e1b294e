/**
 * @module Numbers and byte strings that break parsers: edges of every width, and a dictionary of
 * tokens taken from the tables.
 */
import { SID_TEXT } from '../../../reference/abi/well-known.js';
import { isField, rulesOf } from '../../../reference/wire/layout.js';
import { parseSid, sidBytes, type Wire } from '../../../reference/wire/wire.js';
import type { Random } from '../target.js';

/** Edges of 32-bit numbers; smaller widths take their low part. */
const EDGES: readonly number[] = [
  ...[0, 1, 2, 3, 4, 7, 8, 9, 10, 15, 16, 17, 20, 31, 32, 63, 64, 65, 127, 128, 191, 192, 193],
  ...[255, 256, 257, 1023, 1024, 1025, 4095, 4096, 4097, 8192, 12288, 16384, 32767, 32768],
  ...[65534, 65535, 65536, 65537, 0x10101, 0x1000000, 0x7ffffffe, 0x7fffffff, 0x80000000],
  ...[0x80000001, 0xc0000000, 0xc0000007, 0xfffffff0, 0xfffffffc, 0xfffffffe, 0xffffffff],
];

const BIG_EDGES: readonly bigint[] = [
  ...[0n, 1n, 0x7fffffffn, 0x80000000n, 0xffffffffn, 0x100000000n, 0x100000001n, 998n, 999n],
  ...[0x7fffffffffffffffn, 0x8000000000000000n, 0xfffffffffffffffen, 0xffffffffffffffffn],
];

/** One of the edges, or an edge less or more a little. @internal */
export function edgeNumber(random: Random, width: number): number {
  const edge = EDGES[random(EDGES.length)] ?? 0;
  const moved = random(4) === 0 ? edge + random(9) - 4 : edge;
  const range = 2 ** (8 * Math.min(width, 6));
  return ((moved % range) + range) % range;
}

/** The same for 64 bits; one bit, at times. @internal */
export function edgeBig(random: Random): bigint {
  if (random(2) === 0) return 1n << BigInt(random(64));
  return BIG_EDGES[random(BIG_EDGES.length)] ?? 0n;
}

const dictionaries = new WeakMap<Wire, readonly Uint8Array[]>();

/** Tokens worth writing anywhere: well-known SIDs, and every number that a rule names. @internal */
export function dictionaryOf(wire: Wire): readonly Uint8Array[] {
  let tokens = dictionaries.get(wire);
  if (tokens === undefined) {
    tokens = [...sidTokens(), ...ruleTokens(wire)];
    dictionaries.set(wire, tokens);
  }
  return tokens;
}

function sidTokens(): readonly Uint8Array[] {
  const more = ['S-1-5-5-0-0', 'S-1-15-2-1', 'S-1-16-8192', 'S-1-5', 'S-1-0-0'];
  return [...Object.values(SID_TEXT), ...more].map((text) => sidBytes(parseSid(text)));
}

function ruleTokens(wire: Wire): readonly Uint8Array[] {
  const numbers = new Set<number>();
  for (const name of ['TOKEN_SPEC', 'SESSION_SPEC', 'CLAIM', 'ACL', 'ACE', 'SID'] as const) {
    const layout = wire.structures[name];
    for (const { rule, row } of rulesOf(layout)) {
      for (const number of numbersOf(rule)) numbers.add(number);
      if (row !== undefined && isField(row) && row.after === undefined) numbers.add(row.offset);
    }
  }
  return [...numbers].map((number) => {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, number >>> 0, true);
    return bytes;
  });
}

function numbersOf(rule: object): readonly number[] {
  return ['value', 'min', 'max', 'mask', 'values'].flatMap((key) => {
    const value = (rule as Readonly<Record<string, unknown>>)[key];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.flatMap((one) =>
      typeof one === 'number' ? [Math.max(0, one - 1), one, one + 1] : [],
    );
  });
}
