/** @module The steps of a case in HTML: a Program with what became of each call. */
import type { Json, Outcome } from '../harness/program/program.js';
import type { StepReport } from '../harness/report.js';
import { html, longText, type Markup } from './markup.js';
import { plural, shorten } from './visible-text.js';

/** Steps shown of one case; those that a failure names are always among them. */
const STEPS_MAX = 40;
const ARGUMENT_LIMITS = { characters: 600, lines: 12 };
/** Hex digits of a long buffer that are shown; the hex view has the rest. */
const HEX_DIGITS_SHOWN = 48;

/** @internal */
export function renderSteps(
  steps: readonly StepReport[],
  failedSteps: ReadonlySet<number>,
): Markup | undefined {
  if (steps.length === 0) return undefined;
  const shown = steps.filter(
    (step, index) => index < STEPS_MAX || (index < 500 && failedSteps.has(step.record.step)),
  );
  const rest = steps.length - shown.length;
  const items = shown.map((step) => renderStep(step, failedSteps.has(step.record.step)));
  return html`<h5>Steps</h5>
    <ol class="steps">
      ${items}
    </ol>
    ${rest > 0 && html`<p class="soft">… and ${plural(rest, 'more call')} in report.json.</p>`}`;
}

function renderStep(step: StepReport, failed: boolean): Markup {
  const { record } = step;
  const number = html`<span class="step-number">${record.step + 1}</span>`;
  const mark = failed && html` <span class="here">✗ failed here</span>`;
  const title = html`<p class="step-title">${number}${step.title}${mark}</p>`;
  const note = step.note !== undefined && html`<p class="soft">${step.note}</p>`;
  if ('skipped' in record) {
    const why =
      record.skipped === 'condition'
        ? html`left out: it runs only after another ending`
        : html`did not run: <code>${record.reference ?? 'a reference'}</code> was never produced`;
    return html`<li class="${failed ? 'failed' : ''}">
      ${title}${note}
      <p class="soft">${why}</p>
    </li>`;
  }
  const parallel = [
    record.branch !== undefined && `branch ${record.branch + 1}`,
    record.iteration !== undefined && `round ${record.iteration + 1}`,
    record.startedAt !== undefined && `events ${record.startedAt}–${record.endedAt ?? '?'}`,
  ].filter((text) => text !== false);
  const where = parallel.length > 0 && html` <span class="soft">${parallel.join(', ')}</span>`;
  return html`<li class="${failed ? 'failed' : ''}">
    ${title}${note}
    <p class="call">
      <span class="soft">${record.actor}</span> <code class="op">${record.op}</code>${where}
    </p>
    ${renderValues(record.args)}
    <p class="outcome">→ ${renderOutcome(record.outcome)}</p>
  </li>`;
}

function renderOutcome(outcome: Outcome): Markup {
  switch (outcome.kind) {
    case 'returned':
      return html`<b class="returned">returned</b> ${renderValues(outcome.value)}`;
    case 'refused':
      return html`<b class="refused">refused</b> <code>${outcome.errno}</code> (${outcome.number})${
          outcome.out && html` reporting ${renderValues(outcome.out)}`
        }`;
    case 'crashed':
      return html`<b class="crashed">crashed</b> ${
          outcome.signal !== undefined && html`<code>${outcome.signal}</code> `
        }<span class="foreign">${outcome.detail}</span>`;
    case 'timedOut':
      return html`<b class="crashed">no answer</b> within ${outcome.afterMs} ms`;
  }
}

function renderValues(values: Readonly<Record<string, Json>>): Markup | undefined {
  const entries = Object.entries(values);
  if (entries.length === 0) return undefined;
  const shown = entries
    .slice(0, 24)
    .map(
      ([name, value]) =>
        html`<span class="value"
          ><span class="soft">${shorten(name, { characters: 80, lines: 1 })}</span>&nbsp;<code
            >${formatValue(value)}</code
          ></span
        > `,
    );
  const rest = entries.length - shown.length;
  return html`<span class="values">${shown}${rest > 0 && `… and ${rest} more`}</span>`;
}

function formatValue(value: Json): Markup {
  if (typeof value === 'string' && value.length > HEX_DIGITS_SHOWN && /^[0-9a-f]+$/.test(value)) {
    const size = plural(value.length / 2, 'byte');
    return html`${value.slice(0, HEX_DIGITS_SHOWN)}… <span class="soft">${size}</span>`;
  }
  return longText(JSON.stringify(value), ARGUMENT_LIMITS);
}
