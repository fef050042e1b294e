/** @module The `calls` target's speed: generated Programs of ten steps, in process and over stdio. */
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../reference/wire/wire.js';
import type { Adapter } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { connect } from '../adapters/stdio/connect.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { CALLS_TARGET } from '../fuzz/calls/calls-target.js';
import { buildPath } from '../package-root.js';
import { seededRandom } from '../protocol/random.js';
import { callRate, ECHO } from './link.js';
import type { Line } from './measure.js';

const STEPS = 10;
const PROGRAMS = 600;
const WARM_UP = 150;
const OVERLAP = 16;
const GOAL = 0.5;
const profile = BUILT_IN_PROFILES['psd-0.20'];
const SERVE = `${buildPath('harness', 'cli', 'main.js')} serve --profile psd-0.20`;

/** Programs of ten steps a second, made, carried out, followed; and the calls in them. */
async function rates(adapter: Adapter): Promise<{ programs: number; calls: number }> {
  const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
  const catalogue = catalogueOf(profile, 'kernel');
  const target = await CALLS_TARGET.open({
    profile,
    wire: wireOf(profile),
    catalogue,
    adapter,
    hello,
  });
  const random = seededRandom(1);
  const making = { random, enabled: new Set(target.kinds), other: (): never => never() };
  let steps = 0;
  let calls = 0;
  const batch = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += OVERLAP) {
      await Promise.all(
        Array.from({ length: OVERLAP }, async () => {
          const input = target.generate(making);
          if (input === undefined) return;
          steps += input.steps.length;
          calls += (await target.execute(input)).calls;
        }),
      );
    }
  };
  await batch(WARM_UP);
  [steps, calls] = [0, 0];
  const start = performance.now();
  await batch(PROGRAMS);
  const seconds = (performance.now() - start) / 1000;
  await adapter.close();
  return { programs: steps / STEPS / seconds, calls: calls / seconds };
}

function never(): never {
  throw new Error('nothing is spliced');
}

/** In process; there is no promise, but a figure to compare with. @internal */
export async function programsInProcess(): Promise<Line> {
  const { programs } = await rates(new ReferenceAdapter({ profile }));
  return {
    what: 'calls: Programs of ten steps made, carried out in process and followed',
    figure: `${programs.toFixed(0)} a second`,
    goal: 'none',
    met: true,
  };
}

/** Over stdio: calls a second, against a child that parses and re-serialises. @internal */
export async function programsOverStdio(): Promise<Line> {
  const { programs, calls } = await rates(connect(`stdio:${process.execPath} ${SERVE}`));
  const ratio = calls / (await callRate(ECHO));
  return {
    what: `calls: Programs of ten steps over stdio (${programs.toFixed(0)} a second), their calls against a child that parses and re-serialises`,
    figure: ratio.toFixed(2),
    goal: `≥ ${GOAL}`,
    met: ratio >= GOAL,
  };
}
