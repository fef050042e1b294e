/** @module Tokens and objects for the tests of AccessCheck. */
import { BUILT_IN_PROFILES } from '../../profiles/built-in.generated.js';
import { parseSid } from '../../wire/wire.js';
import { systemToken } from '../boot.js';
import { modelOf } from '../calls/index.js';
import type { SdEntry, SdRule, SecurityDescriptor, Token } from '../state.js';
import { tokenGroup } from '../token.js';
import { World } from '../world.js';

/** The profile of the document that the examples come from. @internal */
export const PROFILE = BUILT_IN_PROFILES['psd-0.20'];

/** SIDs by short names. @internal */
export const SID = {
  user: parseSid('S-1-5-21-1-2-3-1001'),
  group: parseSid('S-1-5-21-1-2-3-2001'),
  disabled: parseSid('S-1-5-21-1-2-3-2002'),
  denyOnly: parseSid('S-1-5-21-1-2-3-2003'),
  stranger: parseSid('S-1-5-21-1-2-3-9999'),
  restricting: parseSid('S-1-5-21-1-2-3-3001'),
  app: parseSid('S-1-15-2-1-2-3'),
  capability: parseSid('S-1-15-3-1'),
  everyone: parseSid('S-1-1-0'),
  ownerRights: parseSid('S-1-3-4'),
  system: parseSid('S-1-5-18'),
} as const;

const privileges = (...bits: readonly number[]): Token['privileges'] => {
  const mask = bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);
  return { present: mask, enabled: mask, enabledByDefault: mask, used: 0n };
};

/** A Medium token of the user, without privileges unless some are named. @internal */
export function subject(change: Partial<Token> = {}, ...bits: readonly number[]): Token {
  const world = new World(modelOf(PROFILE));
  return {
    ...systemToken(world),
    userSid: SID.user,
    integrityLevel: 8192,
    mandatoryPolicy: 1,
    groups: [
      tokenGroup(SID.group, 0x7),
      tokenGroup(SID.disabled, 0x0),
      tokenGroup(SID.denyOnly, 0x14),
      tokenGroup(SID.everyone, 0x7),
    ],
    privileges: privileges(...bits),
    ...change,
  };
}

type Name = keyof typeof SID;
type More = Partial<Omit<SdRule, 'kind' | 'sid' | 'mask'>>;

/** An allow entry. @internal */
export function allow(name: Name, mask: number, more: More = {}): SdEntry {
  return { kind: 'allow', sid: SID[name], mask, ...more };
}

/** A deny entry. @internal */
export function deny(name: Name, mask: number, more: More = {}): SdEntry {
  return { kind: 'deny', sid: SID[name], mask, ...more };
}

/** A mandatory label. @internal */
export function label(sid: string, mask: number, more: More = {}): SdEntry {
  return { kind: 'label', sid: parseSid(sid), mask, ...more };
}

/** An object of SYSTEM, or of `owner`, with this DACL; `null` for a null DACL. @internal */
export function object(
  dacl: readonly SdEntry[] | null,
  more: { readonly owner?: Name; readonly sacl?: readonly SdEntry[] } = {},
): SecurityDescriptor {
  return {
    owner: SID[more.owner ?? 'system'],
    group: undefined,
    dacl: dacl ?? undefined,
    ...(more.sacl === undefined ? {} : { sacl: more.sacl }),
  };
}
