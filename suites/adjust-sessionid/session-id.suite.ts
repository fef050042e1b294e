/** @module ADJUST_SESSIONID, the interactive session number (interactivity scope in v0.22). */
import { handleRightCases } from '../language/handle-rights.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { adjustPrivileges, adjustSessionId, aSession, aToken, is } from '../language/steps.js';
import { openSelf, query, ref, utf8 } from '../language/steps.js';

const TCB = 7;
const hex = (value: number): string => `0x${value.toString(16)}`;

/** Boundaries, and a value in which every byte differs. */
const VALUES = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000, 0x12345678, 0x7fffffff, 0x80000000, 0xfffffffe,
  0xffffffff,
];

/** A session `s`, and a token `t` in interactive session 5 of which no part is empty. */
const token: readonly SuiteStep[] = [
  aSession(),
  aToken('t', {
    interactiveSessionId: 5,
    tokenType: 2,
    impersonationLevel: 2,
    mandatoryPolicy: 3,
    expiration: '0x1000',
    origin: '0x3e7',
    ownerIndex: 1,
    primaryGroupIndex: 2,
    privilegesPresent: '0x8000000000000084',
    privilegesEnabled: '0x80',
    privilegesEnabledByDefault: '0x80',
    sourceName: utf8('session\0'),
    sourceId: '0x77',
    groups: [
      { sid: 'S-1-5-32-544', attributes: 0xf },
      { sid: 'S-1-1-0', attributes: 0x7 },
      { sid: 'S-1-5-21-1111-2222-3333-2001', attributes: 0x0 },
    ],
    restrictedSids: [{ sid: 'S-1-1-0', attributes: 0 }],
    deviceGroups: [{ sid: 'S-1-5-32-545', attributes: 0x7 }],
    confinementSid: 'S-1-15-2-99',
    capabilities: [{ sid: 'S-1-15-3-1', attributes: 0x4 }],
    defaultDacl: { revision: 2, aces: [] },
    supplementaryGids: [2001, 2002],
  }),
];

/** Every query class but 8 (the number itself) and 11 (see below). */
const OTHER_CLASSES = Array.from({ length: 24 }, (_, n) => n + 1).filter(
  (n) => n !== 8 && n !== 11,
);
const STATISTICS_FIELDS = ['identity', 'sessionId', 'tokenType', 'expiration'];

/** The worker's own token `o`, of which privileges can be changed. */
const own = control(openSelf('o', 0x28));
const withoutTcb: readonly (readonly [name: string, attributes: number])[] = [
  ['disabled', 0],
  ['removed', 4],
];

export default defineSuite('adjust-sessionid', 'session-id', [
  VALUES.map((value) =>
    aCase(`value-${hex(value)}`, `the interactive session becomes ${value}`, [
      aSession(),
      aToken('t', { interactiveSessionId: 5 }),
      accepted(['AS-001', 'AS-002'], adjustSessionId('t', value)),
      asserts(['AS-001', 'AS-002'], query('q', 't', 'SESSION_ID'), is.equals('decoded', value)),
    ]),
  ),
  aCase('from-zero', 'a token in interactive session 0 can be moved to 1 and back', [
    aSession(),
    aToken('t', { interactiveSessionId: 0 }),
    accepted('AS-001', adjustSessionId('t', 1)),
    asserts('AS-001', query('one', 't', 'SESSION_ID'), is.equals('decoded', 1)),
    accepted('AS-001', adjustSessionId('t', 0)),
    asserts('AS-001', query('zero', 't', 'SESSION_ID'), is.equals('decoded', 0)),
  ]),
  aCase('own-token', 'the own primary token can be moved to another interactive session', [
    control(openSelf('o', 0x108, true)),
    accepted('AS-001', adjustSessionId('o', 4)),
    asserts('AS-001', query('q', 'o', 'SESSION_ID'), is.equals('decoded', 4)),
  ]),
  withoutTcb.map(([name, attributes]) =>
    aCase(`tcb-${name}`, `a caller whose SeTcbPrivilege is ${name} is refused`, [
      aSession(),
      aToken('t', { interactiveSessionId: 5 }),
      own,
      accepted('AS-004', adjustSessionId('t', 6)),
      control(adjustPrivileges('o', [{ luid: TCB, attributes }])),
      judged('AS-004', adjustSessionId('t', 7)),
    ]),
  ),
  aCase('tcb-of-the-target', 'SeTcbPrivilege of the changed token does not count', [
    aSession(),
    aToken('t', {
      privilegesPresent: '0x80',
      privilegesEnabled: '0x80',
      privilegesEnabledByDefault: '0x80',
    }),
    own,
    accepted('AS-004', adjustSessionId('t', 6)),
    control(adjustPrivileges('o', [{ luid: TCB, attributes: 0 }])),
    judged('AS-004', adjustSessionId('t', 7)),
  ]),
  aCase('tcb-enabled-again', 'SeTcbPrivilege counts again once it is enabled again', [
    aSession(),
    aToken('t', { interactiveSessionId: 5 }),
    own,
    control(adjustPrivileges('o', [{ luid: TCB, attributes: 0 }])),
    judged('AS-004', adjustSessionId('t', 6)),
    control(adjustPrivileges('o', [{ luid: TCB, attributes: 2 }])),
    accepted('AS-004', adjustSessionId('t', 7)),
  ]),
  aCase('modified-id', 'a change of the interactive session raises the modification id', [
    aSession(),
    aToken('t', { interactiveSessionId: 5 }),
    control(query('before', 't', 'STATISTICS')),
    accepted('AS-006', adjustSessionId('t', 6)),
    asserts(
      'AS-006',
      query('q', 't', 'STATISTICS'),
      is.greaterThan('decoded.modifiedId', ref('before.decoded.modifiedId')),
    ),
  ]),
  aCase('numbers', 'ioctl 10 and class 8 answer under their new names', [
    aSession(),
    aToken('t', { interactiveSessionId: 5 }),
    judged('AS-007', adjustSessionId('t', 6)),
    judged('AS-007', query('q', 't', 8)),
  ]),
  OTHER_CLASSES.map((number) =>
    aCase(`class-${number}-stays`, `class ${number} is the same after the change`, [
      token,
      control(query('before', 't', number)),
      accepted('AS-008', adjustSessionId('t', 6)),
      asserts('AS-008', query('q', 't', number), is.equals('payload', ref('before.payload'))),
    ]),
  ),
  STATISTICS_FIELDS.map((field) =>
    aCase(`statistics-${field}-stays`, `the ${field} of class 11 is the same after the change`, [
      token,
      control(query('before', 't', 'STATISTICS')),
      accepted('AS-008', adjustSessionId('t', 6)),
      asserts(
        'AS-008',
        query('q', 't', 'STATISTICS'),
        is.equals(`decoded.${field}`, ref(`before.decoded.${field}`)),
      ),
    ]),
  ),
  handleRightCases('AS-003', 0x0100, (name) => adjustSessionId(name, 3)),
]);
