/** @module KACS_IOC_INSTALL (PSD-004 v0.20 §4.3, §12.1, §13.2; seed Token Ioctls §13.2.3). */
import { PRIVILEGE, TOKEN_RIGHT, TOKEN_TYPE } from '../../abi/numbers.js';
import { equalSid } from '../../wire/wire.js';
import { defaultProcessSd } from '../default-sd.js';
import { defineCall } from '../model.js';
import { holds, markUsed } from '../privileges.js';
import { retain } from '../world.js';
import {
  handleChecks,
  realToken,
  tokenOf,
  withHandle,
  type HandleContext,
} from './handle-checks.js';

/** Whether a caller without SeTcb is bound to its own user and session (ruling R64). */
function mustMatch({ world, thread }: HandleContext): boolean {
  return (
    world.model.profile.switches.R64 === 'match' &&
    !holds(realToken(thread).privileges, PRIVILEGE.TCB)
  );
}

/** @internal */
export const install = defineCall<HandleContext>({
  name: 'KACS_IOC_INSTALL',
  prepare: withHandle,
  checks: [
    ...handleChecks(TOKEN_RIGHT.ASSIGN_PRIMARY, ['IN-006']),
    {
      id: 'privilege',
      clauses: ['IN-007'],
      errno: 'EPERM',
      refuses: ({ thread }) => !holds(realToken(thread).privileges, PRIVILEGE.ASSIGN_PRIMARY_TOKEN),
    },
    {
      id: 'type',
      clauses: ['IN-002'],
      errno: 'EINVAL',
      refuses: (c) => tokenOf(c).type !== TOKEN_TYPE.PRIMARY,
    },
    {
      id: 'user-match',
      clauses: ['IN-010', 'IN-011', 'IN-027'],
      errno: 'EPERM',
      refuses: (c) => mustMatch(c) && !equalSid(tokenOf(c).userSid, realToken(c.thread).userSid),
    },
    {
      id: 'session-match',
      clauses: ['IN-012', 'IN-013', 'IN-027'],
      errno: 'EPERM',
      refuses: (c) => mustMatch(c) && tokenOf(c).session !== realToken(c.thread).session,
    },
  ],
  effects: [
    {
      id: 'use-privilege',
      clauses: [],
      apply: ({ thread }) => markUsed(realToken(thread), PRIVILEGE.ASSIGN_PRIMARY_TOKEN),
    },
    {
      id: 'process-sd',
      clauses: ['IN-003', 'IN-004', 'IN-005', 'IN-021'],
      apply: (c) => {
        const old = realToken(c.thread);
        const token = tokenOf(c);
        if (!equalSid(old.userSid, token.userSid)) {
          c.thread.process.sd = defaultProcessSd(token, token);
        }
      },
    },
    {
      id: 'replace-primary',
      clauses: ['IN-001', 'IN-018'],
      apply: (c) => {
        const { process } = c.thread;
        const old = process.primary;
        process.primary = retain(tokenOf(c));
        c.world.release(old);
      },
    },
    {
      id: 'project-credentials',
      clauses: ['IN-022', 'IN-025', 'IN-026', 'TH-068', 'TH-070', 'TH-090', 'TH-091', 'TV-029'],
      apply: (c) => {
        const token = tokenOf(c);
        c.thread.process.credentials = {
          uid: token.projectedUid,
          gid: token.projectedGid,
          groups: token.supplementaryGids,
        };
      },
    },
  ],
  result: () => ({}),
});
