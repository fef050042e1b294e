/** @module What QUERY answers, class by class (PSD-004 v0.20 §13.6(3)). */
import { QUERY_CLASS as CLASS } from '../abi/numbers.js';
import { encode, type StructureName } from '../wire/wire.js';
import type { Payload } from './model.js';
import { sidAtIndex } from './default-sd.js';
import type { Token } from './state.js';
import type { World } from './world.js';

const INTEGRITY_AUTHORITY = 16;

/** The rows of QUERY; a profile with fewer classes leaves the last ones out. @internal */
export const PAYLOADS: ReadonlyMap<number, Payload> = new Map<number, Payload>([
  [CLASS.USER, row('USER', ['IQ-006', 'IQ-048', 'TC-009'], (t) => t.userSid)],
  [
    CLASS.GROUPS,
    row('GROUPS', ['IQ-007', 'IQ-049', 'TC-010'], (t) =>
      t.groups.map(({ sid, attributes }) => ({ sid, attributes })),
    ),
  ],
  [
    CLASS.PRIVILEGES,
    row('PRIVILEGES', ['IQ-008', 'IQ-009', 'IQ-010', 'IQ-011', 'IQ-050', 'TC-011'], (t) => ({
      ...t.privileges,
    })),
  ],
  [CLASS.TYPE, row('TYPE', ['IQ-016', 'IQ-017', 'IQ-051'], (t) => t.type)],
  [
    CLASS.INTEGRITY_LEVEL,
    row('INTEGRITY_LEVEL', ['IQ-031', 'IQ-052'], (t) => ({
      revision: 1,
      authority: INTEGRITY_AUTHORITY,
      subAuthorities: [t.integrityLevel],
    })),
  ],
  [CLASS.OWNER, row('OWNER', ['IQ-012', 'IQ-053'], (t) => sidAtIndex(t, t.ownerIndex))],
  [
    CLASS.PRIMARY_GROUP,
    row('PRIMARY_GROUP', ['IQ-013', 'IQ-054'], (t) => sidAtIndex(t, t.primaryGroupIndex)),
  ],
  [CLASS.SESSION_ID, row('SESSION_ID', ['IQ-026', 'IQ-055'], (t) => t.interactiveSessionId)],
  [
    CLASS.RESTRICTED_SIDS,
    row('RESTRICTED_SIDS', ['IQ-025', 'IQ-056', 'IQ-074'], (t) => t.restrictedSids),
  ],
  [
    CLASS.SOURCE,
    row('SOURCE', ['IQ-015', 'IQ-057'], (t) => ({ name: t.sourceName, id: t.sourceId })),
  ],
  [
    CLASS.STATISTICS,
    row('STATISTICS', ['IQ-020', 'IQ-021', 'IQ-022', 'IQ-023', 'IQ-024'], (t) => ({
      identity: t.identity,
      sessionId: t.session.id,
      modifiedId: t.modifiedId,
      tokenType: t.type,
      expiration: t.expiration,
    })),
  ],
  [CLASS.ORIGIN, row('ORIGIN', ['IQ-027', 'IQ-058'], (t) => t.origin)],
  [CLASS.ELEVATION_TYPE, row('ELEVATION_TYPE', ['IQ-028', 'IQ-059'], (t) => t.elevationType)],
  [CLASS.DEVICE_GROUPS, row('DEVICE_GROUPS', ['IQ-036', 'IQ-060'], (t) => t.deviceGroups)],
  [
    CLASS.APPCONTAINER_SID,
    row('APPCONTAINER_SID', ['IQ-037', 'IQ-038', 'IQ-061', 'IQ-075'], (t) => t.confinementSid),
  ],
  [CLASS.CAPABILITIES, row('CAPABILITIES', ['IQ-039', 'IQ-062'], (t) => t.capabilities)],
  [CLASS.MANDATORY_POLICY, row('MANDATORY_POLICY', ['IQ-032', 'IQ-063'], (t) => t.mandatoryPolicy)],
  [
    CLASS.LOGON_TYPE,
    row('LOGON_TYPE', ['IQ-033', 'IQ-034', 'IQ-064', 'SS-002'], (t) => t.session.logonType),
  ],
  [CLASS.LOGON_SID, row('LOGON_SID', ['IQ-035', 'IQ-065', 'SE-004'], (t) => t.session.logonSid)],
  [CLASS.DEFAULT_DACL, row('DEFAULT_DACL', ['IQ-014', 'IQ-066', 'IQ-076'], (t) => t.defaultDacl)],
  [
    CLASS.IMPERSONATION_LEVEL,
    row('IMPERSONATION_LEVEL', ['IQ-018', 'IQ-019', 'IQ-067'], (t) => t.impersonationLevel),
  ],
  [CLASS.USER_CLAIMS, row('USER_CLAIMS', ['IQ-068', 'IQ-077', 'CL-043'], (t) => t.userClaims)],
  [
    CLASS.DEVICE_CLAIMS,
    row('DEVICE_CLAIMS', ['IQ-069', 'IQ-078', 'CL-044'], (t) => t.deviceClaims),
  ],
  [
    CLASS.PROJECTED_SUPPLEMENTARY_GIDS,
    row('PROJECTED_SUPPLEMENTARY_GIDS', ['IQ-070', 'TH-113'], (t) => t.supplementaryGids),
  ],
]);

/** The payload of a class as bytes; undefined for a class that the model lacks. @internal */
export function payloadBytes(world: World, token: Token, number: number): Uint8Array | undefined {
  const payload = world.model.payloads.get(number);
  if (payload === undefined) return undefined;
  const value = payload.value(token);
  const encoded =
    value === undefined
      ? new Uint8Array()
      : encode(world.model.wire, `QUERY_${number}` as StructureName, value).bytes;
  return payload.bytes === undefined ? encoded : payload.bytes(encoded, token);
}

function row(name: string, clauses: Payload['clauses'], value: (token: Token) => unknown): Payload {
  return { name, clauses, value };
}
