/** @module Whole Programs: from scratch, and out of one of the corpus. */
import type { Model } from '../../../reference/kernel/model.js';
import type { Wire } from '../../../reference/wire/wire.js';
import type { CallStep, Program, Step } from '../../program/program.js';
import type { Random } from '../target.js';
import { chance, pick, sample, weighted } from './choice.js';
import { bodyOf, Draft } from './draft.js';
import { Hand, type Maker } from './hand.js';
import { MOTIFS } from './motifs.js';
import { TOKEN_KINDS } from './token-kinds.js';
import { changedStep } from './change-step.js';
import { renamed } from './rename.js';
import { WORLD_KINDS } from './world-kinds.js';

const KINDS: Readonly<Record<string, Maker>> = { ...TOKEN_KINDS, ...WORLD_KINDS, ...MOTIFS };

/** Names of the kinds, for swarm testing. @internal */
export const KIND_NAMES: readonly string[] = Object.keys(KINDS);

/** How often a kind is drawn, where it is not 10. */
const WEIGHTS: Readonly<Record<string, number>> = {
  ...{ token: 25, duplicate: 18, restrict: 16, privileges: 16, groups: 16, default: 14 },
  ...{ impersonate: 14, install: 9, link: 9, linked: 9, query: 14, session: 10, destroy: 14 },
  ...{ exit: 3, kill: 3, 'close-all': 3, mitigations: 3, files: 2, events: 3, exec: 5 },
  ...{ 'weak-process': 12, gates: 14, pair: 10, client: 10, sandbox: 8, connection: 8 },
  ...{
    grown: 4,
    exercised: 12,
    'passed-on': 10,
    lifetime: 10,
    mitigated: 6,
    'without-privilege': 12,
    ...{ defects: 25, checked: 14 },
  },
};
/** Of so many Programs that are to be made of others, one is not. */
const ANEW_EVERY = 3;
const NEVER_OFF: readonly string[] = ['session', 'token'];

/** What a generator works with. @internal */
export interface Workshop {
  readonly model: Model;
  readonly wire: Wire;
  /** Ops that the candidate claims and the profile describes. */
  readonly usable: ReadonlySet<string>;
}

/** A new Program. @internal */
export function newProgram(
  workshop: Workshop,
  random: Random,
  enabled: ReadonlySet<string>,
): Program {
  const draft = new Draft(workshop.model, workshop.wire);
  const hand = beginning(draft, random, workshop);
  const count = 3 + random(8);
  const kinds = kindsFor(random, enabled);
  for (let n = 0; n < count && !draft.isFull; n += 1) act(hand, kinds);
  return ending(hand);
}

/** Programs are few and slow: most choose their kinds by themselves, not a stretch at a time. */
function kindsFor(random: Random, enabled: ReadonlySet<string>): ReadonlySet<string> {
  const what = random(3);
  if (what === 0) return enabled;
  // A few kinds over and over: the same call in many ways, on what the others made.
  if (what === 1) return new Set(sample(random, KIND_NAMES, 2 + random(3)));
  const percent = pick(random, [30, 60, 100]);
  return new Set(KIND_NAMES.filter(() => chance(random, percent)));
}

/** A Program made out of others. @internal */
export function mutatedProgram(
  workshop: Workshop,
  random: Random,
  enabled: ReadonlySet<string>,
  parent: Program,
  other: () => Program,
): Program {
  // Whole new beginnings go on reaching what no change of an old Program does.
  if (random(ANEW_EVERY) === 0) return newProgram(workshop, random, enabled);
  const draft = new Draft(workshop.model, workshop.wire);
  const steps = bodyOf(parent).filter((step): step is CallStep => 'op' in step);
  const what = weighted(random, [
    [35, 'grow'],
    [25, 'change'],
    [20, 'insert'],
    [12, 'drop'],
    [8, 'splice'],
  ]);
  const at = what === 'grow' ? steps.length : 1 + random(Math.max(1, steps.length - 1));
  draft.reserve(steps);
  replay(draft, steps.slice(0, at));
  const hand = handOf(draft, random, workshop);
  if (hand === undefined) return newProgram(workshop, random, enabled);
  if (what === 'change') {
    const step = steps[at];
    if (step !== undefined) draft.push(changedStep(random, step));
  } else if (what === 'splice') {
    replay(draft, renamed(bodyOf(other()), `x${draft.steps.length}`));
  } else if (what !== 'drop') {
    const kinds = kindsFor(random, enabled);
    for (let n = 0; n < 1 + random(4); n += 1) act(hand, kinds);
  }
  replay(draft, steps.slice(what === 'change' || what === 'drop' ? at + 1 : at));
  return ending(handOf(draft, random, workshop) ?? hand);
}

function replay(draft: Draft, steps: readonly Step[]): void {
  for (const step of steps) if (!draft.isFull) draft.push(step);
}

function beginning(draft: Draft, random: Random, { usable }: Workshop): Hand {
  draft.call('init', 'world.spawn', { identity: 'own' }, draft.newName('w'));
  const [me] = draft.actors;
  if (me === undefined) throw new Error('the model spawns a worker');
  const hand = new Hand(draft, random, usable, me);
  hand.observe(true);
  return hand;
}

function handOf(draft: Draft, random: Random, { usable }: Workshop): Hand | undefined {
  const living = draft.living();
  return living.length === 0 ? undefined : new Hand(draft, random, usable, pick(random, living));
}

/** One operation of a kind that is on, by anybody. */
function act(hand: Hand, enabled: ReadonlySet<string>): void {
  const { random, draft } = hand;
  const living = draft.living();
  if (living.length === 0) return;
  const gone = !living.some(({ name }) => name === hand.me.name);
  if (gone || chance(random, 25)) hand.me = pick(random, living);
  const kinds = KIND_NAMES.filter((name) => enabled.has(name) || NEVER_OFF.includes(name));
  const kind = weighted(
    random,
    kinds.map((name) => [WEIGHTS[name] ?? 10, name] as const),
  );
  const before = draft.steps.length;
  KINDS[kind]?.(hand);
  if (draft.steps.length > before && draft.world.threads.has(hand.me.actor)) hand.observe();
}

/** Everybody has a last look. */
function ending(hand: Hand): Program {
  const { draft } = hand;
  for (const actor of draft.living().slice(-2)) {
    hand.me = actor;
    hand.observe(true);
  }
  return draft.finish('fuzz/calls', 'generated calls');
}
