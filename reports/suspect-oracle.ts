/**
 * @module Failures that independent candidates have in common. One candidate that departs is
 * probably wrong; several that were written apart and depart in the same way may be right.
 */
import type { CaseReport, Failure, Report, Suspicion } from '../harness/report.js';

/** So many have to agree. */
const AGREEING_MIN = 2;

/**
 * The report with what others, judged by the same reading and the same cases, fail in the same way.
 * Reports of the same candidate count once. @internal
 */
export function markSuspectOracle(report: Report, others: readonly Report[]): Report {
  const peers = independent(report, others);
  const byId = peers.map(({ results }) => new Map(results.map((one) => [one.id, one])));
  const found = report.results.flatMap((result): readonly Suspicion[] => {
    if (result.verdict !== 'fail') return [];
    const judged = byId
      .map((cases) => cases.get(result.id))
      .map((one) => (isJudged(one) ? one : undefined));
    const of = 1 + judged.filter((one) => one !== undefined).length;
    return distinct(result.failures ?? []).flatMap((failure) => {
      const agreeing = peers.filter((_, index) => failsSo(judged[index], failure));
      const candidates = [report, ...agreeing].map(({ candidate }) => candidate.name);
      if (candidates.length < AGREEING_MIN) return [];
      const { clause, symptom } = failure;
      return [
        { case: result.id, ...(clause === undefined ? {} : { clause }), symptom, candidates, of },
      ];
    });
  });
  const { suspectOracle: _, ...bare } = report;
  return found.length === 0 ? bare : { ...bare, suspectOracle: found };
}

/** Why a report cannot stand beside another here; undefined if it can. @internal */
export function notBeside(report: Report, other: Report): string | undefined {
  if (report.scope !== other.scope) return `another scope (${other.scope})`;
  if (report.profile !== other.profile) return `another profile (${other.profile})`;
  if (report.digests.catalogue !== other.digests.catalogue) return 'another clause catalogue';
  if (report.digests.rulings !== other.digests.rulings) return 'other rulings';
  return sameCandidate(report, other) ? 'the same candidate' : undefined;
}

/** The first report of each candidate that is not this one. */
function independent(report: Report, others: readonly Report[]): readonly Report[] {
  const peers: Report[] = [];
  for (const other of others) {
    if (notBeside(report, other) !== undefined) continue;
    if (!peers.some((peer) => sameCandidate(peer, other))) peers.push(other);
  }
  return peers;
}

/** Versions of one implementation share their mistakes: the name decides, and the file. */
function sameCandidate({ candidate: a }: Report, { candidate: b }: Report): boolean {
  if (a.digest !== undefined && a.digest === b.digest) return true;
  return a.name.trim().toLowerCase() === b.name.trim().toLowerCase();
}

function isJudged(result: CaseReport | undefined): boolean {
  return result !== undefined && ['pass', 'warn', 'info', 'fail'].includes(result.verdict);
}

function failsSo(result: CaseReport | undefined, failure: Failure): boolean {
  return (
    result?.verdict === 'fail' &&
    (result.failures ?? []).some((one) => keyOf(one) === keyOf(failure))
  );
}

function distinct(failures: readonly Failure[]): readonly Failure[] {
  return [...new Map(failures.map((failure) => [keyOf(failure), failure])).values()];
}

function keyOf({ step, clause, symptom }: Failure): string {
  return `${step} ${clause ?? ''} ${symptom}`;
}
