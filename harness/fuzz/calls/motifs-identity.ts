/**
 * @module Beginnings about who one is: a worker that becomes somebody else, takes on a client,
 * loses a privilege, and meets the gates that this opens or shuts.
 */
import { TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import { chance, pick, sample } from './choice.js';
import { refTo, type Hand, type Maker } from './hand.js';
import { lookAtProcess, makeSession, makeToken, TOKEN_KINDS } from './token-kinds.js';
import { WORLD_KINDS } from './world-kinds.js';

/** A worker that becomes an ordinary user. */
function weakProcess(hand: Hand): void {
  const { draft, random } = hand;
  const as = draft.newName('w');
  if (hand.do('world.spawn', { identity: 'own' }, as)?.kind !== 'returned') return;
  const worker = draft.actors.at(-1);
  if (worker === undefined) return;
  const before = hand.me;
  hand.me = worker;
  const token = makeToken(hand, { type: 1 });
  // What was made before stays in hand: the handles of a former self.
  if (chance(random, 70)) makeToken(hand, { type: 2 });
  if (chance(random, 40)) makeToken(hand, { type: 1 });
  if (token !== undefined) hand.do('KACS_IOC_INSTALL', { token: refTo(token) });
  if (chance(random, 50)) lookAtProcess(hand);
  hand.observe(true);
  if (chance(random, 40)) hand.me = before;
}

/** A client's identity, taken on. */
function client(hand: Hand): void {
  const token = makeToken(hand, { type: 2 });
  if (token === undefined) return;
  hand.do('KACS_IOC_IMPERSONATE', { token: refTo(token) });
  if (chance(hand.random, 60)) several(hand, GATED, 2 + hand.random(4));
  if (chance(hand.random, 30)) ownCopy(hand);
  hand.observe(true);
}

const IMPERSONATE = 1n << 29n;

/** A server with or without the privilege, and clients of its user and of others, one by one. */
function server(hand: Hand): void {
  const { draft, random } = hand;
  const as = draft.newName('w');
  if (hand.do('world.spawn', { identity: 'own' }, as)?.kind !== 'returned') return;
  hand.me = draft.actors.at(-1) ?? hand.me;
  const mine = makeSession(hand);
  const other = makeSession(hand);
  if (mine === undefined || other === undefined) return;
  const privileges = pick(random, [0n, 0n, IMPERSONATE, 0xcn]);
  const own = makeToken(hand, { type: 1, session: mine, privileges });
  const level = (): number => pick(random, [1, 2, 2, 3, 3]);
  const clients = [
    makeToken(hand, { type: 2, session: mine, level: level() }),
    makeToken(hand, { type: 2, session: other, level: level() }),
    makeToken(hand, { type: 2, session: other, level: level() }),
    makeToken(hand, { type: 2, session: pick(random, [mine, other]), level: 0 }),
  ];
  if (own !== undefined) hand.do('KACS_IOC_INSTALL', { token: refTo(own) });
  for (const one of sample(random, clients, clients.length)) {
    if (one === undefined) continue;
    hand.do('KACS_IOC_IMPERSONATE', { token: refTo(one) });
    hand.observe(true);
    if (chance(random, 40)) several(hand, GATED, 1);
    if (chance(random, 35)) ownCopy(hand);
    if (chance(random, 25)) {
      // The privilege comes and goes.
      hand.do('kacs_revert', {});
      switchPrivilege(hand, 29, pick(random, [0, 0, 2, 4]));
    }
  }
}

/** A copy of whatever the actor is now, at every level. */
function ownCopy(hand: Hand): void {
  const { draft, me } = hand;
  const accessMask = TOKEN_RIGHT.ALL_ACCESS;
  const as = draft.newName('t');
  // At Identification nobody opens anything; somebody else still can.
  const [other] = draft.living();
  if (me.root && other !== undefined && chance(hand.random, 50)) {
    hand.me = other;
    const pid = { ref: `${me.name}.pid` };
    hand.do('kacs_open_thread_token', { pid, tid: pid, accessMask }, as);
  } else hand.do('kacs_open_self_token', { flags: 0, accessMask }, as);
  if (hand.tokens().some(({ ref }) => ref === `${as}.handle`)) everyLevel(hand, as);
  hand.me = me;
}

function everyLevel(hand: Hand, as: string): void {
  const token = { ref: `${as}.handle` };
  for (const level of [1, 2, 3]) {
    const copy = { token, accessMask: TOKEN_RIGHT.ALL_ACCESS, tokenType: 2, level };
    hand.do('KACS_IOC_DUPLICATE', copy, hand.draft.newName('t'));
  }
}

/** A restricted server with both a restricted and an unrestricted client of its own user. */
function sandbox(hand: Hand): void {
  const { draft, random } = hand;
  const primary = makeToken(hand, { type: 1, powerful: chance(random, 50) });
  if (primary === undefined) return;
  makeToken(hand, { type: 2 });
  const args = {
    token: refTo(primary),
    privilegesToDelete: chance(random, 60) ? '0x20000000' : '0x0',
    denyIndexCount: 0,
    restrictSidCount: 1,
    flags: 0,
    data: '010100000000000100000000',
  };
  const as = draft.newName('t');
  if (hand.do('KACS_IOC_RESTRICT', args, as)?.kind !== 'returned') return;
  const restricted = { ref: `${as}.handle` };
  const copy = { accessMask: TOKEN_RIGHT.ALL_ACCESS, tokenType: 2, level: 2 };
  hand.do('KACS_IOC_DUPLICATE', { token: restricted, ...copy }, draft.newName('t'));
  hand.do('KACS_IOC_DUPLICATE', { token: refTo(primary), ...copy }, draft.newName('t'));
  hand.do('KACS_IOC_INSTALL', { token: restricted });
  const chosen = hand.recent(({ token }) => token.type === 2);
  if (chosen !== undefined) hand.do('KACS_IOC_IMPERSONATE', { token: refTo(chosen) });
  hand.observe(true);
}

/** Somebody else than SYSTEM makes tokens; what guards them then? */
function otherCreator(hand: Hand): void {
  const { draft, random } = hand;
  const as = draft.newName('w');
  if (hand.do('world.spawn', { identity: 'own' }, as)?.kind !== 'returned') return;
  const worker = draft.actors.at(-1);
  if (worker === undefined) return;
  hand.me = worker;
  const primary = makeToken(hand, { type: 1, powerful: true });
  if (primary === undefined) return;
  hand.do('KACS_IOC_INSTALL', { token: refTo(primary) });
  const made = makeToken(hand);
  const guarded = [made, primary].flatMap((one) => (one === undefined ? [] : [one]));
  for (const one of guarded) {
    const args = { handle: refTo(one), securityInformation: 7, capacity: 4096 };
    hand.do('kacs_get_sd', args);
  }
  const accessMask = pick(random, [TOKEN_RIGHT.ALL_ACCESS, TOKEN_RIGHT.DUPLICATE, 0xe8, 0x20000]);
  hand.do('kacs_open_self_token', { flags: 1, accessMask }, draft.newName('t'));
  hand.observe(true);
}

/** Calls that ask who one is. */
const GATED: readonly string[] = [
  ...['process', 'process', 'thread', 'node', 'node', 'node', 'listing', 'mitigations'],
  ...['descriptor', 'access', 'impersonate', 'install', 'self'],
];
/** Privileges, and the calls that ask for them. */
const PRIVILEGED: readonly (readonly [luid: number, kinds: readonly string[]])[] = [
  [2, ['token', 'token']],
  [3, ['install', 'install']],
  [7, ['session', 'destroy', 'session-id', 'link', 'linked', 'install', 'install']],
  [20, ['process', 'thread', 'node', 'node', 'mitigations']],
  [29, ['impersonate', 'impersonate', 'impersonate']],
];

function several(hand: Hand, kinds: readonly string[], count: number): void {
  for (let n = 0; n < count; n += 1) {
    const kind = pick(hand.random, kinds);
    (TOKEN_KINDS[kind] ?? WORLD_KINDS[kind])?.(hand);
  }
}

/** Somebody else at the gates. */
function gates(hand: Hand): void {
  weakProcess(hand);
  const worker = hand.draft.living().at(-1);
  if (worker === undefined) return;
  hand.me = worker;
  several(hand, GATED, 3 + hand.random(4));
  hand.observe(true);
}

/** Switches a privilege of the actor's own process. @internal */
export function switchPrivilege(hand: Hand, luid: number, attributes: number): void {
  const as = hand.draft.newName('t');
  const opened = hand.do('kacs_open_self_token', { flags: 1, accessMask: 0x28 }, as);
  if (opened?.kind !== 'returned') return;
  const token = { ref: `${as}.handle` };
  hand.do('KACS_IOC_ADJUST_PRIVS', { token, entries: [{ luid, attributes }] });
}

/** One that lost a privilege tries what takes it; with luck it is switched on again. */
function withoutPrivilege(hand: Hand): void {
  const { random } = hand;
  if (chance(random, 70)) makeToken(hand);
  if (chance(random, 50)) makeToken(hand, { type: 1 });
  const [luid, kinds] = pick(random, [...PRIVILEGED, ...PRIVILEGED.slice(2, 3)]);
  switchPrivilege(hand, luid, pick(random, [0, 0, 4]));
  several(hand, chance(random, 80) ? kinds : GATED, 2 + random(4));
  hand.observe(true);
  if (chance(random, 30)) switchPrivilege(hand, luid, 2);
}

/** @internal */
export const IDENTITY_MOTIFS: Readonly<Record<string, Maker>> = {
  'weak-process': weakProcess,
  client,
  server,
  sandbox,
  'other-creator': otherCreator,
  'without-privilege': withoutPrivilege,
  gates,
};
