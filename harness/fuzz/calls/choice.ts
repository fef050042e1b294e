/** @module Choosing: the few ways in which generators use random numbers. */
import type { Random } from '../target.js';

/** One of a list that is not empty. @internal */
export function pick<T>(random: Random, list: readonly T[]): T {
  const item = list[random(list.length)];
  if (item === undefined) throw new RangeError('nothing to choose from');
  return item;
}

/** True in about `percent` of 100 cases. @internal */
export function chance(random: Random, percent: number): boolean {
  return random(100) < percent;
}

/** `count` different items, or as many as there are. @internal */
export function sample<T>(random: Random, list: readonly T[], count: number): readonly T[] {
  const rest = [...list];
  const taken: T[] = [];
  while (taken.length < count && rest.length > 0) {
    taken.push(...rest.splice(random(rest.length), 1));
  }
  return taken;
}

/** One of a list of (weight, item). @internal */
export function weighted<T>(random: Random, list: readonly (readonly [number, T])[]): T {
  let left = random(list.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, item] of list) {
    left -= weight;
    if (left < 0) return item;
  }
  throw new RangeError('nothing to choose from');
}

/** A number near an edge: of a byte, of 16, 31, 32 bits. @internal */
export function edge(random: Random): number {
  const edges = [0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000];
  return pick(random, [...edges, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]);
}
