/**
 * @module The last inputs of a worker in a file of fixed size, written before each is carried out,
 * so that they outlive the worker whatever ends it.
 */
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

const SLOTS = 64;
/** The Program of the largest spec, in hex. */
const SLOT_BYTES = 160 * 1024;
const HEADER_BYTES = 12;

/** @internal */
export class LastInputs {
  private readonly descriptor: number;
  private readonly header = Buffer.alloc(HEADER_BYTES);
  private next = 1;

  constructor(path: string) {
    this.descriptor = openSync(path, 'w');
    ftruncateSync(this.descriptor, 0);
  }

  /** Keeps an input under a number that grows; one that is too long is cut. */
  keep(input: Uint8Array): void {
    const size = Math.min(input.length, SLOT_BYTES - HEADER_BYTES);
    this.header.writeBigUInt64LE(BigInt(this.next), 0);
    this.header.writeUInt32LE(size, 8);
    const at = (this.next % SLOTS) * SLOT_BYTES;
    const slot = Buffer.concat([this.header, input.subarray(0, size)]);
    writeSync(this.descriptor, slot, 0, slot.length, at);
    this.next += 1;
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** What a file of last inputs holds, the oldest first; never throws. @internal */
export function readLastInputs(path: string): readonly Buffer[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return [];
  }
  const found: { readonly number: bigint; readonly input: Buffer }[] = [];
  for (let at = 0; at + HEADER_BYTES <= bytes.length; at += SLOT_BYTES) {
    const number = bytes.readBigUInt64LE(at);
    const size = bytes.readUInt32LE(at + 8);
    const start = at + HEADER_BYTES;
    if (number === 0n || size > SLOT_BYTES || start + size > bytes.length) continue;
    found.push({ number, input: bytes.subarray(start, start + size) });
  }
  return found.sort((a, b) => (a.number < b.number ? -1 : 1)).map(({ input }) => input);
}
