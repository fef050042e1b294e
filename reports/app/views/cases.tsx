/** @module Every case, filtered: the list that may have twenty thousand rows. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CaseReport } from '../../../harness/report.js';
import { BY_URGENCY, isRed } from '../../verdict-words.js';
import { groupDigits, plural } from '../../visible-text.js';
import { Title } from '../app.js';
import { Filters, statusChoice, wordsOf } from '../components/filters.js';
import { Mark } from '../components/pill.js';
import { VirtualRows } from '../components/virtual-rows.js';
import type { ReportModel } from '../model.js';
import { linkTo, type Route } from '../router.js';
import { useNarrow } from '../use-narrow.js';

const ROW = { wide: 34, narrow: 56 } as const;

/** @internal */
export function CasesView(props: { readonly current: ReportModel; readonly route: Route }): VNode {
  const { current, route } = props;
  const narrow = useNarrow();
  const index = useMemo(() => indexOf(current.cases), [current]);
  const shown = useMemo(() => filterCases(current.cases, index, route), [current, route.query]);
  const count =
    shown.length === current.cases.length
      ? plural(shown.length, 'case')
      : `${groupDigits(shown.length)} of ${plural(current.cases.length, 'case')}`;
  return (
    <div class="list-view">
      <Title>Cases</Title>
      <Filters
        route={route}
        choices={[
          { key: 'area', label: 'Area', any: 'all', values: index.areas },
          statusChoice(index.verdicts),
        ]}
        failing={index.red}
        shown={count}
      />
      {shown.length === 0 && <p class="nothing soft">No case matches.</p>}
      <VirtualRows
        count={shown.length}
        rowHeight={narrow ? ROW.narrow : ROW.wide}
        label={count}
        row={(n) => <CaseRow one={shown[n] as CaseReport} />}
      />
    </div>
  );
}

/** @internal */
export function CaseRow({ one }: { readonly one: CaseReport }): VNode {
  const slash = one.id.lastIndexOf('/') + 1;
  const clauses = Object.keys(one.clauses);
  return (
    <a class="case-row" href={linkTo('case', one.id)}>
      <Mark verdict={one.verdict} />
      <code class="case-id">
        <span class="soft">{one.id.slice(0, slash)}</span>
        {one.id.slice(slash)}
      </code>
      <span class="case-title foreign">{one.title}</span>
      <span class="case-clauses">
        {clauses.slice(0, 3).join(' ')}
        {clauses.length > 3 && ' …'}
      </span>
    </a>
  );
}

interface CaseIndex {
  /** Per case what a text is looked for in. */
  readonly texts: readonly string[];
  readonly areas: readonly string[];
  readonly verdicts: readonly CaseReport['verdict'][];
  readonly red: number;
}

function indexOf(cases: readonly CaseReport[]): CaseIndex {
  const present = new Set(cases.map(({ verdict }) => verdict));
  return {
    texts: cases.map(({ id, title, clauses }) =>
      `${id} ${title} ${Object.keys(clauses).join(' ')}`.toLowerCase(),
    ),
    areas: [...new Set(cases.map(({ id }) => areaOf(id)))],
    verdicts: BY_URGENCY.filter((verdict): verdict is CaseReport['verdict'] =>
      present.has(verdict as CaseReport['verdict']),
    ),
    red: cases.filter(({ verdict }) => isRed(verdict)).length,
  };
}

function filterCases(
  cases: readonly CaseReport[],
  { texts }: CaseIndex,
  route: Route,
): readonly CaseReport[] {
  const words = wordsOf(route);
  const area = route.query.get('area') ?? '';
  const status = route.query.get('status') ?? '';
  const failing = route.query.get('failing') === '1';
  return cases.filter(
    ({ id, verdict }, n) =>
      (!failing || isRed(verdict)) &&
      (status === '' || verdict === status) &&
      (area === '' || areaOf(id) === area) &&
      words.every((word) => texts[n]?.includes(word)),
  );
}

function areaOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('/')));
}
