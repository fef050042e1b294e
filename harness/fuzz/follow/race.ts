/** @module Judges a `par` block of a followed Program: by linearizability, if it is small enough. */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import type { Model } from '../../../reference/kernel/model.js';
import { linearize } from '../../judge/linearize.js';
import type { CallRecord, Program, StepRecord } from '../../program/program.js';
import { namedFeature } from '../features.js';
import { isLook } from './accuser.js';
import type { Follower } from './follower.js';

const UNKNOWN_ORDER = 'the order of the parallel calls is not known';

/** A block, and everything that happened. @internal */
export interface RaceJudging {
  readonly program: Program;
  readonly index: number;
  readonly records: readonly StepRecord[];
  /** The records of the block itself. */
  readonly made: readonly CallRecord[];
  /** With workers like the candidate's. */
  readonly model: Model;
}

/** Judges the block; the model does not know how it ended, and stays behind. @internal */
export function judgeRace(follower: Follower, judging: RaceJudging): void {
  const { program, index, records, made, model } = judging;
  if (follower.ended !== undefined && follower.ended !== UNKNOWN_ORDER) return;
  const raced = racedOps(program, index, records);
  const ops = raced.join(' | ');
  for (const { op, outcome } of made) {
    follower.features.push(namedFeature(`race ${op} ${outcome.kind}`));
    if (outcome.kind !== 'crashed' && outcome.kind !== 'timedOut') continue;
    const crashed = outcome.kind === 'crashed';
    follower.differences.push({
      kind: crashed ? 'crash' : 'hang',
      op,
      path: 'race',
      expected: 'an answer',
      actual: crashed ? 'crashed' : 'no answer',
      clauses: [],
      step: index,
      explanation: `${op}, beside other calls: the candidate ${crashed ? 'crashed' : 'hangs'}`,
    });
    follower.ended = 'the candidate died';
    return;
  }
  follower.features.push(namedFeature(`race of ${ops}`));
  const block = program.steps[index];
  if (block === undefined || !('par' in block) || block.linearizable === undefined) {
    follower.ended = 'a long burst has too many orders';
    return;
  }
  const result = linearize(program, index, records, model.profile, model);
  if (result.kind === 'notLinearizable') {
    follower.differences.push({
      kind: 'mismatch',
      op: ops,
      path: 'history',
      expected: 'answers of some order of the calls',
      actual: 'answers of no order',
      clauses: clausesOf(follower, raced),
      step: index,
      explanation: `no order of the parallel calls explains their answers: ${result.history}`,
    });
  }
  // The next block is judged together with this one; what stands between them is not.
  follower.ended = follower.differences.length > 0 ? 'a race went wrong' : UNKNOWN_ORDER;
}

/**
 * The calls of this block and of those before it, which it is judged together with; what only
 * looks is named where nothing else is.
 */
function racedOps(
  { steps }: Program,
  index: number,
  records: readonly StepRecord[],
): readonly string[] {
  const ops = records.flatMap((record) => {
    const step = record.step <= index ? steps[record.step] : undefined;
    return step !== undefined && 'par' in step && 'op' in record ? [record.op] : [];
  });
  const changing = ops.filter((op) => !isLook(op));
  return [...new Set(changing.length > 0 ? changing : ops)].sort();
}

/** What the calls have to do. */
function clausesOf({ world, grounds }: Follower, ops: readonly string[]): readonly ClauseId[] {
  return ops.flatMap((op) => {
    const call = world.model.calls.get(op);
    return call === undefined ? [] : grounds.ofEffects(call).slice(0, 1);
  });
}
