/**
 * @module The shape of a call: named checks in order, then named effects, then the result. A fault
 * replaces one row; the code of the calls never asks whether a fault is there.
 */
import type { ClauseId } from '../abi/clause-id.generated.js';
import type { Errno } from '../abi/numbers.js';
import type { Profile } from '../profiles/built-in.generated.js';
import type { Wire } from '../wire/wire.js';
import type { AccessStage } from './access/state.js';
import type { EventKey, SessionEndStep } from './session-end.js';
import type { Thread, Token } from './state.js';
import type { World } from './world.js';

/** @public */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** @public */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** What every call knows about itself. @public */
export interface CallContext {
  readonly world: World;
  readonly thread: Thread;
  readonly args: JsonObject;
}

/** A condition under which a call is refused; nothing has changed by then. @public */
export interface Check<C> {
  readonly id: string;
  readonly clauses: readonly ClauseId[];
  readonly errno: Errno;
  /** True: refuse. Further clauses may be cited through the world. */
  refuses(context: C): boolean;
}

/** One thing that a call that passed all checks does. @public */
export interface Effect<C> {
  readonly id: string;
  readonly clauses: readonly ClauseId[];
  apply(context: C): void;
}

/** A call in another form: what it is called with, and how its answer shows. @public */
export interface Forward {
  readonly op: string;
  readonly args: JsonObject;
  /** The result, or what a refusal reports, in the form of the outer call. */
  show(answer: JsonObject, refused: boolean): JsonObject;
}

/** A call of the modelled system. @public */
export interface Call<C extends CallContext = CallContext> {
  readonly name: string;
  prepare(base: CallContext): C;
  readonly checks: readonly Check<C>[];
  readonly effects: readonly Effect<C>[];
  /** The call that this one turns into once its checks and effects are through. */
  forward?(context: C): Forward;
  result(context: C): JsonObject;
  /** What a refusal reports nevertheless. */
  refusalOutput?(context: C, check: Check<C>): JsonObject | undefined;
}

/** How a query class is answered. @public */
export interface Payload {
  readonly name: string;
  readonly clauses: readonly ClauseId[];
  /** The value that the wire tables encode; `undefined` stands for no bytes. */
  value(token: Token): unknown;
  /** Replaces the encoding, for faults in it. */
  bytes?(encoded: Uint8Array, token: Token): Uint8Array;
}

/** Everything that decides how the modelled system behaves. @public */
export interface Model {
  readonly profile: Profile;
  readonly wire: Wire;
  readonly calls: ReadonlyMap<string, Call>;
  readonly payloads: ReadonlyMap<number, Payload>;
  /** The stages of AccessCheck, in their order. */
  readonly access: readonly AccessStage[];
  /** What the end of a session does, in order, and what its event says. */
  readonly sessionEnd: readonly SessionEndStep[];
  readonly sessionEvent: readonly EventKey[];
}

/** A call definition whose context type only its own rows know. @internal */
export function defineCall<C extends CallContext>(call: Call<C>): Call {
  return call;
}

/** A defect of the model itself, never a verdict. @public */
export class ModelBug extends Error {
  override readonly name = 'ModelBug';
}

/** A call that makes no sense: no such actor, no such operation. @public */
export class BadCall extends Error {
  override readonly name = 'BadCall';
}
