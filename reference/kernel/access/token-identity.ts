/** @module Which SIDs a token has in the normal pass (PSD-004 v0.20 §10.2, "SID matching"). */
import { GROUP } from '../../abi/numbers.js';
import { equalSid } from '../../wire/wire.js';
import type { Token } from '../state.js';
import type { AccessStage, SidTest } from './state.js';
import { walkDacl } from './dacl-walk.js';

/** Deny-only SIDs match deny entries alone; disabled groups match nothing. @internal */
export function sidsOfToken(token: Token): SidTest {
  return (sid, kind) => {
    if (equalSid(token.userSid, sid)) return kind === 'deny' || !token.userDenyOnly;
    return token.groups.some((group) => {
      if (!equalSid(group.sid, sid)) return false;
      if (group.attributes & GROUP.USE_FOR_DENY_ONLY) return kind === 'deny';
      return (group.attributes & GROUP.ENABLED) !== 0;
    });
  };
}

/** Step 8: the DACL, walked with the token's own SIDs. @internal */
export const NORMAL_PASS: AccessStage = {
  id: 'dacl',
  clauses: ['RS-008', 'RS-026', 'RS-027', 'SE-023'],
  apply(state) {
    const walker = { has: sidsOfToken(state.token), ownerImplicit: true };
    Object.assign(state, walkDacl(state, walker, state));
  },
};
