/** @module The top of the HTML report: the verdict, the picture by area, and what was run. */
import type { Report, Verdict } from '../harness/report.js';
import { renderCommand } from './html-case.js';
import { anchor, html, longText, type Content, type Markup } from './markup.js';
import { runCommand } from './replay-command.js';
import { conclude, executedCases, tallyAreas, tallyShades, totalCases } from './summary.js';
import { SHADE_LABELS, SHADES, VERDICT_LABELS, VERDICT_MEANINGS } from './verdict-words.js';
import { isRed, shadeOf, type Shade } from './verdict-words.js';
import { groupDigits, plural } from './visible-text.js';

const TONES = {
  good: ['✓', 'conforms'],
  bad: ['✗', 'does not conform'],
  unsure: ['?', 'not shown to conform'],
} as const;

/** @internal */
export function renderVerdict(report: Report): Markup {
  const { tone, sentence, details } = conclude(report);
  const [mark, word] = TONES[tone];
  return html`<div class="verdict ${tone}">
      <span class="seal" role="img" aria-label="${word}">${mark}</span>
      <div>
        <h1>${sentence}</h1>
        <p>${details.join(' ')}</p>
      </div>
    </div>
    ${renderContradictions(report)}`;
}

function renderContradictions(report: Report): Markup | undefined {
  if (report.contradictions.length === 0) return undefined;
  const items = report.contradictions.slice(0, 20).map((text) => html`<li>${text}</li>`);
  return html`<div class="contradictions" role="note">
    <p><b>The probes contradict the declared profile; this run cannot be certified.</b></p>
    <ul class="foreign">
      ${items}
    </ul>
  </div>`;
}

/** Numbers of cases; each verdict is there, the empty ones quietly. @internal */
export function renderTiles(report: Report): Markup {
  const order: Verdict[] = ['pass', 'info', 'warn', 'fail', 'unstable'];
  const others: Verdict[] = ['notApplicable', 'couldNotRun', 'harnessError'];
  const tile = (verdict: Verdict) => {
    const count = report.cases[verdict];
    return html`<li
      class="tile ${shadeOf(verdict)}${count === 0 ? ' none' : ''}"
      title="${VERDICT_MEANINGS[verdict]}"
    >
      <b>${groupDigits(count)}</b> <span>${VERDICT_LABELS[verdict]}</span>
    </li>`;
  };
  const executed = executedCases(report);
  const rest = totalCases(report) - executed;
  return html`<div class="tiles">
    <div>
      <h2>${plural(executed, 'case')} executed</h2>
      <ul>
        ${order.map(tile)}
      </ul>
    </div>
    <div>
      <h2>${groupDigits(rest)} not executed</h2>
      <ul>
        ${others.map(tile)}
      </ul>
    </div>
  </div>`;
}

/** @internal */
export function renderAreas(report: Report): Markup {
  const all = tallyShades(report.clauses);
  const rows = tallyAreas(report.clauses).map(
    (tally) =>
      html`<li>
        <a href="#${anchor('area', tally.area)}">${tally.area}</a>
        ${bar(tally.shades, tally.area)}<span class="score"
          >${tally.red > 0 && html`<b class="red">${tally.red} red</b> `}${groupDigits(
            tally.shades.pass + tally.shades.info,
          )}<span class="soft">/${groupDigits(tally.total)}</span></span
        >
      </li>`,
  );
  const legend = SHADES.filter((shade) => all[shade] > 0).map(
    (shade) =>
      html`<li><span class="key ${shade}"></span>${SHADE_LABELS[shade]} <b>${all[shade]}</b></li>`,
  );
  return html`<section id="areas" aria-labelledby="areas-title">
    <h2 id="areas-title">Conformance by area</h2>
    <p class="soft">
      ${plural(report.clauses.length, 'clause')}, each by its worst verdict. Numbers: passed or
      recorded, of all.
    </p>
    ${bar(all, 'all clauses')}
    <ul class="shades">
      ${legend}
    </ul>
    <ul class="areas">
      ${rows}
    </ul>
  </section>`;
}

/** A bar whose segments are never too thin to be seen; what is red stands taller than the rest. */
function bar(shades: Readonly<Record<Shade, number>>, name: string): Markup {
  const present = SHADES.filter((shade) => shades[shade] > 0);
  const total = present.reduce((sum, shade) => sum + shades[shade], 0);
  const widths = present.map((shade) => Math.max(shades[shade] / total, 0.012));
  const scale = 1000 / widths.reduce((sum, width) => sum + width, 0);
  const words = present.map((shade) => `${shades[shade]} ${SHADE_LABELS[shade]}`).join(', ');
  let x = 0;
  const parts = present.map((shade, index) => {
    const width = (widths[index] ?? 0) * scale;
    const tall = shade === 'fail' || shade === 'trouble';
    const at = x;
    x += width;
    return html`<rect
      class="${shade}"
      x="${at.toFixed(1)}"
      y="${tall ? 0 : 3}"
      width="${width.toFixed(1)}"
      height="${tall ? 16 : 10}"
    />`;
  });
  return html`<svg
    class="bar"
    viewBox="0 0 1000 16"
    preserveAspectRatio="none"
    role="img"
    aria-label="${name}: ${words}"
  >
    <title>${words}</title>
    ${parts}
  </svg>`;
}

/** @internal */
export function renderRun(report: Report): Markup {
  const { candidate, detected, digests, shard, timing } = report;
  const version = html`<span class="foreign">${candidate.name} ${candidate.version}</span>`;
  const vendor = candidate.vendor !== undefined && html`, ${candidate.vendor}`;
  const found = `layout ${detected.layout}, ABI ${detected.abi}, semantics ${detected.semantics}`;
  const whole = shard.of > 1 ? `shard ${shard.index} of ${shard.of}` : undefined;
  const rows = [
    fact('Candidate', html`${version}${vendor}`),
    fact('Candidate digest', candidate.digest && digest(candidate.digest)),
    fact('Profile', html`${report.profile} <span class="soft">(${declared(report)})</span>`),
    fact('Detected', found),
    fact('Scope', report.scope),
    fact('Capabilities', candidate.capabilities.join(', ') || 'none claimed'),
    fact('Set up by the adapter', listOf(candidate.setup) ?? 'nothing'),
    fact('Notes of the adapter', listOf(candidate.notes)),
    fact('Not observed', listOf(report.unobserved)),
    fact('Selection', listOf(report.selection) ?? 'everything'),
    fact('Shard', whole),
    fact('Seed', report.seed),
    fact('Suite', digest(digests.suite)),
    fact('Catalogue', digest(digests.catalogue)),
    fact('Rulings', digest(digests.rulings)),
    fact('Written by', `${report.tool.name} ${report.tool.version}`),
    fact('Started', html`${timing.startedAt}, took ${timing.seconds.toFixed(1)} s`),
  ];
  return html`<section id="run" aria-labelledby="run-title">
    <h2 id="run-title">The run</h2>
    <dl class="facts">${rows}</dl>
    ${renderCommand('Repeat this run', runCommand(report))} ${renderDiagnostics(report)}
  </section>`;
}

function declared(report: Report): string {
  if (report.declaredProfile === 'auto') return 'found by probing';
  return report.declaredProfile === report.profile
    ? 'as declared'
    : `declared: ${report.declaredProfile}`;
}

function renderDiagnostics(report: Report): Markup | undefined {
  if (report.diagnostics === undefined) return undefined;
  const text = longText(report.diagnostics, { characters: 20_000, lines: 400 });
  return html`<details>
    <summary>Last diagnostics of the candidate</summary>
    <pre class="foreign">${text}</pre>
  </details>`;
}

function fact(name: string, value: Content): Markup | undefined {
  if (value === undefined || value === '') return undefined;
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function listOf(texts: readonly string[]): Markup | undefined {
  if (texts.length === 0) return undefined;
  const items = texts.slice(0, 50).map((text) => html`<li>${text}</li>`);
  return html`<ul class="foreign">
    ${items}
  </ul>`;
}

function digest(text: string): Markup {
  return html`<code class="digest">${text}</code>`;
}

/** Cases that were not judged: by missing capability, and what was only recorded. @internal */
export function renderUnjudged(report: Report): Markup | undefined {
  const missing = new Map<string, number>();
  for (const result of report.results) {
    if (result.verdict !== 'notApplicable') continue;
    const names = (result.missing ?? []).join(', ') || 'not named';
    missing.set(names, (missing.get(names) ?? 0) + 1);
  }
  const recorded = report.results.filter((r) => !isRed(r.verdict) && r.recorded?.length);
  if (missing.size === 0 && recorded.length === 0) return undefined;
  const groups = [...missing]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 100)
    .map(
      ([names, count]) =>
        html`<li>${plural(count, 'case needs', 'cases need')} <code>${names}</code></li>`,
    );
  const notes = recorded
    .slice(0, 500)
    .map((r) => html`<li><code>${r.id}</code> ${(r.recorded ?? []).slice(0, 5).join('; ')}</li>`);
  const rest = recorded.length - notes.length;
  return html`<section id="unjudged" aria-labelledby="unjudged-title">
    <h2 id="unjudged-title">Not judged</h2>
    ${
      groups.length > 0 &&
      html`<h3>Not applicable</h3>
        <p class="soft">The candidate does not claim what these cases need.</p>
        <ul class="plain foreign">
          ${groups}
        </ul>`
    }
    ${
      notes.length > 0 &&
      html`<details>
        <summary>
          <h3>
            Recorded, where the documents leave the choice: ${plural(recorded.length, 'case')}
          </h3>
        </summary>
        <ul class="plain foreign">
          ${notes}
        </ul>
        ${rest > 0 && html`<p class="soft">… and ${plural(rest, 'more case')}.</p>`}
      </details>`
    }
  </section>`;
}
