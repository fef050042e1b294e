/** @module An ioctl as any program can make it: a word and an address (ruling R12). */
import { toHex } from '../../wire/hex.js';
import { numberArgument } from '../arguments.js';
import { defineCall, ModelBug, type CallContext, type Forward } from '../model.js';
import type { Descriptor } from '../state.js';
import { findDescriptor } from '../world.js';
import { RawMemory } from './raw-memory.js';
import { ioctlsOf, type RawIoctl, type Struct } from './raw-structs.js';

/** @internal */
export interface RawContext extends CallContext {
  readonly descriptor: Descriptor | undefined;
  readonly word: number;
  /** Undefined: no word of this profile. */
  readonly ioctl: RawIoctl | undefined;
  readonly memory: RawMemory;
  /** Undefined: reading it faults. */
  readonly struct: Struct | undefined;
}

const MAKES_HANDLES: readonly string[] = [
  'KACS_IOC_DUPLICATE',
  'KACS_IOC_RESTRICT',
  'KACS_IOC_GET_LINKED_TOKEN',
];

function structOf(ioctl: RawIoctl, memory: RawMemory): Struct | undefined {
  const bytes = memory.read(memory.argument, ioctl.size);
  if (ioctl.size > 0 && bytes === undefined) return undefined;
  const { buffer } = bytes ?? new Uint8Array();
  return { view: new DataView(buffer), address: memory.argument, size: ioctl.size, memory };
}

function forward({ args, ioctl, struct, memory }: RawContext): Forward {
  if (ioctl === undefined || struct === undefined) throw new ModelBug('the checks come first');
  return {
    op: ioctl.op,
    args: { token: numberArgument(args, 'handle'), ...ioctl.read(struct) },
    show(answer, refused) {
      ioctl.write?.(struct.view, answer, struct);
      if (!refused || Object.keys(answer).length > 0) {
        memory.write(struct.address, new Uint8Array(struct.view.buffer));
      }
      return { ...(refused ? {} : { value: 0 }), argument: toHex(memory.bytes) };
    },
  };
}

/** @internal */
export const rawIoctl = defineCall<RawContext>({
  name: 'raw.ioctl',
  prepare(base) {
    const word = numberArgument(base.args, 'word');
    const memory = new RawMemory(base.args);
    const ioctl = ioctlsOf(base.world.model.profile).get(word);
    const struct = ioctl === undefined ? undefined : structOf(ioctl, memory);
    const descriptor = findDescriptor(base.thread, base.args['handle']);
    return { ...base, descriptor, word, ioctl, memory, struct };
  },
  checks: [
    {
      id: 'handle',
      clauses: [],
      errno: 'EBADF',
      refuses: ({ descriptor }) => descriptor === undefined,
    },
    {
      id: 'token',
      clauses: ['IC-015'],
      errno: 'ENOTTY',
      refuses: ({ descriptor }) => descriptor?.kind !== 'token',
    },
    {
      id: 'word',
      clauses: ['IC-012', 'IC-014'],
      errno: 'ENOTTY',
      refuses: ({ ioctl }) => ioctl === undefined,
    },
    {
      id: 'memory',
      clauses: [],
      errno: 'EFAULT',
      refuses: ({ ioctl, struct, memory }) =>
        struct === undefined ||
        (ioctl?.write !== undefined && !memory.writable) ||
        (ioctl?.faults?.(struct) ?? false),
    },
    {
      id: 'descriptors',
      clauses: [],
      errno: 'EMFILE',
      refuses: ({ args, ioctl }) =>
        args['noDescriptors'] === true && MAKES_HANDLES.includes(ioctl?.op ?? ''),
    },
  ],
  effects: [],
  forward,
  result: () => ({}),
});
