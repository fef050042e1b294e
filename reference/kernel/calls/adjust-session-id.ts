/** @module KACS_IOC_ADJUST_SESSIONID, interactivity scope in v0.22 (PSD-004 v0.20 §4.5). */
import { PRIVILEGE, TOKEN_RIGHT } from '../../abi/numbers.js';
import { numberArgument } from '../arguments.js';
import { defineCall } from '../model.js';
import { holds, markUsed } from '../privileges.js';
import { bumpModifiedId } from '../token.js';
import {
  handleChecks,
  realToken,
  tokenOf,
  withHandle,
  type HandleContext,
} from './handle-checks.js';

/** @internal */
export const adjustSessionId = defineCall<HandleContext>({
  name: 'KACS_IOC_ADJUST_SESSIONID',
  prepare: withHandle,
  checks: [
    ...handleChecks(TOKEN_RIGHT.ADJUST_SESSIONID, ['AS-003']),
    {
      id: 'privilege',
      clauses: ['AS-004'],
      errno: 'EPERM',
      refuses: ({ thread }) => !holds(realToken(thread).privileges, PRIVILEGE.TCB),
    },
  ],
  effects: [
    {
      id: 'use-privilege',
      clauses: [],
      apply: ({ thread }) => markUsed(realToken(thread), PRIVILEGE.TCB),
    },
    {
      id: 'set',
      clauses: ['AS-001', 'AS-002', 'AS-007', 'AS-008'],
      apply: (c) => {
        tokenOf(c).interactiveSessionId = numberArgument(c.args, 'sessionId');
      },
    },
    {
      id: 'bump-modified-id',
      clauses: ['AS-006'],
      apply: (c) => bumpModifiedId(tokenOf(c)),
    },
  ],
  result: () => ({}),
});
