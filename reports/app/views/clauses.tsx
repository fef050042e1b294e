/** @module The clauses as a specification: by area, with level, status, cases and faults. */
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ClauseReport } from '../../../harness/report.js';
import { tallyAreas, type AreaTally } from '../../summary.js';
import { BY_URGENCY, isRed, VERDICT_MEANINGS } from '../../verdict-words.js';
import { groupDigits, plural } from '../../visible-text.js';
import { Title } from '../app.js';
import { Filters, statusChoice, wordsOf } from '../components/filters.js';
import { Pill } from '../components/pill.js';
import { noteOf, type Model, type ReportModel } from '../model.js';
import { linkTo, type Route } from '../router.js';

interface Props {
  readonly model: Model;
  readonly current: ReportModel;
  readonly route: Route;
}

/** @internal */
export function ClausesView({ model, current, route }: Props): VNode {
  const { clauses } = current.report;
  const shown = useMemo(() => filterClauses(model, clauses, route), [clauses, route.query]);
  const areas = tallyAreas(shown);
  const present = BY_URGENCY.filter((verdict) => clauses.some((one) => one.verdict === verdict));
  const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
  const profiles = distinct(Object.values(model.notes.clauses).flatMap((note) => note.profiles));
  return (
    <div class="list-view">
      <Title>Clauses</Title>
      <Filters
        route={route}
        choices={[
          {
            key: 'area',
            label: 'Area',
            any: 'all',
            values: distinct(clauses.map(({ area }) => area)),
          },
          {
            key: 'level',
            label: 'Level',
            any: 'any',
            values: distinct(clauses.map(({ level }) => level)),
          },
          statusChoice(present),
          { key: 'profile', label: 'Also in profile', any: 'any', values: profiles },
        ]}
        failing={clauses.filter(({ verdict }) => isRed(verdict)).length}
        shown={
          shown.length === clauses.length
            ? plural(shown.length, 'clause')
            : `${groupDigits(shown.length)} of ${plural(clauses.length, 'clause')}`
        }
      />
      {shown.length === 0 && <p class="nothing soft">No clause matches.</p>}
      {shown.length > 0 && (
        <table class="clauses">
          <thead>
            <tr>
              <th scope="col">Clause</th>
              <th scope="col">Level</th>
              <th scope="col">Requirement</th>
              <th scope="col">Status</th>
              <th scope="col" class="num">
                Cases
              </th>
              <th scope="col" class="num">
                Faults
              </th>
            </tr>
          </thead>
          {areas.map((tally) => (
            <Area key={tally.area} tally={tally} model={model} />
          ))}
        </table>
      )}
      <Legend present={present} />
    </div>
  );
}

function Area({ tally, model }: { readonly tally: AreaTally; readonly model: Model }): VNode {
  return (
    <tbody>
      <tr class="area">
        <th scope="rowgroup" colSpan={6}>
          {tally.area} <span class="soft">{groupDigits(tally.total)}</span>
          {tally.red > 0 && <span class="red">{tally.red} red</span>}
        </th>
      </tr>
      {tally.clauses.map((clause) => (
        <ClauseRow key={clause.id} clause={clause} model={model} />
      ))}
    </tbody>
  );
}

function ClauseRow(props: { readonly clause: ClauseReport; readonly model: Model }): VNode {
  const { clause, model } = props;
  const note = noteOf(model, clause.id);
  return (
    <tr class={isRed(clause.verdict) ? 'is-red' : undefined}>
      <th scope="row">
        <a href={linkTo('clause', clause.id)}>{clause.id}</a>
      </th>
      <td class="level">{clause.level}</td>
      <td class="requirement foreign">
        {clause.summary}
        {clause.excluded !== undefined && <span class="reason">Excluded: {clause.excluded}</span>}
      </td>
      <td class="status">
        <Pill verdict={clause.verdict} />
      </td>
      <td class="num">{clause.cases === 0 ? '–' : groupDigits(clause.cases)}</td>
      <td class="num">{note === undefined || note.faults === 0 ? '–' : note.faults}</td>
    </tr>
  );
}

function Legend({ present }: { readonly present: readonly ClauseReport['verdict'][] }): VNode {
  return (
    <details class="legend">
      <summary>What the words mean</summary>
      <dl>
        {present.map((verdict) => (
          <div key={verdict}>
            <dt>
              <Pill verdict={verdict} />
            </dt>
            <dd>{VERDICT_MEANINGS[verdict]}</dd>
          </div>
        ))}
        <div>
          <dt>Faults</dt>
          <dd>
            deliberate faults of the reference that break this clause: its cases catch each of them
          </dd>
        </div>
      </dl>
    </details>
  );
}

function filterClauses(
  model: Model,
  clauses: readonly ClauseReport[],
  { query, ...route }: Route,
): readonly ClauseReport[] {
  const words = wordsOf({ ...route, query });
  const get = (key: string): string => query.get(key) ?? '';
  const [area, level, status, profile] = ['area', 'level', 'status', 'profile'].map(get);
  const failing = get('failing') === '1';
  return clauses.filter((clause) => {
    const text = `${clause.id} ${clause.area} ${clause.summary}`.toLowerCase();
    return (
      (!failing || isRed(clause.verdict)) &&
      (area === '' || clause.area === area) &&
      (level === '' || clause.level === level) &&
      (status === '' || clause.verdict === status) &&
      (profile === '' || noteOf(model, clause.id)?.profiles.includes(profile ?? '') === true) &&
      words.every((word) => text.includes(word))
    );
  });
}
