/**
 * @module `npm run routes`: the suites against the reference by each of its routes. Every verdict
 * must be that of the reference in this process; one that is not is a defect of what lies between.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import type { CompiledCase } from '../../suites/language/compile.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { countingNumber, EXIT } from '../cli/options.js';
import { runScript } from '../cli/script.js';
import { selectCases } from '../cli/selection.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import type { Report } from '../report.js';
import { certify } from '../runner/certify.js';
import { VERSION } from '../version.js';
import { disagreements } from './compare.js';
import { openRoute, ROUTES, type RouteName, type RouteOptions } from './routes.js';

const SHOWN_MAX = 20;
const PROGRESS_MS = 30_000;

interface Flags {
  readonly profile: readonly string[];
  readonly route: readonly RouteName[];
  readonly sample: number;
  readonly suite: readonly string[];
  readonly jobs: number;
}

async function reportOf(
  name: RouteName,
  cases: readonly CompiledCase[],
  options: RouteOptions & Pick<Flags, 'suite'>,
): Promise<Report> {
  const { profile } = options;
  const route = await openRoute(name, options);
  let told = performance.now();
  try {
    return await certify({
      adapter: route.adapter,
      profile,
      catalogue: catalogueOf(profile),
      scope: 'kernel',
      cases,
      selection: options.suite,
      seed: 1,
      reruns: 1,
      command: [],
      toolVersion: VERSION,
      onProgress: (done, total) => {
        if (performance.now() - told < PROGRESS_MS) return;
        told = performance.now();
        process.stderr.write(`${profile.id} ${name}: ${done} of ${total}\n`);
      },
    });
  } finally {
    await route.close();
  }
}

/** Compares one route with the shortest; how many cases differ. */
async function compare(
  name: RouteName,
  cases: readonly CompiledCase[],
  options: RouteOptions & Pick<Flags, 'suite'>,
  inProcess: Report,
): Promise<number> {
  const report = await reportOf(name, cases, options);
  const differing = disagreements(inProcess, report);
  const { seconds } = report.timing;
  process.stdout.write(
    `${options.profile.id} ${name}: ${cases.length} cases in ${seconds.toFixed(0)} s ` +
      `(${(cases.length / seconds).toFixed(0)} a second), ${report.cases.pass} passed, ` +
      `${differing.length} not as in process\n`,
  );
  for (const { id, first, second } of differing.slice(0, SHOWN_MAX)) {
    process.stdout.write(`  ${id}\n    in process: ${first}\n    ${name}: ${second}\n`);
  }
  if (differing.length > SHOWN_MAX) {
    process.stdout.write(`  … and ${differing.length - SHOWN_MAX} more\n`);
  }
  return differing.length;
}

/** The whole run. */
async function routes(flags: Flags): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kacs-routes-'));
  let differing = 0;
  try {
    for (const id of flags.profile) {
      const profile = profileOf(id);
      const cases = selectCases(profile, catalogueOf(profile), flags.suite).filter(
        (_, index) => index % flags.sample === 0,
      );
      const options = { profile, folder, jobs: flags.jobs, suite: flags.suite };
      const inProcess = await reportOf('process', cases, options);
      for (const name of flags.route) differing += await compare(name, cases, options, inProcess);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (differing > 0) process.exitCode = EXIT.findings;
}

await runScript<Flags>(
  'npm run routes --',
  (script) =>
    script
      .description('the verdicts on the reference by every route, against those in this process')
      .option('-p, --profile <profile...>', 'these profiles', [...PROFILE_IDS])
      .addOption(
        new Option('--route <route...>', 'these routes')
          .choices(ROUTES.slice(1))
          .default(ROUTES.slice(1)),
      )
      .option('-s, --suite <glob...>', 'only cases or clauses that match', [])
      .option('--sample <n>', 'one case of so many', countingNumber, 1)
      .option('--jobs <n>', 'guests beside each other', countingNumber, 2),
  routes,
);
