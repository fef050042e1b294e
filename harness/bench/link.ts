/** @module Calls per second over stdio: the protocol with the served reference, and a bare echo. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { connect } from '../adapters/stdio/connect.js';
import { packagePath } from '../package-root.js';

const CALLS = 20_000;
const WINDOW = 64;

/** Calls per second of the served reference at a window of 64. @internal */
export async function protocolRate(): Promise<number> {
  const main = packagePath('dist', 'harness', 'cli', 'main.js');
  const client = connect(
    `stdio:${process.execPath} ${main} serve --no-programs --window ${WINDOW}`,
  );
  await client.hello({ protocol: 1, profile: 'learn-0.20', seed: 0 });
  const made = await client.call('kacs_open_self_token', {
    actor: 'init',
    flags: 0,
    accessMask: 8,
  });
  if (made.kind !== 'returned') throw new Error('the reference opens its own token');
  const args = { actor: 'init', token: Number(made.value['handle']), class: 2, capacity: 4096 };
  const batch = async (calls: number): Promise<void> => {
    await Promise.all(Array.from({ length: calls }, () => client.call('KACS_IOC_QUERY', args)));
  };
  await batch(CALLS / 4);
  const start = performance.now();
  for (let n = 0; n < CALLS; n += 1000) await batch(1000);
  const seconds = (performance.now() - start) / 1000;
  await client.close();
  return CALLS / seconds;
}

/** Messages per second of a child that only parses and re-serialises the same messages. @internal */
export async function echoRate(): Promise<number> {
  const child = spawn(process.execPath, [packagePath('dist', 'harness', 'bench', 'echo.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const params = { actor: 'init', token: 3, class: 2, capacity: 4096 };
  let sent = 0;
  let answered = 0;
  let goal = CALLS / 4;
  let settle: () => void = () => undefined;
  const fill = (): void => {
    let text = '';
    while (sent < goal && sent - answered < WINDOW) {
      sent += 1;
      text += `${JSON.stringify({ jsonrpc: '2.0', id: sent, method: 'KACS_IOC_QUERY', params })}\n`;
    }
    if (text !== '') child.stdin.write(text);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    JSON.parse(line);
    answered += 1;
    if (answered === goal) settle();
    else if (sent - answered <= WINDOW / 2) fill();
  });
  const pump = (count: number): Promise<void> =>
    new Promise((resolve) => {
      goal = sent + count;
      settle = resolve;
      fill();
    });
  await pump(CALLS / 4);
  const start = performance.now();
  await pump(CALLS);
  const seconds = (performance.now() - start) / 1000;
  child.stdin.end();
  return CALLS / seconds;
}
