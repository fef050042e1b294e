/** @module A process of a power run: takes faults, gives back what came of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runJsfuzz } from '../decoder/jsfuzz.js';
import { hunt, type Catch } from './hunt.js';
import type { Quarry } from './sample.js';

/** A piece of work. @internal */
export interface Task {
  readonly quarry: Quarry;
  readonly seconds: number;
  readonly seed: number;
  /** Also with the plain jsfuzz command. */
  readonly jsfuzz: boolean;
}

/** What came of it. @internal */
export interface TaskResult {
  readonly caught: Catch;
  /** Whether jsfuzz found the fault in the same time; absent where it was not asked. */
  readonly jsfuzzFound?: boolean;
}

async function work({ quarry, seconds, seed, jsfuzz }: Task): Promise<TaskResult> {
  const caught = await hunt(quarry, seconds, seed);
  if (!jsfuzz) return { caught };
  const folder = mkdtempSync(join(tmpdir(), 'kacs-power-'));
  try {
    const { crash } = await runJsfuzz({
      bundle: quarry.target === 'wire' ? 'wire' : 'programs',
      folder,
      seed,
      timeMs: seconds * 1000 * Math.max(1, caught.stretch),
      env: {
        KACS_FUZZ_PROFILE: quarry.profile,
        KACS_FUZZ_ADAPTER: `faulty:${quarry.fault}`,
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
