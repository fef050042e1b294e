/** @module Generic rights, and what they stand for on each kind of object (PSD-004 v0.20 §13.6). */
import { RIGHT } from '../../abi/numbers.js';

/** What the four generic rights stand for on a kind of object. @internal */
export interface GenericMapping {
  readonly read: number;
  readonly write: number;
  readonly execute: number;
  readonly all: number;
}

/** Tokens (PSD-004 v0.20 §4.8). @internal */
export const TOKEN_MAPPING: GenericMapping = {
  read: 0x00020008,
  write: 0x000400e0,
  execute: 0x00000004,
  all: 0x000f01ff,
};

/** Processes (PSD-004 v0.20 §5.3). @internal */
export const PROCESS_MAPPING: GenericMapping = {
  read: 0x00020410,
  write: 0x00040220,
  execute: 0x00001801,
  all: 0x000e1e73,
};

/** Files, of which the model has the sessions listing (PSD-004 v0.20 §13.6). @internal */
export const FILE_MAPPING: GenericMapping = {
  read: 0x00120089,
  write: 0x00120116,
  execute: 0x001200a0,
  all: 0x001f01ff,
};

/** Replaces the generic bits of a mask. @internal */
export function mapGeneric(mask: number, mapping: GenericMapping): number {
  let mapped = mask & 0x0fffffff;
  if (mask & RIGHT.GENERIC_READ) mapped |= mapping.read;
  if (mask & RIGHT.GENERIC_WRITE) mapped |= mapping.write;
  if (mask & RIGHT.GENERIC_EXECUTE) mapped |= mapping.execute;
  if (mask & RIGHT.GENERIC_ALL) mapped |= mapping.all;
  return mapped >>> 0;
}
