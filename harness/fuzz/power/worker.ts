/** @module A process of a power run: takes faults, gives back what came of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainSpecs } from '../corpus/specs.js';
import { runJsfuzz } from '../decoder/jsfuzz.js';
import { wireOf } from '../../../reference/wire/wire.js';
import { profileOf } from '../../profiles/profile-option.js';
import { seededRandom } from '../../protocol/random.js';
import { hunt, type Catch } from './hunt.js';
import type { Quarry } from './sample.js';

/** A piece of work. @internal */
export interface Task {
  readonly quarry: Quarry;
  readonly seconds: number;
  readonly seed: number;
  /** Also with the plain jsfuzz command. */
  jsfuzz: boolean;
}

/** What came of it. @internal */
export interface TaskResult {
  readonly caught: Catch;
  /** Whether jsfuzz found the fault in the same time; absent where it was not asked. */
  readonly jsfuzzFound?: boolean;
}

/** jsfuzz instruments its target first; that is not of its time. */
const START_MS = 120_000;
const PLANTED = 4;
const PLANTED_BYTES = 2048;

/** Inputs to start from, whole specs and whole Programs: from nothing, jsfuzz would get nowhere. */
function plant(corpus: string, { target, profile }: Quarry, seed: number): void {
  mkdirSync(corpus, { recursive: true });
  if (target === 'wire') {
    writeFileSync(join(corpus, 'plain'), plainSpecs(wireOf(profileOf(profile))).token);
    return;
  }
  const random = seededRandom(seed);
  for (let n = 0; n < PLANTED; n += 1) {
    const bytes = Uint8Array.from({ length: PLANTED_BYTES }, () => random(256));
    writeFileSync(join(corpus, String(n)), bytes);
  }
}

async function work({ quarry, seconds, seed, jsfuzz }: Task): Promise<TaskResult> {
  const caught = await hunt(quarry, seconds, seed);
  if (!jsfuzz) return { caught };
  const folder = mkdtempSync(join(tmpdir(), 'kacs-power-'));
  plant(join(folder, 'corpus'), quarry, seed);
  const busyMs = seconds * 1000 * Math.max(1, caught.stretch);
  try {
    const { crash } = await runJsfuzz({
      bundle: quarry.target === 'wire' ? 'wire' : 'programs',
      folder,
      seed,
      busyMs,
      timeMs: busyMs + START_MS,
      env: {
        KACS_FUZZ_PROFILE: quarry.profile,
        KACS_FUZZ_ADAPTER: `faulty:${quarry.fault}`,
        KACS_FUZZ_FAULT: quarry.fault,
        KACS_FUZZ_TARGET: quarry.target,
      },
    });
    return { caught, jsfuzzFound: crash !== undefined };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.on('message', (task: Task) => {
  work(task).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${task.quarry.fault}: ${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
