/** @module One case that did not pass, as a section that unfolds. */
import type { CaseReport, ClauseReport, Failure, Report } from '../harness/report.js';
import { renderHex } from './html-hex.js';
import { renderSteps } from './html-steps.js';
import { anchor, html, longText, type Markup } from './markup.js';
import { caseCommand } from './replay-command.js';
import { shadeOf, VERDICT_LABELS, VERDICT_MARKS, type ClauseVerdict } from './verdict-words.js';
import { plural } from './visible-text.js';

const FAILURES_MAX = 20;

/** @internal */
export interface CaseContext {
  readonly report: Report;
  readonly clauses: ReadonlyMap<string, ClauseReport>;
}

/** A verdict with its colour and its mark. @internal */
export function pill(verdict: ClauseVerdict): Markup {
  return html`<span class="pill ${shadeOf(verdict)}"
    ><span aria-hidden="true">${VERDICT_MARKS[verdict]}</span>
    <span class="word">${VERDICT_LABELS[verdict]}</span></span
  >`;
}

/** @internal */
export function renderCase(context: CaseContext, result: CaseReport, open: boolean): Markup {
  const failures = result.failures ?? [];
  const failedSteps = new Set(failures.map((failure) => failure.step));
  const shown = failures.slice(0, FAILURES_MAX);
  const rest = failures.length - shown.length;
  const ids = Object.keys(result.clauses).slice(0, 6);
  return html`<details
    class="case ${shadeOf(result.verdict)}"
    id="${anchor('case', result.id)}"
    ${open && html` open`}
  >
    <summary>
      ${pill(result.verdict)}
      <h4>${result.title}</h4>
      <span class="case-id">${result.id}</span><span class="case-clauses">${ids.join(' ')}</span>
    </summary>
    <div class="case-body">
      ${shown.map((failure) => renderFailure(context, failure))}
      ${rest > 0 && html`<p class="soft">… and ${plural(rest, 'more failure')} of this case.</p>`}
      ${renderSteps(result.steps ?? [], failedSteps)} ${renderRemarks(result)}
      ${renderCommand('Repeat this case', caseCommand(context.report, result.id))}
    </div>
  </details>`;
}

/** A case for which there is no more room. @internal */
export function renderBriefCase(result: CaseReport): Markup {
  const message = result.failures?.[0]?.message ?? '';
  return html`<li id="${anchor('case', result.id)}">
    ${pill(result.verdict)} <code>${result.id}</code>
    <span class="foreign">${longText(message, { characters: 200, lines: 1 })}</span>
  </li>`;
}

/** A command line with a button to copy it, which the script brings to life. @internal */
export function renderCommand(title: string, command: string): Markup {
  const text = longText(command, { characters: 8_000, lines: 1 });
  return html`<div class="command">
    <span class="soft">${title}</span>
    <pre><code>${text}</code></pre>
    <button type="button" data-copy hidden>Copy</button>
  </div>`;
}

function renderFailure(context: CaseContext, failure: Failure): Markup {
  const limits = { characters: 2_000, lines: 20 };
  return html`<section class="failure">
    <p class="message foreign">${failure.message}</p>
    ${renderClause(context, failure)}
    <div class="versus">
      <div>
        <h5>Expected</h5>
        <pre class="foreign">${longText(failure.expected, limits)}</pre>
      </div>
      <div class="actual">
        <h5>Actual</h5>
        <pre class="foreign">${longText(failure.actual, limits)}</pre>
      </div>
    </div>
    ${(failure.hex ?? []).slice(0, 6).map(renderHex)}
  </section>`;
}

function renderClause(context: CaseContext, failure: Failure): Markup {
  const where = failure.step < 0 ? 'after the last step' : `in step ${failure.step + 1}`;
  if (failure.symptom === 'harness') {
    return html`<p class="cites">A fault of the harness, not of the candidate.</p>`;
  }
  if (failure.clause === undefined) {
    return html`<p class="cites">
      <b>Control</b> of the case, not a clause: <span class="soft">${where}</span>
    </p>`;
  }
  const clause = context.clauses.get(failure.clause);
  return html`<p class="cites">
    <a href="#${anchor('clause', failure.clause)}">${failure.clause}</a>${
      clause && html` <span class="level">${clause.level}</span> ${clause.summary}`
    } <span class="soft">${where}</span>
  </p>`;
}

function renderRemarks(result: CaseReport): Markup | undefined {
  const rows: Markup[] = [];
  if (result.recorded?.length) {
    const items = result.recorded.slice(0, 50).map((text) => html`<li>${text}</li>`);
    rows.push(
      html`<dt>Recorded</dt>
        <dd class="foreign">
          <ul>
            ${items}
          </ul>
        </dd>`,
    );
  }
  if (result.reruns?.length) {
    const runs = result.reruns.slice(0, 20).map((verdict) => html`${pill(verdict)} `);
    rows.push(
      html`<dt>Run again</dt>
        <dd>${runs}</dd>`,
    );
  }
  if (result.missing?.length) {
    rows.push(
      html`<dt>Not claimed</dt>
        <dd>${result.missing.join(', ')}</dd>`,
    );
  }
  return rows.length === 0 ? undefined : html`<dl class="remarks">${rows}</dl>`;
}
