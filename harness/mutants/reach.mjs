/**
 * Which case reaches which mutants. StrykerJS keeps this by test; here a test is a whole suite
 * file, and a mutant that survives would be run against cases that never come near it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the sandbox, for all processes that work in it. */
const FILE = 'reached-mutants.json';

/** What mutated code looks at. */
const instrumented = (globalThis['__stryker__'] ??= {});

const nameOf = (test, one) => `${test.profile?.id} ${one.id}`;

/** Takes down what the first run reaches, case by case. */
export class Reach {
  /** @type {Record<string, number[]>} */
  mutantsOf = {};

  /** Runs a case of a test. */
  async during(test, one, work) {
    const name = nameOf(test, one);
    instrumented.currentTestId = name;
    try {
      return await work();
    } finally {
      const perTest = instrumented.mutantCoverage?.perTest ?? {};
      const counts = perTest[name] ?? {};
      instrumented.currentTestId = test.id;
      delete perTest[name];
      this.mutantsOf[name] = Object.keys(counts).map(Number);
      const whole = (perTest[test.id] ??= {});
      for (const [id, count] of Object.entries(counts)) whole[id] = (whole[id] ?? 0) + count;
    }
  }

  write() {
    writeFileSync(FILE, JSON.stringify(this.mutantsOf));
  }
}

/** Reads it again. */
export class Reached {
  /** @type {Map<string, Set<number>>} */
  mutantsOf = new Map();
  /** @type {Map<number, string>} The built file of each mutant. */
  fileOf = new Map();

  constructor() {
    if (!existsSync(FILE)) return;
    const read = JSON.parse(readFileSync(FILE, 'utf8'));
    this.mutantsOf = new Map(Object.entries(read).map(([name, ids]) => [name, new Set(ids)]));
    for (const name of readdirSync('dist/reference', { recursive: true })) {
      if (!name.endsWith('.js')) continue;
      const text = readFileSync(join('dist/reference', name), 'utf8');
      for (const [, id] of text.matchAll(/stryMutAct_\w+\("(\d+)"\)/g)) {
        this.fileOf.set(Number(id), name);
      }
    }
  }

  /**
   * The tests with the cases that reach the mutant, the most special ones first. Of a mutant in a
   * table, which is reached only while the model is loaded: those that reach its file, and all if
   * none does. Wire tables are compiled by whichever case comes first, for all that follow.
   */
  narrowed(tests, mutant, inTable) {
    const file = this.fileOf.get(mutant);
    if (file === undefined) return tests;
    const near = inTable
      ? [...this.fileOf].flatMap(([id, name]) => (name === file ? [id] : []))
      : [mutant];
    const idsOf = (test, one) => this.mutantsOf.get(nameOf(test, one)) ?? new Set();
    const reaches = (test, one) => near.some((id) => idsOf(test, one).has(id));
    const keyed = tests.map((test) => {
      const cases = test.cases.filter((one) => reaches(test, one));
      const breadth = cases.reduce((sum, one) => sum + idsOf(test, one).size, 0) / cases.length;
      return { test, cases, breadth };
    });
    const some = keyed.filter(({ cases }) => cases.length > 0);
    some.sort((a, b) => a.breadth - b.breadth);
    if (some.length === 0) return tests;
    if (file.startsWith('kernel')) return some.map(({ test, cases }) => ({ ...test, cases }));
    const others = inTable ? keyed.filter(({ cases }) => cases.length === 0) : [];
    return [...some, ...others].map(({ test }) => test);
  }
}
