/** @module Field by field: what the spec says is what QUERY answers. */
import type { QueryClassName } from '../../reference/abi/numbers.js';
import type { Argument } from '../../harness/program/program.js';
import { aSession, aToken, is, query, ref, utf8 } from '../language/steps.js';
import { aCase, asserts, defineSuite } from '../language/suite.js';
import type { SuiteCase, SwitchCondition } from '../language/suite.js';
import type { TemplateValue } from '../language/template.js';

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

/** Fields in which one value could pass for another if they were mixed up. */
const FIELDS: readonly {
  readonly slug: string;
  readonly spec: Readonly<Record<string, TemplateValue>>;
  readonly class: QueryClassName;
  readonly at: string;
  readonly value: Argument;
  readonly only?: SwitchCondition;
}[] = [
  { slug: 'type', spec: { tokenType: 2 }, class: 'TYPE', at: 'decoded', value: 2 },
  ...[1, 2, 3].map((level) => ({
    slug: `level-${level}`,
    spec: { tokenType: 2, impersonationLevel: level },
    class: 'IMPERSONATION_LEVEL' as const,
    at: 'decoded',
    value: level,
  })),
  ...[0, 4096, 8192, 12288, 16384].map((integrityLevel) => ({
    slug: `integrity-${integrityLevel}`,
    spec: { integrityLevel },
    class: 'INTEGRITY_LEVEL' as const,
    at: 'decoded',
    value: `S-1-16-${integrityLevel}`,
  })),
  ...[0, 1, 2, 3].map((mandatoryPolicy) => ({
    slug: `policy-${mandatoryPolicy}`,
    spec: { mandatoryPolicy },
    class: 'MANDATORY_POLICY' as const,
    at: 'decoded',
    value: mandatoryPolicy,
  })),
  ...['0x0', '0x1', '0xffffffff', '0x100000000', '0x123456789abcdef'].map((expiration) => ({
    slug: `expiration-${expiration}`,
    spec: { expiration },
    class: 'STATISTICS' as const,
    at: 'decoded.expiration',
    value: expiration,
  })),
  ...['0x0', '0x1', '0xffffffff', '0x100000000', '0xfedcba9876543210'].map((origin) => ({
    slug: `origin-${origin}`,
    spec: { origin },
    class: 'ORIGIN' as const,
    at: 'decoded',
    value: origin,
  })),
  ...[0, 1, 0xff, 0x100, 0xffff, 0x10000, 0xffffffff].map((interactiveSessionId) => ({
    slug: `interactive-${interactiveSessionId}`,
    spec: { interactiveSessionId },
    class: 'SESSION_ID' as const,
    at: 'decoded',
    value: interactiveSessionId,
  })),
  {
    slug: 'session',
    spec: {},
    class: 'STATISTICS',
    at: 'decoded.sessionId',
    value: ref('s.id'),
  },
  {
    slug: 'source-name',
    spec: { sourceName: utf8('Kerberos') },
    class: 'SOURCE',
    at: 'decoded.name',
    value: utf8('Kerberos'),
    only: { R06: 'caller' },
  },
  {
    slug: 'source-id',
    spec: { sourceId: '0xfedcba9876543210' },
    class: 'SOURCE',
    at: 'decoded.id',
    value: '0xfedcba9876543210',
    only: { R06: 'caller' },
  },
  {
    slug: 'owner',
    spec: { ownerIndex: 1, groups: [{ sid: 'S-1-5-32-544', attributes: 0xf }] },
    class: 'OWNER',
    at: 'decoded',
    value: 'S-1-5-32-544',
  },
  {
    slug: 'primary-group',
    spec: { primaryGroupIndex: 2 },
    class: 'PRIMARY_GROUP',
    at: 'decoded',
    value: 'S-1-5-11',
  },
  {
    slug: 'restricted-sids',
    spec: { restrictedSids: [{ sid: 'S-1-5-12', attributes: 0 }] },
    class: 'RESTRICTED_SIDS',
    at: 'decoded',
    value: [{ sid: 'S-1-5-12', attributes: 0 }],
  },
  {
    slug: 'device-groups',
    spec: { deviceGroups: [{ sid: 'S-1-5-21-1-2-3-515', attributes: 7 }] },
    class: 'DEVICE_GROUPS',
    at: 'decoded',
    value: [{ sid: 'S-1-5-21-1-2-3-515', attributes: 7 }],
  },
  {
    slug: 'confinement',
    spec: { confinementSid: 'S-1-15-2-5-6' },
    class: 'APPCONTAINER_SID',
    at: 'decoded',
    value: 'S-1-15-2-5-6',
  },
  {
    slug: 'capabilities',
    spec: {
      confinementSid: 'S-1-15-2-5-6',
      capabilities: [{ sid: 'S-1-15-3-9', attributes: 0 }],
    },
    class: 'CAPABILITIES',
    at: 'decoded',
    value: [{ sid: 'S-1-15-3-9', attributes: 0 }],
  },
  {
    slug: 'default-dacl',
    spec: {
      defaultDacl: {
        revision: 2,
        aces: [{ type: 1, flags: 2, body: 'ff010f00010100000000000512000000' }],
      },
    },
    class: 'DEFAULT_DACL',
    at: 'payload',
    value: '02001c0001000000' + '01021400' + 'ff010f00010100000000000512000000',
  },
  {
    slug: 'user-claims',
    spec: { userClaims: [{ name: 'clearance', type: 1, flags: 2, values: ['0x5', '0x6'] }] },
    class: 'USER_CLAIMS',
    at: 'decoded',
    value: [{ name: 'clearance', type: 1, flags: 2, values: ['0x5', '0x6'] }],
    only: { R15: '24' },
  },
  {
    slug: 'device-claims',
    spec: { deviceClaims: [{ name: 'managed', type: 6, flags: 0, values: ['0x1'] }] },
    class: 'DEVICE_CLAIMS',
    at: 'decoded',
    value: [{ name: 'managed', type: 6, flags: 0, values: ['0x1'] }],
    only: { R15: '24' },
  },
  {
    slug: 'gids',
    spec: { supplementaryGids: [100, 0x01020304] },
    class: 'PROJECTED_SUPPLEMENTARY_GIDS',
    at: 'decoded',
    value: [100, 0x01020304],
    only: { R15: '24' },
  },
];

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
  FIELDS.map(({ slug, spec, class: name, at, value, only }) =>
    aCase(
      slug,
      `${slug}: what the spec says is what class ${name} answers`,
      [
        aSession(),
        aToken('t', spec),
        asserts('TC-012', query('q', 't', name), { kind: 'equals', at, value }),
      ],
      only === undefined ? {} : { only },
    ),
  ),
]);
