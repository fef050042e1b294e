/** @module One case: what failed and how, the Program step by step, how to repeat it. */
import type { VNode } from 'preact';
import type { PageStep } from '../../page/page-data.js';
import type { PageCase } from '../../page/unpack-report.js';
import { caseCommand } from '../../replay-command.js';
import { plural } from '../../visible-text.js';
import { suspicionsByCase } from '../../waiver-words.js';
import { Title } from '../app.js';
import { Command, CopyButton } from '../components/copy.js';
import { FailureView } from '../components/failure.js';
import { Mark, Pill } from '../components/pill.js';
import { Steps } from '../components/steps.js';
import { Timelines } from '../components/timeline.js';
import type { Model, ReportModel } from '../model.js';
import { messagesOf } from '../reproducer.js';
import { linkTo } from '../router.js';
import { Nowhere } from './nowhere.js';

/** @internal */
export function CaseView(props: {
  readonly model: Model;
  readonly current: ReportModel;
  readonly id: string;
}): VNode {
  const { model, current, id } = props;
  const one = current.caseById.get(id);
  if (one === undefined) return <Nowhere what={`no case ${id.slice(0, 400)} in this report`} />;
  const failures = one.failures ?? [];
  const steps = (one.steps ?? []) as readonly PageStep[];
  const area = id.slice(0, Math.max(0, id.indexOf('/')));
  return (
    <article class="case-view">
      <p class="crumbs">
        <a href={linkTo('cases')}>Cases</a>
        {area !== '' && <a href={linkTo('cases', '', { area })}>{area}</a>}
        <Neighbours current={current} id={id} />
      </p>
      <div class="heading">
        <Pill verdict={one.verdict} />
        <Title>
          <span class="foreign">{one.title}</span>
        </Title>
      </div>
      <p>
        <code class="soft foreign">{one.id}</code>
      </p>
      <Asserted current={current} one={one} />
      <Reservations current={current} one={one} />
      {failures.map((failure, n) => (
        <FailureView key={n} model={model} current={current} failure={failure} />
      ))}
      <Timelines
        steps={steps}
        failed={new Set(failures.map(({ step }) => step))}
        about={failures.map(({ actual }) => actual).join(' ')}
      />
      <Steps
        steps={steps}
        failed={new Set(failures.map(({ step }) => step))}
        leftOut={one.stepsLeftOut ?? 0}
      />
      {one.brief === true && (
        <p class="notice">There was no room for its steps here: report.json has them.</p>
      )}
      <Remarks one={one} />
      <Command title="Repeat this case" text={caseCommand(current.report, one.id)} />
      <Reproducers one={one} steps={steps} />
    </article>
  );
}

function Asserted(props: { readonly current: ReportModel; readonly one: PageCase }): VNode {
  const { current, one } = props;
  return (
    <ul class="asserted">
      {Object.entries(one.clauses).map(([clause, verdict]) => (
        <li key={clause}>
          <Mark verdict={verdict} />
          <a href={linkTo('clause', clause)}>{clause}</a>{' '}
          <span class="soft foreign">{current.clauseById.get(clause)?.summary}</span>
        </li>
      ))}
    </ul>
  );
}

/** Why a red case may not be the candidate's fault, or is put up with. */
function Reservations(props: {
  readonly current: ReportModel;
  readonly one: PageCase;
}): VNode | null {
  const { current, one } = props;
  const suspicion = suspicionsByCase(current.report).get(one.id);
  if (suspicion === undefined && one.waived !== true) return null;
  return (
    <div class="notice foreign" role="note">
      {one.waived === true && <p>Waived: every failure of it is one that a waiver expects.</p>}
      {suspicion !== undefined && <p>{suspicion}</p>}
    </div>
  );
}

function Remarks({ one }: { readonly one: PageCase }): VNode | null {
  const { recorded = [], reruns = [], missing = [] } = one;
  if (recorded.length + reruns.length + missing.length === 0) return null;
  return (
    <dl class="facts">
      {recorded.length > 0 && (
        <div>
          <dt>Recorded</dt>
          <dd>
            <ul class="bare foreign">
              {recorded.slice(0, 50).map((text, n) => (
                <li key={n}>{text}</li>
              ))}
            </ul>
          </dd>
        </div>
      )}
      {reruns.length > 0 && (
        <div>
          <dt>Run {plural(reruns.length, 'time')}</dt>
          <dd class="reruns">
            {reruns.slice(0, 20).map((verdict, n) => (
              <Pill key={n} verdict={verdict} />
            ))}
          </dd>
        </div>
      )}
      {missing.length > 0 && (
        <div>
          <dt>Not claimed</dt>
          <dd class="foreign">{missing.join(', ')}</dd>
        </div>
      )}
    </dl>
  );
}

function Reproducers(props: {
  readonly one: PageCase;
  readonly steps: readonly PageStep[];
}): VNode | null {
  const { one, steps } = props;
  const { program } = one;
  if (program === undefined && steps.length === 0) return null;
  return (
    <div class="reproducers">
      <h3>Reproducer</h3>
      <p class="soft">
        The Program as it stands in the suite, or the messages that the adapter got in this run, one
        a line.
      </p>
      {program !== undefined && (
        <CopyButton text={() => JSON.stringify(program, null, 1)} label="Copy the Program" />
      )}
      {steps.length > 0 && <CopyButton text={() => messagesOf(steps)} label="Copy the messages" />}
    </div>
  );
}

/** The red cases before and behind it. */
function Neighbours(props: { readonly current: ReportModel; readonly id: string }): VNode | null {
  const { current, id } = props;
  const at = current.notable.findIndex((one) => one.id === id);
  if (at < 0) return null;
  const [before, after] = [current.notable[at - 1], current.notable[at + 1]];
  return (
    <span class="neighbours">
      {before !== undefined && (
        <a href={linkTo('case', before.id)} title={before.title}>
          ← <kbd>p</kbd>
          <span class="unseen">previous</span>
        </a>
      )}
      <span class="soft">
        {at + 1} of {current.notable.length} to look at
      </span>
      {after !== undefined && (
        <a href={linkTo('case', after.id)} title={after.title}>
          <span class="unseen">next</span>
          <kbd>n</kbd> →
        </a>
      )}
    </span>
  );
}
