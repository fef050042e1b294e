/** @module Runs one case against an adapter and judges it. */
import type { Adapter, Hello, PlainStep } from '../adapters/adapter.js';
import { AdapterFault } from '../adapters/adapter.js';
import { instrument, type Instrumented } from '../judge/instrument.js';
import { judgeProgram, type JudgeContext, type Judgement } from '../judge/judge.js';
import { playProgram, type AfterStep, type CallFunction } from '../program/play.js';
import type { Program, Step, StepRecord } from '../program/program.js';

/** One run of a case. @internal */
export interface CaseRun {
  readonly instrumented: Instrumented;
  readonly records: readonly StepRecord[];
  readonly judgement: Judgement;
}

/** What a run needs. @internal */
export interface RunContext extends JudgeContext {
  readonly adapter: Adapter;
  readonly hello: Hello;
}

const instrumentedPrograms = new WeakMap<Program, Instrumented>();

/** Plays and judges the program. A fault of the adapter becomes a `harnessError`. @internal */
export async function runCase(program: Program, context: RunContext): Promise<CaseRun> {
  let instrumented = instrumentedPrograms.get(program);
  if (instrumented === undefined) {
    instrumented = instrument(program);
    instrumentedPrograms.set(program, instrumented);
  }
  try {
    let records = await play(instrumented.program.steps, context);
    if (records.length === 1 && records.some(isDeath)) {
      // A whole program died: which call it was shows when they are made one by one.
      const one = await playProgram(instrumented.program.steps, callOf(context));
      if (one.some(isDeath)) records = one;
    }
    return { instrumented, records, judgement: judgeProgram(instrumented, records, context) };
  } catch (error) {
    if (!(error instanceof AdapterFault)) throw error;
    return { instrumented, records: [], judgement: harnessError(error) };
  }
}

function play(steps: readonly Step[], context: RunContext): Promise<readonly StepRecord[]> {
  const { adapter, hello } = context;
  const waits = steps.some((step) => 'op' in step && step.eventually !== undefined);
  if (!waits && hello.capabilities.includes('programs') && adapter.runProgram !== undefined) {
    return adapter.runProgram(steps.map(withoutExpectations));
  }
  return playProgram(steps, callOf(context), waits ? untilHolds(steps) : undefined);
}

function callOf({ adapter }: RunContext): CallFunction {
  return (op, params) => adapter.call(op, params);
}

function isDeath(record: StepRecord): boolean {
  if (!('outcome' in record)) return false;
  return record.outcome.kind === 'crashed' || record.outcome.kind === 'timedOut';
}

/** The candidate never sees an expectation. */
function withoutExpectations(step: Step): PlainStep {
  if ('par' in step) {
    const { par, repeat, barrier } = step;
    return {
      par: par.map((branch) => branch.map((call) => withoutExpectations(call) as typeof call)),
      ...(repeat === undefined ? {} : { repeat }),
      ...(barrier === undefined ? {} : { barrier }),
    };
  }
  const { as, actor, op, args, onlyIf } = step;
  return {
    ...(as === undefined ? {} : { as }),
    actor,
    op,
    args,
    ...(onlyIf === undefined ? {} : { onlyIf }),
  };
}

const POLL_MS = 20;

/** Repeats a step with a deadline as long as its outcome kind is not the expected one. */
function untilHolds(steps: readonly Step[]): AfterStep {
  const started = new Map<number, number>();
  return async (index, record) => {
    const step = steps[index];
    if (step === undefined || !('op' in step) || step.eventually === undefined) return false;
    const kinds = (step.expect ?? []).map(({ is }) => is.kind);
    const wanted = kinds.includes('refused') ? 'refused' : 'returned';
    if (record.outcome.kind === wanted) return false;
    const since = started.get(index) ?? performance.now();
    started.set(index, since);
    if (performance.now() - since > step.eventually.withinMs) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    return true;
  };
}

function harnessError(error: Error): Judgement {
  return {
    verdict: 'harnessError',
    clauses: {},
    failures: [
      {
        step: -1,
        symptom: 'harness',
        message: error.message,
        expected: 'an adapter that carries the call out',
        actual: 'it could not',
      },
    ],
    recorded: [],
  };
}
