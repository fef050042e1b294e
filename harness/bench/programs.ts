/** @module The `calls` target's speed: generated Programs of ten steps, in process and over stdio. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../reference/wire/wire.js';
import type { Adapter, PlainStep } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { connect } from '../adapters/stdio/connect.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { CALLS_TARGET } from '../fuzz/calls/calls-target.js';
import type { Target } from '../fuzz/target.js';
import { buildPath } from '../package-root.js';
import { withoutExpectations } from '../program/plain-steps.js';
import type { Program } from '../program/program.js';
import { seededRandom } from '../protocol/random.js';
import { ECHO } from './link.js';
import { median, type Line } from './measure.js';

const STEPS = 10;
const PROGRAMS = 600;
const WARM_UP = 160;
const OVERLAP = 16;
/** What the loop makes in a run, whole overlaps of it. */
const MADE = WARM_UP + Math.ceil(PROGRAMS / OVERLAP) * OVERLAP;
const ROUNDS = 3;
const GOAL = 0.5;
const profile = BUILT_IN_PROFILES['psd-0.20'];
const SERVE = `${buildPath('harness', 'cli', 'main.js')} serve --profile psd-0.20`;

/** The target on an adapter, and what makes its Programs: the same ones each time. */
async function opened(
  adapter: Adapter,
): Promise<{ readonly target: Target<Program>; readonly make: () => Program }> {
  const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
  const catalogue = catalogueOf(profile, 'kernel');
  const wire = wireOf(profile);
  const target = await CALLS_TARGET.open({ profile, wire, catalogue, adapter, hello });
  const random = seededRandom(1);
  const making = { random, enabled: new Set(target.kinds), other: (): never => never() };
  const make = (): Program => {
    const program = target.generate(making);
    if (program === undefined) throw new Error('the target makes Programs');
    return program;
  };
  return { target, make };
}

function never(): never {
  throw new Error('nothing is spliced');
}

/** Programs of ten steps a second, of what one step of the work carries out. */
async function rate(one: () => Promise<{ readonly steps: number }>): Promise<number> {
  const batch = async (count: number): Promise<number> => {
    let steps = 0;
    for (let done = 0; done < count; done += OVERLAP) {
      const ended = await Promise.all(Array.from({ length: OVERLAP }, one));
      for (const program of ended) steps += program.steps;
    }
    return steps;
  };
  await batch(WARM_UP);
  const start = performance.now();
  const steps = await batch(PROGRAMS);
  return steps / STEPS / ((performance.now() - start) / 1000);
}

/** Made, carried out and followed. */
async function loopRate(adapter: Adapter): Promise<number> {
  const { target, make } = await opened(adapter);
  const perSecond = await rate(async () => {
    const program = make();
    const { differences } = await target.execute(program);
    if (differences.length > 0) throw new Error('every answer is as the model has it');
    return { steps: program.steps.length };
  });
  await adapter.close();
  return perSecond;
}

/** Only sent and answered: the same Programs, made before. */
async function sentRate(adapter: Adapter, programs: readonly PlainProgram[]): Promise<number> {
  await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
  let next = 0;
  const perSecond = await rate(async () => {
    const steps = programs[next % programs.length] ?? [];
    next += 1;
    await adapter.runProgram?.(steps);
    return { steps: steps.length };
  });
  await adapter.close();
  return perSecond;
}

type PlainProgram = readonly PlainStep[];

/** In process; there is no promise, but a figure to compare with. @internal */
export async function programsInProcess(): Promise<Line> {
  const perSecond = await loopRate(new ReferenceAdapter({ profile }));
  return {
    what: 'calls: Programs of ten steps made, carried out in process and followed',
    figure: `${perSecond.toFixed(0)} a second`,
    goal: 'none',
    met: true,
  };
}

/**
 * Over stdio, against a child that parses the same Programs and re-serialises the same answers: the
 * whole loop on either, and what the two children do by themselves. @internal
 */
export async function programsOverStdio(): Promise<readonly Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kacs-bench-'));
  try {
    const { programs, file } = await recorded(folder);
    const served = `stdio:${process.execPath} ${SERVE}`;
    const echo = `stdio:${process.execPath} ${ECHO} ${file}`;
    const loop: Pair[] = [];
    const sent: Pair[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      loop.push([await loopRate(connect(served)), await loopRate(connect(echo))]);
      sent.push([
        await sentRate(connect(served), programs),
        await sentRate(connect(echo), programs),
      ]);
    }
    return [
      against('calls: Programs of ten steps over stdio, made, carried out and followed', loop),
      { ...against('calls: the same only sent and answered', sent), goal: 'none', met: true },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rates of the served reference and of the child, one behind the other. */
type Pair = readonly [number, number];

function against(what: string, pairs: readonly Pair[]): Line {
  const ratio = median(pairs.map(([ours, child]) => ours / child));
  const [ours, child] = [0, 1].map((n) => median(pairs.map((pair) => pair[n] ?? 0)).toFixed(0));
  return {
    what: `${what} (${ours} a second), against a child that parses and re-serialises (${child})`,
    figure: ratio.toFixed(2),
    goal: `≥ ${GOAL}`,
    met: ratio >= GOAL,
  };
}

/** The Programs of the loop, and a file of what the reference says: hello, and its answers. */
async function recorded(
  folder: string,
): Promise<{ readonly programs: readonly PlainProgram[]; readonly file: string }> {
  const adapter = new ReferenceAdapter({ profile });
  const { make } = await opened(adapter);
  const programs: PlainProgram[] = [];
  const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
  const lines = [`${JSON.stringify(hello)}\n`];
  for (let made = 0; made < MADE; made += 1) {
    const steps = make().steps.map(withoutExpectations);
    programs.push(steps);
    const records = await adapter.runProgram(steps);
    lines.push(`${JSON.stringify({ value: { records } })}\n`);
  }
  const file = join(folder, 'answers.jsonl');
  writeFileSync(file, lines.join(''));
  return { programs, file };
}
