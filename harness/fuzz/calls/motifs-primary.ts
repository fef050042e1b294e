/**
 * @module Beginnings about the primary token of a process: which others may take its place, and
 * what running a file makes of it.
 */
import { encode, parseSid, sidBytes, toHex } from '../../../reference/wire/wire.js';
import type { SelfRelativeDescriptor } from '../../../reference/wire/values.js';
import { chance, pick, sample } from './choice.js';
import { refTo, type Hand, type Maker } from './hand.js';
import { switchPrivilege } from './motifs-identity.js';
import { INTEGRITY_LEVELS } from './pools.js';
import { lookAtProcess, makeSession, makeToken } from './token-kinds.js';

const TCB = 7;

/** A process of its own, in the hands of the actor. */
function newProcess(hand: Hand): boolean {
  const as = hand.draft.newName('w');
  if (hand.do('world.spawn', { identity: 'own' }, as)?.kind !== 'returned') return false;
  hand.me = hand.draft.actors.at(-1) ?? hand.me;
  return true;
}

/** One without SeTcb installs tokens of its user or another, in its session or another. */
function matched(hand: Hand): void {
  const { draft, random } = hand;
  if (!newProcess(hand)) return;
  const mine = makeSession(hand);
  const user = mine === undefined ? undefined : draft.world.sessions.get(mine.id)?.userSid;
  if (mine === undefined || user === undefined) return;
  const second = chance(random, 70) ? makeSession(hand, user) : makeSession(hand);
  if (second === undefined) return;
  const own = makeToken(hand, { type: 1, session: mine, powerful: true });
  if (own === undefined) return;
  const others = [
    makeToken(hand, { type: 1, session: mine, stranger: true }),
    makeToken(hand, { type: 1, session: second, powerful: chance(random, 50) }),
    makeToken(hand, { type: 1, session: mine }),
    makeToken(hand, { type: 2, session: mine }),
  ];
  hand.do('KACS_IOC_INSTALL', { token: refTo(own) });
  if (chance(random, 85)) switchPrivilege(hand, TCB, chance(random, 60) ? 0 : 4);
  if (chance(random, 15)) switchPrivilege(hand, 3, 0);
  hand.observe(true);
  for (const other of sample(random, others, others.length)) {
    if (other === undefined) continue;
    hand.do('KACS_IOC_INSTALL', { token: refTo(other) });
    if (chance(random, 40)) lookAtProcess(hand);
  }
  hand.observe(true);
}

/** Everybody may do anything; the label is what it is. */
function labelled(hand: Hand, level: number): string {
  const everyone = Buffer.from('ff011f00010100000000000100000000', 'hex');
  const label = [1, 0, 0, 0, ...sidBytes(parseSid(`S-1-16-${level}`))];
  const value: SelfRelativeDescriptor = {
    revision: 1,
    sbz1: 0,
    control: 0x8014,
    owner: parseSid('S-1-5-18'),
    group: parseSid('S-1-5-18'),
    sacl: { revision: 2, aces: [{ type: 17, flags: 0, body: Uint8Array.from(label) }] },
    dacl: { revision: 2, aces: [{ type: 0, flags: 0, body: Uint8Array.from(everyone) }] },
  };
  return toHex(encode(hand.draft.wire, 'SECURITY_DESCRIPTOR', value).bytes);
}

/** Runs a file of low or high integrity. */
function executed(hand: Hand): void {
  const { draft, random } = hand;
  if (!newProcess(hand)) return;
  const token = makeToken(hand, { type: 1, powerful: chance(random, 70) });
  if (token !== undefined) hand.do('KACS_IOC_INSTALL', { token: refTo(token) });
  const given = chance(random, 60)
    ? { descriptor: labelled(hand, pick(random, INTEGRITY_LEVELS)) }
    : {};
  const file = draft.newName('x');
  if (hand.do('world.makeFile', given, file)?.kind !== 'returned') return;
  if (token !== undefined && chance(random, 50)) {
    hand.do('world.descriptorFlags', { handle: refTo(token), set: false });
  }
  if (chance(random, 30)) hand.do('world.fork', {}, draft.newName('w'));
  hand.observe(true);
  hand.do('world.exec', { path: { ref: `${file}.path` } });
  if (draft.living().some(({ name }) => name === hand.me.name)) hand.observe(true);
}

/** @internal */
export const PRIMARY_MOTIFS: Readonly<Record<string, Maker>> = { matched, executed };
