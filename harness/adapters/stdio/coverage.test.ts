/** Answers of candidates that tell of their edges, honest and otherwise. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PassThrough } from 'node:stream';
import { AdapterFault, type Adapter, type Hello } from '../adapter.js';
import { packagePath } from '../../package-root.js';
import { serveStream } from '../../protocol/serve.js';
import { toyAdapter } from '../../protocol/toy-adapter.js';
import type { ProtocolClient } from './client.js';
import { connect } from './connect.js';

// Every test starts processes, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const HELLO = { protocol: 1, profile: 'learn-0.20', seed: 1 } as const;
const SESSION = { actor: 'init', spec: 'ab'.repeat(20) };
const open: ProtocolClient[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

async function greeted(answers: string, deadlineMs = 10_000): Promise<ProtocolClient> {
  const script = packagePath('harness', 'adapters', 'examples', 'hostile.mjs');
  const command = `stdio:"${process.execPath}" "${script}" coverage ${answers}`;
  const client = connect(command, { deadlineMs, helloDeadlineMs: 10_000 });
  open.push(client);
  await client.hello(HELLO);
  return client;
}

/** The message of the fault that taking the coverage ends with. */
async function fault(client: ProtocolClient): Promise<string> {
  const error = await client.takeCoverage?.().then(
    (edges) => edges.length,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AdapterFault);
  return (error as AdapterFault).message;
}

describe('the coverage of a candidate', () => {
  it('comes as it was given, up to the most there may be', async () => {
    expect(await (await greeted('honest')).takeCoverage?.()).toEqual([7, 0xffffffff, 7, 0]);
    expect(await (await greeted('most')).takeCoverage?.()).toHaveLength(65_536);
  });

  it.each([
    ['many', /result\.value\.edges: expected at most 65536 entries/],
    ['negative', /result\.value\.edges\[1\]: expected a number >= 0, got -1/],
    ['wide', /result\.value\.edges\[0\]: expected a number <= 4294967295/],
    ['float', /result\.value\.edges\[0\]: expected integer, got 1\.5/],
    ['text', /result\.value\.edges\[0\]: expected integer, got "7"/],
    ['object', /result\.value\.edges: expected array/],
    ['none', /result\.value: expected the property "edges"/],
    ['refused', /result: expected the property "value"/],
    ['error', /could not carry out coverage\.take: no kcov/],
  ])('is refused in one line where it is wrong (%s), and calls go on', async (answers, why) => {
    const client = await greeted(answers);
    const message = await fault(client);
    expect(message).toMatch(why);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(400);
    expect((await client.call('kacs_create_session', SESSION)).kind).toBe('returned');
  });

  it('is bounded by the length of a line', async () => {
    const client = await greeted('million');
    const before = process.memoryUsage().arrayBuffers;
    expect(await fault(client)).toMatch(/sent a line above 1048576 bytes/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 2 ** 20);
  });

  it('is waited for no longer than a call', async () => {
    expect(await fault(await greeted('silent', 200))).toMatch(
      /gave no answer to coverage\.take within 200 ms/,
    );
  });

  it('has the candidate that dies of it die of the next call', async () => {
    const client = await greeted('dies');
    expect(await client.takeCoverage?.()).toEqual([]);
    const outcome = await client.call('kacs_create_session', SESSION);
    expect(outcome).toMatchObject({ kind: 'crashed', detail: expect.stringMatching(/status 9$/) });
    expect((await client.call('kacs_create_session', SESSION)).kind).toBe('returned');
  });
});

describe('a served adapter', () => {
  const telling = (): Adapter => {
    const toy = toyAdapter();
    return {
      ...toy,
      hello: async (request): Promise<Hello> => {
        const hello = await toy.hello(request);
        return { ...hello, capabilities: [...hello.capabilities, 'coverage'] };
      },
      call: (op, params) => toy.call(op, params),
      close: () => toy.close(),
      takeCoverage: () => Promise.resolve([3, 4]),
    };
  };

  async function answers(adapter: Adapter, params: unknown): Promise<unknown> {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const served = serveStream(() => adapter, input, output);
    const lines = [
      { jsonrpc: '2.0', id: 1, method: 'hello', params: HELLO },
      { jsonrpc: '2.0', id: 2, method: 'coverage.take', params },
    ];
    for (const line of lines) input.write(`${JSON.stringify(line)}\n`);
    input.end();
    await served;
    output.end();
    const [, second = ''] = (await output.toArray()).join('').split('\n');
    return JSON.parse(second) as unknown;
  }

  it('gives its coverage where it claims any', async () => {
    expect(await answers(telling(), {})).toMatchObject({ result: { value: { edges: [3, 4] } } });
    expect(await answers(telling(), { actor: 'init' })).toMatchObject({ error: { code: -32602 } });
    expect(await answers(toyAdapter(), {})).toMatchObject({ error: { code: -32601 } });
  });
});
