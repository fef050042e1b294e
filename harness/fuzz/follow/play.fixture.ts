/** @module Setups for the tests of following: the reference, or a changed one, as the candidate. */
import { FAULTS } from '../../../reference/faults/index.js';
import type { Change } from '../../../reference/faults/fault.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../../reference/wire/wire.js';
import { compileSuites, type CompiledCase } from '../../../suites/language/compile.js';
import { SUITES } from '../../../suites/index.js';
import { ReferenceAdapter } from '../../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../../catalogue/catalogue.js';
import { seededRandom } from '../../protocol/random.js';
import type { Program } from '../../program/program.js';
import type { Target, TargetName, TargetSetup } from '../target.js';
import { TARGET_LOADERS } from '../targets.js';

/** @internal */
export type ProfileId = keyof typeof BUILT_IN_PROFILES;

/** @internal */
export const PROFILE_IDS = Object.keys(BUILT_IN_PROFILES) as ProfileId[];

/** A candidate: the reference with a change, or with noise. @internal */
export async function setupOf(
  id: ProfileId,
  more: { readonly change?: Change; readonly noise?: number } = {},
): Promise<TargetSetup> {
  const profile = BUILT_IN_PROFILES[id];
  const { change, noise } = more;
  const adapter = new ReferenceAdapter({
    profile,
    ...(change === undefined ? {} : { model: change(modelOf(profile)) }),
    ...(noise === undefined ? {} : { noise }),
  });
  const hello = await adapter.hello({ protocol: 1, profile: id, seed: 0 });
  const catalogue = catalogueOf(profile, 'kernel');
  return { profile, wire: wireOf(profile), catalogue, adapter, hello };
}

/** A named deviation. @internal */
export function faultChange(id: string): Change {
  const fault = FAULTS.find((one) => one.id === id);
  if (fault === undefined) throw new RangeError(`no fault ${id}`);
  return fault.apply;
}

const compiled = new Map<ProfileId, readonly CompiledCase[]>();

/** Every n-th case of the suites that the kernel itself is judged by. @internal */
export function someCases(id: ProfileId, every: number, offset = 0): readonly CompiledCase[] {
  const profile = BUILT_IN_PROFILES[id];
  let cases = compiled.get(id);
  if (cases === undefined) {
    cases = compileSuites(SUITES, profile, catalogueOf(profile));
    compiled.set(id, cases);
  }
  return cases.filter(
    ({ program }, n) => n % every === offset % every && !program.needs.includes('tool'),
  );
}

/** A target on a candidate, and inputs that it makes from scratch. @internal */
export async function generated(
  setup: TargetSetup,
  name: TargetName,
  seed: number,
  count: number,
): Promise<{ readonly target: Target<Program>; readonly inputs: readonly Program[] }> {
  const definition = await TARGET_LOADERS[name]?.();
  if (definition === undefined) throw new RangeError(`no target ${name}`);
  const target = (await definition.open(setup)) as Target<Program>;
  const random = seededRandom(seed);
  const making = { random, enabled: new Set(target.kinds), other: () => target.seeds() as never };
  const inputs = Array.from({ length: count }, () => target.generate(making));
  return { target, inputs: inputs.filter((input): input is Program => input !== undefined) };
}
