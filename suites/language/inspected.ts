/** @module Inspection handles of the own token, prepared so that rights alone stand in the way. */
import { aSession, aToken, install, USER } from './steps.js';
import { impersonate, revert } from './steps-impersonate.js';
import { link } from './steps-inspect.js';
import { control, type SuiteStep } from './suite.js';

/** SeCreateToken, SeAssignPrimaryToken, SeTcb and SeImpersonate. */
const EVERYTHING_NEEDED = '0x2000008c';

const OWN = aToken('own', {
  userSid: USER,
  privilegesPresent: EVERYTHING_NEEDED,
  privilegesEnabled: EVERYTHING_NEEDED,
  privilegesEnabledByDefault: EVERYTHING_NEEDED,
});

/** The worker runs with `own`, the Full partner of `b`; `a` and `s` are beside them. @public */
export const RUNS_AS_FULL: readonly SuiteStep[] = [
  aSession(),
  aToken('a'),
  aToken('b'),
  OWN,
  control(link('own', 'b')),
  control(install('own')),
];

/** The worker runs with `own`, the Limited partner of `a`. @public */
export const RUNS_AS_LIMITED: readonly SuiteStep[] = [
  aSession(),
  aToken('a'),
  aToken('b'),
  OWN,
  control(link('a', 'own')),
  control(install('own')),
];

/** The impersonation token `i` of the worker's own user. @public */
export const IMPERSONATION_TOKEN: readonly SuiteStep[] = [
  aSession(),
  aToken('i', { tokenType: 2, impersonationLevel: 2 }),
];

/** The steps, made while the thread impersonates `i`. @public */
export function whileImpersonating(...steps: readonly SuiteStep[]): readonly SuiteStep[] {
  return [control(impersonate('i')), ...steps, control(revert())];
}
