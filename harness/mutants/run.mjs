/**
 * `npm run mutants`: mutates a seeded sample of the reference with StrykerJS and prints the score,
 * the conformance cases being the tests.
 *
 *     npm run mutants -- --sample 200 --seed 7
 *     npm run mutants -- --only 'kernel/calls/gates.ts'
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { equivalentMutants } from './equivalent.mjs';
import { OUTSIDE } from './outside.mjs';
import { scoreLines } from './score.mjs';

const { values } = parseArgs({
  options: {
    // Lines of code.
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '2' },
    // A part of the paths of files: these only, whole if no sample is asked for.
    only: { type: 'string' },
  },
});

/** So many lines take half an hour on two cores. */
const SAMPLE_LINES = 600;
/** So many lines that follow each other are in the sample together. */
const RANGE = 8;
const OUT = 'reports/out/mutants';
const REPORT = `${OUT}/mutants.json`;

const files = ['kernel', 'wire']
  .map((folder) => join('reference', folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
  .filter((file) => file.endsWith('.ts') && !/\.(?:test|fixture|generated|clauses)\.ts$/.test(file))
  .filter((file) => !Object.hasOwn(OUTSIDE, file))
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

const { only, sample = only === undefined ? String(SAMPLE_LINES) : undefined } = values;
const among = ranges.filter((range) => range.includes(only ?? ''));
const count = sample === undefined ? among.length : Math.ceil(Number(sample) / RANGE);
const mutate = among.slice(0, Math.max(1, count));

mkdirSync(OUT, { recursive: true });
rmSync(REPORT, { force: true });
const config = {
  mutate,
  testRunner: 'conformance',
  plugins: [
    './harness/mutants/conformance-runner.mjs',
    './harness/mutants/not-behaviour.mjs',
    './harness/mutants/survivor-reporter.mjs',
  ],
  ignorers: ['not-behaviour'],
  buildCommand: 'node harness/mutants/build.mjs',
  coverageAnalysis: 'perTest',
  concurrency: Number(values.concurrency),
  // A model that is loaded again leaves the old one in memory.
  maxTestRunnerReuse: 100,
  // A timeout counts as caught: a busy machine must not be the reason.
  timeoutMS: 120_000,
  // Where the type allows for undefined and an earlier check does not, `?.` is for the compiler;
  // without it the model cannot answer wrongly, but only fail.
  mutator: { excludedMutations: ['OptionalChaining'] },
  // StrykerJS rewrites the configuration through an interface that TypeScript 7 lacks; ours needs
  // no rewriting.
  tsconfigFile: 'none',
  ignorePatterns: ['dist*', 'docs', 'reports/out'],
  tempDirName: `${OUT}/sandbox`,
  reporters: ['json', 'progress-append-only', 'survivors'],
  jsonReporter: { fileName: REPORT },
  allowConsoleColors: false,
};
const path = `${OUT}/stryker.config.json`;
writeFileSync(path, `${JSON.stringify(config, null, 1)}\n`);
const { status } = spawnSync('stryker', ['run', path], { stdio: 'inherit', shell: false });
process.exitCode = status ?? 3;
if (status === 0) {
  const report = JSON.parse(readFileSync(REPORT, 'utf8'));
  process.stdout.write(`${scoreLines(report, equivalentMutants()).join('\n')}\n`);
}
