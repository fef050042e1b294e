/**
 * @module Query classes that answer with one SID: user, owner, groups, integrity, logon,
 * confinement.
 */
import { aSession, aToken, is, query, ref, USER } from '../language/steps.js';
import { aCase, control, asserts, defineSuite } from '../language/suite.js';
import { CONFINEMENT, FULL_TOKEN, GROUPS } from './full-token.js';

/** SIDs of every shape, with the bytes that they have to come back as. */
const USERS: readonly (readonly [string, string, string])[] = [
  [
    'domain',
    'S-1-5-21-1111-2222-3333-1001',
    '0105000000000005' + '15000000' + '57040000' + 'ae080000' + '050d0000' + 'e9030000',
  ],
  ['one', 'S-1-5-19', '0101000000000005' + '13000000'],
  ['two', 'S-1-5-32-546', '0102000000000005' + '20000000' + '22020000'],
  ['authority', 'S-1-22-7', '0101000000000016' + '07000000'],
  [
    'high-values',
    'S-1-5-21-4294967295-2147483648-305419896-4275878552',
    '0105000000000005' + '15000000' + 'ffffffff' + '00000080' + '78563412' + '98badcfe',
  ],
  [
    'fifteen',
    'S-1-5-21-1-2-3-4-5-6-7-8-9-10-11-12-13-14',
    '010f000000000005' +
      ('15000000' + '01000000' + '02000000' + '03000000' + '04000000' + '05000000') +
      ('06000000' + '07000000' + '08000000' + '09000000' + '0a000000' + '0b000000') +
      ('0c000000' + '0d000000' + '0e000000'),
  ],
];

const OWNER_ELIGIBLE = GROUPS.map(({ sid }) => ({ sid, attributes: 0xf }));

/** What the indices 0 to 3 select. */
const SELECTED: readonly string[] = [USER, ...GROUPS.map(({ sid }) => sid)];

/** A group entry in the payload: length 20, a logon SID, attributes with the logon-id bits. */
const LOGON_ENTRY = '14000000010300000000000505000000[0-9a-f]{16}[0-9a-f]{6}[c-f][0-9a-f]';

/** Levels of all profiles, then some that only v0.22 knows (R26). */
const LEVELS: readonly number[] = [0, 4096, 8192, 12288, 16384];
const MORE_LEVELS: readonly number[] = [1, 8193, 0x12345678, 0xffffffff];

function integrity(level: number): ReturnType<typeof aCase> {
  return aCase(`integrity-${level}`, `integrity ${level} is S-1-16-${level}`, [
    aSession(),
    aToken('t', { integrityLevel: level }),
    asserts('IQ-031', query('q', 't', 'INTEGRITY_LEVEL'), is.equals('decoded', `S-1-16-${level}`)),
  ]);
}

export default defineSuite('ioctl-query', 'sids', [
  USERS.map(([slug, sid, bytes]) =>
    aCase(`user-${slug}`, `class 1 is the user SID ${sid}, bare`, [
      aSession('s', { userSid: sid }),
      aToken('t', { userSid: sid }),
      asserts('IQ-006', query('q', 't', 'USER'), is.equals('decoded', sid)),
      asserts('IQ-048', query('r', 't', 'USER'), is.bytes('payload', bytes)),
    ]),
  ),
  aCase('user-not-owner', 'class 1 is the user where owner and primary group are groups', [
    aSession(),
    aToken('t', FULL_TOKEN),
    asserts('IQ-006', query('q', 't', 'USER'), is.equals('decoded', USER)),
  ]),
  SELECTED.map((sid, index) =>
    aCase(`owner-${index}`, `owner index ${index} selects the SID of class 6`, [
      aSession(),
      aToken('t', { ownerIndex: index, primaryGroupIndex: 3 - index, groups: OWNER_ELIGIBLE }),
      asserts('IQ-012', query('q', 't', 'OWNER'), is.equals('decoded', sid)),
    ]),
  ),
  SELECTED.map((sid, index) =>
    aCase(`primary-group-${index}`, `primary-group index ${index} selects the SID of class 7`, [
      aSession(),
      aToken('t', { ownerIndex: 3 - index, primaryGroupIndex: index, groups: OWNER_ELIGIBLE }),
      asserts('IQ-013', query('q', 't', 'PRIMARY_GROUP'), is.equals('decoded', sid)),
    ]),
  ),
  aCase('owner-layout', 'class 6 is the bare owner SID, to the last byte', [
    aSession(),
    aToken('t', FULL_TOKEN),
    asserts(
      'IQ-053',
      query('q', 't', 'OWNER'),
      is.bytes('payload', '0102000000000005' + '20000000' + '20020000'),
    ),
  ]),
  aCase('primary-group-layout', 'class 7 is the bare primary group SID, to the last byte', [
    aSession(),
    aToken('t', FULL_TOKEN),
    asserts(
      'IQ-054',
      query('q', 't', 'PRIMARY_GROUP'),
      is.bytes('payload', '0101000000000001' + '00000000'),
    ),
  ]),
  LEVELS.map(integrity),
  MORE_LEVELS.map((level) => ({ ...integrity(level), only: { R26: 'any' } as const })),
  aCase('integrity-layout', 'class 5 is a SID of 12 bytes', [
    aSession(),
    aToken('t', FULL_TOKEN),
    asserts(
      'IQ-052',
      query('q', 't', 'INTEGRITY_LEVEL'),
      is.bytes('payload', '0101000000000010' + '00300000'),
    ),
  ]),
  aCase('logon-sid', 'class 19 is S-1-5-5-X-Y, and stands among the groups', [
    aSession(),
    aToken(),
    asserts('IQ-035', query('l', 't', 'LOGON_SID'), is.matches('decoded', '^S-1-5-5-\\d+-\\d+$')),
    asserts('IQ-035', query('g', 't', 'GROUPS'), is.contains('payload', ref('l.payload'))),
    asserts('IQ-035', query('h', 't', 'GROUPS'), is.matches('payload', LOGON_ENTRY)),
  ]),
  aCase('logon-sid-last', 'class 19 is the SID of the last group', [
    aSession(),
    aToken('t', { groups: [] }),
    control(query('l', 't', 'LOGON_SID')),
    asserts('IQ-035', query('g', 't', 'GROUPS'), is.equals('decoded[last].sid', ref('l.decoded')), {
      R97: 'high-low',
    }),
    asserts('IQ-035', query('m', 't', 'LOGON_SID'), is.bytes('payload', ref('s.logonSid')), {
      R97: 'high-low',
    }),
  ]),
  aCase('logon-sid-of-its-session', 'tokens of two sessions have different logon SIDs', [
    aSession(),
    aSession('s2'),
    aToken('t'),
    aToken('t2', { sessionId: ref('s2.id') }),
    control(query('l', 't', 'LOGON_SID')),
    asserts('IQ-035', query('l2', 't2', 'LOGON_SID'), is.differsFrom('payload', ref('l.payload'))),
  ]),
  aCase('logon-sid-layout', 'class 19 has 20 bytes', [
    aSession(),
    aToken(),
    asserts('IQ-065', query('q', 't', 'LOGON_SID'), is.matches('payload', '^[0-9a-f]{40}$')),
  ]),
  ['S-1-15-2-4242', CONFINEMENT].map((sid, n) =>
    aCase(`confinement-${n + 1}`, `class 15 is the confinement SID ${sid}`, [
      aSession(),
      aToken('t', { confinementSid: sid }),
      asserts('IQ-037', query('q', 't', 'APPCONTAINER_SID'), is.equals('decoded', sid)),
    ]),
  ),
  aCase('confinement-layout', 'class 15 is the bare confinement SID, to the last byte', [
    aSession(),
    aToken('t', FULL_TOKEN),
    asserts(
      'IQ-061',
      query('q', 't', 'APPCONTAINER_SID'),
      is.bytes(
        'payload',
        '010800000000000f' +
          ('02000000' + '0b000000' + '16000000' + '21000000') +
          ('2c000000' + '37000000' + '42000000' + '4d000000'),
      ),
    ),
  ]),
  aCase('no-confinement', 'class 15 is empty for an unconfined token', [
    aSession(),
    aToken(),
    asserts('IQ-038', query('q', 't', 'APPCONTAINER_SID'), is.equals('payload', '')),
    asserts('IQ-075', query('r', 't', 'APPCONTAINER_SID'), is.equals('length', 0)),
  ]),
  aCase('no-confinement-sizing', 'a sizing call says 0 for an unconfined token', [
    aSession(),
    aToken(),
    asserts(
      ['IQ-038', 'IQ-075'],
      query('q', 't', 'APPCONTAINER_SID', { capacity: 0 }),
      is.equals('length', 0),
    ),
    asserts('IQ-075', query('r', 't', 'APPCONTAINER_SID', { capacity: 1 }), is.equals('length', 0)),
  ]),
]);
