/** @module What `--adapter` takes, in words. */

/** @internal */
export const TARGET_HELP =
  'reference, faulty:FAULT, linux, qemu, stdio:COMMAND, unix:PATH, tcp:HOST:PORT or replay:FILE';
