/**
 * @module The teardown oracle: every session that a program created is gone, or could be destroyed.
 */
import type { Program, StepRecord } from '../program/program.js';
import type { Findings } from './judge.js';

/** Marks the destroys that the compiler puts behind a program. @internal */
export const TEARDOWN_NOTE = 'teardown';

/** Judges the last destroy of each session: success, or ENOENT. @internal */
export function judgeTeardown(
  findings: Findings,
  program: Program,
  byStep: ReadonlyMap<number, StepRecord>,
): void {
  program.steps.forEach((step, index) => {
    if (!('op' in step) || step.note !== TEARDOWN_NOTE) return;
    const record = byStep.get(index);
    if (record === undefined || !('outcome' in record)) return;
    const { outcome } = record;
    if (outcome.kind === 'returned') return;
    // The session may have gone with its last token (ruling R71).
    if (outcome.kind === 'refused' && outcome.errno === 'ENOENT') return;
    findings.note(undefined, 'fail', {
      step: -1,
      symptom: 'leaked',
      message: `session ${String(record.args['id'])} is neither gone nor empty after its case`,
      expected: 'gone, or destroyable (PSD-004 §4.7)',
      actual:
        outcome.kind === 'refused' ? `refused with ${outcome.errno}` : `the call ${outcome.kind}`,
    });
  });
}
