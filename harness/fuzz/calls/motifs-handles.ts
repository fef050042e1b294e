/**
 * @module Beginnings about handles: some with few rights, out of nodes, or on their way to somebody
 * else, and every use of them.
 */
import { TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import type { Argument, Arguments } from '../../program/program.js';
import { chance, pick } from './choice.js';
import { refTo, type Hand, type Maker, type OpenToken } from './hand.js';

/** Every call that takes a handle of a token, in a form that only the handle can be wrong with. */
function uses(random: Hand['random'], token: Argument): readonly (readonly [string, Arguments])[] {
  const derived = { privilegesToDelete: '0x0', denyIndexCount: 0, restrictSidCount: 0, flags: 0 };
  const copy = chance(random, 50) ? { tokenType: 1, level: 0 } : { tokenType: 2, level: 2 };
  return [
    ['KACS_IOC_QUERY', { token, class: 1 + random(24), capacity: 4096 }],
    ['KACS_IOC_ADJUST_PRIVS', { token, entries: [{ luid: 4, attributes: 0 }] }],
    ['KACS_IOC_ADJUST_GROUPS', { token, entries: [{ index: 0xffffffff, enable: 0 }] }],
    ['KACS_IOC_ADJUST_DEFAULT', { token, ownerIndex: 0xffff, groupIndex: 0 }],
    ['KACS_IOC_ADJUST_SESSIONID', { token, sessionId: 7 }],
    ['KACS_IOC_DUPLICATE', { token, accessMask: 8, ...copy }],
    ['KACS_IOC_RESTRICT', { token, ...derived, data: '' }],
    ['KACS_IOC_GET_LINKED_TOKEN', { token }],
    ['kacs_get_sd', { handle: token, securityInformation: 7, capacity: 4096 }],
    ['KACS_IOC_IMPERSONATE', { token }],
    ['KACS_IOC_INSTALL', { token }],
  ];
}

/** A handle tried for everything. */
function exercise(hand: Hand, token: Argument): void {
  for (const [op, args] of uses(hand.random, token)) {
    if (chance(hand.random, 55)) hand.do(op, args);
  }
  hand.observe(true);
}

/** A handle with few rights, if there is one, tried for everything. @internal */
export function exercised(hand: Hand): void {
  const few = ({ mask }: OpenToken): boolean =>
    (mask & TOKEN_RIGHT.ALL_ACCESS) !== TOKEN_RIGHT.ALL_ACCESS;
  const handle = hand.recent(few) ?? hand.recent();
  if (handle !== undefined) exercise(hand, refTo(handle));
}

/** A handle with few rights, for uses that ask for others. */
function weakHandle(hand: Hand): OpenToken | undefined {
  const { random, draft } = hand;
  const target = hand.recent(({ mask }) => (mask & TOKEN_RIGHT.DUPLICATE) !== 0);
  if (target === undefined) return undefined;
  const rights = Object.values(TOKEN_RIGHT).filter((right) => right < 0x1000);
  const accessMask = chance(random, 50) ? pick(random, rights) : pick(random, rights) ^ 0x1ff;
  const args = { token: refTo(target), accessMask, tokenType: 1 + random(2), level: 2 };
  if (args.tokenType === 1) args.level = 0;
  const as = draft.newName('t');
  hand.do('KACS_IOC_DUPLICATE', args, as);
  return hand.tokens().find(({ ref }) => ref === `${as}.handle`);
}

/** A handle out of a node, or a copy of one: it answers QUERY and nothing else. */
function inspected(hand: Hand): void {
  const { draft, random } = hand;
  const nodes = ['/proc/self/token', '/proc/thread-self/token', '/sys/kernel/security/kacs/self'];
  const as = draft.newName('t');
  if (hand.do('world.open', { path: pick(random, nodes) }, as)?.kind !== 'returned') return;
  const token = { ref: `${as}.handle` };
  if (chance(random, 50)) moved(hand, token);
  else exercise(hand, token);
}

/** A handle with few rights goes to somebody else, and is tried there. */
function passedOn(hand: Hand): void {
  const handle = weakHandle(hand) ?? hand.recent();
  if (handle !== undefined) moved(hand, refTo(handle));
}

/** The ways of a handle. */
function moved(hand: Hand, handle: Argument): void {
  const { draft, random, me } = hand;
  const as = draft.newName('t');
  switch (random(5)) {
    case 0:
      hand.do('world.duplicateHandle', { handle }, as);
      return exercise(hand, { ref: `${as}.handle` });
    case 1: {
      const other = draft.living().find(({ name }) => name !== me.name);
      if (other === undefined) return exercise(hand, handle);
      hand.do('world.passHandle', { handle, to: { ref: `${other.name}.actor` } }, as);
      hand.me = other;
      return exercise(hand, { ref: `${as}.handle` });
    }
    case 2: {
      const child = draft.newName('w');
      if (hand.do('world.fork', {}, child)?.kind === 'returned') {
        hand.me = draft.actors.at(-1) ?? me;
      }
      return exercise(hand, handle);
    }
    case 3:
      if (!me.root) return exercise(hand, handle);
      hand.do('world.descriptorFlags', { handle, set: false });
      hand.do('world.exec', {});
      return exercise(hand, handle);
    default: {
      const pair = draft.newName('l');
      hand.do('world.socketPair', { type: 'stream' }, pair);
      hand.do('world.sendMessage', { socket: { ref: `${pair}.first` }, handle });
      if (chance(random, 30)) hand.do('world.close', { handle });
      hand.do('world.receiveMessage', { socket: { ref: `${pair}.second` } }, as);
      return exercise(hand, { ref: `${as}.handle` });
    }
  }
}

/** @internal */
export const HANDLE_MOTIFS: Readonly<Record<string, Maker>> = {
  'weak-handle': weakHandle,
  exercised,
  inspected,
  'passed-on': passedOn,
};
