/**
 * @module Both sides of the `wire` target, ready for specs: a worker with a boot identity, a live
 * session, and a token that keeps it alive, on the candidate and in the model.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import { World, type CallResult } from '../../../reference/kernel/world.js';
import { toHex } from '../../../reference/wire/wire.js';
import type { JsonObject, Outcome } from '../../program/program.js';
import { lookUp } from '../../program/resolve.js';
import type { PlainSpecs } from '../corpus/specs.js';
import type { TargetSetup } from '../target.js';
import { LOGON_SID_BYTES, SESSION_ID_BYTES, inputOf } from './wire-input.js';
import type { WireInput } from './wire-input.js';

/** A call on one side; the model also says which clauses decided. @internal */
export type LabCall = (
  op: string,
  args: JsonObject & { readonly actor: string },
) => Promise<Outcome & { readonly cited?: ReadonlySet<ClauseId> }>;

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
  const world = new World(modelOf(setup.profile));
  const { adapter } = setup;
  return {
    model: await openSide(setup, plain, (op, args) =>
      Promise.resolve(answerOf(world.call(op, args.actor, args))),
    ),
    candidate: await openSide(setup, plain, (op, args) => adapter.call(op, args)),
  };
}

function answerOf(result: CallResult): Awaited<ReturnType<LabCall>> {
  const { cited } = result;
  if (result.kind === 'returned') return { kind: 'returned', value: result.value, cited };
  return { kind: 'refused', errno: result.errno, number: result.number, cited };
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

/** The bytes of an input for one side, in hex. @internal */
export function specFor({ bytes, sessionAt, logonSidAt }: WireInput, side: Side): string {
  let hex = toHex(bytes);
  if (sessionAt !== undefined && sessionAt + SESSION_ID_BYTES <= bytes.length) {
    hex = patched(hex, sessionAt, side.sessionId);
  }
  if (logonSidAt !== undefined && logonSidAt + LOGON_SID_BYTES <= bytes.length) {
    hex = patched(hex, logonSidAt, side.logonSid);
  }
  return hex;
}

function patched(hex: string, at: number, text: string): string {
  return hex.slice(0, at * 2) + text + hex.slice(at * 2 + text.length);
}

function littleEndian(id: bigint): string {
  const bytes = Buffer.alloc(SESSION_ID_BYTES);
  bytes.writeBigUInt64LE(id);
  return bytes.toString('hex');
}
