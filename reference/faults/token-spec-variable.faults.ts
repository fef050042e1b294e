/** @module Faults of the variable part of token specs: SIDs, lists, groups, GIDs. */
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { HandleContext } from '../kernel/calls/handle-checks.js';
import type { Token } from '../kernel/state.js';
import type { Sid, SidAndAttributes, TokenSpec } from '../wire/values.js';
import { equalSid } from '../wire/wire.js';
import type { ClauseId } from '../abi/clause-id.generated.js';
import {
  all,
  fault,
  otherEffect,
  otherPayload,
  ruleDropped,
  weakerCheck,
  withoutCheck,
  type Change,
  type Fault,
} from './fault.js';
import { mintingOther, refusingSpec } from './broken-specs.js';

const WIDE = { R02: 'wide' } as const;
const ALL_PACKAGES: Sid = { revision: 1, authority: 15, subAuthorities: [2, 1] };

/** The groups of a new token get other attributes, where the spec lists so many. */
function otherAttributes(
  count: number,
  change: (attributes: number, token: Token) => number,
): Change {
  return mintingOther((token) => {
    // Lists of another length stay, so that the cases of other areas do not notice.
    if (token.groups.length !== count) return;
    for (const group of token.groups) group.attributes = change(group.attributes, token);
  });
}

const BITS: readonly (readonly [string, number, ClauseId])[] = [
  ['mandatory', 0x01, 'TV-013'],
  ['enabled-by-default', 0x02, 'TV-014'],
  ['owner', 0x08, 'TV-016'],
  ['deny-only', 0x10, 'TV-017'],
];

const GROUPS: readonly Fault[] = [
  fault(
    'token-spec-variable/groups-beyond-32-dropped',
    'TV-008',
    mintingOther((token) => {
      token.groups = token.groups.slice(0, 32);
    }),
  ),
  fault(
    'token-spec-variable/long-sid-refused',
    ['TV-009', 'TV-012'],
    refusingSpec(({ spec }) =>
      (spec.groups ?? []).some(({ sid }) => sid.subAuthorities.length > 14),
    ),
  ),
  fault(
    'token-spec-variable/long-sid-cut',
    ['TV-010', 'TV-012'],
    mintingOther((token) => {
      token.groups = token.groups.map((group) => ({
        ...group,
        sid: { ...group.sid, subAuthorities: group.sid.subAuthorities.slice(0, 13) },
      }));
    }),
  ),
  fault(
    'token-spec-variable/entry-behind-long-sid-lost',
    ['TV-009', 'TV-012'],
    mintingOther((token) => {
      const long = token.groups.findIndex(({ sid }) => sid.subAuthorities.length > 12);
      if (long >= 0) token.groups = token.groups.slice(0, long + 1);
    }),
  ),
  fault(
    'token-spec-variable/attributes-of-the-first-entry',
    'TV-011',
    otherAttributes(2, (own, { groups }) => groups[0]?.attributes ?? own),
  ),
  ...BITS.map(([name, bit, clause]) =>
    fault(
      `token-spec-variable/attribute-${name}-lost`,
      clause,
      otherAttributes(1, (own) => (own & ~bit) >>> 0),
    ),
  ),
  fault(
    'token-spec-variable/enabled-where-mandatory',
    'TV-015',
    otherAttributes(1, (own) => ((own & ~0x4) | ((own & 0x1) << 2)) >>> 0),
  ),
  fault(
    'token-spec-variable/group-count-too-large',
    'TV-018',
    ruleDropped('SID_LIST', 'entries.fits'),
    WIDE,
  ),
  fault(
    'token-spec-variable/logon-sid-accepted',
    'TV-038',
    withoutCheck('kacs_create_token', 'logon-sid'),
  ),
  fault(
    'token-spec-variable/logon-sid-looked-for-in-first-group',
    'TV-038',
    weakerCheck<CreateTokenContext>('kacs_create_token', 'logon-sid', ({ spec, session }) => {
      const [first] = spec.groups ?? [];
      return first !== undefined && session !== undefined && !equalSid(first.sid, session.logonSid);
    }),
  ),
  fault(
    'token-spec-variable/third-bare-entry-refused',
    ['TV-040', 'TV-043'],
    refusingSpec(({ spec }) => (spec.restrictedDeviceGroups ?? []).length > 2),
  ),
];

const atMostThree = (list: unknown): unknown => (list as readonly unknown[]).slice(0, 3);
const listsAllPackages = (list: readonly SidAndAttributes[] | undefined): boolean =>
  (list ?? []).some(({ sid }) => equalSid(sid, ALL_PACKAGES));

const LISTS: readonly Fault[] = [
  fault(
    'token-spec-variable/restricted-sids-beyond-three',
    'TV-021',
    otherPayload('RESTRICTED_SIDS', atMostThree),
  ),
  fault(
    'token-spec-variable/capabilities-beyond-three',
    'TV-022',
    otherPayload('CAPABILITIES', atMostThree),
  ),
  fault(
    'token-spec-variable/device-groups-beyond-three',
    'TV-042',
    otherPayload('DEVICE_GROUPS', atMostThree),
  ),
  fault(
    'token-spec-variable/all-packages-accepted',
    'TV-037',
    ruleDropped('TOKEN_SPEC', 'capabilities.excludesSid'),
    { R25: 'reject' },
  ),
  fault(
    'token-spec-variable/all-packages-refused',
    'TV-044',
    refusingSpec(({ spec }) => listsAllPackages(spec.capabilities)),
    { R25: 'accept' },
  ),
  fault(
    'token-spec-variable/all-packages-synthesised',
    'TV-045',
    otherPayload('CAPABILITIES', (list, { confinementSid }) => {
      const own = list as readonly SidAndAttributes[];
      if (confinementSid === undefined || own.length !== 2 || listsAllPackages(own)) return own;
      return [...own, { sid: ALL_PACKAGES, attributes: 0 }];
    }),
  ),
  fault(
    'token-spec-variable/all-packages-hidden',
    'TV-045',
    otherPayload('CAPABILITIES', (list) =>
      (list as readonly SidAndAttributes[]).filter(({ sid }) => !equalSid(sid, ALL_PACKAGES)),
    ),
  ),
];

const SIDS: readonly Fault[] = [
  fault(
    'token-spec-variable/revision-of-user-unchecked',
    ['TV-031', 'TV-059'],
    ruleDropped('SID', 'revision.equals', 'TOKEN_SPEC.userSid'),
  ),
  fault(
    'token-spec-variable/revision-of-groups-unchecked',
    ['TV-020', 'TV-059'],
    ruleDropped('SID', 'revision.equals', 'TOKEN_SPEC.groups'),
  ),
  fault(
    'token-spec-variable/count-of-user-unchecked',
    ['TV-031', 'TV-053'],
    ruleDropped('SID', 'count.range', 'TOKEN_SPEC.userSid'),
  ),
  fault(
    'token-spec-variable/sid-length-unchecked',
    ['TV-020', 'TV-054'],
    ruleDropped('SID_AND_ATTRIBUTES', 'sid.consumesExactly'),
  ),
  fault(
    'token-spec-variable/confinement-length-unchecked',
    'TV-054',
    ruleDropped('TOKEN_SPEC', 'confinementSid.consumesExactly'),
  ),
  fault(
    'token-spec-variable/user-length-unchecked',
    'TV-031',
    ruleDropped('TOKEN_SPEC', 'userSid.consumesExactly'),
    WIDE,
  ),
  fault(
    'token-spec-variable/absent-user-is-the-creator',
    'TV-032',
    all(
      ruleDropped('TOKEN_SPEC', 'userSid.required'),
      otherEffect<CreateTokenContext>('kacs_create_token', 'copy-fields', (context, original) => {
        const { userSid } = context.thread.process.primary;
        const spec: Partial<TokenSpec> = context.spec;
        Object.assign(context, { spec: { ...spec, userSid: spec.userSid ?? userSid } });
        original();
      }),
    ),
    WIDE,
  ),
  fault(
    'token-spec-variable/sub-authority-of-24-bits',
    'TV-055',
    otherPayload('USER', (value) => {
      const sid = value as Sid;
      return { ...sid, subAuthorities: sid.subAuthorities.map((n) => n & 0xffffff) };
    }),
  ),
  fault(
    'token-spec-variable/authority-of-one-byte',
    'TV-060',
    otherPayload('USER', (value) => {
      const sid = value as Sid;
      return { ...sid, authority: sid.authority % 256 };
    }),
  ),
];

const GIDS: readonly Fault[] = [
  fault(
    'token-spec-variable/gids-of-16-bits',
    'TV-029',
    otherEffect<HandleContext>('KACS_IOC_INSTALL', 'project-credentials', (context, original) => {
      original();
      const { credentials } = context.thread.process;
      credentials.groups = credentials.groups.map((gid) => gid & 0xffff);
    }),
  ),
  fault(
    'token-spec-variable/gid-length-odd',
    'TV-030',
    ruleDropped('TOKEN_SPEC', 'supplementaryGidsLength.multipleOf'),
    WIDE,
  ),
];

/** @internal */
export const TOKEN_SPEC_VARIABLE_FAULTS: readonly Fault[] = [...GROUPS, ...LISTS, ...SIDS, ...GIDS];
