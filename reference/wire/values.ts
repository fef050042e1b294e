/**
 * @module The values that the wire structures stand for: what `decode` gives and `encode` takes.
 *
 * Numbers up to 48 bits are `number`, 64-bit ones `bigint`, bytes `Uint8Array` (copies).
 */

/** A security identifier (MS-DTYP 2.4.2). `authority` is the 48-bit number. @public */
export interface Sid {
  readonly revision: number;
  readonly authority: number;
  readonly subAuthorities: readonly number[];
}

/** An entry of a group list: `u32 sid_len`, the SID, `u32 attributes`. @public */
export interface SidAndAttributes {
  readonly sid: Sid;
  readonly attributes: number;
}

/** An access control entry; `body` is everything behind the 4-byte ACE header. @public */
export interface Ace {
  readonly type: number;
  readonly flags: number;
  readonly body: Uint8Array;
}

/** An access control list (MS-DTYP 2.4.5). @public */
export interface Acl {
  readonly revision: number;
  /** Reserved, and zero where they are absent. */
  readonly sbz1?: number;
  readonly sbz2?: number;
  readonly aces: readonly Ace[];
}

/** A self-relative security descriptor (PSD-004 v0.20 §3.1). @public */
export interface SelfRelativeDescriptor {
  readonly revision: number;
  readonly sbz1: number;
  /** SE_* flags. */
  readonly control: number;
  readonly owner?: Sid;
  readonly group?: Sid;
  readonly sacl?: Acl;
  readonly dacl?: Acl;
}

/** One value of a claim, by the claim's type. @public */
export type ClaimValue = bigint | string | Sid | Uint8Array;

/** A claim entry (CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1). @public */
export interface Claim {
  readonly name: string;
  /** 1 INT64, 2 UINT64, 3 STRING, 5 SID, 6 BOOLEAN (bigint), 16 OCTET. */
  readonly type: number;
  readonly flags: number;
  readonly values: readonly ClaimValue[];
}

/** A session record, `kacs_create_session`. @public */
export interface SessionSpec {
  readonly logonType: number;
  /** Raw bytes: some profiles accept names that are not UTF-8. */
  readonly authPackage: Uint8Array;
  readonly userSid: Sid;
}

/** The registry-credentials extension of the published header (`pkm-0.20`). @public */
export interface RegistryExtension {
  readonly version: number;
  /** 16 bytes each. */
  readonly scopes: readonly Uint8Array[];
  /** Private layer names, raw bytes. */
  readonly layers: readonly Uint8Array[];
}

/**
 * A token spec, `kacs_create_token`: the union of what the two layouts can say. A field that the
 * layout of the profile lacks is ignored by `encode` and absent from `decode`. An absent section
 * is `undefined`; a present but empty one is an empty list. @public
 */
export interface TokenSpec {
  readonly version: number;
  readonly tokenType: number;
  readonly impersonationLevel: number;
  readonly integrityLevel: number;
  readonly mandatoryPolicy: number;
  /** The id of the owning session (`auth_id`). */
  readonly sessionId: bigint;
  readonly expiration: bigint;
  readonly origin: bigint;
  readonly auditPolicy: number;
  readonly interactiveSessionId: number;
  readonly ownerIndex: number;
  readonly primaryGroupIndex: number;
  readonly privilegesPresent: bigint;
  readonly privilegesEnabled: bigint;
  /** Layout `wide` only. */
  readonly privilegesEnabledByDefault?: bigint;
  readonly confinementExempt: number;
  readonly isolationBoundary: number;
  /** Packed layouts only. */
  readonly writeRestricted?: number;
  /** Packed layouts only. */
  readonly userDenyOnly?: number;
  readonly projectedUid: number;
  readonly projectedGid: number;
  /** Packed layouts only; 8 bytes. */
  readonly sourceName?: Uint8Array;
  /** Packed layouts only. */
  readonly sourceId?: bigint;
  readonly userSid: Sid;
  readonly groups?: readonly SidAndAttributes[];
  readonly restrictedSids?: readonly SidAndAttributes[];
  readonly deviceGroups?: readonly SidAndAttributes[];
  readonly restrictedDeviceGroups?: readonly SidAndAttributes[];
  readonly userClaims?: readonly Claim[];
  readonly deviceClaims?: readonly Claim[];
  readonly defaultDacl?: Acl;
  readonly confinementSid?: Sid;
  readonly capabilities?: readonly SidAndAttributes[];
  readonly supplementaryGids?: readonly number[];
  /** Layout `packed-registry` only. */
  readonly registryExtension?: RegistryExtension;
}

/** Class 3, TokenPrivileges. @public */
export interface PrivilegesPayload {
  readonly present: bigint;
  readonly enabled: bigint;
  readonly enabledByDefault: bigint;
  readonly used: bigint;
}

/** Class 10, TokenSource. @public */
export interface SourcePayload {
  /** 8 bytes. */
  readonly name: Uint8Array;
  readonly id: bigint;
}

/** Class 11, TokenStatistics. @public */
export interface StatisticsPayload {
  /** 8 bytes (a little-endian LUID) or 16 (a GUID), by profile. */
  readonly identity: Uint8Array;
  readonly sessionId: bigint;
  readonly modifiedId: bigint;
  readonly tokenType: number;
  readonly expiration: bigint;
}
