/**
 * @module `npm run routes`: the suites against the reference by each of its routes. Every verdict
 * must be that of the reference in this process; one that is not is a defect of what lies between.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CompiledCase } from '../../suites/language/compile.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { selectCases } from '../cli/selection.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import type { Report } from '../report.js';
import { certify } from '../runner/certify.js';
import { VERSION } from '../version.js';
import { disagreements } from './compare.js';
import { openRoute, ROUTES, type RouteName, type RouteOptions } from './routes.js';

const SHOWN_MAX = 20;
const PROGRESS_MS = 30_000;

const { values } = parseArgs({
  options: {
    profile: { type: 'string', multiple: true, default: [...PROFILE_IDS] },
    route: { type: 'string', multiple: true, default: ROUTES.slice(1) },
    /** One case of so many. */
    sample: { type: 'string', default: '1' },
    suite: { type: 'string', multiple: true, default: [] },
    jobs: { type: 'string', default: '2' },
  },
});

async function reportOf(
  name: RouteName,
  cases: readonly CompiledCase[],
  options: RouteOptions,
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
      selection: values.suite,
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
  options: RouteOptions,
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

const folder = mkdtempSync(join(tmpdir(), 'kacs-routes-'));
let differing = 0;
try {
  const names = values.route.filter((name) => ROUTES.some((one) => one === name)) as RouteName[];
  if (names.length !== values.route.length) throw new Error(`--route: one of ${ROUTES.join(', ')}`);
  for (const id of values.profile) {
    const profile = profileOf(id);
    const every = Math.max(1, Number(values.sample));
    const cases = selectCases(profile, catalogueOf(profile), values.suite).filter(
      (_, index) => index % every === 0,
    );
    const options: RouteOptions = { profile, folder, jobs: Math.max(1, Number(values.jobs)) };
    const inProcess = await reportOf('process', cases, options);
    for (const name of names) differing += await compare(name, cases, options, inProcess);
  }
} catch (error) {
  process.stderr.write(`kacs-conformance: ${(error as Error).message}\n`);
  process.exitCode = 3;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (differing > 0) process.exitCode = 1;
