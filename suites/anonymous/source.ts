/** @module A source that leaves marks: SIDs, claims and names that any answer would show. */
import type { TemplateValue } from '../language/template.js';
import { ref, utf8 } from '../language/steps.js';

/** Sub-authorities 0x51525354 and 0x61626364 are in every SID of the source. */
const DOMAIN = 'S-1-5-21-1364349780-1633837924';

/** @internal */
export const SOURCE_USER = `${DOMAIN}-1001`;

/** Bytes in every SID, in the ACL, in claims and in the source field. */
const MARKS = [
  '5453525164636261',
  // "Mark" as UTF-16, the name of the claims.
  '4d00610072006b00',
  '7172737475767778',
  utf8('Markname'),
];

/** A payload without any of them. @internal */
export const WITHOUT_MARKS = `^(?!.*(?:${MARKS.join('|')})).*$`;

/** @internal */
export const SOURCE_GROUPS = [
  { sid: `${DOMAIN}-2001`, attributes: 0x7 },
  { sid: 'S-1-5-11', attributes: 0x7 },
  { sid: `${DOMAIN}-2002`, attributes: 0xf },
] as const;

const entry = (rid: number): TemplateValue => ({ sid: `${DOMAIN}-${rid}`, attributes: 0 });

/** @internal */
export const MARKED: Readonly<Record<string, TemplateValue>> = {
  userSid: SOURCE_USER,
  groups: SOURCE_GROUPS,
  ownerIndex: 3,
  primaryGroupIndex: 1,
  integrityLevel: 12288,
  mandatoryPolicy: 3,
  privilegesPresent: '0x20800088',
  privilegesEnabled: '0x20800080',
  privilegesEnabledByDefault: '0x800080',
  restrictedSids: [entry(3001), entry(2001)],
  deviceGroups: [{ sid: `${DOMAIN}-515`, attributes: 0x7 }],
  restrictedDeviceGroups: [{ sid: `${DOMAIN}-516`, attributes: 0x7 }],
  confinementSid: 'S-1-15-2-1364349780-1633837924-3-4-5-6-7',
  capabilities: [{ sid: 'S-1-15-3-1364349780-1633837924', attributes: 0 }],
  userClaims: [{ name: 'Mark', type: 1, flags: 0, values: ['0x7877767574737271'] }],
  deviceClaims: [{ name: 'Mark', type: 2, flags: 0, values: ['0x7877767574737271'] }],
  defaultDacl: {
    revision: 2,
    aces: [
      {
        type: 0,
        flags: 0,
        body: '34120000' + '010400000000000515000000' + '5453525164636261' + 'e9030000',
      },
    ],
  },
  origin: '0x7877767574737271',
  sourceName: utf8('Markname'),
  sourceId: '0x7877767574737271',
  expiration: '0x7877767574737271',
  supplementaryGids: [0x74737271, 0x78777675],
  interactiveSessionId: 9,
  sessionId: ref('s.id'),
};
