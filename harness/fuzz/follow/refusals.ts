/** @module Refusals: every reason that a call has to be refused for, and the errnos they allow. */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import { withoutCheck } from '../../../reference/faults/fault.js';
import type { Call, CallContext, Model } from '../../../reference/kernel/model.js';
import type { Grounds } from './grounds.js';

/** What any call may run into anywhere: no verdict on the documents. */
const RESOURCES: readonly string[] = ['ENOMEM', 'EMFILE', 'ENFILE', 'EAGAIN', 'EINTR', 'ENOSPC'];

/** @internal */
export function isResource(errno: string): boolean {
  return RESOURCES.includes(errno);
}

/**
 * The checks that refuse a call: its defects. No document orders them, so that each may decide the
 * errno. A later check may not make sense where an earlier one refuses.
 */
function failingChecks(call: Call, context: CallContext): readonly string[] {
  const failing: string[] = [];
  for (const check of call.checks) {
    try {
      if (check.refuses(context)) failing.push(check.id);
    } catch (error) {
      if (failing.length === 0) throw error;
    }
  }
  return failing;
}

/** @internal */
export interface Refusal {
  readonly call: Call;
  readonly context: CallContext;
  /** The checks that refuse it. */
  readonly failing: readonly string[];
}

/** What was made to fail for want of something has that for a defect, of which no clause speaks. */
const STARVED = 'starved';

/** A call with its defects; a raw call is refused by the call that it stands for. @internal */
export function refusalOf(model: Model, call: Call, base: CallContext): Refusal {
  const refusal = defectsOf(model, call, base);
  const { failing } = refusal;
  const starved = base.args['failNth'] !== undefined || base.args['noDescriptors'] === true;
  return starved && failing.length > 0 ? { ...refusal, failing: [...failing, STARVED] } : refusal;
}

function defectsOf(model: Model, call: Call, base: CallContext): Refusal {
  const context = call.prepare(base);
  const failing = failingChecks(call, context);
  const forward = failing.length === 0 ? call.forward?.(context) : undefined;
  const inner = forward === undefined ? undefined : model.calls.get(forward.op);
  if (forward === undefined || inner === undefined) return { call, context, failing };
  return defectsOf(model, inner, { ...base, args: forward.args });
}

/** The errnos that a refusal for these checks has to have; undefined: any will do. @internal */
export function refusalRule(
  grounds: Grounds,
  call: Call,
  failing: readonly string[],
  cited: ReadonlySet<ClauseId>,
): readonly string[] | undefined {
  const lists = failing.map((id) => grounds.requiredErrnos(grounds.ofRefusal(call, id, cited)));
  if (lists.some((list) => list === undefined)) return undefined;
  return [...new Set(lists.flatMap((list) => list ?? []))];
}

/** The model without one check. @internal */
export function withoutThat(model: Model, op: string, check: string): Model {
  return withoutCheck(op, check)(model);
}
