/**
 * @module Checks that the suites catch the faults: each clause that a fault breaks must fail on
 * the faulty model, on an assertion of that clause, without a crash, a time-out or a failed
 * prerequisite.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { Fault } from '../../reference/faults/fault.js';
import { modelOf } from '../../reference/kernel/calls/index.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../reference/wire/wire.js';
import { holdsIn, type CompiledCase } from '../../suites/language/compile.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { ToolAdapter } from '../adapters/tool/tool-adapter.js';
import type { Adapter } from '../adapters/adapter.js';
import type { CatalogueView } from '../catalogue/catalogue.js';
import type { ToolFault } from '../logonse/faults.js';
import { runCase, type RunContext } from '../runner/run-case.js';

/** What became of a fault under one profile. @public */
export interface FaultResult {
  readonly fault: string;
  readonly profile: string;
  /** Clauses of the fault that the profile has, and that caught it. */
  readonly killedBy: readonly ClauseId[];
  /** Clauses of the fault that the profile has, and that did not. */
  readonly survived: readonly ClauseId[];
  /** Clauses that failed besides, only of a thorough run. */
  readonly alsoFailed?: readonly ClauseId[];
}

/** The cases that assert a clause. @internal */
export type CaseIndex = ReadonlyMap<ClauseId, readonly CompiledCase[]>;

/** @internal */
export function indexCases(cases: readonly CompiledCase[]): CaseIndex {
  const index = new Map<ClauseId, CompiledCase[]>();
  for (const one of cases) {
    for (const clause of one.clauses) {
      const list = index.get(clause);
      if (list === undefined) index.set(clause, [one]);
      else list.push(one);
    }
  }
  return index;
}

/** @internal */
export interface KillOptions {
  readonly profile: Profile;
  readonly catalogue: CatalogueView;
  readonly cases: readonly CompiledCase[];
  /** The cases of each clause; made from `cases` if it is not given. */
  readonly casesOf?: CaseIndex;
  /** Try a case of every other clause on every fault as well, to see what else fails. */
  readonly thorough?: boolean;
}

/**
 * The clauses of a fault that count in a profile: testable, and not only for the record. @internal
 */
export function clausesOfFault(
  fault: Fault | ToolFault,
  profile: Profile,
  catalogue: CatalogueView,
): readonly ClauseId[] {
  if ('only' in fault && !holdsIn(profile, fault.only)) return [];
  return fault.breaks.filter((id) => catalogue.get(id)?.clause.testable === true);
}

/** Runs a fault; undefined if the profile has none of its clauses. @internal */
export async function killFault(
  fault: Fault | ToolFault,
  options: KillOptions,
): Promise<FaultResult | undefined> {
  const { profile, catalogue, cases, thorough, casesOf = indexCases(cases) } = options;
  const clauses = clausesOfFault(fault, profile, catalogue);
  if (clauses.length === 0) return undefined;
  const adapter = faultyAdapter(fault, profile);
  const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
  const context: RunContext = { adapter, hello, wire: wireOf(profile), catalogue, patienceMs: 0 };
  const failed = new Set<ClauseId>();
  const run = async (one: CompiledCase): Promise<void> => {
    for (const id of await failedClauses(one, context)) failed.add(id);
  };
  for (const clause of clauses) {
    for (const one of spread(casesOf.get(clause) ?? [])) {
      if (failed.has(clause)) break;
      await run(one);
    }
  }
  const besides = (): readonly ClauseId[] => [...failed].filter((id) => !fault.breaks.includes(id));
  if (thorough === true) {
    for (const one of oneOfEach(casesOf)) {
      if (besides().length >= BESIDES_MAX) break;
      await run(one);
    }
  }
  await adapter.close();
  return {
    fault: fault.id,
    profile: profile.id,
    killedBy: clauses.filter((id) => failed.has(id)),
    survived: clauses.filter((id) => !failed.has(id)),
    ...(thorough === true ? { alsoFailed: besides() } : {}),
  };
}

/** The reference with the fault in its model, or with a faulty command. */
function faultyAdapter(fault: Fault | ToolFault, profile: Profile): Adapter {
  if ('run' in fault)
    return new ToolAdapter(new ReferenceAdapter({ profile }), undefined, fault.run);
  const reference = new ReferenceAdapter({ profile, model: fault.apply(modelOf(profile)) });
  const ofTool = fault.breaks.some((id) => id.startsWith('CLI-'));
  return ofTool ? new ToolAdapter(reference) : reference;
}

/** So many other clauses are enough to know. */
const BESIDES_MAX = 20;

/** A case of each clause from the middle of its list, each case once. */
function oneOfEach(casesOf: CaseIndex): Iterable<CompiledCase> {
  const middle = [...casesOf.values()].flatMap((list) => list[Math.floor(list.length / 2)] ?? []);
  return new Set(middle);
}

/** Golden ratio: the first few cases are far apart, so that one that catches comes soon. */
const SPREAD = 0.618_033_988_749_895;

function spread<T>(list: readonly T[]): readonly T[] {
  const keyed = list.map((item, index) => ({ item, key: (index * SPREAD) % 1 }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

const NOT_A_CATCH: readonly string[] = ['crashed', 'timedOut', 'prerequisite', 'harness'];

async function failedClauses(one: CompiledCase, context: RunContext): Promise<ClauseId[]> {
  const { judgement } = await runCase(one.program, context);
  return judgement.failures.flatMap(({ clause, symptom }) =>
    clause === undefined || NOT_A_CATCH.includes(symptom) || judgement.clauses[clause] !== 'fail'
      ? []
      : [clause],
  );
}
