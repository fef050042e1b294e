/** @module The target `qemu`: guests of one kind boot once in a process, whoever asks for them. */
import type { ConnectOptions } from '../stdio/client.js';
import { GuestFactory } from './guest-factory.js';
import type { GuestOptions } from './guest-options.js';
import { QemuAdapter } from './qemu-adapter.js';

const factories = new Map<string, GuestFactory>();

/** An adapter for these guests; nothing is started before `hello`. @internal */
export function openQemu(
  options: GuestOptions,
  connect: ConnectOptions,
  agent: () => Promise<string>,
): QemuAdapter {
  const key = JSON.stringify(options);
  const known = factories.get(key);
  const factory = known ?? new GuestFactory(options, agent);
  if (known === undefined) {
    factories.set(key, factory);
    process.on('exit', () => factory.close());
  }
  return new QemuAdapter(options, connect, factory);
}
