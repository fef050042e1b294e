/** @module The handle that creation gives: every ioctl works on it. */
import { aSession, aToken, query } from '../language/steps.js';
import { impersonate } from '../language/steps-impersonate.js';
import { getLinked, link } from '../language/steps-inspect.js';
import { install } from '../language/steps.js';
import { ADJUST_CALLS, DERIVE_CALLS } from '../language/query-only.js';
import { aCase, control, defineSuite, judged } from '../language/suite.js';

const CALLS = [
  { slug: 'query', of: (token: string) => query('q', token, 'USER') },
  ...ADJUST_CALLS,
  ...DERIVE_CALLS,
];

const BOTH = ['TC-008', 'TC-027'] as const;
const TOKENS = [
  ['primary', {}] as const,
  ['impersonation', { tokenType: 2, impersonationLevel: 2 }] as const,
  ['system', { userSid: 'S-1-5-18', integrityLevel: 16384 }] as const,
];

export default defineSuite('token-creation-effects', 'rights', [
  TOKENS.flatMap(([name, token]) =>
    CALLS.map(({ slug, of }) =>
      aCase(`${name}-${slug}`, `the handle of a created token (${name}) takes ${slug}`, [
        aSession(),
        aToken('t', token),
        judged(BOTH, of('t')),
      ]),
    ),
  ),
  aCase('install', 'a created primary token can be installed', [
    aSession(),
    aToken(),
    judged(BOTH, install('t')),
  ]),
  aCase('impersonate', 'a created impersonation token can be impersonated', [
    aSession(),
    aToken('t', { tokenType: 2, impersonationLevel: 2 }),
    judged(BOTH, impersonate('t')),
  ]),
  aCase('link', 'created tokens can be linked in either role', [
    aSession(),
    aToken('a'),
    aToken('b'),
    judged(BOTH, link('a', 'b')),
  ]),
  aCase('get-linked', 'a created token can be asked for its partner', [
    aSession(),
    aToken('a'),
    aToken('b'),
    control(link('a', 'b')),
    judged(BOTH, getLinked('p', 'a')),
  ]),
]);
