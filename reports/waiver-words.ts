/** @module Waivers, disputes and suspect oracles of a report in sentences, for every renderer. */
import type { DisputeReport, Report, Suspicion, WaiverReport } from '../harness/report.js';
import { dayOf, daysLeft, SOON_DAYS } from './expiry.js';
import { groupDigits, plural } from './visible-text.js';

/** A sentence, and whether something has to be done about it. Not escaped. @internal */
export interface Remark {
  readonly about: string;
  readonly text: string;
  /** `stale` fails a run, `expired` keeps it from being certified. */
  readonly urgency: 'stale' | 'expired' | 'soon' | 'none';
}

/** One remark for each waiver, the most urgent first. @internal */
export function waiverRemarks(report: Report): readonly Remark[] {
  const today = dayOf(report.timing.startedAt);
  const remarks = (report.waivers ?? []).map((waiver): Remark => {
    const about = `${waiver.match} (${waiver.symptom})`;
    const left = daysLeft(waiver.expires, today);
    return { about, text: waiverText(waiver, left), urgency: urgencyOf(waiver, left) };
  });
  return remarks.sort((a, b) => URGENCIES.indexOf(a.urgency) - URGENCIES.indexOf(b.urgency));
}

/** One remark for each dispute. @internal */
export function disputeRemarks(report: Report): readonly Remark[] {
  const today = dayOf(report.timing.startedAt);
  return (report.disputes ?? []).map((dispute): Remark => {
    const left = daysLeft(dispute.expires, today);
    const urgency = left < 0 ? 'expired' : left <= SOON_DAYS ? 'soon' : 'none';
    return { about: dispute.match, text: disputeText(dispute, left), urgency };
  });
}

/** Renderers ask for each case. */
const byReport = new WeakMap<Report, ReadonlyMap<string, string>>();

/** Why the suite itself may be wrong about a case; empty if nothing points there. @internal */
export function suspicionsByCase(report: Report): ReadonlyMap<string, string> {
  const known = byReport.get(report);
  if (known !== undefined) return known;
  const found = new Map<string, string>();
  byReport.set(report, found);
  for (const suspicion of report.suspectOracle ?? []) {
    const before = found.get(suspicion.case);
    const text = suspicionText(suspicion);
    found.set(suspicion.case, before === undefined ? text : `${before} ${text}`);
  }
  return found;
}

/** How many failing cases the waivers expect. @internal */
export function waivedCases(report: Report): number {
  return report.results.filter(({ waived }) => waived === true).length;
}

const URGENCIES: readonly Remark['urgency'][] = ['stale', 'expired', 'soon', 'none'];

function urgencyOf({ state }: WaiverReport, left: number): Remark['urgency'] {
  if (state === 'passes' || state === 'differs' || state === 'unmatched') return 'stale';
  if (left < 0) return 'expired';
  return left <= SOON_DAYS ? 'soon' : 'none';
}

function waiverText(waiver: WaiverReport, left: number): string {
  const { state, waives, otherwise, passing } = waiver;
  const rest = passing > 0 ? `, ${plural(passing, 'case')} that it matches do not fail` : '';
  const said = {
    holds: `holds for ${plural(waives.length, 'failing case')}${rest}`,
    passes: 'is stale: nothing that it matches fails; remove it',
    differs:
      `is stale: ${plural(otherwise.length, 'case')} fail otherwise than it expects, ` +
      `${otherwise[0] ?? ''} for one`,
    unmatched: 'is stale: it matches no case and no clause of this profile; remove or correct it',
    notRun: 'was not put to the test: what it is for did not run',
  }[state];
  return `${said}; ${untilText(waiver.expires, left)}; ${waiver.owner}: ${waiver.reason}`;
}

function disputeText({ clauses, judgedAs, ...dispute }: DisputeReport, left: number): string {
  const about = clauses.length === 0 ? 'no clause of this run' : clauses.slice(0, 12).join(' ');
  const more = clauses.length > 12 ? ` and ${groupDigits(clauses.length - 12)} more` : '';
  return (
    `concerns ${about}${more}. The suite: ${judgedAs} ${dispute.owner}: ${dispute.reading} ` +
    `Because: ${dispute.reason} (${untilText(dispute.expires, left)})`
  );
}

function untilText(expires: string, left: number): string {
  if (left < 0) return `EXPIRED on ${expires}`;
  if (left === 0) return `expires today, ${expires}`;
  return left <= SOON_DAYS
    ? `expires in ${plural(left, 'day')}, on ${expires}`
    : `until ${expires}`;
}

function suspicionText({ candidates, of, symptom }: Suspicion): string {
  const names = candidates.slice(0, 6).join(', ');
  return (
    `Suspect oracle: ${candidates.length} of ${of} independent candidates ` +
    `(${names}) fail in the same way (${symptom}); perhaps the suite is wrong.`
  );
}
