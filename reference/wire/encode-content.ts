/** @module Encodes what variable parts hold. */

import { encodeStructure, type Frame } from './encode.js';
import type { StructureName } from './bind.js';
import type { Content } from './layout.js';
import { widthOf } from './scalar.js';

/** Appends a value in the form of a content. @internal */
export function encodeContent(frame: Frame, content: Content, value: unknown, path: string): void {
  const { writer, wire } = frame.encoding;
  switch (content.kind) {
    case 'bytes':
      writer.append(bytesOf(value, content.size, path));
      return;
    case 'numbers':
      for (const [index, number] of listOf(value, path).entries()) {
        const at = writer.reserve(widthOf(content.type));
        writer.put(at, content.type, number, `${path}[${index}]`);
        writer.place(`${path}[${index}]`, at, writer.at);
      }
      return;
    case 'scalar':
      writer.put(writer.reserve(widthOf(content.type)), content.type, value, path);
      return;
    case 'structure':
      encodeStructure(frame.encoding, wire.structures[content.of as StructureName], value, path);
      return;
    case 'list':
      for (const [index, item] of listOf(value, path).entries()) {
        const start = writer.at;
        encodeContent(frame, content.element, item, `${path}[${index}]`);
        writer.place(`${path}[${index}]`, start, writer.at);
      }
      return;
    case 'utf16':
      encodeText(frame, value, content.terminated, path);
      return;
    case 'prefixed': {
      const at = writer.reserve(4);
      encodeContent(frame, content.content, value, path);
      writer.put(at, 'u32le', writer.at - at - 4, path);
      writer.place(`${path}.length`, at, at + 4);
      writer.place(`${path}.data`, at + 4, writer.at);
      return;
    }
    case 'pointer': {
      const at = writer.reserve(4);
      const start = writer.at;
      writer.put(at, 'u32le', start - frame.base, path);
      encodeContent(frame, content.content, value, path);
      if (content.content.kind !== 'prefixed') writer.place(`${path}.data`, start, writer.at);
      return;
    }
    case 'switch': {
      const chosen = content.cases.find((one) => one.value === frame.record[content.on]);
      if (chosen !== undefined) encodeContent(frame, chosen.content, value, path);
      return;
    }
    default:
      content satisfies never;
  }
}

function bytesOf(value: unknown, size: number | undefined, path: string): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new RangeError(`${path}: expected bytes`);
  if (size !== undefined && value.length !== size) {
    throw new RangeError(`${path}: expected ${size} bytes, got ${value.length}`);
  }
  return value;
}

function listOf(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new RangeError(`${path}: expected a list`);
  return value;
}

function encodeText(frame: Frame, value: unknown, terminated: boolean, path: string): void {
  const { writer } = frame.encoding;
  if (typeof value !== 'string') throw new RangeError(`${path}: expected a text`);
  const at = writer.reserve(2 * value.length + (terminated ? 2 : 0));
  for (let index = 0; index < value.length; index += 1) {
    writer.put(at + 2 * index, 'u16le', value.charCodeAt(index), path);
  }
}
