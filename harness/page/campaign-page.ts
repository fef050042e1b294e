/** @module The HTML page of a campaign, from the folder that `fuzz` keeps. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Campaign, CampaignStats } from '../../reports/page/campaign.js';
import { embed, embedPlainly, type PageWords } from '../../reports/page/embed.js';
import { packCampaign } from '../../reports/page/pack-campaign.js';
import { plural } from '../../reports/visible-text.js';
import { readJournal } from '../fuzz/engine/storage.js';
import type { Finding } from '../fuzz/finding.js';
import { readFinding } from '../fuzz/finding-file.js';
import { readText } from '../read-bounded.js';
import { catalogueNotes } from './catalogue-notes.js';
import { builtTemplate } from './report-page.js';

/** What a campaign left in its folder; what is not readable there is left out. @internal */
export function readCampaign(folder: string): Campaign {
  const findings = readFindings(join(folder, 'findings'));
  const start = readJournal(folder).find(({ t }) => t === 'start');
  const points = readPoints(join(folder, 'stats.jsonl'));
  const last = points.at(-1);
  const { name = '', version = '' } = findings[0]?.candidate ?? {};
  return {
    adapter: String(start?.['adapter'] ?? ''),
    candidate: `${name} ${version}`.trim() || String(start?.['adapter'] ?? 'the candidate'),
    profile: String(start?.['profile'] ?? ''),
    seed: Number(start?.['seed'] ?? 0),
    seconds: last?.seconds ?? 0,
    executions: last?.executions ?? 0,
    clausesReached: last?.clausesReached ?? 0,
    clausesReachable: last?.clausesReachable ?? 0,
    findings,
    stats: statsOf(points),
  };
}

/** The campaign as one HTML file that opens from disk and loads nothing. @public */
export function campaignPage(campaign: Campaign, template = builtTemplate()): string {
  const words = campaignWords(campaign);
  if (template === undefined) return embedPlainly(words);
  const data = {
    version: 1,
    campaign: packCampaign(campaign),
    notes: catalogueNotes(
      campaign.profile,
      campaign.findings.flatMap(({ clauses }) => clauses),
    ),
  } as const;
  return embed(template, data, words);
}

function campaignWords({ candidate, findings, executions }: Campaign): PageWords {
  const open = findings.filter(({ waived }) => waived === undefined);
  const found = open.length === 0 ? 'no finding' : plural(open.length, 'finding');
  return {
    title: `${candidate}: ${found} in ${plural(executions, 'execution')}`,
    lines: open.slice(0, 100).map(({ signature, explanation }) => `${signature}: ${explanation}`),
  };
}

function readFindings(folder: string): readonly Finding[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .flatMap((name): readonly Finding[] => {
      try {
        return [readFinding(join(folder, name, 'finding.json'))];
      } catch {
        return [];
      }
    })
    .toSorted((a, b) => (a.firstSeen < b.firstSeen ? -1 : a.firstSeen > b.firstSeen ? 1 : 0));
}

/** A line of stats.jsonl, as far as it is drawn. */
interface Point {
  readonly seconds: number;
  readonly executions: number;
  readonly perSecond: number;
  readonly corpus: number;
  readonly clausesReached: number;
  readonly clausesReachable: number;
  readonly findings: number;
}

/** One line every few seconds. */
const STATS_BYTES_MAX = 256 * 1024 * 1024;

/** A campaign that was resumed counts its seconds anew: they are put behind those before. */
function readPoints(path: string): readonly Point[] {
  if (!existsSync(path)) return [];
  const points: Point[] = [];
  let before = 0;
  for (const line of readText(path, STATS_BYTES_MAX, 'the figures of a campaign').split('\n')) {
    const point = parsePoint(line);
    if (point === undefined) continue;
    const last = points.at(-1)?.seconds ?? 0;
    if (point.seconds + before < last) before = last;
    points.push({ ...point, seconds: point.seconds + before });
  }
  return points;
}

function parsePoint(line: string): Point | undefined {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const number = (key: string): number => {
    const found = value[key];
    return typeof found === 'number' && Number.isFinite(found) ? found : 0;
  };
  const kinds = Object.values((value['findings'] ?? {}) as Record<string, unknown>);
  return {
    seconds: number('seconds'),
    executions: number('executions'),
    perSecond: number('perSecond'),
    corpus: number('corpus'),
    clausesReached: number('clausesReached'),
    clausesReachable: number('clausesReachable'),
    findings: kinds.reduce<number>((sum, n) => sum + (typeof n === 'number' ? n : 0), 0),
  };
}

function statsOf(points: readonly Point[]): CampaignStats {
  return {
    seconds: points.map(({ seconds }) => seconds),
    executionsPerSecond: points.map(({ perSecond }) => perSecond),
    clausesReached: points.map(({ clausesReached }) => clausesReached),
    corpus: points.map(({ corpus }) => corpus),
    findings: points.map(({ findings }) => findings),
  };
}
