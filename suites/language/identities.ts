/** @module Identities of every kind, to show that a rule holds for each of them. */
import { aSession, aToken, install, OTHER_USER } from './steps.js';
import { impersonate } from './steps-impersonate.js';
import { control, type SuiteStep } from './suite.js';
import type { TemplateValue } from './template.js';

/** Primary tokens that a process may run with. @public */
export const PRIMARY_IDENTITIES: readonly (readonly [
  name: string,
  token: Readonly<Record<string, TemplateValue>>,
])[] = [
  ['ordinary', {}],
  ['another-user', { userSid: OTHER_USER }],
  ['no-groups', { groups: [] }],
  ['restricted', { restrictedSids: [{ sid: 'S-1-5-21-9-9-9-9', attributes: 7 }] }],
  ['untrusted', { integrityLevel: 0 }],
  ['low-integrity', { integrityLevel: 4096 }],
  ['confined', { confinementSid: 'S-1-15-2-1111-2222', integrityLevel: 4096 }],
];

/** The worker runs with such a token, bound to `t`. @public */
export function becoming(token: Readonly<Record<string, TemplateValue>>): readonly SuiteStep[] {
  return [aSession(), aToken('t', token), control(install('t'))];
}

/** The worker impersonates `i`, of another user, at a level. @public */
export function impersonatingAt(impersonationLevel: number): readonly SuiteStep[] {
  return [
    aSession(),
    aToken('i', { tokenType: 2, impersonationLevel, userSid: OTHER_USER }),
    control(impersonate('i')),
  ];
}
