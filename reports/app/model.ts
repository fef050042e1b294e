/** @module What the page shows, looked up: the embedded data unpacked once, with its indices. */
import type { CaseReport, ClauseReport, Report } from '../../harness/report.js';
import type { Campaign } from '../page/campaign.js';
import type { CatalogueNotes, ClauseNote, PageData, RulingNote } from '../page/page-data.js';
import { unpackReport, type PageCase } from '../page/unpack-report.js';
import { BY_URGENCY, isRed } from '../verdict-words.js';

/** @internal */
export interface ReportModel {
  readonly report: Report;
  readonly cases: readonly PageCase[];
  readonly caseById: ReadonlyMap<string, PageCase>;
  readonly clauseById: ReadonlyMap<string, ClauseReport>;
  readonly casesOfClause: ReadonlyMap<string, readonly CaseReport[]>;
  /** Clauses that the candidate's owner reads otherwise. */
  readonly disputed: ReadonlySet<string>;
  /** Red cases and warnings, the gravest first. */
  readonly notable: readonly PageCase[];
}

/** @internal */
export interface Model {
  readonly current: ReportModel | undefined;
  readonly baseline: Report | undefined;
  readonly campaign: Campaign | undefined;
  readonly notes: CatalogueNotes;
  readonly rulingById: ReadonlyMap<string, RulingNote>;
}

/** @internal */
export function buildModel(data: PageData): Model {
  return {
    current: data.report && indexReport(unpackReport(data.report)),
    baseline: data.baseline && unpackReport(data.baseline),
    campaign: data.campaign,
    notes: data.notes,
    rulingById: new Map(data.notes.rulings.map((ruling) => [ruling.id, ruling])),
  };
}

/** @internal */
export function noteOf(model: Model, clause: string): ClauseNote | undefined {
  return Object.hasOwn(model.notes.clauses, clause) ? model.notes.clauses[clause] : undefined;
}

function indexReport(report: Report): ReportModel {
  const cases: readonly PageCase[] = report.results;
  const notable = cases.filter(({ verdict }) => isRed(verdict) || verdict === 'warn');
  notable.sort((a, b) => BY_URGENCY.indexOf(a.verdict) - BY_URGENCY.indexOf(b.verdict));
  return {
    report,
    cases,
    notable,
    disputed: new Set((report.disputes ?? []).flatMap(({ clauses }) => clauses)),
    caseById: new Map(cases.map((one) => [one.id, one])),
    clauseById: new Map(report.clauses.map((clause) => [clause.id, clause])),
    casesOfClause: casesByClause(cases),
  };
}

function casesByClause(cases: readonly CaseReport[]): ReadonlyMap<string, readonly CaseReport[]> {
  const byClause = new Map<string, CaseReport[]>();
  for (const one of cases) {
    for (const clause of Object.keys(one.clauses)) {
      const known = byClause.get(clause);
      if (known === undefined) byClause.set(clause, [one]);
      else known.push(one);
    }
  }
  return byClause;
}
