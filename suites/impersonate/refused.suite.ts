/** @module IMPERSONATE: the handle and the token that it needs, and what a refusal leaves. */
import { handleRightCases } from '../language/handle-rights.js';
import {
  aCase,
  accepted,
  asserts,
  control,
  defineSuite,
  judged,
  type SuiteCase,
  type SuiteStep,
} from '../language/suite.js';
import { aSession, aToken, is, openSelf, OTHER_USER, query, ref } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { effectiveToken, impersonate, revert } from '../language/steps-impersonate.js';
import { aClient, asServer, PRIVILEGES, RESTRICTED } from './servers.js';

const IMPERSONATE = 0x0004;
const DUPLICATE = 0x0002;

/** For every right of a handle on an impersonation copy of the own token. */
const RIGHT_CASES: readonly SuiteCase[] = handleRightCases('IM-017', IMPERSONATE, (token) =>
  impersonate(token),
);

/**
 * The cases of {@link handleRightCases} with handles on an impersonation token: the worker's own
 * is a primary one, so each handle is a copy of it with the same mask.
 */
function onCopies(one: SuiteCase): SuiteCase {
  const steps = one.steps.map((step): SuiteStep => {
    const { as, args } = step as SuiteStep;
    if ((step as SuiteStep).op !== 'kacs_open_self_token') return step as SuiteStep;
    const accessMask = args['accessMask'] as number;
    return control(duplicate(as ?? '', 'own', { accessMask, tokenType: 2, level: 2 }));
  });
  return { ...one, steps: [control(openSelf('own', DUPLICATE)), ...steps] };
}

const PRIMARIES: readonly (readonly [slug: string, title: string, steps: readonly SuiteStep[]])[] =
  [
    ['fresh', 'a primary token just made', [aToken('p')]],
    ['own', 'the own primary token', [control(openSelf('p', IMPERSONATE, true))]],
    [
      'copy',
      'a primary copy of the impersonation token',
      [control(duplicate('p', 'client', { accessMask: IMPERSONATE, tokenType: 1, level: 0 }))],
    ],
    ['other-user', 'a primary token of another user', [aToken('p', { userSid: OTHER_USER })]],
  ];

const SANDBOX = { ...RESTRICTED, ...PRIVILEGES.disabled };

/** The effective token, with its identity and level. */
function seen(as: string): readonly SuiteStep[] {
  return [
    effectiveToken(as),
    control(query(`${as}-id`, as, 'STATISTICS')),
    control(query(`${as}-level`, as, 'IMPERSONATION_LEVEL')),
    control(query(`${as}-user`, as, 'USER')),
  ];
}

/** The same, after the refusal. */
function stillSeen(as: string, before: string): readonly SuiteStep[] {
  return [
    effectiveToken(as),
    asserts(
      'IM-009',
      query(`${as}-id`, as, 'STATISTICS'),
      is.equals('payload', ref(`${before}-id.payload`)),
    ),
    asserts(
      'IM-009',
      query(`${as}-level`, as, 'IMPERSONATION_LEVEL'),
      is.equals('payload', ref(`${before}-level.payload`)),
    ),
    asserts(
      'IM-009',
      query(`${as}-user`, as, 'USER'),
      is.equals('payload', ref(`${before}-user.payload`)),
    ),
  ];
}

export default defineSuite('impersonate', 'refused', [
  RIGHT_CASES.map(onCopies),
  PRIMARIES.map(([slug, title, steps]) =>
    aCase(`primary-${slug}`, `${title} is not for impersonation`, [
      aSession(),
      aClient(),
      ...steps,
      accepted('IM-003', impersonate('client')),
      control(revert()),
      judged('IM-003', impersonate('p')),
    ]),
  ),
  aCase('primary-while-impersonating', 'nor is a primary token for one who impersonates', [
    aSession(),
    aClient(),
    aToken('p'),
    accepted('IM-003', impersonate('client')),
    judged('IM-003', impersonate('p')),
  ]),
  [1, 2, 3].map((level) =>
    aCase(`escape-level-${level}`, `a sandbox does not get its user’s level-${level} token`, [
      aSession(),
      aClient('inside', RESTRICTED),
      aClient('client', { impersonationLevel: level }),
      ...asServer(SANDBOX),
      ...seen('before'),
      judged('IM-008', impersonate('client')),
      ...stillSeen('after', 'before'),
      control(impersonate('inside')),
    ]),
  ),
  aCase('escape-while-impersonating', 'a refused sandbox goes on as the client that it had', [
    aSession(),
    aClient('inside', { ...RESTRICTED, impersonationLevel: 3 }),
    aClient('client'),
    ...asServer(SANDBOX),
    control(impersonate('inside')),
    ...seen('before'),
    judged('IM-008', impersonate('client')),
    ...stillSeen('after', 'before'),
  ]),
  aCase('escape-to-low', 'not even where the token has a lower integrity', [
    aSession(),
    aClient('inside', RESTRICTED),
    aClient('client', { integrityLevel: 0 }),
    ...asServer(SANDBOX),
    ...seen('before'),
    judged('IM-008', impersonate('client')),
    ...stillSeen('after', 'before'),
    control(impersonate('inside')),
  ]),
]);
