/** @module The target `qemu`: guests of one kind boot once in a process, whoever asks for them. */
import { ProtocolClient, type ConnectOptions } from '../stdio/client.js';
import type { Link, LinkHandlers } from '../stdio/link.js';
import { GuestFactory, type GuestFacts } from './guest-factory.js';
import { GuestLink } from './guest-link.js';
import type { GuestOptions } from './guest-options.js';
import { QemuAdapter } from './qemu-adapter.js';

const factories = new Map<string, GuestFactory>();

/** An adapter for these guests; nothing is started before `hello`. @internal */
export function openQemu(
  options: GuestOptions,
  connect: ConnectOptions,
  agent: () => Promise<string>,
): QemuAdapter {
  return new QemuAdapter(options, connect, factoryOf(options, agent));
}

/** The link to one guest, which boots first: an AdapterFault if it does not. @internal */
export async function openOneGuest(
  options: GuestOptions,
  connect: ConnectOptions,
  agent: () => Promise<string>,
): Promise<{ readonly client: ProtocolClient; readonly facts: GuestFacts }> {
  const factory = factoryOf(options, agent);
  const facts = await factory.prepare();
  const source = { take: () => factory.take() };
  const open = (handlers: LinkHandlers): Link => new GuestLink(source, handlers);
  return { client: new ProtocolClient('qemu', open, connect), facts };
}

function factoryOf(options: GuestOptions, agent: () => Promise<string>): GuestFactory {
  const key = JSON.stringify(options);
  const known = factories.get(key);
  if (known !== undefined) return known;
  const factory = new GuestFactory(options, agent);
  factories.set(key, factory);
  process.on('exit', () => factory.close());
  return factory;
}
