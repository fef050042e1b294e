/** @module What the report says about a case. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import type { StepRecord } from '../program/program.js';
import type { CaseReport, StepReport, Verdict } from '../report.js';
import type { CaseRun } from './run-case.js';

/** Verdicts that have to come back before they count. @internal */
export const RED: readonly Verdict[] = ['fail', 'couldNotRun'];

/** @internal */
export function isRed({ judgement }: CaseRun): boolean {
  return RED.includes(judgement.verdict);
}

/** The report of one run. @internal */
export function caseReport(one: CompiledCase, run: CaseRun): CaseReport {
  const { verdict, clauses, failures, recorded } = run.judgement;
  const shown = verdict !== 'pass' && verdict !== 'info';
  return {
    id: one.id,
    title: one.title,
    verdict,
    clauses: verdict === 'harnessError' ? everyClause(one, 'harnessError') : clauses,
    ...(failures.length === 0 ? {} : { failures }),
    ...(recorded.length === 0 ? {} : { recorded }),
    ...(shown ? { steps: stepReports(run), program: one.program } : {}),
  };
}

/** A red run that proves nothing: shown, never an accusation. @internal */
export function unstableReport(one: CompiledCase, run: CaseRun): CaseReport {
  const report = caseReport(one, run);
  const clauses = Object.fromEntries(
    Object.entries(report.clauses).map(([id, verdict]) => [
      id,
      RED.includes(verdict) ? 'unstable' : verdict,
    ]),
  );
  return { ...report, verdict: 'unstable', clauses };
}

/** @internal */
export function notApplicable(one: CompiledCase, missing: readonly string[]): CaseReport {
  const { id, title } = one;
  const clauses = everyClause(one, 'notApplicable');
  return { id, title, verdict: 'notApplicable', clauses, missing };
}

function everyClause(one: CompiledCase, verdict: Verdict): Partial<Record<ClauseId, Verdict>> {
  return Object.fromEntries(one.clauses.map((clause) => [clause, verdict]));
}

function stepReports({ instrumented, records }: CaseRun): readonly StepReport[] {
  const reports: StepReport[] = [];
  for (const record of records) {
    const step = instrumented.program.steps[record.step];
    const place = instrumented.origin[record.step] ?? -1;
    if (step === undefined || place < 0) continue;
    const title = 'op' in step ? `${step.actor}: ${step.op}` : 'parallel branches';
    const note = 'op' in step ? step.note : undefined;
    const moved: StepRecord = { ...record, step: place };
    reports.push({ title, ...(note === undefined ? {} : { note }), record: moved });
  }
  return reports;
}
