/** @module Bytes in, lines out, with a bound on what one line may hold. */
import { isUtf8 } from 'node:buffer';

/** No side accepts a longer line, whatever the other one claims. @internal */
export const LINE_BYTES_CEILING = 16 * 1024 * 1024;
/** What pipes deliver in one piece; a bound below it could not be kept. @internal */
export const LINE_BYTES_FLOOR = 64 * 1024;

/** A bound between the floor and the ceiling. @internal */
export function boundLineBytes(asked: number): number {
  return Math.min(Math.max(asked, LINE_BYTES_FLOOR), LINE_BYTES_CEILING);
}

/** Splits a byte stream at newlines. After a problem it swallows what follows. @internal */
export class LineSplitter {
  /** What was wrong with the stream, once something was. */
  problem: string | undefined;
  #limit: number;
  #parts: Buffer[] = [];
  #held = 0;

  constructor(limit: number) {
    this.#limit = boundLineBytes(limit);
  }

  /** Changes the bound, from the next chunk on. */
  setLimit(limit: number): void {
    this.#limit = boundLineBytes(limit);
  }

  /** Bytes held of a line that has not ended. */
  get heldBytes(): number {
    return this.#held;
  }

  /** The lines that this chunk completes, in order and without their newlines. */
  push(chunk: Buffer): readonly string[] {
    if (this.problem !== undefined) return [];
    const end = chunk.lastIndexOf(10);
    const first = end < 0 ? chunk.length : chunk.indexOf(10);
    if (this.#held + first > this.#limit) return this.#refuse(`a line above ${this.#limit} bytes`);
    if (end < 0) {
      this.#hold(chunk);
      return [];
    }
    let complete = chunk.subarray(0, end);
    if (this.#held > 0) {
      complete = Buffer.concat([...this.#parts, complete]);
      this.#parts = [];
      this.#held = 0;
    }
    if (end + 1 < chunk.length) this.#hold(chunk.subarray(end + 1));
    if (!isUtf8(complete)) return this.#refuse('bytes that are not UTF-8');
    return complete.toString('utf8').split('\n');
  }

  #hold(part: Buffer): void {
    this.#parts.push(part);
    this.#held += part.length;
  }

  #refuse(problem: string): readonly string[] {
    this.problem = problem;
    this.#parts = [];
    this.#held = 0;
    return [];
  }
}
