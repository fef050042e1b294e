/** @module The token specs of PSD-004 and of the header: abi.md, "Wire layouts", second column. */

import { defineLayout, type Row } from './layout.js';
import type { StructureRule } from './rule.js';
import { derived, part, reserved, value } from './rows.js';
import * as common from './token-sections.js';

const HEADER: readonly Row[] = [
  value(0, 'version', 'u32le', 'Always 2.', common.VERSION_RULES),
  value(4, 'tokenType', 'u8', '1 primary, 2 impersonation.', common.TYPE_RULES),
  value(5, 'impersonationLevel', 'u8', '0 to 3; 0 for primary.', common.LEVEL_RULES),
  reserved(6, 'reserved6', 'u16le', 'Zero.', [
    { id: 'reserved6.equals', kind: 'equals', value: 0 },
  ]),
  value(8, 'integrityLevel', 'u32le', 'Integrity RID.', common.INTEGRITY_RULES),
  value(12, 'mandatoryPolicy', 'u32le', '1 no-write-up, 2 new-process-min.', common.POLICY_RULES),
  value(16, 'privilegesPresent', 'u64le', 'Privileges the token has.'),
  value(24, 'privilegesEnabled', 'u64le', 'Privileges that are enabled, now and by default.'),
  reserved(32, 'reserved32', 'u32le', 'Zero (kept for the elevation type).', [
    { id: 'reserved32.equals', kind: 'equals', value: 0 },
  ]),
  value(36, 'projectedUid', 'u32le', 'Linux UID; 65534 without a mapping.'),
  value(40, 'projectedGid', 'u32le', 'Linux GID; 65534 without a mapping.'),
  value(44, 'auditPolicy', 'u32le', 'Forced-audit bits.', common.AUDIT_RULES),
  value(48, 'expiration', 'u64le', 'Expiration time; 0 for none.'),
  value(56, 'sessionId', 'u64le', 'Id of the owning session.'),
  value(64, 'ownerIndex', 'u32le', '0 the user, n the n-th group.'),
  value(68, 'primaryGroupIndex', 'u32le', '0 the user, n the n-th group.'),
  value(72, 'sourceName', 'bytes8', 'Name of the creating component.'),
  value(80, 'sourceId', 'u64le', 'LUID of the creating component.'),
  derived(88, 'userSidOffset', 'u32le', 'offset', 'userSid', 'Offset of the user SID.'),
  derived(92, 'groupsOffset', 'u32le', 'offset', 'groups', 'Offset of the groups.'),
  derived(96, 'groupsCount', 'u32le', 'count', 'groups', 'Number of groups.'),
  derived(100, 'defaultDaclOffset', 'u32le', 'offset', 'defaultDacl', 'Offset of the DACL.'),
  derived(104, 'defaultDaclLength', 'u32le', 'length', 'defaultDacl', 'Bytes of the DACL.'),
  derived(108, 'userClaimsOffset', 'u32le', 'offset', 'userClaims', 'Offset of the user claims.'),
  derived(112, 'userClaimsLength', 'u32le', 'length', 'userClaims', 'Bytes of the user claims.'),
  derived(116, 'deviceClaimsOffset', 'u32le', 'offset', 'deviceClaims', 'Offset.'),
  derived(120, 'deviceClaimsLength', 'u32le', 'length', 'deviceClaims', 'Bytes.'),
  derived(124, 'deviceGroupsOffset', 'u32le', 'offset', 'deviceGroups', 'Offset.'),
  derived(128, 'deviceGroupsCount', 'u32le', 'count', 'deviceGroups', 'Entries.'),
  derived(132, 'restrictedSidsOffset', 'u32le', 'offset', 'restrictedSids', 'Offset.'),
  derived(136, 'restrictedSidsCount', 'u32le', 'count', 'restrictedSids', 'Entries.'),
  derived(140, 'confinementSidOffset', 'u32le', 'offset', 'confinementSid', 'Offset; 0: none.'),
  derived(144, 'confinementSidLength', 'u32le', 'length', 'confinementSid', 'Bytes; 0: none.'),
  derived(148, 'capabilitiesOffset', 'u32le', 'offset', 'capabilities', 'Offset.'),
  derived(152, 'capabilitiesCount', 'u32le', 'count', 'capabilities', 'Entries.'),
  value(156, 'confinementExempt', 'u8', 'Boolean.', common.EXEMPT_RULES),
  value(157, 'writeRestricted', 'u8', 'Boolean; needs user deny-only.'),
  value(158, 'userDenyOnly', 'u8', 'Boolean.'),
  value(159, 'isolationBoundary', 'u8', 'Boolean; needs a confinement SID.'),
  derived(160, 'supplementaryGidsOffset', 'u32le', 'offset', 'supplementaryGids', 'Offset.'),
  derived(164, 'supplementaryGidsCount', 'u32le', 'count', 'supplementaryGids', 'Entries.'),
  derived(
    168,
    'restrictedDeviceGroupsOffset',
    'u32le',
    'offset',
    'restrictedDeviceGroups',
    'Offset.',
  ),
  derived(
    172,
    'restrictedDeviceGroupsCount',
    'u32le',
    'count',
    'restrictedDeviceGroups',
    'Entries.',
  ),
  value(176, 'origin', 'u64le', 'Originating session of derived tokens.'),
  value(184, 'interactiveSessionId', 'u32le', 'Interactive session, or interactivity scope.'),
];

const SECTIONS: readonly Row[] = [
  part(
    'userSid',
    { kind: 'pointer', offset: 'userSidOffset' },
    { kind: 'structure', of: 'SID' },
    'The user SID; its own count bounds it (R04).',
    [
      { id: 'userSid.within', kind: 'within' },
      { id: 'userSid.required', kind: 'required' },
    ],
  ),
  common.bare('groups', 'The groups.', common.GROUP_RULES),
  common.sized('defaultDacl', 'ACL', 'The default DACL.', []),
  common.sized('userClaims', 'CLAIM_BUFFER', 'The user claims.', []),
  common.sized('deviceClaims', 'CLAIM_BUFFER', 'The device claims.', []),
  common.bare('deviceGroups', 'The device groups.'),
  common.bare('restrictedSids', 'The restricting SIDs.'),
  common.sized('confinementSid', 'SID', 'The confinement SID.', [
    { id: 'confinementSid.consumesExactly', kind: 'consumesExactly' },
  ]),
  common.bare('capabilities', 'The confinement capabilities.', common.CAPABILITY_RULES),
  part(
    'supplementaryGids',
    { kind: 'pointer', offset: 'supplementaryGidsOffset', count: 'supplementaryGidsCount' },
    { kind: 'numbers', type: 'u32le' },
    'The supplementary GIDs.',
    [...common.pairRules('supplementaryGids'), { id: 'supplementaryGids.fits', kind: 'fits' }],
  ),
  common.bare('restrictedDeviceGroups', 'The restricted device groups.'),
];

const RULES: readonly StructureRule[] = [
  ...common.TOKEN_RULES,
  {
    id: 'writeRestricted.implies',
    kind: 'implies',
    if: { field: 'writeRestricted', notZero: true },
    then: { field: 'userDenyOnly', notZero: true },
  },
];

/** @public */
export const TOKEN_SPEC_PACKED = defineLayout({
  name: 'TOKEN_SPEC',
  doc: 'The spec that kacs_create_token takes, layout `packed`: a 192-byte header and sections.',
  rows: [
    ...HEADER,
    reserved(188, 'reserved188', 'u32le', 'Zero.', [
      { id: 'reserved188.equals', kind: 'equals', value: 0 },
    ]),
    ...SECTIONS,
  ],
  rules: RULES,
});

/** @public */
export const TOKEN_SPEC_PACKED_REGISTRY = defineLayout({
  name: 'TOKEN_SPEC',
  doc: 'Layout `packed-registry`: as `packed`, with a registry-credentials extension.',
  rows: [
    ...HEADER,
    derived(188, 'registryExtensionOffset', 'u32le', 'offset', 'registryExtension', 'Offset.'),
    ...SECTIONS,
    part(
      'registryExtension',
      { kind: 'pointer', offset: 'registryExtensionOffset', untilNext: true },
      { kind: 'structure', of: 'REGISTRY_EXTENSION' },
      'The registry credentials; they end where the next section starts, or with the spec.',
      [
        { id: 'registryExtension.within', kind: 'within' },
        { id: 'registryExtension.consumesExactly', kind: 'consumesExactly' },
      ],
    ),
  ],
  rules: RULES,
});
