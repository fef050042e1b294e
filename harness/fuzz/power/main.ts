/**
 * @module `npm run fuzz:power`: how much the fuzzer finds. A sample of deliberate faults of the
 * reference is hunted, each within a budget on one core; beside it the plain jsfuzz command.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { FAULTS } from '../../../reference/faults/index.js';
import { countingNumber, wholeNumber } from '../../cli/options.js';
import { runScript } from '../../cli/script.js';
import { TARGET_NAMES, type TargetName } from '../target.js';
import { jsfuzzCommand } from '../decoder/jsfuzz.js';
import { powerJson, powerText } from './results.js';
import { sampleFaults } from './sample.js';
import type { Task, TaskResult } from './worker.js';

const SAMPLE = 60;
const SECONDS = 60;

interface Flags {
  readonly json?: true;
  readonly full?: true;
  readonly verbose?: true;
  readonly jsfuzz: boolean;
  readonly jsfuzzFaults?: number;
  readonly seconds: number;
  readonly faults: number;
  readonly seed: number;
  readonly jobs: number;
  readonly target?: TargetName;
}

/** The whole run. */
async function power(flags: Flags): Promise<void> {
  const { seed, seconds } = flags;
  const sample = sampleFaults(seed, flags.full === true ? FAULTS.length : flags.faults);
  const tasks: Task[] = sample.quarries
    .filter(({ target }) => flags.target === undefined || target === flags.target)
    .map((quarry) => ({ quarry, seconds, seed, jsfuzz: false }));
  // jsfuzz takes the whole of its time for most faults: it can be asked about some of them only.
  const jsfuzz = flags.jsfuzz && jsfuzzCommand() !== undefined;
  const asked = jsfuzz ? Math.min(flags.jsfuzzFaults ?? tasks.length, tasks.length) : 0;
  for (let n = 0; n < asked; n += 1) {
    const task = tasks[Math.floor((n * tasks.length) / asked)];
    if (task !== undefined) task.jsfuzz = true;
  }
  const total = tasks.length;
  const results: TaskResult[] = [];
  const quiet = flags.verbose !== true && process.stderr.isTTY;
  const caught = (result: TaskResult): void => {
    results.push(result);
    if (!quiet) process.stderr.write(`${results.length}/${total} ${lineOf(result)}\n`);
  };
  const jobs = Math.min(flags.jobs, total);
  await Promise.all(Array.from({ length: jobs }, () => hunter(tasks, caught)));
  const summary = { results, unobservable: sample.unobservable, seed, seconds };
  process.stdout.write(
    flags.json === true ? `${JSON.stringify(powerJson(summary))}\n` : powerText(summary),
  );
}

/** One process of the run: takes tasks until none is left. */
function hunter(tasks: Task[], caught: (result: TaskResult) => void): Promise<void> {
  const child = fork(fileURLToPath(new URL('./worker.js', import.meta.url)));
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const task = tasks.shift();
      if (task === undefined) child.disconnect();
      else child.send(task);
    };
    child.on('message', (result: TaskResult) => {
      caught(result);
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

function lineOf({ caught, jsfuzzFound }: TaskResult): string {
  const { fault, target, found, seconds, executions, steps, signature } = caught;
  const what = found ? `${signature ?? ''} (${steps ?? 0} steps)` : 'not found';
  const other = jsfuzzFound === undefined ? '' : `, jsfuzz ${jsfuzzFound ? 'too' : 'not'}`;
  return `${target} ${fault}: ${what}, ${seconds.toFixed(1)} s, ${executions} inputs${other}`;
}

await runScript<Flags>(
  'npm run fuzz:power --',
  (script) =>
    script
      .description('measure what the fuzzer finds among the deliberate faults')
      .option('--full', 'all faults, not a sample')
      .option('--faults <n>', 'how many the sample has', countingNumber, SAMPLE)
      .option('--seconds <n>', 'how long each is hunted, on one core', countingNumber, SECONDS)
      .option('--seed <n>', 'seed of the sample and of the hunts', wholeNumber, 1)
      .option('--jobs <n>', 'hunts at a time', countingNumber, availableParallelism())
      .addOption(new Option('--target <target>', 'only its faults').choices(TARGET_NAMES))
      .option('--no-jsfuzz', 'without the plain jsfuzz command beside it')
      .option('--jsfuzz-faults <n>', 'ask jsfuzz about so many only', wholeNumber)
      .option('--json', 'print one JSON object')
      .option('--verbose', 'a line for each fault on a terminal, too'),
  power,
);
