/**
 * @module Numbers that no profile changes: rights, privileges, attributes, classes, errnos.
 * Sources: `corpus/documents/abi.md` (PSD-004 v0.20 §13.6, the published headers, the seeds).
 */

/** Linux errno numbers, by name (include/uapi/asm-generic/errno-base.h and errno.h). @public */
export const ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  E2BIG: 7,
  EBADF: 9,
  ECHILD: 10,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOTTY: 25,
  ENOSPC: 28,
  EROFS: 30,
  EPIPE: 32,
  ERANGE: 34,
  ENOSYS: 38,
  EOPNOTSUPP: 95,
  ETIMEDOUT: 110,
} as const;

/** @public */
export type Errno = keyof typeof ERRNO;

/** Access rights of a token handle (PSD-004 v0.20 §4.8). @public */
export const TOKEN_RIGHT = {
  ASSIGN_PRIMARY: 0x0001,
  DUPLICATE: 0x0002,
  IMPERSONATE: 0x0004,
  QUERY: 0x0008,
  QUERY_SOURCE: 0x0010,
  ADJUST_PRIVILEGES: 0x0020,
  ADJUST_GROUPS: 0x0040,
  ADJUST_DEFAULT: 0x0080,
  ADJUST_SESSIONID: 0x0100,
  ALL_ACCESS: 0x000f01ff,
} as const;

/** Standard and generic rights (MS-DTYP 2.4.3). @public */
export const RIGHT = {
  DELETE: 0x00010000,
  READ_CONTROL: 0x00020000,
  WRITE_DAC: 0x00040000,
  WRITE_OWNER: 0x00080000,
  ACCESS_SYSTEM_SECURITY: 0x01000000,
  MAXIMUM_ALLOWED: 0x02000000,
  GENERIC_ALL: 0x10000000,
  GENERIC_EXECUTE: 0x20000000,
  GENERIC_WRITE: 0x40000000,
  GENERIC_READ: 0x80000000,
} as const;

/** Access rights of a process (PSD-004 v0.20 §5.3). @public */
export const PROCESS_RIGHT = {
  TERMINATE: 0x0001,
  SIGNAL: 0x0002,
  VM_READ: 0x0010,
  VM_WRITE: 0x0020,
  DUP_HANDLE: 0x0040,
  SET_INFORMATION: 0x0200,
  QUERY_INFORMATION: 0x0400,
  SUSPEND_RESUME: 0x0800,
  QUERY_LIMITED: 0x1000,
} as const;

/** Bit numbers of the privileges that calls ask for. @public */
export const PRIVILEGE = {
  CREATE_TOKEN: 2,
  ASSIGN_PRIMARY_TOKEN: 3,
  TCB: 7,
  SECURITY: 8,
  TAKE_OWNERSHIP: 9,
  BACKUP: 17,
  RESTORE: 18,
  DEBUG: 20,
  IMPERSONATE: 29,
  RELABEL: 32,
} as const;

/** All catalogue bits: 2 to 35, 62 and 63. @public */
export const ALL_PRIVILEGES = 0xc000000ffffffffcn;

/** SE_GROUP_* attributes (MS-DTYP 2.5.3.1.1 names; values from the token-spec page). @public */
export const GROUP = {
  MANDATORY: 0x01,
  ENABLED_BY_DEFAULT: 0x02,
  ENABLED: 0x04,
  OWNER: 0x08,
  USE_FOR_DENY_ONLY: 0x10,
  INTEGRITY: 0x20,
  INTEGRITY_ENABLED: 0x40,
  RESOURCE: 0x20000000,
  LOGON_ID: 0xc0000000,
} as const;

/** Query classes by name (PSD-004 v0.20 §13.6(3)). @public */
export const QUERY_CLASS = {
  USER: 1,
  GROUPS: 2,
  PRIVILEGES: 3,
  TYPE: 4,
  INTEGRITY_LEVEL: 5,
  OWNER: 6,
  PRIMARY_GROUP: 7,
  SESSION_ID: 8,
  RESTRICTED_SIDS: 9,
  SOURCE: 10,
  STATISTICS: 11,
  ORIGIN: 12,
  ELEVATION_TYPE: 13,
  DEVICE_GROUPS: 14,
  APPCONTAINER_SID: 15,
  CAPABILITIES: 16,
  MANDATORY_POLICY: 17,
  LOGON_TYPE: 18,
  LOGON_SID: 19,
  DEFAULT_DACL: 20,
  IMPERSONATION_LEVEL: 21,
  USER_CLAIMS: 22,
  DEVICE_CLAIMS: 23,
  PROJECTED_SUPPLEMENTARY_GIDS: 24,
} as const;

/** @public */
export type QueryClassName = keyof typeof QUERY_CLASS;

/** The class names by number. @public */
export const QUERY_CLASS_NAMES: ReadonlyMap<number, QueryClassName> = new Map(
  (Object.entries(QUERY_CLASS) as [QueryClassName, number][]).map(([name, n]) => [n, name]),
);

/** Token types. @public */
export const TOKEN_TYPE = { PRIMARY: 1, IMPERSONATION: 2 } as const;

/** Elevation types. @public */
export const ELEVATION = { DEFAULT: 1, FULL: 2, LIMITED: 3 } as const;
