/** @module Every fault. */
import type { Fault } from './fault.js';
import { SESSION_SPEC_FAULTS } from './session-spec.faults.js';

/** @public */
export const FAULTS: readonly Fault[] = [...SESSION_SPEC_FAULTS];
