/** @module The command as a process of the world: a child of the actor that runs it. */
import { AdapterFault, type Adapter } from '../adapters/adapter.js';
import type { ToolCall } from './logonse.js';

/** Runs `work` as a new process that `parent` starts, and ends that process. @internal */
export async function asProcessOf<T>(
  adapter: Adapter,
  parent: string,
  work: (call: ToolCall) => Promise<T>,
): Promise<T> {
  const spawned = await adapter.call('world.spawn', { actor: parent, identity: 'inherit' });
  if (spawned.kind !== 'returned') throw new AdapterFault('the process of logonse did not start');
  const actor = String(spawned.value['actor']);
  try {
    return await work((op, args) => adapter.call(op, { ...args, actor }));
  } finally {
    await adapter.call('world.exit', { actor });
  }
}
