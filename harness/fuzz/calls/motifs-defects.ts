/**
 * @module Calls with one thing wrong, many in a row: what refuses them changes nothing, so that the
 * next one finds everything as it was.
 */
import { chance, pick } from './choice.js';
import { ADJUST_DEFECTS } from './defects-adjust.js';
import { TOKEN_DEFECTS } from './defects-tokens.js';
import { tryDefects, type Doubtful } from './doubtful.js';
import type { Hand, Maker } from './hand.js';
import { makeToken } from './token-kinds.js';

const DOUBTFUL: readonly Doubtful[] = [...ADJUST_DEFECTS, ...TOKEN_DEFECTS];
const PARTS = 3;

/** A token or two, and everything that can be wrong with a call about them. */
function defects(hand: Hand): void {
  const { random } = hand;
  if (chance(random, 60)) makeToken(hand);
  if (chance(random, 40)) makeToken(hand, { type: 1 });
  hand.observe(true);
  for (let n = 1 + random(PARTS); n > 0; n -= 1) tryDefects(hand, pick(random, DOUBTFUL));
  hand.observe(true);
}

/** @internal */
export const DEFECT_MOTIFS: Readonly<Record<string, Maker>> = { defects };
