/** @module The Anonymous token that a connection carries, and copies that look like it. */
import { aCase, asserts, control, defineSuite, type SuiteStep } from '../language/suite.js';
import { aToken, is, openSelf, query, ref } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { EVERYONE_ENABLED, MINIMAL_GROUPS, WITHOUT_AUTHENTICATED_USERS } from './groups.js';
import { anonymousPeer, CLIENTS, SOCKET_TYPES, type Client } from './peers.js';
import { MARKED } from './source.js';

const PEERS = CLIENTS.flatMap((client) =>
  SOCKET_TYPES.map((type) => ({
    client,
    type,
    slug: `${client.slug}-${type}`,
    title: `the Anonymous token of ${client.title} over ${type}`,
  })),
);

const SYSTEM_CLIENT: Client = { slug: 'system', title: 'SYSTEM', steps: [] };

/** Each binds `t`; the session `s` is that of the connection. */
const SOURCES: readonly (readonly [slug: string, step: SuiteStep])[] = [
  ['primary', aToken('t', MARKED)],
  ['delegation', aToken('t', { ...MARKED, tokenType: 2, impersonationLevel: 3 })],
  ['system', control(openSelf('t', 0x0002))],
];

const COPY = control(duplicate('d', 't', { tokenType: 2, level: 0 }));

/** Class 11 holds the identity and the modified id. */
const CLASSES = Array.from({ length: 24 }, (_, n) => n + 1).filter((n) => n !== 11);
const STATISTICS = ['sessionId', 'tokenType', 'expiration'];

function sameAnswer(queryClass: number): readonly SuiteStep[] {
  return [
    control(query(`peer-${queryClass}`, 'peer', queryClass)),
    asserts(
      'AN-015',
      query(`copy-${queryClass}`, 'd', queryClass),
      is.equals('payload', ref(`peer-${queryClass}.payload`)),
    ),
  ];
}

export default defineSuite('anonymous', 'peer', [
  PEERS.map(({ client, type, slug, title }) =>
    aCase(`everyone-${slug}`, `${title} has Everyone as an enabled group`, [
      ...anonymousPeer('peer', client, type),
      asserts('AN-008', query('g', 'peer', 'GROUPS'), is.matches('payload', EVERYONE_ENABLED)),
    ]),
  ),
  PEERS.map(({ client, type, slug, title }) =>
    aCase(`not-authenticated-${slug}`, `${title} is not of Authenticated Users`, [
      ...anonymousPeer('peer', client, type),
      asserts(
        'AN-010',
        query('g', 'peer', 'GROUPS'),
        is.matches('payload', WITHOUT_AUTHENTICATED_USERS),
      ),
    ]),
  ),
  PEERS.map(({ client, type, slug, title }) =>
    aCase(`session-${slug}`, `${title} is of session 998`, [
      ...anonymousPeer('peer', client, type),
      asserts('AN-011', query('q', 'peer', 'STATISTICS'), is.equals('decoded.sessionId', '0x3e6')),
    ]),
  ),
  PEERS.map(({ client, type, slug, title }) =>
    aCase(`groups-${slug}`, `${title} has no groups, Everyone at most`, [
      ...anonymousPeer('peer', client, type),
      asserts('AN-012', query('g', 'peer', 'GROUPS'), is.matches('payload', MINIMAL_GROUPS)),
    ]),
  ),
  SOURCES.map(([slug, step]) =>
    aCase(`copy-groups-${slug}`, `an Anonymous copy (${slug}) has no groups, Everyone at most`, [
      ...anonymousPeer('peer', SYSTEM_CLIENT),
      step,
      COPY,
      control(query('p', 'peer', 'GROUPS')),
      asserts('AN-012', query('g', 'd', 'GROUPS'), is.matches('payload', MINIMAL_GROUPS)),
    ]),
  ),
  SOURCES.map(([slug, step]) =>
    aCase(`like-a-copy-${slug}`, `an Anonymous copy (${slug}) answers as the token of a peer`, [
      ...anonymousPeer('peer', SYSTEM_CLIENT),
      step,
      COPY,
      ...CLASSES.flatMap(sameAnswer),
      control(query('peer-11', 'peer', 'STATISTICS')),
      STATISTICS.reduce(
        (before, field) =>
          asserts('AN-015', before, is.equals(`decoded.${field}`, ref(`peer-11.decoded.${field}`))),
        query('copy-11', 'd', 'STATISTICS'),
      ),
    ]),
  ),
]);
