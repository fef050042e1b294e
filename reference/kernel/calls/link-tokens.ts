/** @module KACS_IOC_LINK_TOKENS (PSD-004 v0.20 §4.6, §13.2; seed Token Ioctls §13.2.10). */
import { ELEVATION, PRIVILEGE, TOKEN_RIGHT, TOKEN_TYPE } from '../../abi/numbers.js';
import { equalSid } from '../../wire/wire.js';
import { bigintArgument } from '../arguments.js';
import { defineCall, ModelBug, type CallContext, type Check } from '../model.js';
import { effectiveToken, holds, markUsed } from '../privileges.js';
import type { Token, TokenHandle } from '../state.js';
import { findHandle } from '../world.js';
import { notInspection, type HandleContext } from './handle-checks.js';

/** @internal */
export interface LinkContext extends HandleContext {
  readonly elevated: TokenHandle | undefined;
  readonly filtered: TokenHandle | undefined;
  readonly sessionId: bigint;
}

/** Refuses if it holds for the tokens of the two operands. */
function pairCheck(
  id: string,
  clauses: Check<LinkContext>['clauses'],
  bad: (elevated: Token, filtered: Token, context: LinkContext) => boolean,
): Check<LinkContext> {
  return {
    id,
    clauses,
    errno: 'EINVAL',
    refuses: (c) =>
      c.elevated !== undefined &&
      c.filtered !== undefined &&
      bad(c.elevated.token, c.filtered.token, c),
  };
}

/** An operand of the call needs the duplicate right on its handle. */
function operandRight(
  role: 'elevated' | 'filtered',
  clause: 'LK-013' | 'LK-014',
): Check<LinkContext> {
  return {
    id: `${role}-right`,
    clauses: [clause],
    errno: 'EACCES',
    refuses: (c) => ((c[role]?.mask ?? 0) & TOKEN_RIGHT.DUPLICATE) === 0,
  };
}

/** Whether profiles demand more of a pair than the seeds do (ruling R67). */
function isStrict({ world }: CallContext): boolean {
  return world.model.profile.switches.R67 === 'strict';
}

/** @internal */
export const linkTokens = defineCall<LinkContext>({
  name: 'KACS_IOC_LINK_TOKENS',
  prepare: (base) => ({
    ...base,
    handle: findHandle(base.thread, base.args['token']),
    elevated: findHandle(base.thread, base.args['elevated']),
    filtered: findHandle(base.thread, base.args['filtered']),
    sessionId: bigintArgument(base.args, 'sessionId'),
  }),
  checks: [
    {
      id: 'handle',
      clauses: [],
      errno: 'EBADF',
      refuses: ({ handle, elevated, filtered }) =>
        handle === undefined || elevated === undefined || filtered === undefined,
    },
    notInspection('PF-016'),
    {
      id: 'privilege',
      clauses: ['LK-012'],
      errno: 'EPERM',
      refuses: ({ thread }) => !holds(effectiveToken(thread).privileges, PRIVILEGE.TCB),
    },
    operandRight('elevated', 'LK-013'),
    operandRight('filtered', 'LK-014'),
    pairCheck('self', ['LK-017'], (elevated, filtered) => elevated === filtered),
    pairCheck(
      'session',
      ['LK-004', 'LK-005', 'LK-006', 'LK-007'],
      (elevated, filtered, { sessionId }) =>
        elevated.session.id !== sessionId || filtered.session.id !== sessionId,
    ),
    pairCheck(
      'type',
      ['LK-019'],
      (elevated, filtered, c) =>
        isStrict(c) &&
        (elevated.type !== TOKEN_TYPE.PRIMARY || filtered.type !== TOKEN_TYPE.PRIMARY),
    ),
    pairCheck(
      'user',
      ['LK-020'],
      (elevated, filtered, c) => isStrict(c) && !equalSid(elevated.userSid, filtered.userSid),
    ),
    pairCheck(
      'elevated-role',
      ['LK-022'],
      (elevated, _, c) => isStrict(c) && elevated.elevationType === ELEVATION.LIMITED,
    ),
    pairCheck(
      'filtered-role',
      ['LK-021'],
      (_, filtered, c) => isStrict(c) && filtered.elevationType === ELEVATION.FULL,
    ),
  ],
  effects: [
    {
      id: 'use-privilege',
      clauses: [],
      apply: ({ thread }) => markUsed(effectiveToken(thread), PRIVILEGE.TCB),
    },
    {
      id: 'register',
      clauses: ['LK-001', 'LK-008', 'LK-015', 'LK-016'],
      apply: ({ elevated, filtered }) => {
        if (elevated === undefined || filtered === undefined) throw new ModelBug('no operands');
        const pair = { elevated: elevated.token, filtered: filtered.token };
        elevated.token.session.pair = pair;
      },
    },
    {
      id: 'elevated-type',
      clauses: ['LK-002', 'LK-009', 'IQ-029'],
      apply: ({ elevated }) => {
        if (elevated !== undefined) elevated.token.elevationType = ELEVATION.FULL;
      },
    },
    {
      id: 'filtered-type',
      clauses: ['LK-003', 'LK-010', 'IQ-030'],
      apply: ({ filtered }) => {
        if (filtered !== undefined) filtered.token.elevationType = ELEVATION.LIMITED;
      },
    },
  ],
  result: () => ({}),
});
