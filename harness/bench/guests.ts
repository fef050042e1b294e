/** @module How fast a guest is under emulation, with Debian's kernel. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { agentProgram } from '../adapters/linux/agent-program.js';
import { debianKernel } from '../adapters/qemu/debian-kernel.js';
import { GuestFactory } from '../adapters/qemu/guest-factory.js';
import { guestOptions, type GuestOptions } from '../adapters/qemu/guest-options.js';
import { QemuAdapter } from '../adapters/qemu/qemu-adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { selectCases } from '../cli/selection.js';
import type { CallStep } from '../program/program.js';
import { serveSocket } from '../protocol/serve-socket.js';
import { certify } from '../runner/certify.js';
import { median, type Line } from './measure.js';

const GOAL = { bootSeconds: 10, resetRatio: 5 } as const;
const RESETS = 5;
const CALLS = 2000;
const GETPPID = 110;
const PROFILE = BUILT_IN_PROFILES['learn-0.20'];
const SUITE = 'session-spec/user-sid/revision-1*';

/** The figures, or why there are none. @internal */
export async function guestLines(): Promise<readonly Line[] | string> {
  const debian = debianKernel();
  if (typeof debian === 'string') return debian;
  const folder = mkdtempSync(join(tmpdir(), 'kacs-bench-'));
  const socket = join(folder, 'reference.sock');
  const server = await serveSocket(
    () => new ReferenceAdapter({ profile: PROFILE }),
    `unix:${socket}`,
  );
  const options: GuestOptions = {
    ...guestOptions({ ...debian, accel: 'tcg' }),
    seam: socket,
  };
  const agent = agentProgram({ seam: true });
  const factory = new GuestFactory(options, () => Promise.resolve(agent));
  try {
    return await measured(options, factory);
  } finally {
    factory.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(options: GuestOptions, factory: GuestFactory): Promise<readonly Line[]> {
  const start = performance.now();
  const adapter = new QemuAdapter(options, {}, factory);
  await adapter.hello({ protocol: 1, profile: PROFILE.id, seed: 0 });
  const bootSeconds = (performance.now() - start) / 1000;
  const resets: number[] = [];
  for (let round = 0; round < RESETS; round += 1) {
    const before = performance.now();
    await adapter.call('world.reset', { actor: 'init' });
    resets.push((performance.now() - before) / 1000);
  }
  const callsPerSecond = await callRate(adapter);
  await adapter.close();
  const ratio = bootSeconds / median(resets);
  return [
    {
      what: "boot Debian's kernel under TCG, from the start of QEMU to the answer to hello",
      figure: `${bootSeconds.toFixed(1)} s`,
      goal: `< ${GOAL.bootSeconds} s`,
      met: bootSeconds < GOAL.bootSeconds,
    },
    {
      what: `reset that guest by its snapshot (${(median(resets) * 1000).toFixed(0)} ms) against booting it again`,
      figure: `${ratio.toFixed(0)} times as fast`,
      goal: `≥ ${GOAL.resetRatio}`,
      met: ratio >= GOAL.resetRatio,
    },
    {
      what: 'getppid in that guest, in Programs of many calls',
      figure: `${callsPerSecond.toFixed(0)} calls a second`,
      goal: 'none',
      met: true,
    },
    await caseRate(options, factory),
  ];
}

async function callRate(adapter: QemuAdapter): Promise<number> {
  const spawn: CallStep = {
    as: 'w',
    actor: 'init',
    op: 'world.spawn',
    args: { identity: 'own' },
  };
  const call: CallStep = {
    actor: 'w',
    op: 'raw.syscall',
    args: { number: GETPPID, args: [] },
  };
  const steps = [spawn, ...Array.from({ length: CALLS }, () => call)];
  const start = performance.now();
  await adapter.runProgram?.(steps);
  return CALLS / ((performance.now() - start) / 1000);
}

/** The reference, asked by the agent in the guest. */
async function caseRate(options: GuestOptions, factory: GuestFactory): Promise<Line> {
  const catalogue = catalogueOf(PROFILE);
  const cases = selectCases(PROFILE, catalogue, [SUITE]);
  const adapter = new QemuAdapter(options, {}, factory);
  const report = await certify({
    adapter,
    profile: PROFILE,
    catalogue,
    scope: 'kernel',
    cases,
    selection: [SUITE],
    seed: 0,
    reruns: 0,
    command: [],
    toolVersion: '0',
  });
  await adapter.close();
  const rate = cases.length / report.timing.seconds;
  return {
    what: `${report.cases.pass} of ${cases.length} cases against the reference, which the agent in a guest asks outside`,
    figure: `${rate.toFixed(1)} cases a second`,
    goal: 'all pass',
    met: report.cases.pass === cases.length,
  };
}
