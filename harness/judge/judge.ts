/** @module Judges what happened in a Program: expectations, observations, teardown → a verdict. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { Wire } from '../../reference/wire/wire.js';
import type { CatalogueView, JudgeEntry } from '../catalogue/catalogue.js';
import type { CallRecord, CallStep, Expectation, StepRecord } from '../program/program.js';
import { Unbound } from '../program/resolve.js';
import type { Failure, Verdict } from '../report.js';
import { VERDICTS } from '../report.js';
import { EFFECTS } from './effects.js';
import { describeErrno, judgeErrno } from './errno.js';
import { dumpsOf } from './hex-dump.js';
import type { Instrumented, Watch } from './instrument.js';
import { judgeBlock } from './judge-block.js';
import { matchValue, show, type MatchContext } from './match.js';
import { asObservation, changesBetween } from './observation.js';
import { judgeTeardown } from './teardown.js';

/** What judging needs besides the records. @internal */
export interface JudgeContext {
  readonly wire: Wire;
  readonly catalogue: CatalogueView;
}

/** The conclusion about one run of one program. @internal */
export interface Judgement {
  readonly verdict: Verdict;
  readonly clauses: Readonly<Partial<Record<ClauseId, Verdict>>>;
  readonly failures: readonly Failure[];
  readonly recorded: readonly string[];
}

/** The worse of two verdicts. @internal */
export function worse(a: Verdict, b: Verdict): Verdict {
  return VERDICTS.indexOf(a) >= VERDICTS.indexOf(b) ? a : b;
}

/** Collects verdicts and failures. @internal */
export class Findings {
  verdict: Verdict = 'pass';
  readonly clauses: Partial<Record<ClauseId, Verdict>> = {};
  readonly failures: Failure[] = [];
  readonly recorded: string[] = [];
  /** A precondition did not hold. */
  broken = false;

  note(clause: ClauseId | undefined, verdict: Verdict, failure?: Failure): void {
    this.verdict = worse(this.verdict, verdict);
    if (clause === undefined && verdict === 'couldNotRun') this.broken = true;
    if (clause !== undefined) {
      this.clauses[clause] = worse(this.clauses[clause] ?? 'pass', verdict);
    }
    if (failure !== undefined) this.failures.push(failure);
  }
}

/** Judges the records of an instrumented program. @internal */
export function judgeProgram(
  { program, watches, origin }: Instrumented,
  records: readonly StepRecord[],
  context: JudgeContext,
): Judgement {
  const findings = new Findings();
  const byStep = new Map<number, StepRecord>();
  for (const record of records) byStep.set(record.step, record);
  const named = new Map<string, CallRecord>();
  const bindings = new Map<string, Readonly<Record<string, never>>>();
  const judgeCall = (step: CallStep, place: number, record: CallRecord): void => {
    if (step.as !== undefined) {
      named.set(step.as, record);
      if (record.outcome.kind === 'returned') {
        bindings.set(step.as, record.outcome.value as Readonly<Record<string, never>>);
      }
    }
    const matching: MatchContext = { wire: context.wire, bindings, named };
    judgeStep(findings, step, place, record, matching, context);
  };
  program.steps.forEach((step, index) => {
    const place = origin[index] ?? -1;
    if (!('op' in step)) {
      judgeBlock(findings, {
        program,
        index,
        place,
        records,
        profile: context.wire.profile,
        judgeCall: (call, record) => judgeCall(call, place, record),
      });
      return;
    }
    const record = byStep.get(index);
    if (record === undefined || !('outcome' in record)) {
      if (record?.skipped !== 'condition') noteSkipped(findings, step, place, record);
      return;
    }
    judgeCall(step, place, record);
  });
  for (const watch of watches) judgeWatch(findings, watch, origin, byStep, context);
  judgeTeardown(findings, program, byStep);
  const { verdict, clauses, failures, recorded } = findings;
  return { verdict, clauses, failures, recorded };
}

function noteSkipped(
  findings: Findings,
  step: CallStep,
  place: number,
  record: StepRecord | undefined,
): void {
  const reference = record !== undefined && 'skipped' in record ? record.reference : undefined;
  const failure: Failure = {
    step: place,
    symptom: 'prerequisite',
    message: `${step.op} did not run: an earlier step gave no ${reference ?? 'result'}`,
    expected: `a value for ${reference ?? 'its arguments'}`,
    actual: 'nothing was bound',
  };
  const asserted = (step.expect ?? []).filter(({ clause }) => clause !== undefined);
  findings.note(undefined, 'couldNotRun', failure);
  for (const { clause } of asserted) findings.note(clause, 'couldNotRun');
}

function judgeStep(
  findings: Findings,
  step: CallStep,
  place: number,
  record: CallRecord,
  matching: MatchContext,
  context: JudgeContext,
): void {
  const { outcome } = record;
  if (outcome.kind === 'crashed' || outcome.kind === 'timedOut') {
    noteDeath(findings, step, place, record);
    return;
  }
  const { broken } = findings;
  for (const expectation of step.expect ?? []) {
    judgeExpectation(findings, step, place, record, expectation, matching, context, broken);
  }
}

/** A crash or a hang fails in every case, INFO included. */
function noteDeath(findings: Findings, step: CallStep, place: number, record: CallRecord): void {
  const { outcome } = record;
  const crashed = outcome.kind === 'crashed';
  const actual =
    outcome.kind === 'crashed'
      ? `crashed: ${outcome.detail}`
      : `no answer${outcome.kind === 'timedOut' ? ` within ${outcome.afterMs} ms` : ''}`;
  const clauses = new Set((step.expect ?? []).map(({ clause }) => clause));
  if (clauses.size === 0) clauses.add(undefined);
  for (const clause of clauses) {
    findings.note(clause, 'fail', {
      step: place,
      ...(clause === undefined ? {} : { clause }),
      symptom: crashed ? 'crashed' : 'timedOut',
      message: `${step.op}: the candidate ${crashed ? 'crashed' : 'did not answer'}`,
      expected: 'an answer',
      actual,
    });
  }
}

function judgeExpectation(
  findings: Findings,
  step: CallStep,
  place: number,
  record: CallRecord,
  { clause, is }: Expectation,
  matching: MatchContext,
  context: JudgeContext,
  broken: boolean,
): void {
  const { outcome } = record;
  const entry = clause === undefined ? undefined : context.catalogue.get(clause)?.judge;
  const fail = (part: Omit<Failure, 'step' | 'clause' | 'hex'>, guilty?: Guilty): void => {
    // Behind a precondition that did not hold, nothing is the clause's own doing.
    if (clause !== undefined && broken) return findings.note(clause, 'couldNotRun');
    const hex = dumpsOf(context.wire, record, guilty);
    findings.note(clause, clause === undefined ? 'couldNotRun' : 'fail', {
      step: place,
      ...(clause === undefined ? {} : { clause }),
      ...part,
      ...(hex.length === 0 ? {} : { hex }),
    });
  };
  switch (is.kind) {
    case 'returned':
      if (outcome.kind === 'returned') return findings.note(clause, 'pass');
      return fail({
        symptom: clause === undefined ? 'prerequisite' : 'refused',
        message: `${step.op} was refused, but has to be accepted`,
        expected: 'accepted',
        actual: describeOutcome(record),
      });
    case 'refused':
      return judgeRefusal(findings, step, place, record, clause, entry, fail);
    case 'either':
      findings.recorded.push(`${clause ?? ''}: ${describeBranch(record)}`);
      if (outcome.kind === 'refused')
        judgeRefusal(findings, step, place, record, clause, entry, fail);
      else findings.note(clause, 'pass');
      return undefined;
    case 'recorded':
      findings.recorded.push(`${clause ?? ''}: ${describeBranch(record)}`);
      return findings.note(clause, 'info');
    case 'unchanged':
      return judgeUnchanged(findings, step, place, record, clause, is, matching, context, fail);
    default: {
      const result = matchOrUnbound(is, record, matching);
      if (result instanceof Unbound) return noteUnbound(findings, step, place, clause, result);
      if (result.holds) return findings.note(clause, 'pass');
      const seen =
        outcome.kind === 'returned' || is.kind === 'wellFormed' || is.at.startsWith('out');
      return fail(
        {
          symptom: is.kind === 'wellFormed' ? 'malformed' : seen ? 'value' : 'refused',
          message: seen ? `${step.op} gave another value` : `${step.op} was refused`,
          expected: result.expected,
          actual: seen ? result.actual : describeOutcome(record),
        },
        result.guilty,
      );
    }
  }
}

/** What is expected may refer to an earlier result that never came. */
function matchOrUnbound(
  ...[is, record, matching]: Parameters<typeof matchValue>
): ReturnType<typeof matchValue> | Unbound {
  try {
    return matchValue(is, record, matching);
  } catch (error) {
    if (error instanceof Unbound) return error;
    throw error;
  }
}

function noteUnbound(
  findings: Findings,
  step: CallStep,
  place: number,
  clause: ClauseId | undefined,
  { reference }: Unbound,
): void {
  findings.note(clause, 'couldNotRun', {
    step: place,
    ...(clause === undefined ? {} : { clause }),
    symptom: 'prerequisite',
    message: `${step.op} cannot be judged: an earlier step gave no ${reference}`,
    expected: `a value for ${reference}`,
    actual: 'nothing was bound',
  });
}

type Guilty = { readonly start: number; readonly end: number };

function judgeRefusal(
  findings: Findings,
  step: CallStep,
  place: number,
  record: CallRecord,
  clause: ClauseId | undefined,
  entry: JudgeEntry | undefined,
  fail: (part: Omit<Failure, 'step' | 'clause' | 'hex'>) => void,
): void {
  const { outcome } = record;
  const rule = entry?.errno;
  if (outcome.kind !== 'refused') {
    fail({
      symptom: 'accepted',
      message: `${step.op} was accepted, but has to be refused`,
      expected: describeErrno(rule),
      actual: describeOutcome(record),
    });
    return;
  }
  const verdict = judgeErrno(outcome.errno, rule);
  if (verdict === 'pass') {
    findings.note(clause, 'pass');
    return;
  }
  const part = {
    symptom: 'errno' as const,
    message: `${step.op} was refused with another errno than the documents name`,
    expected: describeErrno(rule),
    actual: describeOutcome(record),
  };
  if (verdict === 'fail') fail(part);
  else
    findings.note(clause, 'warn', {
      step: place,
      ...(clause === undefined ? {} : { clause }),
      ...part,
    });
}

function judgeUnchanged(
  findings: Findings,
  step: CallStep,
  place: number,
  record: CallRecord,
  clause: ClauseId | undefined,
  is: Extract<Expectation['is'], { kind: 'unchanged' }>,
  matching: MatchContext,
  context: JudgeContext,
  fail: (part: Omit<Failure, 'step' | 'clause' | 'hex'>) => void,
): void {
  const before = matching.named.get(is.since)?.outcome;
  const { outcome } = record;
  if (before?.kind !== 'returned' || outcome.kind !== 'returned') {
    const missing = before?.kind === 'returned' ? step.op : is.since;
    return noteUnbound(findings, step, place, clause, new Unbound(missing));
  }
  const changes = changesBetween(asObservation(before.value), asObservation(outcome.value), {
    effects: {},
    profile: context.wire.profile,
  }).filter(({ what }) => !is.except.some((name) => what.startsWith(name)));
  const [first] = changes;
  if (first === undefined) {
    findings.note(clause, 'pass');
    return;
  }
  fail({
    symptom: 'changed',
    message: `${first.what} changed`,
    expected: first.before,
    actual: first.after,
  });
}

function judgeWatch(
  findings: Findings,
  watch: Watch,
  origin: readonly number[],
  byStep: ReadonlyMap<number, StepRecord>,
  context: JudgeContext,
): void {
  const [before, call, after] = [watch.before, watch.call, watch.after].map((n) => byStep.get(n));
  if (call === undefined || !('outcome' in call)) return;
  if (call.outcome.kind !== 'returned' && call.outcome.kind !== 'refused') return;
  const was = returnedValue(before);
  const now = returnedValue(after);
  if (was === undefined || now === undefined) return;
  const target = watch.target === undefined ? undefined : was.tokens[watch.target];
  const changes = changesBetween(was, now, {
    effects: call.outcome.kind === 'returned' ? (EFFECTS[call.op] ?? {}) : {},
    ...(target === undefined ? {} : { target }),
    profile: context.wire.profile,
  });
  for (const change of changes.slice(0, 3)) {
    for (const clause of new Set(watch.clauses)) {
      findings.note(clause, 'fail', {
        step: origin[watch.call] ?? -1,
        clause,
        symptom: 'changed',
        message: `${call.op} was ${call.outcome.kind}, and ${change.what} changed`,
        expected: change.before,
        actual: change.after,
      });
    }
  }
}

function returnedValue(
  record: StepRecord | undefined,
): ReturnType<typeof asObservation> | undefined {
  if (record === undefined || !('outcome' in record)) return undefined;
  return record.outcome.kind === 'returned' ? asObservation(record.outcome.value) : undefined;
}

/** Names that a candidate gives by itself; they differ from run to run. */
const NAMES: readonly string[] = ['actor', 'handle', 'id', 'pid', 'tid'];

/** Which way the candidate went, the same in every run. */
function describeBranch(record: CallRecord): string {
  const { outcome } = record;
  if (outcome.kind !== 'returned') return describeOutcome(record);
  const told = Object.entries(outcome.value).filter(([key]) => !NAMES.includes(key));
  return told.length === 0 ? 'accepted' : `accepted: ${show(Object.fromEntries(told))}`;
}

/** An outcome in words. @internal */
export function describeOutcome({ outcome }: CallRecord): string {
  switch (outcome.kind) {
    case 'returned':
      return `accepted: ${show(outcome.value)}`;
    case 'refused':
      return `refused with ${outcome.errno} (${outcome.number})`;
    case 'crashed':
      return `crashed: ${outcome.detail}`;
    case 'timedOut':
      return `no answer within ${outcome.afterMs} ms`;
  }
}
