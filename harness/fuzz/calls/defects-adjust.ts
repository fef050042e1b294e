/** @module What can be wrong with calls that adjust a token. */
import { TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import { PRIVILEGE_ACTION } from '../../../reference/kernel/calls/adjust-privileges.js';
import { encode, equalSid, toHex } from '../../../reference/wire/wire.js';
import { pick, sample } from './choice.js';
import { aboutToken, each, far, type Args, type Doubtful } from './doubtful.js';
import { PRIVILEGE_BITS } from './pools.js';
import { acl } from './specs.js';

const R = TOKEN_RIGHT;
const { DISABLE, ENABLE, REMOVE, RESET } = PRIVILEGE_ACTION;
const KEEP = 0xffff;
const RESET_INDEX = 0xffffffff;
const ODD_PADS: readonly number[] = [1, 0x100, 0x10000, 0x80000000, 0xffffffff];

const PRIVILEGES: Doubtful = {
  op: 'KACS_IOC_ADJUST_PRIVS',
  sound: (hand) =>
    aboutToken(hand, R.ADJUST_PRIVILEGES, { entries: [{ luid: 5, attributes: DISABLE }] }),
  wrong(hand, { target }) {
    const { random } = hand;
    const present = target?.token.privileges.present ?? 0n;
    const isHeld = (bit: number): boolean => ((present >> BigInt(bit)) & 1n) === 1n;
    const held = PRIVILEGE_BITS.filter(isHeld);
    const absent = PRIVILEGE_BITS.filter((bit) => !isHeld(bit));
    const good = { luid: held.length === 0 ? 5 : pick(random, held), attributes: DISABLE };
    const change = { ...good, attributes: pick(random, [DISABLE, ENABLE, REMOVE]) };
    const bad = [
      ...[64, 65, ...far(good.luid)].map((luid) => ({ luid, attributes: DISABLE })),
      ...[1, 3, 5, 6, 8, 0x10002, 0x80000001, 0x80000002].map((attributes) => ({
        ...good,
        attributes,
      })),
      ...sample(random, absent, 3).map((luid) => ({ luid, attributes: ENABLE })),
      { luid: 0, attributes: RESET },
    ];
    const lists = [
      ...bad.slice(0, -1).map((entry) => [entry]),
      ...sample(random, bad, 6).map((entry) => [change, entry]),
      [good, good],
      [good, { ...good, attributes: REMOVE }],
      [{ luid: 3, attributes: RESET }],
      Array.from({ length: 65 }, (_, luid) => ({ luid: luid % 64, attributes: DISABLE })),
    ];
    return [...each('entries', lists), ...oddEnds(1, { entries: [change] })];
  },
};

/** Counts and padding that are not what the entries say. */
function oddEnds(count: number, args: Args): readonly Args[] {
  return [
    ...each('count', [0, count + 1, 65, ...far(count)]),
    ...each('pad', ODD_PADS).map((pad) => ({ ...args, ...pad })),
  ];
}

const GROUPS: Doubtful = {
  op: 'KACS_IOC_ADJUST_GROUPS',
  sound: (hand) =>
    aboutToken(hand, R.ADJUST_GROUPS, { entries: [{ index: RESET_INDEX, enable: 0 }] }),
  wrong(hand, { target }) {
    const { random } = hand;
    const groups = target?.token.groups ?? [];
    const all = groups.map((_, n) => n);
    const optional = all.filter((n) => ((groups[n]?.attributes ?? 0) & 0x11) === 0);
    const fixed = all.filter((n) => !optional.includes(n));
    const user = target?.token.userSid;
    const own = all.filter((n) => {
      const sid = groups[n]?.sid;
      return sid !== undefined && user !== undefined && equalSid(sid, user);
    });
    const good = optional.map((index) => ({ index, enable: random(2) })).slice(0, 1);
    const [first] = good;
    const bad = [
      ...[groups.length, 0xfffffffe, ...far(optional[0] ?? 0).slice(0, -1)].map((index) => ({
        index,
        enable: 1,
      })),
      ...fixed.flatMap((index) => [0, 1].map((enable) => ({ index, enable }))),
      ...own.map((index) => ({ index, enable: 0 })),
      ...optional.slice(0, 1).flatMap((index) => far(1).map((enable) => ({ index, enable }))),
    ];
    const lists = [
      ...bad.map((entry) => [entry]),
      ...sample(random, bad, 6).flatMap((entry) => (first === undefined ? [] : [[first, entry]])),
      [{ index: RESET_INDEX, enable: 1 }],
      [{ index: RESET_INDEX, enable: 0x100 }],
      Array.from({ length: 65 }, (_, n) => ({ index: n % groups.length, enable: 1 })),
      ...(first === undefined
        ? []
        : [
            [first, first],
            [first, { index: RESET_INDEX, enable: 0 }],
            [{ index: RESET_INDEX, enable: 0 }, first],
          ]),
    ];
    return [
      ...each('entries', lists),
      ...oddEnds(1, first === undefined ? {} : { entries: [first] }),
    ];
  },
};

const DEFAULT: Doubtful = {
  op: 'KACS_IOC_ADJUST_DEFAULT',
  sound: (hand) => aboutToken(hand, R.ADJUST_DEFAULT, { ownerIndex: KEEP, groupIndex: 0 }),
  wrong({ random, draft }, { target }) {
    const groups = target?.token.groups ?? [];
    const closed = groups.flatMap(({ attributes }, n) => ((attributes & 8) === 0 ? [n + 1] : []));
    const beyond = [groups.length + 1, groups.length + 2, 0x100, 0x8000, 0xfffe];
    const list = toHex(encode(draft.wire, 'ACL', acl(random)).bytes);
    const at = (place: number, bytes: string): string =>
      list.slice(0, place * 2) + bytes + list.slice(place * 2 + bytes.length);
    const size = (list.length / 2).toString(16).padStart(2, '0');
    const wrongLists = [
      ...[list.slice(0, -2), list.slice(0, -8), list.slice(0, 14), `${list}00`, `${list}00000000`],
      ...[at(0, '01'), at(0, '05'), at(2, '0000'), at(2, 'ffff'), at(4, '00'), at(4, 'ff')],
      ...[at(10, '0000'), at(10, '0400'), at(10, 'ffff'), at(10, `${size}00`), at(16, '02')],
    ];
    return [
      ...[...closed.slice(-4), ...beyond].map((ownerIndex) => ({ ownerIndex, groupIndex: KEEP })),
      ...beyond.map((groupIndex) => ({ groupIndex })),
      // One field is good, another is not: neither may change.
      ...beyond.slice(0, 2).map((groupIndex) => ({ ownerIndex: 0, groupIndex, dacl: list })),
      ...each('dacl', wrongLists),
      ...wrongLists.slice(0, 2).map((dacl) => ({ dacl, ownerIndex: 0, groupIndex: 0 })),
      ...each('daclLength', [1, 8, 0x10000, 0x80000000]),
      ...[0x10001, 0x80000000, 0xffffffff].map((daclLength) => ({ dacl: list, daclLength })),
    ];
  },
};

/** @internal */
export const ADJUST_DEFECTS: readonly Doubtful[] = [PRIVILEGES, GROUPS, DEFAULT];
