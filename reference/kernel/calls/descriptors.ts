/** @module World controls over descriptors: close, dup, flags, passing them on. */
import { numberArgument } from '../arguments.js';
import { BadCall, defineCall, type CallContext, type Check } from '../model.js';
import type { Descriptor, Thread, TokenHandle } from '../state.js';
import { findDescriptor, findHandle, retain } from '../world.js';

/** @internal */
export interface DescriptorContext extends CallContext {
  readonly descriptor: Descriptor | undefined;
  made: number;
}

function withDescriptor(base: CallContext): DescriptorContext {
  return { descriptor: findDescriptor(base.thread, base.args['handle']), made: 0, ...base };
}

/** Checks that `args.handle` is open. */
const OPEN: Check<DescriptorContext> = {
  id: 'handle',
  clauses: [],
  errno: 'EBADF',
  refuses: ({ descriptor }) => descriptor === undefined,
};

const close = defineCall<DescriptorContext>({
  name: 'world.close',
  prepare: withDescriptor,
  checks: [OPEN],
  effects: [
    {
      id: 'close',
      clauses: ['SE-017', 'IM-029'],
      apply: ({ world, thread, args }) =>
        world.closeHandle(thread.process, numberArgument(args, 'handle')),
    },
  ],
  result: () => ({}),
});

const duplicateHandle = defineCall<DescriptorContext>({
  name: 'world.duplicateHandle',
  prepare: withDescriptor,
  checks: [OPEN],
  effects: [
    {
      id: 'duplicate',
      clauses: [],
      apply: (c) => {
        if (c.descriptor === undefined) return;
        if (c.descriptor.kind === 'token') retain(c.descriptor.token);
        if (c.descriptor.kind === 'socket') c.descriptor.socket.references += 1;
        // dup(2) clears the flag.
        const copy = { ...c.descriptor, closeOnExec: false };
        c.made = c.world.addDescriptor(c.thread.process, copy);
      },
    },
  ],
  result: ({ made }) => ({ handle: made }),
});

const descriptorFlags = defineCall<DescriptorContext>({
  name: 'world.descriptorFlags',
  prepare: withDescriptor,
  checks: [OPEN],
  effects: [
    {
      id: 'set',
      clauses: [],
      apply: ({ descriptor, args }) => {
        if (descriptor !== undefined && typeof args['set'] === 'boolean') {
          descriptor.closeOnExec = args['set'];
        }
      },
    },
  ],
  result: ({ descriptor }) => ({ closeOnExec: descriptor?.closeOnExec ?? false }),
});

/** @internal */
export interface PassContext extends CallContext {
  readonly handle: TokenHandle | undefined;
  readonly receiver: Thread;
  made: number;
}

const passHandle = defineCall<PassContext>({
  name: 'world.passHandle',
  prepare(base) {
    const receiver = base.world.threads.get(String(base.args['to']));
    if (receiver === undefined) throw new BadCall(`no actor ${JSON.stringify(base.args['to'])}`);
    return { ...base, handle: findHandle(base.thread, base.args['handle']), receiver, made: 0 };
  },
  checks: [
    { id: 'handle', clauses: [], errno: 'EBADF', refuses: ({ handle }) => handle === undefined },
  ],
  effects: [
    {
      id: 'pass',
      clauses: ['IC-016'],
      apply: (c) => {
        if (c.handle === undefined) return;
        const { token, mask, inspection } = c.handle;
        c.made = c.world.openHandle(c.receiver.process, token, mask, inspection);
      },
    },
  ],
  result: ({ made }) => ({ handle: made }),
});

/** @internal */
export const DESCRIPTOR_CONTROLS = [close, duplicateHandle, descriptorFlags, passHandle];
