/** A target that can tell that the system under test went down, as opposed to the link to it. */
import { describe, expect, it } from 'vitest';
import type { Ending, Link, LinkHandlers } from './link.js';
import { ProtocolClient } from './client.js';

const HELLO = {
  protocol: 1,
  name: 'scripted',
  version: '1',
  kind: 'remote',
  profiles: ['psd-0.20'],
  capabilities: ['processes', 'programs'],
  limits: { window: 8, lineBytesMax: 65_536 },
};

/** A system of several lives, each of which answers until it is told to end or to fall silent. */
class Scripted {
  lives = 0;
  silent = false;
  /** Of the link: settles with the next sign of life. */
  alive: (() => Promise<void>) | undefined;
  #end: (ending: Ending) => void = () => undefined;

  readonly open = (handlers: LinkHandlers): Link => {
    this.lives += 1;
    let over: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      over = resolve;
    });
    const end = (ending: Ending): void => {
      handlers.ended(ending);
      over();
    };
    this.#end = end;
    const answer = (line: string): void => {
      const { id, method } = JSON.parse(line) as { id: number; method: string };
      const value = method === 'world.spawn' ? { actor: 'p1', pid: 7 } : {};
      const result = method === 'hello' ? HELLO : { value };
      handlers.data(Buffer.from(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`));
    };
    return {
      unsent: 0,
      gone,
      ...(this.alive === undefined ? {} : { alive: this.alive }),
      write: (text) => {
        if (!this.silent || text.includes('"hello"')) setImmediate(() => answer(text.trim()));
      },
      kill: () => end({ kind: 'closed', reason: 'killed' }),
      close: () => {
        end({ kind: 'closed', reason: 'closed' });
        return Promise.resolve();
      },
      lastErrors: () => '',
    };
  };

  end(kind: 'down' | 'closed', reason: string): void {
    this.silent = false;
    this.#end({ kind, reason });
  }
}

async function started(
  system: Scripted,
  options: { readonly deadlineMs?: number } = {},
): Promise<ProtocolClient> {
  const client = new ProtocolClient('scripted', system.open, options);
  await client.hello({ protocol: 1, profile: 'psd-0.20', seed: 0 });
  return client;
}

const sleep = (client: ProtocolClient) => client.call('world.sleep', { actor: 'init', ms: 0 });
const spawn = (client: ProtocolClient) =>
  client.call('world.spawn', { actor: 'init', identity: 'own' });

describe('a system that went down', () => {
  it('has crashed during the call that was under way, and is started again', async () => {
    const system = new Scripted();
    const client = await started(system);
    system.silent = true;
    const under = sleep(client);
    setImmediate(() => system.end('down', 'the kernel panicked'));
    expect(await under).toEqual({ kind: 'crashed', detail: 'the kernel panicked' });
    expect(await sleep(client)).toEqual({ kind: 'returned', value: {} });
    expect([system.lives, client.restarts]).toEqual([2, 1]);
    // An actor of the next life is not that of the first one.
    expect(await spawn(client)).toMatchObject({ value: { actor: 'p1#1' } });
  });

  it('between two calls has crashed for the next one, once', async () => {
    const system = new Scripted();
    const client = await started(system);
    await sleep(client);
    system.end('down', 'the kernel panicked');
    expect(await sleep(client)).toEqual({
      kind: 'crashed',
      detail: 'the kernel panicked (while no call was under way)',
    });
    expect(await sleep(client)).toEqual({ kind: 'returned', value: {} });
    system.end('down', 'again');
    const steps = [{ actor: 'init', op: 'world.sleep', args: { ms: 0 } }];
    expect(await client.runProgram?.(steps)).toMatchObject([
      { step: 0, outcome: { kind: 'crashed', detail: expect.stringContaining('again (while no') } },
    ]);
  });

  it('is told apart from a link that broke', async () => {
    const system = new Scripted();
    const client = await started(system);
    system.silent = true;
    const under = sleep(client);
    setImmediate(() => system.end('closed', 'lost the connection'));
    await expect(under).rejects.toThrow(/lost the connection .* fault of the link/);
    await expect(sleep(client)).rejects.toThrow(/lost the connection/);
  });
});

describe('a world that is started anew', () => {
  it('is another life, whose calls have nothing to do with the last one', async () => {
    const system = new Scripted();
    const client = await started(system);
    const spawned = await spawn(client);
    expect(spawned).toMatchObject({ value: { actor: 'p1' } });
    await client.renew();
    expect(system.lives).toBe(2);
    expect(await client.call('world.exit', { actor: 'p1' })).toMatchObject({
      kind: 'crashed',
      detail: expect.stringContaining('was started anew by the harness'),
    });
    expect(await spawn(client)).toMatchObject({ value: { actor: 'p1#1' } });
  });

  it('as often as one likes, however little was asked in between', async () => {
    const system = new Scripted();
    const client = await started(system);
    for (let n = 0; n < 50; n += 1) await client.renew();
    expect([system.lives, await sleep(client)]).toEqual([51, { kind: 'returned', value: {} }]);
  });
});

describe('an answer that is late', () => {
  it('is given up once the system has shown that it lives', async () => {
    const system = new Scripted();
    let live = (): void => undefined;
    system.alive = () =>
      new Promise((resolve) => {
        live = resolve;
      });
    const client = await started(system, { deadlineMs: 60 });
    system.silent = true;
    let settled = false;
    const late = sleep(client).finally(() => {
      settled = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(settled).toBe(false);
    live();
    expect(await late).toEqual({ kind: 'timedOut', afterMs: 60 });
  });

  it('is a crash if the system turns out to hang', async () => {
    const system = new Scripted();
    system.alive = () => new Promise(() => undefined);
    const client = await started(system, { deadlineMs: 60 });
    system.silent = true;
    const late = sleep(client);
    setTimeout(() => system.end('down', 'the guest hung'), 300);
    expect(await late).toEqual({ kind: 'crashed', detail: 'the guest hung' });
  });
});
