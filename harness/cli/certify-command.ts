/** @module `certify`: runs the suites against a candidate and writes the reports. */
import { join } from 'node:path';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import { AdapterFault, type Adapter } from '../adapters/adapter.js';
import { guestWords, type GuestFlags } from '../adapters/qemu/guest-options.js';
import { ToolAdapter } from '../adapters/tool/tool-adapter.js';
import { catalogueOf, type Scope } from '../catalogue/catalogue.js';
import { profileOf } from '../profiles/profile-option.js';
import { artifactOf } from '../certificate/artifact.js';
import type { Request } from '../certificate/certify-report.js';
import { readPrivateKey } from '../certificate/keys.js';
import { reportText } from '../report-file.js';
import type { Report } from '../report.js';
import { certify } from '../runner/certify.js';
import { casesOfShard, WHOLE, type Shard } from '../runner/shard.js';
import { VERSION } from '../version.js';
import { UsageError } from '../usage-error.js';
import { readWaiverFile, withWaivers } from '../waivers/waiver-file.js';
import { prepareFolder } from '../write-beside.js';
import { listText, REPORT_FILES } from './certify-output.js';
import { detectProfile } from './detect-profile.js';
import { finishReport } from './finish-report.js';
import { keepGuests } from './guest-bundle.js';
import { onInterrupt } from './interrupt.js';
import { Progress } from './progress.js';
import { DEFAULT_PROFILE } from './options.js';
import { isKernel, openTarget, type TargetOptions } from './targets.js';

/** @internal */
export interface CertifyFlags extends GuestFlags {
  readonly adapter: string;
  /** Default: the first of the built-in ones; for a kernel, what the probes find. */
  readonly profile?: string;
  readonly scope: Scope;
  /** The command line of a logonse under test; default ours. */
  readonly logonse?: string;
  readonly suite?: readonly string[];
  readonly shard?: Shard;
  readonly waivers?: string;
  /** The key to sign a certificate with. */
  readonly sign?: string;
  readonly partial?: boolean;
  /** Files that the candidate consists of, for the certificate. */
  readonly candidate?: readonly string[];
  readonly out: string;
  readonly seed: number;
  readonly reruns: number;
  readonly deadline: number;
  readonly record?: string;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const AUTO = 'auto';
/** After an interrupt, what is under way may still end by itself for so long. */
const GRACE_MS = 1000;

/** Carries the command out. @internal */
export async function run(flags: CertifyFlags): Promise<void> {
  const wanted = wantedProfile(flags);
  const known = wanted === AUTO ? undefined : profileOf(wanted, [AUTO]);
  if (flags.list === true) {
    const profile = known ?? (await attended(flags, (open) => findProfile(flags, open)));
    const cases = casesOfShard(await casesOf(profile, flags), flags.shard ?? WHOLE);
    process.stdout.write(listText(cases, profile, flags));
    return;
  }
  const progress = new Progress(flags);
  const work: Work = async (open, signal) => {
    // What is wrong with the command line comes out before anything is started.
    const target = known && openFor(flags, known);
    const waivers = flags.waivers === undefined ? undefined : readWaiverFile(flags.waivers);
    refuseIdle(flags);
    const key = flags.sign === undefined ? undefined : readPrivateKey(flags.sign);
    const artifacts = (flags.candidate ?? []).map(artifactOf);
    const folder = prepareFolder(flags.out, REPORT_FILES);
    progress.announce('loading the cases …');
    const knownCases = known && (await casesOf(known, flags));
    await refuseIfInterrupted(signal);
    const profile = known ?? (await findProfile(flags, open));
    const cases = knownCases ?? (await casesOf(profile, flags));
    const adapter = open(target ?? openFor(flags, profile));
    const report = await certifyAll(flags, { profile, cases, adapter, signal, progress });
    progress.end();
    // A candidate that is slow to go cannot hold up what was found.
    const waived = withWaivers(report, waivers);
    finishReport(waived, folder, flags);
    keepGuests(report, adapter, profile, flags);
    if (key !== undefined) await signAfter(waived, { key, flags, profile, artifacts });
  };
  await attended(flags, work, progress);
}

/** What would have no effect was meant to have one. */
function refuseIdle({ sign, partial, candidate }: CertifyFlags): void {
  if (sign !== undefined || (partial === undefined && candidate === undefined)) return;
  throw new UsageError('--partial and --candidate are for --sign');
}

async function signAfter(
  report: Report,
  { flags, ...request }: { flags: CertifyFlags } & Pick<Request, 'key' | 'profile' | 'artifacts'>,
): Promise<void> {
  const { certificationOf, deliver } = await import('./certificate-command.js');
  const { partial = false, out } = flags;
  const bytes = Buffer.from(reportText(report));
  const made = await certificationOf(report, bytes, { ...request, partial });
  const quiet = flags.quiet === true || flags.json === true;
  deliver(made, join(out, 'report.certificate.json'), { quiet });
}

/** Loading the suites keeps signals waiting: they are heard only after it. */
async function refuseIfInterrupted(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal.aborted) throw new AdapterFault('interrupted');
}

async function casesOf(profile: Profile, flags: CertifyFlags): Promise<readonly CompiledCase[]> {
  // Loading all suites takes longer than finding most mistakes.
  const { selectCases } = await import('./selection.js');
  const cases = selectCases(profile, catalogueOf(profile, flags.scope), flags.suite ?? []);
  const { index, of } = flags.shard ?? WHOLE;
  if (index > cases.length) {
    throw new UsageError(`shard ${index}/${of} is empty: there are ${cases.length} cases`);
  }
  return cases;
}

interface Certification {
  readonly profile: Profile;
  readonly cases: readonly CompiledCase[];
  readonly adapter: Adapter;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

function certifyAll(flags: CertifyFlags, work: Certification): Promise<Report> {
  const { profile, cases, adapter, signal, progress } = work;
  return certify({
    adapter,
    profile,
    catalogue: catalogueOf(profile, flags.scope),
    scope: flags.scope,
    cases,
    ...(flags.shard === undefined ? {} : { shard: flags.shard }),
    selection: flags.suite ?? [],
    seed: flags.seed,
    reruns: flags.reruns,
    command: commandLine(flags, profile),
    toolVersion: VERSION,
    signal,
    onProgress: (...shown) => progress.update(...shown),
  });
}

/** Hands an adapter over to be closed at the end, or when the run is interrupted. */
type Attend = (adapter: Adapter) => Adapter;

/** Work with adapters that can be interrupted. */
type Work<Result = void> = (open: Attend, signal: AbortSignal) => Promise<Result>;

/** Does work that can be interrupted, and leaves no adapter open. */
async function attended<Result>(
  flags: CertifyFlags,
  work: Work<Result>,
  progress = new Progress(flags),
): Promise<Result> {
  const adapters: Adapter[] = [];
  const close = (): Promise<unknown> => Promise.all(adapters.map((adapter) => adapter.close()));
  let timer: NodeJS.Timeout | undefined;
  const interrupt = onInterrupt(() => {
    progress.end();
    process.stderr.write('interrupted: ending with what there is (once more: at once)\n');
    // Whoever does not answer would hold us up until its deadline.
    timer = setTimeout(() => void close().catch(() => undefined), GRACE_MS);
  });
  const attend: Attend = (adapter) => {
    adapters.push(adapter);
    return adapter;
  };
  try {
    return await work(attend, interrupt.signal);
  } catch (error) {
    if (!interrupt.signal.aborted || !(error instanceof AdapterFault)) throw error;
    throw new AdapterFault('interrupted before anything was judged, so there is no report');
  } finally {
    clearTimeout(timer);
    progress.end();
    await close();
    interrupt.release();
  }
}

function findProfile(flags: CertifyFlags, open: Attend): Promise<Profile> {
  return detectProfile((first) => open(openTarget(flags.adapter, targetOptions(flags, first))), {
    seed: flags.seed,
  });
}

function openFor(flags: CertifyFlags, profile: Profile): Adapter {
  const { record, scope, logonse } = flags;
  if (logonse !== undefined && scope !== 'tool') {
    throw new UsageError('--logonse is for --scope tool');
  }
  if (logonse?.trim() === '') throw new UsageError('--logonse needs a command');
  const adapter = openTarget(flags.adapter, {
    ...targetOptions(flags, profile),
    ...(record === undefined ? {} : { record }),
  });
  return scope === 'tool' ? new ToolAdapter(adapter, logonse) : adapter;
}

function targetOptions(flags: CertifyFlags, profile: Profile): TargetOptions {
  return { profile, deadlineMs: flags.deadline * 1000, guest: flags };
}

function wantedProfile({ profile, adapter }: CertifyFlags): string {
  return profile ?? (isKernel(adapter) ? AUTO : DEFAULT_PROFILE);
}

function commandLine(flags: CertifyFlags, profile: Profile): readonly string[] {
  return [
    'kacs-conformance',
    'certify',
    '--adapter',
    flags.adapter,
    '--profile',
    wantedProfile(flags) === AUTO ? profile.id : wantedProfile(flags),
    ...guestWords(flags),
    ...(flags.scope === 'kernel' ? [] : ['--scope', flags.scope]),
    ...(flags.logonse === undefined ? [] : ['--logonse', flags.logonse]),
    ...(flags.suite ?? []).flatMap((pattern) => ['--suite', pattern]),
    ...(flags.shard === undefined ? [] : ['--shard', `${flags.shard.index}/${flags.shard.of}`]),
    ...(flags.waivers === undefined ? [] : ['--waivers', flags.waivers]),
    '--seed',
    String(flags.seed),
  ];
}
