/** @module kacs_create_token (PSD-004 v0.20 §4.4, §13.1; the token-spec page). */
import { GROUP, PRIVILEGE, TOKEN_RIGHT } from '../../abi/numbers.js';
import type { TokenSpec } from '../../wire/values.js';
import { clausesOf, decode, equalSid, type Issue } from '../../wire/wire.js';
import { defineCall, ModelBug, type CallContext } from '../model.js';
import { effectiveToken, holds, markUsed } from '../privileges.js';
import type { Session, Token } from '../state.js';
import { tokenFromSpec, tokenGroup } from '../token.js';
import { readUserBuffer, type UserBuffer } from '../user-memory.js';

/** @internal */
export interface CreateTokenContext extends CallContext {
  readonly buffer: UserBuffer;
  readonly spec: TokenSpec;
  /** The rules of the tables that the spec breaks. */
  readonly issues: readonly Issue[];
  readonly session: Session | undefined;
  /** Set by the effects. */
  token: Token | undefined;
  handle: number;
}

/** @internal */
export const createToken = defineCall<CreateTokenContext>({
  name: 'kacs_create_token',
  prepare(base) {
    const buffer = readUserBuffer(base.args, 'spec');
    const { wire } = base.world.model;
    const { value, issues } = decode(wire, 'TOKEN_SPEC', buffer.bytes);
    for (const issue of issues) base.world.cite(clausesOf(wire, issue));
    const spec = value as TokenSpec;
    const session = base.world.sessions.get(spec.sessionId);
    return { buffer, spec, issues, session, token: undefined, handle: 0, ...base };
  },
  checks: [
    {
      id: 'privilege',
      clauses: ['TC-014'],
      errno: 'EPERM',
      refuses: ({ thread }) => !holds(effectiveToken(thread).privileges, PRIVILEGE.CREATE_TOKEN),
    },
    { id: 'memory', clauses: [], errno: 'EFAULT', refuses: ({ buffer }) => !buffer.readable },
    { id: 'spec', clauses: [], errno: 'EINVAL', refuses: ({ issues }) => issues.length > 0 },
    {
      id: 'session',
      clauses: ['TH-074'],
      errno: 'EINVAL',
      refuses: ({ session }) => session === undefined,
    },
    {
      id: 'logon-sid',
      clauses: ['TV-038'],
      errno: 'EINVAL',
      refuses: ({ spec, session }) =>
        session !== undefined &&
        (spec.groups ?? []).some((group) => equalSid(group.sid, session.logonSid)),
    },
  ],
  effects: [
    {
      id: 'use-privilege',
      clauses: ['IQ-011'],
      apply: ({ thread }) => markUsed(effectiveToken(thread), PRIVILEGE.CREATE_TOKEN),
    },
    {
      id: 'copy-fields',
      clauses: [
        ...(['TC-001', 'TC-012', 'TC-015', 'TC-017'] as const),
        ...(['TC-022', 'TC-023', 'TC-024', 'TC-025', 'TC-026', 'TC-038'] as const),
      ],
      apply: (context) => {
        const { world, thread, spec, session } = context;
        if (session === undefined) throw new ModelBug('a token without a session');
        context.token = tokenFromSpec(world, spec, session, effectiveToken(thread).userSid);
      },
    },
    {
      id: 'append-logon-sid',
      clauses: ['TC-005', 'TC-006', 'TC-018', 'TC-019', 'TC-020', 'TC-036'],
      apply: ({ token }) => {
        token?.groups.push(tokenGroup(token.session.logonSid, (GROUP.LOGON_ID | 0x7) >>> 0));
      },
    },
    {
      id: 'open-handle',
      clauses: ['TC-007', 'IC-004'],
      apply: (context) => {
        const { world, thread, token } = context;
        if (token === undefined) throw new ModelBug('no token to open');
        context.handle = world.openHandle(thread.process, token, TOKEN_RIGHT.ALL_ACCESS);
      },
    },
  ],
  result: ({ handle }) => ({ handle }),
});
