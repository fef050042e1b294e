/**
 * Plug-in of StrykerJS: the tests of a mutant of the reference are the conformance cases, one test
 * for each suite file and profile. Two builds are loaded: the model under test, with the mutants,
 * and a clean one, which compiles and judges the cases with the same wire tables.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { linkData } from './link-data.mjs';
import { Reach, Reached } from './reach.mjs';
import { collect } from './small-vitest.mjs';

const PROFILES = (process.env['KACS_MUTANT_PROFILES'] ?? 'learn-0.20 psd-0.22 pkm-0.20').split(' ');

/** What mutated code looks at. */
const instrumented = (globalThis['__stryker__'] ??= {});

class ConformanceRunner {
  /** @type {{ id: string, profile: object, catalogue: object, cases: object[] }[]} */
  tests = [];
  /** @type {object} */
  clean = {};
  /** @type {object} The model under test. */
  model = {};

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Loads the builds of the sandbox, the folder that the runner works in. */
  async init() {
    const load = (path) => import(pathToFileURL(join(process.cwd(), 'dist-clean', path)).href);
    const [
      profiles,
      catalogues,
      compiler,
      suites,
      beyond,
      scripts,
      running,
      numbers,
      wires,
      models,
    ] = await Promise.all(
      [
        'reference/profiles/built-in.generated.js',
        'harness/catalogue/catalogue.js',
        'suites/language/compile.js',
        'suites/index.js',
        'harness/mutants/model/index.js',
        'harness/mutants/model/script.js',
        'harness/runner/run-case.js',
        'reference/abi/numbers.js',
        'reference/wire/wire.js',
        'reference/kernel/calls/index.js',
      ].map(load),
    );
    this.clean = { ...running, ...numbers, ...scripts, ...wires };
    this.model = await modelIn('dist');
    const known = new Set();
    for (const id of PROFILES) {
      const profile = profiles.BUILT_IN_PROFILES[id];
      const catalogue = catalogues.catalogueOf(profile);
      const files = new Map();
      for (const one of compiler.compileSuites(suites.SUITES, profile, catalogue)) {
        // The cases of commands run the command itself, beside the model.
        if (!one.program.needs.every((need) => models.MODEL_CAPABILITIES.includes(need))) continue;
        // What is the same in another profile, expectations included, shows nothing new.
        const text = JSON.stringify([one.id, one.program.steps]);
        if (known.has(text)) continue;
        known.add(text);
        const file = one.id.split('/').slice(0, 2).join('/');
        files.set(file, [...(files.get(file) ?? []), one]);
      }
      for (const [file, cases] of files) {
        this.tests.push({ id: `${id} ${file}`, profile, catalogue, cases });
      }
    }
    for (const file of readdirSync('dist/reference', { recursive: true })) {
      if (!file.endsWith('.test.js')) continue;
      this.tests.push({ id: `unit ${file}`, cases: [{ id: file, unit: file }] });
    }
    for (const one of beyond.MODEL_TESTS) {
      const profile = profiles.BUILT_IN_PROFILES[one.profile];
      this.tests.push({ id: `model ${one.id}`, profile, cases: [one] });
    }
  }

  async dryRun() {
    const reach = new Reach(this.tests);
    const result = await this.run(this.tests, this.model, undefined, reach);
    reach.write();
    // Loaded again without a mutant, the model has to be as good as before.
    const units = this.tests.filter(({ profile }) => profile === undefined);
    const again = await withFreshModel((model) => this.run(units, model, undefined));
    return { ...result, tests: [...result.tests, ...again.tests.filter(isRed)] };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail, mutantActivation }) {
    instrumented.hitCount = hitLimit === undefined ? undefined : 0;
    instrumented.hitLimit = hitLimit;
    instrumented.activeMutant = activeMutant.id;
    const wanted = testFilter === undefined ? undefined : new Set(testFilter);
    const filtered = this.tests.filter(({ id }) => wanted?.has(id) ?? true);
    this.reached ??= new Reached();
    const inTable = mutantActivation === 'static';
    const tests = this.reached.narrowed(filtered, Number(activeMutant.id), inTable);
    try {
      const running = (model) => this.run(tests, model, disableBail !== true);
      const result = await (inTable ? withFreshModel(running) : running(this.model));
      const reached = determineHitLimitReached(instrumented.hitCount, hitLimit);
      return toMutantRunResult(reached ?? result);
    } catch (error) {
      // The model does not even load.
      const failed = { id: 'load', name: 'load', timeSpentMs: 0, status: TestStatus.Failed };
      const tests = [{ ...failed, failureMessage: messageOf(error) }];
      return toMutantRunResult({ status: DryRunStatus.Complete, tests });
    } finally {
      instrumented.activeMutant = undefined;
    }
  }

  async run(tests, model, bail, reach) {
    const results = [];
    for (const test of tests) {
      const started = performance.now();
      const failure = await this.failureOf(test, model, reach);
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
  async failureOf(test, model, reach) {
    const { id, profile, catalogue, cases } = test;
    const { ReferenceAdapter, modelOf } = model;
    instrumented.currentTestId = id;
    try {
      if (profile === undefined) {
        const [one] = cases;
        const running = () => failureOfUnit(one.unit, model);
        return await (reach?.during(test, one, running) ?? running());
      }
      // A copy of the profile, so that the mutant is at work when its wire tables are compiled.
      const adapter = new ReferenceAdapter({ profile, model: modelOf({ ...profile }) });
      const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
      const wire = this.clean.wireOf(profile);
      // No delay changes what a model in process answers.
      const context = { adapter, hello, wire, catalogue, patienceMs: 0 };
      for (const one of cases) {
        const running = () => this.failureIn(one, { profile, adapter, context });
        const failure = await (reach?.during(test, one, running) ?? running());
        if (failure !== undefined) return `${one.id}: ${failure}`;
      }
      await adapter.close();
      return undefined;
    } catch (error) {
      return `${id}: ${messageOf(error)}`;
    } finally {
      instrumented.currentTestId = undefined;
    }
  }

  /** What one case says, or one test of the model. */
  async failureIn(one, { profile, adapter, context }) {
    if (one.run !== undefined) {
      const call = (op, params) => adapter.call(op, params);
      await one.run(new this.clean.Script(call, profile.id));
      return undefined;
    }
    const { judgement, records } = await this.clean.runCase(one.program, context);
    const [failure] = judgement.failures;
    if (failure !== undefined) return failure.message;
    if (judgement.verdict === 'couldNotRun') return 'could not run';
    // The protocol would not let such an answer through.
    const nameless = records.find(({ outcome }) => this.isNameless(outcome));
    return nameless === undefined ? undefined : 'an answer without an errno';
  }

  isNameless(outcome) {
    return outcome?.kind === 'refused' && !Object.hasOwn(this.clean.ERRNO, outcome.errno);
  }
}

function isRed({ status }) {
  return status === TestStatus.Failed;
}

/** What the first unit test of a file says that is red. */
async function failureOfUnit(file, model) {
  model.units.set(file, model.units.get(file) ?? (await collect(() => model.load(file))));
  for (const { name, run } of model.units.get(file)) {
    try {
      await run();
    } catch (error) {
      return `${name}: ${messageOf(error)}`;
    }
  }
  return undefined;
}

/** The model of a build, behind the adapter of the same build, and how to load its unit tests. */
async function modelIn(folder) {
  const load = (path) => import(pathToFileURL(join(process.cwd(), folder, path)).href);
  const { ReferenceAdapter } = await load('harness/adapters/reference/reference-adapter.js');
  const { modelOf } = await load('reference/kernel/calls/index.js');
  const units = new Map();
  return { ReferenceAdapter, modelOf, units, load: (file) => load(join('reference', file)) };
}

/**
 * The model once more, so that a mutant is at work while its tables are made. Its folder goes when
 * the work with it is done.
 */
async function withFreshModel(work) {
  const folder = mkdtempSync('dist-again-');
  const filter = (path) => !/\.(?:map|d\.ts)$/.test(path);
  try {
    for (const part of ['reference', 'harness']) {
      cpSync(join('dist', part), join(folder, part), { recursive: true, filter });
    }
    linkData(folder);
    return await work(await modelIn(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** What StrykerJS looks for. */
export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'conformance', ConformanceRunner),
];
