/** @module `fuzz`: a campaign that looks for where a candidate departs from the model. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { daysLeft, dayOf } from '../../reports/expiry.js';
import type { GuestFlags } from '../adapters/qemu/guest-options.js';
import { readCorpus } from '../fuzz/corpus/folder.js';
import { jsfuzzCommand } from '../fuzz/decoder/jsfuzz.js';
import type { DecoderSummary } from '../fuzz/decoder/run-decoder.js';
import { Campaign, type CampaignState } from '../fuzz/engine/campaign.js';
import type { NewFinding } from '../fuzz/engine/messages.js';
import { readJournal, Storage, type JournalEntry } from '../fuzz/engine/storage.js';
import { CampaignView } from '../fuzz/engine/view.js';
import type { TargetName } from '../fuzz/target.js';
import { TARGET_LOADERS } from '../fuzz/targets.js';
import { profileOf } from '../profiles/profile-option.js';
import { UsageError } from '../usage-error.js';
import { readWaiverFile } from '../waivers/waiver-file.js';
import { detectProfile } from './detect-profile.js';
import { finishFuzz } from './fuzz-output.js';
import { glob } from './glob.js';
import { keepGuestFindings } from './guest-findings.js';
import { onInterrupt } from './interrupt.js';
import { DEFAULT_PROFILE } from './options.js';
import { guestFlagsOf, isKernel, openTarget } from './targets.js';

/** @internal */
export interface FuzzFlags extends GuestFlags {
  readonly adapter: string;
  readonly profile?: string;
  readonly target?: readonly (TargetName | 'all')[];
  /** Milliseconds. */
  readonly time?: number;
  readonly runs?: number;
  readonly jobs?: number;
  readonly seed?: number;
  readonly corpus?: string;
  readonly out?: string;
  readonly resume?: boolean;
  readonly waivers?: string;
  readonly deadline: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const AUTO = 'auto';
const DEFAULT_TIME_MS = 60_000;
const SEEDS = 2 ** 30;

/** What the flags come down to. */
interface Plan {
  readonly profile: string;
  readonly targets: readonly TargetName[];
  readonly seed: number;
  readonly jobs: number;
  readonly folder: string;
  readonly corpus: string;
  readonly timeMs: number | undefined;
  readonly resumes: number;
}

/** Carries the command out. @internal */
export async function run(flags: FuzzFlags): Promise<void> {
  const earlier = earlierCampaign(flags);
  const plan = await makePlan(flags, earlier);
  waiversOf(flags);
  const storage = new Storage(plan.folder, plan.corpus);
  const loaded = earlier === undefined ? undefined : storage.load();
  const view = new CampaignView({
    quiet: flags.quiet === true,
    title: titleOf(flags, plan),
    timeMs: plan.timeMs,
  });
  const interrupt = onInterrupt(() => {
    view.line('interrupted: ending with what there is (once more: at once)');
  });
  storage.note(earlier === undefined ? 'start' : 'resume', { ...settingsOf(flags, plan) });
  sayGarbage(plan.corpus, view);
  view.line(`seed ${plan.seed}, ${plan.folder}`);
  let decoder: DecoderSummary | undefined;
  let state: CampaignState;
  try {
    const started = performance.now();
    decoder = await decodePart(flags, plan, { storage, view, signal: interrupt.signal });
    const spentMs = performance.now() - started;
    state = await campaignPart(flags, plan, {
      storage,
      view,
      signal: interrupt.signal,
      executions: loaded?.executions ?? 0,
      spentMs,
    });
  } finally {
    view.end();
    interrupt.release();
  }
  if (flags.adapter === 'qemu') {
    const guest = { ...guestFlagsOf(flags), deadline: flags.deadline };
    keepGuestFindings(plan.folder, storage.findings.values(), guest);
  }
  // Large, and of no use before the end.
  const { campaignPage, readCampaign } = await import('../page/campaign-page.js');
  storage.writeFile('report.html', campaignPage(readCampaign(plan.folder)));
  finishFuzz({ state, storage, seed: plan.seed, decoder }, flags);
}

/** What both parts of a campaign work with. */
interface Tools {
  readonly storage: Storage;
  readonly view: CampaignView;
  readonly signal: AbortSignal;
}

/** Beside other targets, the decoders of the reference get this part. */
const DECODER_SHARE = 0.1;
/** Without a limit of time. */
const DECODER_TIME_MS = 600_000;
/** jsfuzz takes a while to start. */
const DECODER_TIME_MIN_MS = 6000;

async function decodePart(
  { runs }: FuzzFlags,
  plan: Plan,
  { storage, view, signal }: Tools,
): Promise<DecoderSummary | undefined> {
  if (!plan.targets.includes('decoder')) return undefined;
  const { runDecoder } = await import('../fuzz/decoder/run-decoder.js');
  const share = plan.targets.length > 1 ? DECODER_SHARE : 1;
  const timeMs = (plan.timeMs ?? DECODER_TIME_MS) * share;
  if (share < 1 && timeMs < DECODER_TIME_MIN_MS) {
    view.line('target decoder is left out: its part of the time is too short');
    return undefined;
  }
  const summary = await runDecoder({
    profile: profileOf(plan.profile),
    folder: join(plan.folder, 'decoder'),
    seed: plan.seed,
    timeMs,
    signal,
    onLearnt: (program) => {
      storage.keepInput('wire', program);
    },
    onFinding: (finding) => {
      if (!storage.findings.has(finding.signature)) view.found(storage.add(finding, undefined));
    },
    ...(runs === undefined ? {} : { runs: Math.ceil(runs * share) }),
  });
  const { executions, coverage, learnt } = summary;
  storage.note('decoder', { ...summary });
  view.line(`decoder: ${executions} executions, coverage ${coverage}, ${learnt} inputs learnt`);
  return summary;
}

function campaignPart(
  flags: FuzzFlags,
  plan: Plan,
  tools: Tools & { readonly executions: number; readonly spentMs: number },
): Promise<CampaignState> {
  const { storage, view, signal, spentMs } = tools;
  const targets = plan.targets.filter((name) => name !== 'decoder');
  const campaign = new Campaign({
    adapter: flags.adapter,
    guest: guestFlagsOf(flags),
    profile: plan.profile,
    targets,
    seed: plan.seed,
    jobs: targets.length === 0 ? 0 : plan.jobs,
    deadlineMs: flags.deadline * 1000,
    storage,
    resumed: { resumes: plan.resumes, executions: tools.executions },
    signal,
    waivedBy: waiversOf(flags),
    onFinding: (finding) => {
      view.found(finding);
    },
    onLine: (line) => {
      view.line(line);
    },
    onProgress: (state) => {
      view.update(state);
    },
    ...(flags.runs === undefined ? {} : { runs: flags.runs }),
    ...(plan.timeMs === undefined ? {} : { timeMs: Math.max(0, plan.timeMs - spentMs) }),
  });
  return campaign.run();
}

/** The journal of the campaign that this one goes on from. */
function earlierCampaign(flags: FuzzFlags): readonly JournalEntry[] | undefined {
  const { out, resume } = flags;
  if (resume === true && out === undefined) {
    throw new UsageError('--resume needs --out, the folder of the campaign to go on with');
  }
  if (out === undefined) return undefined;
  const entries = readJournal(out);
  if (resume === true) {
    if (entries.length === 0) throw new UsageError(`${out} holds no campaign to go on with`);
    return entries;
  }
  if (entries.length === 0) return undefined;
  throw new UsageError(`${out} holds a campaign: go on with --resume, or choose another --out`);
}

async function makePlan(
  flags: FuzzFlags,
  earlier: readonly JournalEntry[] | undefined,
): Promise<Plan> {
  const before = earlier?.find(({ t }) => t === 'start');
  const seed = flags.seed ?? numberOf(before?.['seed']) ?? Math.floor(Math.random() * SEEDS);
  const folder = flags.out ?? join('reports', 'out', 'fuzz', stamp(new Date()));
  const { runs } = flags;
  return {
    profile: await profileFor(flags, before),
    targets: targetsOf(flags.target ?? ['all']),
    seed,
    jobs: flags.jobs ?? Math.min(availableParallelism(), runs ?? Number.POSITIVE_INFINITY),
    folder,
    corpus: flags.corpus ?? join(folder, 'corpus'),
    timeMs: flags.time ?? (runs === undefined ? DEFAULT_TIME_MS : undefined),
    resumes: earlier?.filter(({ t }) => t === 'resume').length ?? 0,
  };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** What is wrong with the command line comes out before anything is started. */
async function profileFor(flags: FuzzFlags, before: JournalEntry | undefined): Promise<string> {
  const told = flags.profile ?? (before?.['profile'] as string | undefined);
  const option = told ?? (isKernel(flags.adapter) ? AUTO : DEFAULT_PROFILE);
  const open = (profile: Profile): ReturnType<typeof openTarget> =>
    openTarget(flags.adapter, {
      profile,
      deadlineMs: flags.deadline * 1000,
      guest: guestFlagsOf(flags),
    });
  if (option === AUTO) return (await detectProfile(open, { seed: flags.seed ?? 0 })).id;
  await open(profileOf(option, [AUTO])).close();
  return option;
}

function targetsOf(names: readonly (TargetName | 'all')[]): readonly TargetName[] {
  if (!names.includes('all')) return [...new Set(names as readonly TargetName[])];
  const known = Object.keys(TARGET_LOADERS) as TargetName[];
  return jsfuzzCommand() === undefined ? known : [...known, 'decoder'];
}

function waiversOf(flags: FuzzFlags): (found: NewFinding) => string | undefined {
  if (flags.waivers === undefined) return () => undefined;
  const today = dayOf(new Date());
  const ready = readWaiverFile(flags.waivers)
    .waivers.filter(({ match, expires }) => !match.includes('/') && daysLeft(expires, today) >= 0)
    .map(({ match, reason }) => ({ matches: glob(match), reason }));
  return ({ clauses }) =>
    ready.find(({ matches }) => clauses.length > 0 && clauses.every((id) => matches(id)))?.reason;
}

function titleOf(flags: FuzzFlags, plan: Plan): string {
  const jobs = plan.jobs === 1 ? '1 job' : `${plan.jobs} jobs`;
  return `fuzz ${flags.adapter} ${plan.profile} (${plan.targets.join(', ')}; ${jobs})`;
}

function settingsOf(flags: FuzzFlags, plan: Plan): Readonly<Record<string, unknown>> {
  const { adapter } = flags;
  const { profile, targets, seed, jobs, corpus, timeMs } = plan;
  return { adapter, profile, targets, seed, jobs, corpus, timeMs, runs: flags.runs };
}

function sayGarbage(corpus: string, view: CampaignView): void {
  const { garbage, example } = readCorpus(corpus);
  if (garbage === 0) return;
  const files =
    garbage === 1 ? '1 file is no input and is' : `${garbage} files are no inputs and are`;
  view.line(`corpus ${corpus}: ${files} left alone (${example ?? ''})`);
}

/** `2026-01-31-235959`. */
function stamp(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
}
