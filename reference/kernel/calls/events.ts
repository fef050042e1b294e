/** @module The world control that reads the kernel's event stream. */
import { defineCall, type CallContext, type JsonObject } from '../model.js';
import type { KernelEvent } from '../session-end.js';

/** @internal */
export interface EventsContext extends CallContext {
  readonly opens: boolean;
  readonly recorded: KernelEvent[] | undefined;
  drained: readonly KernelEvent[];
}

/** @internal */
export const recordEvents = defineCall<EventsContext>({
  name: 'world.events',
  prepare: (base) => ({
    ...base,
    opens: base.args['action'] === 'open',
    recorded: base.world.recordings.get(base.thread.actor),
    drained: [],
  }),
  checks: [
    {
      id: 'open',
      clauses: [],
      errno: 'EINVAL',
      refuses: ({ opens, recorded }) => !opens && recorded === undefined,
    },
  ],
  effects: [
    {
      id: 'record',
      clauses: [],
      apply: ({ opens, world, thread }) => {
        if (opens) world.recordings.set(thread.actor, []);
      },
    },
    {
      id: 'drain',
      clauses: ['SE-019'],
      apply: (c) => {
        if (!c.opens && c.recorded !== undefined) c.drained = c.recorded.splice(0);
      },
    },
  ],
  result: ({ drained }) => ({ events: drained as unknown as readonly JsonObject[] }),
});
