/**
 * @module The report as one HTML file that opens from disk: no request leaves it, its only script
 * and style are named by their digests, and it can be read without the script.
 */
import { createHash } from 'node:crypto';
import type { CaseReport, Report } from '../harness/report.js';
import { renderBriefCase, renderCase, type CaseContext } from './html-case.js';
import { renderClauses } from './html-clauses.js';
import { HTML_SCRIPT } from './html-script.js';
import { HTML_STYLE } from './html-style.js';
import { renderAreas, renderRun, renderTiles } from './html-summary.js';
import { renderUnjudged, renderVerdict } from './html-summary.js';
import { html, trusted, type Markup } from './markup.js';
import { candidateName, conclude } from './summary.js';
import { BY_URGENCY, isRed } from './verdict-words.js';
import { plural } from './visible-text.js';

/** HTML of sections of single cases; cases beyond it get one line each. */
const DETAIL_CHARACTERS_MAX = 4_000_000;
/** Cases with a line of their own beyond that. */
const BRIEF_CASES_MAX = 2_000;

/** @public */
export function renderHtml(report: Report): string {
  const { sentence } = conclude(report);
  const notable = report.results.filter((r) => isRed(r.verdict) || r.verdict === 'warn');
  notable.sort((a, b) => BY_URGENCY.indexOf(a.verdict) - BY_URGENCY.indexOf(b.verdict));
  const { section, linked } = renderNotable(report, notable);
  const attention = `${notable.length} to look at`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        ${policy()}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${sentence}</title>
        ${trusted(`<style>${HTML_STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <header>
          <p class="brand">
            KACS conformance <span class="foreign">${candidateName(report)}</span>
          </p>
          <nav aria-label="Sections">
            <a href="#areas">Areas</a> <a href="#run">Run</a>
            ${notable.length > 0 && html`<a href="#attention">${attention}</a>`}
            <a href="#clauses">Clauses</a>
          </nav>
        </header>
        <main id="main">
          ${renderVerdict(report)}
          <div class="overview">
            <div>${renderTiles(report)} ${renderAreas(report)}</div>
            ${renderRun(report)}
          </div>
          ${section} ${renderClauses(report, linked)} ${renderUnjudged(report)}
        </main>
        <footer>
          <p>
            A pass says that the cases of this suite found no departure. It does not say that there
            is none, nor who ran them.
          </p>
        </footer>
        ${trusted(`<script>${HTML_SCRIPT}</script>`)}
      </body>
    </html>`;
  return `${page.text}\n`;
}

interface Notable {
  readonly section: Markup | undefined;
  /** Ids of the cases that can be linked to. */
  readonly linked: ReadonlySet<string>;
}

function renderNotable(report: Report, notable: readonly CaseReport[]): Notable {
  const linked = new Set<string>();
  if (notable.length === 0) return { section: undefined, linked };
  const context: CaseContext = { report, clauses: new Map(report.clauses.map((c) => [c.id, c])) };
  const groups = new Map<string, Markup[]>();
  const brief: Markup[] = [];
  let room = DETAIL_CHARACTERS_MAX;
  for (const result of notable) {
    if (linked.has(result.id)) continue;
    if (room > 0) {
      const part = renderCase(context, result, linked.size === 0);
      room -= part.text.length;
      const area = result.id.split('/', 1)[0] ?? '';
      groups.set(area, [...(groups.get(area) ?? []), part]);
    } else if (brief.length < BRIEF_CASES_MAX) brief.push(renderBriefCase(result));
    else break;
    linked.add(result.id);
  }
  const areas = [...groups].map(
    ([area, parts]) =>
      html`<h3>${area} <span class="soft">${parts.length}</span></h3>
        ${parts}`,
  );
  const rest = notable.length - linked.size;
  const section = html`<section id="attention" aria-labelledby="attention-title">
    <h2 id="attention-title">What needs attention</h2>
    <p class="soft tools">
      ${plural(notable.length, 'case')}, by area, the gravest first.
      <button type="button" data-unfold hidden>Unfold all</button>
      <span class="keys" hidden><kbd>n</kbd> next, <kbd>p</kbd> previous</span>
    </p>
    ${areas}
    ${
      brief.length > 0 &&
      html`<h3>In short <span class="soft">${brief.length}</span></h3>
        <ul class="plain">
          ${brief}
        </ul>`
    }
    ${rest > 0 && html`<p class="soft">… and ${plural(rest, 'more case')}; see report.json.</p>`}
  </section>`;
  return { section, linked };
}

/** Nothing may be loaded, and nothing may run but what this module wrote. */
function policy(): Markup {
  const rules = [
    "default-src 'none'",
    `style-src '${digest(HTML_STYLE)}'`,
    `script-src '${digest(HTML_SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ];
  return trusted(`<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}">`);
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
