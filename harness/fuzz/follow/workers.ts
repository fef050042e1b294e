/**
 * @module What the workers of a candidate start with. Their tokens are the adapter's to mint, with
 * the boot identity; which groups and defaults that has besides is open (PSD-004 v0.20 §4.3: "and
 * other well-known SIDs"). The model takes what one of them shows before the first Program.
 */
import { GROUP, QUERY_CLASS } from '../../../reference/abi/numbers.js';
import { otherEffect, type Change } from '../../../reference/faults/fault.js';
import type { ActorContext } from '../../../reference/kernel/calls/processes.js';
import type { Token } from '../../../reference/kernel/state.js';
import { tokenGroup } from '../../../reference/kernel/token.js';
import type { Acl, Sid, SidAndAttributes } from '../../../reference/wire/values.js';
import {
  decode,
  equalSid,
  fromHex,
  type StructureName,
  type Wire,
} from '../../../reference/wire/wire.js';
import { AdapterFault } from '../../adapters/adapter.js';
import type { JsonObject } from '../../program/program.js';
import type { TargetSetup } from '../target.js';

const CLASS = QUERY_CLASS;
/** More than any adapter has a reason for. */
const DIGITS_MAX = 1 << 17;

/** Has a worker born, looks at it, and lets it go. @internal */
export async function workersAsSeen({ adapter, wire }: TargetSetup): Promise<Change> {
  try {
    const spawned = await adapter.call('world.spawn', { actor: 'init', identity: 'own' });
    if (spawned.kind !== 'returned') return (model) => model;
    const actor = String(spawned.value['actor']);
    const seen = await adapter.call('world.observe', { actor, tokens: [] });
    await adapter.call('world.exit', { actor });
    const effective = seen.kind === 'returned' ? seen.value['effective'] : undefined;
    if (typeof effective !== 'object' || effective === null) return (model) => model;
    return workersLike(wire, effective as JsonObject);
  } catch (error) {
    // The Programs meet the same trouble, and say so.
    if (error instanceof AdapterFault) return (model) => model;
    throw error;
  }
}

/** Workers start with what these payloads show, by class. @internal */
export function workersLike(wire: Wire, payloads: JsonObject): Change {
  const read = <T>(number: number): { readonly value: T } | undefined =>
    payloadOf<T>(wire, number, payloads[String(number)]);
  const groups = read<readonly SidAndAttributes[]>(CLASS.GROUPS);
  const owner = read<Sid>(CLASS.OWNER);
  const primaryGroup = read<Sid>(CLASS.PRIMARY_GROUP);
  const source = read<{ readonly name: Uint8Array; readonly id: bigint }>(CLASS.SOURCE);
  const scope = read<number>(CLASS.SESSION_ID);
  const policy = read<number>(CLASS.MANDATORY_POLICY);
  const dacl = read<Acl | undefined>(CLASS.DEFAULT_DACL);
  return otherEffect<ActorContext>('world.spawn', 'spawn', (c, original) => {
    original();
    const token = c.world.processes.get(c.id)?.primary;
    if (c.args['identity'] !== 'own' || token === undefined) return;
    if (groups !== undefined) token.groups = groups.value.map((one) => groupOf(token, one));
    token.ownerIndex = indexOf(token, owner?.value) ?? token.ownerIndex;
    token.primaryGroupIndex = indexOf(token, primaryGroup?.value) ?? token.primaryGroupIndex;
    token.sourceName = source?.value.name ?? token.sourceName;
    token.sourceId = source?.value.id ?? token.sourceId;
    token.interactiveSessionId = scope?.value ?? token.interactiveSessionId;
    token.mandatoryPolicy = policy?.value ?? token.mandatoryPolicy;
    if (dacl !== undefined) token.defaultDacl = dacl.value;
  });
}

/** What the tables cannot read is not taken over: it will differ. */
function payloadOf<T>(
  wire: Wire,
  number: number,
  payload: unknown,
): { readonly value: T } | undefined {
  const name = `QUERY_${number}` as StructureName;
  if (typeof payload !== 'string' || payload.length > DIGITS_MAX) return undefined;
  if (!/^[0-9a-f]*$/iu.test(payload) || payload.length % 2 !== 0) return undefined;
  const { value, issues } = decode<T>(wire, name, fromHex(payload));
  return issues.length > 0 ? undefined : { value };
}

/** The logon SID is that of the session on each side. */
function groupOf({ session }: Token, { sid, attributes }: SidAndAttributes): Token['groups'][0] {
  const isLogon = (attributes & GROUP.LOGON_ID) !== 0;
  return tokenGroup(isLogon ? session.logonSid : sid, attributes);
}

/** 0 is the user, n the n-th group. */
function indexOf({ userSid, groups }: Token, wanted: Sid | undefined): number | undefined {
  if (wanted === undefined) return undefined;
  if (equalSid(userSid, wanted)) return 0;
  const at = groups.findIndex(({ sid }) => equalSid(sid, wanted));
  return at < 0 ? undefined : at + 1;
}
