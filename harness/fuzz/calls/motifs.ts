/**
 * @module Short beginnings that lead deep: states that single calls drawn by lot seldom reach, such
 * as a process of a weak user, a linked pair, a client at the other end of a socket.
 */
import { TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import { sidBytes } from '../../../reference/wire/wire.js';
import type { Arguments } from '../../program/program.js';
import { chance, pick } from './choice.js';
import { refTo, type Hand } from './hand.js';
import { link, makeSession, makeToken, type Maker } from './token-kinds.js';

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
  hand.observe(true);
  if (chance(random, 40)) hand.me = before;
}

/** A pair of tokens, perhaps a third one for the next link. */
function pair(hand: Hand): void {
  const { random } = hand;
  if (makeSession(hand) === undefined) return;
  for (let n = 0; n < 2 + random(2); n += 1) makeToken(hand, { type: 1 });
  link(hand);
  hand.observe(true);
  if (chance(random, 70)) {
    const linked = hand.recent(({ token }) => token.session.pair !== undefined);
    if (linked !== undefined) {
      hand.do('KACS_IOC_GET_LINKED_TOKEN', { token: refTo(linked) }, hand.draft.newName('t'));
    }
  }
  if (chance(random, 50)) link(hand);
}

/** A client's identity, taken on. */
function client(hand: Hand): void {
  const token = makeToken(hand, { type: 2 });
  if (token === undefined) return;
  hand.do('KACS_IOC_IMPERSONATE', { token: refTo(token) });
  hand.observe(true);
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

/** A connection: the server finds who connected. */
function connection(hand: Hand): void {
  const { draft, random } = hand;
  const type = pick(random, ['stream', 'seqpacket']);
  const listener = draft.newName('l');
  if (hand.do('world.listen', { type }, listener)?.kind !== 'returned') return;
  const server = hand.me;
  const others = draft.living();
  hand.me = pick(random, others);
  const socket = draft.newName('l');
  hand.do('world.socket', { type }, socket);
  const own = { socket: { ref: `${socket}.handle` } };
  if (chance(random, 60)) hand.do('kacs_set_impersonation_level', { ...own, level: random(4) });
  hand.do('world.connect', { ...own, address: { ref: `${listener}.address` } });
  hand.me = server;
  const accepted = draft.newName('l');
  hand.do('world.accept', { handle: { ref: `${listener}.handle` } }, accepted);
  const peer = { socket: { ref: `${accepted}.handle` } };
  if (chance(random, 70)) hand.do('kacs_open_peer_token', peer, draft.newName('t'));
  if (chance(random, 60)) hand.do('kacs_impersonate_peer', peer);
  hand.observe(true);
}

/** A handle with few rights, for uses that ask for others. */
function weakHandle(hand: Hand): void {
  const { random, draft } = hand;
  const target = hand.recent(({ mask }) => (mask & TOKEN_RIGHT.DUPLICATE) !== 0);
  if (target === undefined) return;
  const rights = Object.values(TOKEN_RIGHT).filter((right) => right < 0x1000);
  const accessMask = chance(random, 50) ? pick(random, rights) : pick(random, rights) ^ 0x1ff;
  const args = { token: refTo(target), accessMask, tokenType: 1 + random(2), level: 2 };
  if (args.tokenType === 1) args.level = 0;
  hand.do('KACS_IOC_DUPLICATE', args, draft.newName('t'));
}

/** One that lost a privilege tries what takes it. */
function withoutPrivilege(hand: Hand): void {
  const { random } = hand;
  const as = hand.draft.newName('t');
  const opened = hand.do('kacs_open_self_token', { flags: 1, accessMask: 0x28 }, as);
  if (opened?.kind !== 'returned') return;
  const luid = pick(random, [2, 3, 7, 7, 20, 29]);
  const entries = [{ luid, attributes: pick(random, [0, 4]) }];
  hand.do('KACS_IOC_ADJUST_PRIVS', { token: { ref: `${as}.handle` }, entries });
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

/** A restricted token, and what AccessCheck makes of it. */
function checked(hand: Hand): void {
  const { draft, random } = hand;
  const source = makeToken(hand, { type: 2, level: 2 });
  if (source === undefined) return;
  const as = draft.newName('t');
  const everyone = '010100000000000100000000';
  const system = '010100000000000512000000';
  const flags = random(2);
  hand.do(
    'KACS_IOC_RESTRICT',
    {
      token: refTo(source),
      ...{
        privilegesToDelete: '0xffffffffffffffff',
        denyIndexCount: 0,
        restrictSidCount: 1,
        flags,
      },
      data: pick(random, [everyone, system]),
    },
    as,
  );
  const restricted = hand.tokens().find(({ ref }) => ref === `${as}.handle`);
  for (const subject of [restricted, source]) {
    if (subject === undefined) continue;
    for (const desiredAccess of [0x1, 0x2, 0x20000, 0x40000]) {
      const sid = Buffer.from(sidBytes(subject.token.userSid)).toString('hex');
      const trustees = pick(random, [[sid], [sid, everyone], [everyone], [sid, system]]);
      hand.do('kacs_access_check', {
        token: refTo(subject),
        descriptor: openDescriptor(system, trustees),
        desiredAccess,
        // The mapping: bit 0 and READ_CONTROL read, bit 1 and WRITE_DAC write.
        args: mappedArguments(),
      });
    }
  }
}

/** A handle out of a node, or a copy of one: it answers QUERY and nothing else. */
function inspected(hand: Hand): void {
  const { draft, random } = hand;
  const nodes = ['/proc/self/token', '/proc/thread-self/token', '/sys/kernel/security/kacs/self'];
  const as = draft.newName('t');
  if (hand.do('world.open', { path: pick(random, nodes) }, as)?.kind !== 'returned') return;
  let handle = `${as}.handle`;
  if (chance(random, 40)) {
    const copy = draft.newName('t');
    hand.do('world.duplicateHandle', { handle: { ref: handle } }, copy);
    handle = `${copy}.handle`;
  }
  const token = { ref: handle };
  const derived = { privilegesToDelete: '0x0', denyIndexCount: 0, restrictSidCount: 0, flags: 0 };
  const uses: readonly (readonly [string, Arguments])[] = [
    ['KACS_IOC_ADJUST_PRIVS', { token, entries: [{ luid: 4, attributes: 0 }] }],
    ['KACS_IOC_ADJUST_GROUPS', { token, entries: [{ index: 0xffffffff, enable: 0 }] }],
    ['KACS_IOC_ADJUST_DEFAULT', { token, ownerIndex: 0xffff, groupIndex: 0 }],
    ['KACS_IOC_ADJUST_SESSIONID', { token, sessionId: 7 }],
    ['KACS_IOC_DUPLICATE', { token, accessMask: 8, tokenType: 1, level: 0 }],
    ['KACS_IOC_RESTRICT', { token, ...derived, data: '' }],
    ['KACS_IOC_INSTALL', { token }],
    ['KACS_IOC_GET_LINKED_TOKEN', { token }],
  ];
  for (const [op, args] of uses) if (chance(random, 50)) hand.do(op, args);
  hand.observe(true);
}

const ACCESS_ARGS_BYTES = 136;

/** struct kacs_access_check_args with a generic mapping at 24. */
function mappedArguments(): string {
  const bytes = Buffer.alloc(ACCESS_ARGS_BYTES);
  bytes.writeUInt32LE(ACCESS_ARGS_BYTES, 0);
  for (const [n, mask] of [0x20001, 0x40002, 0x4, 0xf01ff].entries()) {
    bytes.writeUInt32LE(mask, 24 + 4 * n);
  }
  return bytes.toString('hex');
}

/** A self-relative descriptor whose DACL gives everything to these SIDs. */
function openDescriptor(owner: string, trustees: readonly string[]): string {
  const aces = trustees.map((sid) => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(8 + sid.length / 2, 2);
    head.writeUInt32LE(0xf01ff, 4);
    return head.toString('hex') + sid;
  });
  const body = aces.join('');
  const list = Buffer.alloc(8);
  list.writeUInt8(2, 0);
  list.writeUInt16LE(8 + body.length / 2, 2);
  list.writeUInt16LE(aces.length, 4);
  const head = Buffer.alloc(20);
  head.writeUInt8(1, 0);
  head.writeUInt16LE(0x8004, 2);
  head.writeUInt32LE(20, 4);
  head.writeUInt32LE(20, 8);
  head.writeUInt32LE(20 + owner.length / 2, 16);
  return head.toString('hex') + owner + list.toString('hex') + body;
}

/** Recording of the ends of sessions. */
function recording(hand: Hand): void {
  hand.do('world.events', { action: 'open' });
  makeSession(hand);
  const token = makeToken(hand);
  if (token !== undefined) hand.do('world.close', { handle: refTo(token) });
  const session = hand.draft.sessions.at(-1);
  if (session !== undefined) {
    hand.do('kacs_destroy_empty_session', { id: { ref: `${session.name}.id` } });
  }
  hand.do('world.events', { action: 'drain' });
}

/** @internal */
export const MOTIFS: Readonly<Record<string, Maker>> = {
  'weak-process': weakProcess,
  pair,
  client,
  sandbox,
  connection,
  'weak-handle': weakHandle,
  'without-privilege': withoutPrivilege,
  recording,
  'other-creator': otherCreator,
  checked,
  inspected,
};
