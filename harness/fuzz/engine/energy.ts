/**
 * @module The corpus in memory and whom to pick from it: energy goes to inputs that reach what few
 * others reach, and that cost little. Everything is bounded, and the same for the same seed.
 */
import { EDGE_SPACE, FEATURE_SPACE, isEdge } from '../features.js';
import type { Random } from '../target.js';

/** An input with what it reached. @internal */
export interface Entry<Input> {
  readonly input: Input;
  readonly features: Uint16Array | Uint32Array;
  /** 1 for an ordinary input; more for one that takes longer. */
  readonly cost: number;
  /** How often it was a parent. */
  picks: number;
}

/** More is not looked at often enough to be worth its memory; on disk, everything stays. */
const ENTRIES_MAX = 1500;
/** Energies are worked out anew after so many picks. */
const REFRESH = 1000;
/** The rarest features of an input say the most. */
const RAREST = 6;
/** Of the edges that an input reaches, so many are kept with it: the rarest. */
const EDGES_KEPT = 64;

/** @internal */
export class Energy<Input> {
  readonly hits = new Uint32Array(FEATURE_SPACE + EDGE_SPACE);
  private readonly entries: Entry<Input>[] = [];
  /** Sums of energies up to each entry. */
  private readonly cumulative = new Float64Array(ENTRIES_MAX + 1);
  private summed = 0;
  private fresh = 0;
  private readonly rarest = new Float64Array(RAREST);

  get size(): number {
    return this.entries.length;
  }

  /** The features that nothing has reached before; counts all of them. */
  count(features: ArrayLike<number>): readonly number[] {
    let fresh: number[] | undefined;
    for (let at = 0; at < features.length; at += 1) {
      const feature = features[at] ?? 0;
      const times = this.hits[feature] ?? 0;
      if (times === 0) (fresh ??= []).push(feature);
      if (times < 0xffffffff) this.hits[feature] = times + 1;
    }
    return fresh ?? NONE;
  }

  isNew(feature: number): boolean {
    return this.hits[feature] === 0;
  }

  add(input: Input, features: ArrayLike<number>, cost: number): void {
    const distinct = [...new Set(Array.from(features))];
    this.entries.push({ input, features: this.kept(distinct), cost, picks: 0 });
    if (this.entries.length <= ENTRIES_MAX) return;
    this.dropPoorest();
    this.summed = 0;
  }

  private kept(distinct: readonly number[]): Uint16Array | Uint32Array {
    const edges = distinct.filter(isEdge);
    if (edges.length === 0) return Uint16Array.from(distinct);
    const rarest = edges.sort((a, b) => (this.hits[a] ?? 0) - (this.hits[b] ?? 0));
    const others = distinct.filter((feature) => !isEdge(feature));
    return Uint32Array.from([...others, ...rarest.slice(0, EDGES_KEPT)]);
  }

  /** An input to start from: mostly one with energy, now and then any. */
  pick(random: Random): Input | undefined {
    const { entries } = this;
    if (entries.length === 0) return undefined;
    this.sum();
    this.fresh -= 1;
    if (random(16) === 0) return entries[random(entries.length)]?.input;
    const entry = entries[this.search(random(2 ** 30) / 2 ** 30)];
    if (entry !== undefined) entry.picks += 1;
    return entry?.input;
  }

  /** Sums up what is new; everything, when it has been a while. */
  private sum(): void {
    if (this.fresh <= 0) {
      this.fresh = REFRESH;
      this.summed = 0;
    }
    for (let at = this.summed; at < this.entries.length; at += 1) {
      const entry = this.entries[at];
      const before = at === 0 ? 0 : (this.cumulative[at - 1] ?? 0);
      this.cumulative[at] = before + (entry === undefined ? 0 : this.energyOf(entry));
    }
    this.summed = this.entries.length;
  }

  private energyOf({ features, cost, picks }: Entry<Input>): number {
    const rarest = this.rarest;
    rarest.fill(0);
    for (const feature of features) {
      const rarity = 1 / Math.sqrt(this.hits[feature] ?? 1);
      for (let at = 0; at < RAREST; at += 1) {
        if (rarity <= (rarest[at] ?? 0)) continue;
        rarest.copyWithin(at + 1, at, RAREST - 1);
        rarest[at] = rarity;
        break;
      }
    }
    const sum = rarest.reduce((total, one) => total + one, 0);
    return (sum + 0.001) / cost / Math.log2(picks + 4);
  }

  /** The first entry whose cumulative energy is above the share. */
  private search(share: number): number {
    const last = this.entries.length - 1;
    const wanted = share * (this.cumulative[last] ?? 0);
    let [low, high] = [0, last];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.cumulative[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private dropPoorest(): void {
    let poorest = 0;
    let least = Number.POSITIVE_INFINITY;
    this.entries.forEach((entry, index) => {
      const energy = this.energyOf(entry);
      if (energy < least) [poorest, least] = [index, energy];
    });
    this.entries.splice(poorest, 1);
  }
}

const NONE: readonly number[] = [];
