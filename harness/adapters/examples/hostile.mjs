// An adapter that misbehaves on purpose, for the self-checks: `node hostile.mjs BEHAVIOUR`.
// `honest` is the toy that all others spoil: sessions, processes and close, without any KACS.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { writeFileSync } from 'node:fs';

const [behaviour = 'honest', argument = '', after = '2000'] = process.argv.slice(2);
const hello = {
  protocol: 1,
  name: 'hostile',
  version: '1',
  kind: behaviour.startsWith('remote') ? 'remote' : 'process',
  profiles: ['learn-0.20'],
  capabilities: [
    ...['sessions', 'processes', 'tokens'],
    ...(behaviour === 'coverage' ? ['coverage'] : []),
  ],
  limits: { window: Number(behaviour === 'window' ? argument : 64), lineBytesMax: 1 << 20 },
};
const actors = new Set(['init']);
let calls = 0;
let sessions = 0n;
let spawned = 0;

const send = (text) => process.stdout.write(text);
const answer = (id, result) => send(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
const fail = (id, code, message) =>
  send(`${JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } })}\n`);

/** What an honest toy answers. */
function honest(id, method, params) {
  if (method === 'hello') return answer(id, hello);
  if (!/^(kacs_|KACS_IOC_|world\.|raw\.)/.test(method)) return fail(id, -32601, 'unknown method');
  if (!actors.has(params.actor)) return fail(id, -32602, 'unknown actor');
  if (method === 'world.spawn') {
    spawned += 1;
    const actor = `p${spawned}`;
    actors.add(actor);
    return answer(id, { value: { actor, pid: 100 + spawned } });
  }
  if (method === 'world.exit') {
    actors.delete(params.actor);
    return answer(id, { value: {} });
  }
  if (method === 'kacs_create_session') {
    if (params.spec.length < 30) return answer(id, { errno: 'EINVAL', number: 22 });
    sessions += 1n;
    return answer(id, { value: { id: `0x${sessions.toString(16)}` } });
  }
  if (method === 'kacs_destroy_empty_session') return answer(id, { value: {} });
  if (method === 'world.close') return answer(id, { errno: 'EBADF', number: 9 });
  return answer(id, { errno: 'ENOSYS', number: 38 });
}

/** Writes for ever, as fast as the reader takes it. */
function flood(text) {
  const more = () => {
    while (process.stdout.write(text));
    process.stdout.once('drain', more);
  };
  more();
}

/** Called for each message; `true` if it was dealt with. */
const spoil = {
  honest: () => false,
  // Honest, but slow enough to see more requests than its window; that it does not survive.
  window: (() => {
    let outstanding = 0;
    return (id, method, params) => {
      if (method === 'hello') return false;
      outstanding += 1;
      if (outstanding > Number(argument)) process.exit(70);
      setTimeout(() => {
        outstanding -= 1;
        honest(id, method, params);
      }, 1);
      return true;
    };
  })(),
  remote: (id, method) => method === 'world.exit' && process.exit(5),
  'remote-late': (id, method, params) =>
    method === 'world.sleep' && (setTimeout(() => honest(id, method, params), 4000), true),
  deaf: (id, method) => (method === 'hello' ? (setImmediate(() => input.pause()), false) : true),
  garbage: () => send('Segmentation fault (core dumped)\u001b[2J\n'),
  binary: () => process.stdout.write(Buffer.from([0xff, 0xfe, 0x0a])),
  'wrong-id': (id, method) => method !== 'hello' && (answer(id + 1000, { value: {} }), true),
  twice: (id, method, params) =>
    method !== 'hello' && (honest(id, method, params), honest(id, method, params), true),
  'wrong-version': (id) => (answer(id, { ...hello, protocol: 7 }), true),
  'wrong-hello': (id) => (answer(id, { ...hello, limits: { window: 0 } }), true),
  'refuse-hello': (id) => (fail(id, -32001, 'I speak protocol 9'), true),
  late: (id, method, params) =>
    method !== 'hello' && (setTimeout(() => honest(id, method, params), 3000), true),
  never: (id, method) => method !== 'hello' || argument === 'hello',
  flood: (id, method) => method !== 'hello' && (flood('x'.repeat(65536)), true),
  'flood-answers': (id, method) =>
    method !== 'hello' &&
    (answer(id, { errno: 'ENOSYS', number: 38 }),
    flood('{"jsonrpc":"2.0","id":99999,"result":{"value":{}}}\n'.repeat(1000)),
    true),
  'flood-stderr': (id, method) =>
    method !== 'hello' && (process.stderr.write(`${'e'.repeat(9_999_999)}\nlast words\n`), false),
  'die-midway': (id, method) => {
    if (method === 'hello' || (calls += 1) < Number(argument || 3)) return false;
    process.stderr.write('kernel BUG at token.c:42\n');
    process.exit(9);
  },
  // One record is deadly; what runs beside it goes down, too.
  deadly: (id, method, params) =>
    method === 'kacs_create_session' &&
    params.spec.includes(argument) &&
    process.kill(process.pid, 'SIGSEGV'),
  // One record is never answered.
  silent: (id, method, params) =>
    method === 'kacs_create_session' && params.spec.includes(argument),
  abort: (id, method) => method !== 'hello' && process.kill(process.pid, 'SIGSEGV'),
  'cut-off': (id, method) =>
    method !== 'hello' && (process.stdout.write('{"jsonrpc":', () => process.exit(0)), true),
  schema: (id, method) =>
    method !== 'hello' && (answer(id, { value: { id: 7, pid: 'x\u001b[31m', actor: '' } }), true),
  shape: (id, method) => method !== 'hello' && (answer(id, [argument]), true),
  control: (id, method) =>
    method !== 'hello' &&
    (fail(id, -32000, `\u001b[2J\u001b]0;owned\u0007\r\n\u202e${'A'.repeat(900_000)}`), true),
  overtake: (() => {
    const held = [];
    return (id, method, params) => {
      if (method === 'hello') return false;
      held.push([id, method, params]);
      if (held.length === 2) for (const call of held.toReversed()) honest(...call);
      return true;
    };
  })(),
  reorder: (() => {
    const held = [];
    return (id, method, params) => {
      if (method === 'hello' || method === 'world.spawn') return false;
      held.push([id, method, params]);
      if (held.length === 8) for (const call of held.splice(0).toReversed()) honest(...call);
      return true;
    };
  })(),
  chatty: (id) => (send(`{"jsonrpc":"2.0","id":${id + 50},"method":"log","params":{}}\n`), true),
  // Answers to coverage.take that are none.
  coverage: (id, method) => {
    if (method !== 'coverage.take') return false;
    const edges = {
      honest: [7, 0xffffffff, 7, 0],
      most: Array.from({ length: 65_536 }, (_, index) => index),
      many: Array.from({ length: 65_537 }, () => 7),
      million: Array.from({ length: 1_000_000 }, () => 7),
      negative: [1, -1],
      wide: [2 ** 32],
      float: [1.5],
      text: ['7'],
      empty: [],
      none: undefined,
      object: { length: 1 },
    }[argument];
    if (argument === 'refused') answer(id, { errno: 'EPERM', number: 1 });
    else if (argument === 'error') fail(id, -32000, 'no kcov');
    else if (argument === 'dies') process.exit(9);
    else if (argument !== 'silent') answer(id, { value: { edges } });
    return true;
  },
  family: (id, method) => {
    if (method === 'hello') haveFamily();
    return false;
  },
  // A family that falls silent after so many calls, and says so in a file.
  stuck: (id, method) => {
    if (method === 'hello') haveFamily();
    calls += 1;
    if (calls === Number(after)) writeFileSync(`${argument}.stuck`, '');
    return calls >= Number(after);
  },
};

/** A grandchild that holds the pipes open, and no ear for SIGTERM. */
function haveFamily() {
  const child = spawn('sleep', ['1000'], { stdio: 'inherit' });
  writeFileSync(argument, `${process.pid} ${child.pid}`);
  process.on('SIGTERM', () => undefined);
}

if (behaviour === 'exit') {
  process.stderr.write('cannot open /dev/kacs\n');
  process.exit(3);
}
const act = spoil[behaviour];
if (act === undefined) {
  process.stderr.write(`no behaviour ${behaviour}: ${Object.keys(spoil).join(' ')}\n`);
  process.exit(2);
}
const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (act(id, method, params) === false) honest(id, method, params);
});
// A stubborn family stays after its input has ended, the deaf though they hear nothing.
if (['family', 'stuck', 'deaf'].includes(behaviour)) setInterval(() => undefined, 1000);
