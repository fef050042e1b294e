/**
 * @module `npm run fuzz:power`: how much the fuzzer finds. A sample of deliberate faults of the
 * reference is hunted, each within a budget on one core; beside it the plain jsfuzz command.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FAULTS } from '../../../reference/faults/index.js';
import { jsfuzzCommand } from '../decoder/jsfuzz.js';
import { powerJson, powerText } from './results.js';
import { sampleFaults } from './sample.js';
import type { Task, TaskResult } from './worker.js';

const SAMPLE = 60;
const SECONDS = 60;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    'no-jsfuzz': { type: 'boolean', default: false },
    'jsfuzz-faults': { type: 'string' },
    seconds: { type: 'string', default: String(SECONDS) },
    faults: { type: 'string', default: String(SAMPLE) },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    target: { type: 'string' },
  },
});

const seed = Number(values.seed);
const sample = sampleFaults(seed, values.full ? FAULTS.length : Number(values.faults));
const jsfuzz = !values['no-jsfuzz'] && jsfuzzCommand() !== undefined;
const tasks: Task[] = sample.quarries
  .filter(({ target }) => values.target === undefined || target === values.target)
  .map((quarry) => ({ quarry, seconds: Number(values.seconds), seed, jsfuzz: false }));
// jsfuzz takes the whole of its time for most faults: it can be asked about some of them only.
const asked = jsfuzz ? Math.min(Number(values['jsfuzz-faults'] ?? tasks.length), tasks.length) : 0;
for (let n = 0; n < asked; n += 1) {
  const task = tasks[Math.floor((n * tasks.length) / asked)];
  if (task !== undefined) task.jsfuzz = true;
}
const results: TaskResult[] = [];
const total = tasks.length;

/** One process of the run: takes tasks until none is left. */
function hunter(): Promise<void> {
  const child = fork(fileURLToPath(new URL('./worker.js', import.meta.url)));
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const task = tasks.shift();
      if (task === undefined) child.disconnect();
      else child.send(task);
    };
    child.on('message', (result: TaskResult) => {
      results.push(result);
      tell(result);
      next();
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error('a process of the power run failed'));
    });
    next();
  });
}

function tell({ caught, jsfuzzFound }: TaskResult): void {
  if (!values.verbose && process.stderr.isTTY) return;
  const { fault, target, found, seconds, executions, steps, signature } = caught;
  const what = found ? `${signature ?? ''} (${steps ?? 0} steps)` : 'not found';
  const other = jsfuzzFound === undefined ? '' : `, jsfuzz ${jsfuzzFound ? 'too' : 'not'}`;
  process.stderr.write(
    `${results.length}/${total} ${target} ${fault}: ${what}, ${seconds.toFixed(1)} s, ` +
      `${executions} inputs${other}\n`,
  );
}

const jobs = Math.max(1, Math.min(Number(values.jobs), total));
await Promise.all(Array.from({ length: jobs }, hunter));
const summary = {
  results,
  unobservable: sample.unobservable,
  seed,
  seconds: Number(values.seconds),
};
process.stdout.write(values.json ? `${JSON.stringify(powerJson(summary))}\n` : powerText(summary));
