/** @module One call for every right of a token handle, to see which rights a handle has. */
import {
  adjustDefault,
  adjustGroups,
  adjustPrivileges,
  adjustSessionId,
  install,
  query,
} from './steps.js';
import { duplicate } from './steps-derive.js';
import { impersonate } from './steps-impersonate.js';
import type { SuiteStep } from './suite.js';

/** @public */
export interface HandleUse {
  readonly slug: string;
  readonly right: number;
  /** The call, on a token whose group 0 can be disabled. */
  readonly of: (token: string) => SuiteStep;
}

/** What works on tokens of both types and does not change the caller. @public */
export const HANDLE_USES: readonly HandleUse[] = [
  { slug: 'query', right: 0x0008, of: (token) => query('useQuery', token, 'USER') },
  { slug: 'duplicate', right: 0x0002, of: (token) => duplicate('useDuplicate', token) },
  {
    slug: 'adjust-privileges',
    right: 0x0020,
    of: (token) => adjustPrivileges(token, [{ luid: 2, attributes: 0 }]),
  },
  {
    slug: 'adjust-groups',
    right: 0x0040,
    of: (token) => adjustGroups(token, [{ index: 0, enable: 0 }]),
  },
  {
    slug: 'adjust-default',
    right: 0x0080,
    of: (token) => adjustDefault(token, { ownerIndex: 0 }),
  },
  { slug: 'adjust-session-id', right: 0x0100, of: (token) => adjustSessionId(token, 7) },
];

/** Works on a primary token only. @public */
export const INSTALL_USE: HandleUse = { slug: 'install', right: 0x0001, of: (t) => install(t) };

/** Works on an impersonation token only. @public */
export const IMPERSONATE_USE: HandleUse = {
  slug: 'impersonate',
  right: 0x0004,
  of: (token) => impersonate(token),
};

/** The groups of a token for {@link HANDLE_USES}. @public */
export const LOOSE_GROUPS = [{ sid: 'S-1-5-21-71-72-73-2005', attributes: 0x6 }] as const;
