/**
 * @module Ctrl-C: the first one ends the run with a partial report, the second one at once. Also
 * SIGTERM, and SIGHUP of a terminal that was closed. Children are gone in each case.
 */
import { killAllChildren } from '../adapters/stdio/children.js';
import { EXIT } from './options.js';

/** @internal */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Back to the system's own way. */
  release(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens until released; `onFirst` is called once, before the signal is raised. @internal */
export function onInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) endAtOnce();
    onFirst();
    controller.abort();
  };
  return { signal: controller.signal, release: listen(listener) };
}

/** For work that has nothing to show when it is cut short. @internal */
export function endOnInterrupt(): Pick<Interrupt, 'release'> {
  return {
    release: listen(() => {
      process.stderr.write('kacs-conformance: interrupted\n');
      endAtOnce();
    }),
  };
}

function listen(listener: () => void): () => void {
  for (const signal of SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
}

function endAtOnce(): never {
  killAllChildren();
  process.exit(EXIT.fault);
}
