/**
 * @module Programs with a race in them: two to six actors on tokens and sessions that they share, a
 * block of parallel calls, and a look at what came of it. Small ones are judged call by call.
 */
import { QUERY_CLASS, TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import type { CallStep, ParallelStep, Program, Step } from '../../program/program.js';
import { chance, pick, sample, weighted } from '../calls/choice.js';
import { bodyOf, Draft } from '../calls/draft.js';
import { changedStep } from '../calls/change-step.js';
import type { Workshop } from '../calls/generate.js';
import { Hand } from '../calls/hand.js';
import { tokenSpec } from '../calls/specs.js';
import { makeSession, makeToken } from '../calls/token-kinds.js';
import type { Random } from '../target.js';

/** A branch: its actor, and the name of its handle of the token. */
interface Side {
  readonly actor: string;
  readonly token: string;
}

type Call = Pick<CallStep, 'op' | 'args'>;
type CallMaker = (random: Random, side: Side, draft: Draft) => Call | undefined;

const RACED_CLASSES: readonly number[] = [
  ...[QUERY_CLASS.PRIVILEGES, QUERY_CLASS.GROUPS, QUERY_CLASS.OWNER, QUERY_CLASS.PRIMARY_GROUP],
  ...[QUERY_CLASS.SESSION_ID, QUERY_CLASS.DEFAULT_DACL, QUERY_CLASS.ELEVATION_TYPE],
];
const CAPACITY = 4096;
const KEEP = 0xffff;
/** More calls than this in all orders would take too long to try. */
const SMALL = 4;

const token = ({ token: name }: Side): { readonly token: { readonly ref: string } } => ({
  token: { ref: name },
});

/** Kinds of calls that race. */
const CALLS: Readonly<Record<string, CallMaker>> = {
  query: (random, side) => ({
    op: 'KACS_IOC_QUERY',
    args: { ...token(side), class: pick(random, RACED_CLASSES), capacity: CAPACITY },
  }),
  privileges: (random, side, draft) => {
    const held = privilegesOf(draft);
    const bits = sample(random, held.length === 0 ? [2, 3] : held, 1 + random(3));
    const attributes = weighted(random, [
      [45, 0],
      [45, 2],
      [10, 4],
    ]);
    const entries = bits.map((luid) => ({ luid, attributes }));
    return { op: 'KACS_IOC_ADJUST_PRIVS', args: { ...token(side), entries } };
  },
  groups: (random, side, draft) => {
    const open = optionalGroups(draft);
    if (open.length === 0) return undefined;
    const enable = random(2);
    const entries = sample(random, open, 1 + random(3)).map((index) => ({ index, enable }));
    return { op: 'KACS_IOC_ADJUST_GROUPS', args: { ...token(side), entries } };
  },
  default: (random, side) => ({
    op: 'KACS_IOC_ADJUST_DEFAULT',
    args: { ...token(side), ownerIndex: pick(random, [KEEP, 0, 1, 2]), groupIndex: random(4) },
  }),
  'session-id': (random, side) => ({
    op: 'KACS_IOC_ADJUST_SESSIONID',
    args: { ...token(side), sessionId: 1 + random(4) },
  }),
  duplicate: (_, side) => ({
    op: 'KACS_IOC_DUPLICATE',
    args: { ...token(side), accessMask: TOKEN_RIGHT.ALL_ACCESS, tokenType: 2, level: 2 },
  }),
  restrict: (_, side) => ({
    op: 'KACS_IOC_RESTRICT',
    args: {
      ...token(side),
      ...{ privilegesToDelete: '0xc', denyIndexCount: 1, restrictSidCount: 0, flags: 0 },
      data: '00000000',
    },
  }),
  install: (_, side) => ({ op: 'KACS_IOC_INSTALL', args: token(side) }),
  destroy: (random, _, draft) =>
    draft.sessions.length === 0
      ? undefined
      : {
          op: 'kacs_destroy_empty_session',
          args: { id: { ref: `${newestOf(random, draft.sessions).name}.id` } },
        },
  create: (random, _, draft) => {
    // Of the newest session, which may be going at the same time.
    const session = draft.sessions.at(-1);
    const user = draft.world.sessions.get(session?.id ?? 0n)?.userSid;
    if (session === undefined || user === undefined) return undefined;
    const spec = tokenSpec(random, draft.wire, { session: { name: session.name, user } });
    return { op: 'kacs_create_token', args: { spec } };
  },
  close: (_, side) => ({ op: 'world.close', args: { handle: { ref: side.token } } }),
};

function newestOf<T>(random: Random, list: readonly T[]): T {
  return chance(random, 70) ? pick(random, list.slice(-1)) : pick(random, list);
}

/** @internal */
export const RACE_KINDS: readonly string[] = Object.keys(CALLS);

/** Kinds that change what the others see. */
const CHANGING: readonly string[] = ['privileges', 'groups', 'default', 'session-id', 'create'];
/** Kinds that make something: every order leaves another state, too many to try them all. */
const MAKING: readonly string[] = ['duplicate', 'restrict', 'create', 'install'];

function sharedToken(draft: Draft): ReturnType<Draft['tokensOf']>[number] | undefined {
  const [first] = draft.actors;
  return first === undefined ? undefined : draft.tokensOf(first)[0];
}

function privilegesOf(draft: Draft): readonly number[] {
  const present = sharedToken(draft)?.token.privileges.present ?? 0n;
  return [2, 3, 7, 29, 35, 62].filter((bit) => (present >> BigInt(bit)) & 1n);
}

function optionalGroups(draft: Draft): readonly number[] {
  const groups = sharedToken(draft)?.token.groups ?? [];
  return groups.flatMap(({ attributes }, n) =>
    (attributes & 0x11) === 0 && n < groups.length - 1 ? [n] : [],
  );
}

/** A new Program with a race. @internal */
export function newRace(workshop: Workshop, random: Random, enabled: ReadonlySet<string>): Program {
  const draft = new Draft(workshop.model, workshop.wire);
  draft.call('init', 'world.spawn', { identity: 'own' }, draft.newName('w'));
  const [me] = draft.actors;
  if (me === undefined) throw new Error('the model spawns a worker');
  const hand = new Hand(draft, random, workshop.usable, me);
  // Long bursts are for what needs no order: crashes, hangs, leaks.
  const burst = chance(random, 15);
  const branches = burst ? 3 + random(4) : 2 + random(2);
  const wish = { type: 1, supple: chance(random, 85) } as const;
  const made = makeToken(hand, wish) ?? makeToken(hand, wish);
  if (made === undefined) return draft.finish('fuzz/races', 'a race');
  const sides = [{ actor: me.name, token: made.ref }, ...others(hand, made.ref, branches - 1)];
  if (chance(random, 40)) makeToken(hand);
  const chosen = kindsOf(random, enabled);
  if (chosen.includes('destroy') && chance(random, 80)) makeSession(hand);
  const par = sides.map((side) => branch(hand, side, chosen, burst ? 4 : 2));
  const making = chosen.some((kind) => MAKING.includes(kind));
  const repeat = burst ? 4 + random(12) : pick(random, making ? [1, 1, 2] : [1, 2, 2, 3, 4]);
  const block = { par: limited(par, burst), repeat, barrier: true };
  draft.push(burst ? block : { ...block, linearizable: {} });
  if (!burst) draft.push(lastLook(sides[0] ?? { actor: me.name, token: made.ref }));
  return draft.finish('fuzz/races', 'a race');
}

/** Races are few and slow: most choose their kinds by themselves, not a stretch at a time. */
function kindsOf(random: Random, enabled: ReadonlySet<string>): readonly string[] {
  const on = RACE_KINDS.filter((kind) => enabled.has(kind) || chance(random, 70));
  // Calls of one kind are most in each other's way.
  const count = pick(random, [1, 1, 2, 3]);
  const chosen = sample(random, chance(random, 50) ? CHANGING : on, count);
  return chosen.includes('create') ? [...chosen, 'destroy'] : chosen;
}

/** Threads of the same process, or processes that got a handle. */
function others(hand: Hand, shared: string, count: number): readonly Side[] {
  const { draft, random } = hand;
  const sides: Side[] = [];
  const threads = hand.can('world.thread') && chance(random, 50);
  for (let n = 0; n < count; n += 1) {
    const actor = draft.newName(threads ? 'h' : 'w');
    if (threads) {
      hand.do('world.thread', {}, actor);
      const copy = draft.newName('t');
      hand.do('world.duplicateHandle', { handle: { ref: shared } }, copy);
      sides.push({ actor, token: chance(random, 50) ? shared : `${copy}.handle` });
    } else {
      draft.call('init', 'world.spawn', { identity: 'own' }, actor);
      const copy = draft.newName('t');
      const to = { ref: `${actor}.actor` };
      hand.do('world.passHandle', { handle: { ref: shared }, to }, copy);
      sides.push({ actor, token: `${copy}.handle` });
    }
  }
  // Without a way to pass handles there is nothing to share with another process.
  return sides.filter(
    ({ actor, token: name }) =>
      draft.actors.some((one) => one.name === actor) &&
      draft.handles.some(({ ref }) => ref === name),
  );
}

function branch(
  { draft, random }: Hand,
  side: Side,
  kinds: readonly string[],
  most: number,
): readonly CallStep[] {
  const calls: CallStep[] = [];
  for (let n = 0; n < 1 + random(most); n += 1) {
    const call = CALLS[chance(random, 30) ? 'query' : pick(random, kinds)]?.(random, side, draft);
    if (call !== undefined) calls.push({ actor: side.actor, ...call });
  }
  return calls;
}

/** Without empty branches, and not more calls than can be put in every order. */
function limited(
  par: readonly (readonly CallStep[])[],
  burst: boolean,
): readonly (readonly CallStep[])[] {
  let left = burst ? Number.POSITIVE_INFINITY : SMALL;
  return par.flatMap((calls) => {
    const kept = calls.slice(0, left);
    left -= kept.length;
    return kept.length === 0 ? [] : [kept];
  });
}

/** What the race left: judged as one more block, so that every end that is possible counts. */
function lastLook({ actor, token: name }: Side): ParallelStep {
  const { PRIVILEGES, GROUPS, SESSION_ID, OWNER, PRIMARY_GROUP } = QUERY_CLASS;
  const looks = [PRIVILEGES, GROUPS, SESSION_ID, OWNER, PRIMARY_GROUP];
  const calls = looks.map((number): CallStep => ({
    actor,
    op: 'KACS_IOC_QUERY',
    args: { token: { ref: name }, class: number, capacity: CAPACITY },
  }));
  return { par: [calls], linearizable: {} };
}

/** Another race out of one: a call changed, another order, more or fewer rounds. @internal */
export function mutatedRace(workshop: Workshop, random: Random, parent: Program): Program {
  const draft = new Draft(workshop.model, workshop.wire);
  for (const step of bodyOf(parent)) draft.push(changedBlock(random, step));
  return draft.finish('fuzz/races', 'a race');
}

function changedBlock(random: Random, step: Step): Step {
  if (!('par' in step) || step.par.length < 2) return step;
  switch (random(4)) {
    case 0:
      return { ...step, repeat: 1 + random(step.linearizable === undefined ? 12 : 3) };
    case 1:
      return { ...step, par: step.par.map((calls) => [...calls].reverse()) };
    default: {
      const at = random(step.par.length);
      const par = step.par.map((calls, n) =>
        n === at ? calls.map((call) => changedStep(random, call)) : calls,
      );
      return { ...step, par };
    }
  }
}
