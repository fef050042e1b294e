/**
 * @module No false accusation: the suites pass on models that make every free choice otherwise.
 * A sample of the cases each; `KACS_MATRIX=full` runs everything.
 */
import { describe, expect, it, vi } from 'vitest';
import { modelOf } from '../../reference/kernel/calls/index.js';
import type { Model } from '../../reference/kernel/model.js';
import { isOpen, LIBERTIES } from '../../reference/liberties/index.js';
import { SUITES } from '../../suites/index.js';
import { compileSuites, type CompiledCase } from '../../suites/language/compile.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { READINGS } from '../../reference/liberties/readings.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import { certify } from '../runner/certify.js';
import { withOtherErrnos } from './other-errnos.js';

vi.setConfig({ testTimeout: 600_000 });

const EVERYTHING = process.env['KACS_MATRIX'] === 'full';
const SAMPLE_STEP = 101;
/** As many as the longest list of allowed errnos has. */
const ERRNOS = [0, 1, 2, 3, 4];

/** The cases that are neither passed nor left out. */
async function redCases(
  model: Model,
  compiled: readonly CompiledCase[],
  start: number,
): Promise<readonly string[]> {
  const { profile } = model;
  const catalogue = catalogueOf(profile);
  const cases = compiled.filter((_, n) => EVERYTHING || n % SAMPLE_STEP === start % SAMPLE_STEP);
  const { results } = await certify({
    scope: 'kernel',
    adapter: new ReferenceAdapter({ profile, model }),
    profile,
    catalogue,
    cases,
    selection: [],
    seed: 0,
    reruns: 0,
    command: [],
    toolVersion: '0',
  });
  return results.flatMap(({ id, verdict, failures }) =>
    ['pass', 'info', 'notApplicable'].includes(verdict)
      ? []
      : [`${id}: ${verdict}: ${failures?.[0]?.message ?? ''}`],
  );
}

describe.each(PROFILE_IDS)('nobody is accused falsely in %s', (id) => {
  const profile = profileOf(id);
  const model = modelOf(profile);
  const compiled = compileSuites(SUITES, profile, catalogueOf(profile, 'kernel'));

  it.each(
    LIBERTIES.filter((liberty) => isOpen(liberty, model)).map(
      (one, n) => [one.id, one, n] as const,
    ),
  )('of %s', async (_, { apply }, n) => {
    expect(await redCases(apply(model), compiled, n)).toEqual([]);
  });

  it.each(
    READINGS.filter(({ holds }) => holds(profile.switches)).map(
      (one, n) => [one.id, one, n] as const,
    ),
  )('of %s', async (_, { change }, n) => {
    expect(await redCases(change(model), compiled, n)).toEqual([]);
  });

  it.each(ERRNOS)('of errnos that are allowed besides, %i', async (n) => {
    expect(await redCases(withOtherErrnos(model, catalogueOf(profile), n), compiled, n)).toEqual(
      [],
    );
  });
});
