/** @module The targets by name; each is loaded when a campaign asks for it. */
import type { TargetDefinition, TargetName } from './target.js';

type Loader = () => Promise<TargetDefinition>;

/** `decoder` is not here: it is a program of its own that the campaign runs. @internal */
export const TARGET_LOADERS: Readonly<Partial<Record<TargetName, Loader>>> = {
  calls: async () => (await import('./calls/calls-target.js')).CALLS_TARGET,
  races: async () => (await import('./races/races-target.js')).RACES_TARGET,
  raw: async () => (await import('./raw/raw-target.js')).RAW_TARGET,
  wire: async () => (await import('./wire/wire-target.js')).WIRE_TARGET,
};
