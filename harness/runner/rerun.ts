/**
 * @module Red must be certain: a red case is run again, each time alone, and counts only if the
 * symptom comes back. A death takes the cases beside it along; those are not accused.
 */
import type { CompiledCase } from '../../suites/language/compile.js';
import { AdapterFault, type Adapter } from '../adapters/adapter.js';
import type { CaseReport } from '../report.js';
import { caseReport, isRed, unstableReport } from './case-report.js';
import { deathOf, withDeath } from './late-damage.js';
import { faultRun, runCase, type CaseRun, type RunContext, type RunMode } from './run-case.js';

/** A red case, and when it ran: points in the order of starts and ends of all cases. @internal */
export interface RedRun {
  readonly index: number;
  readonly one: CompiledCase;
  readonly run: CaseRun;
  /** The world that it ran in. */
  readonly lane: Adapter;
  /** The world went down only after it. */
  readonly late?: true;
  readonly from: number;
  readonly to: number;
}

/** What came of the runs alone. @internal */
export interface Confirmation {
  readonly report: CaseReport;
  /** The case kills the candidate each time. */
  readonly deadly: boolean;
  /** It died, but not alone: another case may have killed it. */
  readonly perhapsInnocent: boolean;
}

/** Whether the candidate crashed or hung in a run. @internal */
export function hasDied({ judgement }: CaseRun): boolean {
  return judgement.failures.some(({ symptom }) => symptom === 'crashed' || symptom === 'timedOut');
}

/** Runs a red case again `times` times, alone; `onRun` is called after each. @internal */
export async function confirm(
  { one, run: first }: RedRun,
  context: RunContext,
  times: number,
  onRun: (run: CaseRun) => void,
): Promise<Confirmation> {
  const died = hasDied(first);
  const again: CaseRun[] = [];
  while (again.length < times) {
    const run = await runAlone(one, context, again.at(-1)?.callByCall === true);
    onRun(run);
    if (run.judgement.verdict === 'harnessError') return settled(caseReport(one, run));
    again.push(run);
    if (died && again.length === 1 && !isRed(run)) {
      return { report: caseReport(one, run), deadly: false, perhapsInnocent: true };
    }
  }
  const [alone = first] = again;
  // What the others did is not in the picture of a run alone: it is the one that is shown.
  const reference = died ? alone : first;
  const certain = again.every((run) => symptomsOf(run) === symptomsOf(reference));
  const reruns = again.length === 0 ? {} : { reruns: verdictsOf([first, ...again]) };
  if (!certain) return settled({ ...unstableReport(one, first), ...reruns });
  const report = { ...caseReport(one, alone), ...reruns };
  return { report, deadly: hasDied(alone), perhapsInnocent: false };
}

function settled(report: CaseReport): Confirmation {
  return { report, deadly: false, perhapsInnocent: false };
}

async function runAlone(
  one: CompiledCase,
  context: RunContext,
  callByCall: boolean,
): Promise<CaseRun> {
  const mode: RunMode = { alone: true, callByCall };
  if (!context.hello.capabilities.includes('world-reset')) {
    return runToTheEnd(one, context, mode);
  }
  try {
    await context.adapter.call('world.reset', { actor: 'init' });
  } catch (error) {
    if (!(error instanceof AdapterFault)) throw error;
    return faultRun(one.program, error);
  }
  return runToTheEnd(one, context, mode);
}

/** Nobody else can be blamed for what shows only afterwards. */
async function runToTheEnd(
  one: CompiledCase,
  context: RunContext,
  mode: RunMode,
): Promise<CaseRun> {
  const run = await runCase(one.program, context, mode);
  const death = hasDied(run) ? undefined : await deathOf(context.adapter);
  return death === undefined ? run : withDeath(run, death);
}

function symptomsOf({ judgement }: CaseRun): string {
  return judgement.failures
    .map(({ step, clause, symptom }) => `${step} ${clause ?? ''} ${symptom}`)
    .sort()
    .join('\n');
}

function verdictsOf(runs: readonly CaseRun[]): NonNullable<CaseReport['reruns']> {
  return runs.map(({ judgement }) => judgement.verdict);
}
