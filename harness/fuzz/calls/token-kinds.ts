/** @module Makers of calls on tokens: making, deriving, taking on, linking. */
import { TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import { parseSid, sidBytes, toHex } from '../../../reference/wire/wire.js';
import type { Sid } from '../../../reference/wire/values.js';
import type { Argument } from '../../program/program.js';
import { ADJUST_KINDS } from './adjust-kinds.js';
import { chance, edge, pick, sample, weighted } from './choice.js';
import type { Random } from '../target.js';
import type { SessionRef } from './draft.js';
import { has, refTo, type Hand, type Maker, type OpenToken } from './hand.js';
import { ACCESS_MASKS, GROUPS, PRIVILEGE_MASKS, USERS } from './pools.js';
import { sessionSpec, tokenSpec, type TokenWish } from './specs.js';

const R = TOKEN_RIGHT;

/** A session, of anybody or of that user. @internal */
export function makeSession(hand: Hand, user?: Sid): SessionRef | undefined {
  const { draft, random } = hand;
  const as = draft.newName('s');
  const spec = sessionSpec(random, draft.wire, user);
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
  wish: Omit<TokenWish, 'session'> & { readonly session?: SessionRef } = {},
): OpenToken | undefined {
  const { draft, random } = hand;
  const known = draft.sessions.filter(({ id }) => draft.world.sessions.has(id));
  const stale = chance(random, 3) ? draft.sessions : known;
  const anew = stale.length === 0 || chance(random, 10);
  const chosen = wish.session ?? (anew ? makeSession(hand) : pick(random, stale));
  if (chosen === undefined) return undefined;
  const own = draft.world.sessions.get(chosen.id)?.userSid;
  // A candidate may refuse another user than the session's (R98); if not, links have to notice.
  const strange = own === undefined || wish.stranger === true || chance(random, 4);
  const user = strange ? parseSid(pick(random, USERS)) : own;
  const as = draft.newName('t');
  const session = { name: chosen.name, user };
  const spec = tokenSpec(random, draft.wire, { ...wish, session });
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
  // The same one twice, and nothing else; perhaps one that is deny-only already.
  const denied = all.filter((n) => ((target?.token.groups[n]?.attributes ?? 0) & 0x10) !== 0);
  const twice = denied.length > 0 && chance(random, 50) ? denied : all;
  if (twice.length > 0 && chance(random, 8)) {
    const index = pick(random, twice);
    indices.splice(0, indices.length, index, index);
  }
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

function install(hand: Hand): void {
  const token = hand.token((one) => has(R.ASSIGN_PRIMARY)(one) && one.token.type === 1);
  if (token === undefined) return;
  hand.do('KACS_IOC_INSTALL', { token });
  if (chance(hand.random, 70)) hand.do('world.credentials', {});
  if (chance(hand.random, 50)) lookAtProcess(hand);
}

/** What guards the actor's process. @internal */
export function lookAtProcess(hand: Hand): void {
  if (!hand.me.root) return;
  const pid = { ref: `${hand.me.name}.pid` };
  hand.do('kacs_get_sd', { pid, securityInformation: 7, capacity: 4096 });
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
  // The handle that the call is made on need not be that of the elevated token.
  const token = weighted(random, [
    [75, refTo(first)],
    [15, refTo(second)],
    [10, hand.token()],
  ]);
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

/** Kinds of operation on tokens and sessions. @internal */
export const TOKEN_KINDS: Readonly<Record<string, Maker>> = {
  ...ADJUST_KINDS,
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
  install,
  impersonate,
  revert: (hand) => {
    hand.do('kacs_revert', {});
  },
  link,
  linked: getLinked,
};
