/** @module Users, groups and privileges of the spec, as QUERY answers them. */
import { aSession, aToken, is, query } from '../language/steps.js';
import { aCase, asserts, defineSuite } from '../language/suite.js';
import type { SuiteCase } from '../language/suite.js';

const USERS: readonly string[] = [
  'S-1-5-18',
  'S-1-5-32-544',
  'S-1-5-21-1111-2222-3333-1001',
  'S-1-5-21-4294967295-4026531840-15-4294967295',
  'S-1-5-21-1-2-3-4-5-6-7-8-9-10-11-12-13-65536',
  'S-1-0xfffffffffffe-8',
];

/** Attributes whose 0x02 and 0x04 agree, so that both readings of R34 give the same. */
const CLEAR_ATTRIBUTES: readonly number[] = [0x0, 0x1, 0x6, 0x7, 0x8, 0xe, 0xf, 0x10, 0x20000000];

/** The attributes, and what else may be reported: 0x04 as supplied, or as 0x02 (R34). */
const OPEN_ATTRIBUTES: readonly (readonly [number, number])[] = [
  [0x2, 0x6],
  [0x3, 0x7],
  [0xa, 0xe],
  [0x4, 0x0],
  [0xc, 0x8],
];

const BITS = [...Array.from({ length: 34 }, (_, n) => n + 2), 62, 63];

function groupCase(attributes: number, reported: readonly number[]): SuiteCase {
  const sid = 'S-1-5-21-31-32-33-34';
  return aCase(
    `group-0x${attributes.toString(16)}`,
    `a group with the attributes 0x${attributes.toString(16)} is reported`,
    [
      aSession(),
      aToken('t', {
        groups: [
          { sid: 'S-1-1-0', attributes: 0x7 },
          { sid, attributes },
        ],
      }),
      asserts(
        'TC-010',
        query('q', 't', 'GROUPS'),
        is.contains('decoded', { sid: 'S-1-1-0', attributes: 0x7 }),
      ),
      asserts('TC-010', query('r', 't', 'GROUPS'), {
        kind: 'matches',
        at: 'payload',
        pattern: `${ENTRY}(?:${reported.map(littleEndian).join('|')})`,
      }),
    ],
  );
}

/** Length 28 and the SID S-1-5-21-31-32-33-34. */
const ENTRY =
  '1c000000' + '0105000000000005' + '15000000' + '1f000000' + '20000000' + '21000000' + '22000000';

function littleEndian(value: number): string {
  return Buffer.from(Uint32Array.of(value).buffer).toString('hex');
}

export default defineSuite('token-creation-effects', 'round-trip', [
  USERS.map((sid) =>
    aCase(`user-${sid}`, `the user ${sid} reads back`, [
      aSession('s', { userSid: sid }),
      aToken('t', { userSid: sid }),
      asserts('TC-009', query('q', 't', 'USER'), is.equals('decoded', sid)),
    ]),
  ),
  CLEAR_ATTRIBUTES.map((attributes) => groupCase(attributes, [attributes])),
  OPEN_ATTRIBUTES.map(([attributes, other]) => groupCase(attributes, [attributes, other])),
  aCase('groups-order', 'sixty groups with different SIDs all read back', [
    aSession(),
    aToken('t', {
      groups: Array.from({ length: 60 }, (_, n) => ({
        sid: `S-1-5-21-50-51-52-${n + 1}`,
        attributes: 0x7,
      })),
    }),
    asserts(
      'TC-010',
      asserts(
        'TC-010',
        query('q', 't', 'GROUPS'),
        is.contains('decoded', { sid: 'S-1-5-21-50-51-52-1', attributes: 0x7 }),
      ),
      is.contains('decoded', { sid: 'S-1-5-21-50-51-52-60', attributes: 0x7 }),
    ),
  ]),
  BITS.map((bit) => {
    const mask = `0x${(1n << BigInt(bit)).toString(16)}`;
    return aCase(`privilege-${bit}`, `privilege ${bit}, present and enabled, reads back`, [
      aSession(),
      aToken('t', { privilegesPresent: mask, privilegesEnabled: mask }),
      asserts('TC-011', query('q', 't', 'PRIVILEGES'), is.equals('decoded.present', mask)),
      asserts('TC-011', query('r', 't', 'PRIVILEGES'), is.equals('decoded.enabled', mask)),
    ]);
  }),
  [1, 2].map((tokenType) =>
    aCase(
      `privileges-disabled-${tokenType}`,
      `type ${tokenType}: privileges that are present and disabled read back as such`,
      [
        aSession(),
        aToken('t', {
          tokenType,
          privilegesPresent: '0xc000000ffffffffc',
          privilegesEnabled: '0x0',
        }),
        asserts(
          'TC-011',
          asserts(
            'TC-011',
            query('q', 't', 'PRIVILEGES'),
            is.equals('decoded.present', '0xc000000ffffffffc'),
          ),
          is.equals('decoded.enabled', '0x0'),
        ),
      ],
    ),
  ),
  aCase(
    'privileges-by-default',
    'the default mask of the spec reads back',
    [
      aSession(),
      aToken('t', {
        privilegesPresent: '0xffc',
        privilegesEnabled: '0x14',
        privilegesEnabledByDefault: '0x28',
      }),
      asserts(
        'TC-011',
        query('q', 't', 'PRIVILEGES'),
        is.equals('decoded.enabledByDefault', '0x28'),
      ),
    ],
    { only: { R05: 'own-field' } },
  ),
]);
