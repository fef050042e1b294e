/** @module A run in parts: which cases a part has, and where their results belong in the whole. */

/** Part `index` of `of`, from 1. @public */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** All in one part. @internal */
export const WHOLE: Shard = { index: 1, of: 1 };

/** Every n-th case, so that the parts take about as long as each other. @internal */
export function casesOfShard<Case>(cases: readonly Case[], { index, of }: Shard): readonly Case[] {
  return cases.filter((_, place) => place % of === index - 1);
}

/** The parts put together again, each in its order; `parts` in the order of their index. @internal */
export function interleave<Result>(parts: readonly (readonly Result[])[]): readonly Result[] {
  const longest = Math.max(0, ...parts.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) =>
    parts.flatMap((part) => part.slice(place, place + 1)),
  ).flat();
}
