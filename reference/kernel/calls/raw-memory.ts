/** @module The caller's memory behind a raw ioctl: one area with addresses in it. */
import { bytesArgument, entriesArgument, numberArgument } from '../arguments.js';
import type { JsonObject } from '../model.js';

/** Where the area lies; no caller learns of it. */
const BASE = 0x7f00_0000_0000n;
const PAGE = 0x1000n;

/** The area of a call, with the address of its argument struct. @internal */
export class RawMemory {
  readonly bytes: Uint8Array;
  /** Address of the struct; 0 or outside of the area for a bad pointer. */
  readonly argument: bigint;
  readonly writable: boolean;

  constructor(args: JsonObject) {
    const given =
      args['argument'] === undefined ? new Uint8Array() : bytesArgument(args, 'argument');
    this.bytes = Uint8Array.from(given);
    const pointer = args['pointer'] ?? 'buffer';
    const start = BigInt(numberArgument(args, 'start', 0));
    const end = BASE + BigInt(given.length);
    const places: Readonly<Record<string, bigint>> = {
      null: 0n,
      unmapped: BASE - PAGE,
      // One byte of it is still inside.
      straddling: end - 1n,
    };
    this.argument = places[String(pointer)] ?? BASE + start;
    this.writable = pointer !== 'readOnly';
    const addresses = args['addresses'] === undefined ? [] : entriesArgument(args, 'addresses');
    const view = new DataView(this.bytes.buffer);
    for (const entry of addresses) {
      const at = numberArgument(entry, 'at');
      if (at + 8 > this.bytes.length) continue;
      view.setBigUint64(at, BASE + BigInt(numberArgument(entry, 'of')), true);
    }
  }

  /** The bytes at an address; undefined where reading faults. */
  read(address: bigint, length: number): Uint8Array | undefined {
    const at = this.place(address, length);
    return at === undefined ? undefined : this.bytes.slice(at, at + length);
  }

  /** As many bytes as there are, up to `length`. */
  readable(address: bigint, length: number): Uint8Array {
    const left = BASE + BigInt(this.bytes.length) - address;
    if (address < BASE || left <= 0n) return new Uint8Array();
    return this.read(address, left < BigInt(length) ? Number(left) : length) ?? new Uint8Array();
  }

  /** Whether there is memory to write to. */
  takes(address: bigint, length: number): boolean {
    return this.writable && this.place(address, length) !== undefined;
  }

  write(address: bigint, bytes: Uint8Array): void {
    const at = this.place(address, bytes.length);
    if (at !== undefined && this.writable) this.bytes.set(bytes, at);
  }

  private place(address: bigint, length: number): number | undefined {
    const at = address - BASE;
    if (at < 0n || at + BigInt(length) > BigInt(this.bytes.length)) return undefined;
    return Number(at);
  }
}
