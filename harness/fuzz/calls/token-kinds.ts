/** @module Makers of calls on tokens: making, deriving, adjusting, linking, asking. */
import { QUERY_CLASS, TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import { PRIVILEGE_ACTION } from '../../../reference/kernel/calls/adjust-privileges.js';
import { encode, parseSid, sidBytes, toHex } from '../../../reference/wire/wire.js';
import type { Argument } from '../../program/program.js';
import { chance, edge, pick, sample, weighted } from './choice.js';
import type { Random } from '../target.js';
import type { SessionRef } from './draft.js';
import { refTo, type Hand, type OpenToken } from './hand.js';
import { ACCESS_MASKS, GROUPS, PRIVILEGE_BITS, PRIVILEGE_MASKS, USERS } from './pools.js';
import { acl, sessionSpec, tokenSpec, type TokenWish } from './specs.js';

/** A maker of one kind of operation. @internal */
export type Maker = (hand: Hand) => void;

const has =
  (right: number) =>
  ({ mask }: OpenToken): boolean =>
    (mask & right) === right;
const R = TOKEN_RIGHT;
const RESET_INDEX = 0xffffffff;
const KEEP = 0xffff;
const LARGE = 65_536;

/** @internal */
export function makeSession(hand: Hand): SessionRef | undefined {
  const { draft, random } = hand;
  const as = draft.newName('s');
  const spec = sessionSpec(random, draft.wire);
  const extra = chance(random, 2) ? badBuffer(hand) : {};
  hand.do('kacs_create_session', { spec, ...extra }, as);
  return draft.sessions.at(-1);
}

function badBuffer({ random }: Hand): Readonly<Record<string, Argument>> {
  return chance(random, 50)
    ? { pointer: pick(random, ['null', 'unmapped']) }
    : { length: pick(random, ['0x0', '0x1', '0x80000000', '0xffffffffffffffff']) };
}

/** A token in a session of the program. @internal */
export function makeToken(
  hand: Hand,
  wish: Omit<TokenWish, 'session'> = {},
): OpenToken | undefined {
  const { draft, random } = hand;
  const known = draft.sessions.filter(({ id }) => draft.world.sessions.has(id));
  const stale = chance(random, 3) ? draft.sessions : known;
  const chosen = stale.length === 0 || chance(random, 10) ? makeSession(hand) : pick(random, stale);
  if (chosen === undefined) return undefined;
  const own = draft.world.sessions.get(chosen.id)?.userSid;
  // A candidate may refuse another user than the session's (R98); if not, links have to notice.
  const user = own === undefined || chance(random, 4) ? parseSid(pick(random, USERS)) : own;
  const as = draft.newName('t');
  const session = { name: chosen.name, user };
  const spec = tokenSpec(random, draft.wire, { session, ...wish });
  const extra = chance(random, 1) ? badBuffer(hand) : {};
  hand.do('kacs_create_token', { spec, ...extra }, as);
  return hand.tokens().find(({ ref }) => ref === `${as}.handle`);
}

function destroySession(hand: Hand): void {
  const { draft, random } = hand;
  if (draft.sessions.length === 0) return;
  const { name } = pick(random, draft.sessions);
  const id = weighted<Argument>(random, [
    [86, { ref: `${name}.id` }],
    [10, nearId(random, name)],
    [4, pick(random, ['0x0', '0x3e6', '0xffffffff00000000'])],
  ]);
  hand.do('kacs_destroy_empty_session', { id });
}

/** An id that has half of its bits in common with that of a session. */
function nearId(random: Random, name: string): Argument {
  const far = pick(random, ['0x100000000', '0x8000000000000000', '0x10000000000']);
  return { sum: [{ ref: `${name}.id` }, far] };
}

function openSelf(hand: Hand): void {
  const flags = weighted(hand.random, [
    [60, 0],
    [38, 1],
    [2, 2],
  ]);
  const accessMask = pick(hand.random, ACCESS_MASKS);
  hand.do('kacs_open_self_token', { flags, accessMask }, hand.draft.newName('t'));
}

function duplicate(hand: Hand): void {
  const { random } = hand;
  const token = hand.token(has(R.DUPLICATE));
  if (token === undefined) return;
  const tokenType = weighted(random, [
    [35, 1],
    [63, 2],
    [1, 0],
    [1, 3],
  ]);
  const level =
    tokenType === 1
      ? 0
      : weighted(random, [
          [20, 0],
          [20, 1],
          [30, 2],
          [28, 3],
          [2, 4],
        ]);
  const accessMask = chance(random, 60) ? R.ALL_ACCESS : pick(random, ACCESS_MASKS);
  const args = { token, accessMask, tokenType, level };
  hand.do('KACS_IOC_DUPLICATE', args, hand.draft.newName('t'));
}

function restrict(hand: Hand): void {
  const { random } = hand;
  const target = chance(random, 92) ? hand.recent(has(R.DUPLICATE)) : undefined;
  const token = target === undefined ? hand.token() : refTo(target);
  if (token === undefined) return;
  const count = target?.token.groups.length ?? 2;
  const all = Array.from({ length: count }, (_, n) => n);
  const indices = [...sample(random, all, random(4))];
  if (chance(random, 8)) indices.push(pick(random, [count, indices[0] ?? 0, edge(random)]));
  // One that is deny-only already, and the same one twice.
  const denied = all.filter((n) => ((target?.token.groups[n]?.attributes ?? 0) & 0x10) !== 0);
  if (denied.length > 0 && chance(random, 12))
    indices.push(...sample(random, [...denied, ...denied], 2));
  const before = (target?.token.restrictedSids ?? []).map(({ sid }) => toHex(sidBytes(sid)));
  const sids = [...GROUPS, ...USERS].map((name) => toHex(sidBytes(parseSid(name))));
  const chosen = [...sample(random, before, random(3)), ...sample(random, sids, random(3))];
  const unique = [...new Set(chosen)];
  const words = indices.map((index) => toHex(new Uint8Array(Uint32Array.of(index).buffer)));
  const data = words.join('') + unique.join('') + (chance(random, 3) ? '00' : '');
  const flags = weighted(random, [
    [75, 0],
    [22, 1],
    [2, 2],
    [1, 0x80000001],
  ]);
  const args = {
    token,
    privilegesToDelete: `0x${pick(random, PRIVILEGE_MASKS).toString(16)}`,
    denyIndexCount: indices.length + (chance(random, 2) ? 1 : 0),
    restrictSidCount: unique.length + (chance(random, 2) ? 1 : 0),
    flags,
    data,
  };
  hand.do('KACS_IOC_RESTRICT', args, hand.draft.newName('t'));
}

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
  const reset = chance(random, 12) ? [{ luid: chance(random, 92) ? 0 : 3, attributes: RESET }] : [];
  const whole = reset.length > 0 && chance(random, 92) ? reset : [...entries, ...reset];
  hand.do('KACS_IOC_ADJUST_PRIVS', { token, entries: whole, ...oddCount(hand, whole.length) });
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

function install(hand: Hand): void {
  const token = hand.token((one) => has(R.ASSIGN_PRIMARY)(one) && one.token.type === 1);
  if (token === undefined) return;
  hand.do('KACS_IOC_INSTALL', { token });
  if (chance(hand.random, 70)) hand.do('world.credentials', {});
}

function impersonate(hand: Hand): void {
  const token = hand.token((one) => has(R.IMPERSONATE)(one) && one.token.type === 2);
  if (token !== undefined) hand.do('KACS_IOC_IMPERSONATE', { token });
}

/** Two primary tokens of one session and user, sometimes less than that. @internal */
export function link(hand: Hand): void {
  const { random, draft } = hand;
  const tokens = hand.tokens();
  const elevated = hand.recent(({ token }) => token.type === 1 && token.session.id !== 0n);
  if (elevated === undefined) return;
  const partners = tokens.filter(
    ({ token }) => token !== elevated.token && token.session === elevated.token.session,
  );
  const other =
    partners.length > 0 && chance(random, 90) ? pick(random, partners) : pick(random, tokens);
  const [first, second] = chance(random, 50) ? [elevated, other] : [other, elevated];
  const session = draft.sessions.find(({ id }) => id === first.token.session.id);
  const wrong = draft.sessions.length > 0 ? pick(random, draft.sessions) : undefined;
  const named = chance(random, 92) ? session : wrong;
  const sessionId =
    named === undefined || chance(random, 3)
      ? pick(random, ['0x0', '0xffffffffffffffff', '0x100000000'])
      : chance(random, 95)
        ? { ref: `${named.name}.id` }
        : nearId(random, named.name);
  const token = chance(random, 90) ? refTo(first) : hand.token();
  if (token === undefined) return;
  const operands = { elevated: refTo(first), filtered: refTo(second) };
  hand.do('KACS_IOC_LINK_TOKENS', { token, ...operands, sessionId });
}

function getLinked(hand: Hand): void {
  const { random } = hand;
  const linked = hand.recent(({ token }) => token.session.pair !== undefined);
  const token =
    linked !== undefined && chance(random, 90) ? refTo(linked) : hand.token(has(R.QUERY));
  if (token !== undefined) hand.do('KACS_IOC_GET_LINKED_TOKEN', { token }, hand.draft.newName('t'));
}

function query(hand: Hand): void {
  const { random } = hand;
  const token = hand.token(has(R.QUERY));
  if (token === undefined) return;
  const classes = Object.values(QUERY_CLASS);
  const number = chance(random, 92)
    ? pick(random, classes)
    : pick(random, [0, 25, 0x101, 0x10001, 0xffffffff]);
  const capacity = weighted(random, [
    [60, 65_536],
    [12, 0],
    [8, 4],
    [10, random(64)],
    [10, random(400)],
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

/** Kinds of operation on tokens and sessions. @internal */
export const TOKEN_KINDS: Readonly<Record<string, Maker>> = {
  session: (hand) => {
    makeSession(hand);
  },
  destroy: destroySession,
  token: (hand) => {
    makeToken(hand);
  },
  self: openSelf,
  duplicate,
  restrict,
  privileges: adjustPrivileges,
  groups: adjustGroups,
  default: adjustDefault,
  'session-id': adjustSessionId,
  install,
  impersonate,
  revert: (hand) => {
    hand.do('kacs_revert', {});
  },
  link,
  linked: getLinked,
  query,
};
