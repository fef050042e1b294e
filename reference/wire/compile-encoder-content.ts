/** @module Compiles what writes the contents of variable parts. */

import type { EncoderScope } from './compile-encoder.js';
import type { Content } from './layout.js';
import type { Segment } from './path-text.js';
import { type ScalarType, widthOf } from './scalar.js';
import { scalarWriter, writeU32le } from './write-scalar.js';
import type { Writer } from './writer.js';

/** Appends a value to the structure at `base`, whose value is `record`. @internal */
export type ContentEncoder = (w: Writer, base: number, record: unknown, value: unknown) => void;

/** What writes a content. @internal */
export function compileContentEncoder(content: Content, scope: EncoderScope): ContentEncoder {
  switch (content.kind) {
    case 'bytes':
      return bytesEncoder(content.size);
    case 'numbers':
      return numbersEncoder(content.type);
    case 'scalar': {
      const put = scalarWriter(content.type);
      const width = widthOf(content.type);
      return (w, _, __, value) => put(w, w.reserve(width), value, '');
    }
    case 'structure': {
      const nested = scope.nested(content.of);
      return (w, _, __, value) => nested(w, value);
    }
    case 'list':
      return listEncoder(compileContentEncoder(content.element, scope));
    case 'utf16':
      return textEncoder(content.terminated);
    case 'prefixed':
      return prefixedEncoder(compileContentEncoder(content.content, scope));
    case 'pointer':
      return pointerEncoder(
        compileContentEncoder(content.content, scope),
        content.content.kind === 'prefixed',
      );
    case 'switch': {
      const selector = scope.reader(content.on);
      const cases = new Map<unknown, ContentEncoder>(
        content.cases.map((one) => [one.value, compileContentEncoder(one.content, scope)]),
      );
      return (w, base, record, value) => cases.get(selector(record))?.(w, base, record, value);
    }
    default:
      return content satisfies never;
  }
}

/** The value as a list; anything else is refused. @internal */
export function listOf(w: Writer, value: unknown, last: Segment): readonly unknown[] {
  return Array.isArray(value) ? value : w.refuse(last, 'expected a list');
}

function bytesEncoder(size: number | undefined): ContentEncoder {
  return (w, _, __, value) => {
    const bytes = value instanceof Uint8Array ? value : w.refuse('', 'expected bytes');
    if (size !== undefined && bytes.length !== size) {
      w.refuse('', `expected ${size} bytes, got ${bytes.length}`);
    }
    w.append(bytes);
  };
}

function numbersEncoder(type: ScalarType): ContentEncoder {
  const put = scalarWriter(type);
  const width = widthOf(type);
  return (w, _, __, value) => {
    const numbers = listOf(w, value, '');
    const start = w.reserve(width * numbers.length);
    for (let index = 0; index < numbers.length; index += 1) {
      const at = start + width * index;
      put(w, at, numbers[index], index);
      if (w.places !== undefined) w.place(index, at, at + width);
    }
  };
}

function listEncoder(element: ContentEncoder): ContentEncoder {
  return (w, base, record, value) => {
    const items = listOf(w, value, '');
    for (let index = 0; index < items.length; index += 1) {
      w.enter(index);
      const start = w.at;
      element(w, base, record, items[index]);
      if (w.places !== undefined) w.place('', start, w.at);
      w.leave();
    }
  };
}

function textEncoder(terminated: boolean): ContentEncoder {
  return (w, _, __, value) => {
    const text = typeof value === 'string' ? value : w.refuse('', 'expected a text');
    const at = w.reserve(2 * text.length + (terminated ? 2 : 0));
    const { bytes } = w;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      bytes[at + 2 * index] = unit & 0xff;
      bytes[at + 2 * index + 1] = unit >> 8;
    }
  };
}

function prefixedEncoder(inner: ContentEncoder): ContentEncoder {
  return (w, base, record, value) => {
    const at = w.reserve(4);
    inner(w, base, record, value);
    writeU32le(w, at, w.at - at - 4, '');
    if (w.places === undefined) return;
    w.place('length', at, at + 4);
    w.place('data', at + 4, w.at);
  };
}

function pointerEncoder(inner: ContentEncoder, prefixed: boolean): ContentEncoder {
  return (w, base, record, value) => {
    const at = w.reserve(4);
    const start = w.at;
    writeU32le(w, at, start - base, '');
    inner(w, base, record, value);
    if (w.places !== undefined && !prefixed) w.place('data', start, w.at);
  };
}
