/**
 * @module Splits a command line into words as a POSIX shell does (quotes, backslashes, blanks), and
 * nothing else: no variables, no patterns, no shell.
 */
import { excerpt } from '../../protocol/excerpt.js';
import { UsageError } from '../../usage-error.js';

/** The words of a command line; an unclosed quote or a dangling backslash is refused. @internal */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let at = 0;
  while (at < text.length) {
    const character = text[at] as string;
    if (character === ' ' || character === '\t' || character === '\n') {
      if (word !== undefined) words.push(word);
      word = undefined;
      at += 1;
    } else if (character === "'" || character === '"') {
      const part = quoted(text, at);
      word = (word ?? '') + part.text;
      at = part.end;
    } else if (character === '\\') {
      const next = text[at + 1];
      if (next === undefined) throw new UsageError(`${excerpt(text)} ends in a backslash`);
      if (next !== '\n') word = (word ?? '') + next;
      at += 2;
    } else {
      word = (word ?? '') + character;
      at += 1;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** The text between the quote at `start` and its partner. */
function quoted(text: string, start: number): { text: string; end: number } {
  const quote = text[start] as string;
  let inside = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === quote) return { text: inside, end: at + 1 };
    const next = text[at + 1];
    if (quote === '"' && character === '\\' && next !== undefined && '$`"\\\n'.includes(next)) {
      if (next !== '\n') inside += next;
      at += 1;
    } else inside += character;
  }
  const name = quote === '"' ? 'double' : 'single';
  throw new UsageError(`${excerpt(text)} has a ${name} quote that is never closed`);
}
