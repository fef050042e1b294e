/**
 * `npm run mutants`: mutates a seeded sample of the reference with StrykerJS and prints the score,
 * the conformance cases being the tests.
 *
 *     npm run mutants -- --sample 200 --seed 7
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    // Lines of code. About one mutant that cases can see comes of two to five; 600 take half an hour.
    sample: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '2' },
  },
});

/** So many lines that follow each other are in the sample together. */
const RANGE = 8;
const OUT = 'reports/out/mutants';

const files = ['kernel', 'wire']
  .map((folder) => join('reference', folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
  .filter((file) => file.endsWith('.ts') && !/\.(?:test|fixture|generated|clauses)\.ts$/.test(file))
  .sort((a, b) => (a < b ? -1 : 1));

/** Every range of every file. */
const ranges = files.flatMap((file) => {
  const lines = readFileSync(file, 'utf8').split('\n').length;
  return Array.from({ length: Math.ceil(lines / RANGE) }, (_, n) => {
    const first = n * RANGE + 1;
    return `${file}:${first}-${Math.min(first + RANGE - 1, lines)}`;
  });
});

let state = Number(values.seed) >>> 0 || 1;
/** Marsaglia's xorshift. */
function below(bound) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % bound;
}
for (let n = ranges.length - 1; n > 0; n -= 1) {
  const other = below(n + 1);
  [ranges[n], ranges[other]] = [ranges[other], ranges[n]];
}

mkdirSync(OUT, { recursive: true });
const config = {
  mutate: ranges.slice(0, Math.max(1, Math.ceil(Number(values.sample) / RANGE))),
  testRunner: 'conformance',
  plugins: ['./harness/mutants/conformance-runner.mjs'],
  buildCommand: 'tsc -p tsconfig.build.json',
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: Number(values.concurrency),
  timeoutMS: 20_000,
  // StrykerJS rewrites the configuration through an interface that TypeScript 7 lacks; ours needs
  // no rewriting.
  tsconfigFile: 'none',
  ignorePatterns: ['dist*', 'docs', 'reports/out'],
  tempDirName: `${OUT}/sandbox`,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `${OUT}/mutants.json` },
  allowConsoleColors: false,
};
const path = `${OUT}/stryker.config.json`;
writeFileSync(path, `${JSON.stringify(config, null, 1)}\n`);
const { status } = spawnSync('stryker', ['run', path], { stdio: 'inherit', shell: false });
process.exitCode = status ?? 3;
