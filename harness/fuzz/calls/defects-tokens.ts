/** @module What can be wrong with calls that make, derive, link and question tokens. */
import { TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import { equalSid, sidBytes, toHex } from '../../../reference/wire/wire.js';
import { chance, pick, sample } from './choice.js';
import { aboutToken, each, far, type Args, type Doubtful, type SoundCall } from './doubtful.js';
import { refTo } from './hand.js';
import { sessionSpec, tokenSpec } from './specs.js';

const R = TOKEN_RIGHT;
const EVERYONE = '010100000000000100000000';

/** The payload of RESTRICT. */
function payload(indices: readonly number[], sids: readonly string[]): Args {
  const words = indices.map((index) => toHex(new Uint8Array(Uint32Array.of(index).buffer)));
  return {
    denyIndexCount: indices.length,
    restrictSidCount: sids.length,
    data: [...words, ...sids].join(''),
  };
}

const RESTRICT: Doubtful = {
  op: 'KACS_IOC_RESTRICT',
  makes: 't',
  sound(hand) {
    const sound = aboutToken(hand, R.DUPLICATE, { privilegesToDelete: '0x0', flags: 0 });
    if (sound === undefined) return undefined;
    return { ...sound, args: { ...sound.args, ...payload([0], [keptSid(sound)]) } };
  },
  wrong({ random }, sound) {
    const groups = sound.target?.token.groups.length ?? 0;
    const sid = keptSid(sound);
    const all = Array.from({ length: groups }, (_, n) => n);
    const [some = 0] = sample(random, all, 1);
    const twice = sample(random, all, 3).map((n) => [n, n]);
    const lists = [[groups], [0, groups], [groups, 0], [0, groups + 1], ...twice, [0, some, 0]];
    const beyond = far(some).map((index) => [index]);
    const { data } = payload([0], [sid]) as { readonly data: string };
    const size = data.length / 2;
    const before = sound.target?.token.restrictedSids ?? [];
    const foreign = before.length === 0 ? [] : [payload([], ['010100000000000863000000'])];
    return [
      ...[...lists, ...beyond].map((indices) => payload(indices, [sid])),
      ...foreign,
      ...each('denyIndexCount', [0, 2, 3, ...far(1)]),
      ...each('restrictSidCount', [0, 2, ...far(1)]),
      ...each('data', [`${data}00`, `${data}00000000`, data.slice(0, -2), data.slice(0, -8)]),
      ...each('data', [data.slice(0, 8), '', `${data}${sid}`]),
      ...each('dataLength', [size - 1, size - 4, size + 1, size + 4, 4, 0, ...far(size)]),
      payload([], [`02${sid.slice(2)}`]),
      payload([], [`0110${sid.slice(4)}${'00000000'.repeat(15)}`]),
      ...each('flags', [2, 3, 0x101, 0x10001, 0x80000000, 0x80000001]),
    ];
  },
};

/** A SID that a restricted source keeps. */
function keptSid({ target }: Pick<SoundCall, 'target'>): string {
  const [first] = target?.token.restrictedSids ?? [];
  return first === undefined ? EVERYONE : toHex(sidBytes(first.sid));
}

/** @internal */
export const DUPLICATE: Doubtful = {
  op: 'KACS_IOC_DUPLICATE',
  makes: 't',
  sound: (hand) => aboutToken(hand, R.DUPLICATE, { accessMask: R.QUERY, tokenType: 1, level: 0 }),
  wrong(_, { target }) {
    const level = target?.token.type === 2 ? target.token.impersonationLevel : 3;
    const above = [level + 1, 3, 4, ...far(level)].filter((one) => one > level);
    return [
      ...each('tokenType', [0, 3, ...far(1), ...far(2)]),
      ...above.map((one) => ({ tokenType: 2, level: one })),
    ];
  },
};

const SELF: Doubtful = {
  op: 'kacs_open_self_token',
  makes: 't',
  sound: () => ({ args: { flags: 0, accessMask: R.QUERY } }),
  wrong: () => each('flags', [2, 3, 4, 0x101, 0x10000, 0x80000000, 0x80000001]),
};

const QUERY: Doubtful = {
  op: 'KACS_IOC_QUERY',
  sound: (hand) => aboutToken(hand, R.QUERY, { class: 1 + hand.random(24), capacity: 4096 }),
  wrong: ({ random }, { args }) => {
    const wanted = Number(args['class']);
    return [
      ...each('class', [0, 22, 23, 24, 25, 26, 31, ...far(wanted)]),
      ...each('capacity', [1, 2, 3, 4, 7, 8, 11, 15, 16, 39]),
      ...[1, 4, 11].map((bufLen) => ({ bufLen, capacity: 4096 - random(8) })),
      { pointer: 'overlap' },
    ];
  },
};

/** @internal */
export const LINK: Doubtful = {
  op: 'KACS_IOC_LINK_TOKENS',
  sound(hand) {
    const { random, draft } = hand;
    const open = hand.tokens().filter(({ token }) => token.type === 1);
    const pairs = open.flatMap((one) =>
      open.flatMap((other) => {
        const fits = one.token !== other.token && one.token.session === other.token.session;
        return fits && equalSid(one.token.userSid, other.token.userSid) ? [[one, other]] : [];
      }),
    );
    const [one, other] = pairs.length === 0 ? [] : pick(random, pairs);
    const session = draft.sessions.find(({ id }) => id === one?.token.session.id);
    if (one === undefined || other === undefined || session === undefined) return undefined;
    const operands = { elevated: refTo(one), filtered: refTo(other) };
    const sessionId = { ref: `${session.name}.id` };
    return { args: { token: refTo(one), ...operands, sessionId }, target: one };
  },
  wrong(hand, { args, target }) {
    const { elevated = 0, filtered = 0, sessionId = 0 } = args;
    const { draft } = hand;
    const others = hand.tokens().filter(({ token }) => token !== target?.token);
    const ids = draft.sessions
      .filter(({ id }) => id !== target?.token.session.id)
      .map(({ name }) => ({ ref: `${name}.id` }));
    const bits = ['0x100000000', '0x8000000000000000', '0x10000000000'];
    const near = bits.map((bit) => ({ sum: [sessionId, bit] }));
    return [
      { filtered: elevated },
      { elevated: filtered },
      { elevated: filtered, filtered: elevated },
      ...each('sessionId', [...ids, ...near]),
      ...sample(hand.random, others, 6).flatMap((other) => {
        const alone = [{ filtered: refTo(other) }, { elevated: refTo(other) }];
        return [...alone, ...ids.flatMap((id) => alone.map((one) => ({ ...one, sessionId: id })))];
      }),
      ...each('token', [filtered, ...others.slice(-3).map(refTo)]),
    ];
  },
};

const SESSION: Doubtful = {
  op: 'kacs_create_session',
  makes: 's',
  sound: ({ random, draft }) => ({ args: { spec: sessionSpec(random, draft.wire) } }),
  wrong: () => [
    ...each('pointer', ['null', 'unmapped']),
    ...each('length', ['0x0', '0x1', '0x80000000', '0x100000000', '0xffffffffffffffff']),
  ],
};

const CREATE: Doubtful = {
  op: 'kacs_create_token',
  makes: 't',
  sound({ random, draft }) {
    const [session] = draft.sessions.slice(-1);
    const user = session === undefined ? undefined : draft.world.sessions.get(session.id)?.userSid;
    if (session === undefined || user === undefined) return undefined;
    return {
      args: { spec: tokenSpec(random, draft.wire, { session: { name: session.name, user } }) },
    };
  },
  wrong: ({ random, draft }, { args }) => {
    const { spec = '' } = args;
    const hex = typeof spec === 'string' ? spec : (spec as { readonly hex: string }).hex;
    const { tokenSpecHeaderBytes, tokenSpecMaxBytes } = draft.wire.profile.abi;
    const short = [1, 4, 190, tokenSpecHeaderBytes - 1, hex.length / 2 - 1];
    // The longest take long; one of them is enough.
    const over = tokenSpecMaxBytes + 1 - hex.length / 2;
    const long = chance(random, 10) ? [{ spec: `${hex}${'00'.repeat(over)}` }] : [];
    return [
      ...each('pointer', ['null', 'unmapped']),
      ...each('length', ['0x0', '0x80000000', '0x100000000', '0xffffffffffffffff']),
      ...each(
        'length',
        short.map((length) => `0x${Math.max(0, length).toString(16)}`),
      ),
      ...long,
    ];
  },
};

/** @internal */
export const TOKEN_DEFECTS: readonly Doubtful[] = [
  ...[RESTRICT, DUPLICATE, SELF, QUERY, LINK, SESSION, CREATE],
];
