/**
 * @module The targets of Programs as jsfuzz would have them, to compare with: the same generator
 * fed by jsfuzz's bytes instead of random numbers, the same judge, jsfuzz's mutations and coverage.
 * KACS_FUZZ_PROFILE, KACS_FUZZ_FAULT and KACS_FUZZ_TARGET say what it works on.
 */
import { wireOf } from '../../../reference/wire/wire.js';
import { ReferenceAdapter } from '../../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../../catalogue/catalogue.js';
import { profileOf } from '../../profiles/profile-option.js';
import { openerOf } from '../power/candidates.js';
import type { Program } from '../../program/program.js';
import { RACES_TARGET } from '../races/races-target.js';
import { RAW_TARGET } from '../raw/raw-target.js';
import type { Random, Target, TargetDefinition } from '../target.js';
import { CALLS_TARGET } from './calls-target.js';

const profile = profileOf(process.env['KACS_FUZZ_PROFILE'] ?? 'learn-0.20');
const TARGETS: Readonly<Record<string, TargetDefinition<Program>>> = {
  races: RACES_TARGET,
  raw: RAW_TARGET,
};
const definition = TARGETS[process.env['KACS_FUZZ_TARGET'] ?? ''] ?? CALLS_TARGET;
let target: Target<Program> | undefined;

async function open(): Promise<Target<Program>> {
  const fault = process.env['KACS_FUZZ_FAULT'];
  const adapter =
    fault === undefined ? new ReferenceAdapter({ profile }) : openerOf(fault, profile, 0)();
  const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed: 0 });
  const catalogue = catalogueOf(profile, 'kernel');
  return definition.open({ profile, wire: wireOf(profile), catalogue, adapter, hello });
}

/** The bytes as choices; zeros when they are used up. */
function choices(data: Buffer): Random {
  let at = 0;
  return (below) => {
    const number = ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0);
    at += 2;
    return number % below;
  };
}

/** Called by jsfuzz with each input; a difference is its crash. @public */
export async function fuzz(data: Buffer): Promise<void> {
  target ??= await open();
  const making = { random: choices(data), enabled: new Set(target.kinds), other: nothing };
  const input = target.generate(making);
  if (input === undefined) return;
  const [first] = (await target.execute(input)).differences;
  if (first !== undefined) throw new Error(first.explanation);
}

function nothing(): Program {
  return { id: 'fuzz/calls', title: 'nothing', needs: [], steps: [] };
}
