/**
 * @module Groups of every kind, and tokens that have them. The attributes 0x02 and 0x04 go together
 * except where a case says otherwise, because ruling R34 leaves open which of them counts.
 */
import { aSession, aToken, is } from '../language/steps.js';
import { asserts, type SuiteStep } from '../language/suite.js';
import { query } from '../language/steps.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

/** @internal */
export type Group = { readonly sid: string; readonly attributes: number };

/** Optional and enabled. @internal */
export const ON = 0x6;
/** Optional and disabled. @internal */
export const OFF = 0x0;
/** @internal */
export const MANDATORY = 0x7;
/** @internal */
export const DENY_ONLY = 0x10;
/** The index that asks for a reset. @internal */
export const RESET_INDEX = 0xffffffff;

/** A domain group. @internal */
export function domainGroup(rid: number): string {
  return `S-1-5-21-1111-2222-3333-${rid}`;
}

/** Groups with these attributes, in order. @internal */
export function groupsWith(...attributes: readonly number[]): readonly Group[] {
  return attributes.map((value, n) => ({ sid: domainGroup(2000 + n), attributes: value }));
}

/** One of every kind; the logon SID group follows as index 6. @internal */
export const EVERY_KIND = groupsWith(ON, ON, OFF, MANDATORY, DENY_ONLY, ON);
/** Indices into {@link EVERY_KIND}. @internal */
export const AT = { on: 1, off: 2, mandatory: 3, denyOnly: 4, lastOn: 5, logonSid: 6 } as const;

/** A session `s` and a token `t` with these groups. @internal */
export function tokenWith(groups: readonly Group[]): readonly SuiteStep[] {
  return [aSession(), aToken('t', { groups })];
}

/** Asserts which of the first groups of `t` are enabled. @internal */
export function enabledGroups(clause: ClauseId, ...enabled: readonly boolean[]): SuiteStep {
  return enabled.reduce(
    (step, value, n) =>
      asserts(clause, step, is.bits(`decoded[${n}].attributes`, 0x4, value ? 0x4 : 0)),
    query('groups', 't', 'GROUPS'),
  );
}
