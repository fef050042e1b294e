/**
 * @module What the tables say about the bytes of an input: where its numbers, sections and
 * structures are, so that a mutation can go where it hurts. Made once per input of the corpus.
 */
import { decodeWithMarks } from '../../../reference/wire/decode.js';
import { isField, type Field, type Layout, type Row } from '../../../reference/wire/layout.js';
import { isNumber, widthOf } from '../../../reference/wire/scalar.js';
import { nearMisses, type Candidate } from '../../../reference/wire/mutants.js';
import type { Wire } from '../../../reference/wire/wire.js';
import type { WireInput } from './wire-input.js';

/** A number in the bytes. @internal */
export interface Cell {
  readonly at: number;
  readonly width: number;
  /** A count, length or offset: a parser goes by it. */
  readonly derived: boolean;
}

/** A section behind an offset of the header. @internal */
export interface Section {
  readonly offsetAt: number;
  /** Where its length or count stands, if it has one. */
  readonly sizeAt: number | undefined;
  readonly start: number;
  readonly end: number;
}

/** @internal */
export interface Anatomy {
  /** No rule is broken, so that the value can be edited and encoded again. */
  readonly valid: boolean;
  readonly value: unknown;
  readonly cells: readonly Cell[];
  readonly derivedCells: readonly Cell[];
  readonly sections: readonly Section[];
  /** Starts and ends of structures and parts: where to cut and to insert. */
  readonly seams: readonly number[];
  /** Near misses along the tables; endless, from the start again. */
  nextMiss(): Candidate | undefined;
}

/** In longer inputs, most of it is the same again. */
const CELLS_MAX = 600;
const SEAMS_MAX = 300;

/** Takes an input apart. @internal */
export function anatomyOf(wire: Wire, { structure, bytes }: WireInput): Anatomy {
  const decoded = decodeWithMarks(wire, structure, bytes);
  const { value, issues, marks } = decoded;
  const pointers = pointersOf(wire.structures[structure]);
  const found = new Map<Row, Section>();
  const cells: Cell[] = [];
  const seams = new Set<number>();
  for (const { row, start, end } of marks) {
    if (seams.size < SEAMS_MAX) {
      if (start <= bytes.length) seams.add(start);
      if (end <= bytes.length) seams.add(end);
    }
    if (row === undefined) continue;
    const pointer = pointers.get(row);
    if (pointer !== undefined && !found.has(row)) found.set(row, { ...pointer, start, end });
    if (end > bytes.length || cells.length >= CELLS_MAX) continue;
    if (isField(row)) {
      if (isNumber(row.type) || widthOf(row.type) === 8) cells.push(cellOf(row, start));
    } else if (row.role === 'derived') {
      for (let at = start; at + 4 <= end && cells.length < CELLS_MAX; at += 4) {
        cells.push({ at, width: 4, derived: true });
      }
    }
  }
  const valid = issues.length === 0;
  const sections: Section[] = [];
  for (const [row, pointer] of pointers) {
    if (pointer.offsetAt + 4 > bytes.length) continue;
    sections.push(found.get(row) ?? { ...pointer, start: 0, end: 0 });
  }
  return {
    valid,
    value,
    cells,
    derivedCells: cells.filter(({ derived }) => derived),
    sections,
    seams: [...seams],
    nextMiss: valid ? endless(() => nearMisses(wire, structure, bytes, decoded)) : () => undefined,
  };
}

function cellOf(row: Field, at: number): Cell {
  return { at, width: widthOf(row.type), derived: row.role === 'derived' };
}

/** Where the header says where a part is. */
type Pointer = Pick<Section, 'offsetAt' | 'sizeAt'>;

const pointersKnown = new WeakMap<Layout, ReadonlyMap<Row, Pointer>>();

/** The parts behind offsets of the header. */
function pointersOf(layout: Layout): ReadonlyMap<Row, Pointer> {
  let pointers = pointersKnown.get(layout);
  if (pointers === undefined) {
    pointers = new Map(layout.rows.flatMap((row) => pointerOf(layout, row)));
    pointersKnown.set(layout, pointers);
  }
  return pointers;
}

function pointerOf({ rows }: Layout, row: Row): readonly (readonly [Row, Pointer])[] {
  if (isField(row) || row.at.kind !== 'pointer') return [];
  const offsetOf = (name: string | undefined): number | undefined =>
    rows.find((one): one is Field => isField(one) && one.name === name)?.offset;
  const offsetAt = offsetOf(row.at.offset);
  if (offsetAt === undefined) return [];
  return [[row, { offsetAt, sizeAt: offsetOf(row.at.length ?? row.at.count) }]];
}

function endless(start: () => Iterable<Candidate>): () => Candidate | undefined {
  let iterator: Iterator<Candidate> | undefined;
  return () => {
    iterator ??= start()[Symbol.iterator]();
    const next = iterator.next();
    if (next.done !== true) return next.value;
    iterator = undefined;
    return undefined;
  };
}
