/** @module Disputes in a report: both readings beside each other. They change no verdict. */
import { allClauses } from '../catalogue/catalogue.js';
import { allRulings } from '../catalogue/rulings.js';
import type { Dispute, DisputeReport, Report } from '../report.js';

/** More is read in `docs/rulings.md`. */
const READING_MAX = 1500;

/** The report with the disputes, each with what the suite holds the texts to say. @internal */
export function applyDisputes(report: Report, disputes: readonly Dispute[]): Report {
  if (disputes.length === 0) return report;
  const inReport = new Set<string>(report.clauses.map(({ id }) => id));
  const found = disputes.map((dispute): DisputeReport => {
    const { clauses, judgedAs } = ourReading(dispute.match);
    return {
      ...dispute,
      judgedAs: cut(judgedAs),
      clauses: clauses.filter((id) => inReport.has(id)),
    };
  });
  return { ...report, disputes: found };
}

/** A dispute as its owner wrote it. @internal */
export function asDisputed(dispute: DisputeReport): Dispute {
  const { match, reading, reason, owner, link, expires } = dispute;
  return { match, reading, reason, owner, ...(link === undefined ? {} : { link }), expires };
}

function ourReading(match: string): Pick<DisputeReport, 'clauses' | 'judgedAs'> {
  const clause = allClauses().find(({ id }) => id === match);
  if (clause !== undefined) {
    const { id, summary, expected } = clause;
    const judgedAs = expected === null ? summary : `${summary} Expected: ${expected}.`;
    return { clauses: [id], judgedAs };
  }
  const ruling = allRulings().find(({ id }) => id === match);
  if (ruling === undefined) return { clauses: [], judgedAs: 'unknown' };
  return { clauses: ruling.clauses, judgedAs: `${ruling.title}. ${ruling.asserted}` };
}

function cut(text: string): string {
  return text.length > READING_MAX ? `${text.slice(0, READING_MAX)}…` : text;
}
