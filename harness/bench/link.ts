/** @module Calls per second over stdio, of the served reference and of a child that only echoes. */
import { connect } from '../adapters/stdio/connect.js';
import { buildPath } from '../package-root.js';

const CALLS = 40_000;
const BATCH = 1000;

/** The command of the served reference, one call at a time, at a window of 64. @internal */
export const REFERENCE = `${buildPath('harness', 'cli', 'main.js')} serve --no-programs --window 64`;
/** The command of the child that only parses and re-serialises. @internal */
export const ECHO = buildPath('harness', 'bench', 'echo.js');

/** Calls per second that the protocol's client gets out of a child. @internal */
export async function callRate(command: string): Promise<number> {
  const client = connect(`stdio:${process.execPath} ${command}`);
  await client.hello({ protocol: 1, profile: 'learn-0.20', seed: 0 });
  const made = await client.call('kacs_open_self_token', {
    actor: 'init',
    flags: 0,
    accessMask: 8,
  });
  if (made.kind !== 'returned') throw new Error('both children open a token');
  const args = { actor: 'init', token: Number(made.value['handle']), class: 2, capacity: 4096 };
  const batch = (calls: number): Promise<unknown> =>
    Promise.all(Array.from({ length: calls }, () => client.call('KACS_IOC_QUERY', args)));
  await batch(CALLS / 8);
  const start = performance.now();
  for (let n = 0; n < CALLS; n += BATCH) await batch(BATCH);
  const seconds = (performance.now() - start) / 1000;
  await client.close();
  return CALLS / seconds;
}
