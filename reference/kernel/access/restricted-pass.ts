/** @module The second pass of restricted tokens (PSD-004 v0.20 §10.4). */
import type { SidAndAttributes } from '../../wire/values.js';
import { equalSid } from '../../wire/wire.js';
import { walkDacl } from './dacl-walk.js';
import type { AccessStage, SidTest } from './state.js';

/** Presence counts, attributes do not. @internal */
export function sidsOfList(list: readonly SidAndAttributes[]): SidTest {
  return (sid) => list.some((entry) => equalSid(entry.sid, sid));
}

/** Step 10: only what both passes agree on, in write-restricted mode of writes alone. @internal */
export const RESTRICTED_PASS: AccessStage = {
  id: 'restricted',
  clauses: ['TV-023', 'DU-045', 'RS-007', 'RS-021'],
  apply(state) {
    const { token, mapping } = state;
    const { restrictedSids, restrictedDeviceGroups } = token;
    if (restrictedSids.length === 0 && restrictedDeviceGroups.length === 0) return;
    const walker = { has: sidsOfList(restrictedSids), ownerImplicit: true };
    const { granted } = walkDacl(state, walker, { decided: 0, granted: 0 });
    const outside = token.writeRestricted ? ~mapping.write : 0;
    state.granted &= granted | outside;
    // What a privilege grants is no matter of identity.
    state.granted |= state.privilegeGranted;
  },
};
