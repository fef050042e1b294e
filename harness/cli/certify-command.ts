/** @module `certify`: runs the suites against a candidate and writes the reports. */
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { renderHtml } from '../../reports/html.js';
import { renderJunit } from '../../reports/junit.js';
import { renderMarkdown } from '../../reports/markdown.js';
import { compileSuites } from '../../suites/language/compile.js';
import { SUITES } from '../../suites/index.js';
import { AdapterFault, type Adapter } from '../adapters/adapter.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import { writeReport } from '../report-file.js';
import type { Report } from '../report.js';
import { certify } from '../runner/certify.js';
import { detect } from '../runner/detect.js';
import { VERSION } from '../version.js';
import { prepareFolder, writeBeside } from '../write-beside.js';
import { onInterrupt } from './interrupt.js';
import { EXIT, collect, wholeNumber } from './options.js';
import { selectCases } from './selection.js';
import { summaryLines } from './summary.js';
import { openTarget, TARGET_HELP } from './targets.js';
import { Progress } from './terminal.js';

interface CertifyFlags {
  readonly adapter: string;
  readonly profile: string;
  readonly suite: readonly string[];
  readonly out: string;
  readonly seed: number;
  readonly reruns: number;
  readonly deadline: number;
  readonly record?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const RERUNS = 3;
const DEADLINE_S = 10;

/** Adds the command. @internal */
export function addCertify(program: Command): void {
  program
    .command('certify')
    .description('certify an implementation clause by clause and write the reports')
    .option('-a, --adapter <target>', TARGET_HELP, 'reference')
    .option(
      '-p, --profile <profile>',
      `${PROFILE_IDS.join(', ')}, auto, or a .yaml file`,
      'learn-0.20',
    )
    .option(
      '-s, --suite <glob>',
      'only cases (AREA/FILE/SLUG) or clauses that match; repeatable',
      collect,
      [],
    )
    .option('-o, --out <folder>', 'where the reports go', join('reports', 'out', 'latest'))
    .option('--seed <n>', 'seed that the adapter gets', wholeNumber, 0)
    .option('--reruns <n>', 'how often a red case is run again, alone', wholeNumber, RERUNS)
    .option('--deadline <seconds>', 'how long one call may take', wholeNumber, DEADLINE_S)
    .option('--record <file>', 'record the exchange, to replay with --adapter replay:FILE')
    .option('--json', 'print one JSON object')
    .option('--quiet', 'no progress, no summary')
    .action(run);
}

async function run(flags: CertifyFlags): Promise<void> {
  prepareFolder(flags.out);
  const profile = flags.profile === 'auto' ? await detectProfile(flags) : profileOf(flags.profile);
  const catalogue = catalogueOf(profile);
  const cases = selectCases(compileSuites(SUITES, profile, catalogue), flags.suite);
  const adapter = open(flags, profile);
  const progress = new Progress(flags);
  const interrupt = onInterrupt();
  let report: Report;
  try {
    report = await certify({
      adapter,
      profile,
      catalogue,
      cases,
      selection: flags.suite,
      seed: flags.seed,
      reruns: flags.reruns,
      command: commandLine(flags, profile),
      toolVersion: VERSION,
      signal: interrupt.signal,
      onProgress: (done, total, counts) => progress.update(done, total, counts),
    });
  } finally {
    progress.end();
    await adapter.close();
    interrupt.release();
  }
  writeFiles(flags.out, report);
  show(flags, report);
  process.exitCode = report.interrupted ? EXIT.fault : exitCode(report);
}

function open(flags: CertifyFlags, profile: Profile): Adapter {
  return openTarget(flags.adapter, {
    profile,
    deadlineMs: flags.deadline * 1000,
    ...(flags.record === undefined ? {} : { record: flags.record }),
  });
}

/** Probes the candidate and takes the first built-in profile that fits and that it claims. */
async function detectProfile(flags: CertifyFlags): Promise<Profile> {
  const first = profileOf(PROFILE_IDS[0] ?? 'learn-0.20');
  const adapter = openTarget(flags.adapter, { profile: first, deadlineMs: flags.deadline * 1000 });
  try {
    const hello = await adapter.hello({ protocol: 1, profile: first.id, seed: flags.seed });
    const { candidates } = await detect(adapter, hello);
    const chosen = candidates.find((id) => hello.profiles.includes(id)) ?? candidates[0];
    if (chosen === undefined) {
      throw new AdapterFault(
        `no profile fits ${hello.name}: the probes contradict all of ${PROFILE_IDS.join(', ')}; ` +
          'name one with --profile',
      );
    }
    return profileOf(chosen);
  } finally {
    await adapter.close();
  }
}

function exitCode(report: Report): number {
  if (report.cases.harnessError > 0) return EXIT.fault;
  return report.conforms ? EXIT.ok : EXIT.findings;
}

function commandLine(flags: CertifyFlags, profile: Profile): readonly string[] {
  return [
    'kacs-conformance',
    'certify',
    '--adapter',
    flags.adapter,
    '--profile',
    flags.profile === 'auto' ? profile.id : flags.profile,
    ...flags.suite.flatMap((pattern) => ['--suite', pattern]),
    '--seed',
    String(flags.seed),
  ];
}

function writeFiles(folder: string, report: Report): void {
  writeReport(join(folder, 'report.json'), report);
  writeBeside(join(folder, 'junit.xml'), renderJunit(report));
  writeBeside(join(folder, 'report.md'), renderMarkdown(report));
  writeBeside(join(folder, 'report.html'), renderHtml(report));
}

function show(flags: CertifyFlags, report: Report): void {
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(machineSummary(report))}\n`);
    return;
  }
  if (flags.quiet === true) return;
  const lines = summaryLines(report, join(flags.out, 'report.html'));
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Stable: fields may be added, never changed. @internal */
export function machineSummary(report: Report): object {
  const { name, version } = report.candidate;
  return {
    conforms: report.conforms,
    complete: report.complete,
    interrupted: report.interrupted,
    profile: report.profile,
    candidate: { name, version },
    seconds: report.timing.seconds,
    cases: report.cases,
    clauses: report.clauseCounts,
    contradictions: report.contradictions,
    digests: report.digests,
  };
}
