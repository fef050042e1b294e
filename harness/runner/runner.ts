/**
 * @module The one runner: plays cases with bounded overlap, runs red ones again alone, and gives a
 * result per case in a fixed order.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { CompiledCase } from '../../suites/language/compile.js';
import { AdapterFault, type Adapter } from '../adapters/adapter.js';
import { VERDICTS, type CaseReport, type Verdict, type VerdictCounts } from '../report.js';
import { caseReport, isRed, notApplicable, unstableReport } from './case-report.js';
import { BatchQueue, batchesOf, lanesOf, refresh } from './lanes.js';
import { Suspects } from './late-damage.js';
import { confirm, hasDied, type RedRun } from './rerun.js';
import { runCase, type CaseRun, type RunContext } from './run-case.js';

/** @internal */
export interface RunnerOptions {
  /** Cases in flight at once. */
  readonly overlap: number;
  /** How often a red case is run again, alone. */
  readonly reruns: number;
  /** Ends the run: what is in flight is left behind. */
  readonly signal?: AbortSignal;
  /** `work` says what is counted, once it is not the cases. */
  onProgress?(done: number, total: number, counts: VerdictCounts, work?: string): void;
}

/** @internal */
export interface RunResult {
  readonly results: readonly CaseReport[];
  /** Not all of it was done. */
  readonly interrupted: boolean;
}

/** After so many faults of the adapter in a row there is nothing to judge. */
const FAULTS_MAX = 5;
/** So many cases that die alone are enough to know: each costs as many restarts as it has runs. */
const DEATHS_ALONE_MAX = 25;
const AGAIN = 'red ones again ';

/** Runs the cases. Rejects with an {@link AdapterFault} if the link is dead. @internal */
export async function runCases(
  cases: readonly CompiledCase[],
  context: RunContext,
  options: RunnerOptions,
): Promise<RunResult> {
  const { signal } = options;
  const run = new Run(cases, context, options);
  if (signal === undefined) {
    await run.all();
    return { results: run.results(), interrupted: false };
  }
  let leave = (): void => undefined;
  const left = new Promise<'interrupted'>((resolve) => {
    leave = () => resolve('interrupted');
  });
  if (signal.aborted) return { results: [], interrupted: true };
  signal.addEventListener('abort', leave);
  try {
    const ended = await Promise.race([left, run.all()]);
    return { results: run.results(), interrupted: ended === 'interrupted' };
  } finally {
    signal.removeEventListener('abort', leave);
    run.stop();
  }
}

class Run {
  private readonly cases: readonly CompiledCase[];
  private readonly context: RunContext;
  private readonly options: RunnerOptions;
  private readonly reports: (CaseReport | undefined)[];
  /** The runs of red cases; of all others only the report is kept. */
  private readonly reds: RedRun[] = [];
  private readonly counts: Record<Verdict, number> = zeroCounts();
  private done = 0;
  /** Counts starts and ends of cases. */
  private order = 0;
  private faults = 0;
  private stopped = false;

  constructor(cases: readonly CompiledCase[], context: RunContext, options: RunnerOptions) {
    this.cases = cases;
    this.context = context;
    this.options = options;
    this.reports = cases.map(() => undefined);
  }

  async all(): Promise<void> {
    const { adapter } = this.context;
    const queue = new BatchQueue(batchesOf(this.cases, adapter));
    try {
      await Promise.all(lanesOf(adapter).map((lane) => this.lane(lane, queue)));
      await this.confirmReds();
    } finally {
      this.stop();
    }
  }

  stop(): void {
    this.stopped = true;
  }

  results(): readonly CaseReport[] {
    return this.reports.filter((report) => report !== undefined);
  }

  /** One world takes one batch after the other, several cases of it at once. */
  private async lane(lane: Adapter, queue: BatchQueue): Promise<void> {
    const context = { ...this.context, adapter: lane };
    const suspects = new Suspects();
    let area: string | undefined;
    while (!this.stopped) {
      const batch = queue.batch();
      if (batch === undefined) return;
      if (area !== undefined && batch.area !== area) await refresh(lane);
      ({ area } = batch);
      const workers = Array.from({ length: Math.max(1, this.options.overlap) }, () =>
        this.worker(context, suspects, () => queue.take(batch)),
      );
      await Promise.all(workers);
      for (const red of await suspects.accused(lane, this.tick())) {
        this.reds.push(red);
        this.report(red.index, unstableReport(red.one, red.run));
      }
    }
  }

  /** Takes one case after the other. */
  private async worker(
    context: RunContext,
    suspects: Suspects,
    take: () => number | undefined,
  ): Promise<void> {
    while (!this.stopped) {
      const index = take();
      const one = index === undefined ? undefined : this.cases[index];
      if (index === undefined || one === undefined) return;
      const missing = this.missingCapabilities(one);
      if (missing.length > 0) {
        this.report(index, notApplicable(one, missing));
        continue;
      }
      const from = this.tick();
      const run = await runCase(one.program, context);
      if (this.stopped) return;
      this.countFaults(run);
      this.report(index, this.firstReport(one, run));
      const ended = { index, one, run, lane: context.adapter, from, to: this.tick() };
      if (isRed(run)) this.reds.push(ended);
      else if (context.adapter.settle !== undefined) suspects.add(ended);
      if (hasDied(run)) await this.greet(context.adapter);
      // An adapter in this process never waits: let signals and timers have their turn.
      await turn();
    }
  }

  /** A candidate that died and still does what every case begins with is not to be given up. */
  private async greet(adapter: Adapter): Promise<void> {
    try {
      const spawned = await adapter.call('world.spawn', { actor: 'init', identity: 'own' });
      if (spawned.kind !== 'returned') return;
      await adapter.call('world.exit', { actor: String(spawned.value['actor']) });
    } catch (error) {
      // The next case says what is wrong.
      if (!(error instanceof AdapterFault)) throw error;
    }
  }

  /** Who killed the candidate is not known before the runs alone. */
  private firstReport(one: CompiledCase, run: CaseRun): CaseReport {
    return this.overlaps() && hasDied(run) ? unstableReport(one, run) : caseReport(one, run);
  }

  private async confirmReds(): Promise<void> {
    const reds = this.reds.sort((a, b) => a.index - b.index);
    const deadly: RedRun[] = [];
    const innocent: { readonly red: RedRun; readonly report: CaseReport }[] = [];
    let deaths = 0;
    for (const [done, red] of reds.entries()) {
      if (this.stopped) return;
      this.options.onProgress?.(done, reds.length, this.counts, AGAIN);
      const unclear = red.late === true || (this.overlaps() && hasDied(red.run));
      // Of the others that died, nobody knows whether it was they: they stay unstable.
      if (unclear && deaths >= DEATHS_ALONE_MAX) continue;
      const times = Math.max(this.options.reruns, unclear ? 1 : 0);
      const found = await confirm(red, this.context, times, (run) => this.countFaults(run));
      if (this.stopped) return;
      if (unclear && !found.perhapsInnocent) deaths += 1;
      if (found.deadly) deadly.push(red);
      if (found.perhapsInnocent) innocent.push({ red, report: found.report });
      else this.report(red.index, found.report);
    }
    for (const { red, report } of innocent) {
      // Nobody who ran beside it kills the candidate: then it may have been this case after all.
      const explained = deadly.some(
        (other) => other.lane === red.lane && other.from < red.to && red.from < other.to,
      );
      this.report(red.index, explained ? report : unstableReport(red.one, red.run));
    }
  }

  private overlaps(): boolean {
    return this.options.overlap > 1;
  }

  private tick(): number {
    this.order += 1;
    return this.order;
  }

  private countFaults({ judgement }: CaseRun): void {
    this.faults = judgement.verdict === 'harnessError' ? this.faults + 1 : 0;
    if (this.faults < FAULTS_MAX) return;
    const [failure] = judgement.failures;
    throw new AdapterFault(failure?.message ?? 'the adapter failed');
  }

  private report(index: number, result: CaseReport): void {
    const before = this.reports[index];
    if (before === undefined) this.done += 1;
    else this.counts[before.verdict] -= 1;
    this.counts[result.verdict] += 1;
    this.reports[index] = result;
    if (before !== undefined) return;
    this.options.onProgress?.(this.done, this.cases.length, this.counts);
  }

  private missingCapabilities(one: CompiledCase): readonly string[] {
    const { capabilities } = this.context.hello;
    return one.program.needs.filter((need) => !capabilities.includes(need));
  }
}

/** @internal */
export function zeroCounts(): Record<Verdict, number> {
  return Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
}
