/**
 * @module What generated calls are made of: few names, so that they meet, and near misses of each
 * (another domain, another authority, one number more).
 */
import { ALL_PRIVILEGES, PRIVILEGE, RIGHT, TOKEN_RIGHT } from '../../../reference/abi/numbers.js';

/** Users of sessions and tokens. @internal */
export const USERS: readonly string[] = [
  'S-1-5-21-1111-2222-3333-1001',
  'S-1-5-21-1111-2222-3333-1002',
  'S-1-5-21-1111-2222-4444-1001',
  'S-1-12-21-1111-2222-3333-1001',
  'S-1-0x000100000005-21-1111-2222-3333-1001',
  'S-1-5-18',
  'S-1-5-19',
  'S-1-22-1-7-8-9-10-11-12-13-14-15-16-17-18-19-20',
];

/** Groups, the ones that access decisions know among them. @internal */
export const GROUPS: readonly string[] = [
  'S-1-5-32-544',
  'S-1-5-32-545',
  'S-1-1-0',
  'S-1-5-11',
  'S-1-22-2-5001',
  'S-1-22-2-5002',
  'S-1-22-2-5003',
  'S-1-5-21-1111-2222-3333-513',
  'S-1-5-21-1111-2222-3333-512-9-9-9-9-9-9-9-9-9-9',
];

/** Attributes: each bit that means something, alone and with the others. @internal */
export const ATTRIBUTES: readonly number[] = [
  ...[0x07, 0x06, 0x0e, 0x0f, 0x06, 0x0e, 0x00, 0x02, 0x04, 0x0a, 0x08, 0x10, 0x12, 0x18, 0x01],
  ...[0x20, 0x60],
];

/** Of confined applications. @internal */
export const CONFINEMENTS: readonly string[] = [
  'S-1-15-2-1-2-3-4-5-6-7',
  'S-1-15-2-99',
  'S-1-15-2-2-3-4-5-6-7-8-9-10-11-12-13-14',
];

/** @internal */
export const CAPABILITIES: readonly string[] = ['S-1-15-3-1', 'S-1-15-3-2', 'S-1-15-3-1024-1-2'];

/** The five integrity levels. @internal */
export const INTEGRITY_LEVELS: readonly number[] = [0, 4096, 8192, 12288, 16384];

/** Privileges that calls ask for, and bits at the edges of words. @internal */
export const PRIVILEGE_BITS: readonly number[] = [
  ...Object.values(PRIVILEGE),
  ...[4, 5, 23, 31, 33, 35, 62, 63],
];

/** Masks for a token: all, none, those that calls ask for, halves. @internal */
export const PRIVILEGE_MASKS: readonly bigint[] = [
  ALL_PRIVILEGES,
  ALL_PRIVILEGES,
  0n,
  0xcn,
  (1n << 3n) | (1n << 7n),
  (1n << 29n) | (1n << 3n),
  // All but one, and one alone, of those that calls ask for.
  ...[2n, 3n, 7n, 20n, 29n].flatMap((bit) => [ALL_PRIVILEGES & ~(1n << bit), 1n << bit]),
  ALL_PRIVILEGES & ~(1n << 20n) & ~(1n << 7n),
  0xc000_0000_0000_0000n,
  0x0000_000f_0000_0000n,
  0xffff_fffcn,
  1n << 62n,
  1n << 63n,
];

/** Masks that are asked for. @internal */
export const ACCESS_MASKS: readonly number[] = [
  TOKEN_RIGHT.ALL_ACCESS,
  TOKEN_RIGHT.ALL_ACCESS,
  TOKEN_RIGHT.QUERY,
  TOKEN_RIGHT.DUPLICATE,
  TOKEN_RIGHT.QUERY | TOKEN_RIGHT.DUPLICATE,
  TOKEN_RIGHT.QUERY | TOKEN_RIGHT.IMPERSONATE,
  TOKEN_RIGHT.QUERY | TOKEN_RIGHT.ADJUST_PRIVILEGES,
  TOKEN_RIGHT.QUERY | TOKEN_RIGHT.ADJUST_GROUPS,
  TOKEN_RIGHT.QUERY | TOKEN_RIGHT.ADJUST_DEFAULT,
  TOKEN_RIGHT.QUERY | TOKEN_RIGHT.ADJUST_SESSIONID,
  TOKEN_RIGHT.QUERY | TOKEN_RIGHT.ASSIGN_PRIMARY,
  TOKEN_RIGHT.QUERY_SOURCE,
  TOKEN_RIGHT.ALL_ACCESS & ~TOKEN_RIGHT.QUERY,
  TOKEN_RIGHT.ALL_ACCESS & ~TOKEN_RIGHT.DUPLICATE,
  TOKEN_RIGHT.ALL_ACCESS & ~TOKEN_RIGHT.IMPERSONATE,
  0x1ef,
  0xe0,
  RIGHT.READ_CONTROL,
  RIGHT.WRITE_DAC,
  RIGHT.GENERIC_READ,
  RIGHT.GENERIC_WRITE,
  RIGHT.GENERIC_EXECUTE,
  RIGHT.GENERIC_ALL,
  RIGHT.MAXIMUM_ALLOWED,
];

/** Names of authentication packages: what may go wrong in a listing. @internal */
export const PACKAGES: readonly string[] = [
  'Negotiate',
  'Kerberos',
  '',
  'a',
  'a b',
  'line\nbreak',
  'nul\0inside',
  '"quoted" \\ back',
  'Zürich €',
  '𝄞',
  'x'.repeat(64),
  'y'.repeat(255),
  'z'.repeat(256),
  'w'.repeat(2100),
];

/** @internal */
export const LOGON_TYPES: readonly number[] = [2, 3, 4, 5, 8, 9];
