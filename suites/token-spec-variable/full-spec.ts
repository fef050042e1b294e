/** @module A token spec in which every section is present, small and well formed. */
import { tokenSpec, USER, type Placement } from '../language/steps.js';
import type { BytesTemplate, Edit, TemplateValue } from '../language/template.js';

/** The sections of both layouts. @internal */
export const SECTIONS = [
  'userSid',
  'groups',
  'restrictedSids',
  'deviceGroups',
  'restrictedDeviceGroups',
  'userClaims',
  'deviceClaims',
  'confinementSid',
  'capabilities',
  'supplementaryGids',
  'defaultDacl',
] as const;

/** @internal */
export type Section = (typeof SECTIONS)[number];

/** Lists of SIDs with attributes. @internal */
export const LISTS: readonly Section[] = [
  'groups',
  'restrictedSids',
  'deviceGroups',
  'restrictedDeviceGroups',
  'capabilities',
];

/** Sections whose header field is a count under the packed layouts. @internal */
export const COUNTED: readonly Section[] = [...LISTS, 'supplementaryGids'];

/** Bytes of the section in {@link fullSpec} under the packed layouts. @internal */
export const SIZES: Readonly<Record<Section, number>> = {
  userSid: 28,
  groups: 20,
  restrictedSids: 20,
  deviceGroups: 24,
  restrictedDeviceGroups: 24,
  userClaims: 36,
  deviceClaims: 36,
  confinementSid: 24,
  capabilities: 24,
  supplementaryGids: 8,
  defaultDacl: 28,
};

/** Header, then every section. @internal */
export const PACKED_BYTES = 192 + Object.values(SIZES).reduce((sum, size) => sum + size, 0);
/** A count word in front of each of the five lists. @internal */
export const WIDE_BYTES = PACKED_BYTES + 4 * LISTS.length;

/** The default DACL of {@link fullSpec}: one ACE that allows S-1-1-0. @internal */
export const FULL_DACL = '02001c000100000000001400ff010f00010100000000000100000000';

/** @internal */
export const FULL: Readonly<Record<string, TemplateValue>> = {
  userSid: USER,
  groups: [{ sid: 'S-1-1-0', attributes: 0x7 }],
  restrictedSids: [{ sid: 'S-1-5-11', attributes: 0 }],
  deviceGroups: [{ sid: 'S-1-5-32-545', attributes: 0x7 }],
  restrictedDeviceGroups: [{ sid: 'S-1-5-32-546', attributes: 0x7 }],
  userClaims: [{ name: 'u', type: 1, flags: 0, values: ['0x1'] }],
  deviceClaims: [{ name: 'd', type: 1, flags: 0, values: ['0x2'] }],
  confinementSid: 'S-1-15-2-11-22-33',
  capabilities: [{ sid: 'S-1-15-3-1', attributes: 0 }],
  supplementaryGids: [5, 6],
  defaultDacl: {
    revision: 2,
    aces: [{ type: 0, flags: 0, body: 'ff010f00010100000000000100000000' }],
  },
};

/** The spec with every section, the default DACL last. @internal */
export function fullSpec(
  edits: readonly Edit[] = [],
  placement: Placement = {},
  value: Readonly<Record<string, TemplateValue | undefined>> = {},
): BytesTemplate {
  return tokenSpec({ ...FULL, ...value }, edits, { order: SECTIONS, ...placement });
}

/** All sections, this one at the end. @internal */
export function last(section: Section): readonly Section[] {
  return [...SECTIONS.filter((name) => name !== section), section];
}
