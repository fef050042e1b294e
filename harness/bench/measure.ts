/** @module Timing for the bench: medians of several rounds, as ratios within one run. */

/** The median of some numbers. @internal */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Nanoseconds per call, the best of several rounds: noise only ever adds. @internal */
export function nanosecondsPerCall(work: () => unknown, rounds = 15, calls = 4000): number {
  for (let i = 0; i < calls * 3; i += 1) work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; i += 1) work();
    times.push(Number(process.hrtime.bigint() - start) / calls);
  }
  return Math.min(...times);
}

/** A promise, and whether it is kept. @internal */
export interface Line {
  readonly what: string;
  readonly figure: string;
  readonly goal: string;
  readonly met: boolean;
}
