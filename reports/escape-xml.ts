/** @module XML from text: escaped, and without the characters that XML 1.0 cannot hold. */
import { visible } from './visible-text.js';

/**
 * For text between tags. Characters that XML 1.0 forbids, and those that a reader could not see,
 * appear as `⟨U+001B⟩`. @internal
 */
export function escapeXml(text: string): string {
  return visible(text).replace(
    /[&<>"']|[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
    escapeCharacter,
  );
}

/** For quoted attributes, where a parser would turn a line break into a space. @internal */
export function escapeXmlAttribute(text: string): string {
  return escapeXml(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '&':
      return '&amp;';
    case '<':
      return '&lt;';
    case '>':
      return '&gt;';
    case '"':
      return '&quot;';
    case "'":
      return '&apos;';
    default:
      return '\ufffd';
  }
}
