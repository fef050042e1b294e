/** @module Tokens to link, and what is asked of them afterwards. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, aToken, is, query, ref } from '../language/steps.js';
import { getLinked } from '../language/steps-inspect.js';
import { accepted, asserts, control, type SuiteStep } from '../language/suite.js';

/** Elevation types, as a query reports them. @internal */
export const DEFAULT = 1;
/** @internal */
export const FULL = 2;
/** @internal */
export const LIMITED = 3;

/** The session `s` with tokens `a` and `b` that nothing was done to yet. @internal */
export const TWO: readonly SuiteStep[] = [aSession(), aToken('a'), aToken('b')];

/** A third token. @internal */
export const THIRD: SuiteStep = aToken('c');

/** The token bound to `name` has this elevation type. @internal */
export function elevation(clause: ClauseId, name: string, type: number): SuiteStep {
  return asserts(
    clause,
    query(`${name}Elevation`, name, 'ELEVATION_TYPE'),
    is.equals('decoded', type),
  );
}

/** Binds the statistics of tokens to `<name>Is`. @internal */
export function identities(...names: readonly string[]): readonly SuiteStep[] {
  return names.map((name) => control(query(`${name}Is`, name, 'STATISTICS')));
}

/** GET_LINKED_TOKEN of `name` gives the token whose statistics are `<partner>Is`. @internal */
export function partnerIs(clause: ClauseId, name: string, partner: string): readonly SuiteStep[] {
  return [
    accepted(clause, getLinked(`${name}Partner`, name)),
    asserts(
      clause,
      query(`${name}PartnerIs`, `${name}Partner`, 'STATISTICS'),
      is.equals('decoded.identity', ref(`${partner}Is.decoded.identity`)),
    ),
  ];
}

/** A precondition that a call fails. @internal */
export function mustFail(step: SuiteStep): SuiteStep {
  return { ...step, expect: [{ is: { kind: 'refused' } }] };
}
