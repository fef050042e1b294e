/** @module A Program step by step, with what became of each call. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { CallRecord } from '../../../harness/program/program.js';
import type { PageStep } from '../../page/page-data.js';
import { plural } from '../../visible-text.js';
import { HexView } from './hex-view.js';
import { OutcomeView, Values } from './values.js';

const STEPS_SHOWN = 60;

/** @internal */
export function Steps(props: {
  readonly steps: readonly PageStep[];
  readonly failed: ReadonlySet<number>;
  readonly leftOut: number;
}): VNode | null {
  const { steps, failed, leftOut } = props;
  const [all, setAll] = useState(false);
  if (steps.length === 0) return null;
  const shown = all ? steps : steps.slice(0, STEPS_SHOWN);
  const makers = makersOf(steps);
  return (
    <section aria-labelledby="steps-title">
      <h2 id="steps-title">The Program, step by step</h2>
      <ol class="steps">
        {shown.map((step, n) => (
          <StepItem key={n} step={step} failed={failed.has(step.record.step)} makers={makers} />
        ))}
      </ol>
      {shown.length < steps.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {plural(steps.length, 'call')}
        </button>
      )}
      {leftOut > 0 && <p class="soft">… and {plural(leftOut, 'more call')} in report.json.</p>}
    </section>
  );
}

interface ItemProps {
  readonly step: PageStep;
  readonly failed: boolean;
  readonly makers: ReadonlyMap<string, number>;
}

function StepItem({ step, failed, makers }: ItemProps): VNode {
  const { record, note, title, notes } = step;
  const name = title.includes(': ') ? title.slice(0, title.indexOf(': ')) : '';
  const left = 'skipped' in record;
  return (
    <li class={failed ? 'failed' : left ? 'left-out' : undefined}>
      <span class="step-number" aria-hidden="true">
        {record.step + 1}
      </span>
      <div class="step-title">
        <span class="unseen">Step {record.step + 1}: </span>
        <b class="op foreign">{'outcome' in record ? record.op : title}</b>
        {name !== '' && <span class="actor foreign">{name}</span>}
        <Place record={record} />
        {failed && <span class="here">failed here</span>}
        {note !== undefined && <span class="soft foreign">{note}</span>}
      </div>
      {'skipped' in record ? (
        <p class="soft">
          {record.skipped === 'condition' ? (
            'left out: it runs only after another ending'
          ) : (
            <>
              did not run: <code class="foreign">{record.reference ?? 'a reference'}</code> was
              never produced
            </>
          )}
        </p>
      ) : (
        <>
          <Values values={record.args} words={wordsOf(record, notes?.words, makers)} />
          <OutcomeView outcome={record.outcome} />
          {(notes?.hex ?? []).map((dump, n) => (
            <details key={n} class="bytes-of">
              <summary>
                <span class="foreign">{dump.title}</span>, field by field
              </summary>
              <HexView dump={dump} />
            </details>
          ))}
        </>
      )}
    </li>
  );
}

function Place({ record }: { readonly record: PageStep['record'] }): VNode | null {
  if (!('outcome' in record) || record.branch === undefined) return null;
  const round = record.iteration === undefined ? '' : `, round ${record.iteration + 1}`;
  return (
    <span class="soft">
      branch {record.branch + 1}
      {round}
    </span>
  );
}

/** Which step made a handle or an id: numbers alone say little. */
function makersOf(steps: readonly PageStep[]): ReadonlyMap<string, number> {
  const makers = new Map<string, number>();
  for (const { record } of steps) {
    if (!('outcome' in record) || record.outcome.kind !== 'returned') continue;
    const { handle, id } = record.outcome.value;
    if (typeof handle === 'number') makers.set(`${record.step}:${handle}`, record.step);
    if (typeof id === 'string') makers.set(`id:${id}`, record.step);
  }
  return makers;
}

const HANDLE_NAMES = ['token', 'handle', 'other', 'partner', 'fd'];

function wordsOf(
  record: CallRecord,
  words: Readonly<Record<string, string>> | undefined,
  makers: ReadonlyMap<string, number>,
): Readonly<Record<string, string>> {
  const all: Record<string, string> = { ...words };
  for (const [name, value] of Object.entries(record.args)) {
    if (Object.hasOwn(all, name)) continue;
    const maker = makerOf(name, value, record.step, makers);
    if (maker !== undefined) all[name] = `of step ${maker + 1}`;
  }
  return all;
}

/** The latest step before this one that gave the number out. */
function makerOf(
  name: string,
  value: unknown,
  before: number,
  makers: ReadonlyMap<string, number>,
): number | undefined {
  if (typeof value === 'string') return makers.get(`id:${value}`);
  if (typeof value !== 'number' || !HANDLE_NAMES.includes(name)) return undefined;
  for (let step = before - 1; step >= 0; step -= 1) {
    if (makers.has(`${step}:${value}`)) return step;
  }
  return undefined;
}
