/** @module IMPERSONATE: the integrity ceiling for every pair of levels, and where it is open. */
import { aCase, asserts, defineSuite } from '../language/suite.js';
import { aSession, is, openSelf, query } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { effectiveToken, impersonate } from '../language/steps-impersonate.js';
import { aClient, asServer, PRIVILEGES } from './servers.js';

const INTEGRITY = [0, 4096, 8192, 12288, 16384];

const PAIRS = INTEGRITY.flatMap((server) => INTEGRITY.map((client) => [server, client] as const));

const SYSTEM = 'S-1-5-18';

/** S-1-16-n up to the server's 8192. */
const UP_TO_MEDIUM = '^S-1-16-(?:[0-9]{1,3}|[1-7][0-9]{3}|80[0-9]{2}|81[0-8][0-9]|819[0-2])$';

export default defineSuite('impersonate', 'ceiling', [
  PAIRS.filter(([server, client]) => client <= server).map(([server, client]) =>
    aCase(`${server}-takes-${client}`, `a server at ${server} acts as a client at ${client}`, [
      aSession(),
      aClient('client', { integrityLevel: client, impersonationLevel: 3 }),
      ...asServer({ integrityLevel: server }),
      asserts('IM-013', impersonate('client'), is.returned),
      effectiveToken('e'),
      asserts('IM-013', query('q', 'e', 'IMPERSONATION_LEVEL'), is.equals('decoded', 3)),
      asserts(
        'IM-013',
        query('i', 'e', 'INTEGRITY_LEVEL'),
        is.equals('decoded', `S-1-16-${client}`),
      ),
    ]),
  ),
  PAIRS.filter(([server, client]) => client > server).flatMap(([server, client]) =>
    (['absent', 'enabled'] as const).map((privilege) =>
      aCase(
        `${server}-under-${client}-${privilege}`,
        `a server at ${server} identifies a client at ${client}, privilege ${privilege}`,
        [
          aSession(),
          aClient('client', { integrityLevel: client, impersonationLevel: 3 }),
          ...asServer({ integrityLevel: server, ...PRIVILEGES[privilege] }),
          asserts(['IM-012', 'IM-021'], impersonate('client'), is.returned),
          effectiveToken('e'),
          asserts(
            privilege === 'enabled' ? ['IM-012', 'IM-020', 'IM-021'] : ['IM-012', 'IM-021'],
            query('q', 'e', 'IMPERSONATION_LEVEL'),
            is.equals('decoded', 1),
          ),
        ],
        { only: { R61: 'identification' } },
      ),
    ),
  ),
  // The level may be kept if the integrity comes down. That it was kept shows where a copy of the
  // effective token may have it; SYSTEM may copy its own token.
  INTEGRITY.filter((client) => client > 8192).flatMap((client) =>
    [2, 3].map((level) =>
      aCase(
        `medium-under-${client}-level-${level}`,
        `a server at 8192 does not act at ${client} with a level-${level} token`,
        [
          aSession(),
          aClient('client', {
            userSid: SYSTEM,
            integrityLevel: client,
            impersonationLevel: level,
          }),
          ...asServer({ userSid: SYSTEM }),
          asserts('IM-012', impersonate('client'), is.returned),
          effectiveToken('e'),
          asserts(
            'IM-012',
            query('q', 'e', 'IMPERSONATION_LEVEL'),
            is.oneOf('decoded', [1, level]),
          ),
          openSelf('h', 0x0002),
          {
            ...duplicate('d', 'h', { tokenType: 2, level: 2 }),
            onlyIf: { step: 'h', ended: 'returned' },
          },
          {
            ...asserts(
              'IM-012',
              query('i', 'e', 'INTEGRITY_LEVEL'),
              is.matches('decoded', UP_TO_MEDIUM),
            ),
            onlyIf: { step: 'd', ended: 'returned' },
          },
        ],
        { only: { R61: 'either' } },
      ),
    ),
  ),
]);
