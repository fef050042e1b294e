/** @module What makers of steps work with: a draft, an actor, luck, and the calls there are. */
import type { Token } from '../../../reference/kernel/state.js';
import type { CallResult } from '../../../reference/kernel/world.js';
import type { Argument, Arguments } from '../../program/program.js';
import type { Random } from '../target.js';
import { chance, pick, sample } from './choice.js';
import type { ActorRef, Draft, HandleRef } from './draft.js';

/** A token handle of the acting process. @internal */
export type OpenToken = HandleRef & { readonly token: Token; readonly mask: number };

/** How often an argument is meant to make sense, in percent. */
const MEANINGFUL = 84;
const OBSERVED_MAX = 3;
const OBSERVE_PERCENT = 50;

/** @internal */
export class Hand {
  readonly draft: Draft;
  readonly random: Random;
  private readonly usable: ReadonlySet<string>;
  /** Who acts. */
  me: ActorRef;

  constructor(draft: Draft, random: Random, usable: ReadonlySet<string>, me: ActorRef) {
    this.draft = draft;
    this.random = random;
    this.usable = usable;
    this.me = me;
  }

  can(op: string): boolean {
    return this.usable.has(op);
  }

  /** Makes a call, if this candidate and profile have it. */
  do(op: string, args: Arguments, as?: string): CallResult | undefined {
    if (!this.usable.has(op) || this.draft.isFull) return undefined;
    return this.draft.call(this.me.name, op, args, as);
  }

  /** The handles of the acting process. */
  tokens(): readonly OpenToken[] {
    return this.draft.tokensOf(this.me);
  }

  /** A token handle as an argument: mostly one that does, else any, a closed or a foreign one. */
  token(wanted: (token: OpenToken) => boolean = () => true): Argument | undefined {
    const { random, draft } = this;
    const open = this.tokens();
    const fitting = open.filter(wanted);
    if (fitting.length > 0 && chance(random, MEANINGFUL)) return refTo(pick(random, fitting));
    // The others lack what it takes: few rights, another type, a node of procfs.
    const lacking = open.filter((one) => !fitting.includes(one));
    if (lacking.length > 0 && chance(random, 80)) return refTo(pick(random, lacking));
    if (open.length > 0 && chance(random, 60)) return refTo(pick(random, open));
    const all = draft.handles;
    if (all.length > 0 && chance(random, 90)) return refTo(pick(random, all));
    return all.length === 0 ? undefined : pick(random, [0x7fff_ffff, 0x1234, 0x7fff_fff0]);
  }

  /** The newest tokens that fit come first to mind. */
  recent(wanted: (token: OpenToken) => boolean = () => true): OpenToken | undefined {
    const fitting = this.tokens().filter(wanted).slice(-3);
    return fitting.length === 0 ? undefined : pick(this.random, fitting);
  }

  /** Looks at everything that the actor can name: the comparison after a step. */
  observe(always = false): void {
    const { random, draft } = this;
    if (!always && !chance(random, OBSERVE_PERCENT)) return;
    const tokens = this.tokens();
    const chosen = [...tokens.slice(-2), ...sample(random, tokens.slice(0, -2), OBSERVED_MAX - 2)];
    const sessions = draft.sessions.slice(-3).map(({ name }) => ({ ref: `${name}.id` }));
    this.do('world.observe', {
      tokens: chosen.map(refTo),
      ...(sessions.length === 0 ? {} : { sessions }),
    });
  }
}

/** @internal */
export function refTo({ ref }: Pick<HandleRef, 'ref'>): Argument {
  return { ref };
}

/** A maker of one kind of operation. @internal */
export type Maker = (hand: Hand) => void;

/** Whether a handle has these rights. @internal */
export function has(rights: number): (token: OpenToken) => boolean {
  return ({ mask }) => (mask & rights) === rights;
}
