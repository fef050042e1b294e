/** @module IMPERSONATE of Anonymous tokens: anybody may become nobody. */
import { aCase, asserts, control, defineSuite, type SuiteStep } from '../language/suite.js';
import { aSession, is, openSelf, query } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { effectiveToken, impersonate } from '../language/steps-impersonate.js';
import { aClient, asServer, RESTRICTED } from './servers.js';

/** Anonymous tokens from different hands. */
const TOKENS: readonly (readonly [slug: string, title: string, steps: readonly SuiteStep[]])[] = [
  ['minted', 'minted', [aClient('client', { userSid: 'S-1-5-7', impersonationLevel: 0 })]],
  [
    'copied',
    'copied from SYSTEM',
    [
      control(openSelf('own', 0x0002)),
      control(duplicate('client', 'own', { accessMask: 0x0004, tokenType: 2, level: 0 })),
    ],
  ],
  [
    'lowered',
    'copied from a Delegation token at System integrity',
    [
      aClient('high', { integrityLevel: 16384, impersonationLevel: 3 }),
      control(duplicate('client', 'high', { accessMask: 0x0004, tokenType: 2, level: 0 })),
    ],
  ],
];

const SERVERS = [
  ['low', 'a server at Untrusted', { integrityLevel: 0 }],
  ['restricted', 'a restricted server', RESTRICTED],
  ['restricted-low', 'a restricted server at Untrusted', { ...RESTRICTED, integrityLevel: 0 }],
] as const;

export default defineSuite('impersonate', 'anonymous', [
  TOKENS.flatMap(([token, origin, steps]) =>
    SERVERS.map(([server, title, fields]) =>
      aCase(`${token}-for-${server}`, `${title} assumes an Anonymous token that was ${origin}`, [
        aSession(),
        ...steps,
        ...asServer(fields),
        asserts('IM-023', impersonate('client'), is.returned),
        effectiveToken('e'),
        asserts('IM-023', query('q', 'e', 'IMPERSONATION_LEVEL'), is.equals('decoded', 0)),
      ]),
    ),
  ),
]);
