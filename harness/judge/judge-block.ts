/**
 * @module Judges a `par` block: every call was made and answered, each as its own expectations
 * have it, and, if asked for, all of them in some order that fits real time.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type {
  CallRecord,
  CallStep,
  ParallelStep,
  Program,
  StepRecord,
} from '../program/program.js';
import { stagesOf, type HistoryCall } from './history.js';
import type { Findings } from './judge.js';
import { linearize } from './linearize.js';

/** A block and what it is judged with. @internal */
export interface BlockJudging {
  readonly program: Program;
  /** Index of the block in the program, and in the program as its author wrote it. */
  readonly index: number;
  readonly place: number;
  readonly records: readonly StepRecord[];
  readonly profile: Profile;
  /** Judges one call by itself. */
  judgeCall(step: CallStep, record: CallRecord): void;
}

/** Judges the block. @internal */
export function judgeBlock(findings: Findings, judging: BlockJudging): void {
  const { program, index, records } = judging;
  const block = program.steps[index];
  if (block === undefined || !('par' in block)) return;
  const stages = stagesOf(program, index, records).filter(({ step }) => step === index);
  const calls = stages.flatMap(({ branches }) => branches.flat());
  const clause = block.linearizable?.clause;
  for (const call of calls) judging.judgeCall(withClause(call, clause), call.record);
  if (calls.some(({ record }) => isDeath(record))) return;
  if (!isWhole(block, judging, calls)) {
    findings.note(clause, 'couldNotRun', {
      step: judging.place,
      ...(clause === undefined ? {} : { clause }),
      symptom: 'prerequisite',
      message: 'not every call of the parallel branches was made',
      expected: `${sizeOf(block)} calls`,
      actual: `${calls.length} calls`,
    });
  } else if (block.linearizable !== undefined) {
    judgeOrder(findings, judging, clause);
  }
}

function sizeOf({ par, repeat }: ParallelStep): number {
  return par.flat().length * (repeat ?? 1);
}

/** No call is missing but those whose condition did not hold, and none is too many. */
function isWhole(
  block: ParallelStep,
  { index, records }: BlockJudging,
  calls: readonly HistoryCall[],
): boolean {
  const mine = records.filter(({ step }) => step === index);
  const made = mine.filter((record) => 'outcome' in record).length;
  const left = mine.filter((record) => 'skipped' in record && record.skipped === 'condition');
  return made === calls.length && made + left.length === sizeOf(block);
}

function isDeath({ outcome }: CallRecord): boolean {
  return outcome.kind === 'crashed' || outcome.kind === 'timedOut';
}

/** A call that dies fails the clause of the block, if it has none of its own. */
function withClause({ step, record }: HistoryCall, clause: ClauseId | undefined): CallStep {
  if (clause === undefined || !isDeath(record)) return step;
  if (step.expect?.some((expectation) => expectation.clause !== undefined) === true) return step;
  return { ...step, expect: [{ clause, is: { kind: 'returned' } }] };
}

function judgeOrder(
  findings: Findings,
  { program, index, place, records, profile }: BlockJudging,
  clause: ClauseId | undefined,
): void {
  const result = linearize(program, index, records, profile);
  switch (result.kind) {
    case 'linearizable':
      findings.note(clause, 'pass');
      break;
    case 'undecided':
      findings.recorded.push(`${clause ?? ''}: the order of calls is not judged: ${result.reason}`);
      findings.note(clause, 'info');
      break;
    case 'notLinearizable':
      findings.note(clause, 'fail', {
        step: place,
        ...(clause === undefined ? {} : { clause }),
        symptom: 'history',
        message: 'no order of the parallel calls explains their answers',
        expected: 'answers as of some order of the calls that fits real time',
        actual: result.history,
      });
      break;
    default:
      result satisfies never;
  }
}
