/**
 * @module Damage that shows only after the calls that did it: memory is reused, a lock is found to
 * be held. The cases that ended last are suspected, and each is run again alone.
 */
import { AdapterFault, type Adapter } from '../adapters/adapter.js';
import type { Outcome } from '../program/program.js';
import type { RedRun } from './rerun.js';
import type { CaseRun } from './run-case.js';

/** So many cases are suspected: damage does not hide for long. */
const SUSPECTS_MAX = 16;

/** The cases of a world that ended last without having been red. @internal */
export class Suspects {
  #last: RedRun[] = [];

  add(run: RedRun): void {
    this.#last.push(run);
    if (this.#last.length > SUSPECTS_MAX) this.#last.shift();
  }

  /** As red runs, if the world went down now that nothing is under way. */
  async accused(lane: Adapter, now: number): Promise<readonly RedRun[]> {
    const suspects = this.#last;
    this.#last = [];
    const death = await deathOf(lane);
    if (death === undefined) return [];
    const from = Math.min(...suspects.map((each) => each.from));
    return suspects.map((each) => ({
      ...each,
      run: withDeath(each.run, death),
      late: true,
      // None of them can be told from the others by when it ran.
      from,
      to: now,
    }));
  }
}

/** How the system came to grief, if it did, now that nothing is under way. @internal */
export async function deathOf(adapter: Adapter): Promise<Outcome | undefined> {
  try {
    return await adapter.settle?.();
  } catch (error) {
    // The next case says what is wrong with the link.
    if (error instanceof AdapterFault) return undefined;
    throw error;
  }
}

/** A run after which the system went down. @internal */
export function withDeath(run: CaseRun, death: Outcome): CaseRun {
  const { judgement } = run;
  const actual =
    death.kind === 'crashed' ? `crashed: ${death.detail}` : 'no answer, though nothing was asked';
  return {
    ...run,
    judgement: {
      ...judgement,
      verdict: 'fail',
      failures: [
        ...judgement.failures,
        {
          step: -1,
          symptom: 'crashed',
          message: `after the case, with nothing under way, the system went down: ${actual}`,
          expected: 'a system that goes on',
          actual,
        },
      ],
    },
  };
}
