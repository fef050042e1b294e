/**
 * @module Compiles suites for a profile: cases become Programs with concrete bytes, a worker of
 * their own in front and their teardown behind.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { wireOf, type Wire } from '../../reference/wire/wire.js';
import type {
  Argument,
  CallStep,
  Expectation,
  Matcher,
  ParallelStep,
  Program,
} from '../../harness/program/program.js';
import { capabilitiesOf } from '../../harness/program/needs.js';
import type { CatalogueView } from '../../harness/catalogue/catalogue.js';
import { encodeTemplate, SuiteBug } from './encode-template.js';
import { withMatchingUsers } from './session-users.js';
import type {
  Suite,
  SuiteArgument,
  SuiteCase,
  SuiteExpectation,
  SuiteParallel,
  SuiteStep,
  SwitchCondition,
} from './suite.js';
import type { BytesTemplate } from './template.js';

/** The worker that a case runs as, unless a step names another actor. @public */
export const WORKER = 'w';

/** A case of one profile, ready to run. @public */
export interface CompiledCase {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  /** The clauses asserted, in order of appearance. */
  readonly clauses: readonly ClauseId[];
  readonly program: Program;
}

/** The cases of a profile, in a fixed order. @public */
export function compileSuites(
  suites: readonly Suite[],
  profile: Profile,
  catalogue: CatalogueView,
): readonly CompiledCase[] {
  const wire = wireOf(profile);
  const compiled: CompiledCase[] = [];
  for (const suite of suites) {
    for (const suiteCase of suite.cases) {
      const one = compileCase(suite, suiteCase, wire, catalogue);
      if (one !== undefined) compiled.push(one);
    }
  }
  return compiled;
}

function compileCase(
  suite: Suite,
  suiteCase: SuiteCase,
  wire: Wire,
  catalogue: CatalogueView,
): CompiledCase | undefined {
  const id = `${suite.area}/${suite.file}/${suiteCase.slug}`;
  if (!holdsIn(wire.profile, suiteCase.only)) return undefined;
  try {
    // Expectations decide first whether the profile has the case at all; bytes are dear.
    if (!suiteCase.steps.some((step) => hasClause(step, wire.profile, catalogue))) return undefined;
    const steps = withMatchingUsers(suiteCase.steps).map((step, n) =>
      compileStep(step, n, wire, catalogue),
    );
    const clauses = new Set(steps.flatMap(clausesOfStep));
    const needs = new Set([...(suiteCase.needs ?? []), ...capabilitiesOf(steps)]);
    for (const clause of clauses) {
      for (const need of catalogue.get(clause)?.clause.needs ?? []) needs.add(need);
    }
    const program: Program = {
      id,
      title: suiteCase.title,
      needs: [...needs].sort(),
      steps: [prologue, ...steps, ...teardown([prologue, ...steps])],
    };
    return { id, title: suiteCase.title, area: suite.area, clauses: [...clauses], program };
  } catch (error) {
    throw new SuiteBug(`${id} (${wire.profile.id}): ${(error as Error).message}`);
  }
}

const prologue: CallStep = {
  as: WORKER,
  actor: 'init',
  op: 'world.spawn',
  args: { identity: 'own' },
  expect: [{ is: { kind: 'returned' } }],
};

const STARTS_PROCESS: readonly string[] = ['world.spawn', 'world.fork'];

/** Ends the actors and destroys the sessions, so that nothing of the case stays behind. */
function teardown(steps: readonly (CallStep | ParallelStep)[]): CallStep[] {
  const calls = steps.filter((step): step is CallStep => 'op' in step);
  const gone = new Set(calls.flatMap(endedActor));
  const exits = calls
    .filter(({ op, as }) => STARTS_PROCESS.includes(op) && as !== undefined && !gone.has(as))
    .map((step): CallStep => {
      const as = step.as ?? '';
      return { actor: as, op: 'world.exit', args: {}, onlyIf: { step: as, ended: 'returned' } };
    });
  const destroys = calls
    .filter((step) => step.op === 'kacs_create_session' && step.as !== undefined)
    .map((step): CallStep => {
      const as = step.as ?? '';
      return {
        actor: 'init',
        op: 'kacs_destroy_empty_session',
        args: { id: { ref: `${as}.id` } },
        onlyIf: { step: as, ended: 'returned' },
        note: 'teardown',
      };
    });
  return [...exits, ...destroys];
}

/** The actor whose process the step ends, if it does. */
function endedActor({ op, actor, args }: CallStep): readonly string[] {
  if (op === 'world.exit') return [actor];
  const { pid } = args;
  const killed = op === 'world.kill' && typeof pid === 'object' && pid !== null && 'ref' in pid;
  return killed ? [String(pid.ref).replace(/\.pid$/, '')] : [];
}

function compileStep(
  step: SuiteStep | SuiteParallel,
  index: number,
  wire: Wire,
  catalogue: CatalogueView,
): CallStep | ParallelStep {
  if ('par' in step) {
    const par = step.par.map((branch) =>
      branch.map((one) => compileCall(one, index, wire, catalogue)),
    );
    return { ...step, par };
  }
  return compileCall(step, index, wire, catalogue);
}

function compileCall(
  step: SuiteStep,
  index: number,
  wire: Wire,
  catalogue: CatalogueView,
): CallStep {
  const { actor, args, expect, as, ...rest } = step;
  const expectations = (expect ?? []).flatMap((e) => compileExpectation(e, wire, catalogue));
  const needsName = step.op === 'kacs_create_session' || STARTS_PROCESS.includes(step.op);
  const name = as ?? (needsName ? `_${index}` : undefined);
  return {
    actor: actor ?? WORKER,
    args: compileArgument(args, wire) as Readonly<Record<string, Argument>>,
    ...rest,
    ...(name === undefined ? {} : { as: name }),
    ...(expectations.length === 0 ? {} : { expect: expectations }),
  };
}

function compileExpectation(
  expectation: SuiteExpectation,
  wire: Wire,
  catalogue: CatalogueView,
): Expectation[] {
  const { clause, is, only } = expectation;
  if (!holdsIn(wire.profile, only)) return [];
  if (clause === undefined) {
    if (is.kind === 'judged') throw new SuiteBug('a control cannot be judged');
    return [{ is }];
  }
  const entry = catalogue.get(clause);
  if (entry === undefined) return [];
  if (!entry.clause.testable) throw new SuiteBug(`${clause} is excluded from testing`);
  const matcher: Matcher = is.kind === 'judged' ? judgedMatcher(entry.judge.outcome, clause) : is;
  return [{ clause, is: matcher }];
}

function judgedMatcher(outcome: string, clause: ClauseId): Matcher {
  switch (outcome) {
    case 'accept':
      return { kind: 'returned' };
    case 'refuse':
      return { kind: 'refused' };
    case 'either':
      return { kind: 'either' };
    case 'record':
      return { kind: 'recorded' };
    default:
      throw new SuiteBug(`${clause} compares a value: say which with a matcher`);
  }
}

function compileArgument(argument: SuiteArgument, wire: Wire): Argument {
  if (typeof argument !== 'object' || argument === null) return argument;
  if (Array.isArray(argument)) {
    return (argument as readonly SuiteArgument[]).map((item) => compileArgument(item, wire));
  }
  if (isTemplate(argument)) return encodeTemplate(wire, argument);
  return Object.fromEntries(
    Object.entries(argument as Readonly<Record<string, SuiteArgument>>).map(([key, value]) => [
      key,
      compileArgument(value, wire),
    ]),
  );
}

function isTemplate(argument: object): argument is BytesTemplate {
  return 'template' in argument && 'edits' in argument;
}

function hasClause(
  step: SuiteStep | SuiteParallel,
  profile: Profile,
  catalogue: CatalogueView,
): boolean {
  if ('par' in step) {
    const clause = step.linearizable?.clause;
    return clause !== undefined && catalogue.has(clause);
  }
  return (step.expect ?? []).some(
    ({ clause, only }) => clause !== undefined && catalogue.has(clause) && holdsIn(profile, only),
  );
}

function clausesOfStep(step: CallStep | ParallelStep): ClauseId[] {
  if ('par' in step) {
    return step.linearizable?.clause === undefined ? [] : [step.linearizable.clause];
  }
  return (step.expect ?? []).flatMap(({ clause }) => (clause === undefined ? [] : [clause]));
}

/** Whether a profile has the switches of a condition. @internal */
export function holdsIn(profile: Profile, condition: SwitchCondition | undefined): boolean {
  return Object.entries(condition ?? {}).every(([id, wanted]) => {
    const actual = profile.switches[id as keyof Profile['switches']];
    return Array.isArray(wanted)
      ? (wanted as readonly string[]).includes(actual)
      : actual === wanted;
  });
}
