/**
 * @module Both sides of the `wire` target, ready for specs: a worker with a boot identity, a live
 * session, and a token that keeps it alive, on the candidate and in the model.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import { askedFor } from '../../../reference/kernel/calls/observe.js';
import type { CallContext } from '../../../reference/kernel/model.js';
import { World } from '../../../reference/kernel/world.js';
import { toHex, type Decoded, type Issue } from '../../../reference/wire/wire.js';
import type { JsonObject, Outcome } from '../../program/program.js';
import { lookUp } from '../../program/resolve.js';
import type { PlainSpecs } from '../corpus/specs.js';
import type { TargetSetup } from '../target.js';
import { LOGON_SID_BYTES, SESSION_ID_BYTES, inputOf } from './wire-input.js';
import type { WireInput } from './wire-input.js';

/** What the model also tells of a call. @internal */
export interface Told {
  /** The clauses that decided. */
  readonly cited?: ReadonlySet<ClauseId>;
  /** The spec as it was read, where one was created from. */
  readonly read?: Decoded;
}

/** A call on one side. @internal */
export type LabCall = (
  op: string,
  args: JsonObject & { readonly actor: string },
) => Promise<Outcome & Told>;

/** One side, and its names. @internal */
export interface Side {
  readonly call: LabCall;
  readonly actor: string;
  /** Of the live session, as bytes in hex. */
  readonly sessionId: string;
  readonly logonSid: string;
}

/** The candidate did not take the plain specs, so that nothing can be compared. @internal */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

/** @internal */
export interface Lab {
  readonly model: Side;
  readonly candidate: Side;
}

/** Sets both sides up; throws {@link NotReady}. @internal */
export async function openLab(setup: TargetSetup, plain: PlainSpecs): Promise<Lab> {
  const { adapter } = setup;
  return {
    model: await openSide(setup, plain, modelCall(setup)),
    candidate: await openSide(setup, plain, (op, args) => adapter.call(op, args)),
  };
}

/** Calls of the model, which shows how it read each spec: that need not be done again. */
function modelCall({ profile }: TargetSetup): LabCall {
  const model = modelOf(profile);
  let read: Decoded | undefined;
  const calls = new Map(model.calls);
  for (const name of ['kacs_create_token', 'kacs_create_session']) {
    const call = model.calls.get(name);
    if (call === undefined) continue;
    const prepare = (base: CallContext): CallContext => {
      const context = call.prepare(base) as CallContext & ReadSpec;
      read = { value: context.spec, issues: context.issues };
      return context;
    };
    calls.set(name, { ...call, prepare });
  }
  const observe = model.calls.get('world.observe');
  if (observe !== undefined) {
    // Nobody asks for the rest.
    const result = ({ world, thread, args }: CallContext): JsonObject =>
      askedFor(world, thread, args);
    calls.set('world.observe', { ...observe, result });
  }
  const world = new World({ ...model, calls });
  return (op, args) => {
    read = undefined;
    const result = world.call(op, args.actor, args);
    const { cited } = result;
    const told: Told = read === undefined ? { cited } : { cited, read };
    if (result.kind === 'returned') {
      return Promise.resolve({ kind: 'returned', value: result.value, ...told });
    }
    const { errno, number } = result;
    return Promise.resolve({ kind: 'refused', errno, number, ...told });
  };
}

/** The context of a call that creates something from a spec. */
interface ReadSpec {
  readonly spec: unknown;
  readonly issues: readonly Issue[];
}

async function openSide({ wire }: TargetSetup, plain: PlainSpecs, call: LabCall): Promise<Side> {
  const made = async (op: string, args: JsonObject & { actor: string }): Promise<JsonObject> => {
    const outcome = await call(op, args);
    if (outcome.kind === 'returned') return outcome.value;
    throw new NotReady(`${op} with plain arguments ${outcome.kind}`);
  };
  const worker = await made('world.spawn', { actor: 'init', identity: 'own' });
  const actor = String(worker['actor']);
  const session = await made('kacs_create_session', { actor, spec: toHex(plain.session) });
  const side = sideOfSession({ call, actor }, session);
  const anchor = inputOf(wire, 'TOKEN_SPEC', plain.token);
  await made('kacs_create_token', { actor, spec: specFor(anchor, side) });
  return side;
}

/** A side whose live session is the one just created. @internal */
export function sideOfSession(
  { call, actor }: Pick<Side, 'call' | 'actor'>,
  created: JsonObject,
): Side {
  const bindings = new Map([['s', created]]);
  const id = BigInt(String(lookUp('s.id', bindings)));
  const logonSid = String(lookUp('s.logonSid', bindings));
  return { call, actor, sessionId: littleEndian(id), logonSid };
}

/** The last spec put into hex: both sides mostly have the same names. */
let last: { input: WireInput; sessionId: string; logonSid: string; hex: string } | undefined;

/** The bytes of an input for one side, in hex. @internal */
export function specFor(input: WireInput, { sessionId, logonSid }: Side): string {
  if (last?.input !== input || last.sessionId !== sessionId || last.logonSid !== logonSid) {
    last = { input, sessionId, logonSid, hex: toHex(named(input, sessionId, logonSid)) };
  }
  return last.hex;
}

/** With the names of a side where they go. */
function named(
  { bytes, sessionAt, logonSidAt }: WireInput,
  sessionId: string,
  logonSid: string,
): Uint8Array {
  const copy = Buffer.from(bytes);
  if (sessionAt !== undefined && sessionAt + SESSION_ID_BYTES <= bytes.length) {
    copy.write(sessionId, sessionAt, 'hex');
  }
  if (logonSidAt !== undefined && logonSidAt + LOGON_SID_BYTES <= bytes.length) {
    copy.write(logonSid, logonSidAt, 'hex');
  }
  return copy;
}

function littleEndian(id: bigint): string {
  const bytes = Buffer.alloc(SESSION_ID_BYTES);
  bytes.writeBigUInt64LE(id);
  return bytes.toString('hex');
}
