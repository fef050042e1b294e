/** @module Privileges: held means present and enabled (PSD-004 v0.20 §7.1); use is recorded. */
import type { Privileges, Thread, Token } from './state.js';

/** The token that speaks for the thread: the impersonation token, else the primary. @internal */
export function effectiveToken(thread: Thread): Token {
  return thread.impersonation ?? thread.process.primary;
}

/** Whether the token holds the privilege, enabled. @internal */
export function holds(privileges: Privileges, bit: number): boolean {
  const mask = 1n << BigInt(bit);
  return (privileges.present & privileges.enabled & mask) === mask;
}

/** Notes the use of a privilege that a call asked for and found. @internal */
export function markUsed(token: Token, bit: number): void {
  token.privileges.used |= 1n << BigInt(bit);
}
