/** @module Every suite, in the order of the catalogue. */
import type { Suite } from './language/suite.js';
import sessionSpecRecord from './session-spec/record.suite.js';

/** @public */
export const SUITES: readonly Suite[] = [sessionSpecRecord];
