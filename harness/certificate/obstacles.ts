/** @module Why a run cannot be certified. Every reason is named, not only the first. */
import { daysLeft } from '../../reports/expiry.js';
import { plural } from '../../reports/visible-text.js';
import type { Report } from '../report.js';
import { isStale } from '../waivers/apply.js';

/** @internal */
export interface Claim {
  /** Certify what was executed, though the candidate does not claim all of the profile. */
  readonly partial: boolean;
  /** The day of the signature, on which waivers have to hold. */
  readonly today: string;
}

/** The reasons; empty if the run can be certified. @internal */
export function obstacles(report: Report, claim: Claim): readonly string[] {
  return [...extent(report, claim), ...verdicts(report), ...waivers(report, claim)];
}

function extent(report: Report, { partial }: Claim): readonly string[] {
  const { selection, shard, unclaimed = [], clauseCounts, contradictions } = report;
  const missing = clauseCounts.testable - clauseCounts.executed;
  const claimed = unclaimed.slice(0, 8).join(', ');
  const rows: readonly (readonly [boolean, string])[] = [
    [report.interrupted, 'the run was cut short'],
    [selection.length > 0, `only selected cases ran (--suite ${selection.join(' ')})`],
    [shard.of > 1, `it is part ${shard.index} of ${shard.of}: merge all parts first`],
    [contradictions.length > 0, `the probes contradict the profile: ${contradictions.join('; ')}`],
    [
      unclaimed.length > 0 && !partial,
      `the candidate does not claim ${claimed}: --partial certifies the part that it claims`,
    ],
    [
      unclaimed.length === 0 && missing > 0,
      `${plural(missing, 'testable clause was', 'testable clauses were')} not executed`,
    ],
    [
      partial && unclaimed.length === 0,
      '--partial was asked for, but the candidate claims all of the profile',
    ],
    [report.cases.pass === 0, 'no case passed'],
  ];
  return rows.flatMap(([applies, reason]) => (applies ? [reason] : []));
}

function verdicts({ cases, results }: Report): readonly string[] {
  const failing = results.filter(({ verdict, waived }) => verdict === 'fail' && waived !== true);
  const rows: readonly (readonly [number, string])[] = [
    [
      failing.length,
      `${plural(failing.length, 'case fails', 'cases fail')} that no waiver expects`,
    ],
    [cases.couldNotRun, `${plural(cases.couldNotRun, 'case')} could not run`],
    [cases.unstable, `${plural(cases.unstable, 'case is', 'cases are')} unstable`],
    [cases.harnessError, `${plural(cases.harnessError, 'case')} met an error of the harness`],
  ];
  return rows.flatMap(([count, reason]) => (count > 0 ? [reason] : []));
}

function waivers({ waivers: all = [] }: Report, { today }: Claim): readonly string[] {
  return all.flatMap((waiver) => {
    if (isStale(waiver)) return [`the waiver ${waiver.match} is stale (${waiver.state})`];
    if (daysLeft(waiver.expires, today) >= 0) return [];
    return [`the waiver ${waiver.match} expired on ${waiver.expires}`];
  });
}
