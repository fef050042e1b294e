/** @module Mandatory integrity: what a DACL may not grant upwards (PSD-004 v0.20 §10.3). */
import { PRIVILEGE, RIGHT } from '../../abi/numbers.js';
import type { Sid } from '../../wire/values.js';
import { holds } from '../privileges.js';
import type { SdEntry, SdRule } from '../state.js';
import { appliesToObject } from './dacl-walk.js';
import type { AccessStage } from './state.js';

const MANDATORY_LABEL_AUTHORITY = 16;
const LEVELS: readonly number[] = [0, 4096, 8192, 12288, 16384];
/** In a token's mandatory policy. */
const NO_WRITE_UP_POLICY = 1;
/** In the mask of a label. */
const NO_UP = { READ: 1, WRITE: 2, EXECUTE: 4 } as const;
/** The label of an object that has none. */
const DEFAULT_LABEL = { level: 8192, policy: NO_UP.WRITE };

/** The level of S-1-16-n; undefined for a SID that is no level. @internal */
export function levelOfLabel({ authority, subAuthorities }: Sid): number | undefined {
  const [level] = subAuthorities;
  if (authority !== MANDATORY_LABEL_AUTHORITY || subAuthorities.length !== 1) return undefined;
  return level !== undefined && LEVELS.includes(level) ? level : undefined;
}

/** The label that counts: the first one that speaks of the object itself. @internal */
export function labelOf(sacl: readonly SdEntry[] | undefined): SdRule | undefined {
  return sacl?.find((entry): entry is SdRule => entry.kind === 'label' && appliesToObject(entry));
}

/** Step 5, as far as integrity goes. @internal */
export const INTEGRITY: AccessStage = {
  id: 'integrity',
  clauses: [],
  apply(state) {
    const { token, sd, mapping } = state;
    const ace = labelOf(sd.sacl);
    const level = ace === undefined ? DEFAULT_LABEL.level : levelOfLabel(ace.sid);
    const policy = ace?.mask ?? DEFAULT_LABEL.policy;
    if (level === undefined) {
      state.ended = 'malformed';
      return;
    }
    if ((token.mandatoryPolicy & NO_WRITE_UP_POLICY) === 0) return;
    if (token.integrityLevel >= level) return;
    let allowed = mapping.read | mapping.execute;
    if (policy & NO_UP.READ) allowed &= ~mapping.read;
    if (policy & NO_UP.WRITE) allowed &= ~mapping.write;
    if (policy & NO_UP.EXECUTE) allowed &= ~mapping.execute;
    const relabel = holds(token.privileges, PRIVILEGE.RELABEL) && !(allowed & RIGHT.WRITE_OWNER);
    if (relabel) {
      allowed |= RIGHT.WRITE_OWNER;
      state.contributed.set(PRIVILEGE.RELABEL, RIGHT.WRITE_OWNER);
    }
    state.decided |= mapping.all & ~allowed;
    state.mandatoryDecided |= mapping.all & ~allowed;
  },
};
