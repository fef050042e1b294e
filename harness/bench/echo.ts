/**
 * @module A child that does no more than any adapter must: parse each line and serialise an answer
 * of the same shape and size as the reference gives. The bound of what an adapter can reach. With a
 * file of what the reference said, one a line (its hello, then its answers to whole Programs), it
 * says the same in turn.
 */
import { readFileSync } from 'node:fs';
import type { Hello } from '../adapters/adapter.js';
import { RUN_PROGRAM } from '../protocol/messages.js';

interface Message {
  readonly id: number;
  readonly method: string;
}

const [, , file] = process.argv;
const said =
  file === undefined
    ? []
    : readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as unknown);
const [helloSaid, ...answers] = said;
let answered = 0;

const HELLO: Hello = {
  protocol: 1,
  name: 'echo',
  version: '1',
  kind: 'process',
  profiles: ['learn-0.20'],
  capabilities: ['tokens', 'query'],
  limits: { window: 64, lineBytesMax: 1024 * 1024 },
};
/** TokenGroups of the SYSTEM token has 116 bytes. */
const QUERY = { value: { length: 116, payload: '00'.repeat(116), intact: true } };
const OPEN = { value: { handle: 3 } };

let rest = '';
process.stdin.setEncoding('utf8').on('data', (chunk: string) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop() ?? '';
  process.stdout.write(lines.map(answer).join(''));
});

function answer(line: string): string {
  const { id, method } = JSON.parse(line) as Message;
  return `${JSON.stringify({ jsonrpc: '2.0', id, result: resultOf(method) })}\n`;
}

function resultOf(method: string): unknown {
  if (method === 'hello') return helloSaid ?? HELLO;
  if (method === RUN_PROGRAM) return answers[answered++ % answers.length];
  return method === 'KACS_IOC_QUERY' ? QUERY : OPEN;
}
