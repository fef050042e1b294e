/**
 * @module A worker process as the campaign sees it: started, listened to, started again when it
 * dies, ended when it is silent for too long.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { signalGroup } from '../../adapters/stdio/children.js';
import { buildPath } from '../../package-root.js';
import type { FromWorker, ToWorker, WorkerConfig } from './messages.js';

/** @internal */
export interface WorkerEvents {
  message(message: FromWorker): void;
  /** It died by itself, or was ended because it was silent. */
  died(reason: string, silent: boolean): void;
}

/** Beyond the deadline of a call, a worker that says nothing has come to a stop. */
const SILENCE_MS = 120_000;

/** How workers are run. @internal */
export interface WorkerOptions {
  readonly silenceMs?: number;
  /** The program of the worker: that of the build. */
  readonly file?: string;
}
/** V8 may take so much; a candidate in process has to live in it. */
const HEAP_MIB = 1024;
/** What is young: larger than this saves no time, and all of it is in use after a minute. */
const YOUNG_MIB = 8;
/** Percent that the old generation may grow over what lives in it; V8 would take four times. */
const GROWING = 40;

/** Of the build that runs; the sources, which tests run, have none. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./worker-main.js', import.meta.url));
  if (existsSync(beside)) return beside;
  return buildPath('harness', 'fuzz', 'engine', 'worker-main.js');
}

/** @internal */
export class WorkerProcess {
  readonly config: WorkerConfig;
  private readonly child: ChildProcess;
  private readonly events: WorkerEvents;
  private heard = performance.now();
  private groups: readonly number[] = [];
  private over = false;
  private silent = false;
  private readonly silenceMs: number;

  constructor(config: WorkerConfig, events: WorkerEvents, options: WorkerOptions = {}) {
    this.config = config;
    this.events = events;
    this.silenceMs = options.silenceMs ?? config.deadlineMs + SILENCE_MS;
    this.child = fork(options.file ?? workerFile(), [], {
      execArgv: [
        // One job is one core: collecting garbage on more would take them from other jobs.
        '--single-threaded-gc',
        // As large from the start as it ever gets.
        ...[`--min-semi-space-size=${YOUNG_MIB}`, `--max-semi-space-size=${YOUNG_MIB}`],
        `--heap-growing-percent=${GROWING}`,
        `--max-old-space-size=${HEAP_MIB}`,
      ],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child.on('message', (message: FromWorker) => {
      this.heard = performance.now();
      if (message.kind === 'stats') this.groups = message.stats.groups;
      if (message.kind === 'done' || message.kind === 'failed') this.end();
      events.message(message);
    });
    this.child.on('error', (error) => {
      this.gone(error.message);
    });
    this.child.on('exit', (code, signal) => {
      this.gone(signal ?? `exit code ${String(code)}`);
    });
    this.send({ kind: 'start', config });
  }

  send(message: ToWorker): void {
    if (!this.over && this.child.connected) this.child.send(message, () => undefined);
  }

  /** Ends one that has said nothing for too long; called now and then. */
  watch(): void {
    const silentMs = performance.now() - this.heard;
    if (this.over || silentMs < this.silenceMs) return;
    this.silent = true;
    this.child.kill('SIGKILL');
  }

  /** No further events. */
  end(): void {
    this.over = true;
    if (this.child.connected) this.child.disconnect();
  }

  /** At once, with the candidate. */
  kill(): void {
    this.over = true;
    this.child.kill('SIGKILL');
    this.killCandidate();
  }

  private gone(reason: string): void {
    this.killCandidate();
    if (this.over) return;
    this.over = true;
    this.events.died(this.silent ? 'silent for too long' : reason, this.silent);
  }

  /** A candidate whose worker is gone may not have noticed. */
  private killCandidate(): void {
    for (const leader of this.groups) signalGroup(leader, 'SIGKILL');
    this.groups = [];
  }
}
