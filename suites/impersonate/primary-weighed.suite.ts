/** @module IMPERSONATE: the gates weigh the primary token, also while the thread impersonates. */
import { aCase, asserts, control, defineSuite, type SuiteStep } from '../language/suite.js';
import { aSession, is, OTHER_USER, query, USER } from '../language/steps.js';
import { effectiveToken, impersonate } from '../language/steps-impersonate.js';
import type { TemplateValue } from '../language/template.js';
import { aClient, asServer, PRIVILEGES, RESTRICTED } from './servers.js';

const THIRD_USER = 'S-1-5-21-1111-2222-3333-1003';

type Fields = Readonly<Record<string, TemplateValue>>;

interface Sequence {
  readonly slug: string;
  readonly title: string;
  readonly server: Fields;
  readonly first: Fields;
  readonly firstLevel: number;
  readonly second: Fields;
  readonly secondLevel: number;
}

const SEQUENCES: readonly Sequence[] = [
  {
    slug: 'privilege-of-the-client',
    title: 'a client’s SeImpersonate does not open the gate for another user',
    server: {},
    first: PRIVILEGES.enabled,
    firstLevel: 2,
    second: { userSid: OTHER_USER },
    secondLevel: 1,
  },
  {
    slug: 'user-of-the-client',
    title: 'the client’s user does not count as the server’s user',
    server: PRIVILEGES.disabled,
    first: { userSid: OTHER_USER },
    firstLevel: 1,
    second: { userSid: OTHER_USER },
    secondLevel: 1,
  },
  {
    slug: 'privilege-of-the-server',
    title: 'the server’s SeImpersonate counts while it impersonates a user without it',
    server: PRIVILEGES.enabled,
    first: { userSid: OTHER_USER },
    firstLevel: 2,
    second: { userSid: THIRD_USER },
    secondLevel: 2,
  },
  {
    slug: 'user-of-the-server',
    title: 'the server’s own user is let in while it impersonates another',
    server: {},
    first: { userSid: OTHER_USER },
    firstLevel: 1,
    second: { userSid: USER },
    secondLevel: 2,
  },
  {
    slug: 'integrity-of-the-server',
    title: 'the ceiling stays that of the server under a client of low integrity',
    server: { integrityLevel: 12288 },
    first: { integrityLevel: 4096 },
    firstLevel: 2,
    second: { integrityLevel: 12288 },
    secondLevel: 2,
  },
  {
    slug: 'level-of-the-client',
    title: 'a client at level 1 does not bound the next one',
    server: {},
    first: { impersonationLevel: 1 },
    firstLevel: 1,
    second: { impersonationLevel: 3 },
    secondLevel: 3,
  },
  {
    slug: 'restriction-of-the-client',
    title: 'a restricted client does not make the server a restricted one',
    server: PRIVILEGES.enabled,
    first: RESTRICTED,
    firstLevel: 2,
    second: {},
    secondLevel: 2,
  },
];

function reaches(as: string, level: number): readonly SuiteStep[] {
  return [
    effectiveToken(`${as}-token`),
    asserts(
      'IM-004',
      query(`${as}-level`, `${as}-token`, 'IMPERSONATION_LEVEL'),
      is.equals('decoded', level),
    ),
  ];
}

export default defineSuite(
  'impersonate',
  'primary-weighed',
  SEQUENCES.map(({ slug, title, server, first, firstLevel, second, secondLevel }) =>
    aCase(slug, title, [
      aSession(),
      aClient('first', first),
      aClient('second', second),
      ...asServer(server),
      control(impersonate('first')),
      ...reaches('first', firstLevel),
      asserts('IM-004', impersonate('second'), is.returned),
      ...reaches('second', secondLevel),
    ]),
  ),
);
