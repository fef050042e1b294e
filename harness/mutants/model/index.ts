/** @module The tests of the model that are no conformance cases: what no clause speaks of. */
import { ARGUMENT_TESTS } from './arguments.js';
import { PROCESS_TESTS } from './processes.js';
import type { ModelTest } from './script.js';
import { SOCKET_TESTS } from './sockets.js';

/** @internal */
export const MODEL_TESTS: readonly ModelTest[] = [
  ...SOCKET_TESTS,
  ...PROCESS_TESTS,
  ...ARGUMENT_TESTS,
];
