/** @module Writes many small lines as few large chunks: one write per turn of the event loop. */
import type { Writable } from 'node:stream';

/** @internal */
export class BatchWriter {
  #stream: Writable;
  #batch = '';
  #scheduled = false;
  #flush = (): void => {
    this.flush();
  };

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Adds text that the next turn of the event loop writes. */
  write(text: string): void {
    this.#batch += text;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#flush);
  }

  /** Hands the batch to the stream now. */
  flush(): void {
    this.#scheduled = false;
    const batch = this.#batch;
    if (batch === '') return;
    this.#batch = '';
    if (!this.#stream.destroyed && this.#stream.writable) this.#stream.write(batch);
  }

  /** What the other side has not taken yet, roughly in bytes. */
  get unsent(): number {
    return this.#batch.length + this.#stream.writableLength;
  }
}
