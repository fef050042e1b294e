/**
 * @module The `wire` target: session records and token specs, mutated along the tables. Each input
 * is created on the candidate and in the model; what is accepted is read back through every query
 * class. A quick comparison lets equal answers through; anything else is judged as a Program.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import { CLAUSE_ROWS } from '../../../reference/wire/clauses.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import type { Outcome, Program } from '../../program/program.js';
import { plainSpecs, shippedSpecs, type NamedSpec, type PlainSpecs } from '../corpus/specs.js';
import { playKnowing } from '../follow/play.js';
import type {
  Difference,
  Execution,
  Making,
  Target,
  TargetDefinition,
  TargetSetup,
} from '../target.js';
import { culpritsOf, type Culprits } from './culprits.js';
import { NotReady, openLab, type Lab } from './lab.js';
import { Mutator, WIRE_KINDS } from './mutator.js';
import { firstMisses } from './first-misses.js';
import { simplerInputs } from './simpler.js';
import { isDeath, suspicionOf, tryInput } from './tried.js';
import { acceptedFeatures, refusalFeatures } from './wire-features.js';
import { inputOf, inputOfProgram, programOf, type WireInput } from './wire-input.js';

const CREATE = {
  TOKEN_SPEC: 'kacs_create_token',
  SESSION_SPEC: 'kacs_create_session',
} as const;

/** Enough for the answers of one to come while another is made. */
const OVERLAP_MAX = 32;
/** A window of so few says that nothing is gained by more than one. */
const LOCAL_WINDOW = 4;
const ORDINARY_BYTES = 600;
/** What was cleared so often is judged only now and then. */
const CLEARED_OFTEN = 8;

class WireTarget implements Target<WireInput> {
  readonly name = 'wire';
  readonly litter = 16;
  readonly kinds = WIRE_KINDS;
  readonly reachable: ReadonlySet<ClauseId>;
  readonly overlap: number;
  private readonly setup: TargetSetup;
  private readonly mutator: Mutator;
  private readonly plain: PlainSpecs;
  private readonly anchor: WireInput;
  private readonly specs: readonly NamedSpec[];
  private lab: Lab | undefined;
  private readonly cleared = new Map<string, number>();
  private readonly passed = new Map<string, number>();
  private readonly culprits: Culprits;
  /** Whether the candidate can show the credentials that a token gives. */
  private readonly installs: boolean;

  constructor(setup: TargetSetup) {
    this.setup = setup;
    this.mutator = new Mutator(setup.wire);
    this.specs = shippedSpecs(setup.wire);
    this.plain = plainSpecs(setup.wire);
    this.installs = ['credentials', 'install'].every((need) =>
      setup.hello.capabilities.includes(need),
    );
    this.culprits = culpritsOf(setup, this.plain);
    this.anchor = inputOf(setup.wire, 'TOKEN_SPEC', this.plain.token);
    const { window } = setup.hello.limits;
    this.overlap = window > LOCAL_WINDOW ? Math.min(OVERLAP_MAX, window) : 1;
    this.reachable = reachableClauses(setup);
  }

  *seeds(): Iterable<WireInput> {
    const { wire } = this.setup;
    for (const { structure, bytes } of this.specs) yield inputOf(wire, structure, bytes);
    yield* firstMisses(wire, this.specs);
  }

  generate(): undefined {
    return undefined;
  }

  mutate(parent: WireInput, making: Making<WireInput>): WireInput {
    return this.mutator.mutate(parent, making);
  }

  cost({ bytes }: WireInput): number {
    return 1 + (bytes.length / ORDINARY_BYTES) ** 2;
  }

  toProgram(input: WireInput): Program {
    return programOf(this.setup.wire, input, this.plain);
  }

  fromProgram(program: Program): WireInput | undefined {
    return inputOfProgram(program);
  }

  simpler(input: WireInput): Iterable<WireInput> {
    return simplerInputs(this.setup.wire, input, this.plain);
  }

  locate(least: WireInput, difference: Difference): Difference | undefined {
    return this.culprits.locate(least, difference);
  }

  async execute(input: WireInput): Promise<Execution> {
    try {
      this.lab ??= await openLab(this.setup, this.plain);
    } catch (error) {
      if (!(error instanceof NotReady)) throw error;
      return this.judged(input, [], 0);
    }
    return this.compare(input, this.lab);
  }

  private async compare(input: WireInput, lab: Lab): Promise<Execution> {
    const op = CREATE[input.structure];
    const [expected, seen] = await Promise.all([
      tryInput(lab.model, input, this.anchor),
      tryInput(lab.candidate, input, this.anchor),
    ]);
    const { outcome, cited } = expected;
    const { value, issues } = expected.read;
    const accepted = outcome.kind === 'returned';
    const features =
      outcome.kind === 'refused'
        ? refusalFeatures(op, outcome.errno, issues, cited)
        : acceptedFeatures(op, value, cited);
    if (isDeath(seen.outcome)) {
      const differences = [deathOf(seen.died ?? op, seen.outcome)];
      return { features, differences, calls: seen.calls, accepted, candidateGone: true };
    }
    const suspicion = suspicionOf(expected, seen, lab);
    if (accepted && seen.outcome.kind === 'returned') this.culprits.clear(features);
    if (accepted && seen.outcome.kind === 'refused') {
      const met = this.culprits.metBy(op, features);
      if (met !== undefined) {
        return {
          features,
          differences: [],
          calls: seen.calls,
          accepted,
          candidateGone: false,
          met,
        };
      }
    }
    const [first] = issues;
    const about = first === undefined ? '' : `${first.place} ${first.rule} ${issues.length}`;
    if (suspicion === undefined && accepted && input.installed === true && this.installs) {
      return this.judged(input, features, seen.calls);
    }
    const key = `${op} ${suspicion} ${about}`;
    if (suspicion !== undefined && this.worthJudging(key)) {
      const execution = await this.judged(input, features, seen.calls);
      if (execution.differences.length === 0)
        this.cleared.set(key, (this.cleared.get(key) ?? 0) + 1);
      return execution;
    }
    return { features, differences: [], calls: seen.calls, accepted, candidateGone: false };
  }

  /** What was cleared often is judged ever more rarely. */
  private worthJudging(key: string): boolean {
    const cleared = this.cleared.get(key) ?? 0;
    if (cleared < CLEARED_OFTEN) return true;
    const passed = (this.passed.get(key) ?? 0) + 1;
    this.passed.set(key, passed);
    return (passed & (passed - 1)) === 0;
  }

  /** The verdict of the one judge, with the whole Program. */
  private async judged(
    input: WireInput,
    features: readonly number[],
    calls: number,
  ): Promise<Execution> {
    const played = await playKnowing(this.setup, this.toProgram(input), this.setup.isKnown);
    return {
      features: features.length > 0 ? features : played.features,
      differences: played.differences,
      calls: calls + played.calls,
      accepted: played.accepted,
      candidateGone: played.candidateGone,
    };
  }
}

/** In the words of the judge, so that it is the same finding. */
function deathOf(op: string, outcome: Outcome): Difference {
  const crashed = outcome.kind === 'crashed';
  return {
    kind: crashed ? 'crash' : 'hang',
    op,
    path: 'outcome',
    expected: 'an answer',
    actual: crashed ? 'crashed' : 'no answer',
    clauses: [],
    step: 0,
    explanation: `${op}: ${crashed ? outcome.detail : 'no answer within the deadline'}`,
  };
}

/** The clauses of the tables and of the calls that create, and what can be read back. */
function reachableClauses({ profile, catalogue }: TargetSetup): ReadonlySet<ClauseId> {
  const model = modelOf(profile);
  const ofCalls = Object.values(CREATE).flatMap((name) => {
    const { checks = [], effects = [] } = model.calls.get(name) ?? {};
    return [...checks, ...effects].flatMap(({ clauses }) => clauses);
  });
  const ofRules = CLAUSE_ROWS.filter(
    ({ profiles, places }) =>
      (profiles === undefined || profiles.includes(profile.basis)) &&
      places.some((place) => /^(?:\*|TOKEN_SPEC|SESSION_SPEC)/.test(place)),
  ).flatMap(({ clauses }) => clauses);
  return new Set([...ofCalls, ...ofRules].filter((id) => catalogue.has(id)));
}

/** @internal */
export const WIRE_TARGET: TargetDefinition<WireInput> = {
  name: 'wire',
  needs: ['query', 'sessions', 'tokens'],
  open: (setup) => Promise.resolve(new WireTarget(setup)),
};
