/** @module The two gates of impersonation (PSD-004 v0.20 §9.2; seed Token Ioctls §13.2.2). */
import { PRIVILEGE } from '../../abi/numbers.js';
import { equalSid } from '../../wire/wire.js';
import { cloneGraph } from '../clone.js';
import { holds } from '../privileges.js';
import type { Thread, Token } from '../state.js';
import { retain, type World } from '../world.js';

/** Impersonation levels. @internal */
export const LEVEL = { ANONYMOUS: 0, IDENTIFICATION: 1, IMPERSONATION: 2, DELEGATION: 3 } as const;

/** What the gates make of a server and a client. @internal */
export type GateResult =
  { readonly kind: 'denied' } | { readonly kind: 'level'; readonly level: number };

function isRestricted(token: Token): boolean {
  return token.restrictedSids.length > 0;
}

/** The effective level that a server reaches with a client's token at `level`. @internal */
export function passGates(server: Token, client: Token, level: number): GateResult {
  // Assuming Anonymous is always a downgrade: no gate applies.
  if (level === LEVEL.ANONYMOUS) return { kind: 'level', level };
  const sameUser = equalSid(server.userSid, client.userSid);
  if (sameUser && isRestricted(server) && !isRestricted(client)) return { kind: 'denied' };
  const identity =
    (sameUser && isRestricted(server) === isRestricted(client)) ||
    holds(server.privileges, PRIVILEGE.IMPERSONATE);
  const integrity = client.integrityLevel <= server.integrityLevel;
  const permitted = identity && integrity ? LEVEL.DELEGATION : LEVEL.IDENTIFICATION;
  return { kind: 'level', level: Math.min(level, permitted) };
}

/** The gates for the thread's process as server and the token as client. @internal */
export function gatesFor(thread: Thread, token: Token | undefined): GateResult | undefined {
  if (token === undefined) return undefined;
  return passGates(thread.process.primary, token, token.impersonationLevel);
}

/** Makes `token`, at `level`, the identity of the thread. @internal */
export function impersonate(world: World, thread: Thread, token: Token, level: number): void {
  const old = thread.impersonation;
  thread.impersonation = retain(token.impersonationLevel === level ? token : atLevel(token, level));
  if (old !== undefined) world.release(old);
}

/** A capped level does not change the token behind the handle. */
function atLevel(token: Token, level: number): Token {
  const capped = cloneGraph(token, new Set<object>([token.session]));
  capped.impersonationLevel = level;
  capped.references = 0;
  return capped;
}

/** Back to the primary token. @internal */
export function revert(world: World, thread: Thread): void {
  const old = thread.impersonation;
  thread.impersonation = undefined;
  if (old !== undefined) world.release(old);
}
