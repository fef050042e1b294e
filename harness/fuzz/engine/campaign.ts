/**
 * @module A campaign: worker processes, what they find, and what is kept of it. Nothing that a
 * worker or a candidate does ends it, except that neither can be started.
 */
import { join } from 'node:path';
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import type { GuestFlags } from '../../adapters/qemu/guest-options.js';
import { AdapterFault } from '../../adapters/adapter.js';
import { UsageError } from '../../usage-error.js';
import { featureClause, isEdge } from '../features.js';
import type { Finding } from '../finding.js';
import type { TargetName } from '../target.js';
import { readLastInputs } from './last-inputs.js';
import type { FromWorker, NewFinding, WorkerConfig, WorkerStats } from './messages.js';
import { StorageFault, type Storage } from './storage.js';
import { afterHang } from './hang.js';
import { WorkerProcess, type WorkerEvents, type WorkerOptions } from './worker-process.js';

/** @internal */
export interface CampaignOptions {
  readonly adapter: string;
  /** What is said about the guest of `qemu`. */
  readonly guest: GuestFlags;
  /** As the option names it. */
  readonly profile: string;
  readonly targets: readonly TargetName[];
  readonly seed: number;
  readonly jobs: number;
  readonly runs?: number;
  readonly timeMs?: number;
  readonly deadlineMs: number;
  readonly storage: Storage;
  readonly resumed: { readonly executions: number; readonly resumes: number };
  readonly signal: AbortSignal;
  readonly workers?: WorkerOptions;
  /** Inputs that are kept for what they reach in the candidate alone; 20,000. */
  readonly edgeInputsMax?: number;
  /** Why a finding is waived, if it is. */
  waivedBy(found: NewFinding): string | undefined;
  onFinding(finding: Finding): void;
  /** A line for people. */
  onLine(line: string): void;
  onProgress(state: CampaignState): void;
}

/** Where a campaign stands. @internal */
export interface CampaignState {
  readonly seconds: number;
  readonly executions: number;
  readonly perSecond: number;
  readonly accepted: number;
  readonly corpus: number;
  readonly clausesReached: number;
  readonly clausesReachable: number;
  /** Edges of the candidate itself; absent where it tells of none. */
  readonly edges?: number;
  readonly findings: readonly Finding[];
  /** Findings of this campaign, not of the one that it goes on from. */
  readonly fresh: number;
  readonly secondsSinceNew: number;
  readonly restarts: number;
  readonly bytes: number;
}

const TICK_MS = 250;
const PLOT_EVERY_MS = 1000;
/** What is under way may end by itself for so long. */
const GRACE_MS = 10_000;
/** Seeds of workers are far apart. */
const SEED_STEP = 1_000_003;
/** What a candidate says of itself may be anything: it does not fill the disk. */
const EDGE_INPUTS_MAX = 20_000;
/** A worker that dies so often without having done anything will not do better. */
const DEATHS_MAX = 3;

/** @internal */
export class Campaign {
  private readonly options: CampaignOptions;
  private readonly workers = new Map<number, WorkerProcess>();
  private readonly stats = new Map<number, WorkerStats>();
  private readonly deaths = new Map<number, number>();
  /** Of jobs whose worker came to a stop: what the next one is told. */
  private readonly stopped = new Map<number, Pick<WorkerConfig, 'careful' | 'hung'>>();
  private readonly reached = new Set<number>();
  /** The same of edges, once a candidate tells of them. */
  private readonly edges = new Set<number>();
  private tellsEdges = false;
  private edgeInputs = 0;
  private coverageGivenUp = false;
  private readonly reachable = new Set<ClauseId>();
  /** Of workers that are gone. */
  private past = { executions: 0, accepted: 0, restarts: 0, corpus: 0, bytes: 0 };
  private readonly start = performance.now();
  private newAt = performance.now();
  private plottedAt = 0;
  private rate = { at: performance.now(), executions: 0, perSecond: 0 };
  private stopping = false;
  private fresh = 0;
  private fault: Error | undefined;
  private finish: () => void = () => undefined;
  private generation = 0;

  constructor(options: CampaignOptions) {
    this.options = options;
  }

  /** Runs to its end; what it found is in the storage. */
  async run(): Promise<CampaignState> {
    const { jobs, timeMs, signal } = this.options;
    const over = new Promise<void>((resolve) => {
      this.finish = resolve;
    });
    for (let job = 0; job < jobs; job += 1) this.startWorker(job);
    if (this.workers.size === 0) this.finish();
    const timer = setInterval(() => {
      this.guarded(() => {
        this.tick();
      });
    }, TICK_MS);
    const limit = timeMs === undefined ? undefined : setTimeout(() => this.stop(), timeMs);
    const onAbort = (): void => {
      this.stop();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) this.stop();
    try {
      await over;
    } finally {
      clearInterval(timer);
      clearTimeout(limit);
      signal.removeEventListener('abort', onAbort);
      for (const worker of this.workers.values()) worker.kill();
    }
    this.guarded(() => {
      this.record(true);
    });
    if (this.fault !== undefined) throw this.fault;
    return this.state();
  }

  /** What touches the disk may end the campaign, but never in the middle of a listener. */
  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private fail(error: Error): void {
    this.fault ??= error;
    for (const worker of this.workers.values()) worker.kill();
    this.workers.clear();
    this.finish();
  }

  private startWorker(job: number): void {
    const { options } = this;
    const { storage, runs, jobs } = options;
    const first = this.generation < jobs;
    this.generation += 1;
    const share = runs === undefined ? undefined : shareOf(runs, job, jobs);
    if (share === 0) return;
    const config: WorkerConfig = {
      job,
      seed: seedOf(options, job, first ? 0 : this.generation),
      adapter: options.adapter,
      guest: options.guest,
      profile: options.profile,
      targets: options.targets,
      deadlineMs: options.deadlineMs,
      corpus: storage.corpus,
      lastInputs: join(storage.folder, `last-inputs-${job}.bin`),
      known: [...storage.findings.keys()],
      ...(share === undefined ? {} : { runs: share }),
      ...this.stopped.get(job),
    };
    const workerEvents: WorkerEvents = {
      message: (message) => {
        this.guarded(() => {
          this.take(job, worker, message);
        });
      },
      died: (reason, silent) => {
        this.guarded(() => {
          this.bury(job, reason, silent);
        });
      },
    };
    const worker = new WorkerProcess(config, workerEvents, options.workers);
    this.workers.set(job, worker);
  }

  private take(job: number, worker: WorkerProcess, message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        for (const id of message.reachable) this.reachable.add(id);
        this.tellsEdges ||= message.tellsEdges;
        if (job === 0) for (const remark of message.remarks) this.options.onLine(remark);
        return;
      case 'stats':
        this.stats.set(job, message.stats);
        if (message.stats.executions > 0) this.deaths.set(job, 0);
        for (const [signature, times] of Object.entries(message.stats.seen)) {
          this.options.storage.meet(signature, times);
        }
        return;
      case 'reached':
        this.learn(worker, message);
        return;
      case 'found':
        this.found(worker, message.finding);
        return;
      case 'restarted':
        this.options.onLine(`the candidate is started again (${message.reason})`);
        return;
      case 'coverageGivenUp':
        if (!this.coverageGivenUp) this.sayGivenUp(message.reason);
        return;
      case 'done':
        this.leave(job);
        return;
      case 'failed':
        this.fail(faultOf(message));
        return;
      default:
        message satisfies never;
    }
  }

  private sayGivenUp(reason: string): void {
    this.coverageGivenUp = true;
    this.options.onLine(`the campaign goes on without the coverage of the candidate: ${reason}`);
  }

  private learn(
    worker: WorkerProcess,
    { target, features, program }: Extract<FromWorker, { kind: 'reached' }>,
  ): void {
    const before = { reached: this.reached.size, edges: this.edges.size };
    for (const feature of features) (isEdge(feature) ? this.edges : this.reached).add(feature);
    const isNew = this.reached.size > before.reached;
    if (!isNew && this.edges.size === before.edges) return;
    this.newAt = performance.now();
    if (program === undefined) return;
    if (!isNew) this.edgeInputs += 1;
    if (!isNew && this.edgeInputs > (this.options.edgeInputsMax ?? EDGE_INPUTS_MAX)) return;
    this.options.storage.keepInput(target, program);
    for (const other of this.workers.values()) {
      if (other !== worker) other.send({ kind: 'inputs', programs: [program] });
    }
  }

  private found(worker: WorkerProcess, found: NewFinding): void {
    const { storage, waivedBy, onFinding } = this.options;
    if (storage.findings.has(found.signature)) {
      storage.meet(found.signature, 1);
      return;
    }
    const finding = storage.add(found, waivedBy(found));
    this.fresh += 1;
    this.newAt = performance.now();
    for (const other of this.workers.values()) {
      if (other !== worker) other.send({ kind: 'known', signature: found.signature });
    }
    onFinding(finding);
  }

  /** A worker has done its share. */
  private leave(job: number): void {
    this.retire(job);
    if (this.workers.size === 0) this.finish();
  }

  private retire(job: number): void {
    const stats = this.stats.get(job);
    this.stats.delete(job);
    this.workers.delete(job);
    if (stats === undefined) return;
    this.past = {
      executions: this.past.executions + stats.executions,
      accepted: this.past.accepted + stats.accepted,
      restarts: this.past.restarts + stats.restarts,
      corpus: Math.max(this.past.corpus, stats.corpus),
      bytes: Math.max(this.past.bytes, stats.bytes),
    };
  }

  /** A worker died: its last inputs are kept, and another one takes its place. */
  private bury(job: number, reason: string, silent: boolean): void {
    const { storage, onLine } = this.options;
    const worker = this.workers.get(job);
    this.retire(job);
    const inputs = worker === undefined ? [] : readLastInputs(worker.config.lastInputs);
    const kept = inputs.length === 0 ? '' : `, its last ${inputs.length} inputs are kept`;
    const name = `last-inputs-${job}-${this.generation}.jsonl`;
    if (inputs.length > 0)
      storage.writeFile(name, inputs.map((one) => `${one.toString()}\n`).join(''));
    storage.note('worker', { job, reason, ...(inputs.length > 0 ? { lastInputs: name } : {}) });
    if (silent) this.stopped.set(job, afterHang(worker?.config, inputs.at(-1)));
    const deaths = (this.deaths.get(job) ?? 0) + 1;
    this.deaths.set(job, deaths);
    if (this.stopping) {
      if (this.workers.size === 0) this.finish();
      return;
    }
    if (deaths >= DEATHS_MAX) {
      throw new AdapterFault(`worker ${job} died ${deaths} times in a row (${reason})`);
    }
    onLine(`worker ${job} died (${reason}) and is started again${kept}`);
    this.startWorker(job);
  }

  private stop(): void {
    if (this.stopping) return;
    this.stopping = true;
    for (const worker of this.workers.values()) worker.send({ kind: 'stop' });
    setTimeout(() => {
      this.finish();
    }, GRACE_MS).unref();
    if (this.workers.size === 0) this.finish();
  }

  private tick(): void {
    for (const worker of this.workers.values()) worker.watch();
    const now = performance.now();
    const { executions } = this.totals();
    const elapsed = (now - this.rate.at) / 1000;
    if (elapsed >= 1) {
      const perSecond = Math.max(0, executions - this.rate.executions) / elapsed;
      this.rate = { at: now, executions, perSecond };
    }
    if (now - this.plottedAt >= PLOT_EVERY_MS) {
      this.plottedAt = now;
      this.record(false);
    }
    this.options.onProgress(this.state());
  }

  /** What a campaign that is killed now would lose is less than a second. */
  private record(last: boolean): void {
    if (this.fault instanceof StorageFault) return;
    const { storage } = this.options;
    const state = this.state();
    const findings: Record<string, number> = {};
    for (const { kind } of state.findings) findings[kind] = (findings[kind] ?? 0) + 1;
    const { executions, seconds, corpus, clausesReached, clausesReachable } = state;
    storage.plot({
      at: new Date().toISOString(),
      seconds: round(seconds),
      executions,
      perSecond: Math.round(state.perSecond),
      accepted: state.accepted,
      corpus,
      features: this.reached.size,
      clausesReached,
      clausesReachable,
      ...(state.edges === undefined ? {} : { edges: state.edges }),
      findings,
      restarts: state.restarts,
      mebibytes: Math.round(state.bytes / 2 ** 20),
    });
    storage.flush();
    storage.note(last ? 'end' : 'stats', { executions, seconds: round(seconds) });
  }

  private totals(): { executions: number; accepted: number; restarts: number } {
    const totals = { ...this.past };
    totals.executions += this.options.resumed.executions;
    for (const stats of this.stats.values()) {
      totals.executions += stats.executions;
      totals.accepted += stats.accepted;
      totals.restarts += stats.restarts;
    }
    return totals;
  }

  private state(): CampaignState {
    const now = performance.now();
    const all = [...this.stats.values()];
    const clauses = [...this.reached].map(featureClause).filter((id) => id !== undefined);
    const { executions, accepted, restarts } = this.totals();
    return {
      seconds: (now - this.start) / 1000,
      executions,
      perSecond: this.rate.perSecond,
      accepted,
      corpus: Math.max(this.past.corpus, ...all.map(({ corpus }) => corpus)),
      clausesReached: clauses.filter((id) => this.reachable.has(id)).length,
      clausesReachable: this.reachable.size,
      ...(this.tellsEdges ? { edges: this.edges.size } : {}),
      findings: [...this.options.storage.findings.values()],
      fresh: this.fresh,
      secondsSinceNew: (now - this.newAt) / 1000,
      restarts,
      bytes: all.reduce((sum, { bytes }) => sum + bytes, process.memoryUsage.rss()),
    };
  }
}

function shareOf(runs: number, job: number, jobs: number): number {
  return Math.floor(runs / jobs) + (job < runs % jobs ? 1 : 0);
}

function seedOf({ seed, resumed }: CampaignOptions, job: number, generation: number): number {
  return (seed + SEED_STEP * job + 31 * generation + 17 * resumed.resumes) % 2 ** 31;
}

function faultOf({ message, cause }: Extract<FromWorker, { kind: 'failed' }>): Error {
  if (cause === 'usage') return new UsageError(message);
  return cause === 'fault' ? new AdapterFault(message) : new Error(message);
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
