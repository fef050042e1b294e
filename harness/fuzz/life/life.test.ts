import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import { ReferenceAdapter } from '../../adapters/reference/reference-adapter.js';
import { countSteps } from '../engine/investigate.js';
import { FINDING_SCHEMA, signatureOf, type Finding } from '../finding.js';
import { findingProblem } from '../finding-file.js';
import { playFollowed } from '../follow/play.js';
import { faultChange, generated, setupOf } from '../follow/play.fixture.js';
import { exportHex, exportProgram, exportVitest } from './export-text.js';
import { minimizeFinding } from './minimize.js';
import { replayFinding } from './replay.js';

const profile = BUILT_IN_PROFILES['psd-0.20'];
const FAULT = 'adjust-sessionid/modified-id-stays';
const SLOW_MS = 300_000;

const faulty = (): ReferenceAdapter =>
  new ReferenceAdapter({ profile, model: faultChange(FAULT)(modelOf(profile)) });

/** A finding as a campaign would store it, not yet minimised. */
async function findingOf(): Promise<Finding> {
  const setup = await setupOf('psd-0.20', { change: faultChange(FAULT) });
  const { inputs } = await generated(setup, 'calls', 1, 400);
  for (const program of inputs) {
    const played = await playFollowed(setup, program);
    const [difference] = played.differences;
    if (difference === undefined) continue;
    return {
      schema: FINDING_SCHEMA,
      ...difference,
      signature: signatureOf(difference),
      target: 'calls',
      profile: profile.id,
      adapter: `faulty:${FAULT}`,
      candidate: { name: 'candidate', version: '1' },
      seed: 1,
      execution: 1,
      steps: countSteps(program),
      minimised: false,
      program,
      outcomes: played.steps,
      dumps: [],
      firstSeen: '2026-01-01T00:00:00.000Z',
      lastSeen: '2026-01-01T00:00:00.000Z',
      count: 1,
      replay: { times: 3, same: 3 },
      digests: { catalogue: 'sha256:0', rulings: 'sha256:0' },
    };
  }
  throw new Error('the fault was not found');
}

describe('a finding', () => {
  it(
    'shows again on the faulty candidate, and not on the reference',
    async () => {
      const finding = await findingOf();
      expect(await replayFinding(finding, faulty, 10)).toMatchObject({ times: 10, same: 10 });
      const sound = await replayFinding(finding, () => new ReferenceAdapter({ profile }), 2);
      expect(sound).toMatchObject({ same: 0, others: { 'no difference': 2 } });
    },
    SLOW_MS,
  );

  it(
    'becomes smaller and stays what it is',
    async () => {
      const finding = await findingOf();
      const smaller = await minimizeFinding(finding, faulty);
      expect(smaller?.signature).toBe(finding.signature);
      expect(smaller?.steps).toBeLessThanOrEqual(10);
      expect(await replayFinding(smaller ?? finding, faulty, 3)).toMatchObject({ same: 3 });
      expect(
        await minimizeFinding(finding, () => new ReferenceAdapter({ profile })),
      ).toBeUndefined();
    },
    SLOW_MS,
  );

  it('is written as a Program, a test and a hex view', async () => {
    const finding = await findingOf();
    const { kind: _, ...rest } = finding;
    expect(findingProblem(rest)).toBeDefined();
    expect(JSON.parse(exportProgram(finding))).toEqual(finding.program);
    const test = exportVitest(finding);
    expect(test).toContain(`it(${JSON.stringify(finding.signature)}`);
    expect(test).toContain("'replay', file, '--adapter', adapter");
    expect(exportHex(finding)).toContain(finding.signature);
  });
});
