/**
 * @module Canonical JSON (RFC 8785): one text for one value, so that a digest or signature of it
 * means the value. Keys are in the order of their UTF-16 code units; nothing stands between tokens.
 */

/** The canonical text. Throws on text that is not Unicode: it has no UTF-8. @internal */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`${value} has no JSON`);
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new Error(`${typeof value} has no JSON`);
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${text(key)}:${canonicalJson(inner)}`);
  return `{${entries.join(',')}}`;
}

/** The same, or undefined where there is none. @internal */
export function canonicalOrNone(value: unknown): string | undefined {
  try {
    return canonicalJson(value);
  } catch {
    return undefined;
  }
}

function text(value: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new Error('a lone surrogate has no UTF-8');
  return JSON.stringify(value);
}
