/** @module `clauses`: every clause of a profile, with its cases, its fault and its status. */
import type { Command } from 'commander';
import { FAULTS } from '../../reference/faults/index.js';
import { compileSuites } from '../../suites/language/compile.js';
import { SUITES } from '../../suites/index.js';
import { catalogueOf, type JudgedClause } from '../catalogue/catalogue.js';
import { runFaults } from '../faults/run-faults.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import { paint } from './terminal.js';

interface ClausesFlags {
  readonly profile: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

interface ClauseRow extends JudgedClause {
  readonly cases: number;
  readonly faults: readonly string[];
  readonly status: 'covered' | 'recorded' | 'no killed fault' | 'no case' | 'excluded';
}

/** Adds the command. @internal */
export function addClauses(program: Command): void {
  program
    .command('clauses')
    .description('list every clause of a profile: level, cases, faults, status')
    .option('-p, --profile <profile>', `${PROFILE_IDS.join(', ')}, or a .yaml file`, 'learn-0.20')
    .option('--json', 'print one JSON object')
    .option('--quiet', 'only the counts')
    .action(run);
}

async function run(flags: ClausesFlags): Promise<void> {
  const rows = await clauseRows(flags.profile);
  const count = (test: (row: ClauseRow) => boolean): number => rows.filter(test).length;
  const summary = {
    profile: profileOf(flags.profile).id,
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
      level: clause.level,
      summary: clause.summary,
      cases,
      faults,
      status,
    }));
    process.stdout.write(`${JSON.stringify({ ...summary, clauses })}\n`);
    return;
  }
  if (flags.quiet !== true) {
    for (const row of rows) process.stdout.write(`${line(row)}\n`);
  }
  process.stdout.write(
    `${summary.profile}: ${summary.testable} testable clauses, ${summary.withCases} with cases, ` +
      `${summary.withKilledFault} with a killed fault, ${summary.missing.length} without a case; ` +
      `${summary.excluded} excluded\n`,
  );
}

function line({ clause, cases, faults, status }: ClauseRow): string {
  const colour = status === 'covered' ? 'green' : status === 'no case' ? 'yellow' : 'dim';
  const fault =
    faults.length === 0 ? '-' : faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  return [
    clause.id.padEnd(8),
    clause.level.padEnd(7),
    `${cases} cases`.padStart(10),
    fault.padStart(9),
    paint(status.padEnd(16), colour),
    clause.summary,
  ].join(' ');
}

async function clauseRows(option: string): Promise<readonly ClauseRow[]> {
  const profile = profileOf(option);
  const catalogue = catalogueOf(profile);
  const cases = compileSuites(SUITES, profile, catalogue);
  const killers = new Map<string, string[]>();
  for (const { fault, killedBy } of await runFaults({ faults: FAULTS, profiles: [option] })) {
    for (const id of killedBy) killers.set(id, [...(killers.get(id) ?? []), fault]);
  }
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
