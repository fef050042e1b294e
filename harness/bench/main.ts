/**
 * @module `npm run bench`: what the project promises about speed, as ratios within one run. The
 * machine may be noisy, so nothing here is a test. Lines are
 * selected by name: `npm run bench -- wire jobs`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { fromHex, toHex } from '../../reference/wire/hex.js';
import { decode, wireOf } from '../../reference/wire/wire.js';
import { runScript } from '../cli/script.js';
import { buildPath, packagePath } from '../package-root.js';
import { PROFILE_IDS } from '../profiles/profile-option.js';
import { UsageError } from '../usage-error.js';
import { agentLine } from './agent.js';
import { wireAgainstJsfuzz } from './fuzz.js';
import { twoJobsAgainstOne } from './jobs.js';
import { programsInProcess, programsOverStdio } from './programs.js';
import { guestLines } from './guests.js';
import { callRate, ECHO, REFERENCE } from './link.js';
import { median, nanosecondsPerCall, type Line } from './measure.js';
import { pageLines } from './page.js';

const GOAL = { decode: 1, link: 0.5, certifySeconds: 10, certifyMiB: 300 } as const;
const LINK_ROUNDS = 3;

/**
 * Both sides end up with the same value in the same shape: `token-600.json` is exactly what
 * `decode` makes of `token-600.hex` (SIDs as objects), with bytes as hex and 64-bit numbers as
 * `0x…`. Decoding also checks every rule.
 */
function decodeAgainstJson(): Line {
  const bytes = fromHex(
    readFileSync(packagePath('corpus', 'bench', 'token-600.hex'), 'utf8').trim(),
  );
  const text = readFileSync(packagePath('corpus', 'bench', 'token-600.json'), 'utf8').trim();
  const wire = wireOf(BUILT_IN_PROFILES['learn-0.20']);
  const { value, issues } = decode(wire, 'TOKEN_SPEC', bytes);
  if (issues.length > 0) throw new Error('the spec is valid');
  if (JSON.stringify(value, plain) !== text) throw new Error('the JSON is that of the spec');
  const ours = nanosecondsPerCall(() => decode(wire, 'TOKEN_SPEC', bytes));
  const json = nanosecondsPerCall(() => JSON.parse(text) as unknown);
  const ratio = json / ours;
  return {
    what: `decode and validate a ${bytes.length}-byte token spec (${ours.toFixed(0)} ns) against JSON.parse of ${text.length} characters (${json.toFixed(0)} ns)`,
    figure: `${ratio.toFixed(2)} times as fast`,
    goal: `≥ ${GOAL.decode}`,
    met: ratio >= GOAL.decode,
  };
}

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  return typeof value === 'bigint' ? `0x${value.toString(16)}` : value;
}

async function linkAgainstEcho(): Promise<Line> {
  const ratios: number[] = [];
  let calls = 0;
  for (let round = 0; round < LINK_ROUNDS; round += 1) {
    calls = await callRate(REFERENCE);
    ratios.push(calls / (await callRate(ECHO)));
  }
  const ratio = median(ratios);
  return {
    what: `calls over stdio at a window of 64 (${calls.toFixed(0)} a second) against a child that parses and re-serialises`,
    figure: ratio.toFixed(2),
    goal: `≥ ${GOAL.link}`,
    met: ratio >= GOAL.link,
  };
}

/** Certifies the reference in every profile, one process each, and adds up. */
function certifyEverything(): Line {
  const out = mkdtempSync(join(tmpdir(), 'kacs-bench-'));
  let seconds = 0;
  let mebibytes = 0;
  for (const profile of PROFILE_IDS) {
    const start = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        buildPath('harness', 'bench', 'certify-once.js'),
        ...['certify', '--profile', profile, '--out', out, '--quiet'],
      ],
      { encoding: 'utf8' },
    );
    if (status !== 0)
      throw new Error(`certify --profile ${profile} ended with ${String(status)}: ${stderr}`);
    seconds = Math.max(seconds, (performance.now() - start) / 1000);
    mebibytes = Math.max(mebibytes, Number(/peak (\d+)/.exec(stderr)?.[1] ?? 0) / 1024);
  }
  rmSync(out, { recursive: true, force: true });
  return {
    what: 'certify the reference, the slowest profile',
    figure: `${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB`,
    goal: `< ${GOAL.certifySeconds} s, < ${GOAL.certifyMiB} MiB`,
    met: seconds < GOAL.certifySeconds && mebibytes < GOAL.certifyMiB,
  };
}

/** The lines by name, in their order; one may say why it is left out. */
const BENCHES: Readonly<Record<string, () => Promise<string | readonly Line[]>>> = {
  decode: () => Promise.resolve([decodeAgainstJson()]),
  link: async () => [await linkAgainstEcho()],
  certify: () => Promise.resolve([certifyEverything()]),
  wire: async () => [await wireAgainstJsfuzz()],
  calls: async () => [await programsInProcess(), ...(await programsOverStdio())],
  jobs: async () => [await twoJobsAgainstOne()],
  page: pageLines,
  agent: async () => {
    const line = await agentLine();
    return typeof line === 'string' ? `the Linux agent: ${line}` : [line];
  },
  guests: async () => {
    const lines = await guestLines();
    return typeof lines === 'string' ? `all about guests: ${lines}` : lines;
  },
};

const known = Object.keys(BENCHES).join(', ');

await runScript(
  'npm run bench --',
  (script) => script.description('speed, as ratios within one run').argument('[lines...]', known),
  async (_, names) => {
    const unknown = names.filter((name) => !(name in BENCHES));
    if (unknown.length > 0)
      throw new UsageError(`no line ${unknown.join(', ')}: there are ${known}`);
    for (const [name, bench] of Object.entries(BENCHES)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const lines = await bench();
      if (typeof lines === 'string') process.stdout.write(`SKIPPED, ${lines}\n`);
      else for (const line of lines) process.stdout.write(`${text(line)}\n`);
    }
  },
);

function text({ what, figure, goal, met }: Line): string {
  return `${met ? '✓' : '✗'} ${what}: ${figure} (goal ${goal})`;
}
