/**
 * @module Kernels under QEMU as a candidate: the agent as process 1 of a guest, reached over its
 * port; resets by snapshot; several guests beside each other.
 */
import type { Outcome } from '../../program/program.js';
import type { JsonObject, StepRecord } from '../../program/program.js';
import type { Adapter, Hello, HelloRequest, PlainStep } from '../adapter.js';
import { AdapterFault } from '../adapter.js';
import { ProtocolClient, type ConnectOptions } from '../stdio/client.js';
import type { Fate } from './fate.js';
import type { GuestFactory, GuestFacts } from './guest-factory.js';
import { GuestLink } from './guest-link.js';
import type { GuestOptions } from './guest-options.js';

/** What became of a guest, and what its console showed. @public */
export interface GuestDeath {
  readonly fate: Fate;
  readonly console: string;
}

/** Answers to hello come from a guest that is up: starting it is not their affair. */
const HELLO_DEADLINE_MS = 30_000;
/** What a kernel puts off (grace periods, work queues) is done after so long. */
const SETTLE_MS = 100;
/** Of the guests that came to grief, so many are kept. */
const DEATHS_KEPT_MAX = 200;

/** One guest at a time: when it is gone, the next one takes its place. */
class GuestLane implements Adapter {
  runProgram?: (steps: readonly PlainStep[]) => Promise<readonly StepRecord[]>;
  takeCoverage?: () => Promise<readonly number[]>;
  readonly #client: ProtocolClient;

  constructor(factory: GuestFactory, options: ConnectOptions, deaths: GuestDeath[]) {
    const source = {
      take: () => factory.take(),
      onFate: (fate: Fate, console: string): void => {
        if (fate.kind !== 'ended' && deaths.length < DEATHS_KEPT_MAX) {
          deaths.push({ fate, console });
        }
      },
    };
    this.#client = new ProtocolClient('qemu', (handlers) => new GuestLink(source, handlers), {
      ...options,
      helloDeadlineMs: Math.max(HELLO_DEADLINE_MS, options.deadlineMs ?? 0),
    });
  }

  async hello(request: HelloRequest): Promise<Hello> {
    const hello = await this.#client.hello(request);
    const { runProgram, takeCoverage } = this.#client;
    if (runProgram !== undefined) this.runProgram = runProgram;
    if (takeCoverage !== undefined) this.takeCoverage = takeCoverage;
    return hello;
  }

  async call(op: string, params: JsonObject & { readonly actor: string }): Promise<Outcome> {
    if (op !== 'world.reset') return this.#client.call(op, params);
    await this.#client.renew();
    return { kind: 'returned', value: {} };
  }

  async settle(): Promise<Outcome | undefined> {
    const outcome = await this.#client.call('world.sleep', { actor: 'init', ms: SETTLE_MS });
    return outcome.kind === 'crashed' || outcome.kind === 'timedOut' ? outcome : undefined;
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  diagnostics(): string {
    return this.#client.diagnostics();
  }
}

/** @internal */
export class QemuAdapter implements Adapter {
  /** Set after a hello that claims `programs`. */
  runProgram?: (steps: readonly PlainStep[]) => Promise<readonly StepRecord[]>;
  /** Set after a hello that claims `coverage`. */
  takeCoverage?: () => Promise<readonly number[]>;
  /** Every reset gives the same fresh world, at the price of a fraction of a second. */
  readonly freshAreas = true;
  /** Guests that came to grief, in order. */
  readonly deaths: GuestDeath[] = [];
  readonly #factory: GuestFactory;
  readonly #lanes: readonly GuestLane[];
  #facts: GuestFacts | undefined;

  /** `agent` gives the path of the executable that becomes process 1. */
  constructor(options: GuestOptions, connect: ConnectOptions, factory: GuestFactory) {
    this.#factory = factory;
    this.#lanes = Array.from(
      { length: options.jobs },
      () => new GuestLane(factory, connect, this.deaths),
    );
  }

  async hello(request: HelloRequest): Promise<Hello> {
    const facts = await this.#factory.prepare();
    this.#facts = facts;
    const hellos = await Promise.all(this.#lanes.map((lane) => lane.hello(request)));
    const [hello] = hellos;
    if (hello === undefined) throw new AdapterFault('qemu: there is no guest');
    const { runProgram, takeCoverage } = this.#first;
    if (runProgram !== undefined) this.runProgram = runProgram;
    if (takeCoverage !== undefined) this.takeCoverage = takeCoverage;
    return {
      ...hello,
      capabilities: [...new Set([...hello.capabilities, ...resetIfAny(hello)])],
      notes: [...(hello.notes ?? []), ...notesOf(facts)],
    };
  }

  call(op: string, params: JsonObject & { readonly actor: string }): Promise<Outcome> {
    return this.#first.call(op, params);
  }

  settle(): Promise<Outcome | undefined> {
    return this.#first.settle();
  }

  async close(): Promise<void> {
    this.#factory.cancel();
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  diagnostics(): string {
    const last = this.deaths.at(-1);
    return last?.console ?? this.#first.diagnostics();
  }

  digest(): string | undefined {
    return this.#facts?.kernelDigest;
  }

  origin(): Readonly<Record<string, string>> | undefined {
    if (this.#facts === undefined) return undefined;
    const { kernelDigest, initramfsDigest, commandLine, acceleration } = this.#facts;
    return {
      kernel: kernelDigest,
      initramfs: initramfsDigest,
      commandLine,
      acceleration: acceleration.accel,
    };
  }

  /** The guests, each a world of its own. */
  lanes(): readonly Adapter[] {
    return this.#lanes;
  }

  get facts(): GuestFacts | undefined {
    return this.#facts;
  }

  get #first(): GuestLane {
    return this.#lanes[0] as GuestLane;
  }
}

/** A candidate that has nothing to judge does not get anything by being reset. */
function resetIfAny(hello: Hello): readonly string[] {
  return hello.capabilities.length === 0 ? [] : ['world-reset'];
}

/** What is said of guests beside what the agent says. @internal */
export function notesOf({ acceleration, port, bootTroubles }: GuestFacts): readonly string[] {
  const { accel, reason } = acceleration;
  return [`QEMU guest under ${accel.toUpperCase()} (${reason}), agent on ${port}`, ...bootTroubles];
}
