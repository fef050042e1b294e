/** @module The verdict of a report as a badge in SVG: `KACS psd-0.20 | conforms`. */
import type { Report } from '../harness/report.js';
import { escapeXml, escapeXmlAttribute } from './escape-xml.js';
import { shorten, visibleLine } from './visible-text.js';
import { waivedCases } from './waiver-words.js';

const HEIGHT = 20;
const PADDING = 7;
/** Widths of Verdana at 11 pixels, in tenths: narrow, ordinary and wide letters. */
const WIDTHS = { narrow: 40, ordinary: 68, wide: 100 };
const COLOURS = { good: '#2a7d2f', partial: '#8a6100', bad: '#b3261e' } as const;
const LETTERS_MAX = 40;

/** @public */
export function renderBadge(report: Report): string {
  const label = oneLine(`KACS ${report.profile}`);
  const { words, colour } = verdictOf(report);
  const [left, right] = [widthOf(label), widthOf(words)];
  const width = left + right;
  const title = `${label}: ${words}`;
  const part = (text: string, x: number, length: number): string =>
    `<text x="${x}" y="14" textLength="${length}" lengthAdjust="spacingAndGlyphs">` +
    `${escapeXml(text)}</text>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" role="img" ` +
      `aria-label="${escapeXmlAttribute(title)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${HEIGHT}" rx="3" fill="#555555"/>`,
    `<rect x="${left}" width="${right}" height="${HEIGHT}" rx="3" fill="${colour}"/>`,
    `<rect x="${left}" width="4" height="${HEIGHT}" fill="${colour}"/>`,
    '<g fill="#ffffff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    part(label, PADDING, left - 2 * PADDING),
    part(words, left + PADDING, right - 2 * PADDING),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function verdictOf(report: Report): { readonly words: string; readonly colour: string } {
  const { cases, clauseCounts, interrupted, unclaimed = [] } = report;
  if (interrupted) return { words: 'cut short', colour: COLOURS.partial };
  if (report.contradictions.length > 0) {
    return { words: 'another profile', colour: COLOURS.partial };
  }
  const known = waivedCases(report);
  if (!report.conforms) {
    if (report.conformsWithWaivers === true) {
      return { words: `conforms but for ${known} waived`, colour: COLOURS.partial };
    }
    const words = cases.fail > 0 ? `${cases.fail} failing` : 'not shown to conform';
    return { words, colour: COLOURS.bad };
  }
  if (report.complete) return { words: 'conforms', colour: COLOURS.good };
  const share = `${clauseCounts.executed} of ${clauseCounts.testable} clauses`;
  const words = unclaimed.length > 0 ? `conforms in part: ${share}` : `incomplete: ${share}`;
  return { words, colour: COLOURS.partial };
}

function oneLine(text: string): string {
  return visibleLine(shorten(text, { characters: LETTERS_MAX, lines: 1 }));
}

/** Readers without that font stretch the text to this. */
function widthOf(text: string): number {
  const tenths = [...text].reduce((sum, letter) => {
    if (/[ijlft.,:;'|!()[\] ]/.test(letter)) return sum + WIDTHS.narrow;
    return sum + (/[mwMW@%…]|[^\x20-\x7e]/.test(letter) ? WIDTHS.wide : WIDTHS.ordinary);
  }, 0);
  return Math.ceil(tenths / 10) + 2 * PADDING;
}
