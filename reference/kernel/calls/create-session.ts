/** @module kacs_create_session (PSD-004 v0.20 §13.1, §4.7; the session-spec page). */
import { PRIVILEGE } from '../../abi/numbers.js';
import type { SessionSpec } from '../../wire/values.js';
import { clausesOf, decode, type Issue } from '../../wire/wire.js';
import { formatBigint } from '../arguments.js';
import { addSession } from '../boot.js';
import { defineCall, type CallContext } from '../model.js';
import { effectiveToken, holds, markUsed } from '../privileges.js';
import { readUserBuffer, type UserBuffer } from '../user-memory.js';

/** @internal */
export interface CreateSessionContext extends CallContext {
  readonly buffer: UserBuffer;
  readonly spec: SessionSpec;
  /** The rules of the tables that the record breaks. */
  readonly issues: readonly Issue[];
  /** Set by the effect. */
  id: bigint;
}

/** @internal */
export const createSession = defineCall<CreateSessionContext>({
  name: 'kacs_create_session',
  prepare(base) {
    const buffer = readUserBuffer(base.args, 'spec');
    const { wire } = base.world.model;
    const { value, issues } = decode(wire, 'SESSION_SPEC', buffer.bytes);
    for (const issue of issues) base.world.cite(clausesOf(wire, issue));
    return { buffer, spec: value as SessionSpec, issues, id: 0n, ...base };
  },
  checks: [
    {
      id: 'privilege',
      clauses: ['SE-010', 'SE-012'],
      errno: 'EPERM',
      refuses: ({ thread }) => !holds(effectiveToken(thread).privileges, PRIVILEGE.TCB),
    },
    { id: 'memory', clauses: [], errno: 'EFAULT', refuses: ({ buffer }) => !buffer.readable },
    {
      id: 'spec',
      clauses: ['SS-001'],
      errno: 'EINVAL',
      refuses: ({ issues }) => issues.length > 0,
    },
  ],
  effects: [
    {
      id: 'use-privilege',
      clauses: [],
      apply: ({ thread }) => markUsed(effectiveToken(thread), PRIVILEGE.TCB),
    },
    {
      id: 'assign-id',
      clauses: ['SE-002', 'SE-026', 'SE-037'],
      apply: (context) => {
        const { world } = context;
        context.id = world.nextSessionId;
        world.nextSessionId += world.noisy ? BigInt(1 + world.random.below(5)) : 1n;
      },
    },
    {
      id: 'register',
      clauses: ['SE-004', 'SE-021', 'SE-036'],
      apply: ({ world, id, spec }) => {
        addSession(world, id, spec.logonType, spec.authPackage, spec.userSid, false);
      },
    },
  ],
  result: ({ id }) => ({ id: formatBigint(id) }),
});
