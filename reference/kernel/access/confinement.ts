/** @module Application confinement: an absolute intersection (PSD-004 v0.20 §10.6). */
import { walkDacl } from './dacl-walk.js';
import { sidsOfList } from './restricted-pass.js';
import type { AccessStage } from './state.js';

/** Step 11, behind the restricted pass: no privilege brings back what it takes. @internal */
export const CONFINEMENT: AccessStage = {
  id: 'confinement',
  clauses: ['TV-024'],
  apply(state) {
    const { confinementSid, confinementExempt, capabilities } = state.token;
    if (confinementSid === undefined || confinementExempt) return;
    const sids = [{ sid: confinementSid, attributes: 0 }, ...capabilities];
    const walker = { has: sidsOfList(sids), ownerImplicit: false };
    state.granted &= walkDacl(state, walker, { decided: 0, granted: 0 }).granted;
  },
};
