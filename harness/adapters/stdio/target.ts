/** @module Where a candidate is: `stdio:COMMAND`, `unix:PATH` or `tcp:HOST:PORT`. */
import { excerpt } from '../../protocol/excerpt.js';
import { UsageError } from '../../usage-error.js';
import { splitWords } from './command-line.js';

/** @public */
export type Target =
  | {
      readonly kind: 'stdio';
      readonly text: string;
      readonly command: readonly [string, ...string[]];
    }
  | { readonly kind: 'unix'; readonly text: string; readonly path: string }
  | { readonly kind: 'tcp'; readonly text: string; readonly host: string; readonly port: number };

/** Whether this module knows the scheme of a target. @public */
export function isTarget(text: string): boolean {
  return /^(?:stdio|unix|tcp):/.test(text);
}

/** A target from the command line; what is wrong with it is a {@link UsageError}. @public */
export function parseTarget(text: string): Target {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(colon, 0));
  const rest = text.slice(colon + 1);
  if (scheme === 'stdio') {
    const [command, ...args] = splitWords(rest);
    if (command === undefined || command === '') {
      throw new UsageError('stdio: needs a command, as in "stdio:./my-adapter --flag"');
    }
    if (rest.includes('\0')) throw new UsageError('a command line cannot hold a null character');
    return { kind: 'stdio', text, command: [command, ...args] };
  }
  if (scheme === 'unix') {
    if (rest === '') throw new UsageError('unix: needs a path, as in "unix:/run/kacs.sock"');
    if (Buffer.byteLength(rest) > 107) {
      throw new UsageError(`the socket path ${excerpt(rest)} is longer than 107 bytes`);
    }
    return { kind: 'unix', text, path: rest };
  }
  if (scheme === 'tcp') return { kind: 'tcp', text, ...hostAndPort(rest) };
  throw new UsageError(
    `${excerpt(text)} is no adapter: expected stdio:COMMAND, unix:PATH or tcp:HOST:PORT`,
  );
}

function hostAndPort(text: string): { host: string; port: number } {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined || port > 65535) {
    throw new UsageError(`tcp: needs HOST:PORT, as in "tcp:127.0.0.1:7000", not ${excerpt(text)}`);
  }
  return { host, port };
}
