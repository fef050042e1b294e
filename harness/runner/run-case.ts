/** @module Runs one case against an adapter and judges it. */
import type { Adapter, Hello, PlainStep } from '../adapters/adapter.js';
import { AdapterFault } from '../adapters/adapter.js';
import { instrument, type Instrumented } from '../judge/instrument.js';
import { judgeProgram, type JudgeContext, type Judgement } from '../judge/judge.js';
import { withoutExpectations } from '../program/plain-steps.js';
import { playProgram, type CallFunction } from '../program/play.js';
import type { Program, Step, StepRecord } from '../program/program.js';
import { awaitTeardown, TeardownPatience } from './await-teardown.js';
import { untilHolds } from './until-holds.js';

/** One run of a case. @internal */
export interface CaseRun {
  readonly instrumented: Instrumented;
  readonly records: readonly StepRecord[];
  readonly judgement: Judgement;
  /** The death of a whole program was found again in a run call by call. */
  readonly callByCall?: true;
}

/** What a run needs. @internal */
export interface RunContext extends JudgeContext {
  readonly adapter: Adapter;
  readonly hello: Hello;
  /** The longest that `eventually` waits: no delay changes what a model in process answers. */
  readonly patienceMs?: number;
  /** Shared by the cases of a run. */
  readonly teardown?: TeardownPatience;
}

/** How a case is run. @internal */
export interface RunMode {
  /** Nothing else runs: which call of a whole program was deadly is worth finding out. */
  readonly alone?: boolean;
  /** Call by call, even if the adapter takes whole programs. */
  readonly callByCall?: boolean;
}

/** Plays and judges the program. A fault of the adapter becomes a `harnessError`. @internal */
export async function runCase(
  program: Program,
  context: RunContext,
  mode: RunMode = {},
): Promise<CaseRun> {
  const instrumented = instrument(program);
  try {
    const { steps } = instrumented.program;
    const whole = mode.callByCall === true ? undefined : takesPrograms(steps, context);
    let records = await (whole === undefined
      ? playCalls(steps, context)
      : whole(steps.map(withoutExpectations)));
    let callByCall = mode.callByCall === true;
    if (whole !== undefined && mode.alone === true && records.length === 1 && diedIn(records)) {
      const calls = await playCalls(steps, context);
      callByCall = diedIn(calls);
      if (callByCall) records = calls;
    }
    records = await settled(steps, records, context, mode);
    const judgement = judgeProgram(instrumented, records, context);
    return { instrumented, records, judgement, ...(callByCall ? { callByCall } : {}) };
  } catch (error) {
    if (!(error instanceof AdapterFault)) throw error;
    return faultRun(program, error);
  }
}

/** A run that the adapter could not carry out. @internal */
export function faultRun(program: Program, error: AdapterFault): CaseRun {
  return { instrumented: instrument(program), records: [], judgement: harnessError(error) };
}

/** The records, with the teardown as it ended. */
function settled(
  steps: readonly Step[],
  records: readonly StepRecord[],
  { adapter, patienceMs, teardown = new TeardownPatience() }: RunContext,
  { alone = false }: RunMode,
): Promise<readonly StepRecord[]> {
  if (patienceMs === 0) return Promise.resolve(records);
  const call: CallFunction = (op, params) => adapter.call(op, params);
  return awaitTeardown(steps, records, call, { of: teardown, alone });
}

/** How the adapter takes the program as a whole, if it can: it never waits by itself. */
function takesPrograms(
  steps: readonly Step[],
  { adapter, hello }: RunContext,
): ((steps: readonly PlainStep[]) => Promise<readonly StepRecord[]>) | undefined {
  if (!hello.capabilities.includes('programs') || waits(steps)) return undefined;
  return adapter.runProgram?.bind(adapter);
}

function playCalls(steps: readonly Step[], context: RunContext): Promise<readonly StepRecord[]> {
  const call: CallFunction = (op, params) => context.adapter.call(op, params);
  return playProgram(
    steps,
    call,
    waits(steps) ? untilHolds(steps, context.wire, context.patienceMs) : undefined,
  );
}

function waits(steps: readonly Step[]): boolean {
  return steps.some((step) => 'op' in step && step.eventually !== undefined);
}

function diedIn(records: readonly StepRecord[]): boolean {
  return records.some(isDeath);
}

function isDeath(record: StepRecord): boolean {
  if (!('outcome' in record)) return false;
  return record.outcome.kind === 'crashed' || record.outcome.kind === 'timedOut';
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
