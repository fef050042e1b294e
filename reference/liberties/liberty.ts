/**
 * @module Liberties: other choices where the documents leave one. Each is a change of the model,
 * made like a fault, and the opposite of one: a case that is red under a liberty accuses falsely.
 */
import type { Change, FaultCondition } from '../faults/fault.js';
import type { Call, CallContext, Model } from '../kernel/model.js';
import type { Switches } from '../profiles/built-in.generated.js';

/** One other choice. @public */
export interface Liberty {
  /** `subject/what-is-chosen`. */
  readonly id: string;
  /** Where the documents leave it open: a ruling, or a section and its words. */
  readonly source: string;
  readonly only?: FaultCondition;
  readonly apply: Change;
}

/** Whether the profile leaves the choice. @public */
export function isOpen(
  { only = {} }: { readonly only?: FaultCondition | undefined },
  { profile }: Model,
): boolean {
  return (Object.keys(only) as (keyof Switches)[]).every((id) => {
    const wanted: readonly string[] = [only[id] ?? []].flat();
    return wanted.includes(profile.switches[id]);
  });
}

/** Every call is changed alike. @internal */
export function everyCall(change: (call: Call) => Call): Change {
  return (model) => ({
    ...model,
    calls: new Map([...model.calls].map(([name, call]) => [name, change(call)])),
  });
}

/** Something happens before each call. @internal */
export function beforeEachCall(act: (context: CallContext) => void): Change {
  return everyCall((call) => ({
    ...call,
    prepare: (base) => {
      act(base);
      return call.prepare(base);
    },
  }));
}
