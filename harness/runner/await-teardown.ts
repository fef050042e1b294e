/**
 * @module The end of a session may be late: a kernel frees what a process held some time after its
 * exit. A session that is busy when a case destroys it is therefore asked about again.
 */
import { TEARDOWN_NOTE } from '../judge/teardown.js';
import type { CallFunction } from '../program/play.js';
import type { CallRecord, Step, StepRecord } from '../program/program.js';

/** As long as for every delay that the texts allow (rulings.md, Delay). */
const DEADLINE_MS = 5000;
const POLL_MS = 20;

/** How long may be waited, and for how many sessions of one run in full. @internal */
export class TeardownPatience {
  /** So many that last longer are no delay any more: a candidate that leaks is not waited for. */
  private leaksLeft = 8;

  /** In milliseconds from the first answer; a case that runs alone always gets all of it. */
  deadline(alone: boolean): number {
    return alone || this.leaksLeft > 0 ? DEADLINE_MS : DEADLINE_MS / 20;
  }

  /** A session outlived its deadline. */
  leaked(): void {
    this.leaksLeft -= 1;
  }
}

/** The records, each destroy of the teardown with its last answer. @internal */
export async function awaitTeardown(
  steps: readonly Step[],
  records: readonly StepRecord[],
  call: CallFunction,
  patience: { readonly of: TeardownPatience; readonly alone: boolean },
): Promise<readonly StepRecord[]> {
  if (!records.some((record) => isBusy(steps, record))) return records;
  const until = performance.now() + patience.of.deadline(patience.alone);
  const settled: StepRecord[] = [];
  for (const record of records) {
    settled.push(isBusy(steps, record) ? await askAgain(record, call, until) : record);
  }
  if (settled.some((record) => isBusy(steps, record))) patience.of.leaked();
  return settled;
}

async function askAgain(busy: CallRecord, call: CallFunction, until: number): Promise<CallRecord> {
  let record = busy;
  while (performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const outcome = await call(busy.op, { ...busy.args, actor: busy.actor });
    record = { ...busy, outcome };
    if (outcome.kind !== 'refused' || outcome.errno === 'ENOENT') break;
  }
  return record;
}

/** A destroy of the teardown that was refused, and not because the session was gone. */
function isBusy(steps: readonly Step[], record: StepRecord): record is CallRecord {
  const step = steps[record.step];
  if (step === undefined || !('op' in step) || step.note !== TEARDOWN_NOTE) return false;
  return (
    'outcome' in record && record.outcome.kind === 'refused' && record.outcome.errno !== 'ENOENT'
  );
}
