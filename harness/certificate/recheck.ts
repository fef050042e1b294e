/**
 * @module Whether a report can have come from this suite: its cases are those of the profile, and
 * everything that follows from their results follows. What is left is the candidate's word and the
 * runner's.
 */
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { worse } from '../judge/judge.js';
import type { CaseReport, Report, Verdict } from '../report.js';
import { unclaimedCapabilities } from '../runner/certify.js';
import { clausesToCount, concludeReport } from '../runner/conclude.js';
import { contradictions } from '../runner/detect.js';
import { suiteDigests } from '../runner/digests.js';
import { applyWaivers } from '../waivers/apply.js';
import { VERSION } from '../version.js';

/** What does not fit; undefined if all does. `cases` are all of the profile and scope. @internal */
export function inconsistency(
  report: Report,
  profile: Profile,
  cases: readonly CompiledCase[],
): string | undefined {
  return (
    origin(report, profile, cases) ??
    caseList(report.results, cases) ??
    firstOf(report.results, (result) => withinCase(result, report)) ??
    consequences(report, profile, cases)
  );
}

function origin(
  report: Report,
  profile: Profile,
  cases: readonly CompiledCase[],
): string | undefined {
  const { tool, digests } = report;
  if (tool.version !== VERSION) {
    return `it was made by version ${tool.version}, this is ${VERSION}: use that one`;
  }
  if (report.profile !== profile.id) return `its profile is ${report.profile}, not ${profile.id}`;
  const own = suiteDigests(cases);
  for (const what of ['catalogue', 'rulings', 'suite'] as const) {
    if (digests[what] === own[what]) continue;
    return `it was made with another ${what} (${digests[what]}, here ${own[what]})`;
  }
  return undefined;
}

function caseList(
  results: readonly CaseReport[],
  cases: readonly CompiledCase[],
): string | undefined {
  if (results.length !== cases.length) {
    return `it has results of ${results.length} cases, the profile has ${cases.length}`;
  }
  for (const [index, { id, clauses }] of cases.entries()) {
    const result = results[index];
    if (result?.id !== id) return `in the place of the case ${id} it has ${result?.id ?? 'none'}`;
    const stated = Object.keys(result.clauses).sort().join(' ');
    if (stated !== [...clauses].sort().join(' ')) return `${id} asserts other clauses`;
  }
  return undefined;
}

/** Verdicts that a case cannot end with unless a clause or a control of it did. */
function withinCase(result: CaseReport, report: Report): string | undefined {
  const { id, verdict, clauses, failures = [], missing = [] } = result;
  const worst = Object.values(clauses).reduce<Verdict>(worse, 'pass');
  const good = verdict === 'pass' || verdict === 'info';
  if (good && (failures.length > 0 || !['pass', 'info'].includes(worst))) {
    return `${id} is said to pass, and yet something in it does not`;
  }
  const lacks = missing.some((one) => !report.candidate.capabilities.includes(one));
  if ((verdict === 'notApplicable') !== lacks) return `${id} lacks no capability, or runs without`;
  return undefined;
}

function consequences(
  report: Report,
  profile: Profile,
  cases: readonly CompiledCase[],
): string | undefined {
  const catalogue = catalogueOf(profile, report.scope);
  const { waivers = [], ...bare } = report;
  const again = concludeReport({
    ...bare,
    contradictions: contradictions(profile, report.detected),
    clauses: clausesToCount(catalogue),
    unclaimed: unclaimedCapabilities(catalogue, cases, report.candidate.capabilities),
  });
  const waived = applyWaivers(again, waivers);
  const withWaivers = report.waivers === undefined ? undefined : waived.conformsWithWaivers;
  const stated = waivers.map(({ match, state, waives }) => [match, state, waives]);
  const found = (waived.waivers ?? []).map(({ match, state, waives }) => [match, state, waives]);
  const marks = (results: readonly CaseReport[]) => results.map((one) => one.waived === true);
  const rows: readonly (readonly [string, unknown, unknown])[] = [
    ['conforms', report.conforms, again.conforms],
    ['complete', report.complete, again.complete],
    ['numbers of cases', report.cases, again.cases],
    ['numbers of clauses', report.clauseCounts, again.clauseCounts],
    ['clauses', report.clauses, again.clauses],
    ['unclaimed capabilities', report.unclaimed, again.unclaimed],
    ['contradictions', report.contradictions, again.contradictions],
    ['waived cases', marks(report.results), marks(waived.results)],
    ['waivers', stated, found],
    ['verdict with waivers', report.conformsWithWaivers, withWaivers],
  ];
  return firstOf(rows, ([what, left, right]) =>
    same(left, right) ? undefined : `its ${what} do not follow from the results of its cases`,
  );
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function firstOf<Row>(
  rows: readonly Row[],
  problemOf: (row: Row) => string | undefined,
): string | undefined {
  for (const row of rows) {
    const problem = problemOf(row);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
