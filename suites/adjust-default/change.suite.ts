/** @module ADJUST_DEFAULT: each of the three fields, alone and together. */
import { handleRightCases } from '../language/handle-rights.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import { adjustDefault, aSession, aToken, is, KEEP, query, ref } from '../language/steps.js';
import {
  daclIs,
  EMPTY_ACL,
  groupIs,
  LAST,
  NEW_ACL,
  OLD_ACL,
  OLD_GROUP,
  OLD_OWNER,
  ownerIs,
  READ_ACE,
  SID_AT,
  SYSTEM_ACE,
  token,
  withoutDacl,
} from './defaults.js';

/** The user, and the owner-eligible groups. */
const OWNER_INDICES = [0, 1, 3];

/** For a SID without sub-authorities, and for one with 15. */
const SHORT_ACE = '00001000' + '08000200' + '0100000000000005';
const LONG_ACE = '00004c00' + '08000200' + '010f000000000005' + '07000000'.repeat(15);

const ACLS: readonly (readonly [name: string, hex: string])[] = [
  ['two ACEs', NEW_ACL],
  ['no ACE', EMPTY_ACL],
  ['a deny behind an allow', '0200300002000000' + READ_ACE + '01' + SYSTEM_ACE.slice(2)],
  ['SIDs of 0 and 15 sub-authorities', '0200640002000000' + SHORT_ACE + LONG_ACE],
];

/** Each field changed, kept or, for the DACL, removed. */
const OWNERS = [
  { name: 'owner', index: 3 },
  { name: 'keep', index: KEEP },
];
const GROUPS = [
  { name: 'group', index: 4 },
  { name: 'keep', index: KEEP },
];
const DACLS = [
  { name: 'dacl', change: { dacl: NEW_ACL }, after: NEW_ACL },
  { name: 'remove', change: { dacl: '' }, after: '' },
  { name: 'keep', change: {}, after: OLD_ACL },
];
const sidAt = (index: number, old: number): string => SID_AT[index === KEEP ? old : index] ?? '';

/** Changes that have an effect, each alone. */
const EFFECTIVE = [
  { name: 'owner', change: { ownerIndex: 3 } },
  { name: 'primary group', change: { groupIndex: 4 } },
  { name: 'DACL', change: { dacl: NEW_ACL } },
  { name: 'absence of a DACL', change: { dacl: '' } },
];

/** 300 groups, all owner-eligible: an index of more than 8 bits. */
const MANY = Array.from({ length: 300 }, (_, n) => ({
  sid: `S-1-5-21-1111-2222-3333-${3001 + n}`,
  attributes: 0xe,
}));

export default defineSuite('adjust-default', 'change', [
  OWNER_INDICES.map((index) =>
    aCase(`owner-${index}`, `owner index ${index} makes ${SID_AT[index]} the default owner`, [
      token,
      control(adjustDefault('t', { ownerIndex: index === OLD_OWNER ? 0 : OLD_OWNER })),
      accepted('AD-001', adjustDefault('t', { ownerIndex: index })),
      ownerIs('AD-001', SID_AT[index] ?? ''),
    ]),
  ),
  SID_AT.map((sid, index) =>
    aCase(`group-${index}`, `group index ${index} makes ${sid} the primary group`, [
      token,
      control(adjustDefault('t', { groupIndex: index === OLD_GROUP ? 0 : OLD_GROUP })),
      accepted('AD-002', adjustDefault('t', { groupIndex: index })),
      groupIs('AD-002', sid),
    ]),
  ),
  ACLS.map(([name, acl]) =>
    aCase(`dacl-${name.replaceAll(' ', '-')}`, `the default DACL is replaced: ${name}`, [
      token,
      accepted('AD-003', adjustDefault('t', { dacl: acl })),
      daclIs('AD-003', acl),
    ]),
  ),
  aCase('dacl-first', 'a token without a default DACL can be given one', [
    withoutDacl,
    accepted('AD-003', adjustDefault('t', { dacl: NEW_ACL })),
    daclIs('AD-003', NEW_ACL),
  ]),
  aCase('all-three', 'owner, primary group and default DACL change in one call', [
    token,
    accepted('AD-004', adjustDefault('t', { ownerIndex: 3, groupIndex: 4, dacl: NEW_ACL })),
    ownerIs('AD-004', SID_AT[3]),
    groupIs('AD-004', SID_AT[4]),
    daclIs('AD-004', NEW_ACL),
  ]),
  aCase('pointer-zero', 'pointer 0 leaves the default DACL alone while the owner changes', [
    token,
    accepted('AD-005', adjustDefault('t', { ownerIndex: 3 })),
    daclIs('AD-005', OLD_ACL),
  ]),
  aCase('pointer-zero-group', 'pointer 0 leaves the default DACL alone while the group changes', [
    token,
    accepted('AD-005', adjustDefault('t', { groupIndex: 4 })),
    daclIs('AD-005', OLD_ACL),
  ]),
  aCase('pointer-zero-without-dacl', 'pointer 0 gives no default DACL to a token without one', [
    withoutDacl,
    accepted('AD-005', adjustDefault('t', { ownerIndex: 3 })),
    daclIs('AD-005', ''),
  ]),
  aCase('remove', 'a pointer with length 0 removes the default DACL', [
    token,
    accepted('AD-006', adjustDefault('t', { dacl: '' })),
    daclIs('AD-006', ''),
  ]),
  aCase('remove-given-bytes', 'a pointer to an ACL with length 0 removes the default DACL', [
    token,
    accepted('AD-006', adjustDefault('t', { dacl: NEW_ACL, daclLength: 0 })),
    daclIs('AD-006', ''),
  ]),
  aCase('remove-and-replace', 'a default DACL that was removed can be given again', [
    token,
    control(adjustDefault('t', { dacl: '' })),
    accepted('AD-003', adjustDefault('t', { dacl: NEW_ACL })),
    daclIs('AD-003', NEW_ACL),
  ]),
  aCase('keep-owner', 'owner index 0xFFFF leaves the default owner alone', [
    token,
    accepted('AD-007', adjustDefault('t', { ownerIndex: 0xffff, groupIndex: 4, dacl: NEW_ACL })),
    ownerIs('AD-007', SID_AT[OLD_OWNER]),
  ]),
  aCase('keep-group', 'group index 0xFFFF leaves the primary group alone', [
    token,
    accepted('AD-008', adjustDefault('t', { ownerIndex: 3, groupIndex: 0xffff, dacl: NEW_ACL })),
    groupIs('AD-008', SID_AT[OLD_GROUP]),
  ]),
  OWNERS.flatMap((owner) =>
    GROUPS.flatMap((group) =>
      DACLS.map((dacl) =>
        aCase(
          `combination-${owner.name}-${group.name}-${dacl.name}`,
          `owner: ${owner.name}, primary group: ${group.name}, DACL: ${dacl.name}`,
          [
            token,
            adjustDefault('t', {
              ownerIndex: owner.index,
              groupIndex: group.index,
              ...dacl.change,
            }),
            ownerIs('AD-009', sidAt(owner.index, OLD_OWNER)),
            groupIs('AD-009', sidAt(group.index, OLD_GROUP)),
            daclIs('AD-009', dacl.after),
          ],
        ),
      ),
    ),
  ),
  EFFECTIVE.map(({ name, change }) =>
    aCase(`modified-id-${name.replaceAll(' ', '-')}`, `a new ${name} raises the modification id`, [
      token,
      control(query('before', 't', 'STATISTICS')),
      accepted('AD-010', adjustDefault('t', change)),
      asserts(
        'AD-010',
        query('q', 't', 'STATISTICS'),
        is.greaterThan('decoded.modifiedId', ref('before.decoded.modifiedId')),
      ),
    ]),
  ),
  aCase('owner-alone', 'bytes 12 and 13 move the owner alone', [
    token,
    accepted('AD-015', adjustDefault('t', { ownerIndex: 3, groupIndex: 0xffff })),
    ownerIs('AD-015', SID_AT[3]),
    groupIs('AD-015', SID_AT[OLD_GROUP]),
  ]),
  aCase('group-alone', 'bytes 14 and 15 move the primary group alone', [
    token,
    accepted('AD-015', adjustDefault('t', { ownerIndex: 0xffff, groupIndex: LAST })),
    ownerIs('AD-015', SID_AT[OLD_OWNER]),
    groupIs('AD-015', SID_AT[LAST]),
  ]),
  aCase(
    'more-than-a-byte',
    'indices of more than 8 bits name the groups that they count',
    [
      aSession(),
      aToken('t', { groups: MANY }),
      accepted('AD-015', adjustDefault('t', { ownerIndex: 257, groupIndex: 0xffff })),
      ownerIs('AD-015', 'S-1-5-21-1111-2222-3333-3257'),
      accepted('AD-015', adjustDefault('t', { ownerIndex: 0xffff, groupIndex: 300 })),
      groupIs('AD-015', 'S-1-5-21-1111-2222-3333-3300'),
    ],
    { only: { R27: '1024' } },
  ),
  [1, 8, 28, 65536, 0x7fffffff, 0xffffffff].flatMap((daclLength) => [
    aCase(`null-with-${daclLength}`, `pointer 0 with length ${daclLength} keeps the DACL`, [
      token,
      judged('AD-016', adjustDefault('t', { daclLength })),
      daclIs('AD-016', OLD_ACL),
    ]),
    aCase(`null-with-${daclLength}-none`, `pointer 0 with length ${daclLength} makes no DACL`, [
      withoutDacl,
      judged('AD-016', adjustDefault('t', { daclLength })),
      daclIs('AD-016', ''),
    ]),
  ]),
  handleRightCases('AD-011', 0x0080, (name) => adjustDefault(name, { groupIndex: 0 })),
]);
