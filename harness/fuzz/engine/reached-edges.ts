/**
 * @module What was reached in the candidate itself, where it claims `coverage`: asked for between
 * two inputs. Nothing is judged by it, so a wrong answer costs the candidate only its coverage.
 */
import { AdapterFault } from '../../adapters/adapter.js';
import { edgeFeature } from '../features.js';
import type { TargetSetup } from '../target.js';

const NONE: readonly number[] = [];

/** @internal */
export class ReachedEdges {
  private readonly onGivenUp: (why: string) => void;
  private givenUp = false;

  constructor(onGivenUp: (why: string) => void) {
    this.onGivenUp = onGivenUp;
  }

  /** Whether the candidate can tell. */
  canTell({ hello, adapter }: TargetSetup): boolean {
    if (this.givenUp || adapter.takeCoverage === undefined) return false;
    return hello.capabilities.includes('coverage');
  }

  /** The features of the edges that were reached since the last time. */
  async take(setup: TargetSetup): Promise<readonly number[]> {
    if (!this.canTell(setup)) return NONE;
    try {
      const edges = (await setup.adapter.takeCoverage?.()) ?? NONE;
      return [...new Set(edges.map(edgeFeature))];
    } catch (error) {
      if (!(error instanceof AdapterFault)) throw error;
      this.givenUp = true;
      this.onGivenUp(error.message);
      return NONE;
    }
  }
}
