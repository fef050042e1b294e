/** @module KACS_IOC_DUPLICATE (PSD-004 v0.20 §4.4, §13.2; seed Token Ioctls §13.2.4). */
import { RIGHT, TOKEN_RIGHT, TOKEN_TYPE } from '../../abi/numbers.js';
import { allows } from '../access/check.js';
import { mapGeneric, TOKEN_MAPPING } from '../access/generic-mapping.js';
import { numberArgument } from '../arguments.js';
import { defaultTokenSd } from '../default-sd.js';
import { defineCall } from '../model.js';
import { effectiveToken } from '../privileges.js';
import type { Token } from '../state.js';
import { anonymousToken, deriveToken } from './derive.js';
import { LEVEL } from './gates.js';
import { maximumAccess } from './open-token.js';
import {
  handleChecks,
  NOT_INSPECTION,
  tokenOf,
  withHandle,
  type HandleContext,
} from './handle-checks.js';

/** @internal */
export interface DuplicateContext extends HandleContext {
  readonly wanted: number;
  readonly maximum: boolean;
  readonly type: number;
  /** As asked for. */
  readonly level: number;
  /** Set by the effects. */
  copy: Token | undefined;
  result: number;
}

/** Whether the copy loses its identity (ruling R52). */
function isStripped({ world, type, level }: DuplicateContext): boolean {
  return (
    world.model.profile.switches.R52 !== 'copy' &&
    type === TOKEN_TYPE.IMPERSONATION &&
    level === LEVEL.ANONYMOUS
  );
}

/** @internal */
export const duplicate = defineCall<DuplicateContext>({
  name: 'KACS_IOC_DUPLICATE',
  prepare(base) {
    const mask = numberArgument(base.args, 'accessMask');
    return {
      wanted: mapGeneric(mask & ~RIGHT.MAXIMUM_ALLOWED, TOKEN_MAPPING),
      maximum: (mask & RIGHT.MAXIMUM_ALLOWED) !== 0,
      type: numberArgument(base.args, 'tokenType'),
      level: numberArgument(base.args, 'level'),
      copy: undefined,
      result: 0,
      ...withHandle(base),
    };
  },
  checks: [
    ...handleChecks(TOKEN_RIGHT.DUPLICATE, ['DU-017']),
    NOT_INSPECTION,
    {
      id: 'type',
      clauses: [],
      errno: 'EINVAL',
      refuses: ({ type }) => type !== TOKEN_TYPE.PRIMARY && type !== TOKEN_TYPE.IMPERSONATION,
    },
    { id: 'level', clauses: [], errno: 'EINVAL', refuses: ({ level }) => level > LEVEL.DELEGATION },
    {
      id: 'escalation',
      clauses: ['DU-006', 'DU-007', 'DU-008', 'DU-018'],
      errno: 'EINVAL',
      refuses: (c) =>
        tokenOf(c).type === TOKEN_TYPE.IMPERSONATION &&
        c.type === TOKEN_TYPE.IMPERSONATION &&
        c.level > tokenOf(c).impersonationLevel,
    },
    {
      id: 'token-sd',
      clauses: ['DU-014', 'DU-016', 'DU-024', 'DU-048'],
      errno: 'EACCES',
      refuses: (c) => {
        const subject = effectiveToken(c.thread);
        const sd = defaultTokenSd(tokenOf(c).userSid, subject.userSid);
        return !allows(c.world, subject, sd, c.wanted, TOKEN_MAPPING);
      },
    },
  ],
  effects: [
    {
      id: 'copy',
      clauses: ['DU-001', 'DU-010', 'DU-012', 'DU-013', 'DU-027', 'AN-001', 'AN-009'],
      apply: (c) => {
        const source = tokenOf(c);
        c.copy = isStripped(c)
          ? anonymousToken(c.world, c.thread, source)
          : deriveToken(c.world, c.thread, source);
      },
    },
    {
      id: 'type-and-level',
      clauses: ['DU-003', 'DU-004', 'DU-009'],
      apply: ({ copy, type, level }) => {
        if (copy === undefined) return;
        copy.type = type;
        copy.impersonationLevel = type === TOKEN_TYPE.PRIMARY ? LEVEL.ANONYMOUS : level;
      },
    },
    {
      id: 'open-handle',
      clauses: ['DU-005', 'IC-005', 'IC-021', 'IC-022'],
      apply: (c) => {
        if (c.copy === undefined) return;
        const subject = effectiveToken(c.thread);
        const mask = c.maximum ? maximumAccess(c.world, subject, c.copy) : c.wanted;
        c.result = c.world.openHandle(c.thread.process, c.copy, mask);
      },
    },
  ],
  result: ({ result }) => ({ handle: result }),
});
