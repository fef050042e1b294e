/** @module What the modelled system consists of: sessions, tokens, handles, processes, threads. */
import type { Ace, Acl, Claim, Sid, SidAndAttributes } from '../wire/values.js';

/** A logon session (PSD-004 v0.20 §4.7). @public */
export interface Session {
  readonly id: bigint;
  readonly logonType: number;
  readonly authPackage: Uint8Array;
  readonly userSid: Sid;
  readonly logonSid: Sid;
  readonly createdAt: bigint;
  /** Made at boot: never goes away. */
  readonly permanent: boolean;
  /** Tokens of the session that something holds; the linked pair itself holds nothing. */
  liveTokens: number;
  /** The linked pair, if there is one (PSD-004 v0.20 §4.6). */
  pair: LinkedPair | undefined;
}

/** Two tokens of one session. @public */
export interface LinkedPair {
  readonly elevated: Token;
  readonly filtered: Token;
}

/** A group of a token, with what a reset restores. @public */
export interface TokenGroup {
  readonly sid: Sid;
  attributes: number;
  readonly enabledAtCreation: boolean;
}

/** The four privilege masks. @public */
export interface Privileges {
  present: bigint;
  enabled: bigint;
  enabledByDefault: bigint;
  used: bigint;
}

/** An entry that AccessCheck reads. @public */
export interface SdRule {
  readonly kind: 'allow' | 'deny' | 'label';
  readonly sid: Sid;
  readonly mask: number;
  /** AceFlags; 0 if absent. */
  readonly flags?: number;
  /** It has a condition, which the model does not evaluate. */
  readonly conditional?: true;
  /** As it came; absent for entries that the kernel made. */
  readonly ace?: Ace;
}

/** Any entry of a modelled SD; what is no rule is kept as it came. @public */
export type SdEntry = SdRule | { readonly kind: 'other'; readonly ace: Ace };

/** A security descriptor (PSD-004 v0.20 §3.1). @public */
export interface SecurityDescriptor {
  readonly owner: Sid;
  readonly group: Sid | undefined;
  /** Absent: a null DACL, which grants everything. */
  readonly dacl: readonly SdEntry[] | undefined;
  readonly sacl?: readonly SdEntry[];
  /** SE_* flags besides those that say what is present. */
  readonly control?: number;
}

/** A token object. @public */
export interface Token {
  /** 8 bytes (LUID) or 16 (GUID), by profile. */
  identity: Uint8Array;
  modifiedId: bigint;
  type: number;
  impersonationLevel: number;
  integrityLevel: number;
  mandatoryPolicy: number;
  session: Session;
  expiration: bigint;
  origin: bigint;
  auditPolicy: number;
  interactiveSessionId: number;
  elevationType: number;
  userSid: Sid;
  userDenyOnly: boolean;
  groups: TokenGroup[];
  /** 0 is the user, n the n-th entry of `groups`. */
  ownerIndex: number;
  primaryGroupIndex: number;
  privileges: Privileges;
  restrictedSids: readonly SidAndAttributes[];
  writeRestricted: boolean;
  deviceGroups: readonly SidAndAttributes[];
  restrictedDeviceGroups: readonly SidAndAttributes[];
  userClaims: readonly Claim[] | undefined;
  deviceClaims: readonly Claim[] | undefined;
  defaultDacl: Acl | undefined;
  confinementSid: Sid | undefined;
  capabilities: readonly SidAndAttributes[];
  confinementExempt: boolean;
  isolationBoundary: boolean;
  projectedUid: number;
  projectedGid: number;
  supplementaryGids: readonly number[];
  sourceName: Uint8Array;
  sourceId: bigint;
  createdAt: bigint;
  sd: SecurityDescriptor;
  /** Handles, processes and threads that hold the token. */
  references: number;
}

/** An open token handle: the mask is fixed when it is opened. @public */
export interface TokenHandle {
  readonly kind: 'token';
  readonly token: Token;
  readonly mask: number;
  /** Opened through procfs or securityfs: answers QUERY and nothing else. */
  readonly inspection: boolean;
  closeOnExec: boolean;
}

/** An open file with fixed contents: the sessions listing, or a device for probes. @public */
export interface FileHandle {
  readonly kind: 'file';
  readonly contents: Uint8Array;
  closeOnExec: boolean;
}

/** An ordinary file: whoever made it, it goes when that process ends. @public */
export interface FileNode {
  readonly maker: number;
  sd: SecurityDescriptor;
}

/** What a socket captured of the one that connected (PSD-004 v0.20 §9.3). @public */
export interface Socket {
  /** The most that a server may make of the identity; set before connect. */
  level: number;
  /** Neither listening nor connected. */
  fresh: boolean;
  /** Connections that nobody has accepted yet. */
  readonly backlog: Socket[];
  peerToken: Token | undefined;
  /** The other end. */
  peer: Socket | undefined;
  /** Handles in flight to this end. */
  readonly received: TokenHandle[];
  references: number;
}

/** An open socket. @public */
export interface SocketHandle {
  readonly kind: 'socket';
  readonly socket: Socket;
  closeOnExec: boolean;
}

/** Whatever a descriptor of a process can be. @public */
export type Descriptor = TokenHandle | FileHandle | SocketHandle;

/** The Linux ids of a process. @public */
export interface Credentials {
  uid: number;
  gid: number;
  groups: readonly number[];
}

/** A process. @public */
export interface Process {
  readonly pid: number;
  primary: Token;
  sd: SecurityDescriptor;
  credentials: Credentials;
  readonly handles: Map<number, Descriptor>;
  /** Mitigation flags (PSD-004 v0.20 §5.2). */
  mitigations: number;
}

/** A thread; the harness calls it an actor. @public */
export interface Thread {
  readonly actor: string;
  /** The first thread has the number of its process. */
  readonly tid: number;
  readonly process: Process;
  impersonation: Token | undefined;
}
