/**
 * @module The fewest inputs that reach everything: each is carried out on the reference by its
 * target, and kept if it reaches what no smaller one does.
 */
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../../reference/wire/wire.js';
import { ReferenceAdapter } from '../../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../../catalogue/catalogue.js';
import type { Program } from '../../program/program.js';
import type { Target, TargetSetup } from '../target.js';
import { TARGET_LOADERS } from '../targets.js';

/** Those to keep, the smallest first; what all reach goes into `all`. @internal */
export async function minimalInputs(
  programs: readonly Program[],
  profile: Profile,
  all: Set<number> = new Set<number>(),
): Promise<readonly Program[]> {
  const targets = await openTargets(profile);
  const sized = programs.map((program) => ({ program, size: JSON.stringify(program).length }));
  const kept: Program[] = [];
  for (const { program } of sized.sort((a, b) => a.size - b.size)) {
    const fresh = (await reachedBy(targets, program)).filter((feature) => !all.has(feature));
    if (fresh.length === 0) continue;
    for (const feature of fresh) all.add(feature);
    kept.push(program);
  }
  return kept;
}

async function openTargets(profile: Profile): Promise<readonly Target[]> {
  const adapter = new ReferenceAdapter({ profile });
  const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
  const catalogue = catalogueOf(profile, 'kernel');
  const setup: TargetSetup = { profile, wire: wireOf(profile), catalogue, adapter, hello };
  const definitions = await Promise.all(Object.values(TARGET_LOADERS).map((load) => load()));
  return Promise.all(definitions.map((definition) => definition.open(setup)));
}

async function reachedBy(targets: readonly Target[], program: Program): Promise<readonly number[]> {
  for (const target of targets) {
    const input = target.fromProgram(program);
    if (input !== undefined) return Array.from((await target.execute(input)).features);
  }
  return [];
}
