/** @module One thing that did not hold: the clause, what was expected, what came, the bytes. */
import type { VNode } from 'preact';
import type { Failure, HexDump } from '../../../harness/report.js';
import { noteOf, type Model, type ReportModel } from '../model.js';
import { linkTo } from '../router.js';
import { HexView } from './hex-view.js';

/** @internal */
export function FailureView(props: {
  readonly model: Model;
  readonly current: ReportModel;
  readonly failure: Failure;
}): VNode {
  const { model, current, failure } = props;
  return (
    <section class="failure" aria-label="Failure">
      <p class="message foreign">{failure.message}</p>
      <Cites model={model} current={current} failure={failure} />
      <WhatDiffers failure={failure} />
      {(failure.hex ?? []).map((dump, n) => (
        <HexView key={n} dump={dump} />
      ))}
    </section>
  );
}

/** Where bytes changed that should not have: field by field; else the two texts. */
function WhatDiffers({ failure }: { readonly failure: Failure }): VNode {
  const { expected, actual, symptom, hex = [] } = failure;
  const rows = symptom === 'changed' ? changedFields(hex) : [];
  if (rows.length === 0) {
    return <Versus expected={expected} actual={actual} changed={symptom === 'changed'} />;
  }
  return (
    <table class="changed-fields">
      <thead>
        <tr>
          <th scope="col">What changed</th>
          <th scope="col">Before, and expected after</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, 100).map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">
              <code class="foreign">{path}</code>
            </th>
            <td class="foreign expected">{before}</td>
            <td class="foreign actual">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ChangedField {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The fields of a dump before and after a call whose values differ. */
function changedFields(dumps: readonly HexDump[]): readonly ChangedField[] {
  const before = dumps.find(({ title }) => title.endsWith(' before'));
  const after = dumps.find(({ title }) => title.endsWith(' after'));
  if (before === undefined || after === undefined) return [];
  const was = new Map(before.fields.map(({ path, text }) => [path, text]));
  const is = new Map(after.fields.map(({ path, text }) => [path, text]));
  const value = (map: ReadonlyMap<string, string>, path: string): string =>
    map.get(path) ?? 'absent';
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((path) => ({ path, before: value(was, path), after: value(is, path) }))
    .filter((row) => row.before !== row.after);
}

/** Expected beside actual; where both are bytes, what differs stands out. @internal */
export function Versus(props: {
  readonly expected: string;
  readonly actual: string;
  readonly changed?: boolean;
}): VNode {
  const { expected, actual, changed } = props;
  const marked = bothHex(expected, actual);
  return (
    <div class="versus">
      <div class="expected">
        <h3>{changed === true ? 'Before, and expected after' : 'Expected'}</h3>
        <pre class="foreign">{marked ? <Marked text={expected} other={actual} /> : expected}</pre>
      </div>
      <div class="actual">
        <h3>{changed === true ? 'After' : 'Actual'}</h3>
        <pre class="foreign">{marked ? <Marked text={actual} other={expected} /> : actual}</pre>
      </div>
    </div>
  );
}

function Marked({ text, other }: { readonly text: string; readonly other: string }): VNode {
  const parts: VNode[] = [];
  let at = 0;
  while (at < text.length) {
    const same = text.slice(at, at + 2) === other.slice(at, at + 2);
    let end = at;
    while (end < text.length && (text.slice(end, end + 2) === other.slice(end, end + 2)) === same) {
      end += 2;
    }
    const piece = text.slice(at, end);
    parts.push(same ? <span key={at}>{piece}</span> : <mark key={at}>{piece}</mark>);
    at = end;
  }
  return <>{parts}</>;
}

function bothHex(a: string, b: string): boolean {
  const hex = /^(?:[0-9a-f]{2}){4,}$/;
  return hex.test(a) && hex.test(b);
}

function Cites(props: {
  readonly model: Model;
  readonly current: ReportModel;
  readonly failure: Failure;
}): VNode {
  const { model, current, failure } = props;
  const where = failure.step < 0 ? 'after the last step' : `in step ${failure.step + 1}`;
  if (failure.symptom === 'harness') {
    return <p class="cites">A fault of the harness, not of the candidate.</p>;
  }
  if (failure.clause === undefined) {
    return (
      <p class="cites">
        <b>Control</b> of the case, not a clause <span class="soft">{where}</span>
      </p>
    );
  }
  const clause = current.clauseById.get(failure.clause);
  const rulings = noteOf(model, failure.clause)?.rulings ?? [];
  return (
    <p class="cites">
      <a href={linkTo('clause', failure.clause)}>{failure.clause}</a>{' '}
      {clause !== undefined && (
        <span class="foreign">
          <span class="level">{clause.level}</span> {clause.summary}
        </span>
      )}{' '}
      <span class="soft">{where}</span>
      {rulings.length > 0 && (
        <span class="ruled">
          Ruled by{' '}
          {rulings.map((id) => (
            <a key={id} href={linkTo('rulings', id)} title={model.rulingById.get(id)?.title}>
              {id}
            </a>
          ))}
        </span>
      )}
    </p>
  );
}
