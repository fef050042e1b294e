/** @module `clauses`: every clause of a profile, with its cases, its fault and its status. */
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { catalogueOf, type CatalogueView, type JudgedClause } from '../catalogue/catalogue.js';
import { ALL_FAULTS } from '../faults/all-faults.js';
import { runFaults } from '../faults/run-faults.js';
import { profileOf } from '../profiles/profile-option.js';
import { excerpt } from '../protocol/excerpt.js';
import { UsageError } from '../usage-error.js';
import { glob } from './glob.js';
import { Progress } from './progress.js';
import { fold, paint } from './terminal.js';

/** @internal */
export interface ClausesFlags {
  readonly profile: string;
  readonly scope: 'kernel' | 'tool' | 'all';
  readonly json?: boolean;
  readonly quiet?: boolean;
}

interface ClauseRow extends JudgedClause {
  readonly cases: number;
  readonly faults: readonly string[];
  readonly status: 'covered' | 'recorded' | 'no killed fault' | 'no case' | 'excluded';
}

/** Carries the command out. @internal */
export async function run(patterns: readonly string[], flags: ClausesFlags): Promise<void> {
  const profile = profileOf(flags.profile);
  const rows = await clauseRows(profile, chosen(profile, flags.scope, patterns), flags);
  const count = (test: (row: ClauseRow) => boolean): number => rows.filter(test).length;
  const summary = {
    profile: profile.id,
    scope: flags.scope,
    testable: count(({ clause }) => clause.testable),
    excluded: count(({ clause }) => !clause.testable),
    withCases: count(({ cases }) => cases > 0),
    withKilledFault: count(({ faults }) => faults.length > 0),
    missing: rows.filter(({ status }) => status === 'no case').map(({ clause }) => clause.id),
  };
  if (flags.json === true) {
    const clauses = rows.map(({ clause, cases, faults, status }) => ({
      id: clause.id,
      area: clause.area,
      scope: clause.scope,
      level: clause.level,
      summary: clause.summary,
      cases,
      faults,
      status,
      ...(clause.excluded === undefined ? {} : { excluded: clause.excluded }),
    }));
    process.stdout.write(`${JSON.stringify({ ...summary, clauses })}\n`);
    return;
  }
  if (flags.quiet !== true) process.stdout.write(`${table(rows)}\n`);
  const counts =
    `${summary.profile}: ${summary.testable} testable clauses, ${summary.withCases} with cases, ` +
    `${summary.withKilledFault} with a killed fault, ${summary.missing.length} without a case; ` +
    `${summary.excluded} excluded`;
  process.stdout.write(`${fold(counts, 2)}\n`);
}

/** The clauses that are asked for. */
function chosen(
  profile: Profile,
  scope: ClausesFlags['scope'],
  patterns: readonly string[],
): CatalogueView {
  const scoped = [...catalogueOf(profile, scope)];
  const wanted = new Set<string>();
  for (const pattern of patterns) {
    const matches = glob(pattern);
    const found = scoped.filter(([id, { clause }]) => matches(id) || matches(clause.area));
    if (found.length === 0) {
      const where = scope === 'all' ? '' : ` in scope ${scope}`;
      throw new UsageError(`no clause of ${profile.id}${where} matches ${excerpt(pattern)}`);
    }
    for (const [id] of found) wanted.add(id);
  }
  return new Map(patterns.length === 0 ? scoped : scoped.filter(([id]) => wanted.has(id)));
}

const SUMMARY_COLUMN = 47;

function table(rows: readonly ClauseRow[]): string {
  const head = ['clause'.padEnd(8), 'level'.padEnd(6), 'cases', 'faults', 'status'.padEnd(16)];
  return [`${head.join(' ')} summary`, ...rows.map(line)].join('\n');
}

function line({ clause, cases, faults, status }: ClauseRow): string {
  const colour = status === 'covered' ? 'green' : status === 'no case' ? 'yellow' : 'dim';
  const count = (number: number): string => (number === 0 ? '-' : String(number));
  const cells = [
    clause.id.padEnd(8),
    clause.level.padEnd(6),
    count(cases).padStart(5),
    count(faults.length).padStart(6),
    paint(status.padEnd(16), colour),
    clause.excluded === undefined ? clause.summary : `${clause.summary} (${clause.excluded})`,
  ];
  return fold(cells.join(' '), SUMMARY_COLUMN);
}

async function clauseRows(
  profile: Profile,
  catalogue: CatalogueView,
  flags: ClausesFlags,
): Promise<readonly ClauseRow[]> {
  // Loading all suites takes longer than finding most mistakes.
  const { casesOfClauses } = await import('./selection.js');
  const cases = casesOfClauses(profile, catalogueOf(profile), new Set(catalogue.keys()));
  const killers = new Map<string, string[]>();
  const progress = new Progress(flags);
  const results = await runFaults({
    faults: ALL_FAULTS.filter(({ breaks }) => breaks.some((id) => catalogue.has(id))),
    profiles: [flags.profile],
    onProgress: (done, total) => progress.show(done, total, 'faults tried'),
  });
  for (const { fault, killedBy } of results) {
    for (const id of killedBy) killers.set(id, [...(killers.get(id) ?? []), fault]);
  }
  progress.end();
  const counts = new Map<string, number>();
  for (const { clauses } of cases) {
    for (const id of clauses) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...catalogue.values()].map((judged) => {
    const found = counts.get(judged.clause.id) ?? 0;
    const faults = killers.get(judged.clause.id) ?? [];
    return { ...judged, cases: found, faults, status: statusOf(judged, found, faults.length) };
  });
}

function statusOf(
  { clause, judge }: JudgedClause,
  cases: number,
  faults: number,
): ClauseRow['status'] {
  if (!clause.testable) return 'excluded';
  if (cases === 0) return 'no case';
  if (faults > 0) return 'covered';
  return judge.outcome === 'record' ? 'recorded' : 'no killed fault';
}
