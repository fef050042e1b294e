/**
 * The reference by its longest route: the agent in a guest, whose system-call layer asks a
 * reference that is served outside. A sample of all suites, since emulation is slow; every verdict must be
 * that of the reference in this process.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { catalogueOf } from '../../catalogue/catalogue.js';
import { scratch } from '../../cli/command.fixture.js';
import { detectProfile } from '../../cli/detect-profile.js';
import { selectCases } from '../../cli/selection.js';
import { examine } from '../../protocol/doctor.js';
import { serveSocket } from '../../protocol/serve-socket.js';
import type { Report } from '../../report.js';
import { certify } from '../../runner/certify.js';
import type { Adapter } from '../adapter.js';
import { agentProgram } from '../linux/agent-program.js';
import { ReferenceAdapter } from '../reference/reference-adapter.js';
import { ProtocolClient } from '../stdio/client.js';
import type { LinkHandlers } from '../stdio/link.js';
import { debianKernel } from './debian-kernel.js';
import { skipLoudly } from './skip-loudly.fixture.js';
import { GuestFactory } from './guest-factory.js';
import { GuestLink } from './guest-link.js';
import { guestOptions, type GuestOptions } from './guest-options.js';
import { QemuAdapter } from './qemu-adapter.js';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const debian = debianKernel();
const seamAgent = typeof debian === 'string' ? debian : builtAgent();
const missing = typeof seamAgent === 'string' ? seamAgent : undefined;
if (missing !== undefined) skipLoudly(missing);

/** One case of so many; a prime, so that no area's order decides what is taken. */
const SAMPLE = 101;
const PROFILE = BUILT_IN_PROFILES['psd-0.20'];
const folder = scratch();

function builtAgent(): { readonly path: string } | string {
  try {
    return { path: agentProgram({ seam: true }) };
  } catch (error) {
    return (error as Error).message;
  }
}

describe.runIf(missing === undefined)('the reference behind an agent in a guest', () => {
  let server: Awaited<ReturnType<typeof serveSocket>>;
  let factory: GuestFactory;
  let options: GuestOptions;

  beforeAll(async () => {
    const socket = folder.path('reference.sock');
    server = await serveSocket(() => new ReferenceAdapter({ profile: PROFILE }), `unix:${socket}`);
    const { kernel, modules } = debian as Exclude<typeof debian, string>;
    options = { ...guestOptions({ kernel, modules, jobs: 2 }), seam: socket };
    const { path } = seamAgent as Exclude<typeof seamAgent, string>;
    factory = new GuestFactory(options, () => Promise.resolve(path));
    await factory.prepare();
  });

  afterAll(async () => {
    factory.close();
    await server.close();
    folder.remove();
  });

  const guests = (): QemuAdapter => new QemuAdapter(options, { deadlineMs: 60_000 }, factory);

  it('is recognised for what it is', async () => {
    const profile = await detectProfile(guests, { seed: 0 });
    expect(profile.id).toBe(PROFILE.id);
  });

  it('is led by the doctor to its first suite', async () => {
    const lines: string[] = [];
    const source = { take: () => factory.take() };
    const open = (handlers: LinkHandlers): GuestLink => new GuestLink(source, handlers);
    const client = new ProtocolClient('qemu', open, { deadlineMs: 60_000 });
    const words = ['--adapter', 'qemu', '--kernel', options.kernel];
    expect(await examine({ client, words }, PROFILE, (line) => lines.push(line))).toBe(0);
    const said = lines.join('\n');
    expect(said).not.toContain('NOT ok');
    expect(said).toMatch(/certify --adapter qemu --kernel \S+vmlinuz-\S+ --suite 'session-spec/);
  });

  it('gives the verdicts of the reference in this process', async () => {
    const catalogue = catalogueOf(PROFILE);
    const cases = selectCases(PROFILE, catalogue, []).filter((_, index) => index % SAMPLE === 7);
    const areas = new Set(cases.map(({ area }) => area));
    expect(areas.size).toBeGreaterThan(15);
    const run = async (adapter: Adapter): Promise<Report> => {
      const fixed = { scope: 'kernel', seed: 0, reruns: 1, command: [], toolVersion: '0' } as const;
      const report = await certify({
        ...fixed,
        adapter,
        profile: PROFILE,
        catalogue,
        cases,
        selection: ['a sample'],
      });
      await adapter.close();
      return report;
    };
    const verdicts = ({ results }: Report): readonly string[] =>
      results.map(({ id, verdict }) => `${id} ${verdict}`);
    const inGuest = await run(guests());
    expect(verdicts(inGuest)).toEqual(
      verdicts(await run(new ReferenceAdapter({ profile: PROFILE, window: 4 }))),
    );
    expect(inGuest.candidate.name).toBe('kacs-agent (seam)');
    expect(inGuest.cases.pass).toBeGreaterThan(cases.length / 2);
  });
});
