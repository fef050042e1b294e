/**
 * @module A system that goes down as a whole, as a kernel does: whatever is under way is lost,
 * whole Programs with it, and all that is known is that it went down.
 */
import { PassThrough } from 'node:stream';
import type { Adapter } from '../../adapters/adapter.js';
import { ProtocolClient } from '../../adapters/stdio/client.js';
import type { Ending, Link, LinkHandlers } from '../../adapters/stdio/link.js';
import { serveStream } from '../../protocol/serve.js';

/** What `inner` makes, served; a line that matches takes it down, and then it says this. @internal */
export function mortalSystem(inner: () => Adapter, deadly: RegExp, words: string): Adapter {
  return new ProtocolClient('mortal', (handlers) => life(inner, deadly, words, handlers));
}

function life(inner: () => Adapter, deadly: RegExp, words: string, handlers: LinkHandlers): Link {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let said = '';
  let live = true;
  let over = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    over = resolve;
  });
  const end = (ending: Ending): void => {
    if (!live) return;
    live = false;
    input.end();
    handlers.ended(ending);
    over();
  };
  output.on('data', (chunk: Buffer) => {
    if (live) handlers.data(chunk);
  });
  void serveStream(inner, input, output);
  return {
    unsent: 0,
    gone,
    write: (text) => {
      if (!live) return;
      if (deadly.test(text)) {
        said = words;
        setImmediate(() => end({ kind: 'down', reason: 'the kernel panicked' }));
      } else input.write(text);
    },
    kill: () => end({ kind: 'closed', reason: 'killed' }),
    close: () => {
      end({ kind: 'closed', reason: 'closed' });
      return gone;
    },
    lastErrors: () => said,
  };
}
