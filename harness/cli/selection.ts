/** @module Selects cases by patterns over their ids and clauses. */
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { compileSuites, type CompiledCase } from '../../suites/language/compile.js';
import { SuiteBug } from '../../suites/language/encode-template.js';
import type { Suite, SuiteCase } from '../../suites/language/suite.js';
import { SUITES } from '../../suites/index.js';
import type { CatalogueView } from '../catalogue/catalogue.js';
import { builtInProfile } from '../profiles/profile-option.js';
import { excerpt } from '../protocol/excerpt.js';
import { UsageError } from '../usage-error.js';
import { glob, type Matches } from './glob.js';

/** The cases of a profile that any of the patterns matches, in order; none given: all. @internal */
export function selectCases(
  profile: Profile,
  catalogue: CatalogueView,
  patterns: readonly string[],
): readonly CompiledCase[] {
  const matchers = patterns.map(glob);
  const cases = compile(narrow(SUITES, matchers), profile, catalogue);
  if (patterns.length === 0) return cases;
  const wanted = new Set<CompiledCase>();
  for (const [index, matches] of matchers.entries()) {
    const found = cases.filter(({ id, clauses }) => matches(id) || clauses.some(matches));
    if (found.length === 0) throw noMatch(patterns[index] ?? '');
    for (const one of found) wanted.add(one);
  }
  return cases.filter((one) => wanted.has(one));
}

/** The cases that assert any of the clauses, in order. @internal */
export function casesOfClauses(
  profile: Profile,
  catalogue: CatalogueView,
  clauses: ReadonlySet<string>,
): readonly CompiledCase[] {
  const matches: Matches = (name) => clauses.has(name);
  const cases = compile(narrow(SUITES, [matches]), profile, catalogue);
  return cases.filter((one) => one.clauses.some(matches));
}

/** In a profile of somebody's own, a case that makes no sense is the fault of the profile. */
function compile(
  suites: readonly Suite[],
  profile: Profile,
  catalogue: CatalogueView,
): readonly CompiledCase[] {
  try {
    return compileSuites(suites, profile, catalogue);
  } catch (error) {
    if (!(error instanceof SuiteBug) || builtInProfile(profile.id) !== undefined) throw error;
    throw new UsageError(`no case can be made of the profile ${profile.id}: ${error.message}`);
  }
}

/**
 * Only what is asked for gets compiled. A clause that a case names may still not be one of the
 * profile, so the compiled cases are asked again.
 */
function narrow(suites: readonly Suite[], matchers: readonly Matches[]): readonly Suite[] {
  if (matchers.length === 0) return suites;
  return suites.map((suite) => {
    const cases = suite.cases.filter((one) => {
      const names = [`${suite.area}/${suite.file}/${one.slug}`, ...clausesNamed(one)];
      return matchers.some((matches) => names.some(matches));
    });
    return { ...suite, cases };
  });
}

function noMatch(pattern: string): UsageError {
  const areas = [...new Set(SUITES.map(({ area }) => area))].join(', ');
  return new UsageError(
    `no case of this profile matches ${excerpt(pattern)}: expected clauses such as TH-001 or ` +
      `AREA/FILE/SLUG, as in 'session-spec/**'; areas are ${areas}`,
  );
}

function clausesNamed({ steps }: SuiteCase): readonly string[] {
  return steps.flatMap((step) => {
    if ('par' in step) {
      const own = step.linearizable?.clause;
      const inner = step.par.flat().flatMap(({ expect }) => expect ?? []);
      return [...inner.flatMap(({ clause }) => clause ?? []), ...(own === undefined ? [] : [own])];
    }
    return (step.expect ?? []).flatMap(({ clause }) => clause ?? []);
  });
}
