/** @module Serves adapters on a Unix socket or a TCP port, a new one for each connection. */
import { existsSync, rmSync, statSync } from 'node:fs';
import {
  createConnection,
  createServer,
  type ListenOptions,
  type Server,
  type Socket,
} from 'node:net';
import { dirname } from 'node:path';
import { parseTarget, type Target } from '../adapters/stdio/target.js';
import { UsageError } from '../usage-error.js';
import { excerpt, oneLine } from './excerpt.js';
import { serveStream, type AdapterFactory, type ServeOptions } from './serve.js';

/** @public */
export interface SocketServer {
  /** As a target that reaches it: `unix:PATH`, `tcp:HOST:PORT` with the port that was chosen. */
  readonly target: string;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** Listens on `unix:PATH` or `tcp:HOST:PORT` (port 0: any free one). @public */
export async function serveSocket(
  factory: AdapterFactory,
  target: string,
  options: ServeOptions = {},
): Promise<SocketServer> {
  const where = parseTarget(target);
  if (where.kind === 'stdio') {
    throw new UsageError(
      `cannot listen on ${excerpt(target)}: expected unix:PATH or tcp:HOST:PORT`,
    );
  }
  if (where.kind === 'unix') await clearStaleSocket(where.path);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    serveStream(factory, socket, socket, options).then(
      () => socket.end(),
      () => socket.destroy(),
    );
  });
  await listen(server, where);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    target: where.kind === 'unix' ? target : `tcp:${bracketed(where.host)}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, where: Exclude<Target, { kind: 'stdio' }>): Promise<void> {
  const options: ListenOptions =
    where.kind === 'unix' ? { path: where.path } : { host: where.host, port: where.port };
  return new Promise((resolve, reject) => {
    server.once('error', ({ message }) => {
      // The system calls a folder that is not there a permission denied.
      const noFolder = where.kind === 'unix' && !existsSync(dirname(where.path));
      const reason = noFolder ? 'there is no such folder' : message;
      reject(new UsageError(oneLine(`cannot listen on ${where.text}: ${reason}`)));
    });
    server.listen(options, resolve);
  });
}

/** A socket file that nobody listens on is left over from a server that was killed. */
async function clearStaleSocket(path: string): Promise<void> {
  try {
    if (!statSync(path).isSocket())
      throw new UsageError(
        `cannot listen on unix:${oneLine(path)}: a file that is no socket is there`,
      );
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return;
  }
  const answered = await new Promise<boolean>((resolve) => {
    const probe = createConnection({ path });
    probe.on('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => {
      resolve(false);
    });
  });
  if (answered) throw new UsageError(`somebody listens on unix:${path} already`);
  rmSync(path, { force: true });
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
