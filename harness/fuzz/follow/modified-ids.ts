/**
 * @module Modification ids of tokens, by order only: they start as the profile has it, grow with
 * every effective change, and stay where nothing changed (ruling R50, R74).
 */
import type { Token } from '../../../reference/kernel/state.js';
import type { Switches } from '../../../reference/profiles/built-in.generated.js';

interface Reading {
  readonly modelled: bigint;
  readonly seen: bigint;
}

/** What has been seen of the ids. @internal */
export class ModifiedIds {
  private readonly last = new WeakMap<Token, Reading>();
  private readonly born = new WeakMap<Token, bigint>();
  /** Tokens with a change that changed nothing since they were last looked at. */
  private readonly vague = new WeakSet<Token>();
  private readonly start: Switches['R50'];

  constructor(start: Switches['R50']) {
    this.start = start;
  }

  /** A token that a call has just made. */
  made(token: Token): void {
    this.born.set(token, token.modifiedId);
  }

  /** An adjustment that left everything as it was: whether it counts is open. */
  idle(token: Token): void {
    this.vague.add(token);
  }

  /** The id and the identity that the candidate shows; what is wrong with it. */
  look(token: Token, seen: bigint, identity: string): string | undefined {
    const before = this.last.get(token);
    const vague = this.vague.has(token);
    this.last.set(token, { modelled: token.modifiedId, seen });
    this.vague.delete(token);
    if (before === undefined) return vague ? undefined : this.wrongStart(token, seen, identity);
    const moved = token.modifiedId > before.modelled;
    if (seen < before.seen) return 'smaller';
    if (vague) return undefined;
    if (moved && seen === before.seen) return 'as before';
    return !moved && seen !== before.seen ? 'moved' : undefined;
  }

  private wrongStart(token: Token, seen: bigint, identity: string): string | undefined {
    const born = this.born.get(token);
    if (born === undefined) return undefined;
    const own = identity.length === 16 ? littleEndian(identity) : undefined;
    const starts = this.start === 'zero' ? [0n] : [...(this.start === 'id' ? [] : [0n]), own];
    if (born !== token.modifiedId) return undefined;
    if (starts.includes(undefined) && own === undefined && this.start !== 'zero') return undefined;
    return starts.includes(seen) ? undefined : 'another start';
  }
}

function littleEndian(hex: string): bigint {
  return BigInt(`0x${(hex.match(/../g) ?? []).reverse().join('')}`);
}
