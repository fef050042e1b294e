/** @module A link over a Unix socket or TCP. */
import { createConnection, type NetConnectOpts, type Socket } from 'node:net';
import { BatchWriter } from '../../protocol/batch-writer.js';
import type { Ending, Link, LinkHandlers } from './link.js';

/** Connects to a listening adapter. @internal */
export function openSocket(where: NetConnectOpts, handlers: LinkHandlers): Link {
  return new SocketLink(createConnection(where), handlers);
}

class SocketLink implements Link {
  readonly gone: Promise<void>;
  readonly #socket: Socket;
  readonly #writer: BatchWriter;

  constructor(socket: Socket, handlers: LinkHandlers) {
    this.#socket = socket;
    this.#writer = new BatchWriter(socket);
    socket.setNoDelay(true);
    let connected = false;
    let ending: Ending = { kind: 'closed', reason: 'closed the connection' };
    socket.on('connect', () => {
      connected = true;
    });
    socket.on('data', (chunk: Buffer) => {
      handlers.data(chunk);
    });
    socket.on('drain', () => {
      handlers.drained();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const { code = 'unknown', message } = error;
      ending = connected
        ? { kind: 'closed', reason: `lost the connection (${message})` }
        : { kind: 'notStarted', code, reason: message };
    });
    this.gone = new Promise((resolve) => {
      socket.on('close', () => {
        handlers.ended(ending);
        resolve();
      });
    });
  }

  get unsent(): number {
    return this.#writer.unsent;
  }

  write(text: string): void {
    this.#writer.write(text);
  }

  kill(): void {
    this.#socket.destroy();
  }

  async close(): Promise<void> {
    this.#writer.flush();
    this.#socket.end();
    const timer = setTimeout(() => {
      this.#socket.destroy();
    }, 1000);
    await this.gone;
    clearTimeout(timer);
  }

  lastErrors(): string {
    return '';
  }
}
