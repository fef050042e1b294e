/**
 * Plug-in of StrykerJS: the tests of a mutant of the reference are the conformance cases, one test
 * for each suite file and profile. The mutant is at work only inside the model: what compiles and
 * judges the cases uses the same wire tables, and has to stay right.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';

const PROFILES = (process.env['KACS_MUTANT_PROFILES'] ?? 'learn-0.20 psd-0.22 pkm-0.20').split(' ');

/** What instrumented code looks at. */
const instrumented = (globalThis['__stryker__'] ??= {});

class ConformanceRunner {
  /** @type {{ id: string, profile: object, catalogue: object, cases: object[] }[]} */
  tests = [];
  /** @type {object} */
  modules = {};

  capabilities() {
    return { reloadEnvironment: false };
  }

  /** Loads the build of the sandbox, the folder that the runner works in. */
  async init() {
    const load = (path) => import(pathToFileURL(join(process.cwd(), 'dist', path)).href);
    const [profiles, catalogues, compiler, suites, running, wires, adapters, models, worlds] =
      await Promise.all(
        [
          'reference/profiles/built-in.generated.js',
          'harness/catalogue/catalogue.js',
          'suites/language/compile.js',
          'suites/index.js',
          'harness/runner/run-case.js',
          'reference/wire/wire.js',
          'harness/adapters/reference/reference-adapter.js',
          'reference/kernel/calls/index.js',
          'reference/kernel/world.js',
        ].map(load),
      );
    this.modules = { ...running, ...wires, ...adapters, ...models };
    this.onlyInside(worlds.World.prototype, 'call');
    for (const id of PROFILES) {
      const profile = profiles.BUILT_IN_PROFILES[id];
      const catalogue = catalogues.catalogueOf(profile);
      const files = new Map();
      for (const one of compiler.compileSuites(suites.SUITES, profile, catalogue)) {
        // The cases of commands run the command itself, beside the model.
        if (!one.program.needs.every((need) => models.MODEL_CAPABILITIES.includes(need))) continue;
        const file = one.id.split('/').slice(0, 2).join('/');
        files.set(file, [...(files.get(file) ?? []), one]);
      }
      for (const [file, cases] of files) {
        this.tests.push({ id: `${id} ${file}`, profile, catalogue, cases });
      }
    }
  }

  /** The mutant and the coverage of a test count while this method runs. */
  onlyInside(prototype, name) {
    const original = prototype[name];
    const runner = this;
    prototype[name] = function (...args) {
      return runner.inside(() => original.apply(this, args));
    };
  }

  inside(work) {
    instrumented.activeMutant = this.mutant;
    instrumented.currentTestId = this.current;
    try {
      return work();
    } finally {
      instrumented.activeMutant = undefined;
      instrumented.currentTestId = undefined;
    }
  }

  async dryRun() {
    return this.run(this.tests, undefined);
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    this.mutant = activeMutant.id;
    instrumented.hitCount = hitLimit === undefined ? undefined : 0;
    instrumented.hitLimit = hitLimit;
    const wanted = testFilter === undefined ? undefined : new Set(testFilter);
    const tests = this.tests.filter(({ id }) => wanted?.has(id) ?? true);
    const result = await this.run(tests, disableBail !== true);
    this.mutant = undefined;
    const reached = determineHitLimitReached(instrumented.hitCount, hitLimit);
    return toMutantRunResult(reached ?? result);
  }

  async run(tests, bail) {
    const results = [];
    for (const test of tests) {
      const started = performance.now();
      const failure = await this.failureOf(test);
      const timeSpentMs = Math.round(performance.now() - started);
      const common = { id: test.id, name: test.id, timeSpentMs };
      results.push(
        failure === undefined
          ? { ...common, status: TestStatus.Success }
          : { ...common, status: TestStatus.Failed, failureMessage: failure },
      );
      if (failure !== undefined && bail === true) break;
    }
    const { mutantCoverage } = instrumented;
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage };
  }

  /** What the first red case of a suite file says; undefined if none is red. */
  async failureOf({ id, profile, catalogue, cases }) {
    const { ReferenceAdapter, modelOf, runCase, wireOf } = this.modules;
    this.current = id;
    try {
      // A copy of the profile, so that the mutant is at work when its wire tables are compiled.
      const adapter = this.inside(
        () => new ReferenceAdapter({ profile, model: modelOf({ ...profile }) }),
      );
      const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
      const context = { adapter, hello, wire: wireOf(profile), catalogue };
      for (const one of cases) {
        const { judgement } = await runCase(one.program, context);
        const [failure] = judgement.failures;
        if (failure !== undefined) return `${one.id}: ${failure.message}`;
        if (judgement.verdict === 'couldNotRun') return `${one.id}: could not run`;
      }
      await adapter.close();
      return undefined;
    } catch (error) {
      return `${id}: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      this.current = undefined;
    }
  }
}

/** What StrykerJS looks for. */
export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'conformance', ConformanceRunner),
];
