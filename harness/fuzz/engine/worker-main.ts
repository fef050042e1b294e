/** @module The process of a worker: takes its configuration, works, and goes with the campaign. */
import { AdapterFault } from '../../adapters/adapter.js';
import { killAllChildren } from '../../adapters/stdio/children.js';
import { UsageError } from '../../usage-error.js';
import type { FromWorker, ToWorker } from './messages.js';
import { FuzzWorker } from './worker.js';

let worker: FuzzWorker | undefined;

function say(message: FromWorker): void {
  // A campaign that is gone hears nothing more; the worker is about to follow it.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const cause =
    error instanceof UsageError ? 'usage' : error instanceof AdapterFault ? 'fault' : 'harness';
  const debug = process.env['KACS_DEBUG'] ?? '';
  const stack = debug !== '' && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  say({ kind: 'failed', message: message + stack, cause });
  // What was said has to arrive first.
  process.disconnect?.();
}

process.on('message', (message: ToWorker) => {
  if (message.kind !== 'start') {
    worker?.take(message);
    return;
  }
  try {
    worker = new FuzzWorker(message.config, say);
  } catch (error) {
    fail(error);
    return;
  }
  worker.run().catch(fail);
});
// A campaign that is gone, however it went, takes its workers along.
process.on('disconnect', () => {
  killAllChildren();
  process.exit(0);
});
// The terminal's Ctrl-C reaches all processes; the campaign says when to stop.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
