/** @module `certify`: runs the suites against a candidate and writes the reports. */
import { join } from 'node:path';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import { AdapterFault, type Adapter } from '../adapters/adapter.js';
import { ToolAdapter } from '../adapters/tool/tool-adapter.js';
import { catalogueOf, type Scope } from '../catalogue/catalogue.js';
import { profileOf } from '../profiles/profile-option.js';
import type { Report } from '../report.js';
import { certify } from '../runner/certify.js';
import { VERSION } from '../version.js';
import { UsageError } from '../usage-error.js';
import { prepareFolder, type OutputFolder } from '../write-beside.js';
import { listText, machineSummary, REPORT_FILES, reportFiles } from './certify-output.js';
import { detectProfile } from './detect-profile.js';
import { sayError } from './ending.js';
import { onInterrupt } from './interrupt.js';
import { EXIT } from './options.js';
import { Progress } from './progress.js';
import { summaryLines } from './summary.js';
import { openTarget } from './targets.js';

/** @internal */
export interface CertifyFlags {
  readonly adapter: string;
  readonly profile: string;
  readonly scope: Scope;
  /** The command line of a logonse under test; default ours. */
  readonly logonse?: string;
  readonly suite?: readonly string[];
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
  const known = flags.profile === AUTO ? undefined : profileOf(flags.profile, [AUTO]);
  if (flags.list === true) {
    const profile = known ?? (await attended(flags, (open) => findProfile(flags, open)));
    process.stdout.write(listText(await casesOf(profile, flags), profile, flags));
    return;
  }
  const progress = new Progress(flags);
  const work: Work = async (open, signal) => {
    // What is wrong with the command line comes out before anything is started.
    const target = known && openFor(flags, known);
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
    finish(flags, report, folder);
  };
  await attended(flags, work, progress);
}

/** Loading the suites keeps signals waiting: they are heard only after it. */
async function refuseIfInterrupted(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal.aborted) throw new AdapterFault('interrupted');
}

async function casesOf(profile: Profile, flags: CertifyFlags): Promise<readonly CompiledCase[]> {
  // Loading all suites takes longer than finding most mistakes.
  const { selectCases } = await import('./selection.js');
  return selectCases(profile, catalogueOf(profile, flags.scope), flags.suite ?? []);
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

function targetOptions(
  flags: CertifyFlags,
  profile: Profile,
): { readonly profile: Profile; readonly deadlineMs: number } {
  return { profile, deadlineMs: flags.deadline * 1000 };
}

function finish(flags: CertifyFlags, report: Report, folder: OutputFolder): void {
  folder.write(reportFiles(report));
  const { harnessError } = report.cases;
  if (harnessError > 0) {
    const first = report.results.find(({ verdict }) => verdict === 'harnessError');
    const message = first?.failures?.[0]?.message ?? 'no reason given';
    sayError(`${harnessError} cases could not be carried out; the first, ${first?.id}: ${message}`);
  }
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(machineSummary(report))}\n`);
  } else if (flags.quiet !== true) {
    const lines = summaryLines(report, join(flags.out, 'report.html'));
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  if (report.interrupted || harnessError > 0) process.exitCode = EXIT.fault;
  else process.exitCode = report.conforms ? EXIT.ok : EXIT.findings;
}

function commandLine(flags: CertifyFlags, profile: Profile): readonly string[] {
  return [
    'kacs-conformance',
    'certify',
    '--adapter',
    flags.adapter,
    '--profile',
    flags.profile === AUTO ? profile.id : flags.profile,
    ...(flags.scope === 'kernel' ? [] : ['--scope', flags.scope]),
    ...(flags.logonse === undefined ? [] : ['--logonse', flags.logonse]),
    ...(flags.suite ?? []).flatMap((pattern) => ['--suite', pattern]),
    '--seed',
    String(flags.seed),
  ];
}
