/** @module What the numbers and bytes of a call mean, for the steps of cases that did not pass. */
import { QUERY_CLASS_NAMES, RIGHT, TOKEN_RIGHT } from '../../reference/abi/numbers.js';
import { BUILT_IN_PROFILES, type Profile } from '../../reference/profiles/built-in.generated.js';
import { fromHex } from '../../reference/wire/hex.js';
import { hexView, wireOf, type StructureName, type Wire } from '../../reference/wire/wire.js';
import type { ByteRange, CallNotes, Explain, PageDump } from '../../reports/page/page-data.js';
import { dumpsOf } from '../judge/hex-dump.js';
import type { CallRecord, Json } from '../program/program.js';
import type { Failure, HexDump } from '../report.js';

/** Explanations under a profile; under one of a candidate's own, of numbers only. @internal */
export function explainUnder(profileId: string): Explain {
  const known: Readonly<Record<string, Profile>> = BUILT_IN_PROFILES;
  const profile = Object.hasOwn(known, profileId) ? known[profileId] : undefined;
  const wire = profile === undefined ? undefined : wireOf(profile);
  return {
    call: (record) => callNotes(wire, record),
    failure: (failure) => (wire === undefined ? [] : changedDumps(wire, failure)),
  };
}

function callNotes(wire: Wire | undefined, record: CallRecord): CallNotes {
  const words = wordsOf(record);
  const hex = wire === undefined ? [] : dumpsOf(wire, record);
  return {
    ...(Object.keys(words).length === 0 ? {} : { words }),
    ...(hex.length === 0 ? {} : { hex }),
  };
}

type Words = (value: Json) => string | undefined;

const TYPES = ['', 'primary', 'impersonation'];
const LEVELS = ['anonymous', 'identification', 'impersonation', 'delegation'];

/** By argument; under one name a number means the same in every call. */
const ARGUMENTS: Readonly<Record<string, Words>> = {
  class: (value) => (typeof value === 'number' ? QUERY_CLASS_NAMES.get(value) : undefined),
  accessMask: (value) => bitNames(value, { ...TOKEN_RIGHT, ...RIGHT }),
  tokenType: (value) => nameAt(value, TYPES),
  level: (value) => nameAt(value, LEVELS),
};

function wordsOf({ op, args }: CallRecord): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const [name, value] of Object.entries(args)) {
    const known = Object.hasOwn(ARGUMENTS, name) ? ARGUMENTS[name] : undefined;
    const said = name === 'entries' ? entryWords(op, value) : known?.(value);
    if (said !== undefined) words[name] = said;
  }
  return words;
}

function nameAt(value: Json, names: readonly string[]): string | undefined {
  const name = typeof value === 'number' ? names[value] : undefined;
  return name === '' ? undefined : name;
}

/** The bits of a mask by name, the widest names first; what is left as a number. */
function bitNames(value: Json, names: Readonly<Record<string, number>>): string | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value)) return undefined;
  const parts: string[] = [];
  let rest = BigInt(value);
  const sizes = Object.entries(names).toSorted(([, a], [, b]) => bitCount(b) - bitCount(a));
  for (const [name, mask] of sizes) {
    const bits = BigInt(mask);
    if (bits === 0n || (rest & bits) !== bits) continue;
    parts.push(name);
    rest &= ~bits;
  }
  if (rest !== 0n) parts.push(`0x${rest.toString(16)}`);
  return parts.length === 0 ? 'none' : parts.join(' | ');
}

function bitCount(value: number): number {
  return value.toString(2).replaceAll('0', '').length;
}

const ENTRIES_MAX = 8;
const PRIVILEGE_STATES: Readonly<Record<number, string>> = {
  0: 'disable',
  2: 'enable',
  4: 'remove',
  0x80000000: 'reset all',
};

/** `privilege 2 enable, privilege 3 enable, … 34 entries`. */
function entryWords(op: string, value: Json): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const entries = value as readonly Readonly<Record<string, Json>>[];
  const shown = entries.slice(0, ENTRIES_MAX).map((entry) => {
    const attributes = entry['attributes'] ?? null;
    if (op === 'KACS_IOC_ADJUST_PRIVS') {
      const state = PRIVILEGE_STATES[Number(attributes)] ?? `attributes ${String(attributes)}`;
      return `privilege ${String(entry['luid'])} ${state}`;
    }
    return `group ${String(entry['index'])} ${entry['enable'] === 0 ? 'disable' : 'enable'}`;
  });
  const rest = entries.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}

const CHANGED = /(\w+) of (?:token \d+|effective token) changed$/;

/** A class that changed and should not have, as it was and as it is, with what differs marked. */
function changedDumps(wire: Wire, failure: Failure): readonly PageDump[] {
  const [, name = ''] = CHANGED.exec(failure.message) ?? [];
  const number = [...QUERY_CLASS_NAMES].find(([, known]) => known === name)?.[0];
  const structure = `QUERY_${String(number)}` as StructureName;
  const { expected, actual } = failure;
  if (failure.symptom !== 'changed' || wire.structures[structure] === undefined) return [];
  if (!isHex(expected) || !isHex(actual)) return [];
  const marks = differing(expected, actual);
  return [
    { title: `${name} before`, ...dumped(wire, structure, expected) },
    { title: `${name} after`, ...dumped(wire, structure, actual), marks },
  ];
}

function dumped(
  wire: Wire,
  structure: StructureName,
  hex: string,
): Pick<HexDump, 'hex' | 'fields'> {
  const fields = hexView(wire, structure, fromHex(hex)).map(({ path, start, end, text, doc }) => {
    return { path, start, end, text, doc };
  });
  return { hex, fields };
}

/** The ranges of the later bytes that are not as they were. */
function differing(before: string, after: string): readonly ByteRange[] {
  const ranges: ByteRange[] = [];
  for (let n = 0; n * 2 < after.length; n += 1) {
    if (before.slice(n * 2, n * 2 + 2) === after.slice(n * 2, n * 2 + 2)) continue;
    const last = ranges.at(-1);
    if (last?.end === n) ranges[ranges.length - 1] = { start: last.start, end: n + 1 };
    else ranges.push({ start: n, end: n + 1 });
  }
  return ranges;
}

function isHex(text: string): boolean {
  return /^(?:[0-9a-f]{2})+$/.test(text) && text.length <= 8192;
}
