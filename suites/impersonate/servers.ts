/** @module Servers and clients of impersonation: who a worker becomes, and whose token it has. */
import { control, type SuiteStep } from '../language/suite.js';
import { aToken, install, USER } from '../language/steps.js';
import type { TemplateValue } from '../language/template.js';

/** SeImpersonatePrivilege, bit 29. @internal */
export const IMPERSONATE_PRIVILEGE = '0x20000000';

/** What makes a token a restricted one. @internal */
export const RESTRICTED = { restrictedSids: [{ sid: 'S-1-1-0', attributes: 0 }] } as const;

/** The privilege not there, there but disabled, and held. @internal */
export const PRIVILEGES = {
  absent: {},
  disabled: { privilegesPresent: IMPERSONATE_PRIVILEGE },
  enabled: {
    privilegesPresent: IMPERSONATE_PRIVILEGE,
    privilegesEnabled: IMPERSONATE_PRIVILEGE,
    privilegesEnabledByDefault: IMPERSONATE_PRIVILEGE,
  },
} as const;

type Fields = Readonly<Record<string, TemplateValue | undefined>>;

/** The worker gets this primary token: of {@link USER}, Medium, no privileges. @internal */
export function asServer(value: Fields = {}): readonly SuiteStep[] {
  return [aToken('server', { userSid: USER, ...value }), control(install('server'))];
}

/** An impersonation token; of {@link USER}, Medium and level 2 by default. @internal */
export function aClient(as = 'client', value: Fields = {}): SuiteStep {
  return aToken(as, { tokenType: 2, impersonationLevel: 2, userSid: USER, ...value });
}
