/**
 * @module Plays a Program on a candidate and judges it against the model: the one judge of
 * findings of calls, races and raw calls.
 */
import type { Adapter } from '../../adapters/adapter.js';
import { AdapterFault } from '../../adapters/adapter.js';
import { withoutExpectations } from '../../program/plain-steps.js';
import { playProgram as playSteps } from '../../program/play.js';
import type {
  CallRecord,
  CallStep,
  Outcome,
  Program,
  Step,
  StepRecord,
} from '../../program/program.js';
import type { Difference, Played, PlayProgram, StepPair, TargetSetup } from '../target.js';
import { FollowContext } from './follow.js';
import type { Follower } from './follower.js';
import { workersAsSeen } from './workers.js';

/** A ruling of its own: the longest that the end of something may take (rulings.md, "Delay"). */
const DELAY_MS = 5000;
/** Calls whose consequences may come later. */
const DELAYED: readonly string[] = [
  ...['world.close', 'world.exit', 'world.kill', 'world.exec', 'KACS_IOC_INSTALL', 'kacs_revert'],
  ...['KACS_IOC_IMPERSONATE', 'kacs_impersonate_peer'],
];

const contexts = new WeakMap<Adapter, Promise<FollowContext>>();

function contextOf(setup: TargetSetup): Promise<FollowContext> {
  const { adapter, profile, wire, catalogue } = setup;
  let context = contexts.get(adapter);
  if (context === undefined) {
    context = workersAsSeen(setup).then(
      (workers) => new FollowContext(profile, wire, catalogue, workers),
    );
    contexts.set(adapter, context);
  }
  return context;
}

/** Plays and judges. @internal */
export const playFollowed: PlayProgram = (setup, program) => playKnowing(setup, program);

/** The same, passing over differences that are known already. @internal */
export async function playKnowing(
  setup: TargetSetup,
  program: Program,
  isKnown?: (difference: Difference) => boolean,
): Promise<Played> {
  const context = await contextOf(setup);
  const records = await recordsOf(setup, program);
  if (records === undefined) return gone(program);
  const follower = context.follow(program, records, isKnown);
  const [first] = follower.differences;
  if (first !== undefined && mayBeLate(setup, program, first)) {
    const waiting = withSleeps(program, first.step);
    const patient = await recordsOf(setup, waiting);
    if (patient === undefined) return gone(program);
    const later = context.follow(waiting, patient, isKnown);
    const [still] = later.differences;
    const place = first.step + waiting.steps.length - program.steps.length;
    if (still?.path !== first.path || still.step !== place)
      return played(program, records, follower, []);
  }
  return played(program, records, follower, follower.differences);
}

/** What happened; undefined: the link or the adapter broke. */
async function recordsOf(
  { adapter, hello }: TargetSetup,
  { steps }: Program,
): Promise<readonly StepRecord[] | undefined> {
  const plain = steps.map(withoutExpectations);
  const callByCall = (): Promise<readonly StepRecord[]> =>
    playSteps(plain, (op, params) => adapter.call(op, params));
  try {
    if (!hello.capabilities.includes('programs') || adapter.runProgram === undefined) {
      return await callByCall();
    }
    const records = await adapter.runProgram(plain);
    if (records.length > 1 || !records.some(isDeath)) return records;
    // All that is known is that the candidate went down: call by call it shows at which.
    const calls = await callByCall();
    return calls.some(isDeath) ? calls : records;
  } catch (error) {
    if (error instanceof AdapterFault) return undefined;
    throw error;
  }
}

function isDeath(record: StepRecord): boolean {
  if (!('outcome' in record)) return false;
  return record.outcome.kind === 'crashed' || record.outcome.kind === 'timedOut';
}

/** Whether the difference may only be a matter of time. */
function mayBeLate({ hello }: TargetSetup, { steps }: Program, first: Difference): boolean {
  if (first.kind !== 'mismatch' && first.kind !== 'leak') return false;
  return hello.capabilities.includes('clock') && steps.slice(0, first.step).some(isDelayed);
}

function isDelayed(step: Step): boolean {
  return 'op' in step && DELAYED.includes(step.op);
}

/** Waits behind each of them, and not where the difference is: a node shows an earlier moment. */
function withSleeps(program: Program, before: number): Program {
  const sleep: CallStep = { actor: 'init', op: 'world.sleep', args: { ms: DELAY_MS } };
  const steps = program.steps.flatMap((step, index) =>
    index < before && isDelayed(step) ? [step, sleep] : [step],
  );
  return { ...program, steps };
}

function played(
  program: Program,
  records: readonly StepRecord[],
  follower: Follower,
  differences: readonly Difference[],
): Played {
  const calls = records.filter((record): record is CallRecord => 'outcome' in record);
  return {
    features: follower.features,
    differences,
    calls: calls.length,
    accepted: calls.some(({ outcome }) => outcome.kind === 'returned'),
    candidateGone: differences.some(({ kind }) => kind === 'crash' || kind === 'hang'),
    aside: follower.accuser.aside,
    steps: pairs(program.steps, calls, follower.outcomes),
  };
}

function gone(program: Program): Played {
  return {
    features: [],
    differences: [],
    calls: program.steps.length,
    accepted: false,
    candidateGone: true,
    steps: [],
  };
}

function pairs(
  steps: readonly Step[],
  calls: readonly CallRecord[],
  outcomes: ReadonlyMap<number, Outcome>,
): readonly StepPair[] {
  return calls.map(({ step, branch, op, outcome }): StepPair => {
    const model =
      steps[step] !== undefined && branch === undefined ? outcomes.get(step) : undefined;
    return {
      step,
      op,
      candidate: outcome,
      ...(branch === undefined ? {} : { branch }),
      ...(model === undefined ? {} : { model }),
    };
  });
}
