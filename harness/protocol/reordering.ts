/**
 * @module Noise on the link: answers come late and out of order across actors, as from a real
 * machine; never out of order within an actor. Calls are still carried out as they come.
 */
import type { Adapter } from '../adapters/adapter.js';
import { seededRandom } from './random.js';

/** An answer that is held back. */
type Release = () => void;

/** Wraps an adapter so that its answers arrive in an order that the seed chooses. @public */
export function withReordering(adapter: Adapter, seed: number): Adapter {
  const pool = new AnswerPool(seed);
  let programs = 0;
  const noisy: Adapter = {
    hello: (request) => adapter.hello(request),
    call: (op, params) => pool.hold(params.actor, adapter.call(op, params)),
    close: () => adapter.close(),
  };
  if (adapter.runProgram !== undefined) {
    noisy.runProgram = (steps) => {
      programs += 1;
      const run = adapter.runProgram?.(steps) ?? Promise.resolve([]);
      return pool.hold(`program ${programs}`, run);
    };
  }
  if (adapter.diagnostics) noisy.diagnostics = () => adapter.diagnostics?.() ?? '';
  if (adapter.digest) noisy.digest = () => adapter.digest?.();
  return noisy;
}

class AnswerPool {
  readonly #random: (below: number) => number;
  /** Answers in the order of the calls, per actor; nothing where the answer is not there yet. */
  readonly #lanes = new Map<string, (Release | undefined)[]>();
  #scheduled = false;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** The same answer, at a time of the pool's choosing. */
  hold<Answer>(actor: string, answer: Promise<Answer>): Promise<Answer> {
    const lane = this.#lanes.get(actor) ?? [];
    this.#lanes.set(actor, lane);
    return new Promise((resolve, reject) => {
      lane.push(undefined);
      const ready = (release: Release): void => {
        // Calls of one actor are carried out in order, so the first empty slot is this one's.
        lane[lane.indexOf(undefined)] = release;
        this.#schedule();
      };
      const release = (): void => {
        // It has settled; only when that is known is up to the pool.
        answer.then(resolve, reject);
      };
      answer.then(
        () => ready(release),
        () => ready(release),
      );
    });
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#release();
    });
  }

  /** Lets a random number of answers go, each the oldest of a random actor. */
  #release(): void {
    const ready = [...this.#lanes].filter(([, lane]) => lane[0] !== undefined);
    let count = ready.length === 0 ? 0 : this.#random(ready.length + 1);
    while (count > 0 && ready.length > 0) {
      const at = this.#random(ready.length);
      const [actor, lane] = ready[at] as (typeof ready)[number];
      lane.shift()?.();
      if (lane.length === 0) this.#lanes.delete(actor);
      if (lane[0] === undefined) ready.splice(at, 1);
      count -= 1;
    }
    if (ready.length > 0) this.#schedule();
  }
}
