/**
 * @module Waivers applied to a report, after all verdicts: which failures are expected, and which
 * waivers are stale. Verdicts stay what they are.
 */
import { glob, type Matches } from '../cli/glob.js';
import { isPartial } from '../../reports/comparability.js';
import { isRed } from '../../reports/verdict-words.js';
import type { CaseReport, Failure, Report, Waiver, WaiverReport } from '../report.js';

/** Verdicts that a waiver can expect; what is unstable or ours is never waived. */
const WAIVABLE: readonly string[] = ['fail', 'couldNotRun'];
const NOT_JUDGED: readonly string[] = ['notApplicable', 'harnessError'];

/** A waiver with its pattern ready for use. */
interface Ready {
  readonly waiver: Waiver;
  readonly overCases: boolean;
  readonly matches: Matches;
}

/** What a waiver met. */
interface Met {
  readonly waives: string[];
  readonly otherwise: string[];
  passing: number;
  /** Cases that it matches, whether they were judged or not. */
  found: number;
}

/** The report with its cases marked, and what became of each waiver. @internal */
export function applyWaivers(report: Report, waivers: readonly Waiver[]): Report {
  const ready = waivers.map(prepare);
  const met = ready.map((): Met => ({ waives: [], otherwise: [], passing: 0, found: 0 }));
  const results = report.results.map((result) => applyToCase(result, ready, met));
  const states = ready.map((one, index) => stateOf(one, met[index], report));
  return {
    ...report,
    results,
    conformsWithWaivers:
      !report.interrupted &&
      results.every(({ verdict, waived }) => !isRed(verdict) || waived === true) &&
      results.some(({ verdict }) => verdict === 'pass') &&
      !states.some(isStale),
    waivers: states,
  };
}

/** A waiver for what does not happen has to go: it would hide the next failure. @internal */
export function isStale({ state }: Pick<WaiverReport, 'state'>): boolean {
  return state === 'passes' || state === 'differs' || state === 'unmatched';
}

/** A waiver as its owner wrote it, without what became of it. @internal */
export function asWritten(waiver: WaiverReport): Waiver {
  const { match, symptom, actual, reason, owner, link, expires } = waiver;
  return {
    match,
    symptom,
    ...(actual === undefined ? {} : { actual }),
    reason,
    owner,
    ...(link === undefined ? {} : { link }),
    expires,
  };
}

function prepare(waiver: Waiver): Ready {
  return { waiver, overCases: waiver.match.includes('/'), matches: glob(waiver.match) };
}

function applyToCase(result: CaseReport, ready: readonly Ready[], met: readonly Met[]): CaseReport {
  const { waived: _, ...bare } = result;
  const failures = result.failures ?? [];
  const concerned = ready.flatMap((one, index) => {
    const own = met[index];
    return own !== undefined && concerns(one, result) ? [{ one, own }] : [];
  });
  const expected = (failure: Failure): boolean =>
    concerned.some(({ one }) => isAbout(one, failure) && expects(one, failure));
  const waivable = WAIVABLE.includes(result.verdict);
  for (const { one, own } of concerned) {
    own.found += 1;
    if (NOT_JUDGED.includes(result.verdict)) continue;
    const about = isRed(result.verdict) ? failures.filter((failure) => isAbout(one, failure)) : [];
    if (about.length === 0) own.passing += 1;
    else if (!waivable || !about.every(expected)) own.otherwise.push(result.id);
    else if (about.some((failure) => expects(one, failure))) own.waives.push(result.id);
  }
  const waived = waivable && failures.length > 0 && failures.every(expected);
  return waived ? { ...bare, waived } : bare;
}

function concerns({ overCases, matches }: Ready, { id, clauses }: CaseReport): boolean {
  return overCases ? matches(id) : Object.keys(clauses).some(matches);
}

/** A pattern over clauses speaks of what is asserted under them, not of the rest of the case. */
function isAbout({ overCases, matches }: Ready, { clause }: Failure): boolean {
  return overCases || (clause !== undefined && matches(clause));
}

function expects({ waiver }: Ready, { symptom, actual }: Failure): boolean {
  return (
    symptom === waiver.symptom && (waiver.actual === undefined || actual.includes(waiver.actual))
  );
}

function stateOf({ waiver }: Ready, met: Met | undefined, report: Report): WaiverReport {
  const { waives = [], otherwise = [], passing = 0, found = 0 } = met ?? {};
  const whole = { ...waiver, waives, otherwise, passing };
  if (otherwise.length > 0) return { ...whole, state: 'differs' };
  if (waives.length > 0) return { ...whole, state: 'holds' };
  // In a part of the cases, what a pattern is for may not have been among them.
  const literal = waiver.match.includes('/') && !/[*?]/.test(waiver.match);
  if (isPartial(report) && !(literal && passing > 0)) return { ...whole, state: 'notRun' };
  if (passing > 0) return { ...whole, state: 'passes' };
  return { ...whole, state: found > 0 ? 'notRun' : 'unmatched' };
}
