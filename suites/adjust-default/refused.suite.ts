/** @module ADJUST_DEFAULT: indices and ACLs that are refused, and that they change nothing. */
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';
import { adjustDefault, aSession, aToken } from '../language/steps.js';
import { BEHIND, LAST, NEW_ACL, OLD_ACL, READ_ACE, STAFF, SYSTEM_ACE, token } from './defaults.js';

/** The same group with the owner attribute, and without. */
const OWNER_ATTRIBUTES: readonly (readonly [eligible: number, not: number])[] = [
  [0xf, 0x7],
  [0xe, 0x6],
  [0x8, 0x0],
];
/** Behind the logon SID; the low bytes of some name a SID that the token has. */
const OUT_OF_RANGE = [
  BEHIND,
  7,
  8,
  255,
  256,
  257,
  258,
  259,
  0x7fff,
  0x8000,
  0x8003,
  0xff00,
  0xfffe,
];

/** Well-formed in all but one point (PSD-004 v0.20 §3.2, §3.4). */
const MALFORMED: readonly (readonly [name: string, hex: string])[] = [
  ['AclSize 0', '0200000001000000' + READ_ACE],
  ['AclSize 7', '0200070000000000'],
  ['AclSize without the ACE', '0200080001000000' + READ_ACE],
  ['AclSize one short', '02001b0001000000' + READ_ACE],
  ['AclSize one long', '02001d0001000000' + READ_ACE],
  ['AclSize four long', '0200200001000000' + READ_ACE],
  ['AclSize 65535', '0200ffff01000000' + READ_ACE],
  ['AclSize with four spare bytes', '0200200001000000' + READ_ACE + '00000000'],
  ['AclSize big-endian', '0200001c01000000' + READ_ACE],
  ['AceCount 0 of 1', '02001c0000000000' + READ_ACE],
  ['AceCount 2 of 1', '02001c0002000000' + READ_ACE],
  ['AceCount 1 of 2', '0200300001000000' + SYSTEM_ACE + READ_ACE],
  ['AceCount 65535', '02001c00ffff0000' + READ_ACE],
  ['AceCount 256 of 0', '0200080000010000'],
  ['AceSize 0', '02001c0001000000' + '00000000' + READ_ACE.slice(8)],
  ['AceSize 4', '02001c0001000000' + '00000400' + READ_ACE.slice(8)],
  ['AceSize 16', '02001c0001000000' + '00001000' + READ_ACE.slice(8)],
  ['AceSize 19', '02001c0001000000' + '00001300' + READ_ACE.slice(8)],
  // A callback ACE: in the others nothing may follow the SID anyway.
  ['AceSize 21', '02001d0001000000' + '09001500' + READ_ACE.slice(8) + '00'],
  ['AceSize 24 of 20', '02001c0001000000' + '00001800' + READ_ACE.slice(8)],
  ['AceSize 65532', '02001c0001000000' + '0000fcff' + READ_ACE.slice(8)],
  ['AceSize of the second ACE 24', '0200300002000000' + READ_ACE + '00001800' + READ_ACE.slice(8)],
  ['SID revision 0', '02001c0001000000' + '0000140008000200' + '000100000000000100000000'],
  ['SID revision 2', '02001c0001000000' + '0000140008000200' + '020100000000000100000000'],
  [
    'SID of 2 in the room of 1',
    '02001c0001000000' + '0000140008000200' + '010200000000000100000000',
  ],
  ['SID of 16', `02005800010000000000500008000200${'0110000000000005'}${'07000000'.repeat(16)}`],
  ['not an ACL', 'ff'.repeat(28)],
];

/** A good field beside a bad one. */
const MIXED = [
  { name: 'good owner, bad DACL', change: { ownerIndex: 3, dacl: OLD_ACL.slice(0, -2) } },
  { name: 'good group, bad DACL', change: { groupIndex: 4, dacl: OLD_ACL.slice(0, -2) } },
  { name: 'both good, bad DACL', change: { ownerIndex: 3, groupIndex: 4, dacl: 'ff'.repeat(28) } },
  { name: 'bad owner, good DACL', change: { ownerIndex: 4, dacl: NEW_ACL } },
  { name: 'bad owner, no DACL', change: { ownerIndex: 4, dacl: '' } },
  { name: 'bad owner, good group', change: { ownerIndex: BEHIND, groupIndex: 4 } },
  { name: 'bad group, good owner', change: { ownerIndex: 3, groupIndex: BEHIND } },
  { name: 'bad group, good DACL', change: { groupIndex: BEHIND, dacl: NEW_ACL } },
  { name: 'bad group, no DACL', change: { groupIndex: BEHIND, dacl: '' } },
];

const slug = (name: string): string => name.replaceAll(',', '').replaceAll(' ', '-');
const hex = (value: number): string => `0x${value.toString(16)}`;

export default defineSuite('adjust-default', 'refused', [
  OWNER_ATTRIBUTES.map(([eligible, not]) =>
    aCase(`owner-attributes-${hex(not)}`, `a group with attributes ${hex(not)} cannot be owner`, [
      aSession(),
      aToken('t', { groups: [{ sid: STAFF, attributes: eligible }] }),
      accepted('AD-012', adjustDefault('t', { ownerIndex: 1 })),
      aToken('u', { groups: [{ sid: STAFF, attributes: not }] }),
      judged('AD-012', adjustDefault('u', { ownerIndex: 1 })),
    ]),
  ),
  aCase('owner-neighbours', 'a group without the attribute between two with it cannot be owner', [
    token,
    accepted('AD-012', adjustDefault('t', { ownerIndex: 3 })),
    accepted('AD-012', adjustDefault('t', { ownerIndex: 1 })),
    judged('AD-012', adjustDefault('t', { ownerIndex: 2 })),
    judged('AD-012', adjustDefault('t', { ownerIndex: 4 })),
  ]),
  OUT_OF_RANGE.map((index) =>
    aCase(`owner-${hex(index)}`, `owner index ${index} of a token with 5 groups is refused`, [
      token,
      accepted('AD-012', adjustDefault('t', { ownerIndex: 3 })),
      judged('AD-012', adjustDefault('t', { ownerIndex: index })),
    ]),
  ),
  OUT_OF_RANGE.map((index) =>
    aCase(`group-${hex(index)}`, `group index ${index} of a token with 5 groups is refused`, [
      token,
      accepted('AD-013', adjustDefault('t', { groupIndex: LAST })),
      judged('AD-013', adjustDefault('t', { groupIndex: index })),
    ]),
  ),
  MALFORMED.map(([name, acl]) =>
    aCase(`dacl-${slug(name)}`, `an ACL that is malformed is refused: ${name}`, [
      token,
      accepted('AD-014', adjustDefault('t', { dacl: OLD_ACL })),
      judged('AD-014', adjustDefault('t', { dacl: acl })),
    ]),
  ),
  Array.from({ length: 27 }, (_, n) =>
    aCase(`dacl-cut-${n + 1}`, `the first ${n + 1} bytes of an ACL of 28 are refused`, [
      token,
      accepted('AD-014', adjustDefault('t', { dacl: OLD_ACL })),
      judged('AD-014', adjustDefault('t', { dacl: OLD_ACL.slice(0, 2 * (n + 1)) })),
    ]),
  ),
  MIXED.map(({ name, change }) =>
    aCase(`mixed-${slug(name)}`, `a call with a good and a bad field changes nothing: ${name}`, [
      token,
      control(adjustDefault('t', { ownerIndex: 0, groupIndex: 1, dacl: NEW_ACL })),
      control(adjustDefault('t', { ownerIndex: 1, groupIndex: 2, dacl: OLD_ACL })),
      judged('AD-017', adjustDefault('t', change)),
    ]),
  ),
]);
