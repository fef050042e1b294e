/** @module Builders of cross-call faults: what a call sees, and what worlds and tokens remember. */
import type { HandleContext } from '../kernel/calls/handle-checks.js';
import type { CallContext } from '../kernel/model.js';
import type { Descriptor, Process, TokenHandle } from '../kernel/state.js';
import { findHandle } from '../kernel/world.js';
import type { Change } from './fault.js';

/** The calls on token handles that cross-call faults speak of. @internal */
export const CALL = {
  QUERY: 'KACS_IOC_QUERY',
  PRIVS: 'KACS_IOC_ADJUST_PRIVS',
  GROUPS: 'KACS_IOC_ADJUST_GROUPS',
  DEFAULT: 'KACS_IOC_ADJUST_DEFAULT',
  SESSIONID: 'KACS_IOC_ADJUST_SESSIONID',
  DUPLICATE: 'KACS_IOC_DUPLICATE',
  RESTRICT: 'KACS_IOC_RESTRICT',
  INSTALL: 'KACS_IOC_INSTALL',
  IMPERSONATE: 'KACS_IOC_IMPERSONATE',
  LINK: 'KACS_IOC_LINK_TOKENS',
  GET_LINKED: 'KACS_IOC_GET_LINKED_TOKEN',
  CREATE_TOKEN: 'kacs_create_token',
  CREATE_SESSION: 'kacs_create_session',
  DESTROY_SESSION: 'kacs_destroy_empty_session',
} as const;

/** A call works on another context than its caller and its arguments give. @internal */
export function otherContext<C extends CallContext>(
  name: string,
  change: (context: C) => C,
): Change {
  return (model) => {
    const call = model.calls.get(name);
    if (call === undefined) throw new RangeError(`the model has no call ${name}`);
    const prepare = (base: CallContext): C => change(call.prepare(base) as C);
    return { ...model, calls: new Map(model.calls).set(name, { ...call, prepare }) };
  };
}

/** A call sees its handle with another mask, or as another kind of handle. @internal */
export function otherHandle(
  name: string,
  change: (handle: TokenHandle, context: HandleContext) => TokenHandle,
): Change {
  return otherContext<HandleContext>(name, (c) =>
    c.handle === undefined ? c : { ...c, handle: change(c.handle, c) },
  );
}

/** Puts another descriptor in the place of a token handle. @internal */
export function replaceHandle(
  process: Process,
  number: number,
  change: (handle: TokenHandle) => Descriptor,
): void {
  const found = process.handles.get(number);
  if (found?.kind === 'token') process.handles.set(number, change(found));
}

/** The token handle that an argument of the call names. @internal */
export function named(context: CallContext, argument: string): TokenHandle | undefined {
  return findHandle(context.thread, context.args[argument]);
}

/** What a faulty kernel keeps beside an object, made when first asked for. @internal */
export class Beside<K extends object, V> {
  private readonly kept = new WeakMap<K, V>();
  private readonly make: (key: K) => V;

  constructor(make: (key: K) => V) {
    this.make = make;
  }

  of(key: K): V {
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const made = this.make(key);
    this.kept.set(key, made);
    return made;
  }

  set(key: K, value: V): void {
    this.kept.set(key, value);
  }

  find(key: K): V | undefined {
    return this.kept.get(key);
  }
}
