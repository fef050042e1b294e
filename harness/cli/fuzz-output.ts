/** @module How a campaign ends: what it says, for people or machines, and the exit code. */
import { plural } from '../../reports/visible-text.js';
import type { DecoderSummary } from '../fuzz/decoder/run-decoder.js';
import type { CampaignState } from '../fuzz/engine/campaign.js';
import type { Storage } from '../fuzz/engine/storage.js';
import { kindsText, timeText } from '../fuzz/engine/view.js';
import type { Finding } from '../fuzz/finding.js';
import { oneLine } from '../protocol/excerpt.js';
import { EXIT } from './options.js';
import { fold, paint } from './terminal.js';

/** @internal */
export interface FuzzSummary {
  readonly state: CampaignState;
  readonly storage: Storage;
  readonly seed: number;
  readonly decoder: DecoderSummary | undefined;
}

/** Says what was found and sets the exit code. @internal */
export function finishFuzz(
  summary: FuzzSummary,
  flags: { readonly json?: boolean; readonly quiet?: boolean },
): void {
  const { findings } = summary.state;
  if (flags.json === true) process.stdout.write(`${JSON.stringify(machineSummary(summary))}\n`);
  else if (flags.quiet !== true) process.stdout.write(`${lines(summary).join('\n')}\n`);
  const open = findings.some(({ waived }) => waived === undefined);
  process.exitCode = open ? EXIT.findings : EXIT.ok;
}

/** Stable: fields may be added, never changed. @internal */
export function machineSummary({ state, storage, seed, decoder }: FuzzSummary): object {
  return {
    executions: state.executions,
    seconds: Math.round(state.seconds * 1000) / 1000,
    findings: state.findings.map(({ signature, kind, steps, count, waived }) => ({
      signature,
      kind,
      steps,
      file: storage.fileOf(signature),
      count,
      ...(waived === undefined ? {} : { waived }),
    })),
    clausesReached: state.clausesReached,
    clausesReachable: state.clausesReachable,
    ...(state.edges === undefined ? {} : { edges: state.edges }),
    accepted: state.accepted,
    corpus: state.corpus,
    seed,
    restarts: state.restarts,
    ...(decoder === undefined ? {} : { decoder }),
  };
}

const INDENT = 4;

function lines({ state, storage, seed }: FuzzSummary): readonly string[] {
  const rate = state.seconds > 0 ? Math.round(state.executions / state.seconds) : 0;
  const edges = state.edges === undefined ? '' : `${state.edges} edges of the candidate, `;
  const none = state.findings.length === 0;
  return [
    ...state.findings.flatMap((finding) => findingLines(finding, storage)),
    fold(
      `${paint(none ? 'no finding' : kindsText(state), none ? 'green' : 'red')}: ` +
        `${state.executions} executions in ${timeText(state.seconds)} (${rate} a second), ` +
        `${state.clausesReached} of ${state.clausesReachable} clauses reached, ${edges}seed ${seed}`,
      INDENT,
    ),
  ];
}

function findingLines(finding: Finding, storage: Storage): readonly string[] {
  const { signature, explanation, steps, replay, waived, count } = finding;
  const how = waived === undefined ? '' : ` waived: ${oneLine(waived, 200)};`;
  const facts =
    `${plural(steps, 'step')}, replayed ${replay.same} of ${replay.times}, ` +
    `met ${plural(count, 'time')}`;
  return [
    fold(`${paint(signature, waived === undefined ? 'red' : 'yellow')}${how}`, INDENT),
    fold(`    ${oneLine(explanation, 1000)}`, INDENT),
    `    ${facts}: ${storage.fileOf(signature)}`,
  ];
}
