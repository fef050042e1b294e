/** @module Plays the Program of a finding again, on a candidate that is started for it. */
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import { defineProfile, profileOf, type ProfileFile } from '../../profiles/profile-option.js';
import { Candidate, type OpenAdapter } from '../engine/candidate.js';
import { playFollowed } from '../follow/play.js';
import { hasSignature, judgedSignature, type Finding } from '../finding.js';
import type { Difference } from '../target.js';

/** What came of replays. @internal */
export interface Replayed {
  readonly times: number;
  /** How often the same signature came. */
  readonly same: number;
  /** What came instead, with how often; nothing differed: `no difference`. */
  readonly others: Readonly<Record<string, number>>;
  readonly explanation: string | undefined;
}

/** The profile of a finding: the file alone is enough. @internal */
export function profileOfFinding({ profile, profileFile }: Finding): Profile {
  return profileFile === undefined
    ? profileOf(profile)
    : defineProfile(profileFile as unknown as ProfileFile);
}

/** Each replay has a candidate of its own, so that none leans on the one before. @internal */
export async function replayFinding(
  finding: Finding,
  open: OpenAdapter,
  times: number,
): Promise<Replayed> {
  const profile = profileOfFinding(finding);
  const others: Record<string, number> = {};
  let same = 0;
  let explanation: string | undefined;
  for (let n = 0; n < times; n += 1) {
    const found = await once(finding, open, profile);
    const hit = found.find((one) => hasSignature(one, wanted(finding)));
    if (hit !== undefined) {
      same += 1;
      explanation ??= hit.explanation;
      continue;
    }
    const [first] = found;
    const words = first === undefined ? 'no difference' : first.explanation;
    others[words] = (others[words] ?? 0) + 1;
  }
  return { times, same, others, explanation };
}

/** One that was unstable is looked for by what differed. */
function wanted({ kind, op, path, expected, actual, clauses }: Finding): string {
  const seen = kind === 'unstable' ? 'mismatch' : kind;
  return judgedSignature({ kind: seen, op, path, expected, actual, clauses });
}

async function once(
  { program, seed }: Finding,
  open: OpenAdapter,
  profile: Profile,
): Promise<readonly Difference[]> {
  const candidate = new Candidate(open, { profile, seed, isKnown: () => false });
  try {
    const setup = await candidate.setup();
    const { isKnown: _, ...alone } = setup;
    return (await playFollowed(alone, program)).differences;
  } finally {
    await candidate.drop();
  }
}
