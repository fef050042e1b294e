/** @module Makers of calls that adjust a token, and of questions about it. */
import { QUERY_CLASS, TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import {
  PRIVILEGE_ACTION,
  type PrivilegeEntry,
} from '../../../reference/kernel/calls/adjust-privileges.js';
import { payloadBytes } from '../../../reference/kernel/payloads.js';
import { encode, toHex } from '../../../reference/wire/wire.js';
import type { Argument } from '../../program/program.js';
import type { Random } from '../target.js';
import { chance, edge, pick, sample, weighted } from './choice.js';
import { has, refTo, type Hand, type Maker } from './hand.js';
import { PRIVILEGE_BITS } from './pools.js';
import { acl } from './specs.js';

const R = TOKEN_RIGHT;
const RESET_INDEX = 0xffffffff;
const KEEP = 0xffff;
const LARGE = 65_536;

function adjustPrivileges(hand: Hand): void {
  const { random } = hand;
  const target = hand.recent(has(R.ADJUST_PRIVILEGES));
  const token = target !== undefined && chance(random, 86) ? refTo(target) : hand.token();
  if (token === undefined) return;
  const present = target?.token.privileges.present ?? 0n;
  const held = PRIVILEGE_BITS.filter((bit) => (present >> BigInt(bit)) & 1n);
  const bits = chance(random, 80) && held.length > 0 ? held : [...PRIVILEGE_BITS, 64, 65, 0x100];
  const { DISABLE, ENABLE, REMOVE, RESET } = PRIVILEGE_ACTION;
  const entries = sample(random, bits, 1 + random(4)).map((luid) => ({
    luid,
    attributes: weighted(random, [
      [40, DISABLE],
      [35, ENABLE],
      [22, REMOVE],
      [2, 6],
      [1, 1],
    ]),
  }));
  // One bad entry behind good ones: nothing of the call may happen.
  if (chance(random, 12)) {
    entries.push({
      luid: pick(random, [64, 65, 0x100, 5, 36]),
      attributes: pick(random, [0, 2, 3]),
    });
  }
  if (chance(random, 3)) entries.push(...entries.slice(0, 1));
  // As many as there can be: to switch off what is not there is no mistake.
  if (chance(random, 4)) entries.splice(0, entries.length, ...everyPrivilege(random));
  const reset = chance(random, 12) ? [{ luid: chance(random, 92) ? 0 : 3, attributes: RESET }] : [];
  const whole = reset.length > 0 && chance(random, 92) ? reset : [...entries, ...reset];
  hand.do('KACS_IOC_ADJUST_PRIVS', { token, entries: whole, ...oddCount(hand, whole.length) });
}

/** An entry for each bit, or for all but one. */
function everyPrivilege(random: Random): readonly PrivilegeEntry[] {
  const attributes = pick(random, [PRIVILEGE_ACTION.DISABLE, PRIVILEGE_ACTION.REMOVE]);
  const count = 63 + random(2);
  return Array.from({ length: count }, (_, n) => ({ luid: 63 - n, attributes }));
}

/** None, above the limits, and those that are small again where a size is computed of them. */
const ODD_COUNTS: readonly number[] = [
  ...[0, 65, 66, 127, 128, 0x101, 0x10001, 0x20000001, 0x40000001, 0x80000001, 0xffffffff],
];

/** Count and padding that are not what the entries say. */
function oddCount({ random }: Hand, length: number): Readonly<Record<string, number>> {
  const what = random(30);
  if (what === 0) return { count: pick(random, ODD_COUNTS) };
  if (what === 1) return { count: length + 1 };
  return what === 2 ? { pad: pick(random, [1, 0x10000, 0x80000000]) } : {};
}

function adjustGroups(hand: Hand): void {
  const { random } = hand;
  const target = hand.recent(has(R.ADJUST_GROUPS));
  const token = target !== undefined && chance(random, 86) ? refTo(target) : hand.token();
  if (token === undefined) return;
  const groups = target?.token.groups ?? [];
  const optional = groups.flatMap(({ attributes }, n) => ((attributes & 0x11) === 0 ? [n] : []));
  const everyone = groups.map((_, n) => n);
  const from = optional.length > 0 && chance(random, 75) ? optional : [...everyone, groups.length];
  const entries = sample(random, from, chance(random, 8) ? 64 : 1 + random(4)).map((index) => ({
    index,
    enable: weighted(random, [
      [55, 0],
      [44, 1],
      [1, 2],
    ]),
  }));
  if (chance(random, 25)) {
    // One of a group that stays as it is: mandatory, deny-only, the logon SID, none at all.
    const fixed = [...everyone, groups.length].filter((index) => !optional.includes(index));
    const bad = { index: pick(random, fixed), enable: random(2) };
    if (chance(random, 50)) entries.splice(0, entries.length, bad);
    else entries.push(bad);
  }
  if (chance(random, 3)) entries.push(...entries.slice(0, 1));
  const reset = chance(random, 14)
    ? [{ index: RESET_INDEX, enable: chance(random, 92) ? 0 : 1 }]
    : [];
  const whole = reset.length > 0 && chance(random, 92) ? reset : [...entries, ...reset];
  hand.do('KACS_IOC_ADJUST_GROUPS', { token, entries: whole, ...oddCount(hand, whole.length) });
}

function adjustDefault(hand: Hand): void {
  const { random, draft } = hand;
  const target = hand.recent(has(R.ADJUST_DEFAULT));
  const token = target !== undefined && chance(random, 86) ? refTo(target) : hand.token();
  if (token === undefined) return;
  const count = target?.token.groups.length ?? 0;
  const owners = (target?.token.groups ?? []).flatMap(({ attributes }, n) =>
    (attributes & 8) === 0 ? [] : [n + 1],
  );
  const index = (): number => pick(random, [KEEP, KEEP, 0, random(count + 2), 0x100, 0xfffe]);
  const ownerIndex = owners.length > 0 && chance(random, 50) ? pick(random, owners) : index();
  const dacl = weighted(random, [
    [55, undefined],
    [15, ''],
    [30, 'acl'],
  ]);
  const bytes = toHex(encode(draft.wire, 'ACL', acl(random)).bytes);
  const given = dacl === 'acl' ? (chance(random, 94) ? bytes : bytes.slice(0, -4)) : dacl;
  const group = chance(random, 60) ? pick(random, [KEEP, random(count + 1)]) : index();
  hand.do('KACS_IOC_ADJUST_DEFAULT', {
    token,
    ownerIndex,
    groupIndex: group,
    ...(given === undefined ? {} : { dacl: given }),
    ...(chance(random, 2) ? { daclLength: pick(random, [8, LARGE + 1, 0x80000000]) } : {}),
  });
}

function adjustSessionId(hand: Hand): void {
  const token = hand.token(has(R.ADJUST_SESSIONID));
  if (token === undefined) return;
  hand.do('KACS_IOC_ADJUST_SESSIONID', { token, sessionId: edge(hand.random) });
}

function query(hand: Hand): void {
  const { random } = hand;
  const token = hand.token(has(R.QUERY));
  if (token === undefined) return;
  const classes = Object.values(QUERY_CLASS);
  const number = chance(random, 92)
    ? pick(random, classes)
    : pick(random, [0, 25, 0x101, 0x10001, 0xffffffff]);
  const length = lengthOf(hand, token, number);
  const capacity = weighted(random, [
    [50, 65_536],
    [12, 0],
    [4, 4],
    [12, length],
    [10, Math.max(0, length - 1)],
    [12, random(400)],
  ]);
  const pointer = weighted(random, [
    [93, undefined],
    [4, 'null'],
    [3, 'overlap'],
  ]);
  hand.do('KACS_IOC_QUERY', {
    token,
    class: number,
    capacity,
    ...(pointer === undefined ? {} : { pointer }),
    ...(chance(random, 3) ? { bufLen: Math.floor(capacity / 2) } : {}),
  });
}

/** How much there is to tell of the class now. */
function lengthOf({ draft, me }: Hand, token: Argument, number: number): number {
  const named = (token as { readonly ref?: string }).ref;
  const open = draft.tokensOf(me).find(({ ref }) => ref === named);
  return open === undefined ? 0 : (payloadBytes(draft.world, open.token, number)?.length ?? 0);
}

/** Asked how much there is; then there is more. */
function grown(hand: Hand): void {
  const { random, draft } = hand;
  const target = hand.recent(has(R.QUERY | R.ADJUST_DEFAULT));
  if (target === undefined) return;
  const token = refTo(target);
  const number = QUERY_CLASS.DEFAULT_DACL;
  const before = lengthOf(hand, token, number);
  const ask = (capacity: number): void => {
    hand.do('KACS_IOC_QUERY', { token, class: number, capacity });
  };
  ask(0);
  const dacl = toHex(encode(draft.wire, 'ACL', acl(random)).bytes);
  hand.do('KACS_IOC_ADJUST_DEFAULT', { token, ownerIndex: KEEP, groupIndex: KEEP, dacl });
  ask(before === 0 ? 8 : before);
  ask(65_536);
}

/** Kinds of operation on what a token has. @internal */
export const ADJUST_KINDS: Readonly<Record<string, Maker>> = {
  privileges: adjustPrivileges,
  groups: adjustGroups,
  default: adjustDefault,
  'session-id': adjustSessionId,
  query,
  grown,
};
