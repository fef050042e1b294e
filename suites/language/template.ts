/**
 * @module Symbolic bytes of a suite: a structure's value and raw edits, turned into hex by the
 * compiler with the layout of the profile under test.
 */
import type { StructureName } from '../../reference/wire/wire.js';
import type { Ref } from '../../harness/program/program.js';

/** A value in the JSON form of the wire tables, in which refs stand for later results. @public */
export type TemplateValue =
  | null
  | boolean
  | number
  | string
  | Ref
  | readonly TemplateValue[]
  | { readonly [key: string]: TemplateValue | undefined };

/** A change of the encoded bytes: malformed input never passes through the encoder. @public */
export type Edit =
  /** Little-endian number at a literal offset, as the clause states it. */
  | { readonly kind: 'put'; readonly at: number; readonly width: number; readonly value: bigint }
  /** Little-endian number over a field that the table names, at the field's own width. */
  | { readonly kind: 'set'; readonly field: string; readonly value: bigint }
  /** Little-endian number at `plus` bytes from the start of a named field or section. */
  | {
      readonly kind: 'setAt';
      readonly field: string;
      readonly plus: number;
      readonly width: number;
      readonly value: bigint;
    }
  /** Adds to the number in a named field. */
  | { readonly kind: 'add'; readonly field: string; readonly value: bigint }
  /** Overwrites bytes at a literal offset. */
  | { readonly kind: 'write'; readonly at: number; readonly hex: string }
  /** Overwrites the bytes of a named field or section from its start (same or smaller size). */
  | { readonly kind: 'overwrite'; readonly field: string; readonly hex: string }
  /** Points a section's offset field at the start of another section or place. */
  | { readonly kind: 'point'; readonly field: string; readonly to: string; readonly plus: number }
  | { readonly kind: 'truncate'; readonly length: number }
  /** Cuts bytes off the end. */
  | { readonly kind: 'cut'; readonly count: number }
  | { readonly kind: 'append'; readonly hex: string }
  /** Zero bytes up to this total length. */
  | { readonly kind: 'pad'; readonly length: number };

/** Bytes given by structure. @public */
export interface BytesTemplate {
  readonly template: StructureName;
  readonly value: TemplateValue;
  /** Order of the sections, and zero bytes before each. */
  readonly order?: readonly string[];
  readonly gapBefore?: Readonly<Record<string, number>>;
  readonly edits: readonly Edit[];
}

/** Builders of edits. @public */
export const edit = {
  put: (at: number, width: number, value: number | bigint): Edit => ({
    kind: 'put',
    at,
    width,
    value: BigInt(value),
  }),
  set: (field: string, value: number | bigint): Edit => ({
    kind: 'set',
    field,
    value: BigInt(value),
  }),
  setAt: (field: string, plus: number, width: number, value: number | bigint): Edit => ({
    kind: 'setAt',
    field,
    plus,
    width,
    value: BigInt(value),
  }),
  add: (field: string, value: number | bigint): Edit => ({
    kind: 'add',
    field,
    value: BigInt(value),
  }),
  write: (at: number, hex: string): Edit => ({ kind: 'write', at, hex }),
  overwrite: (field: string, hex: string): Edit => ({ kind: 'overwrite', field, hex }),
  point: (field: string, to: string, plus = 0): Edit => ({ kind: 'point', field, to, plus }),
  truncate: (length: number): Edit => ({ kind: 'truncate', length }),
  cut: (count: number): Edit => ({ kind: 'cut', count }),
  append: (hex: string): Edit => ({ kind: 'append', hex }),
  pad: (length: number): Edit => ({ kind: 'pad', length }),
} as const;
