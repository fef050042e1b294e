/** @module Tokens to restrict: groups of every kind, many privileges, restricting SIDs. */
import { control, type SuiteStep } from '../language/suite.js';
import { aToken } from '../language/steps.js';
import { restrict } from '../language/steps-derive.js';
import type { TemplateValue } from '../language/template.js';

/** Mandatory, owner, disabled, loose, deny-only, none. @internal */
export const GROUPS = [
  { sid: 'S-1-1-0', attributes: 0x7 },
  { sid: 'S-1-5-32-544', attributes: 0xf },
  { sid: 'S-1-5-21-81-82-83-2003', attributes: 0x2 },
  { sid: 'S-1-5-21-81-82-83-2004', attributes: 0x6 },
  { sid: 'S-1-5-21-81-82-83-2005', attributes: 0x10 },
  { sid: 'S-1-5-21-81-82-83-2006', attributes: 0x0 },
] as const;

/** @internal */
export const GROUP_COUNT = GROUPS.length + 1;

/** The deny-only bit. @internal */
export const DENY_ONLY = 0x10;

/** Every catalogue bit: 2 to 35, 62 and 63. @internal */
export const ALL_BITS: readonly number[] = [...Array.from({ length: 34 }, (_, n) => n + 2), 62, 63];

/** @internal */
export const ALL_PRIVILEGES = '0xc000000ffffffffc';

/** A token with {@link GROUPS} and every privilege, held. @internal */
export function aSource(
  as = 't',
  value: Readonly<Record<string, TemplateValue | undefined>> = {},
): SuiteStep {
  return aToken(as, {
    groups: GROUPS,
    privilegesPresent: ALL_PRIVILEGES,
    privilegesEnabled: ALL_PRIVILEGES,
    privilegesEnabledByDefault: ALL_PRIVILEGES,
    ...value,
  });
}

/** A restricted copy that has to come about. @internal */
export function restricted(...[as, token, request]: Parameters<typeof restrict>): SuiteStep {
  return control(restrict(as, token, request));
}

/** Every query class, in the profiles that have it. @internal */
export const CLASSES = Array.from({ length: 21 }, (_, n) => n + 1);
/** Not in the seeds (ruling R15). @internal */
export const LATER_CLASSES = [22, 23, 24];
