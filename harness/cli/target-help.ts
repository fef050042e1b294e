/** @module What `--adapter` takes, in words. */

/** @internal */
export const TARGET_HELP =
  'reference, faulty:FAULT, otherwise:LIBERTY, linux, qemu, ' +
  'stdio:COMMAND, unix:PATH, tcp:HOST:PORT or replay:FILE';
