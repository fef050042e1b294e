/** @module Faults of Anonymous tokens: copies that keep something, peers that carry something. */
import { ELEVATION } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import type { SocketContext } from '../kernel/calls/sockets.js';
import { effectiveToken } from '../kernel/privileges.js';
import type { Token } from '../kernel/state.js';
import { tokenGroup } from '../kernel/token.js';
import { parseSid } from '../wire/wire.js';
import { copyWith } from './duplicate.faults.js';
import {
  fault,
  otherEffect,
  withSwitch,
  type Change,
  type Fault,
  type FaultCondition,
} from './fault.js';

const STRIPPED: FaultCondition = { R52: ['strip', 'strip-998'] };
const STRIPPED_TO_998: FaultCondition = { R52: 'strip-998' };
const COPIED: FaultCondition = { R52: 'copy' };

const ANONYMOUS = parseSid(SID_TEXT.ANONYMOUS);
const AUTHENTICATED_USERS = parseSid(SID_TEXT.AUTHENTICATED_USERS);
const ADMINISTRATORS = parseSid(SID_TEXT.ADMINISTRATORS);

function isAnonymous({ type, level }: DuplicateContext): boolean {
  return type === 2 && level === 0;
}

/** An Anonymous copy gets these fields from its source. */
function keeping(part: (source: Token, copy: Token) => Partial<Token>): Change {
  return copyWith((copy, source, context) => {
    if (isAnonymous(context)) Object.assign(copy, part(source, copy));
  });
}

/** The token that a connection at level Anonymous carries is another. */
function carrying(part: (peer: Token, client: Token) => Partial<Token>): Change {
  return otherEffect<SocketContext>('world.connect', 'capture', (c, original) => {
    original();
    const peer = c.socket?.peer?.peerToken;
    if (peer === undefined || c.socket?.level !== 0) return;
    Object.assign(peer, part(peer, effectiveToken(c.thread)));
  });
}

const COPIES: readonly Fault[] = [
  fault(
    'anonymous/only-the-level-lowered',
    ['AN-001', 'AN-002', 'AN-003', 'AN-004', 'AN-005', 'AN-006', 'AN-012', 'AN-014', 'AN-015'],
    withSwitch('R52', 'copy'),
    STRIPPED,
  ),
  fault(
    'anonymous/user-kept',
    ['AN-001', 'AN-002'],
    keeping(({ userSid }) => ({ userSid })),
    STRIPPED,
  ),
  fault(
    'anonymous/authenticated-users-kept',
    'AN-003',
    keeping(() => ({ groups: [tokenGroup(AUTHENTICATED_USERS, 0x7)] })),
    STRIPPED,
  ),
  fault(
    'anonymous/groups-kept-for-deny-only',
    'AN-003',
    keeping(({ groups }) => ({
      groups: groups.map((group) => ({ ...group, attributes: 0x10 })),
    })),
    STRIPPED,
  ),
  fault(
    'anonymous/privileges-only-disabled',
    ['AN-001', 'AN-004'],
    keeping(({ privileges }) => ({ privileges: { ...privileges, enabled: 0n } })),
    STRIPPED,
  ),
  fault(
    'anonymous/default-privileges-kept',
    'AN-004',
    keeping(({ privileges: { enabledByDefault } }, { privileges }) => ({
      privileges: { ...privileges, enabledByDefault },
    })),
    STRIPPED,
  ),
  fault(
    'anonymous/low-integrity',
    ['AN-001', 'AN-005'],
    keeping(() => ({ integrityLevel: 4096 })),
    STRIPPED,
  ),
  fault(
    'anonymous/default-dacl-kept',
    'AN-006',
    keeping(({ defaultDacl }) => ({ defaultDacl })),
    STRIPPED,
  ),
  fault(
    'anonymous/restricting-sids-kept',
    'AN-006',
    keeping(({ restrictedSids }) => ({ restrictedSids })),
    STRIPPED,
  ),
  fault(
    'anonymous/confinement-kept',
    'AN-006',
    keeping(({ confinementSid, capabilities }) => ({ confinementSid, capabilities })),
    STRIPPED,
  ),
  fault(
    'anonymous/device-groups-kept',
    'AN-006',
    keeping(({ deviceGroups }) => ({ deviceGroups })),
    STRIPPED,
  ),
  fault(
    'anonymous/session-of-the-source',
    'AN-006',
    keeping(({ session }) => ({ session })),
    STRIPPED_TO_998,
  ),
  fault(
    'anonymous/user-claims-kept',
    'AN-014',
    keeping(({ userClaims }) => ({ userClaims })),
    STRIPPED_TO_998,
  ),
  fault(
    'anonymous/device-claims-kept',
    'AN-014',
    keeping(({ deviceClaims }) => ({ deviceClaims })),
    STRIPPED_TO_998,
  ),
  fault(
    'anonymous/copies-are-limited',
    'AN-015',
    keeping(() => ({ elevationType: ELEVATION.LIMITED })),
    STRIPPED_TO_998,
  ),
  fault(
    'anonymous/copies-are-of-the-broker',
    'AN-015',
    keeping(() => ({ sourceName: new TextEncoder().encode('authd\0\0\0') })),
    STRIPPED_TO_998,
  ),
  fault(
    'anonymous/copies-of-impersonation-tokens-stripped',
    'AN-009',
    // Every other copied field has cases with primary sources.
    keeping(({ type }) =>
      type === 2 ? { userSid: ANONYMOUS, groups: [], ownerIndex: 0, primaryGroupIndex: 0 } : {},
    ),
    COPIED,
  ),
  fault(
    'anonymous/copies-lose-their-groups',
    'AN-009',
    keeping(() => ({ groups: [], ownerIndex: 0, primaryGroupIndex: 0 })),
    COPIED,
  ),
];

const PEERS: readonly Fault[] = [
  fault(
    'anonymous/peer-without-everyone',
    'AN-008',
    carrying(() => ({ groups: [] })),
    COPIED,
  ),
  fault(
    'anonymous/everyone-of-the-peer-disabled',
    'AN-008',
    carrying(({ groups }) => ({
      groups: groups.map((group) => ({ ...group, attributes: group.attributes & ~0x4 })),
    })),
    COPIED,
  ),
  fault(
    'anonymous/peer-of-authenticated-users',
    ['AN-010', 'AN-012'],
    carrying(({ groups }) => ({ groups: [...groups, tokenGroup(AUTHENTICATED_USERS, 0x7)] })),
  ),
  fault(
    'anonymous/peer-of-the-session-of-the-client',
    'AN-011',
    carrying((_, { session }) => ({ session })),
  ),
  fault(
    'anonymous/peer-of-administrators',
    'AN-012',
    carrying((_, { groups }) => ({
      groups: groups.filter(
        ({ sid }) => sid.subAuthorities.at(-1) === ADMINISTRATORS.subAuthorities.at(-1),
      ),
    })),
  ),
];

/** @public */
export const ANONYMOUS_FAULTS: readonly Fault[] = [...COPIES, ...PEERS];
