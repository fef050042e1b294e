/** @module AccessCheck of a conforming kernel, for those who have no world at hand. */
import { ACCESS_STAGES, evaluate } from './access/check.js';
import { TOKEN_MAPPING, type GenericMapping } from './access/generic-mapping.js';
import type { SecurityDescriptor, Token } from './state.js';

/** The rights of `wanted` (already mapped) that the SD gives to the token. @internal */
export function grantedAccess(
  token: Token,
  sd: SecurityDescriptor,
  wanted: number,
  mapping: GenericMapping = TOKEN_MAPPING,
): number {
  return evaluate(ACCESS_STAGES, { token, sd, desired: wanted, mapping }).granted;
}

/** Whether every right of `wanted` is given. @internal */
export function accessAllowed(
  token: Token,
  sd: SecurityDescriptor,
  wanted: number,
  mapping: GenericMapping = TOKEN_MAPPING,
): boolean {
  return grantedAccess(token, sd, wanted, mapping) === wanted >>> 0;
}
