/** @module One world for several connections. */
import type { Adapter, Hello, HelloRequest } from './adapter.js';

/** The same world: nothing of it ends with the connection that this stands for. @internal */
export function sharedView(
  world: Adapter,
  hello: (request: HelloRequest) => Promise<Hello>,
): Adapter {
  return {
    hello,
    call: (op, params) => world.call(op, params),
    close: () => Promise.resolve(),
  };
}
