import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { connect } from '../adapters/stdio/connect.js';
import { AdapterFault } from '../adapters/adapter.js';
import { UsageError } from '../usage-error.js';
import { withReordering } from './reordering.js';
import { serveSocket } from './serve-socket.js';
import { serveStream, type AdapterFactory, type ServeOptions } from './serve.js';
import { toyAdapter } from './toy-adapter.js';

vi.setConfig({ testTimeout: 30_000 });

const folder = mkdtempSync(join(tmpdir(), 'kacs-serve-'));
const hello = { protocol: 1, profile: 'learn-0.20', seed: 1 } as const;
const spec = 'ab'.repeat(20);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Sends lines to a served adapter and collects its answers. */
async function exchange(
  lines: readonly unknown[],
  factory: AdapterFactory = () => toyAdapter(),
  options: ServeOptions = {},
): Promise<Record<string, unknown>[]> {
  const input = new PassThrough();
  const output = new PassThrough();
  const served = serveStream(factory, input, output, options);
  for (const line of lines)
    input.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  input.end();
  await served;
  output.end();
  const text = (await output.toArray()).join('');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const request = (id: number, method: string, params: unknown): unknown => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});
const first = request(1, 'hello', hello);
const spawn = (id: number): unknown =>
  request(id, 'world.spawn', { actor: 'init', identity: 'own' });

describe('a served adapter', () => {
  it('answers each kind of outcome', async () => {
    const answers = await exchange([
      first,
      request(2, 'kacs_create_session', { actor: 'init', spec }),
      request(3, 'KACS_IOC_QUERY', { actor: 'init', token: 3, class: 1, capacity: 4 }),
      request(4, 'world.kill', { actor: 'init', pid: 9 }),
    ]);
    expect(answers.slice(1)).toEqual([
      { jsonrpc: '2.0', id: 2, result: { value: { id: '0x1' } } },
      {
        jsonrpc: '2.0',
        id: 3,
        result: { errno: 'ERANGE', number: 34, out: { length: 8, intact: true } },
      },
      {
        jsonrpc: '2.0',
        id: 4,
        result: { crashed: { signal: 'SIGBUS', detail: 'worker died' } },
      },
    ]);
  });

  it.each([
    ['text that is not JSON', ['{"jsonrpc":'], -32700, /not JSON/],
    ['a message without an id', [{ jsonrpc: '2.0', method: 'hello' }], -32600, /an id/],
    ['null', ['null'], -32600, /got null/],
    ['another protocol', [request(1, 'hello', { ...hello, protocol: 2 })], -32001, /1, not 2/],
    ['an early call', [spawn(1)], -32002, /before hello/],
    ['a second hello', [first, request(2, 'hello', hello)], -32002, /already/],
    ['an unknown Op', [first, request(2, 'kacs_fly', { actor: 'init' })], -32601, /"kacs_fly"/],
    ['the name of a property', [first, request(2, 'toString', {})], -32601, /"toString"/],
    [
      'bad parameters',
      [first, request(2, 'world.kill', { actor: 'init', pid: 'x' })],
      -32602,
      /pid/,
    ],
    [
      'a foreign property',
      [first, request(2, 'world.exit', { actor: 'init', x: 1 })],
      -32602,
      /"x"/,
    ],
    ['no parameters', [first, request(2, 'world.exit', undefined)], -32602, /got nothing/],
    ['an adapter fault', [first, request(2, 'world.exit', { actor: 'p7' })], -32000, /no actor p7/],
    ['a bad Program', [first, request(2, 'program.run', { steps: [{}] })], -32602, /steps\[0\]/],
  ])('answers %s with an error', async (_, lines, code, message) => {
    const error = (await exchange(lines)).at(-1)?.['error'];
    expect(error).toEqual({ code, message: expect.stringMatching(message) });
  });

  it('stops reading at a line beyond its limit', async () => {
    const answers = await exchange([first, 'x'.repeat(100_000)], undefined, {
      lineBytesMax: 70_000,
    });
    expect(answers[0]?.['error']).toMatchObject({ code: -32700 });
  });

  it('does not take programs where they are switched off', async () => {
    const answers = await exchange(
      [first, request(2, 'program.run', { steps: [] })],
      () => toyAdapter(),
      { programs: false },
    );
    expect(answers[0]?.['result']).toMatchObject({
      capabilities: ['sessions', 'processes', 'tokens'],
    });
    expect(answers[1]?.['error']).toMatchObject({ code: -32601 });
  });

  it('survives an adapter that throws at once', async () => {
    const answers = await exchange(
      [
        first,
        request(2, 'program.run', { steps: [] }),
        request(3, 'world.exit', { actor: 'init' }),
      ],
      () => {
        const broken = (): never => {
          throw new Error('not even a promise');
        };
        return { ...toyAdapter(), call: broken, runProgram: broken };
      },
    );
    const message = 'not even a promise';
    expect(answers.slice(1).map(({ error }) => error)).toEqual([
      { code: -32000, message },
      { code: -32000, message },
    ]);
  });

  it('refuses hello when no adapter can be made for the profile', async () => {
    const answers = await exchange([first], (asked) => {
      throw new UsageError(`no profile ${asked.profile}`);
    });
    expect(answers[0]?.['error']).toMatchObject({ message: 'no profile learn-0.20' });
  });

  it('works on no more calls at once than its window', async () => {
    let running = 0;
    let most = 0;
    const before = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    };
    const actors = Array.from({ length: 20 }, (_, index) => spawn(index + 2));
    const calls = Array.from({ length: 20 }, (_, index) =>
      request(index + 30, 'world.exit', { actor: `p${index + 1}` }),
    );
    const answers = await exchange([first, ...actors, ...calls], () => toyAdapter({ before }), {
      window: 3,
    });
    expect(answers).toHaveLength(41);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('carries out the calls of one actor in order, those of others meanwhile', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const toy = toyAdapter({
      before: (op, actor) => (op === 'world.sleep' && actor === 'p1' ? gate : Promise.resolve()),
    });
    const answered = exchange(
      [
        first,
        spawn(2),
        spawn(3),
        request(4, 'world.sleep', { actor: 'p1', ms: 1 }),
        request(5, 'world.credentials', { actor: 'p1' }),
        request(6, 'world.credentials', { actor: 'p2' }),
      ],
      () => toy,
    );
    while (!toy.log.includes('p2 world.credentials')) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(toy.log).not.toContain('p1 world.credentials');
    release();
    expect((await answered).map(({ id }) => id)).toEqual([1, 2, 3, 6, 4, 5]);
  });
});

describe('a listening server', () => {
  it('is reached over a Unix socket and over TCP, each connection with its own world', async () => {
    for (const target of [`unix:${join(folder, 'socket')}`, 'tcp:127.0.0.1:0']) {
      const server = await serveSocket(() => toyAdapter(), target);
      for (let round = 0; round < 2; round += 1) {
        const client = connect(server.target);
        await client.hello(hello);
        const made = await client.call('kacs_create_session', { actor: 'init', spec });
        expect(made).toEqual({ kind: 'returned', value: { id: '0x1' } });
        const records = await client.runProgram?.([
          { actor: 'init', op: 'kacs_create_session', args: { spec } },
        ]);
        expect(records).toMatchObject([{ step: 0, outcome: { value: { id: '0x2' } } }]);
        await client.close();
      }
      await server.close();
    }
  });

  it('takes over a stale socket, but not a live one, nor a file', async () => {
    const target = `unix:${join(folder, 'stale')}`;
    const server = await serveSocket(() => toyAdapter(), target);
    await expect(serveSocket(() => toyAdapter(), target)).rejects.toThrow(/listens on .* already/);
    await server.close();
    await (await serveSocket(() => toyAdapter(), target)).close();
    await expect(serveSocket(() => toyAdapter(), 'unix:package.json')).rejects.toThrow(UsageError);
    await expect(serveSocket(() => toyAdapter(), 'unix:/no/such/x')).rejects.toThrow(UsageError);
    await expect(serveSocket(() => toyAdapter(), 'stdio:cat')).rejects.toThrow(UsageError);
  });

  it('is a crashed candidate when it goes away, then a fault when it stays away', async () => {
    const server = await serveSocket(
      () => toyAdapter({ before: () => server.close() }),
      `unix:${join(folder, 'going')}`,
    );
    const client = connect(server.target);
    await client.hello(hello);
    const call = client.call('world.exit', { actor: 'init' });
    expect(await call).toMatchObject({ kind: 'crashed', detail: expect.stringMatching(/closed/) });
    await expect(client.call('world.exit', { actor: 'init' })).rejects.toThrow(AdapterFault);
    await client.close();
  });
});

describe('reordering', () => {
  /** The order in which 8 actors with 4 calls each are answered. */
  async function order(seed: number): Promise<string[]> {
    const adapter = withReordering(toyAdapter(), seed);
    const answered: string[] = [];
    const names = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const made = await adapter.call('world.spawn', { actor: 'init', identity: 'own' });
        return made.kind === 'returned' ? String(made.value['actor']) : '';
      }),
    );
    const calls = [0, 1, 2, 3].flatMap((turn) =>
      names.map(async (actor) => {
        await adapter.call('kacs_create_session', { actor, spec });
        answered.push(`${actor}.${turn}`);
      }),
    );
    await Promise.all(calls);
    return answered;
  }

  it('changes the order across actors, by the seed, never within an actor', async () => {
    const [one, same, other] = [await order(1), await order(1), await order(2)];
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
    expect(one).not.toEqual(one.toSorted((a, b) => a.slice(-1).localeCompare(b.slice(-1))));
    for (let actor = 1; actor <= 8; actor += 1) {
      const own = one.filter((name) => name.startsWith(`p${actor}.`));
      expect(own).toEqual([0, 1, 2, 3].map((turn) => `p${actor}.${turn}`));
    }
  });

  it('is understood by the client', async () => {
    const target = `unix:${join(folder, 'noisy')}`;
    const server = await serveSocket((asked) => withReordering(toyAdapter(), asked.seed), target);
    const client = connect(target);
    await client.hello(hello);
    const calls = Array.from({ length: 200 }, async () => {
      const made = await client.call('world.spawn', { actor: 'init', identity: 'own' });
      if (made.kind !== 'returned') throw new Error('no actor');
      const actor = String(made.value['actor']);
      await client.call('kacs_create_session', { actor, spec });
      return (await client.call('world.exit', { actor })).kind;
    });
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['returned']));
    await client.close();
    await server.close();
  });

  it('passes on faults', async () => {
    const adapter = withReordering(toyAdapter(), 1);
    await expect(adapter.call('world.exit', { actor: 'nobody' })).rejects.toThrow(/nobody/);
  });
});
