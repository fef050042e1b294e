/** @module The last bytes of a child's standard error, however much it writes. */

/** @internal */
export class StderrRing {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #size = 0;

  constructor(limit = 64 * 1024) {
    this.#limit = limit;
  }

  /** Adds a chunk and lets go of what is older than the limit. */
  push(chunk: Buffer): void {
    // A copy: a slice would keep the whole pool alive.
    const part = chunk.length > this.#limit ? chunk.subarray(-this.#limit) : chunk;
    this.#parts.push(Buffer.from(part));
    this.#size += part.length;
    while (this.#parts.length > 1 && this.#size - (this.#parts[0]?.length ?? 0) >= this.#limit) {
      this.#size -= this.#parts.shift()?.length ?? 0;
    }
    if (this.#parts.length <= 256) return;
    const whole = Buffer.from(Buffer.concat(this.#parts).subarray(-this.#limit));
    this.#parts = [whole];
    this.#size = whole.length;
  }

  /** What is held, at most the limit and one chunk more. */
  get heldBytes(): number {
    return this.#parts.reduce((sum, part) => sum + part.length, 0);
  }

  /** At most the last `limit` bytes. */
  text(): string {
    return Buffer.concat(this.#parts).subarray(-this.#limit).toString('utf8');
  }
}
