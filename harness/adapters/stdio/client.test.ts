import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AdapterFault, type HelloRequest } from '../adapter.js';
import type { Outcome } from '../../program/program.js';
import { packagePath } from '../../package-root.js';
import { killAllChildren } from './children.js';
import type { ProtocolClient } from './client.js';
import { connect, type ConnectOptions } from './connect.js';

// Every test starts processes, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const hello: HelloRequest = { protocol: 1, profile: 'learn-0.20', seed: 1 };
const spec = 'ab'.repeat(20);
const open: ProtocolClient[] = [];

function hostile(behaviour: string, options: ConnectOptions = {}): ProtocolClient {
  const script = packagePath('harness', 'adapters', 'examples', 'hostile.mjs');
  const client = connect(`stdio:"${process.execPath}" "${script}" ${behaviour}`, options);
  open.push(client);
  return client;
}

const session = (client: ProtocolClient, actor = 'init'): Promise<Outcome> =>
  client.call('kacs_create_session', { actor, spec });

async function spawned(client: ProtocolClient): Promise<string> {
  const outcome = await client.call('world.spawn', { actor: 'init', identity: 'own' });
  if (outcome.kind !== 'returned') throw new Error(JSON.stringify(outcome));
  return String(outcome.value['actor']);
}

/** The message of the fault that a promise rejects with. */
async function fault(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    (value) => value,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AdapterFault);
  const { message } = error as AdapterFault;
  // One line, bounded, without a character that a terminal would act on.
  // oxlint-disable-next-line no-control-regex
  expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  expect(message.length).toBeLessThan(1200);
  return message;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie that nobody has reaped yet is not alive.
  const stat = existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '';
  return !/^\d+ \(.*\) Z/.test(stat);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});

describe('an honest adapter', () => {
  it('answers calls with outcomes', async () => {
    const client = hostile('honest');
    expect(await client.hello(hello)).toMatchObject({ name: 'hostile', kind: 'process' });
    expect(await session(client)).toEqual({ kind: 'returned', value: { id: '0x1' } });
    expect(await client.call('world.close', { actor: 'init', handle: 7 })).toEqual({
      kind: 'refused',
      errno: 'EBADF',
      number: 9,
    });
    expect(client.digest()).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('answers 10,000 pipelined calls in the order of their actor', async () => {
    const client = hostile('honest');
    await client.hello(hello);
    const outcomes = await Promise.all(Array.from({ length: 10_000 }, () => session(client)));
    const ids = outcomes.map((outcome) => outcome.kind === 'returned' && outcome.value['id']);
    expect(ids).toEqual(ids.map((_, index) => `0x${(index + 1).toString(16)}`));
  });

  it.each([1, 3])('is sent no more than its window of %i', async (window) => {
    const client = hostile(`window ${window}`);
    expect((await client.hello(hello)).limits.window).toBe(window);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => session(client)));
    expect(outcomes.at(-1)).toEqual({ kind: 'returned', value: { id: '0x32' } });
    expect(client.restarts).toBe(0);
  });

  it('is sent no more than we want to have outstanding', async () => {
    const client = hostile('window 2', { windowMax: 2 });
    await client.hello(hello);
    await Promise.all(Array.from({ length: 20 }, () => session(client)));
    expect(client.restarts).toBe(0);
  });

  it('may reorder answers across actors', async () => {
    const client = hostile('reorder');
    await client.hello(hello);
    const actors = await Promise.all(Array.from({ length: 8 }, () => spawned(client)));
    const outcomes = await Promise.all(actors.map((actor) => session(client, actor)));
    const ids = outcomes.map((outcome) => outcome.kind === 'returned' && outcome.value['id']);
    expect(ids).toEqual(['0x8', '0x7', '0x6', '0x5', '0x4', '0x3', '0x2', '0x1']);
  });

  it('is told apart from a mistake of the harness', async () => {
    const client = hostile('honest');
    await client.hello(hello);
    const wrong = client.call('kacs_create_session', { actor: 'init', spec: 'XYZ' });
    expect(await fault(wrong)).toMatch(/^harness: .*params\.spec: expected text like/);
    expect((await session(client)).kind).toBe('returned');
  });
});

describe('the start', () => {
  const start = (behaviour: string): Promise<string> =>
    fault(
      hostile(behaviour, behaviour === 'never hello' ? { helloDeadlineMs: 400 } : {}).hello(hello),
    );

  it.each([
    ['exit', /exited with status 3 before it answered hello; its last words: cannot open/],
    ['garbage', /sent a line that is not JSON: "Segmentation fault \(core dumped\)\\x1b\[2J"/],
    ['binary', /sent bytes that are not UTF-8/],
    ['wrong-version', /speaks protocol version 7, but this harness speaks 1/],
    ['wrong-hello', /result\.limits: expected the property "lineBytesMax"/],
    ['refuse-hello', /refused hello: I speak protocol 9 \(-32001\)/],
    ['never hello', /gave no answer to hello within 400 ms/],
    ['chatty', /sent a request \("log"\); an adapter only answers/],
  ])('%s', async (behaviour, message) => {
    expect(await start(behaviour)).toMatch(message);
  });

  it('names a missing command', async () => {
    const client = connect('stdio:/no/such/adapter --flag');
    expect(await fault(client.hello(hello))).toMatch(/adapter stdio:.*there is no such command/);
    await client.close();
  });

  it('names a file that cannot be executed', async () => {
    const client = connect(`stdio:${packagePath('package.json')}`);
    expect(await fault(client.hello(hello))).toMatch(/permission denied; is the file executable/);
  });

  it('names a socket that is not there', async () => {
    expect(await fault(connect('unix:/no/such/socket').hello(hello))).toMatch(/no such command or/);
  });
});

describe('a broken adapter', () => {
  it.each([
    ['wrong-id', /answered id 1002, which was never asked; expected 2/],
    ['twice', /answered request 2 twice/],
    ['schema', /answered kacs_create_session .*: result\.value: unexpected property "pid"/],
    ['shape', /result: expected an object with value, errno or crashed, got an array of 1/],
    ['control', /could not carry out kacs_create_session: \\x1b\[2J.*\(9000\d\d characters\)/],
    ['flood', /sent a line above 1048576 bytes/],
  ])('%s', async (behaviour, message) => {
    const client = hostile(behaviour);
    await client.hello(hello);
    // The second call sees what the first one leaves behind.
    const settled = await Promise.allSettled([session(client), session(client)]);
    const bad = settled.find((each) => each.status === 'rejected');
    expect(await fault(bad === undefined ? session(client) : Promise.reject(bad.reason))).toMatch(
      message,
    );
  });

  it('keeps answering after one result of the wrong shape', async () => {
    const client = hostile('control');
    await client.hello(hello);
    const messages = await Promise.all([fault(session(client)), fault(session(client))]);
    for (const message of messages) expect(message).toMatch(/could not carry out kacs_create_s/);
    expect(client.restarts).toBe(0);
  });

  it('must not let calls of one actor overtake each other', async () => {
    const client = hostile('overtake');
    await client.hello(hello);
    const both = [session(client), session(client)];
    both[1]?.catch(() => undefined);
    expect(await fault(both[0] as Promise<Outcome>)).toMatch(/answered request 3 .* before its/);
  });

  it('is bounded when it floods', async () => {
    for (const behaviour of ['flood', 'flood-answers']) {
      const client = hostile(behaviour);
      await client.hello(hello);
      const before = process.memoryUsage().rss;
      await session(client).catch(() => undefined);
      await fault(session(client));
      await client.close();
      expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    }
  });

  it('may write to standard error as much as it likes; the end is kept', async () => {
    const client = hostile('flood-stderr');
    await client.hello(hello);
    await session(client);
    await until(() => client.diagnostics().endsWith('last words\n'));
    expect(client.diagnostics().length).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('a candidate that dies or hangs', () => {
  it('has crashed, with its status and last words, and is started again', async () => {
    const client = hostile('die-midway 4');
    await client.hello(hello);
    const actor = await spawned(client);
    await session(client);
    await session(client, actor);
    expect(await session(client, actor)).toEqual({
      kind: 'crashed',
      detail: 'the candidate exited with status 9; its last words: kernel BUG at token.c:42',
    });
    expect(await session(client, actor)).toMatchObject({
      kind: 'crashed',
      detail: expect.stringMatching(/actor "p1" is gone, the candidate exited with status 9/),
    });
    expect((await session(client)).kind).toBe('returned');
    expect(client.restarts).toBe(1);
    // What the life before said is still to be read.
    expect(client.diagnostics()).toBe('kernel BUG at token.c:42\n');
  });

  it('names actors of later lives apart', async () => {
    const client = hostile('die-midway 3');
    await client.hello(hello);
    const first = await spawned(client);
    await session(client);
    expect((await session(client)).kind).toBe('crashed');
    const second = await spawned(client);
    expect([first, second]).toEqual(['p1', 'p1#1']);
    expect((await session(client, second)).kind).toBe('returned');
    expect((await session(client, first)).kind).toBe('crashed');
  });

  it('reports a signal', async () => {
    const client = hostile('abort');
    await client.hello(hello);
    expect(await session(client)).toMatchObject({ kind: 'crashed', signal: 'SIGSEGV' });
  });

  it('says when it died in the middle of a line', async () => {
    const client = hostile('cut-off');
    await client.hello(hello);
    expect(await session(client)).toMatchObject({
      detail: expect.stringContaining('in the middle of a line (11 bytes without a newline)'),
    });
  });

  it.each(['never', 'late'])('%s: the call timed out, the rest is told why', async (behaviour) => {
    const client = hostile(behaviour, { deadlineMs: 300 });
    await client.hello(hello);
    const calls = [session(client), session(client)];
    expect(await Promise.all(calls)).toEqual(calls.map(() => ({ kind: 'timedOut', afterMs: 300 })));
    expect((await session(client)).kind).toBe('timedOut');
    expect(client.restarts).toBe(1);
  });

  it('is not started again for ever', async () => {
    const client = hostile('die-midway 2', { restartsMax: 2 });
    await client.hello(hello);
    for (let life = 0; life < 3; life += 1) {
      expect((await session(client)).kind).toBe('returned');
      expect((await session(client)).kind).toBe('crashed');
    }
    expect(await fault(session(client))).toMatch(/started again 2 times and ended each time: it/);
  });

  it('is given up soon if it answers hello and nothing else', async () => {
    const client = hostile('die-midway 1', { barrenLivesMax: 1 });
    await client.hello(hello);
    expect((await session(client)).kind).toBe('crashed');
    expect((await session(client)).kind).toBe('crashed');
    expect(await fault(session(client))).toMatch(
      /started again 1 times and ended each time without having answered one call: it exited/,
    );
  });

  it('is not written to without end when it does not read', async () => {
    const client = hostile('deaf', { deadlineMs: 300 });
    await client.hello(hello);
    const long = 'ab'.repeat(400_000);
    const calls = Array.from({ length: 10 }, () =>
      client.call('kacs_create_session', { actor: 'init', spec: long }),
    );
    const kinds = new Set((await Promise.all(calls)).map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['timedOut']));
    // Fewer than all went out at once, so that it took more than one life to time them all out.
    expect(client.restarts).toBeGreaterThan(0);
  });

  it('is told apart from the link if it is remote: one hung actor does not end the others', async () => {
    const client = hostile('remote-late', { deadlineMs: 1000 });
    await client.hello(hello);
    const [actor, other] = [await spawned(client), await spawned(client)];
    const late = { kind: 'timedOut', afterMs: 1000 };
    expect(await client.call('world.sleep', { actor, ms: 0 })).toEqual(late);
    expect(await session(client, actor)).toEqual(late);
    expect((await session(client, other)).kind).toBe('returned');
    // The answer that is still to come frees the actor; nobody takes it for another one.
    let outcome = await session(client, actor);
    while (outcome.kind === 'timedOut') {
      await new Promise((resolve) => setTimeout(resolve, 50));
      outcome = await session(client, actor);
    }
    expect(outcome).toEqual({ kind: 'returned', value: { id: '0x2' } });
  });

  it('is a fault of the link if it is remote', async () => {
    const client = hostile('remote');
    await client.hello(hello);
    const gone = client.call('world.exit', { actor: 'init' });
    expect(await fault(gone)).toMatch(/exited with status 5 .* kind "remote"/);
    expect(await fault(session(client))).toMatch(/kind "remote"/);
  });
});

describe('the order of things', () => {
  it('is hello first and close last', async () => {
    const client = hostile('honest');
    expect(await fault(session(client))).toMatch(/^harness: a call before hello/);
    await client.hello(hello);
    expect(await fault(client.hello(hello))).toMatch(/^harness: hello was said already/);
    const cut = fault(session(client));
    await client.close();
    expect(await cut).toMatch(/^harness: kacs_create_session was cut off by closing/);
    expect(await fault(session(client))).toMatch(/^harness: a call after the adapter was closed/);
  });

  it('repeats the fault of a hello that failed', async () => {
    const client = hostile('exit');
    const first = await fault(client.hello(hello));
    expect(await fault(session(client))).toBe(first);
  });
});

describe('what is left of a child', () => {
  it('is nothing after close, not even a grandchild or one that ignores SIGTERM', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kacs-family-'));
    const client = hostile(`family ${join(folder, 'pids')}`);
    await client.hello(hello);
    const pids = readFileSync(join(folder, 'pids'), 'utf8').split(' ').map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    killAllChildren();
    await until(() => !pids.some(isAlive));
    rmSync(folder, { recursive: true });
  });

  it('is nothing after an idle child was closed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kacs-family-'));
    const client = hostile(`family ${join(folder, 'pids')}`);
    await client.hello(hello);
    const pids = readFileSync(join(folder, 'pids'), 'utf8').split(' ').map(Number);
    await client.close();
    expect(pids.map(isAlive)).toEqual([false, false]);
    rmSync(folder, { recursive: true });
  });
});
