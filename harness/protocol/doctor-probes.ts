/** @module One tiny call per capability: does the adapter carry out what it claims? */
import type { ProtocolClient } from '../adapters/stdio/client.js';
import type { JsonObject, Outcome } from '../program/program.js';

/** What a probe may use of the steps before it. @internal */
export interface Probe {
  readonly op: string;
  readonly args: JsonObject;
  /** Made by the actor that world.spawn gave, if there is one. */
  readonly asSpawned?: boolean;
  /** Which earlier probe of this capability its `name` argument comes from, `listed`: in a list. */
  readonly with?: {
    readonly name: string;
    readonly from: string;
    readonly key: string;
    readonly listed?: boolean;
  };
  /** Only where this is claimed too. */
  readonly needs?: string;
}

/** An interactive session of S-1-5-18 with the package "test", 23 bytes. */
const SESSION = ['02', '0400', '74657374', '0c000000', '010100000000000512000000'].join('');
const TOKEN_QUERY = 0x8;

const openSelf: Probe = {
  op: 'kacs_open_self_token',
  args: { flags: 0, accessMask: TOKEN_QUERY },
};
const handleOf = (name: string, from = openSelf.op): NonNullable<Probe['with']> => ({
  name,
  from,
  key: 'handle',
});
const spawnedPid = { name: 'pid', from: 'world.spawn', key: 'pid' } as const;
const NODES = '/sys/kernel/security/kacs';

/** The probes of a capability, in order; capabilities without any are not probed. @internal */
export const PROBES: Readonly<Record<string, readonly Probe[]>> = {
  processes: [
    { op: 'world.spawn', args: { identity: 'own' } },
    {
      op: 'kacs_open_process_token',
      args: { accessMask: TOKEN_QUERY },
      with: spawnedPid,
      asSpawned: true,
      needs: 'tokens',
    },
    { op: 'world.exit', args: {}, asSpawned: true },
    // It is gone by now, and the answer a refusal: that says enough.
    { op: 'world.kill', args: {}, with: spawnedPid },
  ],
  sessions: [
    { op: 'kacs_create_session', args: { spec: SESSION } },
    {
      op: 'kacs_destroy_empty_session',
      args: {},
      with: { name: 'id', from: 'kacs_create_session', key: 'id' },
    },
  ],
  tokens: [openSelf, { op: 'world.close', args: {}, with: handleOf('handle') }],
  query: [
    openSelf,
    { op: 'KACS_IOC_QUERY', args: { class: 1, capacity: 4096 }, with: handleOf('token') },
    { op: 'world.observe', args: {}, with: { ...handleOf('tokens'), listed: true } },
    { op: 'world.close', args: {}, with: handleOf('handle') },
  ],
  securityfs: [
    { op: 'world.stat', args: { path: `${NODES}/self` } },
    { op: 'world.open', args: { path: `${NODES}/sessions`, flags: 0 } },
    { op: 'world.read', args: {}, with: handleOf('handle', 'world.open') },
    { op: 'world.close', args: {}, with: handleOf('handle', 'world.open'), needs: 'tokens' },
  ],
  credentials: [{ op: 'world.credentials', args: {} }],
  'descriptor-flags': [
    openSelf,
    { op: 'world.descriptorFlags', args: {}, with: handleOf('handle') },
    { op: 'world.close', args: {}, with: handleOf('handle') },
  ],
  threads: [{ op: 'world.thread', args: {} }],
  impersonate: [{ op: 'kacs_revert', args: {} }],
};

/**
 * Makes each probe that can be made, as far as those before it have given what it needs. @internal
 */
export async function* tryProbes(
  client: ProtocolClient,
  probes: readonly Probe[],
  claimed: readonly string[],
): AsyncGenerator<readonly [op: string, outcome: Outcome]> {
  const outcomes = new Map<string, Outcome>();
  for (const probe of probes) {
    const args = probeArgs(probe, outcomes);
    const spawn = outcomes.get('world.spawn');
    const actor = spawn?.kind === 'returned' ? spawn.value['actor'] : undefined;
    if (args === undefined || (probe.asSpawned === true && actor === undefined)) continue;
    if (probe.needs !== undefined && !claimed.includes(probe.needs)) continue;
    const by = probe.asSpawned === true ? String(actor) : 'init';
    const outcome = await client.call(probe.op, { actor: by, ...args });
    outcomes.set(probe.op, outcome);
    yield [probe.op, outcome];
  }
}

/** The arguments with what an earlier outcome returned; nothing without that. */
function probeArgs(probe: Probe, earlier: ReadonlyMap<string, Outcome>): JsonObject | undefined {
  if (probe.with === undefined) return probe.args;
  const { name, from, key, listed } = probe.with;
  const outcome = earlier.get(from);
  const value = outcome?.kind === 'returned' ? outcome.value[key] : undefined;
  if (value === undefined) return undefined;
  return { ...probe.args, [name]: listed === true ? [value] : value };
}

/** An outcome in a few words. @internal */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'returned':
      return 'returned';
    case 'refused':
      return `refused with ${outcome.errno} (${outcome.number})`;
    case 'crashed':
      return `crashed: ${outcome.detail}`;
    case 'timedOut':
      return `no answer within ${outcome.afterMs} ms`;
    default:
      return outcome satisfies never;
  }
}
