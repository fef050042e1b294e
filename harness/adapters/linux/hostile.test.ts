import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { connect } from '../stdio/connect.js';
import { agentProgram, type AgentBuild } from './agent-program.js';
import { missing, startAgent } from './agent.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const SANITIZED: AgentBuild = { sanitize: true };
const folder = mkdtempSync(join(tmpdir(), 'kacs-agent-test-'));

/** Somebody's file, no socket. */
const file = join(folder, 'a-file');
writeFileSync(file, 'dear to somebody');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const HELLO =
  '{"jsonrpc":"2.0","id":1,"method":"hello","params":{"protocol":1,"profile":"psd-0.20","seed":0}}';

interface Exchange {
  readonly answers: readonly {
    readonly id: unknown;
    readonly error?: { readonly code: number; readonly message: string };
    readonly result?: unknown;
  }[];
  readonly status: number | null;
  readonly stderr: string;
}

/** Sends bytes to a fresh agent, and takes all that comes until it ends. */
async function exchange(input: string | Buffer, ...options: string[]): Promise<Exchange> {
  const child = spawn(agentProgram(SANITIZED), options, { stdio: ['pipe', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const lines = Buffer.concat(out).toString('utf8').split('\n').filter(Boolean);
  return {
    answers: lines.map((line) => JSON.parse(line) as Exchange['answers'][number]),
    status,
    stderr: Buffer.concat(errors).toString('utf8'),
  };
}

const call = (method: string, params: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 2, method, params });
const run = (...steps: readonly unknown[]): string => call('program.run', { steps });
const spawned = { as: 'w', actor: 'init', op: 'world.spawn', args: { identity: 'own' } };

describe.runIf(missing === undefined)('an agent that hears nonsense', () => {
  it.each([
    ['no JSON', '{"jsonrpc":', -32700, /not JSON/],
    ['bytes that are no UTF-8', Buffer.from('7b22ff22', 'hex'), -32700, /not JSON/],
    ['a number that is none', `${'9'.repeat(400)}`, -32700, /not JSON/],
    ['too deep a nesting', '['.repeat(100_000), -32700, /not JSON/],
    ['no request', '{"jsonrpc":"2.0","id":1}', -32600, /an id and a method/],
    ['an id of another kind', '{"jsonrpc":"2.0","id":{},"method":"x"}', -32600, /an id/],
    ['an unknown Op', call('kacs_nothing', {}), -32601, /no Op named kacs_nothing/],
    ['no parameters', call('kacs_revert', null), -32602, /name of an actor/],
    ['nobody', call('kacs_revert', { actor: 'a77' }), -32000, /no such actor/],
    [
      'an argument too many',
      call('kacs_revert', { actor: 'init', x: 1 }),
      -32602,
      /takes no argument/,
    ],
    ['an argument too few', call('world.spawn', { actor: 'init' }), -32602, /needs.*identity/],
    ['half a byte', call('kacs_create_token', { actor: 'init', spec: '0' }), -32602, /hex string/],
    ['33 bits', call('world.sleep', { actor: 'init', ms: 2 ** 32 }), -32602, /32-bit number/],
    ['the end of init', call('world.exit', { actor: 'init' }), -32000, /initial actor/],
    ['a reset', call('world.reset', { actor: 'init' }), -32000, /does not carry it out/],
    ['a second hello', HELLO, -32002, /said already/],
    ['steps that are no list', call('program.run', { steps: 1 }), -32602, /list of steps/],
    ['a step that is none', run(7), -32000, /step 0: expected an actor/],
    ['a step of an unknown Op', run({ actor: 'init', op: 'x', args: {} }), -32000, /step 0/],
    [
      'entries that are none',
      call('KACS_IOC_ADJUST_PRIVS', { actor: 'init', token: 1, entries: [{ luid: '1' }] }),
      -32000,
      /entry of the list/,
    ],
    [
      'a buffer of four gigabytes',
      call('KACS_IOC_QUERY', { actor: 'init', token: 1, class: 1, capacity: 0xffffffff }),
      -32000,
      /at most 16 MiB/,
    ],
    [
      'a patch outside of its bytes',
      run(spawned, {
        actor: 'w',
        op: 'kacs_create_token',
        args: { spec: { hex: '00', patches: [{ at: 2 ** 40, width: 8, ref: 'w.pid' }] } },
      }),
      undefined,
      /w\.pid \(as 8 bytes\)/,
    ],
    [
      'a block within a branch',
      run(spawned, { par: [[{ par: [] }, { actor: 'w', op: 'kacs_revert', args: {} }]] }),
      -32000,
      /step 0: expected an actor/,
    ],
    [
      'a branch of nothing that is known',
      run(spawned, { par: [[{ actor: 'w', op: 'x', args: {} }]] }),
      -32000,
      /expected an actor, an Op/,
    ],
  ])('answers %s', async (_name, line, code, message) => {
    const input = Buffer.concat([
      Buffer.from(`${HELLO}\n`),
      Buffer.from(line),
      Buffer.from(`\n${call('world.describe', { actor: 'init' }).replace('"id":2', '"id":3')}\n`),
    ]);
    const { answers, status, stderr } = await exchange(input);
    const bad = answers.find(({ id }, index) => index > 0 && id !== 3);
    expect(bad?.error?.code).toBe(code);
    expect(JSON.stringify(bad)).toMatch(message);
    expect(answers.find(({ id }) => id === 3)?.result).toBeDefined();
    expect([status, stderr]).toEqual([0, '']);
  });

  it('wants hello first, in its own version', async () => {
    const early = await exchange(`${call('world.describe', { actor: 'init' })}\n`);
    expect(early.answers[0]?.error).toMatchObject({ code: -32002 });
    const other = await exchange(`${HELLO.replace('"protocol":1', '"protocol":2')}\n`);
    expect(other.answers[0]?.error).toEqual({
      code: -32001,
      message: 'this adapter speaks protocol 1, not 2',
    });
  });

  it('ends at a line without an end', async () => {
    const { answers, status } = await exchange(
      Buffer.concat([Buffer.from(`${HELLO}\n`), Buffer.alloc(18 << 20, 'x')]),
    );
    expect(answers.at(-1)?.error?.message).toMatch(/too long/);
    expect(status).toBe(0);
  });

  it.each([
    [['--nonsense'], /unknown/],
    [['--unix'], /incomplete/],
    [['--deadline', '0'], /unknown/],
    [['--serial', '/no/such/port'], /cannot open \/no\/such\/port: No such file/],
    [['--unix', `/${'x'.repeat(200)}`], /at most 107 bytes/],
    [['--unix', '/no/such/folder/s'], /cannot listen on/],
    [['--unix', file], /cannot listen on \S+: Address already in use/],
  ])('refuses %j in one line', async (options, message) => {
    const { status, stderr } = await exchange('', ...options);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe('dear to somebody');
  });
});

describe.runIf(missing === undefined)('an agent on a socket', () => {
  it('serves every connection by itself, and alone under its path', async () => {
    const path = join(folder, 'agent');
    const server = spawn(agentProgram(), ['--unix', path], { stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise((resolve) => server.stderr.once('data', resolve));
    const [one, two] = [connect(`unix:${path}`), connect(`unix:${path}`)];
    for (const agent of [one, two]) {
      await agent.hello({ protocol: 1, profile: 'learn-0.20', seed: 0 });
      const spawnedBy = await agent.call('world.spawn', { actor: 'init', identity: 'own' });
      expect(spawnedBy.kind).toBe('returned');
    }
    const rival = await exchange('', '--unix', path);
    await one.close();
    await two.close();
    server.kill();
    expect(rival.status).toBe(2);
    expect(rival.stderr).toMatch(/somebody listens there already/);
  });

  it('says so when it was not built for a seam', async () => {
    const agent = startAgent({}, '--seam', '/nowhere');
    await expect(agent.hello({ protocol: 1, profile: 'x', seed: 0 })).rejects.toThrow(
      /not one of this agent: --seam/,
    );
    await agent.close();
  });
});
