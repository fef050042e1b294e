/**
 * @module Specs for generated sessions and tokens: valid and within what the documents settle, with
 * a defect now and then. The `wire` target looks into the bytes; here they are a means.
 */
import type {
  Acl,
  Claim,
  SessionSpec,
  Sid,
  SidAndAttributes,
  TokenSpec,
} from '../../../reference/wire/values.js';
import {
  encode,
  formatSid,
  parseSid,
  sidBytes,
  toHex,
  type Wire,
} from '../../../reference/wire/wire.js';
import type { Argument } from '../../program/program.js';
import type { Random } from '../target.js';
import { chance, edge, pick, sample } from './choice.js';
import {
  ATTRIBUTES,
  CAPABILITIES,
  CONFINEMENTS,
  GROUPS,
  INTEGRITY_LEVELS,
  LOGON_TYPES,
  PACKAGES,
  PRIVILEGE_MASKS,
  USERS,
} from './pools.js';

/** What is fixed about a token. @internal */
export interface TokenWish {
  readonly session: { readonly name: string; readonly user: Sid };
  readonly type?: 1 | 2;
  readonly level?: number;
  /** Every privilege, System integrity: able to do anything. */
  readonly powerful?: boolean;
  /** The user may be a deny-only one. */
  readonly doubtful?: boolean;
  /** Of another user than the session. */
  readonly stranger?: boolean;
  /** With every section, mostly. */
  readonly full?: boolean;
  /** These, all of them enabled. */
  readonly privileges?: bigint;
  /** Privileges and groups that can be switched on and off. */
  readonly supple?: boolean;
}

const OWNER = 0x8;
/** How often a full token has a section, in percent. */
const FULL = 85;
const MANY: readonly number[] = [31, 32, 33, 62, 63];
const MORE: readonly number[] = [64, 65, 100, 129];
const SESSION_BYTES = 8;

/** The spec of a session, as an argument. @internal */
export function sessionSpec(random: Random, wire: Wire, of?: Sid): Argument {
  const user = of ?? parseSid(pick(random, USERS));
  const value: SessionSpec = {
    logonType: pick(random, LOGON_TYPES),
    authPackage: new TextEncoder().encode(pick(random, PACKAGES)),
    userSid: user,
  };
  const hex = toHex(encode(wire, 'SESSION_SPEC', value).bytes);
  return chance(random, 4) ? defect(random, hex) : hex;
}

/** The spec of a token of that session, as an argument. @internal */
export function tokenSpec(random: Random, wire: Wire, wish: TokenWish): Argument {
  const value = tokenValue(random, wire, wish);
  const hex = toHex(encode(wire, 'TOKEN_SPEC', value).bytes);
  const at = sessionIdAt(wire, value);
  const spec = {
    hex: chance(random, 4) ? defect(random, hex) : hex,
    patches: [{ at, width: SESSION_BYTES, ref: `${wish.session.name}.id` }],
  };
  return spec.hex.length < (at + SESSION_BYTES) * 2 ? spec.hex : spec;
}

const places = new WeakMap<Wire, number>();

/** Where the id of the session stands; the same in every spec of a layout. */
function sessionIdAt(wire: Wire, value: TokenSpec): number {
  const known = places.get(wire);
  if (known !== undefined) return known;
  const at = encode(wire, 'TOKEN_SPEC', value).places.get('sessionId')?.start ?? 0;
  places.set(wire, at);
  return at;
}

/** One thing wrong: a byte, a word, a piece missing or too many. */
function defect(random: Random, hex: string): string {
  const size = hex.length / 2;
  const at = random(size);
  switch (random(4)) {
    case 0:
      return hex.slice(0, at * 2);
    case 1:
      return `${hex}${'00'.repeat(1 + random(8))}`;
    case 2:
      return replaced(hex, at, (1 + random(255)).toString(16).padStart(2, '0'));
    default: {
      const word = Buffer.alloc(4);
      word.writeUInt32LE(edge(random));
      return replaced(hex, random(Math.ceil(size / 4)) * 4, word.toString('hex'));
    }
  }
}

function replaced(hex: string, at: number, by: string): string {
  return (hex.slice(0, at * 2) + by + hex.slice(at * 2 + by.length)).slice(0, hex.length);
}

function tokenValue(random: Random, wire: Wire, wish: TokenWish): TokenSpec {
  const type = wish.type ?? (chance(random, 60) ? 1 : 2);
  const level = type === 1 ? 0 : (wish.level ?? pick(random, [0, 1, 2, 2, 3, 3]));
  const supple = wish.supple === true;
  const groups = supple ? suppleGroups(random) : groupsOf(random, wire, wish.session.user);
  const able = supple || wish.powerful === true;
  const any = able ? PRIVILEGE_MASKS[0] : pick(random, PRIVILEGE_MASKS);
  const present = wish.privileges ?? any ?? 0n;
  const enabled =
    wish.privileges !== undefined || chance(random, 60)
      ? present
      : present & pick(random, PRIVILEGE_MASKS);
  const confinementSid = chance(random, wish.full === true ? FULL : 12)
    ? parseSid(pick(random, CONFINEMENTS))
    : undefined;
  const userDenyOnly = chance(random, wish.doubtful === true ? 40 : 8) ? 1 : 0;
  return {
    version: 2,
    tokenType: type,
    impersonationLevel: level,
    integrityLevel: wish.powerful === true ? 16384 : pick(random, INTEGRITY_LEVELS),
    mandatoryPolicy: random(4),
    sessionId: 0n,
    expiration: pick(random, [0n, 1n, 0x1_0000_0001n, 0x7fff_ffff_ffff_ffffn]),
    origin: pick(random, [0n, 999n, 0x1_0000_0002n, 0x1122_3344_5566_7788n]),
    auditPolicy: random(16),
    interactiveSessionId: pick(random, [0, 1, 2, 0x10000, 0xffffffff]),
    ownerIndex: ownerOf(random, groups),
    primaryGroupIndex: random(groups.length + 1),
    privilegesPresent: present,
    privilegesEnabled: enabled,
    privilegesEnabledByDefault: chance(random, 70)
      ? enabled
      : present & pick(random, PRIVILEGE_MASKS),
    confinementExempt: confinementSid !== undefined && chance(random, 30) ? 1 : 0,
    isolationBoundary: confinementSid !== undefined && chance(random, 30) ? 1 : 0,
    writeRestricted: userDenyOnly === 1 && chance(random, 50) ? 1 : 0,
    userDenyOnly,
    projectedUid: pick(random, [1000, 1001, 65534, 0x10001, 0xfffffffe]),
    projectedGid: pick(random, [1000, 2000, 65534, 0x10002]),
    sourceName: Uint8Array.from([0x66, 0x75, 0x7a, 0x7a, 0, random(128), 0, 0x21]),
    sourceId: BigInt(edge(random)) << BigInt(random(33)),
    userSid: wish.session.user,
    ...(groups.length === 0 ? {} : { groups }),
    ...sections(random, wire, confinementSid, wish.full === true),
  };
}

/** The sections that a token need not have. */
function sections(
  random: Random,
  wire: Wire,
  confinementSid: Sid | undefined,
  full: boolean,
): Partial<TokenSpec> {
  const has = (percent: number): boolean => chance(random, full ? FULL : percent);
  const described = wire.profile.claims === 'indirect';
  return {
    ...(has(12) ? { restrictedSids: entries(random, [...GROUPS, ...USERS], 3) } : {}),
    ...(has(12) ? { deviceGroups: entries(random, GROUPS, 4) } : {}),
    ...(has(12) ? { restrictedDeviceGroups: entries(random, GROUPS, 3) } : {}),
    ...(described && has(10) ? { userClaims: claims(random) } : {}),
    ...(described && has(10) ? { deviceClaims: claims(random) } : {}),
    ...(has(30) ? { defaultDacl: acl(random) } : {}),
    ...(confinementSid === undefined ? {} : { confinementSid }),
    ...(confinementSid !== undefined && has(70)
      ? { capabilities: entries(random, CAPABILITIES, 3) }
      : {}),
    ...(has(30) ? { supplementaryGids: gids(random) } : {}),
  };
}

function groupsOf(random: Random, wire: Wire, user: Sid): readonly SidAndAttributes[] {
  if (chance(random, 7)) {
    const attributes = pick(random, ATTRIBUTES);
    return Array.from({ length: pick(random, manyOf(wire)) }, (_, n) => ({
      sid: parseSid(`S-1-22-2-${6000 + n}`),
      attributes: n % 3 === 0 ? 0x0e : attributes,
    }));
  }
  const names = chance(random, 4) ? [...GROUPS, formatSid(user)] : GROUPS;
  return entries(random, names, 5);
}

/** Counts at the edges of words; more than one word where that is certain to be taken. */
function manyOf({ profile }: Wire): readonly number[] {
  const { maxGroups } = profile.abi;
  return maxGroups === null || maxGroups <= 64 ? MANY : [...MANY, ...MORE, ...MORE];
}

/** Three optional groups that may own. */
function suppleGroups(random: Random): readonly SidAndAttributes[] {
  return sample(random, GROUPS, 3).map((name) => ({ sid: parseSid(name), attributes: 0x0e }));
}

function entries(
  random: Random,
  names: readonly string[],
  most: number,
): readonly SidAndAttributes[] {
  return sample(random, names, 1 + random(most)).map((name) => ({
    sid: parseSid(name),
    attributes: pick(random, ATTRIBUTES),
  }));
}

/** The user, or a group that may own. */
function ownerOf(random: Random, groups: readonly SidAndAttributes[]): number {
  const owners = groups.flatMap(({ attributes }, n) => ((attributes & OWNER) === 0 ? [] : [n + 1]));
  return chance(random, 50) ? pick(random, [0, ...owners]) : 0;
}

function gids(random: Random): readonly number[] {
  const count = pick(random, [1, 2, 3, 31, 33, 40]);
  return Array.from({ length: count }, (_, n) => pick(random, [5000, 0x10000, 70000]) + n);
}

/** A DACL of allow and deny entries. @internal */
export function acl(random: Random): Acl {
  const sids = sample(random, [...GROUPS, ...USERS], 1 + random(4));
  return {
    revision: pick(random, [2, 2, 4]),
    aces: sids.map((name) => {
      const mask = Buffer.alloc(4);
      mask.writeUInt32LE(pick(random, [0x10000000, 0x1, 0xf01ff, 0x20000, 0x8]));
      return {
        type: chance(random, 25) ? 1 : 0,
        flags: pick(random, [0, 0, 3, 0x13]),
        body: Uint8Array.from([...mask, ...sidBytes(parseSid(name))]),
      };
    }),
  };
}

function claims(random: Random): readonly Claim[] {
  const all: readonly Claim[] = [
    { name: 'dept', type: 1, flags: 0, values: [42n, -7n] },
    { name: 'size', type: 2, flags: 4, values: [2n ** 64n - 1n] },
    { name: 'city', type: 3, flags: 2, values: ['Oslo', 'Zürich'] },
    { name: 'peer', type: 5, flags: 0, values: [parseSid('S-1-5-32-544')] },
    { name: 'managed', type: 6, flags: 0x20, values: [1n] },
    { name: 'blob', type: 16, flags: 0x10, values: [Uint8Array.of(1, 2, 3)] },
  ];
  return sample(random, all, 1 + random(3));
}
