/** @module The clause table, grouped by area, with the filters that the script brings to life. */
import type { CaseReport, ClauseReport, Report } from '../harness/report.js';
import { pill } from './html-case.js';
import { anchor, html, type Markup } from './markup.js';
import { tallyAreas, type AreaTally } from './summary.js';
import { BY_URGENCY, isRed, VERDICT_LABELS, VERDICT_MEANINGS } from './verdict-words.js';
import { groupDigits, plural } from './visible-text.js';

/** Cases linked from one clause. */
const LINKS_MAX = 5;

/** @internal */
export function renderClauses(report: Report, linked: ReadonlySet<string>): Markup {
  const areas = tallyAreas(report.clauses);
  const notable = notableCases(report.results, linked);
  return html`<section id="clauses" aria-labelledby="clauses-title">
    <h2 id="clauses-title">Clauses</h2>
    ${renderFilters(report, areas)}
    <table class="clauses">
      <thead>
        <tr>
          <th scope="col">Clause</th>
          <th scope="col">Level</th>
          <th scope="col">Requirement</th>
          <th scope="col">Verdict</th>
          <th scope="col" class="num">Cases</th>
        </tr>
      </thead>
      ${areas.map((tally) => renderArea(tally, notable))}
    </table>
    <p id="nothing" class="soft" hidden>
      No clause matches. <button type="button" data-reset>Show all</button>
    </p>
    ${renderLegend(report)}
  </section>`;
}

function renderFilters(report: Report, areas: readonly AreaTally[]): Markup {
  const present = BY_URGENCY.filter((verdict) => report.clauses.some((c) => c.verdict === verdict));
  const red = report.clauses.filter((clause) => isRed(clause.verdict)).length;
  const verdicts = present.map(
    (verdict) => html`<option value="${verdict}">${VERDICT_LABELS[verdict]}</option>`,
  );
  const names = areas.map(({ area }) => html`<option value="${area}">${area}</option>`);
  return html`<form id="filters" hidden role="search" aria-label="Filter the clauses">
    <label class="grow"
      ><span>Text <kbd>/</kbd></span
      ><input
        type="search"
        id="filter-text"
        placeholder="id or words"
        autocomplete="off"
        spellcheck="false"
    /></label>
    <label
      ><span>Verdict</span
      ><select id="filter-verdict">
        <option value="">any</option>
        ${verdicts}
      </select></label
    >
    <label
      ><span>Area</span
      ><select id="filter-area">
        <option value="">all</option>
        ${names}
      </select></label
    >
    <button type="button" id="filter-failing" aria-pressed="false">
      Only failing <b>${red}</b> <kbd>f</kbd>
    </button>
    <output id="filter-count" for="filter-text filter-verdict filter-area"
      >${plural(report.clauses.length, 'clause')}</output
    >
  </form>`;
}

function renderArea(tally: AreaTally, notable: ReadonlyMap<string, readonly CaseReport[]>): Markup {
  const rows = tally.clauses.map((clause) => renderClause(clause, notable.get(clause.id) ?? []));
  const red = tally.red > 0 && html` <span class="red">${plural(tally.red, 'red', 'red')}</span>`;
  return html`<tbody data-area="${tally.area}">
    <tr class="area" id="${anchor('area', tally.area)}">
      <th scope="rowgroup" colspan="5">
        ${tally.area} <span class="soft">${groupDigits(tally.total)}</span>${red}
      </th>
    </tr>
    ${rows}
  </tbody> `;
}

function renderClause(clause: ClauseReport, cases: readonly CaseReport[]): Markup {
  const id = anchor('clause', clause.id);
  const red = isRed(clause.verdict) ? '1' : '0';
  const reason =
    clause.excluded !== undefined && html`<span class="reason">Excluded: ${clause.excluded}</span>`;
  return html`<tr id="${id}" data-v="${clause.verdict}" data-red="${red}">
    <th scope="row"><a href="#${id}">${clause.id}</a></th>
    <td class="level">${clause.level}</td>
    <td>${clause.summary}${reason}${renderLinks(cases)}</td>
    <td>${pill(clause.verdict)}</td>
    <td class="num">${groupDigits(clause.cases)}</td>
  </tr> `;
}

function renderLinks(cases: readonly CaseReport[]): Markup | undefined {
  if (cases.length === 0) return undefined;
  const links = cases.slice(0, LINKS_MAX).map(
    (result) =>
      html`<li>
        <a href="#${anchor('case', result.id)}">${result.title}</a>
        <span class="soft">${VERDICT_LABELS[result.verdict]}</span>
      </li>`,
  );
  const rest = cases.length - LINKS_MAX;
  return html`<ul class="links">
    ${links}${rest > 0 && html`<li class="soft">… and ${rest} more</li>`}
  </ul>`;
}

/** Per clause the cases that have a section of their own. */
function notableCases(
  results: readonly CaseReport[],
  linked: ReadonlySet<string>,
): ReadonlyMap<string, readonly CaseReport[]> {
  const byClause = new Map<string, CaseReport[]>();
  for (const result of results) {
    if (!linked.has(result.id)) continue;
    for (const [clause, verdict] of Object.entries(result.clauses)) {
      if (verdict === 'pass' || verdict === 'info') continue;
      const known = byClause.get(clause);
      if (known) known.push(result);
      else byClause.set(clause, [result]);
    }
  }
  return byClause;
}

function renderLegend(report: Report): Markup {
  const present = BY_URGENCY.filter((verdict) => report.clauses.some((c) => c.verdict === verdict));
  const rows = present.map(
    (verdict) =>
      html`<dt>${pill(verdict)}</dt>
        <dd>${VERDICT_MEANINGS[verdict]}</dd>`,
  );
  return html`<details class="legend">
    <summary>What the verdicts mean</summary>
    <dl>${rows}</dl>
  </details>`;
}
