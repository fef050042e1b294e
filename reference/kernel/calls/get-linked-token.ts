/** @module KACS_IOC_GET_LINKED_TOKEN (PSD-004 v0.20 §4.6, §13.2; seed Token Ioctls §13.2.11). */
import { PRIVILEGE, TOKEN_RIGHT, TOKEN_TYPE } from '../../abi/numbers.js';
import { defineCall, ModelBug } from '../model.js';
import { effectiveToken, holds, markUsed } from '../privileges.js';
import type { Token } from '../state.js';
import { deriveToken } from './derive.js';
import { LEVEL } from './gates.js';
import { handleChecks, notInspection, withHandle, type HandleContext } from './handle-checks.js';

/** @internal */
export interface GetLinkedContext extends HandleContext {
  readonly partner: Token | undefined;
  /** With SeTcb the partner itself is handed out. */
  readonly trusted: boolean;
  result: number;
}

/** The other member of the pair that is registered now. */
function partnerOf(token: Token): Token | undefined {
  const { pair } = token.session;
  if (pair?.elevated === token) return pair.filtered;
  return pair?.filtered === token ? pair.elevated : undefined;
}

/** @internal */
export const getLinkedToken = defineCall<GetLinkedContext>({
  name: 'KACS_IOC_GET_LINKED_TOKEN',
  prepare(base) {
    const context = withHandle(base);
    return {
      ...context,
      partner: context.handle === undefined ? undefined : partnerOf(context.handle.token),
      trusted: holds(effectiveToken(base.thread).privileges, PRIVILEGE.TCB),
      result: 0,
    };
  },
  checks: [
    ...handleChecks(TOKEN_RIGHT.QUERY, ['GL-011', 'GL-012']),
    notInspection('PF-017'),
    {
      id: 'partner',
      clauses: ['GL-013', 'GL-018', 'LK-016'],
      errno: 'ENOENT',
      refuses: ({ partner }) => partner === undefined,
    },
  ],
  effects: [
    {
      id: 'open-partner',
      clauses: ['GL-001', 'GL-008', 'GL-009', 'GL-010'],
      apply: (c) => {
        if (!c.trusted) return;
        if (c.partner === undefined) throw new ModelBug('no partner');
        markUsed(effectiveToken(c.thread), PRIVILEGE.TCB);
        c.result = c.world.openHandle(c.thread.process, c.partner, TOKEN_RIGHT.ALL_ACCESS);
      },
    },
    {
      id: 'open-clone',
      clauses: ['GL-002', 'GL-003', 'GL-004', 'GL-005', 'GL-016', 'GL-017', 'GL-020'],
      apply: (c) => {
        if (c.trusted) return;
        if (c.partner === undefined) throw new ModelBug('no partner');
        const clone = deriveToken(c.world, c.thread, c.partner);
        clone.type = TOKEN_TYPE.IMPERSONATION;
        clone.impersonationLevel = LEVEL.IDENTIFICATION;
        clone.elevationType = c.partner.elevationType;
        c.result = c.world.openHandle(c.thread.process, clone, TOKEN_RIGHT.QUERY);
      },
    },
  ],
  result: ({ result }) => ({ handle: result }),
});
