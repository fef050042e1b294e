/** @module Refusals: every reason that a call has to be refused for, and the errnos they allow. */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import { withoutCheck } from '../../../reference/faults/fault.js';
import type { Call, CallContext, Model } from '../../../reference/kernel/model.js';
import type { CallResult } from '../../../reference/kernel/world.js';
import type { Outcome } from '../../program/program.js';
import type { Difference } from '../target.js';
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

/** A refusal on both sides. @internal */
export interface BothRefused {
  readonly index: number;
  /** As it was made; `call` is what it stands for. */
  readonly op: string;
  readonly call: Call;
  readonly outcome: Extract<Outcome, { kind: 'refused' }>;
  readonly result: Extract<CallResult, { kind: 'refused' }>;
  /** Every check that refuses. */
  readonly failing: readonly string[];
}

/** What differs between two refusals: the errno, and what is reported nevertheless. @internal */
export function refusalDifferences(
  grounds: Grounds,
  { index, op, call, outcome, result, failing }: BothRefused,
): readonly Difference[] {
  const clauses = grounds.ofRefusal(call, result.check, result.cited).slice(0, 3);
  const required = refusalRule(grounds, call, failing, result.cited);
  const found: Difference[] = [];
  if (required !== undefined && !required.includes(outcome.errno)) {
    const errnos = required.join(' or ');
    found.push({
      ...{ kind: 'mismatch', op, path: `errno ${result.check}`, expected: errnos },
      ...{ actual: 'another errno', clauses, step: index },
      explanation: `${op} was refused with ${outcome.errno}, expected ${errnos}`,
    });
  }
  const [only] = failing;
  if (failing.length !== 1 || only !== result.check || clauses.length === 0) return found;
  for (const [key, value] of Object.entries(result.out ?? {})) {
    const seen = outcome.out?.[key];
    if (seen === undefined || seen === value || key === 'argument') continue;
    found.push({
      ...{ kind: 'mismatch', op, path: `out.${key}`, expected: 'as the model' },
      ...{ actual: 'another value', clauses, step: index },
      explanation: `${op}, refused, reported ${key} ${String(seen)}, expected ${String(value)}`,
    });
  }
  return found;
}

/** The errnos that a refusal for these checks has to have; undefined: any will do. */
function refusalRule(
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
