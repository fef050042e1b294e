/** @module The first view: the verdict, the picture by area, what needs attention, the run. */
import type { VNode } from 'preact';
import { conclude, executedCases, tallyAreas, tallyShades } from '../../summary.js';
import type { Report } from '../../../harness/report.js';
import { groupDigits, plural } from '../../visible-text.js';
import { Title } from '../app.js';
import { Attention } from '../components/attention.js';
import { Mosaic, MosaicLegend } from '../components/mosaic.js';
import { OwnerRemarks } from '../components/owner-remarks.js';
import { RunFacts } from '../components/run-facts.js';
import { CaseTally } from '../components/case-tally.js';
import type { Model, ReportModel } from '../model.js';
import { linkTo } from '../router.js';

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
        <MosaicLegend shades={tallyShades(report.clauses)} disputed={current.disputed.size} />
        <Mosaic areas={areas} disputed={current.disputed} />
      </section>
      <div class="columns">
        <div>
          <Attention current={current} />
          <CaseTally report={report} />
          <OwnerRemarks report={report} />
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

/** What was left out for want of a capability. */
function NotJudged({ report }: { readonly report: Report }): VNode | null {
  const missing = new Map<string, number>();
  for (const { verdict, missing: needs } of report.results) {
    if (verdict !== 'notApplicable') continue;
    for (const name of needs ?? []) missing.set(name, (missing.get(name) ?? 0) + 1);
  }
  if (missing.size === 0) return null;
  const rows = [...missing].sort((a, b) => b[1] - a[1]).slice(0, 60);
  return (
    <section aria-labelledby="missing-title">
      <h2 id="missing-title">Not applicable</h2>
      <p class="soft">
        {plural(report.cases.notApplicable, 'case')} of capabilities that the candidate does not
        claim; some need several.
      </p>
      <ul class="needs foreign">
        {rows.map(([name, count]) => (
          <li key={name}>
            <a href={linkTo('cases', '', { status: 'notApplicable' })}>{name}</a>{' '}
            <span class="soft">{groupDigits(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
