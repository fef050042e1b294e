/**
 * @module The `wire` target as jsfuzz would have it, to compare with: the same execution and the
 * same judge, but jsfuzz's own mutations and coverage. KACS_FUZZ_PROFILE and KACS_FUZZ_ADAPTER say
 * what it works on.
 */
import { wireOf } from '../../../reference/wire/wire.js';
import { ReferenceAdapter } from '../../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../../catalogue/catalogue.js';
import { localReference } from '../../cli/targets.js';
import { profileOf } from '../../profiles/profile-option.js';
import type { Target, TargetSetup } from '../target.js';
import { inputOf, type WireInput } from './wire-input.js';
import { WIRE_TARGET } from './wire-target.js';

const profile = profileOf(process.env['KACS_FUZZ_PROFILE'] ?? 'learn-0.20');
const wire = wireOf(profile);
const runs = Number(process.env['KACS_FUZZ_RUNS'] ?? '0');
let target: Target<WireInput> | undefined;
let executed = 0;

async function open(): Promise<Target<WireInput>> {
  const options = localReference(process.env['KACS_FUZZ_ADAPTER'] ?? 'reference', profile);
  const adapter = new ReferenceAdapter(options ?? { profile });
  const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
  const catalogue = catalogueOf(profile, 'kernel');
  const setup: TargetSetup = { profile, wire, catalogue, adapter, hello };
  return WIRE_TARGET.open(setup);
}

/** Called by jsfuzz with each input; a difference is its crash. @public */
export async function fuzz(data: Buffer): Promise<void> {
  target ??= await open();
  const { differences } = await target.execute(inputOf(wire, 'TOKEN_SPEC', Uint8Array.from(data)));
  const [first] = differences;
  if (first !== undefined) throw new Error(first.explanation);
  executed += 1;
  if (runs > 0 && executed >= runs) process.exit(0);
}
