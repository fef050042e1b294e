/**
 * @module Calls that would work, and what can be wrong with each: one thing at a time, so that
 * nothing else refuses it. As changes of the arguments, call by call.
 */
import type { Argument } from '../../program/program.js';
import { chance, sample } from './choice.js';
import { has, refTo, type Hand, type OpenToken } from './hand.js';

/** Arguments, or some of them. @internal */
export type Args = Readonly<Record<string, Argument>>;

/** A call that works, and the token that it is about. @internal */
export interface SoundCall {
  readonly args: Args;
  readonly target?: OpenToken;
}

/** A call with its defects. @internal */
export interface Doubtful {
  readonly op: string;
  /** Letter of the name of what it makes. */
  readonly makes?: string;
  /** Undefined: what it takes is not there. */
  sound(hand: Hand): SoundCall | undefined;
  /** Each is put over the arguments. */
  wrong(hand: Hand, sound: SoundCall): readonly Args[];
}

/** Small, but for a bit that a shorter field, a sign or a multiplication loses. */
const FAR: readonly number[] = [0x100, 0x10000, 0x20000000, 0x40000000, 0x80000000];

/** Numbers that are this one where only some of their bits count. @internal */
export function far(value: number): readonly number[] {
  return [...FAR.map((bit) => (value | bit) >>> 0), 0xffffffff];
}

/** A change for each of the values. @internal */
export function each(name: string, values: readonly Argument[]): readonly Args[] {
  return values.map((value) => ({ [name]: value }));
}

/** A call about a token in hand that gives this right. @internal */
export function aboutToken(hand: Hand, right: number, args: Args): SoundCall | undefined {
  const target = hand.recent(has(right));
  return target === undefined ? undefined : { args: { token: refTo(target), ...args }, target };
}

/** The call with some of its defects, one after the other, and perhaps without. @internal */
export function tryDefects(hand: Hand, { op, makes, sound, wrong }: Doubtful): void {
  const call = sound(hand);
  if (call === undefined || !hand.can(op)) return;
  const { random, draft } = hand;
  const name = (): string | undefined => (makes === undefined ? undefined : draft.newName(makes));
  for (const change of sample(random, wrong(hand, call), 4 + random(9))) {
    hand.do(op, { ...call.args, ...change }, name());
  }
  if (chance(random, 30)) hand.do(op, call.args, name());
}
