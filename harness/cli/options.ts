/** @module What options of several commands share. */
import { InvalidArgumentError } from 'commander';

/** Exit codes (contracts, "Exit codes and streams"). @internal */
export const EXIT = { ok: 0, findings: 1, usage: 2, fault: 3 } as const;

/** The profile of all commands that are not told another. @internal */
export const DEFAULT_PROFILE = 'learn-0.20';

/** An option that may be given several times. @internal */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** A whole number of an option. @internal */
export function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) {
    throw new InvalidArgumentError('expected a whole number from 0 to 999999999');
  }
  return Number(value);
}

/** The same, from 1. @internal */
export function countingNumber(value: string): number {
  if (!/^0*[1-9]\d{0,5}$/.test(value)) {
    throw new InvalidArgumentError('expected a whole number from 1 to 999999');
  }
  return Number(value);
}

/** A part of a run, `INDEX/OF`. @internal */
export function shardOption(value: string): { readonly index: number; readonly of: number } {
  const [, index, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(value) ?? [];
  if (index === undefined || of === undefined || Number(index) > Number(of)) {
    throw new InvalidArgumentError('expected a part and how many there are, as in 1/4');
  }
  return { index: Number(index), of: Number(of) };
}
