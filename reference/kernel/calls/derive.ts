/** @module New tokens out of existing ones: what every derivation shares (PSD-004 v0.20 §4.4). */
import { ELEVATION, TOKEN_TYPE } from '../../abi/numbers.js';
import { SID_TEXT } from '../../abi/well-known.js';
import { parseSid } from '../../wire/wire.js';
import { addSession } from '../boot.js';
import { cloneGraph } from '../clone.js';
import { defaultTokenSd } from '../default-sd.js';
import { effectiveToken } from '../privileges.js';
import type { Session, Thread, Token } from '../state.js';
import { firstModifiedId, newIdentity, tokenGroup } from '../token.js';
import type { World } from '../world.js';

/** Every field of the source, as a token of its own, not elevated, with a default SD. @internal */
export function deriveToken(world: World, thread: Thread, source: Token): Token {
  const token = cloneGraph(source, new Set<object>([source.session]));
  token.identity = newIdentity(world);
  token.modifiedId = firstModifiedId(world, token.identity);
  token.elevationType = ELEVATION.DEFAULT;
  token.sd = defaultTokenSd(token.userSid, effectiveToken(thread).userSid);
  token.references = 0;
  return token;
}

const ANONYMOUS = parseSid(SID_TEXT.ANONYMOUS);
const EVERYONE = parseSid(SID_TEXT.EVERYONE);
const ANONYMOUS_SESSION = 998n;
const NETWORK_LOGON = 3;

/** The session that Anonymous tokens are accounted to. */
function anonymousSession(world: World): Session {
  return (
    world.sessions.get(ANONYMOUS_SESSION) ??
    addSession(world, ANONYMOUS_SESSION, NETWORK_LOGON, 'Negotiate', ANONYMOUS, true)
  );
}

/** The minimal Anonymous token: of its source nothing is left (rulings R52, R94). @internal */
export function anonymousToken(world: World, thread: Thread, source: Token): Token {
  const token = deriveToken(world, thread, source);
  // v0.22 leaves Everyone out unless configured; v0.20 has it enabled (§4.3).
  const groups = world.model.profile.switches.R52 === 'copy' ? [tokenGroup(EVERYONE, 0x7)] : [];
  return Object.assign(token, {
    type: TOKEN_TYPE.IMPERSONATION,
    impersonationLevel: 0,
    integrityLevel: 0,
    mandatoryPolicy: 1,
    session: anonymousSession(world),
    expiration: 0n,
    origin: 0n,
    auditPolicy: 0,
    interactiveSessionId: 0,
    userSid: ANONYMOUS,
    userDenyOnly: false,
    groups,
    ownerIndex: 0,
    primaryGroupIndex: 0,
    privileges: { present: 0n, enabled: 0n, enabledByDefault: 0n, used: 0n },
    restrictedSids: [],
    writeRestricted: false,
    deviceGroups: [],
    restrictedDeviceGroups: [],
    userClaims: undefined,
    deviceClaims: undefined,
    defaultDacl: undefined,
    confinementSid: undefined,
    capabilities: [],
    confinementExempt: false,
    isolationBoundary: false,
    projectedUid: 65534,
    projectedGid: 65534,
    supplementaryGids: [],
    sourceName: Uint8Array.from([0x50, 0x65, 0x69, 0x6f, 0x73, 0x4b, 0x72, 0x6e]), // PeiosKrn
    sourceId: 0n,
    sd: defaultTokenSd(ANONYMOUS, effectiveToken(thread).userSid),
  } satisfies Partial<Token>);
}
