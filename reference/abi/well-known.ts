/** @module Well-known SIDs, as text (PSD-004 v0.20 §2.2). */

/** @public */
export const SID_TEXT = {
  EVERYONE: 'S-1-1-0',
  LOCAL: 'S-1-2-0',
  OWNER_RIGHTS: 'S-1-3-4',
  ANONYMOUS: 'S-1-5-7',
  AUTHENTICATED_USERS: 'S-1-5-11',
  SYSTEM: 'S-1-5-18',
  ADMINISTRATORS: 'S-1-5-32-544',
  ALL_APPLICATION_PACKAGES: 'S-1-15-2-1',
} as const;
