/** @module Suites as data: areas, cases, steps, expectations. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { Switches } from '../../reference/profiles/built-in.generated.js';
import type { CallStep, Matcher, ParallelStep, Ref } from '../../harness/program/program.js';
import type { BytesTemplate } from './template.js';

/** An argument of a suite step: JSON, a ref, or symbolic bytes. @public */
export type SuiteArgument =
  | null
  | boolean
  | number
  | string
  | Ref
  | BytesTemplate
  | readonly SuiteArgument[]
  | { readonly [key: string]: SuiteArgument };

/**
 * What a clause demands of a step. `judged` takes the outcome from the catalogue: accept, refuse
 * (with its errnos), either or record, as the profile has it. @public
 */
export interface SuiteExpectation {
  readonly clause?: ClauseId;
  readonly is: SuiteMatcher;
  /** Only in profiles with these switches. */
  readonly only?: SwitchCondition;
}

/** Matchers whose values may be symbolic bytes. @public */
export type SuiteMatcher = Matcher | { readonly kind: 'judged' };

/** @public */
export interface SuiteStep extends Omit<CallStep, 'args' | 'expect' | 'actor'> {
  readonly actor?: string;
  readonly args: Readonly<Record<string, SuiteArgument>>;
  readonly expect?: readonly SuiteExpectation[];
}

/** Branches that run at the same time, as {@link ParallelStep}, with symbolic bytes. @public */
export interface SuiteParallel extends Omit<ParallelStep, 'par'> {
  readonly par: readonly (readonly SuiteStep[])[];
}

/** Switch values that must hold, each one value or a list of them. @public */
export type SwitchCondition = {
  readonly [K in keyof Switches]?: Switches[K] | readonly Switches[K][];
};

/** @public */
export interface SuiteCase {
  /** `file/slug`; the area is put in front. */
  readonly slug: string;
  readonly title: string;
  readonly only?: SwitchCondition;
  /** Capabilities beyond those of the clauses. */
  readonly needs?: readonly string[];
  readonly steps: readonly (SuiteStep | SuiteParallel)[];
}

/** @public */
export interface Suite {
  readonly area: string;
  readonly file: string;
  readonly cases: readonly SuiteCase[];
}

/** A suite file: `suites/<area>/<file>.suite.ts`. @public */
export function defineSuite(
  area: string,
  file: string,
  cases: readonly (SuiteCase | readonly SuiteCase[])[],
): Suite {
  return { area, file, cases: cases.flat() };
}

/** One case. @public */
export function aCase(
  slug: string,
  title: string,
  steps: readonly (SuiteStep | SuiteParallel | readonly SuiteStep[])[],
  more: Pick<SuiteCase, 'only' | 'needs'> = {},
): SuiteCase {
  return { slug, title, steps: steps.flat(), ...more };
}

/** The step, with an assertion of what the catalogue says for the clause. @public */
export function judged(clause: ClauseId | readonly ClauseId[], step: SuiteStep): SuiteStep {
  const clauses = typeof clause === 'string' ? [clause] : clause;
  return withExpectations(
    step,
    clauses.map((id) => ({ clause: id, is: { kind: 'judged' } })),
  );
}

/** The step must succeed, on account of the clause (a `control` of the catalogue). @public */
export function accepted(clause: ClauseId | readonly ClauseId[], step: SuiteStep): SuiteStep {
  const clauses = typeof clause === 'string' ? [clause] : clause;
  return withExpectations(
    step,
    clauses.map((id) => ({ clause: id, is: { kind: 'returned' } })),
  );
}

/** The step must fail, on account of the clause. @public */
export function refused(clause: ClauseId | readonly ClauseId[], step: SuiteStep): SuiteStep {
  const clauses = typeof clause === 'string' ? [clause] : clause;
  return withExpectations(
    step,
    clauses.map((id) => ({ clause: id, is: { kind: 'refused' } })),
  );
}

/** The step is a precondition: if it fails, the case could not run. @public */
export function control(step: SuiteStep): SuiteStep {
  return withExpectations(step, [{ is: { kind: 'returned' } }]);
}

/** The step's result fulfils a matcher, on account of the clause. @public */
export function asserts(
  clause: ClauseId | readonly ClauseId[],
  step: SuiteStep,
  is: SuiteMatcher,
  only?: SwitchCondition,
): SuiteStep {
  const clauses = typeof clause === 'string' ? [clause] : clause;
  const condition = only === undefined ? {} : { only };
  return withExpectations(
    step,
    clauses.map((id) => ({ clause: id, is, ...condition })),
  );
}

function withExpectations(step: SuiteStep, more: readonly SuiteExpectation[]): SuiteStep {
  const { expect = [], ...rest } = step;
  return { expect: [...expect, ...more], ...rest };
}
