/** @module Defects that calls share: a weak handle, a caller without its privilege. */
import { adjustPrivileges, openSelf, ref } from './steps.js';
import { duplicate, type DuplicateRequest } from './steps-derive.js';
import type { Defect } from './precedence.js';
import { control } from './suite.js';

const EVERYTHING = 0xf01ff;

/** The call on a copy of the token `t` whose handle lacks a right. @public */
export function weakHandle(right: number, copy: DuplicateRequest = {}): Defect {
  const accessMask = EVERYTHING & ~right;
  return {
    slug: 'right',
    before: [control(duplicate('weak', 't', { ...copy, accessMask }))],
    args: { token: ref('weak.handle') },
  };
}

/** The caller has its privilege switched off. @public */
export function withoutPrivilege(luid: number): Defect {
  return {
    slug: 'privilege',
    before: [
      control(openSelf('me', 0x0028, true)),
      control(adjustPrivileges('me', [{ luid, attributes: 0 }])),
    ],
  };
}
