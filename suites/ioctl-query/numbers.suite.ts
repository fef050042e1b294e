/** @module Query classes that answer with numbers: masks, types, levels, ids, policy, source. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';
import { aSession, aToken, is, openSelf, query, ref, utf8 } from '../language/steps.js';
import { accessCheck } from '../language/steps-access.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { TemplateValue } from '../language/template.js';
import { FULL_TOKEN } from './full-token.js';

/** Present, enabled, enabled by default; subsets of each other, catalogue bits only. */
const MASKS: readonly (readonly [string, string, string])[] = [
  ['0x0', '0x0', '0x0'],
  ['0x4', '0x4', '0x4'],
  ['0x8000000000000000', '0x8000000000000000', '0x8000000000000000'],
  ['0x4000000800100084', '0x4000000000000080', '0x4000000800000000'],
  ['0xc000000ffffffffc', '0x40000005a5a5a5a4', '0x8000000a5a5a5a58'],
];

const SYSTEM_SECURITY = 0x01000000;
const WRITE_OWNER = 0x00080000;
const READABLE = [{ sid: 'S-1-1-0', mask: 1 }] as const;
const SE_SECURITY = { privilegesPresent: '0x100', privilegesEnabled: '0x100' } as const;
const SE_TAKE_OWNERSHIP = { privilegesPresent: '0x200', privilegesEnabled: '0x200' } as const;

/** AccessChecks against a DACL that lets Everyone read and no more; the used mask afterwards. */
const USED = [
  {
    slug: 'security',
    title: 'SeSecurityPrivilege that gave access to the SACL is used',
    token: SE_SECURITY,
    mask: SYSTEM_SECURITY,
    granted: true,
    used: '0x100',
  },
  {
    slug: 'take-ownership',
    title: 'SeTakeOwnershipPrivilege that gave the right to the owner is used',
    token: SE_TAKE_OWNERSHIP,
    mask: WRITE_OWNER,
    granted: true,
    used: '0x200',
  },
  {
    slug: 'not-asked-for',
    title: 'SeSecurityPrivilege is not used where nothing that it gives was asked for',
    token: SE_SECURITY,
    mask: 1,
    granted: true,
    used: '0x0',
  },
  {
    slug: 'confined',
    title: 'a privilege whose rights confinement takes away is not used',
    token: { ...SE_TAKE_OWNERSHIP, confinementSid: 'S-1-15-2-7' },
    mask: WRITE_OWNER,
    granted: false,
    used: '0x0',
  },
] as const;

interface NumberRow {
  readonly class: QueryClassName;
  readonly clauses: readonly [value: ClauseId, layout: ClauseId];
  /** The field of the spec, what goes with it, its values and their payloads. */
  readonly field: string;
  readonly besides: Readonly<Record<string, TemplateValue>>;
  readonly values: readonly (readonly [number | string, string])[];
}

const NUMBERS: readonly NumberRow[] = [
  {
    class: 'TYPE',
    clauses: ['IQ-016', 'IQ-051'],
    field: 'tokenType',
    besides: {},
    values: [[1, '01000000']],
  },
  {
    class: 'TYPE',
    clauses: ['IQ-017', 'IQ-051'],
    field: 'tokenType',
    besides: { impersonationLevel: 1 },
    values: [[2, '02000000']],
  },
  {
    class: 'IMPERSONATION_LEVEL',
    clauses: ['IQ-018', 'IQ-067'],
    field: 'impersonationLevel',
    besides: { tokenType: 2 },
    values: [0, 1, 2, 3].map((level) => [level, `0${level}000000`] as const),
  },
  {
    class: 'SESSION_ID',
    clauses: ['IQ-026', 'IQ-055'],
    field: 'interactiveSessionId',
    besides: {},
    values: [
      [0, '00000000'],
      [1, '01000000'],
      [0x1ff, 'ff010000'],
      [0xa1b2c3d4, 'd4c3b2a1'],
      [0xffffffff, 'ffffffff'],
    ],
  },
  {
    class: 'ORIGIN',
    clauses: ['IQ-027', 'IQ-058'],
    field: 'origin',
    besides: {},
    values: [
      ['0x0', '0000000000000000'],
      ['0x1', '0100000000000000'],
      ['0x2233445566778899', '9988776655443322'],
      ['0x100000000', '0000000001000000'],
    ],
  },
  {
    class: 'MANDATORY_POLICY',
    clauses: ['IQ-032', 'IQ-063'],
    field: 'mandatoryPolicy',
    besides: {},
    values: [0, 1, 2, 3].map((policy) => [policy, `0${policy}000000`] as const),
  },
];

const LOGON_TYPES = [2, 3, 4, 5, 8, 9] as const;

export default defineSuite('ioctl-query', 'numbers', [
  MASKS.flatMap(([present, enabled, enabledByDefault], n) =>
    [1, 2].map((tokenType) =>
      aCase(
        `privilege-masks-${n + 1}-of-type-${tokenType}`,
        `type ${tokenType}: class 3 reports the masks ${present} and ${enabled}`,
        [
          aSession(),
          aToken('t', {
            tokenType,
            privilegesPresent: present,
            privilegesEnabled: enabled,
            privilegesEnabledByDefault: enabledByDefault,
          }),
          asserts('IQ-008', query('q', 't', 'PRIVILEGES'), is.equals('decoded.present', present)),
          asserts('IQ-009', query('r', 't', 'PRIVILEGES'), is.equals('decoded.enabled', enabled)),
          asserts(
            'IQ-010',
            asserts(
              'IQ-010',
              query('u', 't', 'PRIVILEGES'),
              is.equals('decoded.enabledByDefault', enabledByDefault),
              { R05: 'own-field' },
            ),
            is.equals('decoded.enabledByDefault', enabled),
            { R05: 'copied' },
          ),
        ],
      ),
    ),
  ),
  aCase('privileges-layout', 'class 3 is present, enabled, default and used, 32 bytes', [
    aSession(),
    aToken('t', FULL_TOKEN),
    asserts(
      'IQ-050',
      query('q', 't', 'PRIVILEGES'),
      is.bytes(
        'payload',
        '8400100008000040' + '8000000000000040' + '8000000000000040' + '0000000000000000',
        // The used mask is left out: what else marks a privilege is open.
        'ffffffffffffffff' + 'ffffffffffffffff' + 'ffffffffffffffff' + '0000000000000000',
      ),
    ),
  ]),
  aCase('used', 'having created a token marks SeCreateTokenPrivilege as used', [
    aSession(),
    aToken(),
    control(openSelf('o')),
    asserts('IQ-011', query('q', 'o', 'PRIVILEGES'), is.bits('decoded.used', '0x4')),
    asserts(
      'IQ-011',
      query('r', 'o', 'PRIVILEGES'),
      is.bytes(
        'payload',
        `${'00'.repeat(24)}0400000000000000`,
        `${'00'.repeat(24)}04${'00'.repeat(7)}`,
      ),
    ),
  ]),
  // PSD-004 v0.20 §10.9: used is what gave rights that survive to the result.
  USED.map(({ slug, title, token, mask, granted, used }) =>
    aCase(
      `used-${slug}`,
      title,
      [
        aSession(),
        aToken('t', token),
        {
          ...accessCheck('x', 't', { owner: 'S-1-5-18', dacl: READABLE }, mask),
          expect: [{ is: granted ? is.equals('granted', mask) : is.refused }],
        },
        asserts('IQ-011', query('q', 't', 'PRIVILEGES'), is.equals('decoded.used', used)),
      ],
      { only: { R15: '24' } },
    ),
  ),
  NUMBERS.flatMap(({ class: name, clauses: [value, layout], field, besides, values }) =>
    values.map(([number, payload]) =>
      aCase(`${name.toLowerCase().replaceAll('_', '-')}-${number}`, `${name} reports ${number}`, [
        aSession(),
        aToken('t', { ...besides, [field]: number }),
        asserts(value, query('q', 't', name), is.equals('decoded', number)),
        asserts(layout, query('r', 't', name), is.bytes('payload', payload)),
      ]),
    ),
  ),
  aCase('origin-session', 'the origin can be the session of the token itself', [
    aSession(),
    aToken('t', { origin: ref('s.id') }),
    asserts('IQ-027', query('q', 't', 'ORIGIN'), is.equals('decoded', ref('s.id'))),
  ]),
  aCase('own-type', 'the own token of a process is primary', [
    control(openSelf('o')),
    asserts('IQ-016', query('q', 'o', 'TYPE'), is.equals('decoded', 1)),
    asserts('IQ-019', query('r', 'o', 'IMPERSONATION_LEVEL'), is.equals('decoded', 0)),
  ]),
  aCase(
    'primary-level',
    'a created primary token reports level Anonymous',
    [
      aSession(),
      aToken(),
      asserts('IQ-019', query('q', 't', 'IMPERSONATION_LEVEL'), is.equals('decoded', 0)),
    ],
    { needs: ['sessions'] },
  ),
  [1, 2].map((tokenType) =>
    aCase(`elevation-${tokenType}`, `a new token of type ${tokenType} has elevation Default`, [
      aSession(),
      aToken('t', { tokenType }),
      asserts('IQ-028', query('q', 't', 'ELEVATION_TYPE'), is.equals('decoded', 1)),
      asserts('IQ-059', query('r', 't', 'ELEVATION_TYPE'), is.bytes('payload', '01000000')),
    ]),
  ),
  LOGON_TYPES.map((logonType) =>
    aCase(`logon-type-${logonType}`, `class 18 is the logon type ${logonType} of the session`, [
      aSession('s', { logonType }),
      aToken(),
      asserts('IQ-033', query('q', 't', 'LOGON_TYPE'), is.equals('decoded', logonType)),
      asserts('IQ-064', query('r', 't', 'LOGON_TYPE'), is.bytes('payload', `0${logonType}000000`)),
    ]),
  ),
  LOGON_TYPES.map((logonType, n) =>
    aCase(`logon-type-by-session-${logonType}`, 'each token has the type of its own session', [
      aSession('s', { logonType }),
      aSession('s2', { logonType: LOGON_TYPES[(n + 1) % LOGON_TYPES.length] ?? 2 }),
      aToken('t'),
      aToken('t2', { sessionId: ref('s2.id') }),
      asserts('IQ-034', query('q', 't', 'LOGON_TYPE'), is.equals('decoded', logonType)),
      asserts(
        'IQ-034',
        query('q2', 't2', 'LOGON_TYPE'),
        is.equals('decoded', LOGON_TYPES[(n + 1) % LOGON_TYPES.length] ?? 2),
      ),
    ]),
  ),
  aCase('source', 'class 10 has 16 bytes', [
    control(openSelf('o')),
    asserts('IQ-015', query('q', 'o', 'SOURCE'), is.equals('length', 16)),
    asserts('IQ-057', query('r', 'o', 'SOURCE'), is.matches('payload', '^[0-9a-f]{32}$')),
  ]),
  (
    [
      ['suite\0\0\0', '0x0', '0000000000000000'],
      ['Kerberos', '0x8877665544332211', '1122334455667788'],
      ['\0\0\0\0\0\0\0\x01', '0xffffffffffffffff', 'ffffffffffffffff'],
    ] as const
  ).map(([name, id, bytes], n) =>
    aCase(
      `source-${n + 1}`,
      `class 10 is the eight bytes of a name, then the id ${id}`,
      [
        aSession(),
        aToken('t', { sourceName: utf8(name), sourceId: id }),
        asserts('IQ-015', query('q', 't', 'SOURCE'), is.bytes('payload', utf8(name) + bytes)),
        asserts('IQ-057', query('r', 't', 'SOURCE'), is.matches('payload', '^[0-9a-f]{32}$')),
      ],
      { only: { R06: 'caller' }, needs: ['sessions'] },
    ),
  ),
]);
