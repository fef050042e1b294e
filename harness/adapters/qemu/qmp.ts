/** @module The emulator's control channel: QMP, JSON objects on lines (QEMU's qmp-spec). */
import type { Duplex } from 'node:stream';
import { oneLine } from '../../protocol/excerpt.js';
import { LineSplitter } from '../../protocol/line-splitter.js';

/** Something that happened to the machine. @internal */
export interface MachineEvent {
  readonly name: string;
  readonly reason: string;
}

type Settle = (result: unknown) => void;

const LINE_BYTES_MAX = 4 * 1024 * 1024;
const PATIENCE_MS = 5000;

/** The emulator did not do as it was told. @internal */
export class QmpError extends Error {
  override readonly name = 'QmpError';
}

/** @internal */
export class Qmp {
  readonly #stream: Duplex;
  readonly #splitter = new LineSplitter(LINE_BYTES_MAX);
  readonly #waiting = new Map<number, { resolve: Settle; reject: (error: Error) => void }>();
  readonly #onEvent: (event: MachineEvent) => void;
  #nextId = 1;
  #over: string | undefined;

  constructor(stream: Duplex, onEvent: (event: MachineEvent) => void) {
    this.#stream = stream;
    this.#onEvent = onEvent;
    stream.on('data', (chunk: Buffer) => this.#read(chunk));
    // The end of the emulator is noticed by who started it.
    stream.on('error', () => this.#end('the connection was lost'));
    stream.on('close', () => this.#end('the emulator closed the connection'));
  }

  /** Has to come before all other commands. */
  async negotiate(patienceMs = PATIENCE_MS): Promise<void> {
    await this.execute('qmp_capabilities', {}, patienceMs);
  }

  /** What a command returns. */
  execute(
    command: string,
    args: Readonly<Record<string, unknown>> = {},
    patienceMs = PATIENCE_MS,
  ): Promise<unknown> {
    if (this.#over !== undefined) return Promise.reject(new QmpError(this.#over));
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new QmpError(`no answer to ${command} within ${patienceMs} ms`));
      }, patienceMs);
      const settled =
        <Value>(settle: (value: Value) => void) =>
        (value: Value): void => {
          clearTimeout(timer);
          settle(value);
        };
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      this.#stream.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`);
    });
  }

  /** A command of the monitor for people, and what it prints. */
  async monitor(line: string, patienceMs = PATIENCE_MS): Promise<string> {
    const args = { 'command-line': line };
    const printed = await this.execute('human-monitor-command', args, patienceMs);
    return typeof printed === 'string' ? printed : '';
  }

  #read(chunk: Buffer): void {
    for (const line of this.#splitter.push(chunk)) {
      let message: unknown;
      try {
        message = JSON.parse(line);
      } catch {
        continue;
      }
      if (typeof message === 'object' && message !== null) {
        this.#take(message as Readonly<Record<string, unknown>>);
      }
    }
    if (this.#splitter.problem !== undefined) this.#end('a line above all bounds');
  }

  #take(message: Readonly<Record<string, unknown>>): void {
    const { event, data, id, error } = message;
    if (typeof event === 'string') {
      const { reason, action } = (data ?? {}) as { reason?: unknown; action?: unknown };
      const why = typeof reason === 'string' ? reason : action;
      this.#onEvent({ name: event, reason: typeof why === 'string' ? why : '' });
      return;
    }
    const waiting = this.#waiting.get(id as number);
    if (waiting === undefined) return;
    this.#waiting.delete(id as number);
    if (error === undefined) waiting.resolve(message['return']);
    else waiting.reject(new QmpError(oneLine((error as { desc?: string }).desc ?? 'refused')));
  }

  #end(reason: string): void {
    this.#over ??= reason;
    for (const { reject } of this.#waiting.values()) reject(new QmpError(reason));
    this.#waiting.clear();
  }
}
