/**
 * @module Calls that the documents leave to the implementation: the model accepts them, and a
 * candidate may refuse them. From rulings.md, ruling by ruling; an entry too many costs a finding,
 * an entry too few is a false accusation.
 */
import { RIGHT, TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import {
  PRIVILEGE_ACTION,
  type AdjustPrivilegesContext,
} from '../../../reference/kernel/calls/adjust-privileges.js';
import type { AdjustDefaultContext } from '../../../reference/kernel/calls/adjust-default.js';
import type { CreateSessionContext } from '../../../reference/kernel/calls/create-session.js';
import type { DuplicateContext } from '../../../reference/kernel/calls/duplicate.js';
import { realToken, type HandleContext } from '../../../reference/kernel/calls/handle-checks.js';
import type { NodeContext } from '../../../reference/kernel/calls/inspection.js';
import type { LinkContext } from '../../../reference/kernel/calls/link-tokens.js';
import type { RestrictContext } from '../../../reference/kernel/calls/restrict.js';
import type { CallContext } from '../../../reference/kernel/model.js';
import { effectiveToken } from '../../../reference/kernel/privileges.js';
import type { Token } from '../../../reference/kernel/state.js';
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import { encode, equalBytes, equalSid, sidBytes, toHex } from '../../../reference/wire/wire.js';
import { TOKEN_SPECS, type Points } from './open-token-specs.js';

const KNOWN_RIGHTS =
  (TOKEN_RIGHT.ALL_ACCESS |
    RIGHT.MAXIMUM_ALLOWED |
    RIGHT.GENERIC_ALL |
    RIGHT.GENERIC_EXECUTE |
    RIGHT.GENERIC_WRITE |
    RIGHT.GENERIC_READ) >>>
  0;
const GENERIC =
  (RIGHT.MAXIMUM_ALLOWED |
    RIGHT.GENERIC_ALL |
    RIGHT.GENERIC_EXECUTE |
    RIGHT.GENERIC_WRITE |
    RIGHT.GENERIC_READ) >>>
  0;
const WRITE_RESTRICTED = 1;
const SYSTEM_USER = '01010000000000051200';

/** A mask that no clause or only some profiles speak of (R55). */
function oddMask(mask: unknown, { switches }: Profile): boolean {
  const asked = Number(mask);
  if (asked === 0 || (asked & ~KNOWN_RIGHTS) !== 0) return true;
  return switches.R55 === 'record' && (asked & GENERIC) !== 0;
}

/** Where the seeds define no SD, only SYSTEM is sure to get what it asks for (R56). */
function noSystem({ thread }: CallContext, { switches }: Profile): boolean {
  return (
    switches.R56 === 'undefined' &&
    !toHex(sidBytes(effectiveToken(thread).userSid)).startsWith(SYSTEM_USER)
  );
}

const OPENINGS: Points<CallContext> = [
  ['R55', ({ args }, profile) => oddMask(args['accessMask'], profile)],
  ['R56', noSystem],
];

const SESSION_SPECS: Points<CreateSessionContext> = [
  [
    'R42',
    ({ spec, buffer, world }) =>
      !equalBytes(encode(world.model.wire, 'SESSION_SPEC', spec).bytes, buffer.bytes),
  ],
  [
    'R43',
    ({ spec }, { switches }) => {
      if (switches.R43 !== 'either') return false;
      return !Buffer.from(Buffer.from(spec.authPackage).toString('utf8')).equals(spec.authPackage);
    },
  ],
];

/** An index may stand for the logon SID that the kernel has added (R30). */
function namesLogonSid(c: AdjustDefaultContext): boolean {
  const count = c.handle?.token.groups.length ?? 0;
  return c.ownerIndex === count || c.groupIndex === count;
}

function restrictedServer({ thread }: CallContext): boolean {
  return realToken(thread).restrictedSids.length > 0;
}

function tokenBehind({ handle }: HandleContext): Token | undefined {
  return handle?.token;
}

const POINTS: Readonly<Record<string, Points<never>>> = {
  kacs_open_self_token: OPENINGS,
  kacs_open_process_token: OPENINGS,
  kacs_open_thread_token: OPENINGS,
  kacs_create_token: TOKEN_SPECS,
  kacs_create_session: SESSION_SPECS,
  KACS_IOC_DUPLICATE: [
    ...OPENINGS,
    ['R54', ({ type, level }: DuplicateContext) => type === 1 && level !== 0],
  ],
  KACS_IOC_RESTRICT: [
    [
      'R59',
      (c: RestrictContext) =>
        (c.flags & WRITE_RESTRICTED) !== 0 &&
        c.restrictSids.length === 0 &&
        tokenBehind(c)?.restrictedSids.length === 0,
    ],
    [
      'R58',
      (c: RestrictContext, { switches }: Profile) =>
        switches.R58 === 'record' && (tokenBehind(c)?.restrictedSids.length ?? 0) > 0,
      true,
    ],
    [
      'R39',
      ({ restrictSids }: RestrictContext) =>
        new Set(restrictSids.map((sid) => toHex(sidBytes(sid)))).size < restrictSids.length,
      true,
    ],
  ],
  KACS_IOC_ADJUST_PRIVS: [
    [
      'R72',
      ({ entries }: AdjustPrivilegesContext, { switches }: Profile) =>
        switches.R72 !== 'works' &&
        entries.some(({ attributes }) => attributes === PRIVILEGE_ACTION.RESET),
      true,
    ],
  ],
  KACS_IOC_ADJUST_DEFAULT: [
    ['R30', namesLogonSid],
    [
      'R40',
      (c: AdjustDefaultContext, { switches }: Profile) =>
        switches.R40 === 'record' &&
        c.dacl.kind === 'replace' &&
        c.dacl.acl.aces.some(({ type }) => type > 1),
      true,
    ],
  ],
  KACS_IOC_LINK_TOKENS: [
    [
      'R67',
      (c: LinkContext, { switches }: Profile) => {
        const [one, other] = [c.elevated?.token, c.filtered?.token];
        if (switches.R67 !== 'either' || one === undefined || other === undefined) return false;
        const twoPrimaries = one.type === 1 && other.type === 1;
        const roles = one.elevationType !== 3 && other.elevationType !== 2;
        return !twoPrimaries || !roles || !equalSid(one.userSid, other.userSid);
      },
      true,
    ],
  ],
  KACS_IOC_IMPERSONATE: [
    [
      'R60',
      (c: HandleContext, { switches }: Profile) => switches.R60 === 'either' && restrictedServer(c),
    ],
    [
      'R62',
      (c: HandleContext, { switches }: Profile) => switches.R62 === 'either' && restrictedServer(c),
    ],
  ],
  'world.open': [
    [
      'R79',
      ({ node }: NodeContext) =>
        node?.kind === 'token' && node.target !== undefined && node.token !== node.target.primary,
    ],
  ],
};

/**
 * The ruling that leaves open whether a call that the model accepts is accepted; undefined: none.
 * `vague`: only where what comes of it is open, too, so that the model cannot go on. @internal
 */
export function openPoint(
  op: string,
  context: CallContext,
  profile: Profile,
  vague: boolean,
): string | undefined {
  const points = (POINTS[op] ?? []) as Points<CallContext>;
  const found = points.find(
    ([, applies, isVague]) => (!vague || isVague === true) && applies(context, profile),
  );
  return found?.[0];
}

/** Whether something can come of the call that the model does not know. @internal */
export function mayBeVague(op: string): boolean {
  return (POINTS[op] ?? []).some(([, , vague]) => vague === true);
}
