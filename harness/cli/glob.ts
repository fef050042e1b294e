/**
 * @module Patterns over ids: `*` stays inside a segment, `**` crosses segments, `?` is one
 * character. No regular expression: those take for ever over a hostile pattern.
 */

/** Whether a text matches. @internal */
export type Matches = (text: string) => boolean;

type Part = 'any' | 'segment' | 'one' | { readonly literal: string };

/** A function that says whether a text matches the whole pattern. @internal */
export function glob(pattern: string): Matches {
  const [start = ''] = pattern.split(/[*?]/, 1);
  if (start === pattern) return (text) => text === pattern;
  const parts = partsOf(pattern);
  return (text) => {
    // Most texts end here.
    if (!text.startsWith(start)) return false;
    let open = skipStars(parts, [0]);
    for (const character of text) {
      open = skipStars(parts, advance(parts, open, character));
      if (open.length === 0) return false;
    }
    return open.includes(parts.length);
  };
}

function partsOf(pattern: string): readonly Part[] {
  const tokens = pattern.match(/\*+|[^*]/gu) ?? [];
  return tokens.map((token): Part => {
    if (token === '*') return 'segment';
    if (token.startsWith('*')) return 'any';
    return token === '?' ? 'one' : { literal: token };
  });
}

/** Where the pattern may stand after one more character, each place once and in order. */
function advance(parts: readonly Part[], open: readonly number[], character: string): number[] {
  const next: number[] = [];
  const add = (place: number): void => {
    if (next.at(-1) !== place) next.push(place);
  };
  for (const place of open) {
    const part = parts[place];
    if (part === undefined) continue;
    if (part === 'any' || (part === 'segment' && character !== '/')) add(place);
    else if (part === 'one' ? character !== '/' : part !== 'segment' && part.literal === character)
      add(place + 1);
  }
  return next;
}

/** A star also stands for nothing. */
function skipStars(parts: readonly Part[], places: readonly number[]): number[] {
  const all = new Set<number>();
  for (const place of places) {
    let at = place;
    all.add(at);
    while (parts[at] === 'any' || parts[at] === 'segment') all.add((at += 1));
  }
  return [...all].sort((a, b) => a - b);
}
