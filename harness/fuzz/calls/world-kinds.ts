/** @module Makers of calls around tokens: processes, descriptors, sockets, nodes, access. */
import { sidBytes, toHex } from '../../../reference/wire/wire.js';
import { effectiveToken } from '../../../reference/kernel/privileges.js';
import { chance, pick, weighted } from './choice.js';
import type { Argument } from '../../program/program.js';
import type { ActorRef } from './draft.js';
import { refTo, type Hand, type Maker } from './hand.js';
import { ACCESS_MASKS } from './pools.js';

const ACTORS_MAX = 5;
const NO_CHILD = 0x20;
const PIE = 0x100;

/** Another actor, or nobody. */
function other(hand: Hand): ActorRef | undefined {
  const others = hand.draft.living().filter(({ name }) => name !== hand.me.name);
  return others.length === 0 ? undefined : pick(hand.random, others);
}

/** Somebody whose process number is known. */
function somebody(hand: Hand): ActorRef | undefined {
  const roots = hand.draft.living().filter(({ root }) => root);
  return roots.length === 0 ? undefined : pick(hand.random, roots);
}

function openProcess(hand: Hand): void {
  const target = somebody(hand);
  if (target === undefined) return;
  const pid = { ref: `${target.name}.pid` };
  const accessMask = pick(hand.random, ACCESS_MASKS);
  hand.do('kacs_open_process_token', { pid, accessMask }, hand.draft.newName('t'));
}

function openThread(hand: Hand): void {
  const target = somebody(hand);
  if (target === undefined) return;
  const pid = { ref: `${target.name}.pid` };
  const process = hand.draft.processOf(target);
  const threads = hand.draft
    .living()
    .filter((actor) => !actor.root && hand.draft.processOf(actor) === process);
  const tid = threads.length === 0 ? pid : { ref: `${pick(hand.random, threads).name}.tid` };
  const accessMask = pick(hand.random, ACCESS_MASKS);
  hand.do('kacs_open_thread_token', { pid, tid, accessMask }, hand.draft.newName('t'));
}

function spawn(hand: Hand): void {
  const { random, draft } = hand;
  if (draft.living().length >= ACTORS_MAX) return;
  const identity = chance(random, 75) ? 'own' : 'inherit';
  hand.do('world.spawn', { identity }, draft.newName('w'));
}

function startThread(hand: Hand): void {
  if (hand.draft.living().length < ACTORS_MAX) hand.do('world.thread', {}, hand.draft.newName('h'));
}

function fork(hand: Hand): void {
  if (hand.draft.living().length < ACTORS_MAX) hand.do('world.fork', {}, hand.draft.newName('w'));
}

function exec(hand: Hand): void {
  const { random, draft, me } = hand;
  // A further thread would take the place of the first one, which the teardown relies on.
  if (!me.root) return;
  const path =
    draft.files.length > 0 && chance(random, 60) ? { ref: pick(random, draft.files) } : undefined;
  hand.do('world.exec', path === undefined ? {} : { path });
}

function exit(hand: Hand): void {
  // The first worker stays, so that there is always somebody.
  if (hand.draft.actors[0]?.name !== hand.me.name) hand.do('world.exit', {});
}

function kill(hand: Hand): void {
  const target = somebody(hand);
  if (target === undefined || target.name === hand.draft.actors[0]?.name) return;
  if (target.name !== hand.me.name) hand.do('world.kill', { pid: { ref: `${target.name}.pid` } });
}

function close(hand: Hand): void {
  const { random } = hand;
  const open = [...hand.tokens(), ...hand.draft.socketsOf(hand.me)];
  if (open.length > 0) hand.do('world.close', { handle: refTo(pick(random, open)) });
}

function closeAll(hand: Hand): void {
  for (const handle of hand.tokens()) hand.do('world.close', { handle: refTo(handle) });
}

function dup(hand: Hand): void {
  const handle = hand.recent();
  if (handle === undefined) return;
  hand.do('world.duplicateHandle', { handle: refTo(handle) }, hand.draft.newName('t'));
}

function flags(hand: Hand): void {
  const { random } = hand;
  const handle = hand.recent();
  if (handle === undefined) return;
  const set = weighted(random, [
    [70, undefined],
    [25, false],
    [5, true],
  ]);
  hand.do('world.descriptorFlags', {
    handle: refTo(handle),
    ...(set === undefined ? {} : { set }),
  });
}

function pass(hand: Hand): void {
  const handle = hand.recent();
  const receiver = other(hand);
  if (handle === undefined || receiver === undefined) return;
  const to = { ref: `${receiver.name}.actor` };
  hand.do('world.passHandle', { handle: refTo(handle), to }, hand.draft.newName('t'));
}

function openNode(hand: Hand): void {
  const { random, draft } = hand;
  const target = somebody(hand);
  const pid = target === undefined ? 'self' : { ref: `${target.name}.pidText` };
  const process = target === undefined ? undefined : draft.processOf(target);
  const threads = draft
    .living()
    .filter((actor) => !actor.root && draft.processOf(actor) === process)
    .map(({ name }) => ({ ref: `${name}.tid` }));
  const task = threads.length > 0 && chance(random, 70) ? pick(random, threads) : pid;
  const path = weighted<Argument>(random, [
    [20, '/sys/kernel/security/kacs/self'],
    [25, '/sys/kernel/security/kacs/sessions'],
    [15, '/proc/self/token'],
    [10, '/proc/thread-self/token'],
    [30, { text: ['/proc/', pid, '/token'] }],
    [threads.length > 0 ? 40 : 8, { text: ['/proc/', pid, '/task/', task, '/token'] }],
    [2, '/sys/kernel/security/kacs/nothing'],
  ]);
  const as = draft.newName('t');
  const opened = hand.do('world.open', { path }, as);
  if (opened?.kind !== 'returned' || path !== '/sys/kernel/security/kacs/sessions') return;
  hand.do('world.read', { handle: { ref: `${as}.handle` } });
}

function listSessions(hand: Hand): void {
  const as = hand.draft.newName('f');
  const opened = hand.do('world.open', { path: '/sys/kernel/security/kacs/sessions' }, as);
  if (opened?.kind === 'returned') hand.do('world.read', { handle: { ref: `${as}.handle` } });
}

function look(hand: Hand): void {
  switch (hand.random(4)) {
    case 0:
      hand.do('world.credentials', {});
      break;
    case 1:
      hand.do('world.stat', { path: '/sys/kernel/security/kacs/self' });
      break;
    case 2: {
      const handle = hand.recent();
      if (handle === undefined) return;
      hand.do('world.readlink', { path: { text: ['/proc/self/fd/', { ref: handle.ref }] } });
      break;
    }
    default:
      flags(hand);
  }
}

function sockets(hand: Hand): void {
  const { random, draft } = hand;
  const mine = draft.socketsOf(hand.me);
  const socket = mine.length === 0 ? undefined : refTo(pick(random, mine));
  const type = pick(random, ['stream', 'seqpacket']);
  const what = random(socket === undefined ? 3 : 10);
  if (what === 0) hand.do('world.listen', { type }, draft.newName('l'));
  else if (what <= 2)
    hand.do(what === 1 ? 'world.socket' : 'world.socketPair', { type }, draft.newName('l'));
  else if (socket === undefined) return;
  else if (what === 3) hand.do('kacs_set_impersonation_level', { socket, level: random(5) });
  else if (what <= 5) {
    if (draft.addresses.length === 0) return;
    hand.do('world.connect', { socket, address: { ref: pick(random, draft.addresses) } });
  } else if (what === 6) hand.do('world.accept', { handle: socket }, draft.newName('l'));
  else if (what === 7) hand.do('kacs_open_peer_token', { socket }, draft.newName('t'));
  else if (what === 8) hand.do('kacs_impersonate_peer', { socket });
  else message(hand);
}

/** A handle travels, or waits in flight. */
function message(hand: Hand): void {
  const { random, draft } = hand;
  const mine = draft.socketsOf(hand.me);
  const handle = hand.recent();
  if (mine.length === 0) return;
  const socket = refTo(pick(random, mine));
  if (chance(random, 50) && handle !== undefined) {
    hand.do('world.sendMessage', { socket, handle: refTo(handle) });
  } else hand.do('world.receiveMessage', { socket }, draft.newName('t'));
}

/** A descriptor of (user, mask) entries, self-relative. */
function descriptor(hand: Hand, withLabel: boolean): string {
  const { random, draft } = hand;
  const process = draft.processOf(hand.me);
  const thread = draft.world.threads.get(hand.me.actor);
  const owner = thread === undefined ? process?.primary.userSid : effectiveToken(thread).userSid;
  if (owner === undefined) return '';
  const sid = Buffer.from(sidBytes(owner));
  const everyone = Buffer.from('010100000000000100000000', 'hex');
  const trustee = chance(random, 50) ? everyone : sid;
  const head = Buffer.alloc(8);
  head.writeUInt8(chance(random, 20) ? 1 : 0, 0);
  head.writeUInt16LE(8 + trustee.length, 2);
  head.writeUInt32LE(pick(random, ACCESS_MASKS), 4);
  const body = withLabel && chance(random, 50) ? Buffer.alloc(0) : Buffer.concat([head, trustee]);
  const list = Buffer.alloc(8);
  list.writeUInt8(2, 0);
  list.writeUInt16LE(8 + body.length, 2);
  list.writeUInt16LE(body.length === 0 ? 0 : 1, 4);
  const out = Buffer.alloc(20);
  out.writeUInt8(1, 0);
  out.writeUInt16LE(0x8004, 2);
  out.writeUInt32LE(20, 4);
  out.writeUInt32LE(20, 8);
  out.writeUInt32LE(20 + sid.length, 16);
  return toHex(Buffer.concat([out, sid, list, body]));
}

function accessCheck(hand: Hand): void {
  const { random } = hand;
  const subject = chance(random, 60) ? hand.recent() : undefined;
  hand.do('kacs_access_check', {
    descriptor: descriptor(hand, true),
    desiredAccess: pick(random, [1, 8, 0x20000, 0x40000, 0x80000, 0x1000000]),
    ...(subject === undefined ? {} : { token: refTo(subject) }),
  });
}

function securityDescriptor(hand: Hand): void {
  const { random } = hand;
  const target = somebody(hand);
  const handle = hand.recent();
  const useHandle = handle !== undefined && chance(random, 75);
  if (!useHandle && target === undefined) return;
  const of = useHandle ? { handle: refTo(handle) } : { pid: { ref: `${target?.name ?? ''}.pid` } };
  const securityInformation = pick(random, [1, 2, 4, 7]);
  if (chance(random, 60)) {
    hand.do('kacs_get_sd', { ...of, securityInformation, capacity: 4096 });
  } else {
    hand.do('kacs_set_sd', { ...of, securityInformation: 4, descriptor: descriptor(hand, false) });
  }
}

function mitigations(hand: Hand): void {
  const { random } = hand;
  const target = somebody(hand);
  const mask = weighted(random, [
    [40, NO_CHILD],
    [40, PIE],
    [10, 0],
    [10, 0x400],
  ]);
  const pid =
    target === undefined || chance(random, 40) ? {} : { pid: { ref: `${target.name}.pid` } };
  hand.do('kacs_set_psb', { ...pid, mitigations: mask });
}

function events(hand: Hand): void {
  const open = hand.draft.world.recordings.has(hand.me.actor);
  hand.do('world.events', { action: open ? 'drain' : 'open' });
}

function files(hand: Hand): void {
  hand.do('world.makeFile', {}, hand.draft.newName('x'));
}

/** Kinds of operation around tokens. @internal */
export const WORLD_KINDS: Readonly<Record<string, Maker>> = {
  process: openProcess,
  thread: openThread,
  spawn,
  'new-thread': startThread,
  fork,
  exec,
  exit,
  kill,
  close,
  'close-all': closeAll,
  dup,
  pass,
  node: openNode,
  listing: listSessions,
  look,
  socket: sockets,
  message,
  access: accessCheck,
  descriptor: securityDescriptor,
  mitigations,
  events,
  files,
};
