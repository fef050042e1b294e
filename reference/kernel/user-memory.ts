/** @module Buffers that a caller names by pointer and length. */
import { bigintArgument, bytesArgument } from './arguments.js';
import type { JsonObject } from './model.js';

/** What the kernel finds behind a pointer. @internal */
export interface UserBuffer {
  readonly bytes: Uint8Array;
  /** False: copying it would fault. */
  readonly readable: boolean;
}

/** The buffer of an argument, with its optional `length` and `pointer`. @internal */
export function readUserBuffer(args: JsonObject, name: string): UserBuffer {
  const bytes = bytesArgument(args, name);
  const pointer = args['pointer'] ?? 'buffer';
  const length =
    args['length'] === undefined ? BigInt(bytes.length) : bigintArgument(args, 'length');
  if (pointer !== 'buffer' && length > 0n) return { bytes: new Uint8Array(), readable: false };
  if (length > BigInt(bytes.length)) return { bytes, readable: false };
  return { bytes: bytes.subarray(0, Number(length)), readable: true };
}
