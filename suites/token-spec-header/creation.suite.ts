/** @module What the header says of a token besides ids: levels, audit, expiration, elevation. */
import { ALL_PRIVILEGES, QUERY_CLASS, type QueryClassName } from '../../reference/abi/numbers.js';
import {
  adjustSessionId,
  aSession,
  createToken,
  is,
  query,
  ref,
  tokenSpec,
} from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { edit } from '../language/template.js';
import { FORMS, type Form } from './handmade.js';

/** Audit bits: object success and failure, privilege success and failure; and all four. */
const AUDIT = [0, 1, 2, 4, 8, 15];
const AUDIT_AT: Readonly<Record<Form, number>> = { wide: 48, packed: 44 };
const AUDIT_CLAUSE = { wide: 'TH-031', packed: 'TH-092' } as const;

/** The classes of every profile; claims and GIDs cannot be asked for in all of them. */
const CLASSES = (Object.keys(QUERY_CLASS) as QueryClassName[]).filter(
  (name) => name !== 'STATISTICS',
);
const LATER: readonly QueryClassName[] = [
  'USER_CLAIMS',
  'DEVICE_CLAIMS',
  'PROJECTED_SUPPLEMENTARY_GIDS',
];

function comparisons(clause: 'TH-031' | 'TH-092'): SuiteStep[] {
  return [
    ...CLASSES.flatMap((name): SuiteStep[] => [
      query(`plain${name}`, 'plain', name),
      asserts(
        clause,
        query(`t${name}`, 't', name),
        is.equals('payload', ref(`plain${name}.payload`)),
        LATER.includes(name) ? { R15: '24' } : {},
      ),
    ]),
    control(query('plainStatistics', 'plain', 'STATISTICS')),
    ...['sessionId', 'tokenType', 'expiration'].map((field) =>
      asserts(
        clause,
        query(`t${field}`, 't', 'STATISTICS'),
        is.equals(`decoded.${field}`, ref(`plainStatistics.decoded.${field}`)),
      ),
    ),
  ];
}

export default defineSuite('token-spec-header', 'creation', [
  [0, 1, 2, 3].map((level) =>
    aCase(`impersonation-level-${level}`, `an impersonation token can have level ${level}`, [
      aSession(),
      judged('TH-010', createToken('t', tokenSpec({ tokenType: 2, impersonationLevel: level }))),
      control(query('q', 't', 'IMPERSONATION_LEVEL')),
    ]),
  ),
  [
    { type: 1, name: 'primary', clause: 'TH-006' as const },
    { type: 2, name: 'impersonation', clause: 'TH-007' as const },
  ].map(({ type, name, clause }) =>
    aCase(`type-${type}`, `type ${type} is a ${name} token`, [
      aSession(),
      accepted(clause, createToken('t', tokenSpec({ tokenType: type }))),
      asserts(clause, query('q', 't', 'TYPE'), is.equals('decoded', type)),
    ]),
  ),
  [1, 2, 3].map((level) =>
    aCase(`type-2-level-${level}`, `an impersonation token of level ${level} is one`, [
      aSession(),
      accepted('TH-007', createToken('t', tokenSpec({ tokenType: 2, impersonationLevel: level }))),
      asserts('TH-007', query('q', 't', 'TYPE'), is.equals('decoded', 2)),
    ]),
  ),
  [
    { slug: 'primary', token: {} },
    { slug: 'impersonation', token: { tokenType: 2, impersonationLevel: 2 } },
    { slug: 'system-integrity', token: { integrityLevel: 16384 } },
    {
      slug: 'all-privileges',
      token: {
        privilegesPresent: `0x${ALL_PRIVILEGES.toString(16)}`,
        privilegesEnabled: `0x${ALL_PRIVILEGES.toString(16)}`,
      },
    },
    { slug: 'administrator', token: { groups: [{ sid: 'S-1-5-32-544', attributes: 0xf }] } },
  ].map(({ slug, token }) =>
    aCase(`elevation-${slug}`, `a new token is not elevated (${slug.replace('-', ' ')})`, [
      aSession(),
      accepted('TH-025', createToken('t', tokenSpec(token))),
      asserts('TH-025', query('q', 't', 'ELEVATION_TYPE'), is.equals('decoded', 1)),
    ]),
  ),
  aCase('expiration-0', 'expiration 0 is kept as "never"', [
    aSession(),
    accepted('TH-028', createToken('t', tokenSpec({ expiration: '0x0' }))),
    asserts('TH-028', query('q', 't', 'STATISTICS'), is.equals('decoded.expiration', '0x0')),
  ]),
  ['0x1', '0x10000', '0x1d0000000000000'].map((expiration) =>
    aCase(
      `expired-${expiration}`,
      `what a token that expired at ${expiration} can still do`,
      [
        aSession(),
        judged('TH-029', createToken('t', tokenSpec({ expiration }))),
        {
          ...judged('TH-029', query('q', 't', 'USER')),
          onlyIf: { step: 't', ended: 'returned' },
        },
        {
          ...judged('TH-029', adjustSessionId('t', 5, 'a')),
          onlyIf: { step: 't', ended: 'returned' },
        },
      ],
      { needs: ['adjust'] },
    ),
  ),
  [0, 1, 2, 0xffffffff].map((session) =>
    aCase(`interactive-session-${session}`, `interactive session ${session}`, [
      aSession(),
      control(createToken('t', tokenSpec({ interactiveSessionId: session }))),
      judged('TH-033', query('q', 't', 'SESSION_ID')),
    ]),
  ),
  FORMS.flatMap((form) =>
    AUDIT.map((mask) =>
      aCase(`audit-${mask}-${form}`, `audit mask ${mask} shows in no query class`, [
        aSession(),
        control(createToken('plain')),
        accepted(
          AUDIT_CLAUSE[form],
          createToken('t', tokenSpec({}, [edit.put(AUDIT_AT[form], 4, mask)])),
        ),
        comparisons(AUDIT_CLAUSE[form]),
      ]),
    ),
  ),
]);
