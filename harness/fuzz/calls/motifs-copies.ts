/**
 * @module Beginnings about copies: of tokens that have everything a token can have, and of what
 * goes with a handle or guards its token.
 */
import { TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import type { Argument } from '../../program/program.js';
import { chance } from './choice.js';
import { refTo, type Hand, type Maker } from './hand.js';
import { makeToken } from './token-kinds.js';
import { WORLD_KINDS } from './world-kinds.js';

const ALL = TOKEN_RIGHT.ALL_ACCESS;

/** A token derived from another one, by name. */
function derived(hand: Hand, token: Argument): Argument | undefined {
  const { draft, random } = hand;
  const as = draft.newName('t');
  const level = random(4);
  const copy = chance(random, 30) ? { tokenType: 1, level: 0 } : { tokenType: 2, level };
  const less = { privilegesToDelete: '0x8', denyIndexCount: 0, restrictSidCount: 0, flags: 0 };
  if (chance(random, 75)) hand.do('KACS_IOC_DUPLICATE', { token, accessMask: ALL, ...copy }, as);
  else hand.do('KACS_IOC_RESTRICT', { token, ...less, data: '' }, as);
  const made = hand.tokens().find(({ ref }) => ref === `${as}.handle`);
  return made === undefined ? undefined : refTo(made);
}

/** Copies of a full token, and copies of those. */
function copies(hand: Hand): void {
  const { draft, random } = hand;
  const made = makeToken(hand, { full: true });
  if (made === undefined) return;
  const first = refTo(made);
  for (let n = 1 + random(3); n > 0; n -= 1) {
    const second = derived(hand, first);
    const third = second !== undefined && chance(random, 50) ? derived(hand, second) : undefined;
    hand.observe(true);
    if (second === undefined || chance(random, 70)) continue;
    hand.do('KACS_IOC_IMPERSONATE', { token: third ?? second });
    hand.observe(true);
    hand.do('kacs_revert', {});
  }
  if (made.token.type === 1 && chance(random, 40)) {
    hand.do('KACS_IOC_INSTALL', { token: first });
    hand.do('world.fork', {}, draft.newName('w'));
    hand.me = draft.living().at(-1) ?? hand.me;
    hand.observe(true);
  }
}

/** What guards a token is its own: a copy's is neither changed with it nor made of it. */
function guarded(hand: Hand): void {
  const made = makeToken(hand);
  if (made === undefined) return;
  const first = refTo(made);
  const change = (): void => {
    for (let n = 3; n > 0; n -= 1) WORLD_KINDS['descriptor']?.(hand);
  };
  if (chance(hand.random, 50)) change();
  const second = derived(hand, first);
  change();
  for (const handle of [first, second]) {
    if (handle === undefined) continue;
    hand.do('kacs_get_sd', { handle, securityInformation: 7, capacity: 4096 });
  }
}

/** The close-on-exec flag of a handle, and of those that are made of it. */
function flagged(hand: Hand): void {
  const { draft, random } = hand;
  const made = makeToken(hand);
  if (made === undefined) return;
  const handle = refTo(made);
  hand.do('world.descriptorFlags', { handle, set: chance(random, 20) });
  const second = derived(hand, handle);
  const again = draft.newName('t');
  hand.do('kacs_open_self_token', { flags: random(2), accessMask: TOKEN_RIGHT.QUERY }, again);
  const opened = hand.tokens().find(({ ref }) => ref === `${again}.handle`);
  for (const one of [handle, second, opened === undefined ? undefined : refTo(opened)]) {
    if (one !== undefined) hand.do('world.descriptorFlags', { handle: one });
  }
  if (chance(random, 30) && hand.me.root) hand.do('world.exec', {});
  hand.observe(true);
}

/** @internal */
export const COPY_MOTIFS: Readonly<Record<string, Maker>> = { copies, guarded, flagged };
