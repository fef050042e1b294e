/** @module Paths of values as text: `groups[2].sid`, `userClaims[0].name`. */

/** A step into a value: the name of a row or the number of an element. @internal */
export type Segment = string | number;

/** The path of the first `depth` segments and one more; empty ones do not count. @internal */
export function pathText(segments: readonly Segment[], depth: number, last: Segment = ''): string {
  let text = '';
  for (let index = 0; index < depth; index += 1) text = joined(text, segments[index] as Segment);
  return joined(text, last);
}

function joined(before: string, segment: Segment): string {
  if (typeof segment === 'number') return `${before}[${segment}]`;
  if (segment === '') return before;
  return before === '' ? segment : `${before}.${segment}`;
}
