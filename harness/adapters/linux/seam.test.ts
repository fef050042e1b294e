/**
 * @module The whole path through the agent with a served model in the place of the kernel: every
 * verdict as in process. A sample from each area here; `KACS_MATRIX=full` runs everything.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { SUITES } from '../../../suites/index.js';
import { compileSuites, type CompiledCase } from '../../../suites/language/compile.js';
import type { Adapter } from '../adapter.js';
import { catalogueOf } from '../../catalogue/catalogue.js';
import { PROFILE_IDS, profileOf } from '../../profiles/profile-option.js';
import { serveSocket } from '../../protocol/serve-socket.js';
import type { Report } from '../../report.js';
import { certify } from '../../runner/certify.js';
import { ReferenceAdapter } from '../reference/reference-adapter.js';
import type { AgentBuild } from './agent-program.js';
import { missing, startAgent } from './agent.fixture.js';

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 300_000 });

const EVERYTHING = process.env['KACS_MATRIX'] === 'full';
const SAMPLE_STEP = 251;
/** What the agent does in a way of its own; few cases of the sample would have it. */
const OWN_WAYS =
  /world\.(?:fork|thread|exec|makeFile|kill|passHandle|socketPair|connect|receiveMessage|events|sleep|stat|readlink)|"par"|raw\.ioctl|kacs_(?:get|set)_sd|kacs_access_check|kacs_set_psb|kacs_open_(?:process|thread|peer)/;
const OWN_STEP = 37;

const folder = mkdtempSync(join(tmpdir(), 'kacs-seam-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

type ProfileId = (typeof PROFILE_IDS)[number];

/** Another part of the cases in each profile; of those that are special more than of the rest. */
function sampleOf(id: ProfileId): readonly CompiledCase[] {
  const cases = compileSuites(SUITES, profileOf(id), catalogueOf(profileOf(id), 'kernel'));
  if (EVERYTHING) return cases;
  const start = PROFILE_IDS.indexOf(id);
  const special = cases.filter(({ program }) => OWN_WAYS.test(JSON.stringify(program.steps)));
  const chosen = new Set([
    ...cases.filter((_, index) => index % SAMPLE_STEP === start),
    ...special.filter((_, index) => index % OWN_STEP === start),
  ]);
  return cases.filter((one) => chosen.has(one));
}

function report(adapter: Adapter, id: ProfileId, cases: readonly CompiledCase[]): Promise<Report> {
  const profile = profileOf(id);
  return certify({
    adapter,
    profile,
    catalogue: catalogueOf(profile, 'kernel'),
    scope: 'kernel',
    cases,
    selection: [],
    seed: 1,
    reruns: 0,
    command: [],
    toolVersion: 'test',
  });
}

/** Through an agent whose kernel is a model that is served for it. */
async function throughAgent(
  build: AgentBuild,
  id: ProfileId,
  cases: readonly CompiledCase[],
): Promise<{ readonly report: Report; readonly words: string }> {
  const target = `unix:${join(folder, id)}`;
  const profile = profileOf(id);
  const server = await serveSocket(() => new ReferenceAdapter({ profile }), target);
  const agent = startAgent({ ...build, seam: true }, '--seam', join(folder, id));
  try {
    const made = await report(agent, id, cases);
    return { report: made, words: agent.diagnostics() };
  } finally {
    await agent.close();
    await server.close();
  }
}

const verdictsOf = ({ results }: Report): readonly unknown[] =>
  results.map(({ id, verdict, clauses }) => ({ id, verdict, clauses }));

describe.runIf(missing === undefined)('the agent with the seam', () => {
  it.each(PROFILE_IDS)('gives the verdicts of the model in process: %s', async (id) => {
    const cases = sampleOf(id);
    expect(cases.length).toBeGreaterThan(30);
    // Sanitizers slow it down, and the rest of the sample finds nothing else.
    const build: AgentBuild = { sanitize: !EVERYTHING };
    const { report: ours, words } = await throughAgent(build, id, cases);
    const inProcess = await report(new ReferenceAdapter({ profile: profileOf(id) }), id, cases);
    expect(verdictsOf(ours)).toEqual(verdictsOf(inProcess));
    expect(ours.conforms).toBe(true);
    expect(words).not.toMatch(/Sanitizer|runtime error/);
  });
});
