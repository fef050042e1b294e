/** @module The SDs that new tokens and processes get (PSD-004 v0.20 §4.8 and §5.3). */
import { PROCESS_RIGHT, RIGHT, TOKEN_RIGHT } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { equalSid, parseSid } from '../wire/wire.js';
import type { Sid } from '../wire/values.js';
import type { SdEntry, SecurityDescriptor, Token } from './state.js';

const SYSTEM = parseSid(SID_TEXT.SYSTEM);
const ADMINISTRATORS = parseSid(SID_TEXT.ADMINISTRATORS);
const EVERYONE = parseSid(SID_TEXT.EVERYONE);
const OWNER_RIGHTS = parseSid(SID_TEXT.OWNER_RIGHTS);

/** What a token's own user gets: query and the adjustments that cannot escalate. */
const SELF_RIGHTS =
  TOKEN_RIGHT.QUERY |
  TOKEN_RIGHT.ADJUST_PRIVILEGES |
  TOKEN_RIGHT.ADJUST_GROUPS |
  TOKEN_RIGHT.ADJUST_DEFAULT;

const PROCESS_ALL =
  Object.values(PROCESS_RIGHT).reduce((mask, bit) => mask | bit, 0) |
  RIGHT.READ_CONTROL |
  RIGHT.WRITE_DAC |
  RIGHT.WRITE_OWNER;

/** The SD of a new token of `user`, made by `creator`. @internal */
export function defaultTokenSd(user: Sid, creator: Sid): SecurityDescriptor {
  const dacl: SdEntry[] = [{ kind: 'allow', sid: user, mask: SELF_RIGHTS }];
  if (equalSid(user, creator)) {
    // The owner would otherwise get WRITE_DAC and so everything else.
    dacl.push({ kind: 'allow', sid: OWNER_RIGHTS, mask: RIGHT.READ_CONTROL });
  } else {
    dacl.push({ kind: 'allow', sid: creator, mask: TOKEN_RIGHT.ALL_ACCESS });
  }
  dacl.push({ kind: 'allow', sid: SYSTEM, mask: TOKEN_RIGHT.ALL_ACCESS });
  return { owner: creator, group: creator, dacl };
}

/** The SD of a process that runs with `token`, made by `creator`. @internal */
export function defaultProcessSd(token: Token, creator: Token): SecurityDescriptor {
  return {
    owner: creator.userSid,
    group: sidAtIndex(creator, creator.primaryGroupIndex),
    dacl: [
      { kind: 'allow', sid: token.userSid, mask: PROCESS_ALL },
      { kind: 'allow', sid: ADMINISTRATORS, mask: PROCESS_ALL },
      { kind: 'allow', sid: SYSTEM, mask: PROCESS_ALL },
      { kind: 'allow', sid: EVERYONE, mask: PROCESS_RIGHT.QUERY_LIMITED },
    ],
  };
}

/** The SID that an owner or primary-group index stands for. @internal */
export function sidAtIndex(token: Token, index: number): Sid {
  return index === 0 ? token.userSid : (token.groups[index - 1]?.sid ?? token.userSid);
}
