/** @module What needs attention: failing cases that say the same stand together. */
import type { VNode } from 'preact';
import type { CaseReport } from '../../../harness/report.js';
import { groupDigits, plural } from '../../visible-text.js';
import type { ReportModel } from '../model.js';
import { linkTo } from '../router.js';
import { Pill } from './pill.js';

const GROUPS_MAX = 14;
const CASES_MAX = 2;

interface Group {
  readonly first: CaseReport;
  readonly message: string;
  readonly clauses: readonly string[];
  readonly cases: readonly CaseReport[];
}

/** @internal */
export function Attention({ current }: { readonly current: ReportModel }): VNode | null {
  const { notable, report } = current;
  if (notable.length === 0) return null;
  const groups = groupsOf(notable);
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
        {groups.slice(0, GROUPS_MAX).map((group) => (
          <GroupItem key={group.first.id} group={group} current={current} />
        ))}
      </ol>
      <p>
        <a href={linkTo('cases', '', { failing: '1' })}>All {plural(notable.length, 'case')}</a>
      </p>
    </section>
  );
}

function GroupItem(props: { readonly group: Group; readonly current: ReportModel }): VNode {
  const { group, current } = props;
  const { first, message, clauses, cases } = group;
  const rest = cases.length - CASES_MAX;
  return (
    <li>
      <Pill verdict={first.verdict} />
      <div>
        <a class="what foreign" href={linkTo('case', first.id)}>
          {message}
        </a>
        {cases.length > 1 && <span class="soft"> {groupDigits(cases.length)} times</span>}
        <p class="of-clauses">
          {clauses.slice(0, 3).map((id) => (
            <span key={id}>
              <a href={linkTo('clause', id)}>{id}</a>{' '}
              <span class="soft foreign">{current.clauseById.get(id)?.summary}</span>
            </span>
          ))}
        </p>
        <p class="of-cases">
          {cases.slice(0, CASES_MAX).map(({ id }) => (
            <a key={id} class="foreign" href={linkTo('case', id)}>
              {id}
            </a>
          ))}
          {rest > 0 && (
            <a href={linkTo('cases', '', { failing: '1', q: clauses[0] ?? '' })}>
              and {groupDigits(rest)} more
            </a>
          )}
        </p>
      </div>
    </li>
  );
}

function groupsOf(cases: readonly CaseReport[]): readonly Group[] {
  const groups = new Map<string, Group & { readonly cases: CaseReport[] }>();
  for (const one of cases) {
    const [failure] = one.failures ?? [];
    const message = failure?.message ?? one.title;
    const clauses =
      failure?.clause !== undefined
        ? [failure.clause]
        : Object.entries(one.clauses).flatMap(([id, own]) => (own === one.verdict ? [id] : []));
    const key = `${one.verdict} ${message} ${clauses.join(' ')}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { first: one, message, clauses, cases: [one] });
    else known.cases.push(one);
  }
  return [...groups.values()];
}
