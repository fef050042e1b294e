/** @module The first view: the verdict, the picture by area, what needs attention, the run. */
import type { VNode } from 'preact';
import { conclude, executedCases, tallyAreas, tallyShades } from '../../summary.js';
import type { Report } from '../../../harness/report.js';
import { groupDigits, plural } from '../../visible-text.js';
import { Title } from '../app.js';
import { Mosaic, MosaicLegend } from '../components/mosaic.js';
import { Pill } from '../components/pill.js';
import { RunFacts } from '../components/run-facts.js';
import { CaseTally } from '../components/case-tally.js';
import type { Model, ReportModel } from '../model.js';
import { linkTo } from '../router.js';

const ATTENTION_MAX = 12;

/** @internal */
export function SummaryView(props: {
  readonly model: Model;
  readonly current: ReportModel;
}): VNode {
  const { current, model } = props;
  const { report } = current;
  const areas = tallyAreas(report.clauses);
  return (
    <div class="summary">
      <Verdict report={report} />
      <section class="picture" aria-labelledby="picture-title">
        <div class="section-head">
          <h2 id="picture-title">Conformance by area</h2>
          <p class="soft">{plural(report.clauses.length, 'clause')}, a tile each.</p>
        </div>
        <MosaicLegend shades={tallyShades(report.clauses)} />
        <Mosaic areas={areas} />
      </section>
      <div class="columns">
        <div>
          <Attention current={current} />
          <CaseTally report={report} />
          <NotJudged report={report} />
        </div>
        <RunFacts report={report} notes={model.notes} />
      </div>
    </div>
  );
}

const SEALS = {
  good: ['✓', 'conforms'],
  bad: ['✗', 'does not conform'],
  unsure: ['?', 'not shown to conform'],
} as const;

function Verdict({ report }: { readonly report: Report }): VNode {
  const { tone, sentence, details } = conclude(report);
  const [mark, word] = SEALS[tone];
  const { executed, testable } = report.clauseCounts;
  return (
    <section class={`verdict ${tone}`} aria-label="Verdict">
      <span class="seal" role="img" aria-label={word}>
        {mark}
      </span>
      <div class="words">
        <Title>{sentence}</Title>
        <p class="lead">{details.join(' ')}</p>
      </div>
      <dl class="figures">
        <Figure
          value={groupDigits(executed)}
          of={groupDigits(testable)}
          what="testable clauses executed"
        />
        <Figure
          value={groupDigits(report.cases.pass + report.cases.info)}
          of={groupDigits(executedCases(report))}
          what="executed cases passed or recorded"
        />
      </dl>
      {report.contradictions.length > 0 && (
        <div class="notice" role="note">
          <p>
            <b>The probes contradict the declared profile; this run cannot be certified.</b>
          </p>
          <ul class="foreign">
            {report.contradictions.slice(0, 20).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function Figure(props: {
  readonly value: string;
  readonly of: string;
  readonly what: string;
}): VNode {
  return (
    <div>
      <dt>{props.what}</dt>
      <dd>
        {props.value}
        <span class="soft">/{props.of}</span>
      </dd>
    </div>
  );
}

function Attention({ current }: { readonly current: ReportModel }): VNode | null {
  const { notable, report } = current;
  if (notable.length === 0) return null;
  const rest = notable.length - ATTENTION_MAX;
  const failing = report.clauses.filter(({ verdict }) => verdict === 'fail').length;
  return (
    <section class="attention" aria-labelledby="attention-title">
      <div class="section-head">
        <h2 id="attention-title">What needs attention</h2>
        <p class="soft">
          {plural(notable.length, 'case')}
          {failing > 0 && `, ${plural(failing, 'failing clause')}`}
        </p>
      </div>
      <ol>
        {notable.slice(0, ATTENTION_MAX).map((one) => (
          <li key={one.id}>
            <a href={linkTo('case', one.id)}>
              <Pill verdict={one.verdict} />
              <span class="foreign what">{one.failures?.[0]?.message ?? one.title}</span>
              <code class="soft">{one.id}</code>
            </a>
          </li>
        ))}
      </ol>
      {rest > 0 && (
        <p>
          <a href={linkTo('cases', '', { failing: '1' })}>All {plural(notable.length, 'case')}</a>
        </p>
      )}
    </section>
  );
}

/** What was left out for want of a capability. */
function NotJudged({ report }: { readonly report: Report }): VNode | null {
  const missing = new Map<string, number>();
  for (const { verdict, missing: needs } of report.results) {
    if (verdict !== 'notApplicable') continue;
    const names = (needs ?? []).join(', ') || 'not named';
    missing.set(names, (missing.get(names) ?? 0) + 1);
  }
  if (missing.size === 0) return null;
  const rows = [...missing].sort((a, b) => b[1] - a[1]).slice(0, 30);
  return (
    <section aria-labelledby="missing-title">
      <h2 id="missing-title">Not applicable</h2>
      <p class="soft">The candidate does not claim what these cases need.</p>
      <ul class="needs foreign">
        {rows.map(([names, count]) => (
          <li key={names}>
            <b>{groupDigits(count)}</b> <code>{names}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
