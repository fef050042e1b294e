/** @module A link to a child process: standard input and output carry the messages. */
import { spawn, type ChildProcess } from 'node:child_process';
import { BatchWriter } from '../../protocol/batch-writer.js';
import { forgetGroup, rememberGroup, signalGroup } from './children.js';
import type { Ending, Link, LinkHandlers } from './link.js';
import { StderrRing } from './stderr-ring.js';

/** How long a child may take for each stage of its end. @internal */
export const PATIENCE_MS = { afterInputEnds: 1500, afterTerminate: 500, afterKill: 2000 } as const;

/** Starts a command and links to it. @internal */
export function openChild(
  command: readonly [string, ...string[]],
  handlers: LinkHandlers,
  patience: { readonly [Stage in keyof typeof PATIENCE_MS]: number } = PATIENCE_MS,
): Link {
  return new ChildLink(command, handlers, patience);
}

class ChildLink implements Link {
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  readonly #patience: { readonly [Stage in keyof typeof PATIENCE_MS]: number };
  readonly #writer: BatchWriter;
  readonly #errors = new StderrRing();
  #over = false;
  #giveUp: () => void = () => undefined;

  constructor(
    [file, ...args]: readonly [string, ...string[]],
    handlers: LinkHandlers,
    patience: { readonly [Stage in keyof typeof PATIENCE_MS]: number },
  ) {
    this.#patience = patience;
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    this.#child = child;
    if (child.pid !== undefined) rememberGroup(child.pid);
    const input = child.stdin;
    const output = child.stdout;
    this.#writer = new BatchWriter(input);
    // A child that does not read any more is about to end, or will miss its deadline.
    input.on('error', () => undefined);
    input.on('drain', () => {
      handlers.drained();
    });
    output.on('data', (chunk: Buffer) => {
      handlers.data(chunk);
    });
    output.on('error', () => undefined);
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#errors.push(chunk);
    });
    child.stderr?.on('error', () => undefined);
    this.gone = new Promise((resolve) => {
      this.#watch(handlers, resolve);
    });
  }

  get unsent(): number {
    return this.#writer.unsent;
  }

  write(text: string): void {
    this.#writer.write(text);
  }

  kill(): void {
    // The pipes may be held open by a grandchild that left the group.
    this.#child.stdout?.destroy();
    this.#child.stdin?.destroy();
    this.#child.stderr?.destroy();
    const { pid } = this.#child;
    if (pid === undefined || this.#over) return;
    signalGroup(pid, 'SIGKILL');
    // A process that not even SIGKILL ends (asleep in a kernel call) is left behind.
    setTimeout(this.#giveUp, this.#patience.afterKill).unref();
  }

  async close(): Promise<void> {
    const { pid, stdin } = this.#child;
    this.#writer.flush();
    stdin?.end();
    if (await this.#within(this.#patience.afterInputEnds)) return;
    if (pid !== undefined) signalGroup(pid, 'SIGTERM');
    if (await this.#within(this.#patience.afterTerminate)) return;
    this.kill();
    await this.#within(this.#patience.afterKill);
  }

  lastErrors(): string {
    return this.#errors.text();
  }

  /** Reports the end once, after the output; never waits for long on pipes that stay open. */
  #watch(handlers: LinkHandlers, resolve: () => void): void {
    const child = this.#child;
    let ending: Ending | undefined;
    let reported = false;
    const report = (): void => {
      if (reported) return;
      reported = true;
      handlers.ended(ending ?? { kind: 'closed', reason: 'could not be killed' });
      resolve();
    };
    this.#giveUp = report;
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return;
      const { code = 'unknown', message } = error;
      ending = { kind: 'notStarted', code, reason: message };
      this.#over = true;
      report();
    });
    child.on('exit', (status, signal) => {
      this.#over = true;
      ending =
        signal === null ? { kind: 'exited', status: status ?? 0 } : { kind: 'signalled', signal };
      if (child.pid !== undefined) {
        // The group outlives its leader as long as a grandchild does.
        signalGroup(child.pid, 'SIGKILL');
        forgetGroup(child.pid);
      }
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        report();
      }, 500).unref();
    });
    child.on('close', report);
  }

  /** Whether it was gone within this time. */
  #within(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve(false);
      }, ms);
      void this.gone.finally(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }
}
