/** @module A fuzz campaign: what it reached over time, and what it found. */
import type { VNode } from 'preact';
import type { Campaign, CampaignFinding } from '../../page/campaign.js';
import { groupDigits, plural } from '../../visible-text.js';
import { Title } from '../app.js';
import { Plot } from '../components/plot.js';
import { Fact } from '../components/run-facts.js';
import { linkTo } from '../router.js';

/** @internal */
export function FindingsView({ campaign }: { readonly campaign: Campaign }): VNode {
  const { findings, stats } = campaign;
  const open = findings.filter(({ waived }) => waived === undefined);
  return (
    <div class="findings">
      <Title>
        {open.length === 0 ? 'No finding' : plural(open.length, 'finding')} in{' '}
        {plural(campaign.executions, 'execution')}
      </Title>
      <dl class="facts campaign-facts">
        <Fact name="Candidate">
          <span class="foreign">{campaign.candidate}</span>{' '}
          <code class="soft foreign">{campaign.adapter}</code>
        </Fact>
        <Fact name="Profile">{campaign.profile}</Fact>
        <Fact name="Seed">{campaign.seed}</Fact>
        <Fact name="Took">{groupDigits(Math.round(campaign.seconds))} s</Fact>
        <Fact name="Clauses reached">
          {groupDigits(campaign.clausesReached)}
          <span class="soft"> of {groupDigits(campaign.clausesReachable)} reachable</span>
        </Fact>
      </dl>
      {stats.seconds.length > 1 && (
        <section class="plots" aria-label="Over time">
          <Plot
            title="Executions per second"
            seconds={stats.seconds}
            values={stats.executionsPerSecond}
            figure={campaign.executions / Math.max(1, campaign.seconds)}
          />
          <Plot
            title="Clauses reached"
            seconds={stats.seconds}
            values={stats.clausesReached}
            steps
          />
          <Plot title="Inputs in the corpus" seconds={stats.seconds} values={stats.corpus} steps />
          <Plot title="Findings" seconds={stats.seconds} values={stats.findings} steps />
        </section>
      )}
      <h2>Findings</h2>
      {findings.length === 0 && (
        <p class="soft">Nothing that the candidate did departs from the model.</p>
      )}
      <ol class="finding-list">
        {findings.map((finding) => (
          <FindingRow key={finding.signature} finding={finding} />
        ))}
      </ol>
    </div>
  );
}

function FindingRow({ finding }: { readonly finding: CampaignFinding }): VNode {
  const { times, same } = finding.replay;
  return (
    <li>
      <a href={linkTo('finding', finding.signature)}>
        <span class={`pill ${kindShade(finding.kind)}`}>{finding.kind}</span>
        <span class="what foreign">{finding.explanation}</span>
        <span class="soft meta">
          <code class="foreign">{finding.op}</code>
          {finding.clauses.length > 0 && <span>{finding.clauses.slice(0, 4).join(' ')}</span>}
          <span>{plural(finding.steps, 'step')}</span>
          <span>met {plural(finding.count, 'time')}</span>
          {times > 0 && (
            <span>
              came back {same} of {times}
            </span>
          )}
          {finding.waived !== undefined && <span>waived: {finding.waived}</span>}
        </span>
      </a>
    </li>
  );
}

/** @internal */
export function kindShade(kind: string): string {
  return kind === 'unstable' ? 'trouble' : 'fail';
}
