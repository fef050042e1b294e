/**
 * @module The adapter's side of the protocol: serves any in-process {@link Adapter} over a byte
 * stream. Calls of one actor run one after the other, those of different actors overlap.
 */
import type { Readable, Writable } from 'node:stream';
import type { Adapter, Hello, HelloRequest, PlainStep } from '../adapters/adapter.js';
import type { JsonObject } from '../program/program.js';
import { BatchWriter } from './batch-writer.js';
import { excerpt, oneLine } from './excerpt.js';
import { LineSplitter } from './line-splitter.js';
import {
  errorLine,
  PROTOCOL_VERSION,
  resultLine,
  RPC_ERROR,
  RUN_PROGRAM,
  TAKE_COVERAGE,
  toWire,
  WINDOW_MAX,
} from './messages.js';
import {
  checkCoverageParams,
  checkHelloParams,
  checkParams,
  checkRunParams,
  isOp,
} from './validate.js';

/** @public */
export interface ServeOptions {
  /** Requests that are worked on at once, at most what the adapter offers. */
  readonly window?: number;
  /** The longest line accepted; default 16 MiB. */
  readonly lineBytesMax?: number;
  /** `false`: do not claim `programs`, so that the harness plays call by call. */
  readonly programs?: boolean;
}

/** Makes the adapter of one connection, for the profile and seed of its hello. @public */
export type AdapterFactory = (request: HelloRequest) => Adapter | Promise<Adapter>;

/** Serves one connection; settles when its input has ended and every answer is out. @public */
export async function serveStream(
  factory: AdapterFactory,
  input: Readable,
  output: Writable,
  options: ServeOptions = {},
): Promise<void> {
  const server = new Server(factory, input, output, options);
  try {
    await server.run();
  } finally {
    await server.close();
  }
}

type CallParams = JsonObject & { readonly actor: string };

class Server {
  readonly #factory: AdapterFactory;
  #adapter: Adapter | undefined;
  readonly #input: Readable;
  readonly #output: Writable;
  readonly #writer: BatchWriter;
  readonly #splitter: LineSplitter;
  readonly #options: ServeOptions;
  /** The last call of each actor that has calls running. */
  readonly #tails = new Map<string, Promise<void>>();
  #hello: Hello | undefined;
  #greeting = false;
  /** While hello is worked on, what follows it waits. */
  #opening = false;
  #window: number;
  /** Lines read that the window has no room for yet. */
  #backlog: readonly string[] = [];
  #backlogAt = 0;
  #running = 0;
  #ended = false;
  #done: () => void = () => undefined;

  constructor(factory: AdapterFactory, input: Readable, output: Writable, options: ServeOptions) {
    this.#factory = factory;
    this.#input = input;
    this.#output = output;
    this.#options = options;
    this.#window = Math.max(options.window ?? WINDOW_MAX, 1);
    this.#writer = new BatchWriter(output);
    this.#splitter = new LineSplitter(options.lineBytesMax ?? 16 * 1024 * 1024);
  }

  run(): Promise<void> {
    return new Promise((resolve) => {
      this.#done = (): void => {
        this.#writer.flush();
        resolve();
      };
      this.#input.on('data', (chunk: Buffer) => {
        this.#read(chunk);
      });
      const end = (): void => {
        this.#ended = true;
        this.#advance();
      };
      this.#input.on('end', end);
      this.#input.on('close', end);
      this.#input.on('error', end);
      // The other side is gone: there is nobody to answer.
      this.#output.on('error', () => this.#input.destroy());
      this.#output.on('drain', () => {
        this.#advance();
      });
    });
  }

  async close(): Promise<void> {
    await this.#adapter?.close();
  }

  #read(chunk: Buffer): void {
    const lines = this.#splitter.push(chunk);
    this.#backlog =
      this.#backlogAt < this.#backlog.length
        ? [...this.#backlog.slice(this.#backlogAt), ...lines]
        : lines;
    this.#backlogAt = 0;
    const { problem } = this.#splitter;
    if (problem !== undefined) {
      this.#writer.write(errorLine('null', RPC_ERROR.parse, `the harness sent ${problem}`));
      this.#ended = true;
      this.#input.destroy();
    }
    this.#advance();
  }

  /** Works off the backlog as far as the window and the other side's reading allow. */
  #advance(): void {
    while (
      this.#backlogAt < this.#backlog.length &&
      this.#running < this.#window &&
      !this.#opening &&
      !this.#output.writableNeedDrain
    ) {
      const line = this.#backlog[this.#backlogAt] as string;
      this.#backlogAt += 1;
      this.#take(line);
    }
    const behind = this.#backlogAt < this.#backlog.length;
    if (behind && !this.#input.isPaused()) this.#input.pause();
    else if (!behind && this.#input.isPaused()) this.#input.resume();
    const unreadable = this.#output.destroyed;
    if (this.#ended && this.#running === 0 && (!behind || unreadable)) this.#done();
  }

  #take(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      this.#refuse('null', RPC_ERROR.parse, `not JSON: ${excerpt(line)}`);
      return;
    }
    const request = message as Readonly<Record<string, unknown>> | null;
    const { jsonrpc, id, method, params } = request ?? {};
    const name = typeof id === 'number' || typeof id === 'string' ? JSON.stringify(id) : 'null';
    if (jsonrpc !== '2.0' || name === 'null' || typeof method !== 'string') {
      const expected = 'expected "jsonrpc": "2.0", an id and a method';
      this.#refuse(name, RPC_ERROR.invalidRequest, `${expected}, got ${excerpt(message)}`);
    } else if (method === 'hello') {
      this.#greet(name, params);
    } else if (this.#hello === undefined) {
      this.#refuse(name, RPC_ERROR.order, `${oneLine(method, 60)} before hello was answered`);
    } else if (method === RUN_PROGRAM) {
      this.#runProgram(name, params);
    } else if (method === TAKE_COVERAGE) {
      this.#takeCoverage(name, params);
    } else if (!isOp(method)) {
      this.#refuse(name, RPC_ERROR.unknownMethod, `there is no Op named ${excerpt(method)}`);
    } else {
      const problem = checkParams(method, params);
      if (problem === undefined) this.#call(name, method, params as CallParams);
      else this.#refuse(name, RPC_ERROR.invalidParams, `${method}: ${problem}`);
    }
  }

  #greet(id: string, params: unknown): void {
    const offered = (params as { protocol?: unknown } | null | undefined)?.protocol;
    if (this.#greeting) {
      this.#refuse(id, RPC_ERROR.order, 'hello was said already');
    } else if (offered !== PROTOCOL_VERSION) {
      const message = `this adapter speaks protocol ${PROTOCOL_VERSION}, not ${excerpt(offered)}`;
      this.#refuse(id, RPC_ERROR.version, message);
    } else if (!checkHelloParams(params)) {
      this.#refuse(id, RPC_ERROR.invalidParams, 'hello takes { protocol, profile, seed }');
    } else {
      this.#greeting = true;
      this.#opening = true;
      const opened = this.#open(params).finally(() => {
        this.#opening = false;
      });
      void this.#finish(id, opened);
    }
  }

  /** The adapter's hello, within the bounds of this server. */
  async #open(request: HelloRequest): Promise<Hello> {
    const adapter = await this.#factory(request);
    this.#adapter = adapter;
    const hello = await adapter.hello(request);
    const window = Math.min(hello.limits.window, this.#window);
    const lineBytesMax = this.#options.lineBytesMax ?? 16 * 1024 * 1024;
    const programs = adapter.runProgram !== undefined && this.#options.programs !== false;
    const capabilities = hello.capabilities.filter((id) => programs || id !== 'programs');
    this.#window = window;
    this.#hello = { ...hello, capabilities, limits: { window, lineBytesMax } };
    return this.#hello;
  }

  #runProgram(id: string, params: unknown): void {
    const problem = checkRunParams(params);
    if (this.#hello?.capabilities.includes('programs') !== true) {
      this.#refuse(id, RPC_ERROR.unknownMethod, `${RUN_PROGRAM} is not among the capabilities`);
    } else if (problem !== undefined) {
      this.#refuse(id, RPC_ERROR.invalidParams, `${RUN_PROGRAM}: ${problem}`);
    } else {
      const { steps } = params as { readonly steps: readonly PlainStep[] };
      const run = async (): Promise<unknown> => ({
        value: { records: (await this.#adapter?.runProgram?.(steps)) ?? [] },
      });
      void this.#finish(id, run());
    }
  }

  #takeCoverage(id: string, params: unknown): void {
    const adapter = this.#adapter;
    const problem = checkCoverageParams(params);
    if (this.#hello?.capabilities.includes('coverage') !== true) {
      this.#refuse(id, RPC_ERROR.unknownMethod, 'coverage is not among the capabilities');
    } else if (problem !== undefined) {
      this.#refuse(id, RPC_ERROR.invalidParams, `${TAKE_COVERAGE}: ${problem}`);
    } else {
      const take = async (): Promise<unknown> => ({
        value: { edges: (await adapter?.takeCoverage?.()) ?? [] },
      });
      void this.#finish(id, take());
    }
  }

  #call(id: string, op: string, params: CallParams): void {
    const adapter = this.#adapter as Adapter;
    const { actor } = params;
    const before = this.#tails.get(actor);
    const run = async (): Promise<unknown> => toWire(await adapter.call(op, params));
    const tail = this.#finish(id, before === undefined ? run() : before.then(run));
    this.#tails.set(actor, tail);
    void tail.finally(() => {
      if (this.#tails.get(actor) === tail) this.#tails.delete(actor);
    });
  }

  /** Answers when the work is done; the promise never rejects. */
  async #finish(id: string, work: Promise<unknown>): Promise<void> {
    this.#running += 1;
    try {
      this.#writer.write(resultLine(id, await work));
    } catch (error) {
      const message = oneLine(error instanceof Error ? error.message : String(error));
      this.#writer.write(errorLine(id, RPC_ERROR.adapter, message));
    }
    this.#running -= 1;
    if (this.#backlogAt < this.#backlog.length || this.#ended) this.#advance();
  }

  #refuse(id: string, code: number, message: string): void {
    this.#writer.write(errorLine(id, code, message));
  }
}
