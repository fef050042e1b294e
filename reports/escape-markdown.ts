/** @module Markdown (GitHub's) from foreign text: nothing in it is formatting, link or mention. */
import { shorten, visible, visibleLine, type TextLimits } from './visible-text.js';

const LINE: TextLimits = { characters: 400, lines: 1_000 };

/** For running text and table cells, on one line. @internal */
export function escapeMarkdown(text: string, limits: TextLimits = LINE): string {
  return (
    visibleLine(shorten(text, limits))
      .trimStart()
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\\`*_[\]|~$]/g, '\\$&')
      // Mentions, issue references and bare links are found in the text after rendering; a
      // character of no width in between keeps them from being found.
      .replace(/[@#]/g, '$&&#8203;')
      .replace(/:\/\//g, ':&#8203;//')
      .replace(/\bwww\./gi, (match) => `${match.slice(0, -1)}&#8203;.`)
      // What would begin a list, a rule or a heading.
      .replace(/^(\d*)([-+=.)])/, '$1\\$2')
      .replace(/\bmailto:|\bxmpp:/gi, (match) => `${match.slice(0, -1)}&#8203;:`)
  );
}

/** A code span on one line. In tables, GitHub splits cells before it reads code. @internal */
export function codeSpan(text: string, inTable = false, limits: TextLimits = LINE): string {
  const shown = visibleLine(shorten(text, limits));
  if (shown.trim() === '') return '(empty)';
  const fence = fenceFor(shown, 1);
  const padding = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${padding}${inTable ? shown.replaceAll('|', '\\|') : shown}${padding}${fence}`;
}

/** A fenced block. @internal */
export function codeBlock(text: string, language = 'text'): string {
  const shown = visible(shorten(text));
  const fence = fenceFor(shown, 3);
  return `${fence}${language}\n${shown}\n${fence}`;
}

/** A run of backticks longer than any in the text. */
function fenceFor(text: string, atLeast: number): string {
  const runs = text.match(/`+/g) ?? [];
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 0);
  return '`'.repeat(Math.max(longest + 1, atLeast));
}
