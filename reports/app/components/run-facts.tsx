/** @module What was run on what: candidate, profile, digests, and how to repeat it. */
import type { ComponentChildren, VNode } from 'preact';
import type { Report } from '../../../harness/report.js';
import type { CatalogueNotes } from '../../page/page-data.js';
import { runCommand } from '../../replay-command.js';
import { Command } from './copy.js';

/** @internal */
export function RunFacts(props: {
  readonly report: Report;
  readonly notes: CatalogueNotes;
}): VNode {
  const { report, notes } = props;
  const { candidate, detected, digests, shard, timing } = report;
  return (
    <section class="run" aria-labelledby="run-title">
      <h2 id="run-title">The run</h2>
      <dl class="facts">
        <Fact name="Candidate">
          <span class="foreign">
            {candidate.name} {candidate.version}
          </span>
          {candidate.vendor !== undefined && <span class="foreign">, {candidate.vendor}</span>}
        </Fact>
        {candidate.digest !== undefined && <DigestFact name="Its digest" text={candidate.digest} />}
        <Fact name="Profile">
          {report.profile} <span class="soft">({declared(report)})</span>
        </Fact>
        <Fact name="Detected">
          layout {detected.layout}, ABI {detected.abi}, semantics {detected.semantics}
        </Fact>
        <Fact name="Scope">{report.scope}</Fact>
        <Fact name="Capabilities">
          <span class="chips">
            {candidate.capabilities.length === 0 && 'none claimed'}
            {candidate.capabilities.slice(0, 60).map((name) => (
              <span key={name} class="chip foreign">
                {name}
              </span>
            ))}
          </span>
        </Fact>
        <Fact name="Set up by the adapter">{listOf(candidate.setup) ?? 'nothing'}</Fact>
        {candidate.notes.length > 0 && (
          <Fact name="Adapter’s notes">{listOf(candidate.notes)}</Fact>
        )}
        {report.unobserved.length > 0 && (
          <Fact name="Not observed">{listOf(report.unobserved)}</Fact>
        )}
        <Fact name="Selection">{listOf(report.selection) ?? 'everything'}</Fact>
        {shard.of > 1 && (
          <Fact name="Shard">
            {shard.index} of {shard.of}
          </Fact>
        )}
        <Fact name="Seed">{report.seed}</Fact>
        <DigestFact name="Suite" text={digests.suite} />
        <DigestFact name="Catalogue" text={digests.catalogue} />
        <DigestFact name="Rulings" text={digests.rulings} />
        <Fact name="Written by">
          {report.tool.name} {report.tool.version}
        </Fact>
        <Fact name="Started">
          {timing.startedAt}, took {timing.seconds.toFixed(1)} s
        </Fact>
      </dl>
      {digests.catalogue !== notes.digests.catalogue && (
        <p class="notice">
          The clauses’ texts here are from another edition of the catalogue than the run was judged
          by.
        </p>
      )}
      <Command title="Repeat this run" text={runCommand(report)} />
      {report.diagnostics !== undefined && (
        <details>
          <summary>Last diagnostics of the candidate</summary>
          <pre class="foreign">{report.diagnostics}</pre>
        </details>
      )}
    </section>
  );
}

function declared(report: Report): string {
  if (report.declaredProfile === 'auto') return 'found by probing';
  return report.declaredProfile === report.profile
    ? 'as declared'
    : `declared: ${report.declaredProfile}`;
}

/** @internal */
export function Fact(props: {
  readonly name: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** A digest, shortened for the eye; all of it on hover, for screen readers and when copied. */
function DigestFact({ name, text }: { readonly name: string; readonly text: string }): VNode {
  const [algorithm, digits = ''] = text.split(':', 2);
  const short = digits === '' ? text : `${algorithm}:${digits.slice(0, 16)}…`;
  return (
    <Fact name={name}>
      <code class="digest" title={text}>
        <span class="on-screen" aria-hidden="true">
          {short}
        </span>
        <span class="in-full">{text}</span>
      </code>
    </Fact>
  );
}

function listOf(texts: readonly string[]): VNode | undefined {
  if (texts.length === 0) return undefined;
  return (
    <ul class="foreign bare">
      {texts.slice(0, 50).map((text, n) => (
        <li key={n}>{text}</li>
      ))}
    </ul>
  );
}
