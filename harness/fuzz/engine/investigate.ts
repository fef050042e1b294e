/**
 * @module A new difference, looked at closely: does it come back, and what is the least that shows
 * it? Bounded by counts, not by time, so that it goes the same way every time.
 */
import { dumpsOf } from '../../judge/hex-dump.js';
import { TEARDOWN_NOTE } from '../../judge/teardown.js';
import type { HexDump } from '../../report.js';
import type { CallStep, Json, Program } from '../../program/program.js';
import { withLooks } from '../follow/looks.js';
import { playKnowing } from '../follow/play.js';
import { blamedOn, hasSignature, judgedSignature, type ReplayRate } from '../finding.js';
import type { Difference, Played, Target, TargetSetup } from '../target.js';
import type { Candidate } from './candidate.js';

/** What came of a closer look. @internal */
export interface Investigated {
  /** The candidate as it was asked. */
  readonly setup: TargetSetup;
  readonly difference: Difference;
  readonly program: Program;
  readonly played: Played;
  readonly replay: ReplayRate;
  readonly minimised: boolean;
  readonly dumps: readonly HexDump[];
}

const REPLAYS = 3;
/** What calls at the same time do, they do not do every time. */
const RACE_TRIES = 8;
/** Programs that the minimiser plays at most; few where each takes the candidate down. */
const PLAYS_MAX = { ordinary: 400, fatal: 60 } as const;

/** Plays a Program with every other difference set aside. @internal */
export class Player {
  private readonly candidate: Candidate;

  constructor(candidate: Candidate) {
    this.candidate = candidate;
  }

  /** The difference of this signature, if it shows, and both sides; how often it was played. */
  async look(
    program: Program,
    signature: string,
  ): Promise<{
    readonly played: Played;
    readonly difference: Difference | undefined;
    readonly plays: number;
  }> {
    const tries = program.steps.some((step) => 'par' in step) ? RACE_TRIES : 1;
    for (let plays = 1; ; plays += 1) {
      const setup = await this.candidate.setup();
      const others = (difference: Difference): boolean =>
        setup.isKnown?.(difference, signature) === true;
      const played = await playKnowing(setup, program, others);
      if (played.candidateGone) await this.candidate.drop();
      const difference = played.differences.find((one) => hasSignature(one, signature));
      if (difference !== undefined || plays >= tries) return { played, difference, plays };
    }
  }
}

/** Replays, minimises and collects what the file of the finding needs. @internal */
export async function investigate<Input>(
  player: Player,
  target: Target<Input>,
  input: Input,
  found: Difference,
  setup: TargetSetup,
): Promise<Investigated> {
  const signature = judgedSignature(found);
  const first = target.toProgram(input);
  let same = 0;
  let times = 0;
  let best: { program: Program; played: Played; difference: Difference } | undefined;
  for (let n = 0; n < REPLAYS; n += 1) {
    const { played, difference, plays } = await player.look(first, signature);
    times += plays;
    if (difference === undefined) continue;
    same += 1;
    best ??= { program: first, played, difference };
  }
  if (best === undefined || same < REPLAYS) {
    const { played } = best ?? (await player.look(first, signature));
    const difference: Difference = { ...(best?.difference ?? found), kind: 'unstable' };
    const replay = { times, same };
    return finish(setup, { difference, program: first, played, replay, minimised: false });
  }
  const least = await minimise(player, target, input, best, signature);
  const kept = await originOf(player, target, least, signature);
  return finish(setup, { ...kept, replay: { times, same }, minimised: true });
}

/**
 * What the difference comes from: the first that shows if everybody looks at everything behind
 * every call, as the doing of the call in front of that look. A Program that does not show it by
 * itself gets the looks that it takes.
 */
async function originOf<Input>(
  player: Player,
  target: Target<Input>,
  least: Kept,
  signature: string,
): Promise<Kept> {
  const { program, played, difference } = least;
  if (difference.kind !== 'mismatch') return least;
  const bound = new Set<string>();
  for (const { step, candidate } of played.steps) {
    const made = program.steps[step];
    if (made !== undefined && 'op' in made && candidate?.kind === 'returned')
      bound.add(made.as ?? '');
  }
  const looking = withLooks(program, bound);
  const looked = await player.look(looking, signature);
  const [shown] = looked.played.differences;
  // Nothing new shows: it follows from something that is known.
  const first = shown ?? looked.played.aside?.at(-1) ?? difference;
  const together = first.together?.map((one) => ofLast(one));
  const origin = { ...ofLast(first), ...(together === undefined ? {} : { together }) };
  const name = judgedSignature(origin);
  const byItself = { ...least, difference: { ...origin, step: difference.step } };
  if (shown === undefined || hasSignature(difference, name)) return byItself;
  const steps = looking.steps.filter(
    (step, at) => at <= first.step || program.steps.includes(step),
  );
  const seen = await player.look({ ...program, steps }, name);
  // What depends on looks that come later is told as it was met.
  if (seen.difference === undefined) return least;
  const start = {
    program: { ...program, steps },
    played: seen.played,
    difference: seen.difference,
  };
  const input = target.fromProgram(start.program);
  const kept =
    input === undefined || target.toProgram(input).steps.length !== steps.length
      ? start
      : await minimise(player, target, input, start, name);
  return { ...kept, difference: { ...origin, step: kept.difference.step } };
}

/** As the doing of the last call that may have done it. */
function ofLast(difference: Difference): Difference {
  const last = difference.blame?.at(-1);
  return last === undefined ? difference : blamedOn(difference, last);
}

type Kept = { readonly program: Program; readonly played: Played; readonly difference: Difference };

async function minimise<Input>(
  player: Player,
  target: Target<Input>,
  input: Input,
  start: Kept,
  signature: string,
): Promise<Kept> {
  const fatal = start.played.candidateGone;
  let plays = fatal ? PLAYS_MAX.fatal : PLAYS_MAX.ordinary;
  let kept = start;
  let current = input;
  for (let simpler = true; simpler && plays > 0;) {
    simpler = false;
    for (const variant of target.simpler(current)) {
      if (plays <= 0) break;
      plays -= 1;
      const program = target.toProgram(variant);
      const { played, difference } = await player.look(program, signature);
      if (difference === undefined) continue;
      kept = { program, played, difference };
      current = variant;
      simpler = true;
      break;
    }
  }
  return kept;
}

function finish(
  setup: TargetSetup,
  made: Kept & { readonly replay: ReplayRate; readonly minimised: boolean },
): Investigated {
  const { difference, program, played, replay, minimised } = made;
  const dumps = dumpsFor(setup, program, played, difference.step);
  return { setup, difference, program, played, replay, minimised, dumps };
}

const CREATES: readonly string[] = ['kacs_create_token', 'kacs_create_session'];

/** The bytes of the step that differed, or of what it looks at. */
function dumpsFor(
  { wire }: TargetSetup,
  { steps }: Program,
  played: Played,
  at: number,
): readonly HexDump[] {
  const step = steps[at];
  if (step === undefined || !('op' in step)) return [];
  const made = steps.slice(0, at).filter((one): one is CallStep => isCreate(one));
  const shown = step.op === 'world.observe' ? [...made.slice(-1), step] : [step];
  return shown.flatMap((one) => {
    const pair = played.steps.find(({ step: index }) => steps[index] === one);
    if (pair?.candidate === undefined) return [];
    const args = Object.fromEntries(
      Object.entries(one.args).map(([key, value]): [string, Json] => [key, hexOf(value)]),
    );
    const record = { step: at, op: one.op, actor: one.actor, args, outcome: pair.candidate };
    return dumpsOf(wire, record);
  });
}

function isCreate(step: Program['steps'][number]): boolean {
  return 'op' in step && CREATES.includes(step.op);
}

/** Bytes with holes show their holes as they stand in the file. */
function hexOf(value: CallStep['args'][string]): Json {
  if (typeof value === 'object' && value !== null && 'hex' in value) return value.hex as Json;
  return value as Json;
}

const FRAME: readonly string[] = ['world.spawn', 'world.exit'];

/** Calls of a Program without those that set up and take down. @internal */
export function countSteps({ steps }: Program): number {
  const count = (step: Program['steps'][number]): number => {
    if ('par' in step) return step.par.reduce((sum, branch) => sum + branch.length, 0);
    return FRAME.includes(step.op) || step.note === TEARDOWN_NOTE ? 0 : 1;
  };
  return steps.reduce((sum, step) => sum + count(step), 0);
}
