/**
 * @module Hunts one fault with one target, as a campaign of one worker would, and looks at what it
 * caught: how soon, how small, and whether it comes back from its file alone. The budget is time on
 * the processor, so that a busy machine changes nothing.
 */
import type { Adapter } from '../../adapters/adapter.js';
import { profileOf } from '../../profiles/profile-option.js';
import { Candidate } from '../engine/candidate.js';
import { countSteps, type Investigated } from '../engine/investigate.js';
import { Loop } from '../engine/loop.js';
import { playFollowed } from '../follow/play.js';
import { hasSignature, judgedSignature, knownAs, signatureOf } from '../finding.js';
import type { Difference } from '../target.js';
import { TARGET_LOADERS } from '../targets.js';
import { openerOf } from './candidates.js';
import type { Quarry } from './sample.js';

/** What came of a hunt. @internal */
export interface Catch extends Quarry {
  readonly found: boolean;
  /** On the processor, to the first input that showed it. */
  readonly seconds: number;
  readonly executions: number;
  /** Elapsed over processor time: how busy the machine was. */
  readonly stretch: number;
  readonly steps?: number;
  readonly signature?: string;
  readonly kind?: string;
  /** Everything that was found of the fault within a while. */
  readonly signatures: readonly string[];
  /** Of ten replays. */
  readonly replayed?: number;
}

const CHUNK = 16;
/** Inputs behind the first finding, to see whether others come of the same fault. */
const BEHIND = 200;
const REPLAYS = 10;

/** @internal */
export async function hunt(quarry: Quarry, budgetSeconds: number, seed: number): Promise<Catch> {
  const profile = profileOf(quarry.profile);
  const definition = await TARGET_LOADERS[quarry.target]?.();
  if (definition === undefined) throw new Error(`no target ${quarry.target}`);
  const open = openerOf(quarry.fault, profile, seed);
  const known = new Set<string>();
  const isKnown = (difference: Difference, wanted?: string): boolean =>
    knownAs(known, difference, wanted) !== undefined;
  const candidate = new Candidate(open, { profile, seed, isKnown });
  const found: Investigated[] = [];
  let firstAt: number | undefined;
  const start = { cpu: cpuSeconds(), clock: performance.now() };
  const noted = Object.assign(known, {
    add(signature: string): Set<string> {
      firstAt ??= cpuSeconds() - start.cpu;
      return Set.prototype.add.call(known, signature) as Set<string>;
    },
  });
  const nothing = (): void => undefined;
  const loop = new Loop(definition, candidate, {
    seed,
    known: noted,
    events: {
      reached: nothing,
      seen: nothing,
      restarted: nothing,
      found: (_, looked) => {
        found.push(looked);
      },
    },
  });
  await loop.open();
  while (found.length === 0 && cpuSeconds() - start.cpu < budgetSeconds) await loop.run(CHUNK);
  const executions = loop.executions;
  const spent = cpuSeconds() - start.cpu;
  const stretch = (performance.now() - start.clock) / 1000 / Math.max(spent, 0.001);
  if (found.length > 0) await loop.run(BEHIND);
  await candidate.drop();
  const [first] = found;
  const signatures = found.map(({ difference }) => signatureOf(difference));
  const base = { ...quarry, executions, stretch, signatures };
  if (first === undefined) return { ...base, found: false, seconds: spent };
  return {
    ...base,
    found: true,
    seconds: firstAt ?? spent,
    steps: countSteps(first.program),
    signature: signatureOf(first.difference),
    kind: first.difference.kind,
    replayed: await replays(first, open),
  };
}

async function replays(looked: Investigated, open: () => Adapter): Promise<number> {
  const signature = judgedSignature(looked.difference);
  let same = 0;
  for (let n = 0; n < REPLAYS; n += 1) {
    const { isKnown: _, ...setup } = looked.setup;
    const played = await playFollowed({ ...setup, adapter: open() }, looked.program);
    if (played.differences.some((one) => hasSignature(one, signature))) same += 1;
  }
  return same;
}

/** Time that this process has spent on processors. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
