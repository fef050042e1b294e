/** @module Faults of what the query classes report. */
import { GROUP, TOKEN_TYPE } from '../abi/numbers.js';
import type { AccessCheckContext } from '../kernel/calls/access-check.js';
import { sidAtIndex } from '../kernel/default-sd.js';
import type { Privileges, Token } from '../kernel/state.js';
import type { Acl, Sid, SidAndAttributes } from '../wire/values.js';
import {
  fault,
  otherEffect,
  otherPayload,
  withoutEffect,
  type Change,
  type Fault,
} from './fault.js';

const NULL_SID: Sid = { revision: 1, authority: 0, subAuthorities: [0] };

/** The members of class 11. */
interface Statistics {
  readonly identity: Uint8Array;
  readonly sessionId: bigint;
  readonly modifiedId: bigint;
  readonly tokenType: number;
  readonly expiration: bigint;
}

function otherStatistics(change: (token: Token) => Partial<Statistics>): Change {
  return otherPayload('STATISTICS', (value, token) => ({
    ...(value as Statistics),
    ...change(token),
  }));
}

/** Other masks: of all tokens, or of impersonation tokens only. */
function otherMasks(change: (masks: Privileges) => Partial<Privileges>, type?: number): Change {
  return otherPayload('PRIVILEGES', (value, token) => {
    const masks = value as Privileges;
    return type === undefined || type === token.type ? { ...masks, ...change(masks) } : masks;
  });
}

function cutSid(value: unknown, subAuthorities: number): Sid | undefined {
  const sid = value as Sid | undefined;
  return sid && { ...sid, subAuthorities: sid.subAuthorities.slice(0, subAuthorities) };
}

/** The number as so many bytes, little-endian. */
function littleEndian(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, n) => Number((value >> BigInt(8 * n)) & 0xffn));
}

const SIDS: readonly Fault[] = [
  fault(
    'ioctl-query/user-cut-to-eight-sub-authorities',
    ['IQ-006', 'IQ-048'],
    otherPayload('USER', (value) => cutSid(value, 8)),
  ),
  fault(
    'ioctl-query/user-is-the-owner',
    'IQ-006',
    otherPayload('USER', (_, token) => sidAtIndex(token, token.ownerIndex)),
  ),
  fault(
    'ioctl-query/owner-is-the-user',
    ['IQ-012', 'IQ-053'],
    otherPayload('OWNER', (_, token) => token.userSid),
  ),
  fault(
    'ioctl-query/owner-index-counts-from-the-first-group',
    'IQ-012',
    otherPayload('OWNER', (_, token) => token.groups[token.ownerIndex]?.sid ?? token.userSid),
  ),
  fault(
    'ioctl-query/primary-group-by-owner-index',
    ['IQ-013', 'IQ-054'],
    otherPayload('PRIMARY_GROUP', (value, token) =>
      token.ownerIndex === 0 ? value : sidAtIndex(token, token.ownerIndex),
    ),
  ),
  fault(
    'ioctl-query/integrity-capped-at-high',
    'IQ-031',
    otherPayload('INTEGRITY_LEVEL', (value, token) => ({
      ...(value as Sid),
      subAuthorities: [Math.min(token.integrityLevel, 12288)],
    })),
  ),
  fault(
    'ioctl-query/logon-sid-halves-swapped',
    'IQ-035',
    otherPayload('LOGON_SID', (value) => {
      const { subAuthorities, ...sid } = value as Sid;
      const [first = 0, high = 0, low = 0] = subAuthorities;
      return { ...sid, subAuthorities: [first, low, high] };
    }),
  ),
  fault(
    'ioctl-query/confinement-cut-to-five-sub-authorities',
    ['IQ-037', 'IQ-061'],
    otherPayload('APPCONTAINER_SID', (value) => cutSid(value, 5)),
  ),
  fault(
    'ioctl-query/unconfined-reports-the-null-sid',
    ['IQ-038', 'IQ-075'],
    otherPayload('APPCONTAINER_SID', (value) => value ?? NULL_SID),
  ),
];

const LISTS: readonly Fault[] = [
  fault(
    'ioctl-query/deny-only-not-reported',
    'IQ-007',
    otherPayload('GROUPS', (value) =>
      (value as SidAndAttributes[]).map(({ sid, attributes }) => ({
        sid,
        attributes: (attributes & ~GROUP.USE_FOR_DENY_ONLY) >>> 0,
      })),
    ),
  ),
  fault(
    'ioctl-query/restricting-sids-reversed',
    'IQ-025',
    otherPayload('RESTRICTED_SIDS', (value) => [...(value as SidAndAttributes[])].reverse()),
  ),
  fault(
    'ioctl-query/device-groups-are-the-restricted-ones',
    'IQ-036',
    otherPayload('DEVICE_GROUPS', (_, token) => token.restrictedDeviceGroups),
  ),
  fault(
    'ioctl-query/capabilities-reversed',
    'IQ-039',
    otherPayload('CAPABILITIES', (value) => [...(value as SidAndAttributes[])].reverse()),
  ),
  fault(
    'ioctl-query/dacl-without-ace-flags',
    'IQ-014',
    otherPayload('DEFAULT_DACL', (value) => {
      const acl = value as Acl | undefined;
      return acl && { ...acl, aces: acl.aces.map((ace) => ({ ...ace, flags: 0 })) };
    }),
  ),
];

const MASKS: readonly Fault[] = [
  fault(
    'ioctl-query/present-mask-of-32-bits',
    'IQ-008',
    otherMasks(({ present }) => ({ present: present & 0xffffffffn }), TOKEN_TYPE.IMPERSONATION),
  ),
  fault(
    'ioctl-query/enabled-mask-is-present',
    'IQ-009',
    otherMasks(({ present }) => ({ enabled: present }), TOKEN_TYPE.IMPERSONATION),
  ),
  fault(
    'ioctl-query/default-mask-is-present',
    ['IQ-010', 'IQ-050'],
    otherMasks(({ present }) => ({ enabledByDefault: present })),
  ),
  fault(
    'ioctl-query/used-mask-empty',
    'IQ-011',
    otherMasks(() => ({ used: 0n })),
  ),
  fault('ioctl-query/use-not-noted', 'IQ-011', withoutEffect('kacs_create_token', 'use-privilege')),
  fault(
    'ioctl-query/use-in-access-checks-not-noted',
    'IQ-011',
    withoutEffect('kacs_access_check', 'use-privileges'),
    { R15: '24' },
  ),
  fault(
    'ioctl-query/all-privileges-used-by-access-checks',
    'IQ-011',
    otherEffect<AccessCheckContext>('kacs_access_check', 'use-privileges', ({ subject }) => {
      if (subject !== undefined) subject.privileges.used |= subject.privileges.enabled;
    }),
    { R15: '24' },
  ),
];

const NUMBERS: readonly Fault[] = [
  ...[TOKEN_TYPE.PRIMARY, TOKEN_TYPE.IMPERSONATION].map((type) =>
    fault(
      `ioctl-query/type-${type}-counted-from-0`,
      type === TOKEN_TYPE.PRIMARY ? 'IQ-016' : 'IQ-017',
      otherPayload('TYPE', (value) => (value === type ? type - 1 : value)),
    ),
  ),
  fault(
    'ioctl-query/delegation-reported-as-impersonation',
    'IQ-018',
    otherPayload('IMPERSONATION_LEVEL', (value) => Math.min(value as number, 2)),
  ),
  fault(
    'ioctl-query/primary-tokens-at-level-impersonation',
    'IQ-019',
    otherPayload('IMPERSONATION_LEVEL', (value, { type }) =>
      type === TOKEN_TYPE.PRIMARY ? 2 : value,
    ),
  ),
  fault(
    'ioctl-query/interactive-session-of-16-bits',
    'IQ-026',
    otherPayload('SESSION_ID', (value) => (value as number) & 0xffff),
  ),
  fault(
    'ioctl-query/origin-is-the-own-session',
    'IQ-027',
    otherPayload('ORIGIN', (_, { session }) => session.id),
  ),
  fault(
    'ioctl-query/elevation-counted-from-0',
    'IQ-028',
    otherPayload('ELEVATION_TYPE', (value) => (value as number) - 1),
  ),
  fault(
    'ioctl-query/policy-without-new-process-min',
    'IQ-032',
    otherPayload('MANDATORY_POLICY', (value) => (value as number) & 1),
  ),
  fault(
    'ioctl-query/new-credentials-reported-as-interactive',
    'IQ-033',
    otherPayload('LOGON_TYPE', (value) => (value === 9 ? 2 : value)),
  ),
  fault(
    'ioctl-query/logon-type-of-the-boot-session',
    ['IQ-033', 'IQ-034'],
    otherPayload('LOGON_TYPE', () => 5),
  ),
];

const STATISTICS: readonly Fault[] = [
  fault(
    'ioctl-query/identity-is-the-modification-id',
    'IQ-020',
    otherPayload('STATISTICS', (value) => {
      const statistics = value as Statistics;
      const { identity, modifiedId } = statistics;
      return { ...statistics, identity: littleEndian(modifiedId, identity.length) };
    }),
  ),
  fault(
    'ioctl-query/identity-is-the-session-id',
    ['IQ-020', 'IQ-079', 'IQ-080'],
    otherPayload('STATISTICS', (value) => {
      const statistics = value as Statistics;
      const { identity, sessionId } = statistics;
      return { ...statistics, identity: littleEndian(sessionId, identity.length) };
    }),
  ),
  fault(
    'ioctl-query/statistics-give-the-interactive-session',
    'IQ-021',
    otherStatistics(({ interactiveSessionId }) => ({ sessionId: BigInt(interactiveSessionId) })),
  ),
  fault(
    'ioctl-query/adjusting-keeps-the-modification-id',
    'IQ-022',
    withoutEffect('KACS_IOC_ADJUST_PRIVS', 'bump-modified-id'),
  ),
  fault(
    'ioctl-query/statistics-call-every-token-primary',
    'IQ-023',
    otherStatistics(() => ({ tokenType: TOKEN_TYPE.PRIMARY })),
  ),
  fault(
    'ioctl-query/expiration-of-32-bits',
    'IQ-024',
    otherStatistics(({ expiration }) => ({ expiration: expiration & 0xffffffffn })),
  ),
];

/** @internal */
export const IOCTL_QUERY_VALUE_FAULTS: readonly Fault[] = [
  ...SIDS,
  ...LISTS,
  ...MASKS,
  ...NUMBERS,
  ...STATISTICS,
];
