/**
 * @module The one runner: plays cases with bounded overlap, runs red ones again alone, and gives a
 * result per case in a fixed order.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import { AdapterFault } from '../adapters/adapter.js';
import type { CaseReport, StepReport, Verdict, VerdictCounts } from '../report.js';
import { VERDICTS } from '../report.js';
import type { StepRecord } from '../program/program.js';
import { runCase, type CaseRun, type RunContext } from './run-case.js';

/** @internal */
export interface RunnerOptions {
  /** Cases in flight at once. */
  readonly overlap: number;
  /** How often a red case is run again, alone. */
  readonly reruns: number;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number, counts: VerdictCounts): void;
}

/** @internal */
export interface RunResult {
  readonly results: readonly CaseReport[];
  readonly interrupted: boolean;
}

const RED: readonly Verdict[] = ['fail', 'couldNotRun'];
/** After so many faults of the adapter in a row there is nothing to judge. */
const FAULTS_MAX = 5;

/** Runs the cases. Rejects with an {@link AdapterFault} if the link is dead. @internal */
export async function runCases(
  cases: readonly CompiledCase[],
  context: RunContext,
  options: RunnerOptions,
): Promise<RunResult> {
  const runs = new Map<number, CaseRun>();
  const reports = new Map<number, CaseReport>();
  const counts = zeroCounts();
  let next = 0;
  let done = 0;
  let faults = 0;
  let fault: AdapterFault | undefined;
  const report = (index: number, result: CaseReport): void => {
    const before = reports.get(index);
    if (before === undefined) done += 1;
    else counts[before.verdict] -= 1;
    counts[result.verdict] += 1;
    reports.set(index, result);
    options.onProgress?.(done, cases.length, counts);
  };
  const worker = async (): Promise<void> => {
    while (fault === undefined && !isAborted(options.signal)) {
      const index = next;
      next += 1;
      const one = cases[index];
      if (one === undefined) return;
      const missing = missingCapabilities(one, context);
      if (missing.length > 0) {
        report(index, notApplicable(one, missing));
        continue;
      }
      const run = await runCase(one.program, context);
      faults = run.judgement.verdict === 'harnessError' ? faults + 1 : 0;
      if (faults >= FAULTS_MAX) {
        const [failure] = run.judgement.failures;
        fault = new AdapterFault(failure?.message ?? 'the adapter failed');
      }
      runs.set(index, run);
      report(index, caseReport(one, run));
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.overlap) }, worker));
  if (fault !== undefined) throw fault;
  for (const [index, run] of [...runs].sort(([a], [b]) => a - b)) {
    const one = cases[index];
    if (one === undefined || !RED.includes(run.judgement.verdict)) continue;
    if (isAborted(options.signal)) break;
    report(index, await runAgain(one, run, context, options));
  }
  const results = [...reports].sort(([a], [b]) => a - b).map(([, result]) => result);
  return { results, interrupted: isAborted(options.signal) };
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Red must be certain: the symptom has to come back each time, alone. */
async function runAgain(
  one: CompiledCase,
  first: CaseRun,
  context: RunContext,
  options: RunnerOptions,
): Promise<CaseReport> {
  if (options.reruns === 0) return caseReport(one, first);
  // A crash takes the cases beside it down, too: what counts is the run alone.
  const died = first.judgement.failures.some(
    ({ symptom }) => symptom === 'crashed' || symptom === 'timedOut',
  );
  let primary = first;
  if (died && options.overlap > 1) {
    primary = await runAlone(one, context);
    if (!RED.includes(primary.judgement.verdict)) return caseReport(one, primary);
  }
  const verdicts: Verdict[] = [primary.judgement.verdict];
  const symptom = symptomsOf(primary);
  let certain = true;
  for (let n = 0; n < options.reruns; n += 1) {
    const again = await runAlone(one, context);
    verdicts.push(again.judgement.verdict);
    if (symptomsOf(again) !== symptom) certain = false;
  }
  const report = caseReport(one, primary);
  if (certain) return { ...report, reruns: verdicts };
  const clauses = Object.fromEntries(
    Object.entries(report.clauses).map(([id, verdict]) => [
      id,
      RED.includes(verdict) ? 'unstable' : verdict,
    ]),
  ) as CaseReport['clauses'];
  return { ...report, verdict: 'unstable', clauses, reruns: verdicts };
}

async function runAlone(one: CompiledCase, context: RunContext): Promise<CaseRun> {
  if (context.hello.capabilities.includes('world-reset')) {
    await context.adapter.call('world.reset', { actor: 'init' });
  }
  return runCase(one.program, context);
}

function symptomsOf({ judgement }: CaseRun): string {
  return judgement.failures
    .map(({ step, clause, symptom }) => `${step} ${clause ?? ''} ${symptom}`)
    .sort()
    .join('\n');
}

function missingCapabilities(one: CompiledCase, { hello }: RunContext): readonly string[] {
  return one.program.needs.filter((need) => !hello.capabilities.includes(need));
}

function notApplicable(one: CompiledCase, missing: readonly string[]): CaseReport {
  const { id, title } = one;
  return {
    id,
    title,
    verdict: 'notApplicable',
    clauses: everyClause(one, 'notApplicable'),
    missing,
  };
}

function everyClause(one: CompiledCase, verdict: Verdict): Partial<Record<ClauseId, Verdict>> {
  return Object.fromEntries(one.clauses.map((clause) => [clause, verdict]));
}

/** The report of one run. @internal */
export function caseReport(one: CompiledCase, run: CaseRun): CaseReport {
  const { verdict, clauses, failures, recorded } = run.judgement;
  const red = verdict !== 'pass' && verdict !== 'info';
  return {
    id: one.id,
    title: one.title,
    verdict,
    clauses: verdict === 'harnessError' ? everyClause(one, 'harnessError') : clauses,
    ...(failures.length === 0 ? {} : { failures }),
    ...(recorded.length === 0 ? {} : { recorded }),
    ...(red ? { steps: stepReports(run) } : {}),
  };
}

function stepReports({ instrumented, records }: CaseRun): readonly StepReport[] {
  const reports: StepReport[] = [];
  for (const record of records) {
    const step = instrumented.program.steps[record.step];
    const place = instrumented.origin[record.step] ?? -1;
    if (step === undefined || place < 0) continue;
    const title = 'op' in step ? `${step.actor}: ${step.op}` : 'parallel branches';
    const note = 'op' in step ? step.note : undefined;
    const moved: StepRecord = { ...record, step: place };
    reports.push({ title, ...(note === undefined ? {} : { note }), record: moved });
  }
  return reports;
}

/** @internal */
export function zeroCounts(): Record<Verdict, number> {
  return Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
}
