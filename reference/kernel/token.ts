/** @module Making token objects: the fields of a spec, and what the kernel adds. */
import { ELEVATION, GROUP } from '../abi/numbers.js';
import type { Sid, TokenSpec } from '../wire/values.js';
import { defaultTokenSd } from './default-sd.js';
import type { Session, Token, TokenGroup } from './state.js';
import type { World } from './world.js';

/** A fresh token identity: a LUID, or a version-4 GUID (rulings R14 and R51). @internal */
export function newIdentity(world: World): Uint8Array {
  if (world.model.profile.switches.R51 === 'guid') {
    const bytes = world.random.bytes(16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    return bytes;
  }
  const id = world.nextTokenId;
  world.nextTokenId += world.noisy ? BigInt(1 + world.random.below(7)) : 1n;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, id, true);
  return bytes;
}

/** The first modification id of a token (ruling R50). @internal */
export function firstModifiedId(world: World, identity: Uint8Array): bigint {
  if (world.model.profile.switches.R50 !== 'id') return 0n;
  return new DataView(identity.buffer, identity.byteOffset).getBigUint64(0, true);
}

/** A group as it stands in a token. @internal */
export function tokenGroup(sid: Sid, attributes: number): TokenGroup {
  return { sid, attributes, enabledAtCreation: (attributes & GROUP.ENABLED) !== 0 };
}

/** The token that a spec describes, before the kernel adds anything of its own. @internal */
export function tokenFromSpec(
  world: World,
  spec: TokenSpec,
  session: Session,
  creator: Sid,
): Token {
  const identity = newIdentity(world);
  return {
    identity,
    modifiedId: firstModifiedId(world, identity),
    type: spec.tokenType,
    impersonationLevel: spec.impersonationLevel,
    integrityLevel: spec.integrityLevel,
    mandatoryPolicy: spec.mandatoryPolicy,
    session,
    expiration: spec.expiration,
    origin: spec.origin,
    auditPolicy: spec.auditPolicy,
    interactiveSessionId: spec.interactiveSessionId,
    elevationType: ELEVATION.DEFAULT,
    userSid: spec.userSid,
    userDenyOnly: (spec.userDenyOnly ?? 0) !== 0,
    groups: (spec.groups ?? []).map((g) => tokenGroup(g.sid, g.attributes)),
    ownerIndex: spec.ownerIndex,
    primaryGroupIndex: spec.primaryGroupIndex,
    privileges: {
      present: spec.privilegesPresent,
      enabled: spec.privilegesEnabled,
      enabledByDefault: spec.privilegesEnabledByDefault ?? spec.privilegesEnabled,
      used: 0n,
    },
    restrictedSids: spec.restrictedSids ?? [],
    writeRestricted: (spec.writeRestricted ?? 0) !== 0,
    deviceGroups: spec.deviceGroups ?? [],
    restrictedDeviceGroups: spec.restrictedDeviceGroups ?? [],
    userClaims: spec.userClaims,
    deviceClaims: spec.deviceClaims,
    defaultDacl: spec.defaultDacl,
    confinementSid: spec.confinementSid,
    capabilities: spec.capabilities ?? [],
    confinementExempt: spec.confinementExempt !== 0,
    isolationBoundary: spec.isolationBoundary !== 0,
    projectedUid: spec.projectedUid,
    projectedGid: spec.projectedGid,
    supplementaryGids: spec.supplementaryGids ?? [],
    sourceName: spec.sourceName ?? Uint8Array.from([0x61, 0x75, 0x74, 0x68, 0x64, 0, 0, 0]),
    sourceId: spec.sourceId ?? 0n,
    createdAt: world.clock,
    sd: defaultTokenSd(spec.userSid, creator),
    references: 0,
  };
}

/** A change of state: the modification id grows. @internal */
export function bumpModifiedId(token: Token): void {
  token.modifiedId += 1n;
}

/** S-1-5-5-high-low of a session id (ruling R97). @internal */
export function logonSidOf(id: bigint): Sid {
  return {
    revision: 1,
    authority: 5,
    subAuthorities: [5, Number(id >> 32n), Number(id & 0xffffffffn)],
  };
}
