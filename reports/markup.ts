/** @module HTML from templates: whatever is put into one is escaped, unless it is HTML already. */
import { DEFAULT_LIMITS, shorten, visible, type TextLimits } from './visible-text.js';

/** HTML that is safe to place between tags. Only this module makes one. @internal */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes. Nothing is written for `undefined` and `false`. @internal */
export type Content = Markup | string | number | undefined | false | readonly Content[];

/**
 * Template tag. Texts are shortened, made visible and escaped for text and for quoted attributes;
 * attributes in templates are always in double quotes. @internal
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const fixed = withoutIndentation(parts);
  let text = fixed[0] ?? '';
  values.forEach((value, index) => {
    text += render(value) + (fixed[index + 1] ?? '');
  });
  return new Markup(text);
}

const unindented = new WeakMap<TemplateStringsArray, readonly string[]>();

/** Indentation of the source means nothing in HTML and would be a tenth of the file. */
function withoutIndentation(parts: TemplateStringsArray): readonly string[] {
  const known = unindented.get(parts);
  if (known) return known;
  const fixed = parts.map((part) => part.replace(/\n\s+/g, '\n'));
  unindented.set(parts, fixed);
  return fixed;
}

/** A text with limits of its own. @internal */
export function longText(text: string, limits: TextLimits): Markup {
  return new Markup(escapeHtml(visible(shorten(text, limits))));
}

/** HTML written by us, such as the style sheet; never for anything out of a report. @internal */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** The fragment that a clause, a case or an area is found at. @internal */
export function anchor(kind: 'clause' | 'case' | 'area', id: string): string {
  const bounded = shorten(id, { characters: 400, lines: 1 });
  const plain = bounded.replace(
    /[^A-Za-z0-9./-]/g,
    (character) => `_${character.charCodeAt(0).toString(16)}_`,
  );
  return `${kind}-${plain}`;
}

function render(value: Content): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escapeHtml(visible(shorten(value, DEFAULT_LIMITS)));
  if (typeof value === 'number') return String(value);
  return value.map(render).join('');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
