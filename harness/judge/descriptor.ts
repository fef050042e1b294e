/**
 * @module A security descriptor as matchers see it: its components, every ACE with mask and SID,
 * and, by SID, everything that the DACL allows and denies (`allowed[S-1-1-0]`).
 */
import { fromHex } from '../../reference/wire/hex.js';
import {
  decode,
  toJson,
  type Ace,
  type Acl,
  type SelfRelativeDescriptor,
  type Wire,
} from '../../reference/wire/wire.js';
import type { Json, JsonObject } from '../program/program.js';

const ALLOW = 0;
const DENY = 1;
/** Bodies of a mask and a SID: allow, deny, audit, alarm, label, policy, trust. */
const PLAIN_TYPES: readonly number[] = [ALLOW, DENY, 2, 3, 17, 19, 20];

type JsonAce = { readonly type: number; readonly flags: number } & JsonObject;

/** What a descriptor says; undefined if it is malformed. @internal */
export function describeDescriptor(wire: Wire, hex: string): Json | undefined {
  const { value, issues } = decode<SelfRelativeDescriptor>(
    wire,
    'SECURITY_DESCRIPTOR',
    fromHex(hex),
  );
  if (issues.length > 0) return undefined;
  const json = toJson(wire, 'SECURITY_DESCRIPTOR', value) as JsonObject;
  const dacl = describeAcl(wire, value.dacl);
  const sacl = describeAcl(wire, value.sacl);
  return {
    ...json,
    ...(sacl === undefined ? {} : { sacl }),
    ...(dacl === undefined ? {} : { dacl }),
    allowed: masksBySid(dacl?.aces ?? [], ALLOW),
    denied: masksBySid(dacl?.aces ?? [], DENY),
  };
}

function describeAcl(
  wire: Wire,
  acl: Acl | undefined,
): { readonly revision: number; readonly aces: readonly JsonAce[] } | undefined {
  return acl && { revision: acl.revision, aces: acl.aces.map((ace) => describeAce(wire, ace)) };
}

function describeAce(wire: Wire, ace: Ace): JsonAce {
  const { type, flags, body } = ace;
  if (!PLAIN_TYPES.includes(type)) return toJson(wire, 'ACE', ace) as JsonAce;
  const { value } = decode(wire, 'SID_ACE_BODY', body);
  return { type, flags, ...(toJson(wire, 'SID_ACE_BODY', value) as JsonObject) };
}

function masksBySid(aces: readonly JsonAce[], type: number): Readonly<Record<string, number>> {
  const masks: Record<string, number> = {};
  for (const ace of aces) {
    const { sid, mask } = ace;
    if (ace.type !== type || typeof sid !== 'string' || typeof mask !== 'number') continue;
    masks[sid] = ((masks[sid] ?? 0) | mask) >>> 0;
  }
  return masks;
}
