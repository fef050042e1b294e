/** @module The capabilities that the calls of a Program belong to. */
import { OPS } from '../protocol/ops.js';
import type { CallStep, Step } from './program.js';

/** What every case makes use of, to run as a worker of its own and to be watched. */
const ALWAYS: readonly string[] = ['world.exit', 'world.observe', 'world.describe', 'world.sleep'];

/** Work on any descriptor or path: which nodes a candidate has is up to the clause. */
const FILES: readonly string[] = [
  'world.open',
  'world.read',
  'world.readlink',
  'world.listDirectory',
  'world.stat',
];

/** Without these the steps cannot be carried out; sorted. @internal */
export function capabilitiesOf(steps: readonly Step[]): readonly string[] {
  const calls = steps.flatMap((step): readonly CallStep[] =>
    'par' in step ? step.par.flat() : [step],
  );
  const capabilities = calls
    .filter(({ op }) => !ALWAYS.includes(op) && !FILES.includes(op))
    .flatMap(({ op }) => OPS[op]?.capability ?? []);
  return [...new Set(capabilities)].sort();
}
