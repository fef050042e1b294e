/** @module Makes the Program of a finding smaller, without drifting to another one. */
import type { OpenAdapter } from '../engine/candidate.js';
import { Candidate } from '../engine/candidate.js';
import { countSteps, investigate, Player } from '../engine/investigate.js';
import type { Finding } from '../finding.js';
import { TARGET_LOADERS } from '../targets.js';
import { profileOfFinding } from './replay.js';

const ROUNDS_MAX = 6;

/** The finding with a smaller Program; undefined if it does not show any more. @internal */
export async function minimizeFinding(
  finding: Finding,
  open: OpenAdapter,
): Promise<Finding | undefined> {
  const profile = profileOfFinding(finding);
  const candidate = new Candidate(open, { profile, seed: finding.seed, isKnown: () => false });
  try {
    const setup = await candidate.setup();
    const definition = await TARGET_LOADERS[finding.target]?.();
    const target = await definition?.open(setup);
    let current = finding;
    for (let round = 0; round < ROUNDS_MAX && target !== undefined; round += 1) {
      const input = target.fromProgram(current.program);
      if (input === undefined) return undefined;
      const { kind, op, path, expected, actual, clauses, step, explanation } = current;
      const difference = { kind, op, path, expected, actual, clauses, step, explanation };
      const looked = await investigate(new Player(candidate), target, input, difference, setup);
      if (!looked.minimised) return undefined;
      const steps = countSteps(looked.program);
      const smaller = looked.program.steps.length < current.program.steps.length;
      current = {
        ...current,
        program: looked.program,
        step: looked.difference.step,
        steps,
        minimised: true,
        outcomes: looked.played.steps,
        dumps: looked.dumps,
        replay: looked.replay,
        explanation: looked.difference.explanation,
      };
      if (!smaller) break;
    }
    return current;
  } finally {
    await candidate.drop();
  }
}
