/**
 * @module Worlds beside each other, and which cases each of them gets: any, or, where a fresh world
 * is cheap, whole areas of the catalogue with a reset in between.
 */
import type { CompiledCase } from '../../suites/language/compile.js';
import { AdapterFault, type Adapter } from '../adapters/adapter.js';

/** Indices of cases, to be taken one after the other. @internal */
export interface Batch {
  readonly area: string;
  readonly indices: readonly number[];
}

/** So many cases of an area are worth a world of their own. */
const BATCH_MAX = 100;

/** The worlds of an adapter. @internal */
export function lanesOf(adapter: Adapter): readonly Adapter[] {
  const lanes = adapter.lanes?.() ?? [];
  return lanes.length === 0 ? [adapter] : lanes;
}

/** The cases in parts. @internal */
export function batchesOf(
  cases: readonly CompiledCase[],
  { freshAreas = false }: Adapter,
): readonly Batch[] {
  if (!freshAreas) return [{ area: '', indices: cases.map((_, index) => index) }];
  const areas = new Map<string, number[]>();
  cases.forEach(({ id }, index) => {
    const area = id.slice(0, id.indexOf('/'));
    const list = areas.get(area);
    if (list === undefined) areas.set(area, [index]);
    else list.push(index);
  });
  return [...areas].flatMap(([area, indices]) => inParts(indices, area));
}

function inParts(indices: readonly number[], area: string): readonly Batch[] {
  const parts: Batch[] = [];
  for (let from = 0; from < indices.length; from += BATCH_MAX) {
    parts.push({ area, indices: indices.slice(from, from + BATCH_MAX) });
  }
  return parts;
}

/** Gives out batches, and the cases of each, to whoever asks. @internal */
export class BatchQueue {
  readonly #batches: readonly Batch[];
  readonly #taken: number[];
  #next = 0;

  constructor(batches: readonly Batch[]) {
    this.#batches = batches;
    this.#taken = batches.map(() => 0);
  }

  /** The next batch that still has cases: shared only if there is but one. */
  batch(): Batch | undefined {
    const [only, ...others] = this.#batches;
    if (only !== undefined && others.length === 0) return this.#left(0) ? only : undefined;
    const batch = this.#batches[this.#next];
    this.#next += 1;
    return batch;
  }

  /** The next case of a batch. */
  take(batch: Batch): number | undefined {
    const at = this.#batches.indexOf(batch);
    const index = batch.indices[this.#taken[at] ?? 0];
    this.#taken[at] = (this.#taken[at] ?? 0) + 1;
    return index;
  }

  #left(at: number): boolean {
    return (this.#taken[at] ?? 0) < (this.#batches[at]?.indices.length ?? 0);
  }
}

/** A fresh world; if there is none to be had, the next case says why. @internal */
export async function refresh(lane: Adapter): Promise<void> {
  try {
    await lane.call('world.reset', { actor: 'init' });
  } catch (error) {
    if (!(error instanceof AdapterFault)) throw error;
  }
}
