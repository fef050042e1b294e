/** @module Foreign JSON made harmless to show: every text visible and bounded, lists finite. */
import type { Json, JsonObject } from '../../harness/program/program.js';
import { shorten, visible, type TextLimits } from '../visible-text.js';

const TEXT_LIMITS: TextLimits = { characters: 2_000, lines: 40 };
/** A token spec of the greatest size. */
const HEX_DIGITS_MAX = 140_000;
const ENTRIES_MAX = 2_000;
const KEY_LIMITS: TextLimits = { characters: 120, lines: 1 };
const DEPTH_MAX = 24;

/** A text as the page may show it. Bytes in hex stay whole: they are read as bytes. @internal */
export function boundedText(text: string, limits: TextLimits = TEXT_LIMITS): string {
  if (text.length > limits.characters && text.length <= HEX_DIGITS_MAX && isHex(text)) return text;
  return visible(shorten(text, limits));
}

const END = { characters: 16_000, lines: 200 } as const;

/** The last lines of what a candidate said: what went wrong stands there. @internal */
export function boundedEnd(text: string): string {
  const lines = text.slice(-END.characters).trimEnd().split('\n').slice(-END.lines).join('\n');
  return `${lines.length < text.trimEnd().length ? '… ' : ''}${visible(lines)}`;
}

/** A copy of some JSON in which every text is bounded. @internal */
export function boundedJson(value: unknown, limits?: TextLimits, depth = 0): Json {
  if (typeof value === 'string') return boundedText(value, limits);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (value === undefined || depth > DEPTH_MAX) return null;
  if (Array.isArray(value)) {
    return value.slice(0, ENTRIES_MAX).map((inner) => boundedJson(inner, limits, depth + 1));
  }
  return boundedObject(value, limits, depth);
}

/** {@link boundedJson} of an object; members that are undefined are left out. @internal */
export function boundedObject(value: object, limits?: TextLimits, depth = 0): JsonObject {
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .slice(0, ENTRIES_MAX);
  return Object.fromEntries(
    entries.map(([key, inner]) => [
      boundedText(key, KEY_LIMITS),
      boundedJson(inner, limits, depth + 1),
    ]),
  );
}

function isHex(text: string): boolean {
  return /^[0-9a-f]+$/.test(text);
}
