/** @module ADJUST_PRIVS: enabling, disabling and removing, for every privilege. */
import { handleRightCases } from '../language/handle-rights.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import { adjustPrivileges, createToken, install, is, query, ref } from '../language/steps.js';
import {
  DISABLE,
  ENABLE,
  EVERY_PRIVILEGE,
  hex,
  maskOf,
  PRIVILEGES,
  REMOVE,
  tokenWith,
} from './privileges.js';

const ALL = EVERY_PRIVILEGE;
const ACTIONS: readonly (readonly [name: string, attributes: number])[] = [
  ['disable', DISABLE],
  ['enable', ENABLE],
  ['remove', REMOVE],
];
const allBut = (bit: number): bigint => ALL & ~maskOf(bit);

/** Masks that a report of 32 bits, or of the wrong mask, would get wrong. */
const ENABLED_BEFORE: readonly bigint[] = [
  0n,
  maskOf(2),
  maskOf(31),
  maskOf(32),
  maskOf(63),
  maskOf(3, 7, 35, 62),
  ALL,
];

export default defineSuite('adjust-privs', 'actions', [
  PRIVILEGES.map((bit) =>
    aCase(`enable-${bit}`, `privilege ${bit}, present and disabled, is enabled alone`, [
      tokenWith(ALL, 0n),
      accepted('AP-001', adjustPrivileges('t', [{ luid: bit, attributes: ENABLE }])),
      asserts(
        ['AP-001', 'AP-025'],
        query('q', 't', 'PRIVILEGES'),
        is.equals('decoded.enabled', hex(maskOf(bit))),
      ),
    ]),
  ),
  PRIVILEGES.map((bit) =>
    aCase(`disable-${bit}`, `privilege ${bit}, enabled, is disabled alone and stays present`, [
      tokenWith(ALL, ALL),
      accepted('AP-002', adjustPrivileges('t', [{ luid: bit, attributes: DISABLE }])),
      asserts(
        'AP-002',
        asserts(
          ['AP-002', 'AP-009'],
          query('q', 't', 'PRIVILEGES'),
          is.equals('decoded.enabled', hex(allBut(bit))),
        ),
        is.equals('decoded.present', hex(ALL)),
      ),
    ]),
  ),
  PRIVILEGES.map((bit) =>
    aCase(`remove-${bit}`, `privilege ${bit} is removed alone`, [
      tokenWith(ALL, ALL),
      accepted('AP-003', adjustPrivileges('t', [{ luid: bit, attributes: REMOVE }])),
      asserts(
        ['AP-003', 'AP-026'],
        query('q', 't', 'PRIVILEGES'),
        is.equals('decoded.present', hex(allBut(bit))),
      ),
    ]),
  ),
  PRIVILEGES.map((bit) =>
    aCase(`remove-clears-${bit}`, `removing privilege ${bit} disables it, by default too`, [
      tokenWith(ALL, ALL),
      accepted('AP-022', adjustPrivileges('t', [{ luid: bit, attributes: REMOVE }])),
      asserts(
        'AP-028',
        asserts(
          'AP-022',
          query('q', 't', 'PRIVILEGES'),
          is.equals('decoded.enabled', hex(allBut(bit))),
        ),
        is.equals('decoded.enabledByDefault', hex(allBut(bit))),
      ),
    ]),
  ),
  PRIVILEGES.map((bit) =>
    aCase(`removed-for-good-${bit}`, `enabling privilege ${bit} after its removal has no effect`, [
      tokenWith(ALL, ALL),
      accepted('AP-006', adjustPrivileges('t', [{ luid: bit, attributes: REMOVE }])),
      adjustPrivileges('t', [{ luid: bit, attributes: ENABLE }]),
      asserts(
        'AP-006',
        asserts(
          'AP-006',
          query('q', 't', 'PRIVILEGES'),
          is.equals('decoded.present', hex(allBut(bit))),
        ),
        is.equals('decoded.enabled', hex(allBut(bit))),
      ),
    ]),
  ),
  PRIVILEGES.map((bit) =>
    aCase(`disable-absent-${bit}`, `disabling the absent privilege ${bit} changes nothing`, [
      tokenWith(allBut(bit), allBut(bit)),
      control(query('before', 't', 'PRIVILEGES')),
      judged('AP-013', adjustPrivileges('t', [{ luid: bit, attributes: DISABLE }])),
      asserts('AP-013', query('q', 't', 'PRIVILEGES'), is.equals('payload', ref('before.payload'))),
    ]),
  ),
  PRIVILEGES.map((bit) =>
    aCase(`remove-absent-${bit}`, `removing the absent privilege ${bit} changes nothing`, [
      tokenWith(allBut(bit), allBut(bit)),
      control(query('before', 't', 'PRIVILEGES')),
      judged('AP-014', adjustPrivileges('t', [{ luid: bit, attributes: REMOVE }])),
      asserts('AP-014', query('q', 't', 'PRIVILEGES'), is.equals('payload', ref('before.payload'))),
    ]),
  ),
  PRIVILEGES.map((bit) =>
    aCase(`enable-absent-${bit}`, `enabling the absent privilege ${bit} is refused`, [
      tokenWith(allBut(bit), 0n),
      control(adjustPrivileges('t', [{ luid: bit === 7 ? 8 : 7, attributes: ENABLE }])),
      judged('AP-012', adjustPrivileges('t', [{ luid: bit, attributes: ENABLE }])),
    ]),
  ),
  aCase('several-entries', 'a call with an entry of each kind carries out all of them', [
    tokenWith(ALL, maskOf(2, 35)),
    accepted(
      'AP-005',
      adjustPrivileges('t', [
        { luid: 63, attributes: ENABLE },
        { luid: 2, attributes: DISABLE },
        { luid: 35, attributes: REMOVE },
        { luid: 7, attributes: ENABLE },
      ]),
    ),
    asserts(
      'AP-005',
      asserts(
        'AP-005',
        query('q', 't', 'PRIVILEGES'),
        is.equals('decoded.enabled', hex(maskOf(7, 63))),
      ),
      is.equals('decoded.present', hex(allBut(35))),
    ),
  ]),
  ACTIONS.map(([name, attributes]) =>
    aCase(`every-privilege-${name}`, `one call can ${name} every privilege there is`, [
      tokenWith(ALL, maskOf(2, 7, 35, 63)),
      accepted(
        'AP-005',
        adjustPrivileges(
          't',
          PRIVILEGES.map((luid) => ({ luid, attributes })),
        ),
      ),
      asserts(
        'AP-005',
        asserts(
          'AP-005',
          query('q', 't', 'PRIVILEGES'),
          is.equals('decoded.enabled', attributes === ENABLE ? hex(ALL) : '0x0'),
        ),
        is.equals('decoded.present', attributes === REMOVE ? '0x0' : hex(ALL)),
      ),
    ]),
  ),
  ACTIONS.map(([name, attributes]) =>
    aCase(`modified-id-${name}`, `a call to ${name} a privilege raises the modification id`, [
      tokenWith(maskOf(7, 8), attributes === ENABLE ? 0n : maskOf(7, 8)),
      control(query('before', 't', 'STATISTICS')),
      accepted('AP-007', adjustPrivileges('t', [{ luid: 7, attributes }])),
      asserts(
        'AP-007',
        query('q', 't', 'STATISTICS'),
        is.greaterThan('decoded.modifiedId', ref('before.decoded.modifiedId')),
      ),
    ]),
  ),
  ENABLED_BEFORE.flatMap((before) =>
    ACTIONS.map(([name, attributes]) =>
      aCase(
        `previous-${before.toString(16)}-${name}`,
        `a call to ${name} a privilege reports the enabled mask ${hex(before)} from before`,
        [
          tokenWith(ALL, before),
          asserts(
            'AP-024',
            adjustPrivileges('t', [{ luid: 31, attributes }]),
            is.equals('previousEnabled', hex(before)),
          ),
          asserts(
            'AP-024',
            adjustPrivileges('t', [{ luid: 31, attributes: DISABLE }]),
            is.equals(
              'previousEnabled',
              hex(attributes === ENABLE ? before | maskOf(31) : before & ~maskOf(31)),
            ),
          ),
        ],
      ),
    ),
  ),
  aCase('used-stays', 'a privilege that was exercised stays marked as used when it is removed', [
    tokenWith(maskOf(2, 3, 7), maskOf(2, 3, 7)),
    control(install('t')),
    control(createToken('made')),
    {
      ...query('before', 't', 'PRIVILEGES'),
      expect: [{ is: is.bits('decoded.used', hex(maskOf(2))) }],
    },
    accepted('AP-023', adjustPrivileges('t', [{ luid: 2, attributes: REMOVE }])),
    asserts('AP-023', query('q', 't', 'PRIVILEGES'), is.bits('decoded.used', hex(maskOf(2)))),
  ]),
  handleRightCases('AP-008', 0x0020, (token) =>
    adjustPrivileges(token, [{ luid: 23, attributes: DISABLE }]),
  ),
]);
