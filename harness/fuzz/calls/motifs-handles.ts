/**
 * @module Beginnings about handles: some with few rights, out of nodes, or on their way to somebody
 * else, and every use of them.
 */
import { QUERY_CLASS, RIGHT, TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import type { Argument, Arguments } from '../../program/program.js';
import { chance, pick, sample } from './choice.js';
import type { ActorRef } from './draft.js';
import { LINK } from './defects-tokens.js';
import { refTo, type Hand, type Maker, type OpenToken } from './hand.js';
import { ACCESS_MASKS } from './pools.js';
import { TOKEN_KINDS } from './token-kinds.js';

const GENERIC: readonly number[] = [
  ...[RIGHT.GENERIC_READ, RIGHT.GENERIC_WRITE, RIGHT.GENERIC_EXECUTE, RIGHT.GENERIC_ALL],
  RIGHT.MAXIMUM_ALLOWED,
];

const KINDS = [
  { tokenType: 1, level: 0 },
  { tokenType: 2, level: 2 },
];

/** Every call that takes a handle of a token, in a form that only the handle can be wrong with. */
function uses(hand: Hand, token: Argument): readonly (readonly [string, Arguments])[] {
  const { random } = hand;
  const derived = { privilegesToDelete: '0x0', denyIndexCount: 0, restrictSidCount: 0, flags: 0 };
  const copy = pick(random, KINDS);
  return [
    ['KACS_IOC_QUERY', { token, class: 1 + random(24), capacity: 4096 }],
    ['KACS_IOC_ADJUST_PRIVS', { token, entries: [{ luid: 4, attributes: 0 }] }],
    ['KACS_IOC_ADJUST_GROUPS', { token, entries: [{ index: 0xffffffff, enable: 0 }] }],
    ['KACS_IOC_ADJUST_DEFAULT', { token, ownerIndex: 0xffff, groupIndex: 0 }],
    ['KACS_IOC_ADJUST_SESSIONID', { token, sessionId: 7 }],
    ['KACS_IOC_DUPLICATE', { token, accessMask: 8, ...copy }],
    ['KACS_IOC_RESTRICT', { token, ...derived, data: '' }],
    ['KACS_IOC_GET_LINKED_TOKEN', { token }],
    ...linking(hand, token),
    ['kacs_get_sd', { handle: token, securityInformation: 7, capacity: 4096 }],
    ['KACS_IOC_IMPERSONATE', { token }],
    ['KACS_IOC_INSTALL', { token }],
  ];
}

/** Two tokens that can be linked, on this handle. */
function linking(hand: Hand, token: Argument): readonly (readonly [string, Arguments])[] {
  const sound = LINK.sound(hand);
  return sound === undefined ? [] : [[LINK.op, { ...sound.args, token }]];
}

/** A handle tried for everything. */
function exercise(hand: Hand, token: Argument): void {
  const percent = pick(hand.random, [50, 90]);
  for (const [op, args] of uses(hand, token)) {
    if (chance(hand.random, percent)) hand.do(op, args);
  }
  hand.observe(true);
}

/** A handle asked for some of the classes. */
function questioned(hand: Hand, token: Argument): void {
  const classes = Object.values(QUERY_CLASS);
  for (const number of sample(hand.random, classes, 8)) {
    hand.do('KACS_IOC_QUERY', { token, class: number, capacity: 4096 });
  }
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

/** A handle with any mask, out of any call that opens one, tried for everything. */
function opened(hand: Hand): void {
  const { draft, random, me } = hand;
  const as = draft.newName('t');
  const accessMask = pick(random, chance(random, 50) ? GENERIC : ACCESS_MASKS);
  const source = hand.recent(({ mask }) => (mask & TOKEN_RIGHT.DUPLICATE) !== 0);
  const pid = { ref: `${me.name}.pid` };
  switch (random(me.root ? 4 : 2)) {
    case 0:
      if (source === undefined) return;
      hand.do(
        'KACS_IOC_DUPLICATE',
        { token: refTo(source), accessMask, ...pick(random, KINDS) },
        as,
      );
      break;
    case 1:
      hand.do('kacs_open_self_token', { flags: random(2), accessMask }, as);
      break;
    case 2:
      hand.do('kacs_open_process_token', { pid, accessMask }, as);
      break;
    default:
      hand.do('kacs_open_thread_token', { pid, tid: pid, accessMask }, as);
  }
  const token = { ref: `${as}.handle` };
  if (hand.tokens().some(({ ref }) => ref === token.ref)) exercise(hand, token);
}

/** A handle out of a node, or a copy of one: it answers QUERY and nothing else. */
function inspected(hand: Hand): void {
  const { draft, random } = hand;
  const pid = { ref: `${hand.me.name}.pidText` };
  const nodes: readonly Argument[] = [
    ...['/proc/self/token', '/proc/thread-self/token', '/sys/kernel/security/kacs/self'],
    ...(hand.me.root ? [{ text: ['/proc/', pid, '/task/', pid, '/token'] }] : []),
  ];
  const as = draft.newName('t');
  if (hand.do('world.open', { path: pick(random, nodes) }, as)?.kind !== 'returned') return;
  const token = { ref: `${as}.handle` };
  if (chance(random, 40)) questioned(hand, token);
  switch (random(4)) {
    case 0:
      // What it shows is what was there when it was opened, whoever the actor is later.
      (TOKEN_KINDS[pick(random, ['impersonate', 'install', 'revert'])] ?? exercised)(hand);
      return questioned(hand, token);
    case 1:
      return exercise(hand, token);
    default:
      return moved(hand, token);
  }
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
      const somebody = (): ActorRef | undefined =>
        draft.living().find(({ name }) => name !== me.name);
      if (somebody() === undefined) {
        hand.do('world.spawn', { identity: 'own' }, draft.newName('w'));
      }
      const other = somebody();
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
  opened,
  inspected,
  'passed-on': passedOn,
};
