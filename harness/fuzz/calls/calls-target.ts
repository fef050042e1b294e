/**
 * @module The target `calls`: Programs over all calls, actors and handles, compared with the model
 * after every step, and by what has to hold without one.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import { OPS } from '../../protocol/ops.js';
import type { Program } from '../../program/program.js';
import { Grounds } from '../follow/grounds.js';
import { playKnowing } from '../follow/play.js';
import { simplerPrograms } from '../life/simpler-program.js';
import type { Making, Target, TargetDefinition, TargetSetup } from '../target.js';
import { KIND_NAMES, mutatedProgram, newProgram, type Workshop } from './generate.js';

/** How many Programs may be under way: each has actors and sessions of its own. */
const OVERLAP = 16;

/** @internal */
export const CALLS_TARGET: TargetDefinition<Program> = {
  name: 'calls',
  needs: ['sessions', 'tokens', 'query', 'processes'],
  open: (setup) => Promise.resolve(openCalls(setup)),
};

function openCalls(setup: TargetSetup): Target<Program> {
  const workshop = workshopOf(setup);
  return {
    name: 'calls',
    kinds: KIND_NAMES,
    reachable: reachableClauses(setup, workshop),
    seeds: () => [],
    generate: ({ random, enabled }) => newProgram(workshop, random, enabled),
    mutate: (parent, making: Making<Program>) =>
      mutatedProgram(workshop, making.random, making.enabled, parent, () => making.other()),
    execute: (input) => playKnowing(setup, input, setup.isKnown),
    bulky: true,
    overlap: setup.hello.kind === 'process' ? 1 : OVERLAP,
    toProgram: (input) => input,
    fromProgram: (program) => (program.id.startsWith('fuzz/calls') ? program : undefined),
    simpler: (input) => simplerPrograms(input),
  };
}

/**
 * The calls that generated Programs make: what the candidate claims, and what the profile describes
 * (behind any other call nothing could be compared). @internal
 */
export function workshopOf({ profile, wire, catalogue, hello }: TargetSetup): Workshop {
  const model = modelOf(profile);
  const grounds = new Grounds(catalogue, model);
  const usable = new Set<string>();
  for (const [op, { capability }] of Object.entries(OPS)) {
    const call = model.calls.get(op);
    if (call === undefined || !hello.capabilities.includes(capability)) continue;
    if (grounds.leavesKnownGround(call) && op !== 'world.spawn') continue;
    usable.add(op);
  }
  return { model, wire, usable };
}

/** What the rows of the usable calls cite, as far as the profile has it. @internal */
export function reachableClauses(
  { catalogue }: TargetSetup,
  { model, usable }: Workshop,
): ReadonlySet<ClauseId> {
  const rows = [...usable].flatMap((op) => {
    const call = model.calls.get(op);
    return call === undefined ? [] : [...call.checks, ...call.effects];
  });
  const payloads = [...model.payloads.values()];
  const clauses = [...rows, ...payloads].flatMap((row) => row.clauses);
  return new Set(clauses.filter((clause) => catalogue.has(clause)));
}
