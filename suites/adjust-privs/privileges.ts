/** @module The privileges of the catalogue, and tokens that hold them. */
import { aSession, aToken } from '../language/steps.js';
import type { SuiteStep } from '../language/suite.js';

/** Bit numbers of the catalogue: 2 to 35, 62 and 63. @internal */
export const PRIVILEGES: readonly number[] = [
  ...Array.from({ length: 34 }, (_, n) => n + 2),
  62,
  63,
];

/** All of them as a mask. @internal */
export const EVERY_PRIVILEGE = 0xc000000ffffffffcn;

/** Attribute values of an entry. @internal */
export const DISABLE = 0;
/** @internal */
export const ENABLE = 2;
/** @internal */
export const REMOVE = 4;
/** @internal */
export const RESET = 0x80000000;

/** The mask of some privileges. @internal */
export function maskOf(...bits: readonly number[]): bigint {
  return bits.reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n);
}

/** A 64-bit number as results show it. @internal */
export function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

/** A session `s` and a token `t` with these privileges. @internal */
export function tokenWith(present: bigint, enabled: bigint): readonly SuiteStep[] {
  return [
    aSession(),
    aToken('t', {
      privilegesPresent: hex(present),
      privilegesEnabled: hex(enabled),
      privilegesEnabledByDefault: hex(enabled),
    }),
  ];
}
