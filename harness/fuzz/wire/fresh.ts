/**
 * @module Elements made from scratch: SIDs, list entries, claims, ACEs, privilege masks, from the
 * values that mean something to an implementation rather than from all numbers.
 */
import { SID_TEXT } from '../../../reference/abi/well-known.js';
import type {
  Ace,
  Claim,
  ClaimValue,
  Sid,
  SidAndAttributes,
} from '../../../reference/wire/values.js';
import { parseSid, sidBytes } from '../../../reference/wire/wire.js';
import type { Random } from '../target.js';
import { edgeBig, edgeNumber } from './words.js';

const SIDS: readonly Sid[] = [
  ...Object.values(SID_TEXT),
  ...['S-1-5', 'S-1-5-32-545', 'S-1-16-8192', 'S-1-15-2-77-88', 'S-1-15-3-1', 'S-1-5-5-0-999'],
  ...['S-1-5-21-1-2-3-500', 'S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15', 'S-1-5-12', 'S-1-0-0'],
].map(parseSid);
const ATTRIBUTES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 0xf, 0x10, 0x11, 0x17, 0x20, 0x40, 0x60] as const;
const MORE_ATTRIBUTES = [0x20000000, 0x20000007, 0x80000000, 0x40000000, 0xc0000007] as const;
const FLAGS = [0, 1, 2, 4, 8, 0x10, 0x20, 0x30, 0x36, 0x37, 0x10000, 0x80000000] as const;
const CLAIM_TYPES = [1, 2, 3, 5, 6, 16] as const;
const ACE_TYPES = [0, 1, 2, 3, 5, 6, 9, 0x10, 0x11, 0x12, 0x13, 0x14, 0x7f] as const;
const TEXTS = ['', 'a', 'Oslo', 'größe', '東京', '🔑', 'x'.repeat(40)] as const;

function pick<T>(random: Random, list: readonly [T, ...T[]] | readonly T[]): T {
  return list[random(list.length)] as T;
}

/** @internal */
export function freshSid(random: Random): Sid {
  if (random(3) > 0) return pick(random, SIDS);
  const subAuthorities = Array.from({ length: random(16) }, () => edgeNumber(random, 4));
  return { revision: 1, authority: pick(random, [0, 1, 5, 15, 255, 2 ** 32]), subAuthorities };
}

/** @internal */
export function freshAttributes(random: Random): number {
  return random(4) === 0 ? pick(random, MORE_ATTRIBUTES) : pick(random, ATTRIBUTES);
}

function freshEntry(random: Random): SidAndAttributes {
  return { sid: freshSid(random), attributes: freshAttributes(random) };
}

/** @internal */
export function freshFlags(random: Random): number {
  return pick(random, FLAGS);
}

/** @internal */
export function freshClaim(random: Random): Claim {
  const type = pick(random, CLAIM_TYPES);
  const values = Array.from({ length: random(random(4) === 0 ? 9 : 3) }, () => value(type, random));
  return { name: pick(random, TEXTS) || 'n', type, flags: freshFlags(random), values };
}

function value(type: number, random: Random): ClaimValue {
  if (type === 1) return BigInt.asIntN(64, edgeBig(random));
  if (type === 2) return edgeBig(random);
  if (type === 3) return pick(random, TEXTS);
  if (type === 5) return freshSid(random);
  if (type === 6) return BigInt(random(3));
  return Uint8Array.from({ length: random(20) }, () => random(256));
}

function freshAce(random: Random): Ace {
  const mask = new Uint8Array(4);
  new DataView(mask.buffer).setUint32(0, edgeNumber(random, 4), true);
  const body = Uint8Array.from([...mask, ...sidBytes(freshSid(random))]);
  return { type: pick(random, ACE_TYPES), flags: random(32), body };
}

/** The same single bit, or all, in one mask or in all of them. @internal */
export function freshPrivileges(random: Random): Readonly<Record<string, bigint>> {
  const mask = random(4) === 0 ? 0xc000000ffffffffcn : 1n << BigInt(random(64));
  const on = (): bigint => (random(2) === 0 ? mask : 0n);
  return {
    privilegesPresent: mask,
    privilegesEnabled: on(),
    privilegesEnabledByDefault: on(),
  };
}

/** A part with one more element that means something; undefined: no such part. @internal */
export function grown(name: string, now: unknown, random: Random): unknown {
  const list: readonly unknown[] = Array.isArray(now) ? now : [];
  switch (name) {
    case 'groups':
    case 'restrictedSids':
    case 'deviceGroups':
    case 'restrictedDeviceGroups':
    case 'capabilities':
      return [...list, freshEntry(random)];
    case 'userClaims':
    case 'deviceClaims':
      return random(2) === 0 ? [freshClaim(random)] : [...list, freshClaim(random)];
    case 'supplementaryGids':
      return [...list, edgeNumber(random, 4)];
    case 'confinementSid':
      return freshSid(random);
    case 'defaultDacl': {
      const acl = now as { readonly aces?: readonly Ace[] } | undefined;
      const aces = random(2) === 0 ? (acl?.aces ?? []) : [];
      return { revision: pick(random, [2, 4, 0, 1, 3, 255]), aces: [...aces, freshAce(random)] };
    }
    default:
      return undefined;
  }
}
