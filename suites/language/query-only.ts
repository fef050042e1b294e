/** @module The ioctls that a handle with the query right alone has to refuse, each in good form. */
import {
  adjustDefault,
  adjustGroups,
  adjustPrivileges,
  adjustSessionId,
  install,
  ref,
} from './steps.js';
import { duplicate, restrict } from './steps-derive.js';
import { impersonate } from './steps-impersonate.js';
import { getLinked, link } from './steps-inspect.js';
import type { SuiteStep } from './suite.js';

/** A call on the handle bound to a name. @public */
export interface TokenCall {
  readonly slug: string;
  readonly of: (token: string) => SuiteStep;
}

/** Changes of a token, in forms that change nothing worth the name. @public */
export const ADJUST_CALLS: readonly TokenCall[] = [
  { slug: 'adjust-privs', of: (t) => adjustPrivileges(t, [{ luid: 2, attributes: 0 }]) },
  { slug: 'adjust-groups', of: (t) => adjustGroups(t, [{ index: 0xffffffff, enable: 0 }]) },
  { slug: 'adjust-default', of: (t) => adjustDefault(t, { ownerIndex: 0 }) },
  { slug: 'adjust-sessionid', of: (t) => adjustSessionId(t, 0) },
];

/** New tokens out of the one behind the handle. @public */
export const DERIVE_CALLS: readonly TokenCall[] = [
  { slug: 'duplicate', of: (t) => duplicate(`${t}Copy`, t) },
  { slug: 'restrict', of: (t) => restrict(`${t}Restricted`, t, { privileges: '0x4' }) },
];

/** Identities for threads and processes. @public */
export const IDENTITY_CALLS: readonly TokenCall[] = [
  { slug: 'install', of: (t) => install(t) },
  { slug: 'impersonate', of: (t) => impersonate(t) },
];

/** The handle as an operand, beside the tokens `a` and `b` of session `s`. @public */
export const LINK_CALLS: readonly TokenCall[] = [
  { slug: 'link-elevated', of: (t) => link(t, 'b') },
  { slug: 'link-filtered', of: (t) => link('a', t) },
];

/** LINK_TOKENS with good operands, issued on the handle. @public */
export const LINK_ON: TokenCall = {
  slug: 'link-on',
  of: (t) => link('a', 'b', { on: t, sessionId: ref('s.id') }),
};

/** @public */
export const GET_LINKED: TokenCall = {
  slug: 'get-linked',
  of: (t) => getLinked(`${t}Partner`, t),
};
