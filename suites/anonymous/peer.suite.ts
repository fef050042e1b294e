/** @module The Anonymous token that a connection carries, and copies that look like it. */
import type { QueryClassName } from '../../reference/abi/numbers.js';
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

/**
 * The classes of what §4.3 lists of the token, and of the lists that no Anonymous token has; other
 * fields are nobody's to judge, as long as they show nothing of the source (AN-006). Groups are
 * judged on each side (AN-012): §9.3 gives Everyone to what is captured, not to what is copied.
 */
const LISTED: readonly QueryClassName[] = [
  ...(['USER', 'PRIVILEGES', 'TYPE', 'INTEGRITY_LEVEL', 'RESTRICTED_SIDS'] as const),
  ...(['ELEVATION_TYPE', 'DEVICE_GROUPS', 'APPCONTAINER_SID', 'CAPABILITIES'] as const),
  ...(['LOGON_TYPE', 'LOGON_SID', 'IMPERSONATION_LEVEL', 'USER_CLAIMS', 'DEVICE_CLAIMS'] as const),
];
/** Parts of classes: the id of a source is not listed, nor the identity of a token. */
const PARTS = [
  ['SOURCE', 'name'],
  ['STATISTICS', 'sessionId'],
  ['STATISTICS', 'tokenType'],
] as const;

function sameAnswer(name: QueryClassName, part?: string): readonly SuiteStep[] {
  const path = part === undefined ? 'payload' : `decoded.${part}`;
  const as = `${name}-${part ?? 'payload'}`;
  return [
    control(query(`peer-${as}`, 'peer', name)),
    asserts('AN-015', query(`copy-${as}`, 'd', name), is.equals(path, ref(`peer-${as}.${path}`))),
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
      ...LISTED.flatMap((name) => sameAnswer(name)),
      ...PARTS.flatMap(([name, part]) => sameAnswer(name, part)),
    ]),
  ),
]);
