/**
 * @module A hang of a candidate in the worker's own process: nobody is left to tell of it, so that
 * the worker that comes next does, from the last input of the one before.
 */
import type { Program } from '../../program/program.js';
import { TARGET_NAMES, type Difference, type TargetSetup } from '../target.js';
import type { Investigated } from './investigate.js';
import type { WorkerConfig } from './messages.js';

/** Calls that only set up, look and take down. */
const ASIDE: readonly string[] = ['world.spawn', 'world.observe', 'world.close', 'world.exit'];

/**
 * What the worker is told that comes after one that came to a stop, with the last input of that
 * one: it is to blame if it went alone. @internal
 */
export function afterHang(
  config: WorkerConfig | undefined,
  last: Buffer | undefined,
): Pick<WorkerConfig, 'careful' | 'hung'> {
  if (config?.careful !== true || last === undefined) return { careful: true };
  try {
    const program = JSON.parse(last.toString()) as Program;
    const target = TARGET_NAMES.find((name) => program.id.startsWith(`fuzz/${name}`));
    return { careful: true, ...(target === undefined ? {} : { hung: { target, program } }) };
  } catch {
    // It was too long to be kept whole.
    return { careful: true };
  }
}

/** The finding of a Program that never came to an end. @internal */
export function hangOf(setup: TargetSetup, program: Program): Investigated {
  const step = Math.max(
    0,
    program.steps.findLastIndex((one) => 'op' in one && !ASIDE.includes(one.op)),
  );
  const suspect = program.steps[step];
  const op = suspect !== undefined && 'op' in suspect ? suspect.op : 'par';
  const difference: Difference = {
    kind: 'hang',
    op,
    path: 'outcome',
    expected: 'an answer',
    actual: 'no answer',
    clauses: [],
    step,
    explanation: `${op}, or a call before it: no answer, and the worker had to be ended`,
  };
  return {
    setup,
    difference,
    program,
    played: {
      features: [],
      differences: [difference],
      calls: 0,
      accepted: false,
      candidateGone: true,
      steps: [],
    },
    replay: { times: 1, same: 1 },
    minimised: false,
    dumps: [],
  };
}
