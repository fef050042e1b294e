/** @module A small seeded generator of random numbers, for noise that can be repeated. */

/** Whole numbers from 0 up to `below`, the same sequence for the same seed. @internal */
export function seededRandom(seed: number): (below: number) => number {
  // Mulberry32.
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
