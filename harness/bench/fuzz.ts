/** @module Speed of fuzzing: the `wire` target against the plain jsfuzz command. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { fromHex, wireOf } from '../../reference/wire/wire.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { runJsfuzz } from '../fuzz/decoder/jsfuzz.js';
import { Candidate } from '../fuzz/engine/candidate.js';
import { Loop } from '../fuzz/engine/loop.js';
import { inputOf, programOf } from '../fuzz/wire/wire-input.js';
import { plainSpecs } from '../fuzz/corpus/specs.js';
import { WIRE_TARGET } from '../fuzz/wire/wire-target.js';
import { packagePath } from '../package-root.js';
import { median, type Line } from './measure.js';

const GOAL = { jsfuzz: 10, accepted: 0.2 } as const;
const PROFILE = BUILT_IN_PROFILES['learn-0.20'];
/** jsfuzz takes seconds to instrument the target; only what comes after counts. */
const JSFUZZ = { busyMs: 10_000, timeMs: 240_000 } as const;
const OURS_MS = 5000;
const ROUNDS = 3;
const WARM_UP_MS = 3000;
const TURN = 256;

/**
 * Executions a second of both, on the reference, from the same one input. What else the machine
 * does changes by the minute: the middle one of several rounds counts. @internal
 */
export async function wireAgainstJsfuzz(): Promise<Line> {
  const spec = readFileSync(packagePath('corpus', 'bench', 'token-600.hex'), 'utf8').trim();
  const bytes = fromHex(spec);
  const ours: number[] = [];
  const theirs: number[] = [];
  const accepted: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const own = await ownRun(bytes);
    ours.push(own.executions / own.seconds);
    accepted.push(own.accepted / own.executions);
    theirs.push(await jsfuzzRate(bytes));
  }
  const ratio = median(ours.map((rate, round) => rate / (theirs[round] ?? Number.NaN)));
  const share = Math.min(...accepted);
  return {
    what:
      `wire executions in a second of one core, in process (${median(ours).toFixed(0)}, ${(share * 100).toFixed(0)} % ` +
      `accepted and read back) against the plain jsfuzz command (${median(theirs).toFixed(0)})`,
    figure: `${ratio.toFixed(1)} times as many`,
    goal: `≥ ${GOAL.jsfuzz}`,
    met: ratio >= GOAL.jsfuzz && share >= GOAL.accepted,
  };
}

interface OwnRun {
  readonly executions: number;
  readonly accepted: number;
  readonly seconds: number;
}

async function ownRun(bytes: Uint8Array): Promise<OwnRun> {
  const wire = wireOf(PROFILE);
  const isKnown = (): boolean => false;
  const candidate = new Candidate(() => new ReferenceAdapter({ profile: PROFILE, window: 1 }), {
    profile: PROFILE,
    seed: 0,
    isKnown,
  });
  const quiet = (): void => undefined;
  const loop = new Loop(WIRE_TARGET, candidate, {
    seed: 1,
    known: new Set(),
    withoutSeeds: true,
    events: { reached: quiet, found: quiet, seen: quiet, restarted: quiet },
  });
  await loop.open();
  loop.feed([programOf(wire, inputOf(wire, 'TOKEN_SPEC', bytes), plainSpecs(wire))], true);
  const runFor = async (ms: number): Promise<void> => {
    const end = performance.now() + ms;
    while (performance.now() < end) await loop.run(TURN);
  };
  await runFor(WARM_UP_MS);
  const before = { executions: loop.executions, accepted: loop.accepted, at: cpuSeconds() };
  await runFor(OURS_MS);
  const seconds = cpuSeconds() - before.at;
  await candidate.drop();
  return {
    executions: loop.executions - before.executions,
    accepted: loop.accepted - before.accepted,
    seconds,
  };
}

/** One core may be shared with others: what counts is the time on it. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function jsfuzzRate(bytes: Uint8Array): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kacs-bench-'));
  try {
    mkdirSync(join(folder, 'corpus'));
    writeFileSync(join(folder, 'corpus', 'start'), bytes);
    const env = { KACS_FUZZ_PROFILE: PROFILE.id, KACS_FUZZ_ADAPTER: 'reference' };
    const result = await runJsfuzz({ bundle: 'wire', folder, seed: 1, ...JSFUZZ, env });
    if (result.executions === 0) throw new Error('jsfuzz did not get past its start');
    return result.executions / result.cpuSeconds;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
