/**
 * @module What the tables say about the bytes of an input: where its numbers, sections and
 * structures are, so that a mutation can go where it hurts. Made once per input of the corpus.
 */
import { decodeWithMarks } from '../../../reference/wire/decode.js';
import { isField, type Field } from '../../../reference/wire/layout.js';
import { isNumber, widthOf } from '../../../reference/wire/scalar.js';
import { mutants, type Mutant, type Wire } from '../../../reference/wire/wire.js';
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
  /** Near misses, each breaking a rule of the tables; endless, from the start again. */
  nextMutant(): Mutant | undefined;
}

/** In longer inputs, most of it is the same again. */
const CELLS_MAX = 600;
const SEAMS_MAX = 300;

/** Takes an input apart. @internal */
export function anatomyOf(wire: Wire, { structure, bytes }: WireInput): Anatomy {
  const { value, issues, marks } = decodeWithMarks(wire, structure, bytes);
  const cells: Cell[] = [];
  const seams = new Set<number>();
  for (const { row, start, end } of marks) {
    if (seams.size < SEAMS_MAX) seams.add(start).add(end);
    if (row === undefined || end > bytes.length || cells.length >= CELLS_MAX) continue;
    if (isField(row)) {
      if (isNumber(row.type) || widthOf(row.type) === 8) cells.push(cellOf(row, start));
    } else if (row.role === 'derived') {
      for (let at = start; at + 4 <= end && cells.length < CELLS_MAX; at += 4) {
        cells.push({ at, width: 4, derived: true });
      }
    }
  }
  const valid = issues.length === 0;
  return {
    valid,
    value,
    cells,
    derivedCells: cells.filter(({ derived }) => derived),
    sections: sectionsOf(wire, structure, bytes, marks),
    seams: [...seams].filter((at) => at <= bytes.length),
    nextMutant: valid ? endless(() => mutants(wire, structure, bytes)) : () => undefined,
  };
}

function cellOf(row: Field, at: number): Cell {
  return { at, width: widthOf(row.type), derived: row.role === 'derived' };
}

type Marks = ReturnType<typeof decodeWithMarks>['marks'];

function sectionsOf(
  wire: Wire,
  structure: WireInput['structure'],
  bytes: Uint8Array,
  marks: Marks,
): readonly Section[] {
  const { rows } = wire.structures[structure];
  const offsetOf = (name: string | undefined): number | undefined => {
    const row = rows.find((one): one is Field => isField(one) && one.name === name);
    return row?.offset;
  };
  return rows.flatMap((row): Section[] => {
    if (isField(row) || row.at.kind !== 'pointer') return [];
    const offsetAt = offsetOf(row.at.offset);
    if (offsetAt === undefined || offsetAt + 4 > bytes.length) return [];
    const mark = marks.find((one) => one.row === row && one.structure === structure);
    const sizeAt = offsetOf(row.at.length ?? row.at.count);
    return [{ offsetAt, sizeAt, start: mark?.start ?? 0, end: mark?.end ?? 0 }];
  });
}

function endless(start: () => Iterable<Mutant>): () => Mutant | undefined {
  let iterator: Iterator<Mutant> | undefined;
  return () => {
    iterator ??= start()[Symbol.iterator]();
    const next = iterator.next();
    if (next.done !== true) return next.value;
    iterator = undefined;
    return undefined;
  };
}
