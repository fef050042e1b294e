/** @module Where the documents contradict themselves: what the suite rules, what was seen. */
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { RulingNote } from '../../page/page-data.js';
import { plural } from '../../visible-text.js';
import { Title } from '../app.js';
import { Filters, wordsOf } from '../components/filters.js';
import { Mark } from '../components/pill.js';
import { Inline, Prose } from '../components/prose.js';
import type { Model } from '../model.js';
import { linkTo, type Route } from '../router.js';
import { isRed } from '../../verdict-words.js';

const RECORDED_MAX = 12;

/** @internal */
export function RulingsView(props: { readonly model: Model; readonly route: Route }): VNode {
  const { model, route } = props;
  const { rulings } = model.notes;
  const shown = filterRulings(model, rulings, route);
  const recorded = useMemo(() => recordedByClause(model), [model]);
  useEffect(() => {
    if (route.id !== '') document.getElementById(`ruling-${route.id}`)?.scrollIntoView();
  }, [route.id]);
  return (
    <div class="list-view rulings">
      <Title>Rulings</Title>
      <p class="lead">
        Where the documents contradict each other or leave something open, a ruling says how it is
        judged, and proposes a sentence that would settle it.
      </p>
      <Filters
        route={route}
        choices={[
          {
            key: 'section',
            label: 'Chapter',
            any: 'all',
            values: [...new Set(rulings.map(({ section }) => section))],
          },
        ]}
        failing={rulings.filter((ruling) => isFailing(model, ruling)).length}
        shown={
          shown.length === rulings.length
            ? plural(shown.length, 'ruling')
            : `${shown.length} of ${plural(rulings.length, 'ruling')}`
        }
      />
      {shown.map((ruling) => (
        <Ruling
          key={ruling.id}
          ruling={ruling}
          model={model}
          recorded={recorded}
          target={ruling.id === route.id}
        />
      ))}
      {shown.length === 0 && <p class="nothing soft">No ruling matches.</p>}
    </div>
  );
}

function Ruling(props: {
  readonly ruling: RulingNote;
  readonly model: Model;
  readonly recorded: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly target: boolean;
}): VNode {
  const { ruling, model, recorded, target } = props;
  const seen = ruling.clauses.flatMap((id) => [...(recorded.get(id) ?? [])]);
  return (
    <article
      class={`ruling${target ? ' target' : ''}`}
      id={`ruling-${ruling.id}`}
      aria-labelledby={`title-${ruling.id}`}
    >
      <h2 id={`title-${ruling.id}`}>
        <a href={linkTo('rulings', ruling.id)}>{ruling.id}</a> {ruling.title}
      </h2>
      <div class="ruling-body">
        <div>
          <Prose text={ruling.texts} model={model} />
          <div class="asserted-text">
            <b>Ruling.</b> <Prose text={ruling.asserted} model={model} />
          </div>
        </div>
        <aside>
          <h3>Proposed</h3>
          <p>
            <Inline text={ruling.proposal} model={model} />
          </p>
          <ClauseMarks ruling={ruling} model={model} />
          {seen.length > 0 && (
            <>
              <h3>Seen in this run</h3>
              <ul class="bare foreign seen">
                {seen.slice(0, RECORDED_MAX).map(([text, count]) => (
                  <li key={text}>
                    {text}
                    {count > 1 && <span class="soft"> {count} times</span>}
                  </li>
                ))}
                {seen.length > RECORDED_MAX && (
                  <li class="soft">and {seen.length - RECORDED_MAX} more</li>
                )}
              </ul>
            </>
          )}
        </aside>
      </div>
    </article>
  );
}

function ClauseMarks(props: { readonly ruling: RulingNote; readonly model: Model }): VNode | null {
  const { ruling, model } = props;
  const clauses = ruling.clauses.flatMap((id) => model.current?.clauseById.get(id) ?? []);
  if (clauses.length === 0) return null;
  return (
    <>
      <h3>Clauses</h3>
      <ul class="clause-marks">
        {clauses.map((clause) => (
          <li key={clause.id}>
            <Mark verdict={clause.verdict} />
            <a href={linkTo('clause', clause.id)} title={clause.summary}>
              {clause.id}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function filterRulings(
  model: Model,
  rulings: readonly RulingNote[],
  route: Route,
): readonly RulingNote[] {
  const words = wordsOf(route);
  const section = route.query.get('section') ?? '';
  const failing = route.query.get('failing') === '1';
  return rulings.filter((ruling) => {
    const { id, title, texts, asserted, clauses } = ruling;
    const text = `${id} ${title} ${texts} ${asserted} ${clauses.join(' ')}`.toLowerCase();
    return (
      (section === '' || ruling.section === section) &&
      (!failing || isFailing(model, ruling)) &&
      words.every((word) => text.includes(word))
    );
  });
}

function isFailing(model: Model, { clauses }: RulingNote): boolean {
  return clauses.some((id) => {
    const verdict = model.current?.clauseById.get(id)?.verdict;
    return verdict !== undefined && isRed(verdict);
  });
}

/** What the run noted where a clause leaves the outcome open, each text with its number. */
function recordedByClause(model: Model): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const byClause = new Map<string, Map<string, number>>();
  for (const { recorded } of model.current?.cases ?? []) {
    for (const text of recorded ?? []) {
      const clause = text.slice(0, Math.max(0, text.indexOf(':')));
      const known = byClause.get(clause) ?? new Map<string, number>();
      byClause.set(clause, known.set(text, (known.get(text) ?? 0) + 1));
    }
  }
  return byClause;
}
