/**
 * @module Plays a Program: resolves names, makes the calls, records what happened. The one
 * executor: the harness plays call by call with it, an adapter that takes whole programs uses it
 * on its own side.
 */
import type { PlainStep } from '../adapters/adapter.js';
import type {
  CallRecord,
  CallStep,
  Json,
  JsonObject,
  Outcome,
  SkippedRecord,
  StepRecord,
} from './program.js';
import { lookUp, resolve, Unbound, type Bindings } from './resolve.js';

/** @internal */
export type CallFunction = (
  op: string,
  params: JsonObject & { readonly actor: string },
) => Promise<Outcome>;

type PlainCall = Omit<CallStep, 'expect' | 'eventually' | 'note'>;

/**
 * Called after a step was played; a returned step is played again (bounded `eventually`). @internal
 */
export type AfterStep = (index: number, record: CallRecord, bindings: Bindings) => Promise<boolean>;

const INITIAL = 'init';

/** State of one run of a program. */
class Play {
  readonly bindings = new Map<string, JsonObject>();
  readonly ended = new Map<string, Outcome['kind']>();
  readonly records: StepRecord[] = [];
  private readonly call: CallFunction;
  private order = 0;

  constructor(call: CallFunction) {
    this.call = call;
  }

  async step(index: number, step: PlainStep, again?: AfterStep): Promise<void> {
    if ('par' in step) {
      for (let iteration = 0; iteration < (step.repeat ?? 1); iteration += 1) {
        await Promise.all(
          step.par.map((branch, number) => this.branch(index, branch, number, iteration)),
        );
      }
      return;
    }
    let record = await this.one(index, step);
    while (again !== undefined && 'outcome' in record) {
      if (!(await again(index, record, this.bindings))) break;
      record = await this.one(index, step);
    }
    this.records.push(record);
  }

  private async branch(
    index: number,
    steps: readonly PlainCall[],
    branch: number,
    iteration: number,
  ): Promise<void> {
    for (const step of steps) {
      this.order += 1;
      const startedAt = this.order;
      const record = await this.one(index, step);
      this.order += 1;
      this.records.push(
        'outcome' in record
          ? { ...record, branch, iteration, startedAt, endedAt: this.order }
          : record,
      );
    }
  }

  private async one(index: number, step: PlainCall): Promise<CallRecord | SkippedRecord> {
    if (step.onlyIf !== undefined && this.ended.get(step.onlyIf.step) !== step.onlyIf.ended) {
      return { step: index, skipped: 'condition' };
    }
    let actor: string;
    let args: Record<string, Json>;
    try {
      actor =
        step.actor === INITIAL ? INITIAL : String(lookUp(`${step.actor}.actor`, this.bindings));
      args = resolve(step.args, this.bindings) as Record<string, Json>;
    } catch (error) {
      if (error instanceof Unbound) {
        return { step: index, skipped: 'unbound', reference: error.reference };
      }
      throw error;
    }
    // Not a spread: for Node 20 each object that grows behind one has a shape of its own.
    const outcome = await this.call(step.op, Object.assign({}, args, { actor }));
    if (step.as !== undefined) {
      this.ended.set(step.as, outcome.kind);
      if (outcome.kind === 'returned') this.bindings.set(step.as, outcome.value);
    }
    return { step: index, op: step.op, actor, args, outcome };
  }
}

/** Plays all steps in order. @internal */
export async function playProgram(
  steps: readonly PlainStep[],
  call: CallFunction,
  again?: AfterStep,
): Promise<readonly StepRecord[]> {
  const play = new Play(call);
  for (const [index, step] of steps.entries()) await play.step(index, step, again);
  return play.records;
}
