/** @module What was sent, as an adapter gets it: messages of the protocol, one a line. */
import type { PageStep } from '../page/page-data.js';

/** The calls of a case in the order in which they were made. @internal */
export function messagesOf(steps: readonly PageStep[]): string {
  return steps
    .flatMap(({ record }) => ('outcome' in record ? [record] : []))
    .map(({ op, actor, args }, n) =>
      JSON.stringify({ jsonrpc: '2.0', id: n + 1, method: op, params: { actor, ...args } }),
    )
    .map((line) => `${line}\n`)
    .join('');
}
