/** @module `--profile auto`: asks the candidate. */
import { BUILT_IN_PROFILES, type Profile } from '../../reference/profiles/built-in.generated.js';
import { AdapterFault, type Adapter } from '../adapters/adapter.js';
import { builtInProfile, PROFILE_IDS } from '../profiles/profile-option.js';
import { oneLine } from '../protocol/excerpt.js';
import { detect } from '../runner/detect.js';
import { requireJudgeable } from '../runner/judgeable.js';

/**
 * Probes the candidate and takes the first built-in profile that fits and that it claims, else the
 * first that fits. @internal
 */
export async function detectProfile(
  open: (first: Profile) => Adapter,
  { seed }: { readonly seed: number },
): Promise<Profile> {
  const first = BUILT_IN_PROFILES['learn-0.20'];
  const adapter = open(first);
  try {
    const hello = await adapter.hello({ protocol: 1, profile: first.id, seed });
    requireJudgeable(hello);
    const { candidates, layout } = await detect(adapter, hello);
    const chosen = candidates.find((id) => hello.profiles.includes(id)) ?? candidates[0];
    const profile = chosen === undefined ? undefined : builtInProfile(chosen);
    if (profile !== undefined && layout !== 'unknown') return profile;
    const reason =
      layout === 'unknown'
        ? 'it does not do what the probes need (processes, sessions, tokens, query)'
        : `the probes contradict all of ${PROFILE_IDS.join(', ')}`;
    throw new AdapterFault(
      `cannot tell the profile of ${oneLine(hello.name, 80)}: ${reason}; name one with --profile`,
    );
  } finally {
    await adapter.close();
  }
}
