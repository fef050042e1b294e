/** @module A campaign for the page: findings bounded, statistics thinned out. */
import { boundedEnd, boundedObject, boundedText } from './bounded.js';
import type { Campaign, CampaignFinding, CampaignStats } from './campaign.js';

const FINDINGS_MAX = 1_000;
const CHARACTERS_MAX = 6_000_000;
const OUTCOMES_MAX = 200;
const DUMPS_MAX = 4;
/** More than a plot has pixels would only be weight. */
const POINTS_MAX = 800;
const LINE = { characters: 300, lines: 1 };

/** @internal */
export function packCampaign(campaign: Campaign): Campaign {
  const findings: CampaignFinding[] = [];
  let room = CHARACTERS_MAX;
  for (const finding of campaign.findings.slice(0, FINDINGS_MAX)) {
    const { outcomes, dumps, diagnostics, ...more } = finding;
    const shown = {
      ...more,
      outcomes: outcomes.slice(0, OUTCOMES_MAX),
      dumps: dumps.slice(0, DUMPS_MAX),
    };
    const plain = boundedObject(shown) as unknown as CampaignFinding;
    const packed = {
      ...plain,
      ...(diagnostics === undefined ? {} : { diagnostics: boundedEnd(diagnostics) }),
    };
    room -= JSON.stringify(packed).length;
    // Beyond that they keep their line, and their file has the rest.
    findings.push(
      room > 0
        ? packed
        : { ...plain, outcomes: [], dumps: [], program: { ...plain.program, steps: [] } },
    );
  }
  return {
    ...campaign,
    adapter: boundedText(campaign.adapter, LINE),
    candidate: boundedText(campaign.candidate, LINE),
    profile: boundedText(campaign.profile, LINE),
    findings,
    stats: thinnedOut(campaign.stats),
  };
}

/** Every nth point, and always the last. */
function thinnedOut(stats: CampaignStats): CampaignStats {
  const count = stats.seconds.length;
  const step = Math.max(1, Math.ceil(count / POINTS_MAX));
  const keep = (values: readonly number[]): readonly number[] =>
    values.filter((_, n) => n % step === 0 || n === count - 1);
  return {
    seconds: keep(stats.seconds),
    executionsPerSecond: keep(stats.executionsPerSecond),
    clausesReached: keep(stats.clausesReached),
    corpus: keep(stats.corpus),
    findings: keep(stats.findings),
  };
}
