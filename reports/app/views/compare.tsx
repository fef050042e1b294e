/** @module Two reports side by side: what newly fails or passes, and what can be compared. */
import type { VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Report } from '../../../harness/report.js';
import { CHANGE_KINDS, CHANGE_LABELS, compareReports } from '../../compare.js';
import type { CaseChange, ChangeKind, ClauseChange, Comparison } from '../../compare.js';
import { candidateName } from '../../summary.js';
import { groupDigits, plural } from '../../visible-text.js';
import { Title } from '../app.js';
import { Pill } from '../components/pill.js';
import type { Model, ReportModel } from '../model.js';
import { OpenReport } from '../components/open-report.js';
import { linkTo } from '../router.js';

const ROWS_SHOWN = 200;

/** @internal */
export function CompareView(props: {
  readonly model: Model;
  readonly current: ReportModel;
}): VNode {
  const { model, current } = props;
  const [opened, setOpened] = useState<Report | undefined>(undefined);
  const before = opened ?? model.baseline;
  return (
    <div class="compare">
      <Title>Compare</Title>
      {before === undefined ? (
        <p class="soft">
          Choose the report.json of an earlier run. It stays on this machine: the page sends
          nothing.
        </p>
      ) : (
        <Compared before={before} after={current.report} current={current} />
      )}
      <OpenReport onOpen={setOpened} again={before !== undefined} />
    </div>
  );
}

function Compared(props: {
  readonly before: Report;
  readonly after: Report;
  readonly current: ReportModel;
}): VNode {
  const { before, after, current } = props;
  const comparison = useMemo(() => compareReports(before, after), [before, after]);
  return (
    <>
      <div class="runs">
        <RunCard title="Before" report={before} />
        <RunCard title="Now" report={after} />
      </div>
      <Hindrances comparison={comparison} />
      {comparison.comparable && (
        <>
          <Counts comparison={comparison} />
          {CHANGE_KINDS.map((kind) => (
            <Changes key={kind} kind={kind} rows={comparison[kind]} current={current} />
          ))}
          <Clauses rows={comparison.clauses} />
        </>
      )}
    </>
  );
}

function RunCard({ title, report }: { readonly title: string; readonly report: Report }): VNode {
  const { fail } = report.cases;
  return (
    <section class="run-card">
      <h2>{title}</h2>
      <p class="foreign">
        <b>{candidateName(report)}</b>
      </p>
      <p class="soft">
        {report.profile}, {report.timing.startedAt.slice(0, 16).replace('T', ' ')}
      </p>
      <p>
        {groupDigits(report.cases.pass + report.cases.info)} passed or recorded,{' '}
        <b class={fail > 0 ? 'red' : undefined}>{groupDigits(fail)}</b> failing
      </p>
    </section>
  );
}

function Hindrances({ comparison }: { readonly comparison: Comparison }): VNode | null {
  if (comparison.hindrances.length === 0) return null;
  return (
    <section class="notice hindrances" aria-labelledby="hindrances-title">
      <h2 id="hindrances-title">
        {comparison.comparable ? 'The runs are not alike' : 'These two cannot be compared'}
      </h2>
      <dl>
        {comparison.hindrances.map(({ what, before, after, meaning }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              <p class="foreign from-to">{fromTo(what, before, after)}</p>
              <p>{meaning}</p>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Long lists differ in a few words, digests in all: the words, or the beginnings. */
function fromTo(what: string, before: string, after: string): string {
  if (what !== 'capabilities') return `${brief(before)} → ${brief(after)}`;
  const [was, is] = [before.split(' '), after.split(' ')];
  const gone = was.filter((name) => !is.includes(name));
  const added = is.filter((name) => !was.includes(name));
  return [
    ...(gone.length > 0 ? [`no longer ${gone.join(', ')}`] : []),
    ...(added.length > 0 ? [`now also ${added.join(', ')}`] : []),
  ].join('; ');
}

function brief(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function Counts({ comparison }: { readonly comparison: Comparison }): VNode {
  return (
    <ul class="change-counts">
      {CHANGE_KINDS.map((kind) => (
        <li key={kind} class={comparison[kind].length === 0 ? 'none' : kind}>
          <b>{groupDigits(comparison[kind].length)}</b> {CHANGE_LABELS[kind]}
        </li>
      ))}
      <li class="none">
        <b>{groupDigits(comparison.unchanged)}</b> unchanged
      </li>
      {comparison.notRun > 0 && (
        <li class="none">
          <b>{groupDigits(comparison.notRun)}</b> not run in one of the two
        </li>
      )}
    </ul>
  );
}

function Changes(props: {
  readonly kind: ChangeKind;
  readonly rows: readonly CaseChange[];
  readonly current: ReportModel;
}): VNode | null {
  const { kind, rows, current } = props;
  const [all, setAll] = useState(false);
  if (rows.length === 0) return null;
  const shown = all ? rows : rows.slice(0, ROWS_SHOWN);
  return (
    <section class="changes" aria-labelledby={`${kind}-title`}>
      <h2 id={`${kind}-title`}>
        {CHANGE_LABELS[kind]} <span class="soft">{groupDigits(rows.length)}</span>
      </h2>
      <ul>
        {shown.map(({ id, title, before, after }) => (
          <li key={id}>
            <span class="turn">
              {before === undefined ? (
                <span class="soft">–</span>
              ) : (
                <Pill verdict={before.verdict} />
              )}
              <span aria-label="to">→</span>
              {after === undefined ? <span class="soft">–</span> : <Pill verdict={after.verdict} />}
            </span>
            <span class="what">
              {current.caseById.has(id) ? (
                <a class="foreign" href={linkTo('case', id)}>
                  {id}
                </a>
              ) : (
                <span class="foreign">{id}</span>
              )}
              <span class="soft foreign">{after?.failures?.[0]?.message ?? title}</span>
            </span>
          </li>
        ))}
      </ul>
      {shown.length < rows.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {plural(rows.length, 'case')}
        </button>
      )}
    </section>
  );
}

function Clauses({ rows }: { readonly rows: readonly ClauseChange[] }): VNode | null {
  if (rows.length === 0) return null;
  return (
    <section class="changes" aria-labelledby="clauses-title">
      <h2 id="clauses-title">
        clauses with another status <span class="soft">{groupDigits(rows.length)}</span>
      </h2>
      <ul>
        {rows.slice(0, 1_000).map(({ id, summary, before, after }) => (
          <li key={id}>
            <span class="turn">
              {before === undefined ? <span class="soft">–</span> : <Pill verdict={before} />}
              <span aria-label="to">→</span>
              {after === undefined ? <span class="soft">–</span> : <Pill verdict={after} />}
            </span>
            <span class="what">
              <a href={linkTo('clause', id)}>{id}</a> <span class="soft foreign">{summary}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
