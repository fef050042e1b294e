/** @module Turns symbolic bytes into hex and patches, with the layouts of a profile. */
import { toHex, fromHex } from '../../reference/wire/hex.js';
import {
  encode,
  fromJson,
  type Encoded,
  type Place,
  type Wire,
} from '../../reference/wire/wire.js';
import type { ByteExpression, Patch, Ref } from '../../harness/program/program.js';
import type { BytesTemplate, Edit, TemplateValue } from './template.js';

/** A defect of a suite: the message names the case. @internal */
export class SuiteBug extends Error {
  override readonly name = 'SuiteBug';
}

/** The bytes of a template. @internal */
export function encodeTemplate(wire: Wire, template: BytesTemplate): string | ByteExpression {
  const refs: { path: string; ref: string }[] = [];
  const plain = withoutRefs(template.value, '', refs);
  const value = fromJson(wire, template.template, plain);
  const encoded = encode(wire, template.template, value, {
    ...(template.order === undefined ? {} : { order: template.order }),
    ...(template.gapBefore === undefined ? {} : { gapBefore: template.gapBefore }),
  });
  const patches = refs.map(({ path, ref }): Patch => {
    const place = placeOf(encoded, path);
    return { at: place.start, width: place.end - place.start, ref };
  });
  const bytes = template.edits.reduce(
    (before, edit) => applyEdit(before, edit, encoded),
    encoded.bytes,
  );
  const kept = patches.filter(({ at, width }) => at + width <= bytes.length);
  return kept.length === 0 ? toHex(bytes) : { hex: toHex(bytes), patches: kept };
}

/** Replaces refs by values of the same size and notes where they stood. */
function withoutRefs(
  value: TemplateValue | undefined,
  path: string,
  refs: { path: string; ref: string }[],
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return (value as readonly TemplateValue[]).map((item, index) =>
      withoutRefs(item, `${path}[${index}]`, refs),
    );
  }
  if (isRef(value)) {
    refs.push({ path, ref: value.ref });
    return placeholder(value.ref);
  }
  return Object.fromEntries(
    Object.entries(value as Record<string, TemplateValue | undefined>)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, withoutRefs(item, path === '' ? key : `${path}.${key}`, refs)]),
  );
}

/** A logon SID has 20 bytes; everything else that suites refer to is a 64-bit id. */
function placeholder(reference: string): string {
  return /\.(?:logonSid|payload)$/.test(reference) ? 'S-1-5-5-0-0' : '0x0';
}

function isRef(value: object): value is Ref {
  return typeof (value as { ref?: unknown }).ref === 'string';
}

function placeOf(encoded: Encoded, path: string): Place {
  const place = encoded.places.get(path);
  if (place === undefined) {
    throw new SuiteBug(`no place ${path}; known: ${[...encoded.places.keys()].join(' ')}`);
  }
  return place;
}

function applyEdit(bytes: Uint8Array, edit: Edit, encoded: Encoded): Uint8Array {
  switch (edit.kind) {
    case 'put':
      return put(bytes, edit.at, edit.width, edit.value);
    case 'set': {
      const { start, end } = placeOf(encoded, edit.field);
      return put(bytes, start, end - start, edit.value);
    }
    case 'setAt':
      return put(bytes, placeOf(encoded, edit.field).start + edit.plus, edit.width, edit.value);
    case 'add': {
      const { start, end } = placeOf(encoded, edit.field);
      return put(bytes, start, end - start, read(bytes, start, end - start) + edit.value);
    }
    case 'write':
      return overwrite(bytes, edit.at, fromHex(edit.hex));
    case 'overwrite':
      return overwrite(bytes, placeOf(encoded, edit.field).start, fromHex(edit.hex));
    case 'point': {
      const { start, end } = placeOf(encoded, edit.field);
      return put(bytes, start, end - start, BigInt(placeOf(encoded, edit.to).start + edit.plus));
    }
    case 'truncate':
      return bytes.slice(0, edit.length);
    case 'cut':
      return bytes.slice(0, bytes.length - edit.count);
    case 'append':
      return concat(bytes, fromHex(edit.hex));
    case 'pad':
      return concat(bytes, new Uint8Array(Math.max(0, edit.length - bytes.length)));
  }
}

function put(bytes: Uint8Array, at: number, width: number, value: bigint): Uint8Array {
  const copy = bytes.slice();
  for (let i = 0; i < width && at + i < copy.length; i += 1) {
    copy[at + i] = Number((value >> BigInt(8 * i)) & 0xffn);
  }
  return copy;
}

function read(bytes: Uint8Array, at: number, width: number): bigint {
  let value = 0n;
  for (let i = width - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
  return value;
}

function overwrite(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  if (at + part.length > bytes.length) throw new SuiteBug('an edit writes past the end');
  const copy = bytes.slice();
  copy.set(part, at);
  return copy;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
