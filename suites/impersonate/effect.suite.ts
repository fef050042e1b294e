/** @module IMPERSONATE and kacs_revert: whose identity the thread has, and for how long. */
import { aCase, asserts, control, defineSuite, judged, type SuiteStep } from '../language/suite.js';
import { aSession, closeHandle, is, OTHER_USER, query, ref, USER } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { effectiveToken, impersonate, revert } from '../language/steps-impersonate.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aClient, asServer, PRIVILEGES } from './servers.js';

const CLIENT_USERS = [USER, OTHER_USER, 'S-1-5-19', 'S-1-22-1-1000', 'S-1-5-7'];

const SERVERS: readonly (readonly [slug: string, steps: readonly SuiteStep[]])[] = [
  ['system', []],
  ['user', asServer()],
  ['privileged', asServer(PRIVILEGES.enabled)],
];

/** Who the thread is before anything happens. */
const BEFORE: readonly SuiteStep[] = [
  effectiveToken('own'),
  control(query('was', 'own', 'STATISTICS')),
];

/** The thread has its primary identity, to the identity of the token. */
function isPrimaryAgain(clause: ClauseId, as = 'again'): readonly SuiteStep[] {
  return [
    effectiveToken(as),
    asserts(
      clause,
      query(`${as}-is`, as, 'STATISTICS'),
      is.equals('decoded.identity', ref('was.decoded.identity')),
    ),
  ];
}

/** The thread has the user of the client. */
function isClient(clause: ClauseId, user: string, as = 'e'): readonly SuiteStep[] {
  return [
    effectiveToken(as),
    asserts(clause, query(`${as}-user`, as, 'USER'), is.equals('decoded', user)),
  ];
}

const TWO_CLIENTS = [aSession(), aClient('a'), aClient('b', { userSid: OTHER_USER })];

export default defineSuite('impersonate', 'effect', [
  SERVERS.flatMap(([slug, steps]) =>
    CLIENT_USERS.map((user) =>
      aCase(`${slug}-as-${user}`, `a ${slug} server has the identity of ${user} afterwards`, [
        aSession(),
        aClient('client', { userSid: user }),
        ...steps,
        control(query('theirs', 'client', 'USER')),
        asserts('IM-001', impersonate('client'), is.returned),
        effectiveToken('e'),
        asserts('IM-001', query('q', 'e', 'USER'), is.equals('payload', ref('theirs.payload'))),
      ]),
    ),
  ),
  // A level-1 client is somebody, too.
  [0, 1, 3].map((level) =>
    aCase(`level-${level}`, `the identity of a level-${level} client is assumed`, [
      aSession(),
      aClient('client', { userSid: OTHER_USER, impersonationLevel: level }),
      control(query('theirs', 'client', 'USER')),
      asserts('IM-001', impersonate('client'), is.returned),
      effectiveToken('e'),
      asserts('IM-001', query('q', 'e', 'USER'), is.equals('payload', ref('theirs.payload'))),
    ]),
  ),
  aCase('again-then-revert', 'one revert ends two impersonations', [
    ...TWO_CLIENTS,
    ...BEFORE,
    control(impersonate('a')),
    asserts('IM-024', impersonate('b'), is.returned),
    ...isClient('IM-024', OTHER_USER),
    control(revert()),
    ...isPrimaryAgain('IM-024'),
  ]),
  aCase('same-again-then-revert', 'one revert ends two impersonations of one client', [
    ...TWO_CLIENTS,
    ...BEFORE,
    control(impersonate('a')),
    asserts('IM-024', impersonate('a'), is.returned),
    ...isClient('IM-024', USER),
    control(revert()),
    ...isPrimaryAgain('IM-024'),
  ]),
  aCase('four-then-revert', 'one revert ends four impersonations', [
    ...TWO_CLIENTS,
    ...BEFORE,
    control(impersonate('a')),
    asserts('IM-024', impersonate('b'), is.returned),
    asserts('IM-024', impersonate('a'), is.returned),
    asserts('IM-024', impersonate('b'), is.returned),
    control(revert()),
    ...isPrimaryAgain('IM-024'),
  ]),
  SERVERS.map(([slug, steps]) =>
    aCase(`${slug}-reverts`, `a ${slug} server is itself again after a revert`, [
      ...TWO_CLIENTS,
      ...steps,
      ...BEFORE,
      control(impersonate('b')),
      asserts('IM-025', revert(), is.returned),
      ...isPrimaryAgain('IM-025'),
    ]),
  ),
  aCase('revert-and-again', 'after a revert the next client is impersonated as the first was', [
    ...TWO_CLIENTS,
    ...BEFORE,
    control(impersonate('a')),
    asserts('IM-025', revert(), is.returned),
    ...isPrimaryAgain('IM-025', 'between'),
    control(impersonate('b')),
    asserts('IM-025', revert(), is.returned),
    ...isPrimaryAgain('IM-025'),
  ]),
  SERVERS.map(([slug, steps]) =>
    aCase(`${slug}-reverts-nothing`, `a ${slug} server that impersonates nobody may revert`, [
      aSession(),
      ...steps,
      judged('IM-032', revert()),
      judged('IM-032', revert()),
    ]),
  ),
  aCase('reverts-twice', 'the second of two reverts succeeds, too', [
    ...TWO_CLIENTS,
    control(impersonate('a')),
    control(revert()),
    judged('IM-032', revert()),
  ]),
  [0, 1, 2, 3].map((level) =>
    aCase(
      `closed-level-${level}`,
      `closing the handle does not end a level-${level} impersonation`,
      [
        aSession(),
        aClient('client', { userSid: OTHER_USER, impersonationLevel: level }),
        control(impersonate('client')),
        closeHandle('client'),
        ...isClient('IM-029', OTHER_USER),
      ],
    ),
  ),
  aCase('closed-duplicate', 'nor does closing the last handle of a copy', [
    aSession(),
    aClient('client', { userSid: OTHER_USER }),
    control(duplicate('d', 'client', { accessMask: 0x0004, tokenType: 2, level: 2 })),
    control(impersonate('d')),
    closeHandle('client'),
    closeHandle('d'),
    ...isClient('IM-029', OTHER_USER),
  ]),
  aCase('closed-capped', 'nor where the level was capped', [
    aSession(),
    aClient('client', { userSid: OTHER_USER }),
    ...asServer(),
    control(impersonate('client')),
    closeHandle('client'),
    ...isClient('IM-029', OTHER_USER),
  ]),
]);
