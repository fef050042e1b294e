/**
 * @module Encoding: a value to bytes. Counts, lengths and offsets are computed, never supplied;
 * malformed input is made from bytes (`mutants`), not here.
 */

import type { StructureName, Wire } from './bind.js';
import { encoderOf } from './compile-encoder.js';
import type { Place } from './decode.js';
import { Writer } from './writer.js';

/** Bytes, and where each path of the value went. @public */
export interface Encoded {
  readonly bytes: Uint8Array;
  /** `userSid`, `groups[2].sid`, `groupsOffset`, …; worked out when first asked for. */
  readonly places: ReadonlyMap<string, Place>;
}

/** How the sections of the outermost structure are laid out. @public */
export interface EncodeOptions {
  /** Sections in this order, the others behind them in table order. */
  readonly order?: readonly string[];
  /** Zero bytes before a section. */
  readonly gapBefore?: Readonly<Record<string, number>>;
}

const NO_OPTIONS: EncodeOptions = {};

/** Encodes a value; one that the structure cannot hold throws a RangeError. @public */
export function encode(
  wire: Wire,
  structure: StructureName,
  value: unknown,
  options: EncodeOptions = NO_OPTIONS,
): Encoded {
  const run = (places?: Map<string, Place>): Uint8Array =>
    write(wire, structure, value, options, places);
  return new Result(run(), run);
}

class Result implements Encoded {
  readonly bytes: Uint8Array;
  readonly #run: (places: Map<string, Place>) => void;
  #places: Map<string, Place> | undefined = undefined;

  constructor(bytes: Uint8Array, run: (places: Map<string, Place>) => void) {
    this.bytes = bytes;
    this.#run = run;
  }

  get places(): ReadonlyMap<string, Place> {
    if (this.#places === undefined) {
      this.#places = new Map();
      this.#run(this.#places);
    }
    return this.#places;
  }
}

let spare: Writer | undefined;

function write(
  wire: Wire,
  structure: StructureName,
  value: unknown,
  options: EncodeOptions,
  places: Map<string, Place> | undefined,
): Uint8Array {
  const writer = spare ?? new Writer();
  spare = undefined;
  try {
    writer.begin(options, places);
    encoderOf(wire, structure)(writer, value);
    return writer.finish();
  } finally {
    spare = writer;
  }
}
