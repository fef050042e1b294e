/** @module One tiny call per capability: does the adapter carry out what it claims? */
import type { JsonObject, Outcome } from '../program/program.js';

/** What a probe may use of the steps before it. @internal */
export interface Probe {
  readonly op: string;
  readonly args: JsonObject;
  /** Made by the actor that world.spawn gave, if there is one. */
  readonly asSpawned?: boolean;
  /** Which earlier probe of this capability its `name` argument comes from. */
  readonly with?: { readonly name: string; readonly from: string; readonly key: string };
}

/** An interactive session of S-1-5-18 with the package "test", 23 bytes. */
const SESSION = ['02', '0400', '74657374', '0c000000', '010100000000000512000000'].join('');
const TOKEN_QUERY = 0x8;

const openSelf: Probe = {
  op: 'kacs_open_self_token',
  args: { flags: 0, accessMask: TOKEN_QUERY },
};
const handleOf = (name: string): NonNullable<Probe['with']> => ({
  name,
  from: openSelf.op,
  key: 'handle',
});

/** The probes of a capability, in order; capabilities without any are not probed. @internal */
export const PROBES: Readonly<Record<string, readonly Probe[]>> = {
  processes: [
    { op: 'world.spawn', args: { identity: 'own' } },
    { op: 'world.exit', args: {}, asSpawned: true },
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
    { op: 'world.close', args: {}, with: handleOf('handle') },
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

/** The arguments with what an earlier outcome returned; nothing without that. @internal */
export function probeArgs(
  probe: Probe,
  earlier: ReadonlyMap<string, Outcome>,
): JsonObject | undefined {
  if (probe.with === undefined) return probe.args;
  const { name, from, key } = probe.with;
  const outcome = earlier.get(from);
  const value = outcome?.kind === 'returned' ? outcome.value[key] : undefined;
  return value === undefined ? undefined : { ...probe.args, [name]: value };
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
