/**
 * @module Small concurrent histories, judged by linearizability: is there an order of the calls,
 * compatible with real time, in which the model gives the same answers?
 */
import { modelOf } from '../../reference/kernel/calls/index.js';
import { cloneGraph } from '../../reference/kernel/clone.js';
import { BadCall, type Model } from '../../reference/kernel/model.js';
import { World } from '../../reference/kernel/world.js';
import { READINGS, type Reading } from '../../reference/liberties/readings.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { JsonObject, Program, StepRecord } from '../program/program.js';
import { lookUp, resolve, Unbound } from '../program/resolve.js';
import { sameAnswer, type ModelledCall } from './answers.js';
import { fingerprint } from './fingerprint.js';
import { describeStage, stagesOf, type HistoryCall, type Stage } from './history.js';
import { Names } from './names.js';

/** What a search found. @internal */
export type Linearization =
  | { readonly kind: 'linearizable' }
  /** `history`: the calls that no order explains, with their answers. */
  | { readonly kind: 'notLinearizable'; readonly history: string }
  /** Too large to search, or the model cannot follow it. */
  | { readonly kind: 'undecided'; readonly reason: string };

/** The most calls, tried calls and open states of a search: memory and time are bounded. */
const CALLS_MAX = 2000;
const TRIED_MAX = 5000;
const STATES_MAX = 64;

/** A modelled world in the middle of a program. */
interface State {
  readonly world: World;
  readonly bindings: Map<string, JsonObject>;
  readonly names: Names;
}

/**
 * Judges the `par` step at `index` by the records of the whole program. `model`: that of the
 * profile, up to what its readings leave. @internal
 */
export function linearize(
  program: Program,
  index: number,
  records: readonly StepRecord[],
  profile: Profile,
  model: Model = modelOf(profile),
): Linearization {
  const stages = stagesOf(program, index, records);
  const calls = stages.reduce((sum, { branches }) => sum + branches.flat().length, 0);
  if (calls > CALLS_MAX) {
    return { kind: 'undecided', reason: `${calls} calls, at most ${CALLS_MAX} are judged` };
  }
  const own = new Search(model).run(stages, index);
  if (own.kind !== 'notLinearizable') return own;
  // Before anybody is accused: the rulings may admit another reading that explains the answers.
  const explains = ({ change }: Reading): boolean =>
    new Search(change(model)).run(stages, index).kind === 'linearizable';
  const admitted = READINGS.filter(({ holds }) => holds(profile.switches));
  return admitted.some(explains) ? { kind: 'linearizable' } : own;
}

/** The history is too large, or the model cannot follow it. */
class Undecided extends Error {
  override readonly name = 'Undecided';
}

/**
 * Goes through the history stage by stage with every state that the model may be in, so that the
 * many orders of calls that do not touch each other count once.
 */
class Search {
  private readonly model: Model;
  private tried = 0;
  /** A call that the model could not make in some order. */
  private senseless: string | undefined;

  constructor(model: Model) {
    this.model = model;
  }

  run(stages: readonly Stage[], index: number): Linearization {
    const start = { world: new World(this.model), bindings: new Map(), names: new Names() };
    let states: readonly State[] = [start];
    try {
      for (const stage of stages) {
        const after = this.after(stage, states);
        if (after.length === 0) {
          // An earlier block is judged by itself, if at all.
          if (stage.step !== index) throw new Undecided('an earlier block fits no order');
          if (this.senseless !== undefined) throw new Undecided(this.senseless);
          return { kind: 'notLinearizable', history: describeStage(stage) };
        }
        states = after;
      }
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      return { kind: 'undecided', reason: error.message };
    }
    return { kind: 'linearizable' };
  }

  /** The different states behind a stage. */
  private after(stage: Stage, states: readonly State[]): readonly State[] {
    if (stage.kind === 'step') {
      for (const state of states) this.follow(state, stage.branches.flat());
      return states;
    }
    const ends = new Map<string, State>();
    const visited = new Set<string>();
    const heads = stage.branches.map(() => 0);
    for (const state of states) this.visit(stage, state, heads, visited, ends);
    return [...ends.values()];
  }

  /** A call outside of blocks: the model has to go the candidate's way, values are not compared. */
  private follow(state: State, calls: readonly HistoryCall[]): void {
    for (const call of calls) {
      const answer = this.apply(state, call);
      if (answer?.kind !== call.record.outcome.kind) {
        throw new Undecided(`the model ends ${call.step.op} in front of the block differently`);
      }
      sameAnswer(state.names, this.model.wire, answer, call.record);
    }
  }

  /** Depth first over the calls that may come next; the state is used up. */
  private visit(
    stage: Stage,
    state: State,
    heads: readonly number[],
    visited: Set<string>,
    ends: Map<string, State>,
  ): void {
    const next = eligible(stage, heads);
    if (next.length !== 1) {
      // Where several orders meet in one state, one of them is enough.
      const mark = `${heads.join(' ')}\n${this.textOf(state)}`;
      if (visited.has(mark)) return;
      visited.add(mark);
      if (next.length === 0) ends.set(mark, state);
      if (ends.size > STATES_MAX)
        throw new Undecided(`more than ${STATES_MAX} states are possible`);
    }
    for (const [n, { branch, call }] of next.entries()) {
      this.tried += 1;
      if (this.tried > TRIED_MAX) throw new Undecided(`more than ${TRIED_MAX} orders are possible`);
      const after = n === next.length - 1 ? state : this.copy(state);
      const answer = this.apply(after, call);
      if (answer === undefined) continue;
      if (!sameAnswer(after.names, this.model.wire, answer, call.record)) continue;
      const moved = heads.map((head, at) => (at === branch ? head + 1 : head));
      this.visit(stage, after, moved, visited, ends);
    }
  }

  /** What the model answers; nothing if the call makes no sense in this order. */
  private apply({ world, bindings }: State, { step }: HistoryCall): ModelledCall | undefined {
    try {
      const bound = step.actor === 'init' ? 'init' : lookUp(`${step.actor}.actor`, bindings);
      const actor = typeof bound === 'string' ? bound : '';
      const args = resolve(step.args, bindings) as JsonObject;
      const process = String(world.threads.get(actor)?.process.pid);
      const result = world.call(step.op, actor, args);
      const { kind } = result;
      const value = kind === 'returned' ? result.value : {};
      if (kind === 'returned' && step.as !== undefined) bindings.set(step.as, value);
      return { op: step.op, args, process, kind, value };
    } catch (error) {
      if (error instanceof BadCall) this.senseless ??= `the model: ${error.message}`;
      if (error instanceof Unbound || error instanceof BadCall) return undefined;
      throw error;
    }
  }

  private copy({ world, bindings, names }: State): State {
    return {
      world: cloneGraph(world, new Set<object>([this.model])),
      bindings: new Map(bindings),
      names: new Names(names),
    };
  }

  private textOf({ world, bindings, names }: State): string {
    // Which clauses decided the last call says nothing about what comes next.
    const state = [world, bindings, names.entries()];
    return fingerprint(state, new Set<object>([this.model]), ['cited']);
  }
}

/** The calls that may come next: no pending call had ended before they began. */
function eligible(
  { branches }: Stage,
  heads: readonly number[],
): readonly { readonly branch: number; readonly call: HistoryCall }[] {
  const pending = branches.flatMap((calls, branch) => {
    const call = calls[heads[branch] ?? 0];
    return call === undefined ? [] : [{ branch, call }];
  });
  const firstEnd = Math.min(...pending.map(({ call }) => call.record.endedAt ?? Infinity));
  return pending.filter(({ call }) => (call.record.startedAt ?? 0) <= firstEnd);
}
