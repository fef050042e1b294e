/** @module A growing byte buffer that knows the path it is at, and remembers places if asked to. */

import type { Place } from './decode.js';
import type { EncodeOptions } from './encode.js';
import { pathText, type Segment } from './path-text.js';

const BYTES = 1024;
const BYTES_KEPT = 1024 * 1024;

/** The state of one encoding; reused, as most encodings are short. @internal */
export class Writer {
  bytes: Uint8Array = new Uint8Array(BYTES);
  view: DataView = new DataView(this.bytes.buffer);
  at = 0;
  options: EncodeOptions = {};
  /** Where each path was written. Recorded only if asked for. */
  places: Map<string, Place> | undefined = undefined;
  readonly path: Segment[] = [];
  depth = 0;
  /** Where rows without a fixed offset await their values, a frame per open structure. */
  readonly held: number[] = [];
  top = 0;

  begin(options: EncodeOptions, places: Map<string, Place> | undefined): void {
    // Room that is reserved counts on being zero.
    if (this.bytes.length > BYTES_KEPT) this.#resize(BYTES);
    else this.bytes.fill(0, 0, this.at);
    this.at = 0;
    this.options = options;
    this.places = places;
    this.depth = 0;
    this.top = 0;
  }

  /** Room for `size` zero bytes at the end; its start. */
  reserve(size: number): number {
    const start = this.at;
    this.at += size;
    if (this.at > this.bytes.length) {
      const { bytes } = this;
      this.#resize(Math.max(this.at, bytes.length * 2));
      this.bytes.set(bytes);
    }
    return start;
  }

  append(bytes: Uint8Array): void {
    // Reserved first: that may replace the buffer.
    const at = this.reserve(bytes.length);
    this.bytes.set(bytes, at);
  }

  enter(segment: Segment): void {
    this.path[this.depth] = segment;
    this.depth += 1;
  }

  leave(): void {
    this.depth -= 1;
  }

  /** Records where the current path, with one more segment, was written. */
  place(last: Segment, start: number, end: number): void {
    this.places?.set(pathText(this.path, this.depth, last), { start, end });
  }

  /** The same path was not written after all. */
  forget(last: Segment): void {
    this.places?.delete(pathText(this.path, this.depth, last));
  }

  /** Throws a RangeError that names the path. */
  refuse(last: Segment, text: string): never {
    const path = pathText(this.path, this.depth, last);
    throw new RangeError(path === '' ? text : `${path}: ${text}`);
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.at);
  }

  #resize(size: number): void {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }
}
