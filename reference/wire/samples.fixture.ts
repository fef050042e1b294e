/** @module Rich valid values for the tests of this folder. */

import type { Profile } from '../profiles/built-in.generated.js';
import { fromHex } from './hex.js';
import { parseSid, sidBytes } from './sid-text.js';
import type { Acl, Claim, SessionSpec, Sid, SidAndAttributes, TokenSpec } from './values.js';

const entry = (sid: string, attributes: number): SidAndAttributes => ({
  sid: parseSid(sid),
  attributes,
});

const USER: Sid = parseSid('S-1-5-21-1111-2222-3333-1001');

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** A plain ACE, an object ACE, the same as callbacks, one of unknown type. @internal */
export const SAMPLE_ACL: Acl = {
  revision: 4,
  aces: [
    { type: 0, flags: 0, body: concat(fromHex('00000010'), sidBytes(parseSid('S-1-5-18'))) },
    {
      type: 5,
      flags: 0,
      body: concat(
        fromHex('00000010'),
        fromHex('03000000'),
        new Uint8Array(32).fill(0x77),
        sidBytes(parseSid('S-1-1-0')),
      ),
    },
    {
      type: 9,
      flags: 0,
      body: concat(fromHex('00000010'), sidBytes(parseSid('S-1-5-18'))),
    },
    {
      type: 11,
      flags: 0,
      body: concat(
        fromHex('00000010'),
        fromHex('03000000'),
        new Uint8Array(32).fill(0x77),
        sidBytes(parseSid('S-1-1-0')),
      ),
    },
    { type: 0x7f, flags: 3, body: fromHex('0102030405060708') },
  ],
};

/** One claim of each type. @internal */
export const SAMPLE_CLAIMS: readonly Claim[] = [
  { name: 'dept', type: 1, flags: 0, values: [42n, -7n] },
  { name: 'size', type: 2, flags: 4, values: [2n ** 64n - 1n] },
  { name: 'city', type: 3, flags: 2, values: ['Oslo', '東京'] },
  { name: 'peer', type: 5, flags: 0, values: [parseSid('S-1-5-32-544')] },
  { name: 'managed', type: 6, flags: 0x20, values: [1n] },
  { name: 'blob', type: 16, flags: 0x10, values: [Uint8Array.of(1, 2, 3), new Uint8Array(0)] },
];

/** @internal */
export const SAMPLE_SESSION: SessionSpec = {
  logonType: 3,
  authPackage: new TextEncoder().encode('Kerberos'),
  userSid: USER,
};

/** Every section, every field non-zero where it may be. @internal */
export function sampleTokenSpec(profile: Profile): TokenSpec {
  return {
    version: 2,
    tokenType: 2,
    impersonationLevel: 2,
    integrityLevel: 8192,
    mandatoryPolicy: 3,
    sessionId: 1001n,
    expiration: 0x1122334455667788n,
    origin: 85n,
    auditPolicy: 5,
    interactiveSessionId: 4,
    ownerIndex: 2,
    primaryGroupIndex: 1,
    privilegesPresent: 0x8000000000980000n,
    privilegesEnabled: 0x880000n,
    ...(profile.layout === 'wide' ? { privilegesEnabledByDefault: 0x80000n } : PACKED_FIELDS),
    confinementExempt: 1,
    isolationBoundary: 1,
    projectedUid: 1000,
    projectedGid: 1001,
    userSid: USER,
    groups: [entry('S-1-1-0', 7), entry('S-1-5-32-544', 15), entry('S-1-5-11', 7)],
    restrictedSids: [entry('S-1-5-12', 0)],
    deviceGroups: [entry('S-1-5-21-900', 7)],
    restrictedDeviceGroups: [entry('S-1-5-21-901', 7)],
    userClaims: SAMPLE_CLAIMS,
    deviceClaims: SAMPLE_CLAIMS.slice(0, 1),
    defaultDacl: SAMPLE_ACL,
    confinementSid: parseSid('S-1-15-2-77-88'),
    capabilities: [entry('S-1-15-3-1', 4)],
    supplementaryGids: [27, 100],
    ...(profile.layout === 'packed-registry' ? { registryExtension: REGISTRY } : {}),
  };
}

const PACKED_FIELDS = {
  writeRestricted: 1,
  userDenyOnly: 1,
  sourceName: new TextEncoder().encode('authd\0\0\0'),
  sourceId: 0x77n,
} as const;

const REGISTRY = {
  version: 1,
  scopes: [new Uint8Array(16).fill(0x11), new Uint8Array(16).fill(0x22)],
  layers: [new TextEncoder().encode('abc'), new TextEncoder().encode('größe')],
} as const;

/** A value of every structure that is decoded by itself, and of every query class. @internal */
export function sampleValues(profile: Profile): Readonly<Record<string, unknown>> {
  const list = sampleTokenSpec(profile).groups;
  const guid = profile.switches.R14 === '48-bytes';
  return {
    SID: USER,
    SID_LIST: list,
    ACL: SAMPLE_ACL,
    SECURITY_DESCRIPTOR: {
      revision: 1,
      sbz1: 0,
      control: 0x8014,
      owner: USER,
      group: parseSid('S-1-5-32-544'),
      sacl: SAMPLE_ACL,
      dacl: SAMPLE_ACL,
    },
    CLAIM_BUFFER: SAMPLE_CLAIMS,
    SESSION_SPEC: SAMPLE_SESSION,
    TOKEN_SPEC: sampleTokenSpec(profile),
    REGISTRY_EXTENSION: REGISTRY,
    QUERY_1: USER,
    QUERY_2: list,
    QUERY_3: { present: 3n, enabled: 1n, enabledByDefault: 2n, used: 0n },
    QUERY_4: 1,
    QUERY_5: parseSid('S-1-16-8192'),
    QUERY_6: USER,
    QUERY_7: parseSid('S-1-5-32-544'),
    QUERY_8: 4,
    QUERY_9: [],
    QUERY_10: { name: new TextEncoder().encode('PeiosKrn'), id: 7n },
    QUERY_11: {
      identity: new Uint8Array(guid ? 16 : 8).fill(9),
      sessionId: 1001n,
      modifiedId: 3n,
      tokenType: 1,
      expiration: 0n,
    },
    QUERY_12: 85n,
    QUERY_13: 1,
    QUERY_14: list,
    QUERY_15: parseSid('S-1-15-2-77'),
    QUERY_16: [],
    QUERY_17: 3,
    QUERY_18: 3,
    QUERY_19: parseSid('S-1-5-5-0-1001'),
    QUERY_20: SAMPLE_ACL,
    QUERY_21: 2,
    QUERY_22: SAMPLE_CLAIMS,
    QUERY_23: [],
    QUERY_24: [27, 100],
  };
}
