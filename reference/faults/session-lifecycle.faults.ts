/** @module Faults of sessions: their ids, their logon SIDs, their end, who may make them. */
import { PRIVILEGE } from '../abi/numbers.js';
import type { CreateSessionContext } from '../kernel/calls/create-session.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { DestroySessionContext } from '../kernel/calls/destroy-empty-session.js';
import type { QueryContext } from '../kernel/calls/query.js';
import { effectiveToken, holds } from '../kernel/privileges.js';
import type { Session, Token } from '../kernel/state.js';
import type { World } from '../kernel/world.js';
import type { Sid } from '../wire/values.js';
import {
  changingWhenRefused,
  fault,
  otherEffect,
  otherPayload,
  otherResult,
  refusing,
  weakerCheck,
  withErrno,
  withoutCheck,
  withoutEffect,
  type Change,
  type Fault,
} from './fault.js';

const CREATE = 'kacs_create_session';
const DESTROY = 'kacs_destroy_empty_session';
const SERVICE = 5;
const NEW_CREDENTIALS = 9;
/** The last number of the second user of the suites. */
const ANOTHER_USER = 1002;
const FIRST_ID = 1000n;

/** Sessions get the id that `choose` makes of the next one. */
function choosingIds(choose: (next: bigint, world: World) => bigint): Change {
  return otherEffect<CreateSessionContext>(CREATE, 'assign-id', (context, original) => {
    original();
    context.id = choose(context.id, context.world);
  });
}

function lowestFree(_: bigint, { sessions }: World): bigint {
  let id = FIRST_ID;
  while (sessions.has(id)) id += 1n;
  return id;
}

/** Only service sessions are wrong, so that other clauses still see right logon SIDs. */
function serviceLogonSid(change: (sid: Sid, token: Token) => Sid): Change {
  return otherPayload('LOGON_SID', (sid, token) =>
    token.session.logonType === SERVICE ? change(sid as Sid, token) : sid,
  );
}

/** TokenLogonSid of a service session has other sub-authorities. */
function logonSid(subAuthorities: (session: Session) => readonly number[]): Change {
  return serviceLogonSid((sid, { session }) => ({
    ...sid,
    subAuthorities: subAuthorities(session),
  }));
}

const high = ({ id }: Session): number => Number(id >> 32n);
const low = ({ id }: Session): number => Number(id & 0xffffffffn);

const IDS: readonly Fault[] = [
  fault('session-lifecycle/lowest-free-id-given-out', 'SE-002', choosingIds(lowestFree)),
  // A network logon with the caller's own local session, taken too literally.
  fault(
    'session-lifecycle/new-credentials-answer-with-the-callers-session',
    'SE-003',
    otherResult<CreateSessionContext>(CREATE, (result, { spec, thread }) =>
      spec.logonType === NEW_CREDENTIALS && spec.userSid.subAuthorities.at(-1) === ANOTHER_USER
        ? { id: `0x${effectiveToken(thread).session.id.toString(16)}` }
        : result,
    ),
  ),
  fault(
    'session-lifecycle/batch-sessions-with-the-sign-bit',
    'SE-003',
    otherResult<CreateSessionContext>(CREATE, (result, { spec, id }) =>
      spec.logonType === 4 ? { id: `0x${(id | (1n << 63n)).toString(16)}` } : result,
    ),
  ),
  fault(
    'session-lifecycle/ids-start-at-1',
    'SE-026',
    choosingIds((next) => 1n + ((next - FIRST_ID) % 900n)),
  ),
  fault(
    'session-lifecycle/well-known-ids-not-skipped',
    'SE-037',
    choosingIds((next) => 990n + ((next - FIRST_ID) % 1500n)),
  ),
];

const LOGON_SIDS: readonly Fault[] = [
  fault(
    'session-lifecycle/logon-sid-of-another-authority',
    'SE-004',
    serviceLogonSid((sid) => ({ ...sid, authority: 16 })),
  ),
  fault(
    'session-lifecycle/logon-sid-without-the-upper-half',
    'SE-004',
    logonSid((session) => [5, low(session)]),
  ),
  fault(
    'session-lifecycle/logon-sid-not-of-the-id',
    'SE-004',
    logonSid((session) => [5, high(session), low(session) + 1]),
  ),
  fault(
    'session-lifecycle/logon-sid-of-the-user',
    'SE-005',
    serviceLogonSid((sid, { userSid }) => ({
      ...sid,
      subAuthorities: [5, 0, userSid.subAuthorities[0] ?? 0],
    })),
  ),
  fault(
    'session-lifecycle/logon-sid-halves-swapped',
    ['SE-021', 'SE-036'],
    logonSid((session) => [5, low(session), high(session)]),
    { R97: 'high-low' },
  ),
  fault(
    'session-lifecycle/logon-sid-lower-half-twice',
    'SE-021',
    logonSid((session) => [5, low(session), low(session)]),
  ),
  fault(
    'session-lifecycle/logon-sid-lower-half-in-16-bits-swapped',
    'SE-036',
    logonSid((session) => [5, high(session), (low(session) << 16) >>> 0]),
  ),
];

/** Whether a process has a handle to a token of the session. */
function hasHandle({ world, session }: DestroySessionContext): boolean {
  return [...world.processes.values()].some((process) =>
    [...process.handles.values()].some(
      (handle) => 'token' in handle && handle.token.session === session,
    ),
  );
}

const LOW_HALF = 0xffffffffn;

const END: readonly Fault[] = [
  fault('session-lifecycle/destroy-does-nothing', 'SE-007', withoutEffect(DESTROY, 'remove')),
  fault(
    'session-lifecycle/destroy-works-once-for-all',
    'SE-007',
    otherEffect<DestroySessionContext>(DESTROY, 'remove', ({ world }) => {
      for (const [id, { liveTokens, permanent }] of world.sessions) {
        if (liveTokens === 0 && !permanent) world.sessions.delete(id);
      }
    }),
  ),
  fault(
    'session-lifecycle/network-sessions-not-destroyed',
    'SE-007',
    refusing<DestroySessionContext>(DESTROY, ({ session }) => session?.logonType === 3, 'EBUSY'),
  ),
  fault(
    'session-lifecycle/busy-session-destroyed',
    ['SE-008', 'SE-015'],
    withoutCheck(DESTROY, 'empty'),
  ),
  fault(
    'session-lifecycle/only-handles-keep-a-session',
    ['SE-008', 'SE-015'],
    weakerCheck<DestroySessionContext>(DESTROY, 'empty', (c) => !hasHandle(c)),
  ),
  fault(
    'session-lifecycle/one-token-does-not-count',
    ['SE-008', 'SE-015'],
    weakerCheck<DestroySessionContext>(DESTROY, 'empty', (c) => c.session?.liveTokens === 1),
  ),
  // Unlinked first, looked at afterwards.
  fault(
    'session-lifecycle/refused-destroy-unlinks-the-session',
    'SE-008',
    changingWhenRefused<DestroySessionContext>(DESTROY, 'empty', ({ world, id }) => {
      world.sessions.delete(id);
    }),
  ),
  fault(
    'session-lifecycle/busy-session-another-errno',
    ['SE-008', 'SE-015'],
    withErrno(DESTROY, 'empty', 'EINVAL'),
    { R71: 'EBUSY' },
  ),
  fault(
    'session-lifecycle/unknown-session-another-errno',
    'SE-014',
    withErrno(DESTROY, 'exists', 'EINVAL'),
  ),
  fault(
    'session-lifecycle/session-id-in-32-bits',
    'SE-014',
    weakerCheck<DestroySessionContext>(DESTROY, 'exists', ({ world, id }) =>
      world.sessions.has(id & LOW_HALF),
    ),
  ),
  fault(
    'session-lifecycle/destroying-twice-succeeds',
    ['SE-007', 'SE-014'],
    withoutCheck(DESTROY, 'exists'),
  ),
];

const isPresent = ({ thread }: { readonly thread: CreateSessionContext['thread'] }): boolean =>
  (effectiveToken(thread).privileges.present & (1n << BigInt(PRIVILEGE.TCB))) !== 0n;

const holdsAnother = ({ thread }: { readonly thread: CreateSessionContext['thread'] }): boolean =>
  holds(effectiveToken(thread).privileges, PRIVILEGE.CREATE_TOKEN);

const PRIVILEGES: readonly Fault[] = [
  fault(
    'session-lifecycle/anyone-creates-sessions',
    ['SE-010', 'SE-012'],
    withoutCheck(CREATE, 'privilege'),
  ),
  fault(
    'session-lifecycle/disabled-tcb-creates-sessions',
    ['SE-010', 'SE-012'],
    weakerCheck<CreateSessionContext>(CREATE, 'privilege', isPresent),
  ),
  fault(
    'session-lifecycle/create-token-privilege-creates-sessions',
    'SE-012',
    weakerCheck<CreateSessionContext>(CREATE, 'privilege', holdsAnother),
  ),
  fault(
    'session-lifecycle/tcb-alone-does-not-create-sessions',
    'SE-012',
    refusing<CreateSessionContext>(CREATE, (c) => !holdsAnother(c), 'EPERM'),
  ),
  fault('session-lifecycle/anyone-destroys-sessions', 'SE-013', withoutCheck(DESTROY, 'privilege')),
  fault(
    'session-lifecycle/disabled-tcb-destroys-sessions',
    'SE-013',
    weakerCheck<DestroySessionContext>(DESTROY, 'privilege', isPresent),
  ),
  fault(
    'session-lifecycle/create-token-privilege-destroys-sessions',
    'SE-013',
    weakerCheck<DestroySessionContext>(DESTROY, 'privilege', holdsAnother),
  ),
  fault(
    'session-lifecycle/destroyed-before-the-privilege-check',
    'SE-013',
    changingWhenRefused<DestroySessionContext>(DESTROY, 'privilege', ({ world, id }) => {
      world.sessions.delete(id);
    }),
  ),
];

function hasExpired({ expiration }: Token, { clock }: World): boolean {
  return expiration !== 0n && expiration < clock;
}

const EXPIRATION: readonly Fault[] = [
  fault(
    'session-lifecycle/expired-token-not-made',
    'SE-022',
    refusing<CreateTokenContext>(
      'kacs_create_token',
      ({ spec, world }) => spec.expiration !== 0n && spec.expiration < world.clock,
    ),
  ),
  fault(
    'session-lifecycle/expired-token-not-answering',
    'SE-022',
    refusing<QueryContext>(
      'KACS_IOC_QUERY',
      ({ handle, world }) => handle !== undefined && hasExpired(handle.token, world),
    ),
  ),
];

/** @internal */
export const SESSION_LIFECYCLE_FAULTS: readonly Fault[] = [
  ...IDS,
  ...LOGON_SIDS,
  ...END,
  ...PRIVILEGES,
  ...EXPIRATION,
];
