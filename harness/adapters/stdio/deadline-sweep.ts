/**
 * @module One timer for all deadlines. A request is late only if two sweeps in a row find it so:
 * after a pause of the harness itself, the answers that wait in the pipe are read first.
 */
import type { Outgoing } from './connection.js';

/** The unanswered requests of one actor, oldest first. @internal */
export interface Lane {
  head: Outgoing;
  tail: Outgoing;
}

const PERIOD_MS = 50;

/** @internal */
export class DeadlineSweep {
  readonly #lanes: ReadonlyMap<string, Lane>;
  readonly #late: (requests: readonly Outgoing[]) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(lanes: ReadonlyMap<string, Lane>, late: (requests: readonly Outgoing[]) => void) {
    this.#lanes = lanes;
    this.#late = late;
  }

  /** Runs until nothing is outstanding. */
  start(): void {
    this.#timer ??= setInterval(() => {
      this.#sweep();
    }, PERIOD_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #sweep(): void {
    if (this.#lanes.size === 0) {
      this.stop();
      return;
    }
    const now = performance.now();
    const late: Outgoing[] = [];
    for (const { head } of this.#lanes.values()) {
      if (now - head.since < head.deadlineMs) continue;
      if (head.suspect) late.push(head);
      else head.suspect = true;
    }
    if (late.length > 0) this.#late(late);
  }
}
