/**
 * @module Loaded in front of jsfuzz (`node --require`): the same random numbers for the same
 * KACS_FUZZ_SEED.
 */
// Mulberry32.
let state = Number(process.env['KACS_FUZZ_SEED'] ?? '0') >>> 0;
Math.random = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};
