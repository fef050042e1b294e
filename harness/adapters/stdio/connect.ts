/** @module From a target to an adapter. */
import type { NetConnectOpts } from 'node:net';
import { openChild } from './child-link.js';
import { ProtocolClient, type ConnectOptions } from './client.js';
import { commandDigest } from './digest.js';
import { openSocket } from './socket-link.js';
import { parseTarget } from './target.js';

export type { ConnectOptions } from './client.js';

/**
 * An adapter for `stdio:COMMAND`, `unix:PATH` or `tcp:HOST:PORT`. Nothing is started before
 * `hello`; a target that cannot be read is a UsageError. @public
 */
export function connect(target: string, options: ConnectOptions = {}): ProtocolClient {
  const parsed = parseTarget(target);
  if (parsed.kind === 'stdio') {
    const { command } = parsed;
    let digest: { readonly value: string | undefined } | undefined;
    return new ProtocolClient(
      target,
      (handlers) => openChild(command, handlers),
      options,
      () => (digest ??= { value: commandDigest(command) }).value,
    );
  }
  const where: NetConnectOpts =
    parsed.kind === 'unix' ? { path: parsed.path } : { host: parsed.host, port: parsed.port };
  return new ProtocolClient(target, (handlers) => openSocket(where, handlers), options);
}
