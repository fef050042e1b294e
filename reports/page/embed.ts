/** @module The page as one file: template and data, escaped, under a policy that names digests. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { conclude, executedCases } from '../summary.js';
import type { Report } from '../../harness/report.js';
import { boundedText } from './bounded.js';
import type { PageData } from './page-data.js';

/** Where the template takes the policy, the title, the data, and a text for want of a script. */
const PLACES = ['policy', 'title', 'fallback', 'data'] as const;
type Place = (typeof PLACES)[number];

/** What the page says in its title and where no script runs. @internal */
export interface PageWords {
  readonly title: string;
  readonly lines: readonly string[];
}

/** @internal */
export function reportWords(report: Report): PageWords {
  const { sentence, details } = conclude(report);
  return { title: sentence, lines: [...details, `${executedCases(report)} cases executed.`] };
}

/** What is left where the page was not built: the verdict, and where the rest is. @internal */
export function embedPlainly(words: PageWords): string {
  const { title, body } = plainHtml(words);
  return (
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8" /><title>${title}</title></head>` +
    `<body>${body}<p>The page of this report was not built (npm run build); report.md and ` +
    'report.json beside it have everything.</p></body></html>\n'
  );
}

function plainHtml(words: PageWords): { readonly title: string; readonly body: string } {
  const title = escapeHtml(boundedText(words.title, { characters: 300, lines: 1 }));
  const lines = words.lines.map((line) => `<p>${escapeHtml(boundedText(line))}</p>`);
  return { title, body: `<h1>${title}</h1>${lines.join('')}` };
}

/** Fills the template of the page; throws if it is not the one that was built. @internal */
export function embed(template: string, data: PageData, words: PageWords): string {
  const { title, body } = plainHtml(words);
  const texts: Readonly<Record<Place, string>> = {
    policy: policyOf(template),
    title,
    fallback: body,
    data: embeddedData(data),
  };
  let page = template;
  for (const place of PLACES) {
    const [before, after, ...more] = page.split(`<!--kacs:${place}-->`);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`the template of the page has not exactly one place for its ${place}`);
    }
    page = before + texts[place] + after;
  }
  return page;
}

/**
 * The data, compressed and in base64: a tenth of the size, and no HTML parser reads it as anything
 * else, whatever a candidate wrote into it. @internal
 */
export function embeddedData(data: PageData): string {
  return gzipSync(JSON.stringify(data), { level: 9 }).toString('base64');
}

/** Nothing may be loaded, and nothing may run but the script and style of the template. */
function policyOf(template: string): string {
  const digests = (pattern: RegExp): string =>
    [...template.matchAll(pattern)]
      .map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
      .join(' ');
  const scripts = digests(/<script type="module"[^>]*>([\s\S]*?)<\/script>/g);
  const styles = digests(/<style[^>]*>([\s\S]*?)<\/style>/g);
  const rules = [
    "default-src 'none'",
    `style-src ${styles}`,
    `script-src ${scripts}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}" />`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
