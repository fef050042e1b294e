/** @module Reads the JSON arguments of an Op into numbers and bytes. */
import { fromHex } from '../wire/hex.js';
import { BadCall, type JsonObject } from './model.js';

/** A 32-bit or smaller number; `fallback` where the argument may be missing. @internal */
export function numberArgument(args: JsonObject, name: string, fallback?: number): number {
  const value = args[name] ?? fallback;
  if (typeof value !== 'number') throw new BadCall(`argument ${name}: expected a number`);
  return value;
}

/** A 64-bit number, `"0x…"`. @internal */
export function bigintArgument(args: JsonObject, name: string): bigint {
  const value = args[name];
  if (typeof value !== 'string' || !value.startsWith('0x')) {
    throw new BadCall(`argument ${name}: expected a "0x…" string`);
  }
  return BigInt(value);
}

/** Bytes, a hex string. @internal */
export function bytesArgument(args: JsonObject, name: string): Uint8Array {
  const value = args[name];
  if (typeof value !== 'string') throw new BadCall(`argument ${name}: expected a hex string`);
  return fromHex(value);
}

/** A list of objects. @internal */
export function entriesArgument(args: JsonObject, name: string): readonly JsonObject[] {
  const value = args[name];
  if (!Array.isArray(value)) throw new BadCall(`argument ${name}: expected a list`);
  return value as readonly JsonObject[];
}

/** The JSON form of a 64-bit number. @internal */
export function formatBigint(value: bigint): string {
  return `0x${value.toString(16)}`;
}
