/**
 * @module One target on one candidate: picks, mutates, executes, keeps what is new, and looks
 * closely at what differs. The same for the same seed, as long as the candidate is.
 */
import { AdapterFault } from '../../adapters/adapter.js';
import { seededRandom } from '../../protocol/random.js';
import type { Program } from '../../program/program.js';
import { knownAs, signatureOf } from '../finding.js';
import type {
  Difference,
  Execution,
  Making,
  Random,
  Target,
  TargetDefinition,
  TargetSetup,
} from '../target.js';
import type { Candidate } from './candidate.js';
import { Energy } from './energy.js';
import { investigate, Player, type Investigated } from './investigate.js';
import { packed, unpacked, type Packed } from './packed.js';

/** What a loop tells about. @internal */
export interface LoopEvents {
  /** Features that nothing had reached; `program` where the input is new to the corpus. */
  reached(features: readonly number[], program: Program | undefined): void;
  found(signature: string, investigated: Investigated): void;
  /** Met again. */
  seen(signature: string): void;
  /** The candidate is started again, and why. */
  restarted(reason: string): void;
  /** Before an input is carried out. */
  starting?(program: () => Program): void;
}

/** @internal */
export interface LoopOptions {
  readonly seed: number;
  /** Signatures that are set aside. */
  readonly known: Set<string>;
  readonly events: LoopEvents;
  /** One input at a time, whatever the target could take. */
  readonly alone?: boolean;
  /** Leave the shipped inputs out. */
  readonly withoutSeeds?: boolean;
}

/** Inputs under one choice of kinds. */
const STRETCH = 400;
/** Of so many stretches, one has all kinds. */
const ALL_KINDS_EVERY = 4;
/** Of so many inputs, one is made from scratch. */
const FRESH_EVERY = 4;
/** How often one sight is looked at closely. */
const LOOKS_MAX = 6;
/** Suspects of a crash: the inputs before it. */
const SUSPECTS = 16;

/** An input to be carried out; `stored`: it is in the corpus on disk. */
interface Waiting<Input> {
  readonly input: Input;
  readonly stored: boolean;
}

/** An input and what it does. */
interface Cause<Input> {
  readonly input: Input;
  readonly difference: Difference;
}

/** @internal */
export class Loop<Input> {
  executions = 0;
  accepted = 0;
  private readonly definition: TargetDefinition<Input>;
  private readonly candidate: Candidate;
  private readonly options: LoopOptions;
  private readonly energy = new Energy<Input | Packed>();
  private readonly random: Random;
  private readonly player: Player;
  private readonly waiting: Waiting<Input>[] = [];
  /** Edges that nothing had reached before, and the inputs of which one did. */
  private doubted: readonly number[] = [];
  private again: Waiting<Input>[] = [];
  private readonly lookedAt = new Map<string, number>();
  private recent: Input[] = [];
  private target: Target<Input> | undefined;
  private setup: TargetSetup | undefined;
  private enabled: ReadonlySet<string> = new Set();
  private stretch = 0;
  /** What took down the candidate under this batch. */
  private killer: Cause<Input> | undefined;
  private mother: Input | undefined;
  /** So many more are made of it. */
  private children = 0;

  constructor(definition: TargetDefinition<Input>, candidate: Candidate, options: LoopOptions) {
    this.definition = definition;
    this.candidate = candidate;
    this.options = options;
    this.random = seededRandom(options.seed);
    this.player = new Player(candidate);
  }

  get corpusSize(): number {
    return this.energy.size;
  }

  /** Opens the target; the shipped inputs come first. */
  async open(): Promise<Target<Input>> {
    const target = await this.current();
    if (this.options.withoutSeeds !== true) {
      for (const input of target.seeds()) this.waiting.push({ input, stored: true });
    }
    return target;
  }

  /** Inputs of a corpus folder or of another worker; gives back how many are of this target. */
  feed(programs: readonly Program[], stored: boolean): number {
    let taken = 0;
    for (const program of programs) {
      const input = this.target?.fromProgram(program);
      if (input === undefined) continue;
      this.waiting.push({ input, stored });
      taken += 1;
    }
    return taken;
  }

  /** Carries out about so many inputs. */
  async run(count: number): Promise<void> {
    await this.forgetEdges();
    for (let done = 0; done < count;) {
      const target = await this.current();
      const batch = this.batch(target, count - done);
      if (batch.length === 0) throw new Error(`target ${target.name} has nothing to start from`);
      done += batch.length;
      await this.carryOut(target, batch);
      if (this.again.length === 0) this.settleDoubts();
    }
  }

  /** What goes beside each other; one by one what shared an edge that nothing had reached. */
  private batch(target: Target<Input>, most: number): readonly Waiting<Input>[] {
    const again = this.again.shift();
    if (again !== undefined) return [again];
    const overlap = this.options.alone === true ? 1 : target.overlap;
    const size = Math.min(overlap, Math.max(1, most));
    const batch: Waiting<Input>[] = [];
    while (batch.length < size) {
      const next = this.next(target);
      if (next === undefined) break;
      batch.push(next);
    }
    return batch;
  }

  /** Edges of a batch are nobody's; for a new one each of its inputs is carried out alone. */
  private doubt(batch: readonly Waiting<Input>[], edges: readonly number[]): void {
    this.doubted = edges.filter((edge) => this.energy.isNew(edge));
    this.energy.count(edges.filter((edge) => !this.energy.isNew(edge)));
    if (this.doubted.length > 0) this.again = [...batch];
  }

  /** What came of no input alone is known from now on, and has no input. */
  private settleDoubts(): void {
    const left = this.doubted.filter((edge) => this.energy.isNew(edge));
    this.doubted = [];
    if (left.length > 0) this.options.events.reached(this.energy.count(left), undefined);
  }

  /** What was reached by others than the next input. */
  private async forgetEdges(): Promise<void> {
    await this.candidate.reachedEdges.take(await this.candidate.setup());
  }

  /** The target on the candidate as it runs now; another loop may have started it again. */
  private async current(): Promise<Target<Input>> {
    const setup = await this.candidate.setup();
    if (this.target !== undefined && setup === this.setup) return this.target;
    this.setup = setup;
    this.target = await this.definition.open(setup);
    await this.candidate.reachedEdges.take(setup);
    return this.target;
  }

  /** Undefined: nothing is known yet to start from. */
  private next(target: Target<Input>): Waiting<Input> | undefined {
    const waiting = this.waiting.shift();
    if (waiting !== undefined) return waiting;
    const { random } = this;
    if (this.executions % STRETCH === 0 || this.stretch === 0) this.newStretch(target);
    this.stretch -= 1;
    const other = (): Input => unpacked(target, this.energy.pick(random)) as Input;
    const making: Making<Input> = { random, enabled: this.enabled, other };
    const parent = this.parent(target);
    const fresh =
      parent === undefined || random(FRESH_EVERY) === 0 ? target.generate(making) : undefined;
    if (fresh !== undefined) return { input: fresh, stored: false };
    if (parent === undefined) return undefined;
    return { input: target.mutate(parent, making), stored: false };
  }

  private parent(target: Target<Input>): Input | undefined {
    if (this.children <= 0 || this.mother === undefined) {
      this.mother = unpacked(target, this.energy.pick(this.random));
      this.children = target.litter ?? 1;
    }
    this.children -= 1;
    return this.mother;
  }

  /** Kinds of operation are switched off at random for a while. */
  private newStretch(target: Target<Input>): void {
    this.stretch = STRETCH;
    const { random } = this;
    const all = random(ALL_KINDS_EVERY) === 0;
    const on = target.kinds.filter(() => all || random(2) === 0);
    this.enabled = new Set(on.length === 0 ? target.kinds : on);
  }

  private async carryOut(target: Target<Input>, batch: readonly Waiting<Input>[]): Promise<void> {
    const { starting } = this.options.events;
    const executions = await Promise.all(
      batch.map(({ input }) => {
        starting?.(() => target.toProgram(input));
        return execute(target, input);
      }),
    );
    const gone = executions.some(({ candidateGone }) => candidateGone);
    const { reachedEdges } = this.candidate;
    const edges = gone || this.setup === undefined ? [] : await reachedEdges.take(this.setup);
    const own = batch.length === 1 ? edges : [];
    this.killer = undefined;
    for (const [index, { input, stored }] of batch.entries()) {
      const execution = executions[index];
      if (execution === undefined) continue;
      this.recent.push(input);
      if (this.recent.length > SUSPECTS) this.recent.shift();
      this.learn(target, input, stored, reaching(execution, own));
      for (const signature of execution.met ?? []) this.options.events.seen(signature);
      for (const difference of execution.differences) {
        await this.take(
          target,
          input,
          difference,
          batch.map((one) => one.input),
        );
      }
    }
    if (batch.length > 1) this.doubt(batch, edges);
    if (gone) await this.restart(executions);
    else if (executions.some(({ differences }) => differences.length > 0)) await this.forgetEdges();
  }

  private learn(
    target: Target<Input>,
    input: Input,
    stored: boolean,
    { features, accepted }: Execution,
  ): void {
    this.executions += 1;
    if (accepted) this.accepted += 1;
    const fresh = this.energy.count(features);
    if (fresh.length === 0) return;
    this.energy.add(packed(target, input), features, target.cost?.(input) ?? 1);
    this.options.events.reached(fresh, stored ? undefined : target.toProgram(input));
  }

  private async take(
    target: Target<Input>,
    input: Input,
    difference: Difference,
    batch: readonly Input[],
  ): Promise<void> {
    const { known, events } = this.options;
    const signature = signatureOf(difference);
    // Others of its batch may have made it known since.
    const before = knownAs(known, difference);
    if (before !== undefined) {
      events.seen(before);
      return;
    }
    known.add(signature);
    let cause: Cause<Input> = { input, difference };
    if (isFatal(difference)) {
      await this.candidate.drop();
      cause = await this.culprit(target, cause, batch);
    }
    const seen = signatureOf(cause.difference);
    if (seen !== signature) {
      // It was only beside what took the candidate down.
      known.delete(signature);
      if (known.has(seen)) return;
      known.add(seen);
    }
    const setup = await this.candidate.setup();
    const looked = await investigate(this.player, target, cause.input, cause.difference, setup);
    const closer = this.locate(target, looked);
    const final = signatureOf(closer.difference);
    const together = (closer.difference.together ?? []).map((one) => signatureOf(one));
    // What a closer look splits up stays open for others of its kind.
    if (closer !== looked || this.mayHaveOthers(seen, final, closer)) known.delete(seen);
    const met = [final, ...together].find((one) => one !== seen && known.has(one));
    if (met === undefined) events.found(final, closer);
    else events.seen(met);
    for (const one of [final, ...together]) known.add(one);
  }

  /** Whether the same sight may come of something else another time; not without end. */
  private mayHaveOthers(seen: string, final: string, { difference }: Investigated): boolean {
    if (seen === final || difference.kind === 'unstable') return false;
    const times = (this.lookedAt.get(seen) ?? 0) + 1;
    this.lookedAt.set(seen, times);
    return times < LOOKS_MAX;
  }

  private locate(target: Target<Input>, looked: Investigated): Investigated {
    const least = target.fromProgram(looked.program);
    if (least === undefined || looked.difference.kind !== 'mismatch') return looked;
    const difference = target.locate?.(least, looked.difference);
    return difference === undefined ? looked : { ...looked, difference };
  }

  /** Of the inputs that were under way, and those before them, the one that does it alone. */
  private async culprit(
    target: Target<Input>,
    beside: Cause<Input>,
    batch: readonly Input[],
  ): Promise<Cause<Input>> {
    const { input } = beside;
    const signature = signatureOf(beside.difference);
    for (const suspect of new Set([input, ...batch, ...[...this.recent].reverse()])) {
      if (this.killer !== undefined && suspect !== input) return this.killer;
      const { played } = await this.player.look(target.toProgram(suspect), signature);
      const death = [...played.differences, ...(played.aside ?? [])].find(isFatal);
      if (death === undefined) continue;
      this.killer = { input: suspect, difference: death };
      return this.killer;
    }
    return beside;
  }

  private async restart(executions: readonly Execution[]): Promise<void> {
    const [first] = executions.flatMap(({ differences }) => differences);
    await this.candidate.drop();
    this.options.events.restarted(first?.kind ?? 'the link broke');
  }
}

function isFatal({ kind }: Difference): boolean {
  return kind === 'crash' || kind === 'hang';
}

/** An input with the edges that it reached in the candidate beside what it reached in the model. */
function reaching(execution: Execution, edges: readonly number[]): Execution {
  if (edges.length === 0) return execution;
  return { ...execution, features: [...Array.from(execution.features), ...edges] };
}

/** A link that broke is no verdict: the candidate is started again. */
async function execute<Input>(target: Target<Input>, input: Input): Promise<Execution> {
  try {
    return await target.execute(input);
  } catch (error) {
    if (!(error instanceof AdapterFault)) throw error;
    return { features: [], differences: [], calls: 0, accepted: false, candidateGone: true };
  }
}
