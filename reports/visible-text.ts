/** @module Foreign text made harmless to look at: nothing invisible, nothing endless. */

/** How much of a text is shown. @internal */
export interface TextLimits {
  readonly characters: number;
  readonly lines: number;
}

/** @internal */
export const DEFAULT_LIMITS: TextLimits = { characters: 2_000, lines: 40 };

/**
 * Everything that shows nothing or steers what is shown: controls except tab and line feed, format
 * characters (bidirectional controls, zero-width characters, tags), separators other than space,
 * variation selectors, blank fillers, private use, surrogates without a partner, noncharacters.
 */
const UNSEEN = new RegExp(
  '(?![\\t\\n])[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Noncharacter_Code_Point}' +
    '\\u115f\\u1160\\u3164\\uffa0\\u034f\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]',
  'gu',
);

/** Writes invisible and steering characters as `⟨U+202E⟩`. @internal */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** {@link visible}, with line breaks and tabs shown as well, for one line. @internal */
export function visibleLine(text: string): string {
  return visible(text).replaceAll('\n', '↵').replaceAll('\t', '⇥');
}

/** The beginning of a long text, with a note of how much was left out. @internal */
export function shorten(text: string, limits: TextLimits = DEFAULT_LIMITS): string {
  let end = Math.min(text.length, limits.characters);
  let line = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) {
    line += 1;
    if (line === limits.lines) end = at;
  }
  if (end === text.length) return text;
  if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end -= 1;
  return `${text.slice(0, end)}… [${plural(text.length - end, 'more character')}]`;
}

/** `12345` as `12,345`, the same in every locale. @internal */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 case`, `2 cases`. @internal */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}
