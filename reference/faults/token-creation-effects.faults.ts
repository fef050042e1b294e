/** @module Faults of what kacs_create_token makes. */
import { GROUP, PRIVILEGE, TOKEN_TYPE } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { QueryContext } from '../kernel/calls/query.js';
import { effectiveToken } from '../kernel/privileges.js';
import type { Token } from '../kernel/state.js';
import { tokenGroup } from '../kernel/token.js';
import type { SidAndAttributes } from '../wire/values.js';
import { equalSid, parseSid } from '../wire/wire.js';
import {
  fault,
  otherBytes,
  otherEffect,
  otherPayload,
  refusing,
  weakerCheck,
  withoutCheck,
  withSwitch,
  type Change,
  type Fault,
} from './fault.js';

const CALL = 'kacs_create_token';
const EVERYONE = parseSid(SID_TEXT.EVERYONE);
const LOGON_ATTRIBUTES = (GROUP.LOGON_ID | 0x7) >>> 0;
const TOP_BIT = 1n << 63n;

/** The token as copied from the spec, then changed. */
function copied(change: (token: Token, context: CreateTokenContext) => void): Change {
  return otherEffect<CreateTokenContext>(CALL, 'copy-fields', (context, original) => {
    original();
    if (context.token !== undefined) change(context.token, context);
  });
}

/** What is appended to the groups instead of the logon SID. */
function appended(change: (token: Token, context: CreateTokenContext) => void): Change {
  return otherEffect<CreateTokenContext>(CALL, 'append-logon-sid', (context) => {
    if (context.token !== undefined) change(context.token, context);
  });
}

function hasPrivilege({ thread }: CreateTokenContext, bit: number, mask: bigint): boolean {
  return (effectiveToken(thread).privileges.present & mask & (1n << BigInt(bit))) !== 0n;
}

const IDENTITY: readonly Fault[] = [
  fault(
    'token-creation-effects/identity-of-the-creator',
    'TC-001',
    copied((token, { thread }) => {
      token.identity = effectiveToken(thread).identity.slice();
    }),
  ),
  fault(
    'token-creation-effects/modification-id-starts-at-1',
    ['TC-002', 'TC-028', 'TC-029'],
    copied((token) => {
      token.modifiedId = 1n;
    }),
  ),
  fault('token-creation-effects/modification-id-starts-at-0', 'TC-028', withSwitch('R50', 'zero')),
  fault('token-creation-effects/modification-id-from-identity', 'TC-029', withSwitch('R50', 'id')),
  fault(
    'token-creation-effects/guid-without-version',
    'TC-030',
    copied(({ identity }) => {
      for (const at of [6, 7]) identity[at] = (identity[at] ?? 0) & 0x0f;
    }),
  ),
  fault(
    'token-creation-effects/guid-without-variant',
    'TC-030',
    copied(({ identity }) => {
      identity[8] = (identity[8] ?? 0) & 0x3f;
    }),
  ),
  fault(
    'token-creation-effects/source-without-id',
    'TC-004',
    otherBytes('SOURCE', (bytes) => bytes.slice(0, 8)),
  ),
  fault(
    'token-creation-effects/elevation-unset',
    'TC-017',
    copied((token) => {
      token.elevationType = 0;
    }),
  ),
];

const LOGON_SID: readonly Fault[] = [
  fault(
    'token-creation-effects/logon-sid-of-the-creator',
    'TC-005',
    appended((token, { thread }) => {
      const { logonSid } = effectiveToken(thread).session;
      token.groups.push(tokenGroup(logonSid, LOGON_ATTRIBUTES));
    }),
  ),
  fault(
    'token-creation-effects/logon-sid-marked-by-one-bit',
    ['TC-006', 'TC-019'],
    appended((token) => {
      token.groups.push(tokenGroup(token.session.logonSid, 0x40000007));
    }),
  ),
  fault(
    'token-creation-effects/logon-sid-not-mandatory',
    'TC-019',
    appended((token) => {
      token.groups.push(tokenGroup(token.session.logonSid, LOGON_ATTRIBUTES - GROUP.MANDATORY));
    }),
  ),
  fault(
    'token-creation-effects/logon-sid-reported-first',
    'TC-018',
    otherPayload('GROUPS', (value, token) => {
      const groups = value as readonly SidAndAttributes[];
      if (token.type === TOKEN_TYPE.PRIMARY) return groups;
      return [...groups.slice(-1), ...groups.slice(0, -1)];
    }),
  ),
  fault(
    'token-creation-effects/everyone-added',
    ['TC-020', 'TC-036'],
    appended((token) => {
      const supplied = token.groups.some(({ sid }) => equalSid(sid, EVERYONE));
      if (!supplied) token.groups.push(tokenGroup(EVERYONE, 0x7));
      token.groups.push(tokenGroup(token.session.logonSid, LOGON_ATTRIBUTES));
    }),
  ),
];

const FIELDS: readonly Fault[] = [
  fault(
    'token-creation-effects/user-authority-of-32-bits',
    'TC-009',
    copied((token) => {
      token.userSid = { ...token.userSid, authority: token.userSid.authority % 2 ** 32 };
    }),
  ),
  fault(
    'token-creation-effects/group-attributes-of-16-bits',
    'TC-010',
    copied((token) => {
      for (const group of token.groups) group.attributes &= 0xffff;
    }),
  ),
  fault(
    'token-creation-effects/last-supplied-group-lost',
    'TC-010',
    copied((token) => {
      if (token.groups.length > 50) token.groups.pop();
    }),
  ),
  fault(
    'token-creation-effects/privilege-63-lost',
    'TC-011',
    copied(({ privileges, type }) => {
      if (type === TOKEN_TYPE.PRIMARY) return;
      privileges.present &= ~TOP_BIT;
      privileges.enabled &= ~TOP_BIT;
    }),
  ),
  fault(
    'token-creation-effects/all-present-privileges-enabled',
    'TC-011',
    copied(({ privileges, type }) => {
      if (type === TOKEN_TYPE.PRIMARY) return;
      privileges.enabled = privileges.present;
    }),
  ),
  fault(
    'token-creation-effects/origin-of-the-creator',
    'TC-012',
    copied((token, { thread }) => {
      token.origin = effectiveToken(thread).session.id;
    }),
  ),
  fault(
    'token-creation-effects/level-dropped',
    'TC-012',
    copied((token) => {
      token.impersonationLevel = Math.min(token.impersonationLevel, 2);
    }),
  ),
];

const CALLS: readonly Fault[] = [
  fault(
    'token-creation-effects/anonymous-level-refused',
    'TC-007',
    refusing<CreateTokenContext>(
      CALL,
      ({ spec }) => spec.tokenType === 2 && spec.impersonationLevel === 0,
    ),
  ),
  fault('token-creation-effects/privilege-not-checked', 'TC-014', withoutCheck(CALL, 'privilege')),
  fault(
    'token-creation-effects/disabled-privilege-counts',
    'TC-014',
    weakerCheck<CreateTokenContext>(CALL, 'privilege', (context) =>
      hasPrivilege(context, PRIVILEGE.CREATE_TOKEN, ~0n),
    ),
  ),
  fault(
    'token-creation-effects/tcb-replaces-the-privilege',
    'TC-014',
    weakerCheck<CreateTokenContext>(CALL, 'privilege', (context) =>
      hasPrivilege(context, PRIVILEGE.TCB, effectiveToken(context.thread).privileges.enabled),
    ),
  ),
  fault(
    'token-creation-effects/owner-unset-until-adjusted',
    'TC-015',
    refusing<QueryContext>(
      'KACS_IOC_QUERY',
      ({ class: n, handle }) => n === 6 && handle?.token.ownerIndex === 0,
    ),
  ),
  fault(
    'token-creation-effects/token-not-counted-in-its-session',
    'TC-016',
    copied(({ session }) => {
      session.liveTokens -= 1;
    }),
  ),
  fault(
    'token-creation-effects/unknown-authorities-refused',
    'TC-021',
    refusing<CreateTokenContext>(CALL, ({ spec }) => spec.userSid.authority > 22),
  ),
];

/** @internal */
export const TOKEN_CREATION_EFFECTS_FAULTS: readonly Fault[] = [
  ...IDENTITY,
  ...LOGON_SID,
  ...FIELDS,
  ...CALLS,
];
