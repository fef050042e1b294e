/**
 * @module Faults: named deviations of the model, each of which a case of its clauses must catch.
 * A fault replaces one row of a table; no code of the model knows that faults exist.
 */
import type { ClauseId } from '../abi/clause-id.generated.js';
import { QUERY_CLASS, type Errno, type QueryClassName } from '../abi/numbers.js';
import type {
  Call,
  CallContext,
  Check,
  Effect,
  JsonObject,
  Model,
  Payload,
} from '../kernel/model.js';
import type { Token } from '../kernel/state.js';
import type { Switches } from '../profiles/built-in.generated.js';
import { withField, withoutRule, withRule, type StructureName, type Wire } from '../wire/wire.js';

/** A change of the model. @public */
export type Change = (model: Model) => Model;

/** Switch values that must hold, each one value or a list of them. @public */
export type FaultCondition = {
  readonly [K in keyof Switches]?: Switches[K] | readonly Switches[K][];
};

/** @public */
export interface Fault {
  /** `area/what-is-wrong`. */
  readonly id: string;
  /** Each of these clauses, in the profiles that have it, must catch the fault. */
  readonly breaks: readonly ClauseId[];
  readonly only?: FaultCondition;
  readonly apply: Change;
}

/** A fault that breaks one or more clauses. @public */
export function fault(
  id: string,
  breaks: ClauseId | readonly ClauseId[],
  apply: Change,
  only?: FaultCondition,
): Fault {
  return {
    id,
    breaks: typeof breaks === 'string' ? [breaks] : breaks,
    apply,
    ...(only === undefined ? {} : { only }),
  };
}

/** Several changes as one. @public */
export function all(...changes: readonly Change[]): Change {
  return (model) => changes.reduce((changed, change) => change(changed), model);
}

/**
 * A context as faults see it: the rows of all calls are kept in one list, so that their own
 * context types are gone. Name the call's context type at the use. @public
 */
type Any = CallContext;

function changeCall(name: string, change: (call: Call) => Call): Change {
  return (model) => {
    const call = model.calls.get(name);
    if (call === undefined) throw new RangeError(`the model has no call ${name}`);
    return { ...model, calls: new Map(model.calls).set(name, change(call)) };
  };
}

function changeCheck(
  name: string,
  id: string,
  change: (check: Check<Any>) => Check<Any>[],
): Change {
  return changeCall(name, (call) => {
    if (!call.checks.some((check) => check.id === id)) {
      throw new RangeError(`${name} has no check ${id}`);
    }
    return { ...call, checks: call.checks.flatMap((c) => (c.id === id ? change(c) : [c])) };
  });
}

/** A check is missing. @public */
export function withoutCheck(call: string, id: string): Change {
  return changeCheck(call, id, () => []);
}

/** A check lets through what `unless` says. @public */
export function weakerCheck<C extends Any>(
  call: string,
  id: string,
  unless: (context: C) => boolean,
): Change {
  return changeCheck(call, id, (check) => [
    { ...check, refuses: (context) => check.refuses(context) && !unless(context as C) },
  ]);
}

/** A check answers with another errno. @public */
export function withErrno(call: string, id: string, errno: Errno): Change {
  return changeCheck(call, id, (check) => [{ ...check, errno }]);
}

/** A call refuses what it should accept; the check comes after all others. @public */
export function refusing<C extends Any>(
  call: string,
  when: (context: C) => boolean,
  errno: Errno = 'EINVAL',
): Change {
  return changeCall(call, (before) => ({
    ...before,
    checks: [
      ...before.checks,
      { id: 'fault', clauses: [], errno, refuses: (context) => when(context as C) },
    ],
  }));
}

function changeEffect(
  name: string,
  id: string,
  change: (effect: Effect<Any>) => Effect<Any>[],
): Change {
  return changeCall(name, (call) => {
    if (!call.effects.some((effect) => effect.id === id)) {
      throw new RangeError(`${name} has no effect ${id}`);
    }
    return { ...call, effects: call.effects.flatMap((e) => (e.id === id ? change(e) : [e])) };
  });
}

/** An effect is missing. @public */
export function withoutEffect(call: string, id: string): Change {
  return changeEffect(call, id, () => []);
}

/** An effect does something else; `original` does what it did. @public */
export function otherEffect<C extends Any>(
  call: string,
  id: string,
  apply: (context: C, original: () => void) => void,
): Change {
  return changeEffect(call, id, (effect) => [
    { ...effect, apply: (context) => apply(context as C, () => effect.apply(context)) },
  ]);
}

/** A call does something more, behind its effects. @public */
export function alsoDoing<C extends Any>(call: string, apply: (context: C) => void): Change {
  return changeCall(call, (before) => ({
    ...before,
    effects: [
      ...before.effects,
      { id: 'fault', clauses: [], apply: (context) => apply(context as C) },
    ],
  }));
}

/**
 * A check has a side effect where it refuses: the refused call changes something. @public
 */
export function changingWhenRefused<C extends Any>(
  call: string,
  id: string,
  apply: (context: C) => void,
): Change {
  return changeCheck(call, id, (check) => [
    {
      ...check,
      refuses: (context) => {
        const refuses = check.refuses(context);
        if (refuses) apply(context as C);
        return refuses;
      },
    },
  ]);
}

/** A call reports another result. @public */
export function otherResult<C extends Any>(
  call: string,
  change: (result: JsonObject, context: C) => JsonObject,
): Change {
  return changeCall(call, (before) => ({
    ...before,
    result: (context) => change(before.result(context), context as C),
  }));
}

/** What a refusal reports (the needed size) is another. @public */
export function otherRefusalOutput(
  call: string,
  change: (out: JsonObject | undefined) => JsonObject | undefined,
): Change {
  return changeCall(call, (before) => ({
    ...before,
    refusalOutput: (context, check) => change(before.refusalOutput?.(context, check)),
  }));
}

function changePayload(name: QueryClassName, change: (payload: Payload) => Payload): Change {
  return (model) => {
    const number = QUERY_CLASS[name];
    const payload = model.payloads.get(number);
    if (payload === undefined) throw new RangeError(`the model has no class ${name}`);
    return { ...model, payloads: new Map(model.payloads).set(number, change(payload)) };
  };
}

/** A query class reports another value. @public */
export function otherPayload(
  name: QueryClassName,
  change: (value: unknown, token: Token) => unknown,
): Change {
  return changePayload(name, (payload) => ({
    ...payload,
    value: (token) => change(payload.value(token), token),
  }));
}

/** A query class reports other bytes. @public */
export function otherBytes(
  name: QueryClassName,
  change: (bytes: Uint8Array, token: Token) => Uint8Array,
): Change {
  return changePayload(name, (payload) => ({ ...payload, bytes: change }));
}

/** A query class is unknown. @public */
export function withoutClass(name: QueryClassName): Change {
  return (model) => {
    const payloads = new Map(model.payloads);
    if (!payloads.delete(QUERY_CLASS[name])) throw new RangeError(`the model has no class ${name}`);
    return { ...model, payloads };
  };
}

function changeWire(change: (wire: Wire) => Wire): Change {
  return (model) => ({ ...model, wire: change(model.wire) });
}

/** A rule of a wire structure is not checked; with `place`, below that place only. @public */
export function ruleDropped(structure: StructureName, rule: string, place?: string): Change {
  return changeWire((wire) => withoutRule(wire, structure, rule, place));
}

/** A rule of a wire structure too many. @public */
export function ruleAdded(
  structure: StructureName,
  field: string,
  rule: Parameters<typeof withRule>[3],
): Change {
  return changeWire((wire) => withRule(wire, structure, field, rule));
}

/** A field is read at another place, or in another width or byte order. @public */
export function fieldMoved(
  structure: StructureName,
  field: string,
  change: Parameters<typeof withField>[3],
): Change {
  return changeWire((wire) => withField(wire, structure, field, change));
}

/** A switch of the profile has another value where the kernel asks for it. @public */
export function withSwitch<K extends keyof Switches>(id: K, value: Switches[K]): Change {
  return (model) => ({
    ...model,
    profile: { ...model.profile, switches: { ...model.profile.switches, [id]: value } },
  });
}
