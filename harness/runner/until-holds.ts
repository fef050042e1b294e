/** @module Bounded repetition of a step: asynchronous teardown is normal in a kernel. */
import type { Wire } from '../../reference/wire/wire.js';
import { matchValue, type MatchContext } from '../judge/match.js';
import type { AfterStep } from '../program/play.js';
import type { CallRecord, Matcher, Step } from '../program/program.js';
import { Unbound } from '../program/resolve.js';

const POLL_MS = 20;

/** Plays a step with `eventually` again until its expectations hold or time is up. @internal */
export function untilHolds(
  steps: readonly Step[],
  wire: Wire,
  patienceMs: number = Number.POSITIVE_INFINITY,
): AfterStep {
  const started = new Map<number, number>();
  const named = new Map<string, CallRecord>();
  return async (index, record, bindings) => {
    const step = steps[index];
    if (step === undefined || !('op' in step)) return false;
    if (step.as !== undefined) named.set(step.as, record);
    if (step.eventually === undefined || isDeath(record)) return false;
    const matching: MatchContext = { wire, bindings, named };
    if ((step.expect ?? []).every(({ is }) => holds(is, record, matching))) return false;
    const since = started.get(index) ?? performance.now();
    started.set(index, since);
    const limitMs = Math.min(step.eventually.withinMs, patienceMs);
    if (performance.now() - since >= limitMs) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    return true;
  };
}

function isDeath({ outcome }: CallRecord): boolean {
  return outcome.kind === 'crashed' || outcome.kind === 'timedOut';
}

function holds(is: Matcher, record: CallRecord, matching: MatchContext): boolean {
  switch (is.kind) {
    case 'returned':
    case 'refused':
      return record.outcome.kind === is.kind;
    case 'either':
    case 'recorded':
    case 'unchanged':
      return true;
    default:
      try {
        return matchValue(is, record, matching).holds;
      } catch (error) {
        // Waiting binds nothing: the judge says what is missing.
        if (error instanceof Unbound) return true;
        throw error;
      }
  }
}
