/**
 * @module Foreign text made safe to print: bounded, on one line, without control characters. All
 * that a candidate sends passes through here before a person sees it.
 */

/* Control characters, line separators, lone surrogates and bidirectional overrides. */
const unsafe =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/** Text on one line of at most about `limit` characters. @internal */
export function oneLine(text: string, limit = 300): string {
  const cut = text.length > limit ? text.slice(0, limit) : text;
  const safe = cut.trim().replace(unsafe, escapeCharacter);
  return cut === text ? safe : `${safe}… (${text.length} characters)`;
}

/** A value as a person would recognise it, bounded. @internal */
export function excerpt(value: unknown, limit = 80): string {
  if (typeof value === 'string') {
    const cut = value.slice(0, limit);
    const more = value.length > limit ? `… (${value.length} characters)` : '';
    return `"${cut.replace(unsafe, escapeCharacter)}"${more}`;
  }
  if (value === undefined) return 'nothing';
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an empty object';
  return `an object with ${oneLine(keys.slice(0, 5).join(', '), limit)}`;
}

/** The last lines of a text, joined on one line; empty if there are none. @internal */
export function lastLines(text: string, count = 3, limit = 300): string {
  const lines = text.trimEnd().split('\n').slice(-count);
  const joined = lines.map((line) => line.trim()).join(' | ');
  const tail = joined.length > limit ? `…${joined.slice(-limit)}` : joined;
  return oneLine(tail, limit + 1);
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
