/** @module Ctrl-C: the first one ends the run with a partial report, the second one at once. */
import { killAllChildren } from '../adapters/stdio/children.js';
import { EXIT } from './options.js';

/** @internal */
export interface Interrupt {
  readonly signal: AbortSignal;
  release(): void;
}

/** Listens for SIGINT and SIGTERM until released. @internal */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) {
      killAllChildren();
      process.exit(EXIT.fault);
    }
    process.stderr.write('\ninterrupted: writing a partial report (once more to stop at once)\n');
    controller.abort();
  };
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}
