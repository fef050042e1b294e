/** @module What privileges grant, before the DACL and after it (PSD-004 v0.20 §10.10, 3, 4, 9). */
import { PRIVILEGE, RIGHT } from '../../abi/numbers.js';
import { holds } from '../privileges.js';
import { INTENT, type AccessStage, type AccessState } from './state.js';

function grant(state: AccessState, privilege: number, bits: number): void {
  state.decided |= bits;
  state.granted |= bits;
  state.privilegeGranted |= bits;
  state.contributed.set(privilege, bits);
}

/** Steps 3 and 4: system security, backup and restore. @internal */
export const PRIVILEGE_GRANTS: AccessStage = {
  id: 'privileges',
  clauses: [],
  apply(state) {
    const { token, intent, mapping } = state;
    // No DACL ever decides about the SACL.
    state.decided |= RIGHT.ACCESS_SYSTEM_SECURITY;
    if (holds(token.privileges, PRIVILEGE.SECURITY)) {
      grant(state, PRIVILEGE.SECURITY, RIGHT.ACCESS_SYSTEM_SECURITY);
    }
    if ((intent & INTENT.BACKUP) !== 0 && holds(token.privileges, PRIVILEGE.BACKUP)) {
      grant(state, PRIVILEGE.BACKUP, mapping.read);
    }
    if ((intent & INTENT.RESTORE) !== 0 && holds(token.privileges, PRIVILEGE.RESTORE)) {
      const rights =
        RIGHT.WRITE_DAC | RIGHT.WRITE_OWNER | RIGHT.DELETE | RIGHT.ACCESS_SYSTEM_SECURITY;
      grant(state, PRIVILEGE.RESTORE, mapping.write | rights);
    }
  },
};

/** Step 9: a denied WRITE_OWNER, unless it was mandatory policy that denied it. @internal */
export const TAKE_OWNERSHIP: AccessStage = {
  id: 'take-ownership',
  clauses: [],
  apply(state) {
    const wanted = state.maximumAllowed || (state.desired & RIGHT.WRITE_OWNER) !== 0;
    const open = ((state.mandatoryDecided | state.granted) & RIGHT.WRITE_OWNER) === 0;
    if (wanted && open && holds(state.token.privileges, PRIVILEGE.TAKE_OWNERSHIP)) {
      grant(state, PRIVILEGE.TAKE_OWNERSHIP, RIGHT.WRITE_OWNER);
    }
  },
};
