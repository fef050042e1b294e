/** @module The candidates of a power run: the reference with one fault, or with none. */
import { FAULTS } from '../../../reference/faults/index.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import type { Adapter } from '../../adapters/adapter.js';
import { ReferenceAdapter } from '../../adapters/reference/reference-adapter.js';
import { RACE_FAULTS, TornReference } from './torn.js';

/** Opens the candidate that has the fault. @internal */
export function openerOf(id: string, profile: Profile, seed: number): () => Adapter {
  const torn = RACE_FAULTS.find((one) => one.id === id);
  let opened = seed;
  if (torn !== undefined) return () => new TornReference(profile, torn, (opened += 1));
  const fault = FAULTS.find((one) => one.id === id);
  if (fault === undefined) throw new Error(`no fault ${id}`);
  const model = fault.apply(modelOf(profile));
  return () => new ReferenceAdapter({ profile, model });
}
