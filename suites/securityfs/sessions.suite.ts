/** @module The securityfs node `sessions`: that it lists sessions, and who may read it (R77). */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import {
  adjustGroups,
  aSession,
  aToken,
  install,
  is,
  openSelf,
  OTHER_USER,
} from '../language/steps.js';
import { listing, openPath, readAll, SESSIONS_NODE, statPath } from '../language/steps-inspect.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import type { TemplateValue } from '../language/template.js';

type Fields = Readonly<Record<string, TemplateValue>>;

const ADMINISTRATORS = 'S-1-5-32-544';
const EVERYONE = { sid: 'S-1-1-0', attributes: 0x7 };
const member = (attributes: number): Fields => ({
  groups: [EVERYONE, { sid: ADMINISTRATORS, attributes }],
});
const privileges = (mask: string): Fields => ({
  privilegesPresent: mask,
  privilegesEnabled: mask,
  privilegesEnabledByDefault: mask,
});

/** Open and read both work, on account of the clause. */
function allowed(clause: ClauseId, as = 'f'): readonly SuiteStep[] {
  return [
    accepted(clause, openPath(as, SESSIONS_NODE)),
    accepted(clause, readAll(`${as}Text`, as)),
  ];
}

/** The open fails, or the read does (R77). */
function denied(clause: ClauseId): readonly SuiteStep[] {
  return [
    asserts(clause, openPath('g', SESSIONS_NODE), { kind: 'either' }),
    { ...judged(clause, readAll('gText', 'g')), onlyIf: { step: 'g', ended: 'returned' } },
  ];
}

const OUTSIDERS: readonly (readonly [name: string, token: Fields])[] = [
  ['ordinary', {}],
  ['another-user', { userSid: OTHER_USER }],
  ['no-groups', { groups: [] }],
  ['users', { groups: [EVERYONE, { sid: 'S-1-5-32-545', attributes: 7 }] }],
  ['backup-operators', { groups: [EVERYONE, { sid: 'S-1-5-32-551', attributes: 7 }] }],
  ['local-service', { userSid: 'S-1-5-19' }],
  ['network-service', { userSid: 'S-1-5-20' }],
  ['anonymous', { userSid: 'S-1-5-7' }],
  ['administrator-account', { userSid: 'S-1-5-21-1111-2222-3333-500' }],
  ['system-integrity', { integrityLevel: 16384 }],
];

/** Tokens whose membership does not count, and the same tokens with one that does. */
const CHECKED: readonly (readonly [name: string, without: Fields, withIt: Fields])[] = [
  ['deny-only', member(0x10), member(0x6)],
  ['deny-only-and-mandatory', member(0x11), member(0x7)],
  ['disabled', member(0x0), member(0x6)],
  ['owner-only', member(0x8), member(0xe)],
  [
    'restricted',
    { ...member(0x7), restrictedSids: [{ sid: 'S-1-1-0', attributes: 7 }] },
    { ...member(0x7), restrictedSids: [{ sid: ADMINISTRATORS, attributes: 7 }] },
  ],
  [
    'restricting-sid-without-group',
    { restrictedSids: [{ sid: ADMINISTRATORS, attributes: 7 }] },
    { ...member(0x7), restrictedSids: [{ sid: ADMINISTRATORS, attributes: 7 }] },
  ],
];

/** Each privilege that reads or manages things elsewhere, and all of them. */
const PRIVILEGES: readonly (readonly [name: string, mask: string])[] = [
  ['tcb', '0x80'],
  ['security', '0x100'],
  ['take-ownership', '0x200'],
  ['backup', '0x20000'],
  ['restore', '0x40000'],
  ['debug', '0x100000'],
  ['audit', '0x200000'],
  ['tcb-and-security', '0x180'],
  ['all', '0xc000000ffffffffc'],
];

export default defineSuite('securityfs', 'sessions', [
  aCase('exists', 'the node exists', [judged('SF-012', statPath('st', SESSIONS_NODE))]),
  [2, 3, 4, 5, 8, 9].map((logonType) =>
    aCase(`lists-type-${logonType}`, `a session of type ${logonType} is listed`, [
      aSession('s', { logonType }),
      listing('r', (read) => asserts('SF-013', read, is.equals('listing.byId.{s.id}.count', 1))),
    ]),
  ),
  aCase('lists-several', 'several sessions are listed', [
    aSession('s1'),
    aSession('s2'),
    aSession('s3'),
    listing('r', (read) =>
      ['s1', 's2', 's3'].reduce(
        (step, s) => asserts('SF-013', step, is.equals(`listing.byId.{${s}.id}.count`, 1)),
        read,
      ),
    ),
  ]),
  (
    [
      ['SF-014', 'session_id', '^[0-9]'],
      ['SF-015', 'user_sid', '^[0-9A-Fa-f]'],
      ['SF-016', 'logon_type', '^[0-9]'],
      ['SF-017', 'auth_package', '^'],
      ['SF-018', 'created_at', '^[0-9]'],
    ] as const
  ).map(([clause, field, pattern]) =>
    aCase(`field-${field}`, `every line has the field ${field}`, [
      listing('r', (read) => asserts(clause, read, is.matches(`listing.fields.${field}`, pattern))),
    ]),
  ),
  [
    ['user', {}] as const,
    ['owner', { groups: [{ sid: ADMINISTRATORS, attributes: 0xf }] }] as const,
    ['low-integrity', { integrityLevel: 4096 }] as const,
  ].map(([name, token]) =>
    aCase(`administrators-${name}`, `an enabled Administrators entry is enough: ${name}`, [
      aSession(),
      aToken('t', { ...member(0x7), ...token }),
      control(install('t')),
      allowed('SF-019'),
    ]),
  ),
  aCase(
    'administrators-not-by-default',
    'an Administrators entry is enough that was enabled later on',
    [
      aSession(),
      aToken('t', member(0)),
      // Neither bit is set at creation, so that both readings of R34 have it disabled.
      control(adjustGroups('t', [{ index: 1, enable: 1 }])),
      control(install('t')),
      allowed('SF-019'),
    ],
    { needs: ['adjust'] },
  ),
  aCase('system', 'SYSTEM reads the listing', [allowed('SF-020')]),
  aCase(
    'bare-system',
    'the user SYSTEM reads it without groups and privileges',
    [
      aSession(),
      aToken('t', { userSid: 'S-1-5-18', groups: [] }),
      control(install('t')),
      allowed('SF-020'),
    ],
    { needs: ['sessions', 'tokens', 'install'] },
  ),
  OUTSIDERS.map(([name, token]) =>
    aCase(`outsider-${name}`, `nobody else reads it: ${name}`, [
      aSession(),
      aToken('t', token),
      allowed('SF-021'),
      control(install('t')),
      denied('SF-021'),
    ]),
  ),
  CHECKED.map(([name, without, withIt]) =>
    aCase(`checked-${name}`, `the membership is evaluated by AccessCheck: ${name}`, [
      aSession(),
      aToken('yes', { ...privileges('0x8'), ...withIt }),
      aToken('no', { ...privileges('0x8'), ...without }),
      control(install('yes')),
      allowed('SF-022'),
      control(install('no')),
      denied('SF-022'),
    ]),
  ),
  aCase(
    'checked-at-once',
    'disabling the entry of the own token counts at once',
    [
      aSession(),
      aToken('t', { groups: [{ sid: ADMINISTRATORS, attributes: 0x6 }] }),
      control(install('t')),
      control(openSelf('me', 0x48, true)),
      allowed('SF-022'),
      control(adjustGroups('me', [{ index: 0, enable: 0 }])),
      denied('SF-022'),
    ],
    { needs: ['adjust'] },
  ),
  PRIVILEGES.map(([name, mask]) =>
    aCase(`privilege-${name}`, `an ordinary user with privileges does not read it: ${name}`, [
      aSession(),
      aToken('t', privileges(mask)),
      allowed('SF-023'),
      control(install('t')),
      denied('SF-023'),
    ]),
  ),
  [['none', '0x0', '0x0'] as const, ['all-disabled', '0xc000000ffffffffc', '0x0'] as const].map(
    ([name, present, enabled]) =>
      aCase(`no-privilege-${name}`, `an Administrator needs no privilege: ${name}`, [
        aSession(),
        aToken('t', {
          ...member(0x7),
          privilegesPresent: present,
          privilegesEnabled: enabled,
          privilegesEnabledByDefault: enabled,
        }),
        control(install('t')),
        allowed('SF-024'),
      ]),
  ),
]);
