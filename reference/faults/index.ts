/** @module Every fault. */
import type { Fault } from './fault.js';
import { LIMITS_FAULTS } from './limits.faults.js';
import { SESSION_LIFECYCLE_FAULTS } from './session-lifecycle.faults.js';
import { SESSION_SPEC_FAULTS } from './session-spec.faults.js';

/** @public */
export const FAULTS: readonly Fault[] = [
  ...SESSION_SPEC_FAULTS,
  ...SESSION_LIFECYCLE_FAULTS,
  ...LIMITS_FAULTS,
];
