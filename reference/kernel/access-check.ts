/**
 * @module AccessCheck, the part that opening tokens needs (PSD-004 v0.20 §10.2 and §10.10): map
 * generic bits, grant what ownership implies, walk the DACL in order.
 */
import { GROUP, RIGHT } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { equalSid, parseSid } from '../wire/wire.js';
import type { Sid } from '../wire/values.js';
import type { SecurityDescriptor, Token } from './state.js';

const OWNER_RIGHTS = parseSid(SID_TEXT.OWNER_RIGHTS);

/** What the four generic rights stand for on a kind of object. @internal */
export interface GenericMapping {
  readonly read: number;
  readonly write: number;
  readonly execute: number;
  readonly all: number;
}

/** The mapping of tokens (PSD-004 v0.20 §4.8). @internal */
export const TOKEN_MAPPING: GenericMapping = {
  read: 0x00020008,
  write: 0x000400e0,
  execute: 0x00000004,
  all: 0x000f01ff,
};

/** Replaces the generic bits of a mask. @internal */
export function mapGeneric(mask: number, mapping: GenericMapping): number {
  let mapped = mask & 0x0fffffff;
  if (mask & RIGHT.GENERIC_READ) mapped |= mapping.read;
  if (mask & RIGHT.GENERIC_WRITE) mapped |= mapping.write;
  if (mask & RIGHT.GENERIC_EXECUTE) mapped |= mapping.execute;
  if (mask & RIGHT.GENERIC_ALL) mapped |= mapping.all;
  return mapped >>> 0;
}

/** The rights of `wanted` (already mapped) that the SD gives to the token. @internal */
export function grantedAccess(token: Token, sd: SecurityDescriptor, wanted: number): number {
  let granted = 0;
  let decided = 0;
  const isOwner = isPresent(token, sd.owner, 'allow');
  if (isOwner && !sd.dacl.some((entry) => equalSid(entry.sid, OWNER_RIGHTS))) {
    granted = RIGHT.READ_CONTROL | RIGHT.WRITE_DAC;
    decided = granted;
  }
  for (const entry of sd.dacl) {
    const applies = equalSid(entry.sid, OWNER_RIGHTS)
      ? isOwner
      : isPresent(token, entry.sid, entry.kind);
    if (!applies) continue;
    const undecided = entry.mask & ~decided;
    if (entry.kind === 'allow') granted |= undecided;
    decided |= undecided;
  }
  return (granted & wanted) >>> 0;
}

/** Whether every right of `wanted` is given. @internal */
export function accessAllowed(token: Token, sd: SecurityDescriptor, wanted: number): boolean {
  return grantedAccess(token, sd, wanted) === wanted >>> 0;
}

/** Deny-only SIDs match deny entries alone; disabled groups match nothing. */
function isPresent(token: Token, sid: Sid, kind: 'allow' | 'deny'): boolean {
  if (equalSid(token.userSid, sid)) return kind === 'deny' || !token.userDenyOnly;
  return token.groups.some((group) => {
    if (!equalSid(group.sid, sid)) return false;
    if (group.attributes & GROUP.USE_FOR_DENY_ONLY) return kind === 'deny';
    return (group.attributes & GROUP.ENABLED) !== 0;
  });
}
