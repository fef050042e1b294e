/** @module Mutants made of the value and encoded again: everything but the one defect is right. */

import type { StructureName, Wire } from './bind.js';
import type { Mark } from './context.js';
import { encode } from './encode.js';
import { isField, type Part } from './layout.js';
import type { Candidate } from './mutants.js';
import type { PartRule, StructureRule } from './rule.js';

interface Edit {
  readonly name: string;
  readonly value: unknown;
}

/** Every candidate that an edit of the value gives. @internal */
export function* valueCandidates(
  wire: Wire,
  structure: StructureName,
  root: unknown,
  marks: readonly Mark[],
): Iterable<Candidate> {
  for (const mark of marks) {
    for (const { rule, edits } of editsOf(wire, mark)) {
      for (const edit of edits) {
        const changed = replaceAt(root, pathSegments(mark.path), edit.value);
        const bytes = tryEncode(wire, structure, changed);
        if (bytes === undefined) continue;
        const at = mark.path === '' ? '' : `${mark.path}: `;
        yield { name: `${at}${edit.name}`, bytes, aim: { place: mark.place, rule: rule.id } };
      }
    }
  }
}

type RuleEdits = { readonly rule: PartRule | StructureRule; readonly edits: readonly Edit[] };

function editsOf(wire: Wire, mark: Mark): readonly RuleEdits[] {
  if (mark.row === undefined) {
    const layout = wire.structures[mark.structure as StructureName];
    const record = mark.value as Record<string, unknown>;
    return layout.rules.map((rule) => ({ rule, edits: structureEdits(rule, record) }));
  }
  if (isField(mark.row)) return [];
  const part: Part = mark.row;
  return part.rules.map((rule) => ({ rule, edits: partEdits(rule, mark.value) }));
}

/** A value that an edit makes impossible to encode is no mutant. */
function tryEncode(wire: Wire, structure: StructureName, value: unknown): Uint8Array | undefined {
  try {
    return encode(wire, structure, value).bytes;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function pathSegments(path: string): readonly (string | number)[] {
  return path
    .split(/[.[\]]+/)
    .filter((segment) => segment !== '')
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
}

/** A copy of the value with another value at the path; paths into opaque bytes change nothing. */
function replaceAt(root: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(root)) {
    return root.map((item, index) => (index === head ? replaceAt(item, rest, value) : item));
  }
  if (typeof root !== 'object' || root === null || root instanceof Uint8Array) return root;
  if (!(head in root)) return root;
  const copy: Record<string, unknown> = { ...root };
  const changed = replaceAt(copy[head], rest, value);
  if (changed === undefined) delete copy[head];
  else copy[head] = changed;
  return copy;
}

const BAD_UTF8 = [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80]];

function partEdits(rule: PartRule, value: unknown): readonly Edit[] {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const [first, ...rest] = list;
  const withFirst = (name: string, item: Uint8Array): Edit =>
    value instanceof Uint8Array ? { name, value: item } : { name, value: [item, ...rest] };
  switch (rule.kind) {
    case 'required':
      return [{ name: 'absent', value: undefined }];
    case 'maxItems': {
      const length = (rule.max as number) + 1;
      if (first === undefined) return [];
      return [{ name: `${length} entries`, value: Array.from({ length }, () => first) }];
    }
    case 'excludesSid':
      return [{ name: 'forbidden SID', value: [...list, { sid: rule.sid, attributes: 0 }] }];
    case 'distinct':
      if (!(first instanceof Uint8Array)) return [];
      return [
        { name: 'first element twice', value: [...list, first] },
        ...(rule.foldCase
          ? [{ name: 'first element twice, in capitals', value: [...list, upperCase(first)] }]
          : []),
      ];
    case 'itemBytes':
      if (first === undefined) return [];
      return [rule.min - 1, rule.max + 1].map((size) =>
        withFirst(`first element of ${size} bytes`, new Uint8Array(size).fill(0x61)),
      );
    case 'notAllZero':
      if (!(first instanceof Uint8Array)) return [];
      return [withFirst('first element all zero', new Uint8Array(first.length))];
    case 'excludesBytes':
      if (first === undefined) return [];
      return rule.bytes.map((byte) =>
        withFirst(`byte 0x${byte.toString(16)} in the first element`, Uint8Array.of(0x61, byte)),
      );
    case 'utf8':
      if (first === undefined && !(value instanceof Uint8Array)) return [];
      return BAD_UTF8.map((bytes) => withFirst('not UTF-8', Uint8Array.from(bytes)));
    case 'maxUnits':
      return [
        { name: `${rule.max} units and a terminator`, value: 'x'.repeat(rule.max as number) },
      ];
    default:
      return [];
  }
}

function upperCase(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));
}

function structureEdits(rule: StructureRule, record: Record<string, unknown>): readonly Edit[] {
  switch (rule.kind) {
    case 'implies':
      return impliesEdits(rule, record);
    case 'indexInto': {
      const count = ((record[rule.part] ?? []) as readonly unknown[]).length;
      return [count + 1, 0xffff, 0xffffffff].map((index) => ({
        name: `${rule.field} = ${index}`,
        value: { ...record, [rule.field]: index },
      }));
    }
    case 'selectedHas': {
      const list = (record[rule.part] ?? []) as readonly Record<string, number>[];
      return list.slice(0, 1).map((entry) => ({
        name: `${rule.field} = 1, entry 1 without 0x${rule.bits.toString(16)}`,
        value: {
          ...record,
          [rule.field]: 1,
          [rule.part]: [
            { ...entry, [rule.member]: (entry[rule.member] as number) & ~rule.bits },
            ...list.slice(1),
          ],
        },
      }));
    }
    case 'subset': {
      const outside = ~(record[rule.of] as bigint) & 0xffffffffffffffffn;
      const bit = outside & -outside;
      const value = { ...record, [rule.field]: (record[rule.field] as bigint) | bit };
      return bit === 0n ? [] : [{ name: `bit 0x${bit.toString(16)} outside ${rule.of}`, value }];
    }
    default:
      return [];
  }
}

function impliesEdits(
  rule: Extract<StructureRule, { kind: 'implies' }>,
  record: Record<string, unknown>,
): readonly Edit[] {
  if (!('field' in rule.if)) return [];
  const value: Record<string, unknown> = { ...record };
  value[rule.if.field] = 'equals' in rule.if ? rule.if.equals : 1;
  if ('present' in rule.then) delete value[rule.then.present];
  else value[rule.then.field] = 'equals' in rule.then ? rule.then.equals + 1 : 0;
  return [{ name: `${rule.if.field} against ${rule.id}`, value }];
}
