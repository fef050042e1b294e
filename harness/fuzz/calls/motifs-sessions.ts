/**
 * @module Beginnings about sessions: linked pairs, and every way in which a session comes to its
 * end.
 */
import type { Argument } from '../../program/program.js';
import { chance, pick, sample } from './choice.js';
import { LINK } from './defects-tokens.js';
import { tryDefects } from './doubtful.js';
import { refTo, type Hand, type Maker, type OpenToken } from './hand.js';
import { exercised } from './motifs-handles.js';
import { switchPrivilege } from './motifs-identity.js';
import { link, makeSession, makeToken } from './token-kinds.js';
import { WORLD_KINDS } from './world-kinds.js';

/** One right each, or all but one. */
const FEW_RIGHTS: readonly number[] = [
  ...[1, 4, 8, 0x10, 0x20, 0x40, 0x80, 0x100].flatMap((right) => [right, 0x1ff ^ right]),
  0x1fd,
];

/** A pair of tokens, perhaps a third one for the next link. */
function pair(hand: Hand): void {
  const { random } = hand;
  if (makeSession(hand) === undefined) return;
  for (let n = 0; n < 2 + random(3); n += 1) {
    makeToken(hand, { type: 1, stranger: chance(random, 12) });
  }
  // The same user once more, in a session of another logon.
  const user = hand.draft.world.sessions.get(hand.draft.sessions.at(-1)?.id ?? 0n)?.userSid;
  const second = user !== undefined && chance(random, 30) ? makeSession(hand, user) : undefined;
  if (second !== undefined) {
    makeToken(hand, { type: 1, session: second });
    tryDefects(hand, LINK);
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

/** A pair takes the place of another, and who was in that comes again, in any role. */
function displaced(hand: Hand): void {
  const { random } = hand;
  const session = makeSession(hand);
  if (session === undefined) return;
  const made = Array.from({ length: 3 }, () => makeToken(hand, { type: 1, session }));
  const [first, second, third] = made;
  if (first === undefined || second === undefined || third === undefined) return;
  const sessionId = { ref: `${session.name}.id` };
  const put = ([elevated, filtered]: readonly [OpenToken, OpenToken]): void => {
    const operands = { elevated: refTo(elevated), filtered: refTo(filtered) };
    hand.do('KACS_IOC_LINK_TOKENS', { token: refTo(elevated), ...operands, sessionId });
  };
  const again = pick(random, [first, second]);
  put([first, second]);
  // Both of them go, or one.
  put(chance(random, 50) ? [first, third] : [third, second]);
  if (chance(random, 70)) put(chance(random, 50) ? [again, third] : [third, again]);
  if (chance(random, 70)) put(chance(random, 50) ? [second, first] : [third, first]);
  hand.observe(true);
  for (const token of made) {
    if (token === undefined || chance(random, 50)) continue;
    hand.do('KACS_IOC_GET_LINKED_TOKEN', { token: refTo(token) }, hand.draft.newName('t'));
  }
  hand.observe(true);
}

/** Tokens that could be linked, through handles of few rights or out of a node. */
function operands(hand: Hand): void {
  const { draft, random } = hand;
  const session = makeSession(hand);
  if (session === undefined) return;
  const one = makeToken(hand, { type: 1, session, powerful: true });
  const other = makeToken(hand, { type: 1, session });
  if (one === undefined || other === undefined) return;
  const sessionId = { ref: `${session.name}.id` };
  const put = (elevated: Argument, filtered: Argument): void => {
    hand.do('KACS_IOC_LINK_TOKENS', { token: refTo(other), elevated, filtered, sessionId });
  };
  for (const accessMask of sample(random, FEW_RIGHTS, 3)) {
    const as = draft.newName('t');
    const copy = { accessMask, tokenType: 1, level: 0 };
    const made = hand.do('KACS_IOC_DUPLICATE', { token: refTo(one), ...copy }, as);
    if (made?.kind !== 'returned') continue;
    put({ ref: `${as}.handle` }, refTo(other));
    put(refTo(other), { ref: `${as}.handle` });
  }
  if (chance(random, 60)) {
    hand.do('KACS_IOC_INSTALL', { token: refTo(one) });
    const as = draft.newName('t');
    const path = pick(random, ['/proc/self/token', '/sys/kernel/security/kacs/self']);
    if (hand.do('world.open', { path }, as)?.kind === 'returned') {
      put({ ref: `${as}.handle` }, refTo(other));
      put(refTo(other), { ref: `${as}.handle` });
    }
  }
  hand.observe(true);
}

/** Who belongs to a linked token. */
function partner(hand: Hand): void {
  const { random, draft } = hand;
  const linked = hand.recent(({ token }) => token.session.pair !== undefined);
  if (linked === undefined) return;
  // Without SeTcb it is a copy that comes back.
  if (chance(random, 45)) switchPrivilege(hand, 7, 0);
  const as = draft.newName('t');
  hand.do('KACS_IOC_GET_LINKED_TOKEN', { token: refTo(linked) }, as);
  // Is it the same object? Then what happens to one handle shows through the other.
  if (chance(random, 40)) {
    const args = { token: { ref: `${as}.handle` }, sessionId: 1 + random(1000) };
    hand.do('KACS_IOC_ADJUST_SESSIONID', args);
  }
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

/** Ways to hold a token without a handle of one's own; each gives back how it is let go. */
const HOLDS: readonly ((hand: Hand, token: Argument) => () => void)[] = [
  // In flight.
  (hand, handle) => {
    const as = hand.draft.newName('l');
    hand.do('world.socketPair', { type: 'stream' }, as);
    hand.do('world.sendMessage', { socket: { ref: `${as}.first` }, handle });
    return () => {
      const got = hand.draft.newName('t');
      if (chance(hand.random, 50)) {
        hand.do('world.receiveMessage', { socket: { ref: `${as}.second` } }, got);
        hand.do('world.close', { handle: { ref: `${got}.handle` } });
      }
      hand.do('world.close', { handle: { ref: `${as}.first` } });
      hand.do('world.close', { handle: { ref: `${as}.second` } });
    };
  },
  // With somebody else.
  (hand, handle) => {
    const { draft, me } = hand;
    const other = draft.living().find(({ name }) => name !== me.name);
    const as = draft.newName('t');
    if (other === undefined) return () => undefined;
    hand.do('world.passHandle', { handle, to: { ref: `${other.name}.actor` } }, as);
    return () => {
      hand.me = other;
      hand.do('world.close', { handle: { ref: `${as}.handle` } });
      hand.me = me;
    };
  },
  // With a child.
  (hand) => {
    const { draft, me } = hand;
    const forked = hand.do('world.fork', {}, draft.newName('w'))?.kind === 'returned';
    const child = forked ? draft.actors.at(-1) : undefined;
    return () => {
      hand.me = child ?? me;
      if (child !== undefined) hand.do('world.exit', {});
      hand.me = me;
    };
  },
  // As an identity.
  (hand, token) => {
    hand.do('KACS_IOC_IMPERSONATE', { token });
    return () => {
      hand.do('kacs_revert', {});
    };
  },
  // A copy of the handle.
  (hand, handle) => {
    const as = hand.draft.newName('t');
    hand.do('world.duplicateHandle', { handle }, as);
    return () => {
      hand.do('world.close', { handle: { ref: `${as}.handle` } });
    };
  },
];

/** A session that only something else than a handle of the actor keeps alive. */
function held(hand: Hand): void {
  const { draft, random } = hand;
  const session = makeSession(hand);
  const made = session === undefined ? undefined : makeToken(hand, { session, type: 2 });
  if (session === undefined || made === undefined) return;
  if (draft.living().length < 2) hand.do('world.spawn', { identity: 'own' }, draft.newName('w'));
  const handle = refTo(made);
  const letGo = pick(random, HOLDS)(hand, handle);
  hand.do('world.close', { handle });
  WORLD_KINDS['listing']?.(hand);
  const destroy = { id: { ref: `${session.name}.id` } };
  if (chance(random, 60)) hand.do('kacs_destroy_empty_session', destroy);
  letGo();
  WORLD_KINDS['listing']?.(hand);
  hand.do('kacs_destroy_empty_session', destroy);
}

/** @internal */
export const SESSION_MOTIFS: Readonly<Record<string, Maker>> = {
  ...{ pair, displaced, operands, ended, lifetime, held },
};
