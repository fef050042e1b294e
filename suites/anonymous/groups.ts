/** @module Lists of groups as bytes, where no document fixes every attribute. */

/** 12 bytes of S-1-1-0 and any attributes. */
const EVERYONE = '0c000000010100000000000100000000[0-9a-f]{8}';

/** Logon SIDs have 20 bytes; the halves of 998 stand in either order, by profile (ruling R97). */
const logon = (halves: string): string => `14000000010300000000000505000000${halves}[0-9a-f]{8}`;

function minimal(own: string): string {
  const entries = [EVERYONE, own, EVERYONE + own, own + EVERYONE];
  const counted = entries.map((bytes, n) => `${n < 2 ? '01' : '02'}000000(?:${bytes})`);
  return `^(?:00000000|${counted.join('|')})$`;
}

/** No group, or Everyone; either plus the logon SID of session 998. @internal */
export const MINIMAL_GROUPS = minimal(logon('00000000e6030000'));

/** The same with the halves in any order, and of any session. @internal */
export const MINIMAL_GROUPS_OF_ANY_SESSION = minimal(logon('[0-9a-f]{16}'));

/** Everyone is there, with the bit 0x04: enabled. @internal */
export const EVERYONE_ENABLED = '0c000000010100000000000100000000[0-9a-f][4-7c-f]';

/** S-1-5-11 is not there. @internal */
export const WITHOUT_AUTHENTICATED_USERS = '^(?!.*01010000000000050b000000).*$';
