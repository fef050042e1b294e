/**
 * @module Small concurrent histories, judged by linearizability: is there an order of the calls,
 * compatible with real time, in which the model gives the same answers?
 */
import { cloneGraph } from '../../reference/kernel/clone.js';
import { modelOf } from '../../reference/kernel/calls/index.js';
import type { Model } from '../../reference/kernel/model.js';
import { World } from '../../reference/kernel/world.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type {
  CallRecord,
  CallStep,
  Json,
  JsonObject,
  Outcome,
  ParallelStep,
  Program,
  StepRecord,
} from '../program/program.js';
import { lookUp, resolve, Unbound } from '../program/resolve.js';
import { equalJson } from './values.js';

/** What a search found. @internal */
export type Linearization =
  | { readonly kind: 'linearizable'; readonly order: readonly string[] }
  | { readonly kind: 'notLinearizable'; readonly explored: number }
  /** Too large to search. */
  | { readonly kind: 'undecided'; readonly explored: number };

/** The most orders that a search tries. */
const EXPLORED_MAX = 20_000;

/** A modelled world in the middle of a program. */
interface State {
  readonly world: World;
  readonly bindings: Map<string, JsonObject>;
}

/** A call of the history, with the step that made it. */
interface HistoryCall {
  readonly step: CallStep;
  readonly record: CallRecord;
}

/** Names in results differ between the candidate and the model; what they name does not. */
const NAMES: readonly string[] = ['handle', 'id', 'actor', 'pid', 'tid', 'handles'];

/** Judges the `par` step at `index` by the records of the whole program. @internal */
export function linearize(
  program: Program,
  index: number,
  records: readonly StepRecord[],
  profile: Profile,
): Linearization {
  const step = program.steps[index];
  if (step === undefined || !('par' in step)) throw new RangeError(`step ${index} is not a block`);
  const model = modelOf(profile);
  const start = prefix(program, index, model);
  const search = new Search(model, start);
  for (let iteration = 0; iteration < (step.repeat ?? 1); iteration += 1) {
    search.addIteration(historyOf(step, index, iteration, records));
  }
  return search.run();
}

/** The model after the steps in front of the block. */
function prefix(program: Program, index: number, model: Model): State {
  const state: State = { world: new World(model), bindings: new Map() };
  for (const step of program.steps.slice(0, index)) {
    if (!('op' in step)) continue;
    try {
      apply(state, step);
    } catch (error) {
      if (!(error instanceof Unbound)) throw error;
    }
  }
  return state;
}

function apply(state: State, step: CallStep): Outcome {
  const actor =
    step.actor === 'init' ? 'init' : String(lookUp(`${step.actor}.actor`, state.bindings));
  const args = resolve(step.args, state.bindings) as JsonObject;
  const result = state.world.call(step.op, actor, args);
  if (result.kind === 'returned') {
    if (step.as !== undefined) state.bindings.set(step.as, result.value);
    return { kind: 'returned', value: result.value };
  }
  return { kind: 'refused', errno: result.errno, number: result.number };
}

/** The calls of one iteration, branch by branch. */
function historyOf(
  block: ParallelStep,
  index: number,
  iteration: number,
  records: readonly StepRecord[],
): readonly (readonly HistoryCall[])[] {
  return block.par.map((branch, number) => {
    const made = records.filter(
      (record): record is CallRecord =>
        'outcome' in record &&
        record.step === index &&
        record.branch === number &&
        (record.iteration ?? 0) === iteration,
    );
    return made.flatMap((record, n) => {
      const step = branch[n];
      return step === undefined ? [] : [{ step, record }];
    });
  });
}

class Search {
  private readonly model: Model;
  private readonly start: State;
  private readonly iterations: (readonly (readonly HistoryCall[])[])[] = [];
  private explored = 0;

  constructor(model: Model, start: State) {
    this.model = model;
    this.start = start;
  }

  addIteration(branches: readonly (readonly HistoryCall[])[]): void {
    this.iterations.push(branches);
  }

  run(): Linearization {
    const order = this.visit(this.start, 0, this.heads(0), []);
    if (order !== undefined) return { kind: 'linearizable', order };
    const kind = this.explored >= EXPLORED_MAX ? 'undecided' : 'notLinearizable';
    return { kind, explored: this.explored };
  }

  private heads(iteration: number): readonly number[] {
    return (this.iterations[iteration] ?? []).map(() => 0);
  }

  /** Depth first over the calls that may come next; an order that fits, or undefined. */
  private visit(
    state: State,
    iteration: number,
    heads: readonly number[],
    order: readonly string[],
  ): readonly string[] | undefined {
    const branches = this.iterations[iteration];
    if (branches === undefined) return order;
    const pending = branches.map((branch, n) => branch[heads[n] ?? 0]);
    if (pending.every((call) => call === undefined)) {
      return this.visit(state, iteration + 1, this.heads(iteration + 1), order);
    }
    // A call may come next only if no pending call had ended before it began.
    const firstEnd = Math.min(...pending.map((call) => call?.record.endedAt ?? Infinity));
    for (const [n, call] of pending.entries()) {
      if (call === undefined || (call.record.startedAt ?? 0) > firstEnd) continue;
      if (this.explored >= EXPLORED_MAX) return undefined;
      this.explored += 1;
      const next = this.copy(state);
      const outcome = apply(next, call.step);
      if (!sameAnswer(outcome, call.record.outcome)) continue;
      const moved = heads.map((head, branch) => (branch === n ? head + 1 : head));
      const found = this.visit(next, iteration, moved, [...order, `${n}: ${call.step.op}`]);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private copy(state: State): State {
    return {
      world: cloneGraph(state.world, new Set<object>([this.model])),
      bindings: new Map(state.bindings),
    };
  }
}

/** The same kind of answer, and the same value but for names that each side gives itself. */
function sameAnswer(modelled: Outcome, seen: Outcome): boolean {
  if (modelled.kind !== seen.kind) return false;
  if (modelled.kind !== 'returned' || seen.kind !== 'returned') return true;
  return equalJson(withoutNames(modelled.value), withoutNames(seen.value));
}

function withoutNames(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Json] => [
      key,
      NAMES.includes(key) ? null : item,
    ]),
  );
}
