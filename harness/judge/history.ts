/** @module The records of a program as a history: its calls in stages, one behind the other. */
import type {
  CallRecord,
  CallStep,
  ParallelStep,
  Program,
  StepRecord,
} from '../program/program.js';
import { show } from './match.js';

/** A call of the history, with the step that made it. @internal */
export interface HistoryCall {
  readonly step: CallStep;
  readonly record: CallRecord;
}

/** A plain step, or one iteration of a block. @internal */
export interface Stage {
  readonly kind: 'step' | 'block';
  /** Index of the step in the program. */
  readonly step: number;
  readonly iteration: number;
  readonly branches: readonly (readonly HistoryCall[])[];
}

/** The calls up to the block at `index`, and of the block itself. @internal */
export function stagesOf(
  program: Program,
  index: number,
  records: readonly StepRecord[],
): readonly Stage[] {
  const byStep = new Map<number, CallRecord[]>();
  for (const record of records) {
    if (!('outcome' in record) || record.step > index) continue;
    const list = byStep.get(record.step);
    if (list === undefined) byStep.set(record.step, [record]);
    else list.push(record);
  }
  return program.steps.slice(0, index + 1).flatMap((step, n): readonly Stage[] => {
    const made = byStep.get(n) ?? [];
    if ('par' in step) return iterationsOf(step, n, made);
    // To observe changes nothing.
    if (step.op === 'world.observe') return [];
    const [record] = made;
    const branches = record === undefined ? [] : [[{ step, record }]];
    return [{ kind: 'step', step: n, iteration: 0, branches }];
  });
}

function iterationsOf(block: ParallelStep, step: number, made: readonly CallRecord[]): Stage[] {
  const groups = new Map<string, CallRecord[]>();
  for (const record of made) {
    const key = `${record.iteration ?? 0} ${record.branch ?? 0}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return Array.from({ length: block.repeat ?? 1 }, (_, iteration): Stage => {
    const branches = block.par.map((branch, n) =>
      align(branch, groups.get(`${iteration} ${n}`) ?? []),
    );
    return { kind: 'block', step, iteration, branches };
  });
}

/** Steps and records side by side; a step without its record ends the branch. */
function align(steps: readonly CallStep[], records: readonly CallRecord[]): readonly HistoryCall[] {
  const calls: HistoryCall[] = [];
  for (const step of steps) {
    const record = records[calls.length];
    if (record?.op === step.op) calls.push({ step, record });
    else if (step.onlyIf === undefined) break;
  }
  return calls;
}

/** The calls of a stage with their answers and their place in time. @internal */
export function describeStage({ branches, iteration }: Stage): string {
  const calls = branches.flatMap((branch, n) =>
    branch.map(({ step, record }) => {
      const { outcome } = record;
      const answer =
        outcome.kind === 'returned'
          ? show(outcome.value)
          : outcome.kind === 'refused'
            ? outcome.errno
            : outcome.kind;
      return `[${n}] ${step.op} (${record.startedAt ?? '?'}–${record.endedAt ?? '?'}) → ${answer}`;
    }),
  );
  return `iteration ${iteration + 1}: ${calls.join('; ')}`;
}
