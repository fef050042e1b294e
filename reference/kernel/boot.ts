/**
 * @module The world after boot: the SYSTEM session and token, process 1, and, in noise mode, the
 * things that a real system has besides (PSD-004 v0.20 §4.3 and §13.5).
 */
import { ALL_PRIVILEGES, GROUP } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { parseSid } from '../wire/wire.js';
import type { Sid, TokenSpec } from '../wire/values.js';
import { defaultProcessSd } from './default-sd.js';
import type { Process, Session, Thread, Token } from './state.js';
import { logonSidOf, tokenFromSpec, tokenGroup } from './token.js';
import { INITIAL_ACTOR, retain, type World } from './world.js';

const SYSTEM = parseSid(SID_TEXT.SYSTEM);
const SERVICE_LOGON = 5;
const SYSTEM_INTEGRITY = 16384;
const MEDIUM_INTEGRITY = 8192;

/** What every process of the harness starts with: the identity of the SYSTEM token. */
const SYSTEM_SPEC: TokenSpec = {
  version: 2,
  tokenType: 1,
  impersonationLevel: 0,
  integrityLevel: SYSTEM_INTEGRITY,
  mandatoryPolicy: 3,
  sessionId: 0n,
  expiration: 0n,
  origin: 0n,
  auditPolicy: 0,
  interactiveSessionId: 0,
  ownerIndex: 0,
  primaryGroupIndex: 1,
  privilegesPresent: ALL_PRIVILEGES,
  privilegesEnabled: ALL_PRIVILEGES,
  confinementExempt: 0,
  isolationBoundary: 0,
  projectedUid: 0,
  projectedGid: 0,
  sourceName: Uint8Array.from([0x50, 0x65, 0x69, 0x6f, 0x73, 0x4b, 0x72, 0x6e]), // PeiosKrn
  sourceId: 0n,
  userSid: SYSTEM,
  groups: [
    { sid: parseSid(SID_TEXT.ADMINISTRATORS), attributes: 0xf },
    { sid: parseSid(SID_TEXT.EVERYONE), attributes: 0x7 },
    { sid: parseSid(SID_TEXT.AUTHENTICATED_USERS), attributes: 0x7 },
    { sid: parseSid(SID_TEXT.LOCAL), attributes: 0x7 },
  ],
};

/** Fills a new world. @internal */
export function boot(world: World): void {
  if (world.noisy) {
    world.nextPid = 2 + world.random.below(30_000);
    world.nextTokenId += BigInt(world.random.below(1 << 30));
    world.nextSessionId += BigInt(world.random.below(1 << 30)) << 4n;
  }
  addSession(world, 0n, SERVICE_LOGON, 'Negotiate', SYSTEM, true);
  const token = systemToken(world);
  const process = addProcess(world, 1, token, token);
  addThread(world, process, INITIAL_ACTOR);
  if (world.noisy) addNoise(world, process);
}

/** A freshly minted token with the boot identity and every privilege enabled. @internal */
export function systemToken(world: World): Token {
  const session = world.sessions.get(0n);
  if (session === undefined) throw new Error('the boot session is permanent');
  const token = tokenFromSpec(world, SYSTEM_SPEC, session, SYSTEM);
  token.groups.push(tokenGroup(session.logonSid, (GROUP.LOGON_ID | 0x7) >>> 0));
  return token;
}

/** Registers a session. @internal */
export function addSession(
  world: World,
  id: bigint,
  logonType: number,
  authPackage: string | Uint8Array,
  userSid: Sid,
  permanent: boolean,
): Session {
  const session: Session = {
    id,
    logonType,
    authPackage:
      typeof authPackage === 'string' ? new TextEncoder().encode(authPackage) : authPackage,
    userSid,
    logonSid: logonSidOf(id),
    createdAt: world.clock,
    permanent,
    liveTokens: 0,
    pair: undefined,
  };
  world.sessions.set(id, session);
  return session;
}

/** Registers a process that runs with `token`. @internal */
export function addProcess(world: World, pid: number, token: Token, creator: Token): Process {
  const process: Process = {
    pid,
    primary: retain(token),
    sd: defaultProcessSd(token, creator),
    credentials: {
      uid: token.projectedUid,
      gid: token.projectedGid,
      groups: token.supplementaryGids,
    },
    handles: new Map(),
    mitigations: 0,
  };
  world.processes.set(pid, process);
  return process;
}

/** Registers a thread. @internal */
export function addThread(
  world: World,
  process: Process,
  actor: string,
  tid: number = process.pid,
): Thread {
  const thread: Thread = { actor, tid, process, impersonation: undefined };
  world.threads.set(actor, thread);
  return thread;
}

/** Foreign sessions, processes and handles, and a process 1 that was lowered. */
function addNoise(world: World, init: Process): void {
  init.primary.integrityLevel = MEDIUM_INTEGRITY;
  for (let i = 0; i < 3 + world.random.below(5); i += 1) {
    const user: Sid = {
      revision: 1,
      authority: 5,
      subAuthorities: [21, world.random.next(), 77, 88, 1000 + i],
    };
    const session = addSession(world, world.nextSessionId, 2, 'Kerberos', user, false);
    world.nextSessionId += BigInt(1 + world.random.below(9));
    const token = tokenFromSpec(
      world,
      { ...SYSTEM_SPEC, userSid: user, integrityLevel: MEDIUM_INTEGRITY, primaryGroupIndex: 0 },
      session,
      SYSTEM,
    );
    token.groups.push(tokenGroup(session.logonSid, (GROUP.LOGON_ID | 0x7) >>> 0));
    const process = addProcess(world, world.nextPid, token, init.primary);
    world.nextPid += 1 + world.random.below(5);
    world.openHandle(process, token, 0x8);
    world.openHandle(init, token, 0x8);
  }
}
