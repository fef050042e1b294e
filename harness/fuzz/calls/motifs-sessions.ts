/**
 * @module Beginnings about sessions: linked pairs, and every way in which a session comes to its
 * end.
 */
import { chance, pick } from './choice.js';
import { refTo, type Hand, type Maker, type OpenToken } from './hand.js';
import { exercised } from './motifs-handles.js';
import { switchPrivilege } from './motifs-identity.js';
import { link, makeSession, makeToken } from './token-kinds.js';
import { WORLD_KINDS } from './world-kinds.js';

/** A pair of tokens, perhaps a third one for the next link. */
function pair(hand: Hand): void {
  const { random } = hand;
  if (makeSession(hand) === undefined) return;
  for (let n = 0; n < 2 + random(3); n += 1) {
    makeToken(hand, { type: 1, stranger: chance(random, 12) });
  }
  link(hand);
  hand.observe(true);
  if (chance(random, 70)) partner(hand);
  // The next pair takes the place of the first; whoever was displaced may come again.
  for (let again = random(6); again > 0; again -= 1) {
    link(hand);
    hand.observe(true);
  }
  if (chance(random, 30)) partner(hand);
  if (chance(random, 30)) ended(hand);
}

/** Who belongs to a linked token. */
function partner(hand: Hand): void {
  const { random, draft } = hand;
  const linked = hand.recent(({ token }) => token.session.pair !== undefined);
  if (linked === undefined) return;
  // Without SeTcb it is a copy that comes back.
  if (chance(random, 45)) switchPrivilege(hand, 7, 0);
  hand.do('KACS_IOC_GET_LINKED_TOKEN', { token: refTo(linked) }, draft.newName('t'));
  hand.observe(true);
  if (chance(random, 50)) exercised(hand);
}

/** Everything that keeps the newest session goes, in some order; it goes with the last of it. */
function ended(hand: Hand): void {
  const { random, draft } = hand;
  const session = draft.sessions.at(-1);
  if (session === undefined) return;
  const destroy = (): void => {
    hand.do('kacs_destroy_empty_session', { id: { ref: `${session.name}.id` } });
  };
  const mine = (): readonly OpenToken[] =>
    hand.tokens().filter(({ token }) => token.session.id === session.id);
  if (chance(random, 40)) destroy();
  for (const handle of mine()) {
    if (chance(random, 8)) continue;
    if (chance(random, 15)) hand.do('KACS_IOC_IMPERSONATE', { token: refTo(handle) });
    hand.do('world.close', { handle: refTo(handle) });
    if (chance(random, 30)) WORLD_KINDS['listing']?.(hand);
  }
  if (chance(random, 50)) hand.do('kacs_revert', {});
  WORLD_KINDS['listing']?.(hand);
  destroy();
  if (chance(random, 30)) destroy();
}

/** A session with a token or two, from its beginning to its end. */
function lifetime(hand: Hand): void {
  const { random } = hand;
  if (chance(random, 60)) hand.do('world.events', { action: 'open' });
  if (makeSession(hand) === undefined) return;
  for (let n = random(3); n > 0; n -= 1) makeToken(hand);
  if (chance(random, 30)) WORLD_KINDS[pick(random, ['fork', 'pass', 'dup'])]?.(hand);
  hand.observe(true);
  ended(hand);
  hand.do('world.events', { action: 'drain' });
}

/** @internal */
export const SESSION_MOTIFS: Readonly<Record<string, Maker>> = { pair, ended, lifetime };
