/**
 * @module Inputs as the corpus in memory keeps them: large ones compressed, as a corpus grows for
 * as long as its campaign runs, and each input is looked at only now and then.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Program } from '../../program/program.js';
import type { Target } from '../target.js';

/** A compressed Program. @internal */
export class Packed {
  readonly bytes: Uint8Array;

  constructor(program: Program) {
    // A copy: what zlib gives may be the beginning of a larger piece of memory.
    this.bytes = Uint8Array.from(deflateRawSync(JSON.stringify(program)));
  }

  unpack(): Program {
    return JSON.parse(inflateRawSync(this.bytes).toString()) as Program;
  }
}

/** @internal */
export function packed<Input>(target: Target<Input>, input: Input): Input | Packed {
  return target.bulky === true ? new Packed(target.toProgram(input)) : input;
}

/** @internal */
export function unpacked<Input>(
  target: Target<Input>,
  kept: Input | Packed | undefined,
): Input | undefined {
  return kept instanceof Packed ? target.fromProgram(kept.unpack()) : kept;
}
