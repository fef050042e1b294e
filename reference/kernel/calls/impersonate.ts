/** @module KACS_IOC_IMPERSONATE and kacs_revert (PSD-004 v0.20 §9, §13.1, §13.2). */
import { PRIVILEGE, TOKEN_RIGHT, TOKEN_TYPE } from '../../abi/numbers.js';
import { defineCall, ModelBug } from '../model.js';
import { holds, markUsed } from '../privileges.js';
import { gatesFor, impersonate, revert, type GateResult } from './gates.js';
import {
  handleChecks,
  NOT_INSPECTION,
  realToken,
  tokenOf,
  withHandle,
  type HandleContext,
} from './handle-checks.js';

/** @internal */
export interface ImpersonateContext extends HandleContext {
  readonly gates: GateResult | undefined;
}

/** @internal */
export const impersonateToken = defineCall<ImpersonateContext>({
  name: 'KACS_IOC_IMPERSONATE',
  prepare(base) {
    const context = withHandle(base);
    const token = context.handle?.token;
    return { ...context, gates: gatesFor(base.thread, token) };
  },
  checks: [
    ...handleChecks(TOKEN_RIGHT.IMPERSONATE, ['IM-017']),
    NOT_INSPECTION,
    {
      id: 'type',
      clauses: ['IM-003'],
      errno: 'EINVAL',
      refuses: (c) => tokenOf(c).type !== TOKEN_TYPE.IMPERSONATION,
    },
    {
      id: 'sandbox',
      clauses: ['IM-008', 'IM-009', 'IM-022'],
      errno: 'EPERM',
      refuses: ({ gates }) => gates?.kind === 'denied',
    },
  ],
  effects: [
    {
      id: 'use-privilege',
      clauses: [],
      apply: ({ thread }) => {
        const server = realToken(thread);
        if (holds(server.privileges, PRIVILEGE.IMPERSONATE)) {
          markUsed(server, PRIVILEGE.IMPERSONATE);
        }
      },
    },
    {
      id: 'impersonate',
      clauses: ['IM-001', 'IM-002', 'IM-004', 'IM-005', 'IM-010', 'IM-014', 'IM-024'],
      apply: (c) => {
        if (c.gates?.kind !== 'level') throw new ModelBug('the gates come first');
        impersonate(c.world, c.thread, tokenOf(c), c.gates.level);
      },
    },
  ],
  result: () => ({}),
});

/** @internal */
export const revertImpersonation = defineCall({
  name: 'kacs_revert',
  prepare: (base) => base,
  checks: [],
  effects: [
    {
      id: 'revert',
      clauses: ['IM-025', 'IM-032'],
      apply: ({ world, thread }) => revert(world, thread),
    },
  ],
  result: () => ({}),
});
