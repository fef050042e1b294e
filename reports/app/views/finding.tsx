/** @module One finding: what differed, both outcomes step by step, how to replay it. */
import type { VNode } from 'preact';
import type { Outcome } from '../../../harness/program/program.js';
import type { Campaign, CampaignFinding, FindingStep } from '../../page/campaign.js';
import { plural } from '../../visible-text.js';
import { Title } from '../app.js';
import { Command, CopyButton } from '../components/copy.js';
import { Versus } from '../components/failure.js';
import { HexView } from '../components/hex-view.js';
import { Fact } from '../components/run-facts.js';
import { OutcomeView, Values } from '../components/values.js';
import { noteOf, type Model } from '../model.js';
import { linkTo } from '../router.js';
import { kindShade } from './findings.js';
import { Nowhere } from './nowhere.js';

/** Of a value: the explanation says which, the signature only that it differs. */
const AS_THE_MODEL = 'as the model';

/** @internal */
export function FindingView(props: {
  readonly model: Model;
  readonly campaign: Campaign;
  readonly signature: string;
}): VNode {
  const { campaign, signature, model } = props;
  const finding = campaign.findings.find((one) => one.signature === signature);
  if (finding === undefined) return <Nowhere what="no such finding in this campaign" />;
  const { times, same } = finding.replay;
  return (
    <article class="case-view">
      <p class="crumbs">
        <a href={linkTo('findings')}>Findings</a>
        <span class="foreign">{finding.target}</span>
      </p>
      <div class="heading">
        <span class={`pill ${kindShade(finding.kind)}`}>{finding.kind}</span>
        <Title>
          <span class="foreign">{finding.explanation}</span>
        </Title>
      </div>
      <p>
        <code class="soft foreign">{finding.signature}</code>
      </p>
      {finding.expected !== AS_THE_MODEL && (
        <Versus expected={finding.expected} actual={finding.actual} />
      )}
      <dl class="facts">
        <Fact name="Where">
          <code class="foreign">{finding.op}</code> <span class="foreign">{finding.path}</span>
        </Fact>
        <Fact name="Clauses">
          <Clauses model={model} finding={finding} />
        </Fact>
        <Fact name="Program">
          {plural(finding.steps, 'step')}
          {finding.minimised ? ', minimised' : ', not minimised'}
        </Fact>
        <Fact name="Replayed">
          {times === 0 ? 'not yet' : `came back ${same} of ${plural(times, 'time')}`}
        </Fact>
        <Fact name="Met">
          {plural(finding.count, 'time')}, first {finding.firstSeen}, last {finding.lastSeen}
        </Fact>
        <Fact name="Seed">
          {finding.seed}, execution {finding.execution}
        </Fact>
        {finding.waived !== undefined && <Fact name="Waived">{finding.waived}</Fact>}
      </dl>
      {finding.dumps.map((dump, n) => (
        <HexView key={n} dump={dump} />
      ))}
      <Outcomes finding={finding} />
      {finding.diagnostics !== undefined && (
        <details>
          <summary>Last diagnostics of the candidate</summary>
          <pre class="foreign">{finding.diagnostics}</pre>
        </details>
      )}
      <Command
        title="Replay it"
        text={`npx kacs-conformance replay findings/${finding.signature}/finding.json --times 10`}
      />
      <div class="reproducers">
        <CopyButton
          text={() => JSON.stringify(finding.program, null, 1)}
          label="Copy the Program"
        />
      </div>
    </article>
  );
}

function Clauses(props: { readonly model: Model; readonly finding: CampaignFinding }): VNode {
  const { model, finding } = props;
  if (finding.clauses.length === 0) return <>no clause can be named</>;
  return (
    <ul class="bare">
      {finding.clauses.slice(0, 20).map((id) => (
        <li key={id}>
          {model.current?.clauseById.has(id) === true ? (
            <a href={linkTo('clause', id)}>{id}</a>
          ) : (
            <b class="foreign">{id}</b>
          )}{' '}
          <span class="soft">{noteOf(model, id)?.summary}</span>
        </li>
      ))}
    </ul>
  );
}

/** The model's side and the candidate's, a row for each call. */
function Outcomes({ finding }: { readonly finding: CampaignFinding }): VNode {
  return (
    <section aria-labelledby="both-title">
      <h2 id="both-title">The Program, step by step</h2>
      <div class="scroll" tabIndex={0} role="group" aria-label="Both outcomes">
        <table class="both">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Call</th>
              <th scope="col">The model</th>
              <th scope="col">The candidate</th>
            </tr>
          </thead>
          <tbody>
            {finding.outcomes.slice(0, 200).map((pair, n) => (
              <OutcomeRow key={n} pair={pair} finding={finding} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function OutcomeRow(props: {
  readonly pair: FindingStep;
  readonly finding: CampaignFinding;
}): VNode {
  const { pair, finding } = props;
  const here = pair.step === finding.step;
  return (
    <tr class={here ? 'failed' : undefined}>
      <th scope="row">
        {pair.step + 1}
        {pair.branch !== undefined && <span class="soft"> branch {pair.branch + 1}</span>}
      </th>
      <td>
        <code class="op foreign">{pair.op}</code>
        <Arguments step={finding.program.steps[pair.step]} />
        {here && <span class="here">differs here</span>}
      </td>
      <td data-side="The model">
        <Side outcome={pair.model} />
      </td>
      <td data-side="The candidate">
        <Side outcome={pair.candidate} />
      </td>
    </tr>
  );
}

function Arguments({ step }: { readonly step: unknown }): VNode | null {
  const args = (step as { readonly args?: unknown } | undefined)?.args;
  if (typeof args !== 'object' || args === null) return null;
  return <Values values={args as Readonly<Record<string, never>>} />;
}

function Side({ outcome }: { readonly outcome: Outcome | undefined }): VNode {
  return outcome === undefined ? (
    <span class="soft">not reached</span>
  ) : (
    <OutcomeView outcome={outcome} />
  );
}
