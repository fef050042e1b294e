/** @module One clause: what it asks for, where it stands, how it is judged, and by which cases. */
import type { VNode } from 'preact';
import { BY_URGENCY } from '../../verdict-words.js';
import { plural } from '../../visible-text.js';
import { Title } from '../app.js';
import { Pill } from '../components/pill.js';
import { Inline } from '../components/prose.js';
import { Fact } from '../components/run-facts.js';
import { VirtualRows } from '../components/virtual-rows.js';
import { noteOf, type Model, type ReportModel } from '../model.js';
import { linkTo } from '../router.js';
import { useNarrow } from '../use-narrow.js';
import { CaseRow } from './cases.js';
import { Nowhere } from './nowhere.js';

/** @internal */
export function ClauseView(props: {
  readonly model: Model;
  readonly current: ReportModel;
  readonly id: string;
}): VNode {
  const { model, current, id } = props;
  const narrow = useNarrow();
  const clause = current.clauseById.get(id);
  if (clause === undefined) return <Nowhere what={`no clause ${id} in this report`} />;
  const note = noteOf(model, id);
  const cases = [...(current.casesOfClause.get(id) ?? [])];
  cases.sort((a, b) => BY_URGENCY.indexOf(a.verdict) - BY_URGENCY.indexOf(b.verdict));
  const order = current.report.clauses;
  const at = order.indexOf(clause);
  return (
    <article class="clause-view">
      <p class="crumbs">
        <a href={linkTo('clauses')}>Clauses</a>
        <a href={linkTo('clauses', '', { area: clause.area })}>{clause.area}</a>
        <Beside id={order[at - 1]?.id} words="previous" />
        <Beside id={order[at + 1]?.id} words="next" />
      </p>
      <div class="heading">
        <Title>{clause.id}</Title>
        <span class="level">{clause.level}</span>
        <Pill verdict={clause.verdict} />
      </div>
      <p class="requirement-text foreign">{clause.summary}</p>
      {clause.excluded !== undefined && <p class="notice">Excluded: {clause.excluded}</p>}
      {(current.report.disputes ?? [])
        .filter(({ clauses }) => clauses.includes(clause.id))
        .map((dispute, n) => (
          <div key={n} class="notice foreign" role="note">
            <p>
              <b>Disputed</b> by {dispute.owner}, until {dispute.expires}: {dispute.reason}
            </p>
            <p>The owner reads: {dispute.reading}</p>
            <p>The suite reads: {dispute.judgedAs}</p>
          </div>
        ))}
      {note !== undefined && (
        <dl class="facts">
          <Fact name="Source">{note.source}</Fact>
          <Fact name="Exercised by">
            <Inline text={note.how} model={model} />
          </Fact>
          {note.expected !== undefined && (
            <Fact name="Expected">
              <Inline text={note.expected} model={model} />
            </Fact>
          )}
          <Fact name={`Judged (${model.notes.profile})`}>
            <Inline text={note.judged} model={model} />
          </Fact>
          {note.rulings.length > 0 && (
            <Fact name="Rulings">
              <ul class="bare">
                {note.rulings.map((ruling) => (
                  <li key={ruling}>
                    <a href={linkTo('rulings', ruling)}>{ruling}</a>{' '}
                    {model.rulingById.get(ruling)?.title}
                  </li>
                ))}
              </ul>
            </Fact>
          )}
          <Fact name="In profiles">{note.profiles.join(', ')}</Fact>
          <Fact name="Faults">
            {note.faults === 0
              ? 'no deliberate fault of the reference breaks it'
              : `${plural(note.faults, 'deliberate fault')} of the reference ${
                  note.faults === 1 ? 'breaks' : 'break'
                } it; its cases catch each`}
          </Fact>
        </dl>
      )}
      <h2>{plural(cases.length, 'case')}</h2>
      {cases.length === 0 && <p class="soft">No case of this run asserts it.</p>}
      <VirtualRows
        count={cases.length}
        rowHeight={narrow ? 56 : 34}
        label={`Cases of ${clause.id}`}
        row={(n) => {
          const one = cases[n];
          return one === undefined ? <span /> : <CaseRow one={one} />;
        }}
      />
    </article>
  );
}

function Beside(props: { readonly id: string | undefined; readonly words: string }): VNode | null {
  if (props.id === undefined) return null;
  return (
    <a class="beside" href={linkTo('clause', props.id)}>
      <span class="unseen">{props.words} clause</span>
      {props.words === 'next' ? `${props.id} →` : `← ${props.id}`}
    </a>
  );
}
