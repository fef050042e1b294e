/** @module Decoding and validating: total, one pass, all issues. */

import type { StructureName, Wire } from './bind.js';
import { decoderOf } from './compile.js';
import { Context, type Issue, type Mark } from './context.js';

/** A byte range. @public */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** @public */
export interface Decoded<T = unknown> {
  /** As complete as the bytes allow; to be trusted only without issues. */
  readonly value: T;
  readonly issues: readonly Issue[];
}

/** @public */
export interface DecodedWithPlaces<T = unknown> extends Decoded<T> {
  readonly places: ReadonlyMap<string, Place>;
}

const NO_ISSUES: readonly Issue[] = [];
const CONTEXT = new Context();

function run(wire: Wire, structure: StructureName, bytes: Uint8Array, traced: boolean): unknown {
  const decoder = decoderOf(wire, structure, traced);
  CONTEXT.begin(bytes, traced);
  return decoder(CONTEXT, 0, bytes.length);
}

/** Decodes any bytes whatever; never throws on them. @public */
export function decode<T = unknown>(
  wire: Wire,
  structure: StructureName,
  bytes: Uint8Array,
): Decoded<T> {
  const value = run(wire, structure, bytes, false) as T;
  return { value, issues: CONTEXT.issues ?? NO_ISSUES };
}

/** Decodes and says where everything was found. @public */
export function decodeWithPlaces<T = unknown>(
  wire: Wire,
  structure: StructureName,
  bytes: Uint8Array,
): DecodedWithPlaces<T> {
  const { marks, ...decoded } = decodeWithMarks(wire, structure, bytes);
  const places = new Map<string, Place>();
  const fixed = new Set<string>();
  for (const mark of marks) {
    // One path, several rows: the widest has it, but an element behind an offset is that offset.
    const known = places.get(mark.path);
    const element = mark.row !== undefined && 'at' in mark.row && mark.row.at.kind === 'each';
    const wider = known === undefined || mark.end - mark.start > known.end - known.start;
    if (element || (wider && !fixed.has(mark.path))) {
      places.set(mark.path, { start: mark.start, end: mark.end });
    }
    if (element) fixed.add(mark.path);
  }
  return { ...(decoded as Decoded<T>), places };
}

/** Decodes and records every row. @internal */
export function decodeWithMarks(
  wire: Wire,
  structure: StructureName,
  bytes: Uint8Array,
): Decoded & { readonly marks: readonly Mark[] } {
  const value = run(wire, structure, bytes, true);
  return { value, issues: CONTEXT.issues ?? NO_ISSUES, marks: CONTEXT.marks ?? [] };
}

/** The rules that the bytes break. @public */
export function validate(
  wire: Wire,
  structure: StructureName,
  bytes: Uint8Array,
): readonly Issue[] {
  run(wire, structure, bytes, false);
  return CONTEXT.issues ?? NO_ISSUES;
}
