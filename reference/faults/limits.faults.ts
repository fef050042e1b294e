/** @module Faults of the limits. */
import type { Fault } from './fault.js';

/** @internal */
export const LIMITS_FAULTS: readonly Fault[] = [];
