/**
 * @module Tokens to install. Most of them can install further tokens, so that a later refusal is
 * not for lack of a privilege.
 */
import { aToken, USER } from '../language/steps.js';
import type { SuiteStep } from '../language/suite.js';
import type { TemplateValue } from '../language/template.js';

/** SeAssignPrimaryTokenPrivilege. @internal */
export const ASSIGN = 3;
const CREATE_MASK = 0x4;
const ASSIGN_MASK = 0x8;
const TCB_MASK = 0x80;

function withPrivileges(
  as: string,
  mask: number,
  value: Readonly<Record<string, TemplateValue>>,
): SuiteStep {
  const hex = `0x${mask.toString(16)}`;
  return aToken(as, {
    privilegesPresent: hex,
    privilegesEnabled: hex,
    privilegesEnabledByDefault: hex,
    ...value,
  });
}

/** A token that may install any token. @internal */
export function powerful(
  as: string,
  value: Readonly<Record<string, TemplateValue>> = {},
): SuiteStep {
  return withPrivileges(as, CREATE_MASK | ASSIGN_MASK | TCB_MASK, { userSid: USER, ...value });
}

/** A token with SeAssignPrimaryToken, without SeTcb. @internal */
export function withoutTcb(
  as: string,
  value: Readonly<Record<string, TemplateValue>> = {},
): SuiteStep {
  return withPrivileges(as, CREATE_MASK | ASSIGN_MASK, { userSid: USER, ...value });
}

/** A token with SeAssignPrimaryToken, and SeTcb present but disabled. @internal */
export function tcbDisabled(
  as: string,
  value: Readonly<Record<string, TemplateValue>> = {},
): SuiteStep {
  return aToken(as, {
    privilegesPresent: `0x${(ASSIGN_MASK | TCB_MASK).toString(16)}`,
    privilegesEnabled: `0x${ASSIGN_MASK.toString(16)}`,
    privilegesEnabledByDefault: `0x${ASSIGN_MASK.toString(16)}`,
    userSid: USER,
    ...value,
  });
}
