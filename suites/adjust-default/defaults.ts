/** @module ACLs as literal bytes (PSD-004 v0.20 §3.2), and a token whose defaults they change. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, aToken, is, query, USER } from '../language/steps.js';
import { asserts, type SuiteStep } from '../language/suite.js';

/** Everyone may read: 8 bytes of header, an ACE of 20. @internal */
export const READ_ACE = '00001400' + '08000200' + '010100000000000100000000';
/** S-1-5-18 may do all. @internal */
export const SYSTEM_ACE = '00001400' + 'ff010f00' + '010100000000000512000000';
/** The ACL of the token when it is made. @internal */
export const OLD_ACL = '02001c0001000000' + READ_ACE;
/** Another one, of another size. @internal */
export const NEW_ACL = '0200300002000000' + SYSTEM_ACE + READ_ACE;
/** Well-formed, and without an ACE. @internal */
export const EMPTY_ACL = '0200080000000000';

const ADMINISTRATORS = 'S-1-5-32-544';
const USERS = 'S-1-5-32-545';
/** A group that may be the default owner. @internal */
export const OWNERS = 'S-1-5-21-1111-2222-3333-2001';
/** One that may not. @internal */
export const STAFF = 'S-1-5-21-1111-2222-3333-2002';

/** SIDs by owner and group index: 0 is the user; the logon SID is index 5. @internal */
export const SID_AT = [USER, ADMINISTRATORS, USERS, OWNERS, STAFF] as const;
/** The index of the last supplied group. @internal */
export const LAST = 4;
/** The first index that no SID of the token has. @internal */
export const BEHIND = 6;

/** The groups of the token. @internal */
export const GROUPS = [
  { sid: ADMINISTRATORS, attributes: 0xf },
  { sid: USERS, attributes: 0x7 },
  { sid: OWNERS, attributes: 0xe },
  { sid: STAFF, attributes: 0x6 },
];

const DACL_VALUE = {
  revision: 2,
  aces: [{ type: 0, flags: 0, body: READ_ACE.slice(8) }],
};

/** Owner and primary group of the token when it is made. @internal */
export const OLD_OWNER = 1;
/** @internal */
export const OLD_GROUP = 2;

/** A session `s` and a token `t` with owner 1, primary group 2 and {@link OLD_ACL}. @internal */
export const token: readonly SuiteStep[] = [
  aSession(),
  aToken('t', {
    groups: GROUPS,
    ownerIndex: OLD_OWNER,
    primaryGroupIndex: OLD_GROUP,
    defaultDacl: DACL_VALUE,
  }),
];

/** The same without a default DACL. @internal */
export const withoutDacl: readonly SuiteStep[] = [
  aSession(),
  aToken('t', { groups: GROUPS, ownerIndex: OLD_OWNER, primaryGroupIndex: OLD_GROUP }),
];

/** Asserts the default owner of `t`. @internal */
export function ownerIs(clause: ClauseId, sid: string): SuiteStep {
  return asserts(clause, query('owner', 't', 'OWNER'), is.equals('decoded', sid));
}

/** Asserts the primary group of `t`. @internal */
export function groupIs(clause: ClauseId, sid: string): SuiteStep {
  return asserts(clause, query('group', 't', 'PRIMARY_GROUP'), is.equals('decoded', sid));
}

/** Asserts the bytes of the default DACL of `t`; none with ''. @internal */
export function daclIs(clause: ClauseId, hex: string): SuiteStep {
  return asserts(
    clause,
    asserts(clause, query('dacl', 't', 'DEFAULT_DACL'), is.equals('payload', hex)),
    is.equals('length', hex.length / 2),
  );
}
