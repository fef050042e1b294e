/**
 * @module A token of which every query class has something to tell, and the sizes of the answers.
 */
import type { SwitchCondition } from '../language/suite.js';
import { OTHER_USER, ref, USER, utf8 } from '../language/steps.js';
import type { TemplateValue } from '../language/template.js';

/** Supplied groups: enabled, eligible as owner, deny-only. @internal */
export const GROUPS = [
  { sid: 'S-1-1-0', attributes: 0x7 },
  { sid: 'S-1-5-32-544', attributes: 0xf },
  { sid: 'S-1-5-21-41-42-43-2001', attributes: 0x10 },
] as const;

/**
 * Attributes of restricting SIDs and capabilities are 0: what else reads back is open (R49).
 * @internal
 */
export const RESTRICTED = [
  { sid: 'S-1-5-21-9-8-7-500', attributes: 0 },
  { sid: 'S-1-1-0', attributes: 0 },
] as const;

/** @internal */
export const DEVICE_GROUPS = [{ sid: 'S-1-5-21-4-5-6-515', attributes: 0x7 }] as const;

/** @internal */
export const CAPABILITIES = [
  { sid: 'S-1-15-3-1', attributes: 0 },
  { sid: 'S-1-15-3-3', attributes: 0 },
] as const;

/** @internal */
export const CONFINEMENT = 'S-1-15-2-11-22-33-44-55-66-77';

/** ACE: allow GENERIC_ALL to Everyone; its body is mask and SID. @internal */
export const DACL = {
  revision: 2,
  aces: [{ type: 0, flags: 0, body: '00000010' + '010100000000000100000000' }],
} as const;

/** The bytes of {@link DACL}: revision, size 28, one ACE of 20 bytes. @internal */
export const DACL_BYTES = '02001c0001000000' + '00001400' + '00000010' + '010100000000000100000000';

/** One INT64 claim; integers are encoded alike in all profiles (R48). @internal */
export const USER_CLAIMS = [{ name: 'Level', type: 1, flags: 0, values: ['0x7'] }] as const;

/** @internal */
export const DEVICE_CLAIMS = [
  { name: 'Rack', type: 2, flags: 0, values: ['0x11'] },
  { name: 'Slot', type: 2, flags: 0, values: ['0x22', '0x33'] },
] as const;

/** @internal */
export const GIDS = [0x11223344, 5, 70000] as const;

/** Every optional part is there, and every number differs from its default. @internal */
export const FULL_TOKEN: Readonly<Record<string, TemplateValue>> = {
  tokenType: 2,
  impersonationLevel: 3,
  integrityLevel: 12288,
  mandatoryPolicy: 3,
  expiration: '0x1122334455667788',
  origin: '0x2233445566778899',
  interactiveSessionId: 0xa1b2c3d4,
  ownerIndex: 2,
  primaryGroupIndex: 1,
  privilegesPresent: '0x4000000800100084',
  privilegesEnabled: '0x4000000000000080',
  privilegesEnabledByDefault: '0x4000000800000000',
  projectedUid: 2001,
  projectedGid: 2002,
  sourceName: utf8('Kerberos'),
  sourceId: '0x8877665544332211',
  userSid: USER,
  groups: GROUPS,
  restrictedSids: RESTRICTED,
  deviceGroups: DEVICE_GROUPS,
  restrictedDeviceGroups: [{ sid: OTHER_USER, attributes: 0 }],
  userClaims: USER_CLAIMS,
  deviceClaims: DEVICE_CLAIMS,
  defaultDacl: DACL,
  confinementSid: CONFINEMENT,
  capabilities: CAPABILITIES,
  supplementaryGids: GIDS,
  sessionId: ref('s.id'),
};

/** A class, and what its answer for {@link FULL_TOKEN} takes. @internal */
export interface ClassRow {
  readonly class: number;
  readonly name: string;
  readonly size: number;
  readonly only?: SwitchCondition;
}

/** Classes above 21 are not in the seeds (R15). */
const NEW: SwitchCondition = { R15: '24' };

/** SIDs have 8 + 4n bytes, lists 4 and per entry 8 and the SID, ACLs 8 and their ACEs. @internal */
export const CLASSES: readonly ClassRow[] = [
  { class: 1, name: 'User', size: 28 },
  { class: 2, name: 'Groups', size: 4 + 20 + 24 + 36 + 28 },
  { class: 3, name: 'Privileges', size: 32 },
  { class: 4, name: 'Type', size: 4 },
  { class: 5, name: 'IntegrityLevel', size: 12 },
  { class: 6, name: 'Owner', size: 16 },
  { class: 7, name: 'PrimaryGroup', size: 12 },
  { class: 8, name: 'SessionId', size: 4 },
  { class: 9, name: 'RestrictedSids', size: 4 + 36 + 20 },
  { class: 10, name: 'Source', size: 16 },
  { class: 11, name: 'Statistics', size: 40, only: { R14: ['40-bytes', 'detect'] } },
  { class: 11, name: 'Statistics with a GUID', size: 48, only: { R14: '48-bytes' } },
  { class: 12, name: 'Origin', size: 8 },
  { class: 13, name: 'ElevationType', size: 4 },
  { class: 14, name: 'DeviceGroups', size: 4 + 36 },
  { class: 15, name: 'AppContainerSid', size: 40 },
  { class: 16, name: 'Capabilities', size: 4 + 24 + 24 },
  { class: 17, name: 'MandatoryPolicy', size: 4 },
  { class: 18, name: 'LogonType', size: 4 },
  { class: 19, name: 'LogonSid', size: 20 },
  { class: 20, name: 'DefaultDacl', size: 28 },
  { class: 21, name: 'ImpersonationLevel', size: 4 },
  { class: 22, name: 'UserClaims', size: 4 + 16 + 4 + 12 + 8, only: NEW },
  {
    class: 23,
    name: 'DeviceClaims',
    size: 4 + 16 + 4 + 10 + 8 + (4 + 16 + 8 + 10 + 16),
    only: NEW,
  },
  { class: 24, name: 'ProjectedSupplementaryGids', size: 4 + 12, only: NEW },
];
