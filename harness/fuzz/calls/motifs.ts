/**
 * @module Short beginnings that lead deep: states that single calls drawn by lot seldom reach, such
 * as a process of a weak user, a linked pair, a client at the other end of a socket.
 */
import { TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import { sidBytes, toHex } from '../../../reference/wire/wire.js';
import { chance, pick, sample } from './choice.js';
import { refTo, type Hand, type Maker } from './hand.js';
import { ADJUSTED_MOTIFS } from './motifs-adjusted.js';
import { COPY_MOTIFS } from './motifs-copies.js';
import { DEFECT_MOTIFS } from './motifs-defects.js';
import { HANDLE_MOTIFS } from './motifs-handles.js';
import { IDENTITY_MOTIFS } from './motifs-identity.js';
import { PRIMARY_MOTIFS } from './motifs-primary.js';
import { SESSION_MOTIFS } from './motifs-sessions.js';
import { makeToken } from './token-kinds.js';

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

/** Enabled, not deny-only, not the logon SID. */
const ACTIVE_MASK = 0xc0000014;

/** A restricted token, and what AccessCheck makes of it. */
function checked(hand: Hand): void {
  const { draft, random } = hand;
  const source = makeToken(hand, {
    ...{ type: 2, level: 2, doubtful: true },
    full: chance(random, 30),
  });
  if (source === undefined) return;
  const as = draft.newName('t');
  const everyone = '010100000000000100000000';
  const system = '010100000000000512000000';
  const flags = random(2);
  const sids = flags === 0 && chance(random, 40) ? 0 : 1;
  hand.do(
    'KACS_IOC_RESTRICT',
    {
      token: refTo(source),
      ...{
        privilegesToDelete: '0xffffffffffffffff',
        denyIndexCount: 0,
        restrictSidCount: sids,
        flags,
      },
      data: sids === 0 ? '' : pick(random, [everyone, system]),
    },
    as,
  );
  // A user that is deny-only gets what its groups get. (Not the logon SID: it has another number
  // on the other side.)
  const active = source.token.groups.filter(
    ({ attributes }) => (attributes & ACTIVE_MASK) >>> 0 === 0x4,
  );
  const groups = active.map((group) => toHex(sidBytes(group.sid)));
  const { confinementSid, capabilities } = source.token;
  const named = [confinementSid, ...sample(random, capabilities, 1).map(({ sid }) => sid)];
  const app = named.flatMap((sid) => (sid === undefined ? [] : [toHex(sidBytes(sid))]));
  const member = groups.length === 0 ? everyone : pick(random, groups);
  const restricted = hand.tokens().find(({ ref }) => ref === `${as}.handle`);
  const copy = { accessMask: TOKEN_RIGHT.ALL_ACCESS, tokenType: 2, level: 2 };
  const copied = draft.newName('t');
  if (restricted !== undefined && chance(random, 60)) {
    hand.do('KACS_IOC_DUPLICATE', { token: refTo(restricted), ...copy }, copied);
  }
  const second = hand.tokens().find(({ ref }) => ref === `${copied}.handle`);
  for (const subject of [restricted, second, source]) {
    if (subject === undefined) continue;
    for (const desiredAccess of [0x1, 0x2, 0x20000, 0x40000]) {
      const sid = toHex(sidBytes(subject.token.userSid));
      const lists = [
        [sid],
        [sid, everyone],
        [everyone],
        [sid, system],
        [member],
        [member, system],
        [sid, member, ...app.slice(-1)],
        [sid, member, ...app.slice(0, 1)],
      ];
      const trustees = pick(random, lists);
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

const NO_CHILD = 0x20;

/** A process under mitigations, perhaps twice, and what it may do then. */
function mitigated(hand: Hand): void {
  const { draft, random } = hand;
  const as = draft.newName('w');
  if (hand.do('world.spawn', { identity: 'own' }, as)?.kind !== 'returned') return;
  const worker = draft.actors.at(-1);
  if (worker === undefined) return;
  const setter = chance(random, 60) ? worker : hand.me;
  const set = (mitigations: number): void => {
    const of = setter === worker && chance(random, 50) ? {} : { pid: { ref: `${as}.pid` } };
    hand.me = setter;
    hand.do('kacs_set_psb', { ...of, mitigations });
  };
  set(pick(random, [NO_CHILD, NO_CHILD, 0x100, 0x120, 0x400]));
  if (chance(random, 40)) set(pick(random, [0, 0x100, NO_CHILD]));
  hand.me = worker;
  if (draft.files.length === 0) hand.do('world.makeFile', {}, draft.newName('x'));
  const file = draft.files.at(-1);
  if (chance(random, 40)) hand.do('world.thread', {}, draft.newName('h'));
  if (chance(random, 30)) hand.do('world.exec', {});
  if (chance(random, 30) && file !== undefined) hand.do('world.exec', { path: { ref: file } });
  hand.do('world.fork', {}, draft.newName('w'));
  if (chance(random, 30)) hand.do('world.spawn', { identity: 'inherit' }, draft.newName('w'));
}

/** @internal */
export const MOTIFS: Readonly<Record<string, Maker>> = {
  ...IDENTITY_MOTIFS,
  ...HANDLE_MOTIFS,
  ...SESSION_MOTIFS,
  ...PRIMARY_MOTIFS,
  ...ADJUSTED_MOTIFS,
  ...COPY_MOTIFS,
  ...DEFECT_MOTIFS,
  connection,
  checked,
  mitigated,
};
