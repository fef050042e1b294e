/** @module A token to duplicate: every field that can be seen has a value of its own. */
import type { SwitchCondition } from '../language/suite.js';
import { ref, utf8 } from '../language/steps.js';
import type { TemplateValue } from '../language/template.js';

/** @internal */
export const SOURCE_USER = 'S-1-5-21-71-72-73-1744';

/** Every kind of attributes: mandatory, owner, disabled, deny-only. @internal */
export const SOURCE_GROUPS = [
  { sid: 'S-1-5-21-71-72-73-2001', attributes: 0x7 },
  { sid: 'S-1-5-21-71-72-73-2002', attributes: 0xe },
  { sid: 'S-1-5-21-71-72-73-2003', attributes: 0x2 },
  { sid: 'S-1-5-21-71-72-73-2004', attributes: 0x10 },
  { sid: 'S-1-5-21-71-72-73-2005', attributes: 0x4 },
  { sid: 'S-1-5-21-71-72-73-2006', attributes: 0x0 },
] as const;

/** SeAssignPrimaryToken and SeTcb, so that it can install others; three more. @internal */
export const SOURCE_PRESENT = '0x4000000000800888';
/** @internal */
export const SOURCE_ENABLED = '0x4000000000000088';

/** @internal */
export const SOURCE_DACL =
  '02001c0001000000' + '00001400' + '34120000' + '010100000000000100000000';

/** The fields of the source, in the session bound to `s`. @internal */
export const SOURCE: Readonly<Record<string, TemplateValue>> = {
  tokenType: 1,
  impersonationLevel: 0,
  integrityLevel: 4096,
  mandatoryPolicy: 2,
  sessionId: ref('s.id'),
  expiration: '0x7122334455667788',
  origin: '0x7233445566778899',
  auditPolicy: 5,
  interactiveSessionId: 0x71b2c3d4,
  ownerIndex: 2,
  primaryGroupIndex: 3,
  privilegesPresent: SOURCE_PRESENT,
  privilegesEnabled: SOURCE_ENABLED,
  projectedUid: 71001,
  projectedGid: 71002,
  sourceName: utf8('Distinct'),
  sourceId: '0x7877665544332211',
  userSid: SOURCE_USER,
  groups: SOURCE_GROUPS,
  restrictedSids: [
    { sid: 'S-1-5-21-71-72-73-3001', attributes: 0 },
    { sid: 'S-1-5-21-71-72-73-2001', attributes: 0 },
  ],
  deviceGroups: [{ sid: 'S-1-5-21-71-72-73-515', attributes: 0x7 }],
  restrictedDeviceGroups: [{ sid: 'S-1-5-21-71-72-73-516', attributes: 0x7 }],
  userClaims: [{ name: 'Level', type: 1, flags: 0, values: ['0x7172'] }],
  deviceClaims: [
    { name: 'Rack', type: 2, flags: 2, values: ['0x7374'] },
    { name: 'Slot', type: 2, flags: 0, values: ['0x22', '0x33'] },
  ],
  defaultDacl: {
    revision: 2,
    aces: [{ type: 0, flags: 0, body: '34120000' + '010100000000000100000000' }],
  },
  confinementSid: 'S-1-15-2-71-72-73-44-55-66-77',
  capabilities: [
    { sid: 'S-1-15-3-71', attributes: 0 },
    { sid: 'S-1-15-3-73', attributes: 0 },
  ],
  supplementaryGids: [71003, 0x11223344, 7],
};

/** How {@link SOURCE} is duplicated: from and to both types, at several levels. @internal */
export interface Way {
  readonly slug: string;
  readonly title: string;
  /** What differs in the source. */
  readonly source: Readonly<Record<string, TemplateValue>>;
  readonly tokenType: number;
  readonly level: number;
  readonly only?: SwitchCondition;
}

const DELEGATED = { tokenType: 2, impersonationLevel: 3 };

/** Copies at level Anonymous keep their identity in some profiles only (ruling R52). @internal */
export const WAYS: readonly Way[] = [
  {
    slug: 'primary',
    title: 'a primary copy of a primary token',
    source: {},
    tokenType: 1,
    level: 0,
  },
  {
    slug: 'impersonation',
    title: 'an impersonation copy of a primary token',
    source: {},
    tokenType: 2,
    level: 2,
  },
  {
    slug: 'back-to-primary',
    title: 'a primary copy of an impersonation token',
    source: DELEGATED,
    tokenType: 1,
    level: 0,
  },
  {
    slug: 'lowered',
    title: 'an Identification copy of a Delegation token',
    source: DELEGATED,
    tokenType: 2,
    level: 1,
  },
  {
    slug: 'anonymous',
    title: 'a copy at level Anonymous',
    source: {},
    tokenType: 2,
    level: 0,
    only: { R52: 'copy' },
  },
];
