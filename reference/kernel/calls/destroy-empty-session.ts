/** @module kacs_destroy_empty_session (PSD-004 v0.20 §4.7, §13.1). */
import { PRIVILEGE } from '../../abi/numbers.js';
import { bigintArgument } from '../arguments.js';
import { defineCall, type CallContext } from '../model.js';
import { effectiveToken, holds, markUsed } from '../privileges.js';
import { endSession } from '../session-end.js';
import type { Session } from '../state.js';

/** @internal */
export interface DestroySessionContext extends CallContext {
  readonly id: bigint;
  readonly session: Session | undefined;
}

/** @internal */
export const destroyEmptySession = defineCall<DestroySessionContext>({
  name: 'kacs_destroy_empty_session',
  prepare(base) {
    const id = bigintArgument(base.args, 'id');
    return { id, session: base.world.sessions.get(id), ...base };
  },
  checks: [
    {
      id: 'privilege',
      clauses: ['SE-013'],
      errno: 'EPERM',
      refuses: ({ thread }) => !holds(effectiveToken(thread).privileges, PRIVILEGE.TCB),
    },
    {
      id: 'exists',
      clauses: ['SE-014'],
      errno: 'ENOENT',
      refuses: ({ session }) => session === undefined,
    },
    {
      id: 'empty',
      clauses: ['SE-008', 'SE-015', 'TC-016'],
      errno: 'EBUSY',
      refuses: ({ session }) =>
        session !== undefined && (session.liveTokens > 0 || session.permanent),
    },
  ],
  effects: [
    {
      id: 'use-privilege',
      clauses: [],
      apply: ({ thread }) => markUsed(effectiveToken(thread), PRIVILEGE.TCB),
    },
    {
      id: 'remove',
      clauses: ['SE-007'],
      apply: ({ world, session }) => {
        if (session !== undefined) endSession(world, session);
      },
    },
  ],
  result: () => ({}),
});
