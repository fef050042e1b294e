// The smallest honest adapter, to start from: no dependencies, any language will do.
//
//   npx kacs-conformance adapter doctor --adapter "stdio:node null-adapter.mjs"
//
// It reads one JSON-RPC request per line from standard input and answers each with one line on
// standard output; everything else (logs, traces) belongs on standard error. Every method and its
// parameters are in corpus/schemas/protocol-1.schema.json.
import { createInterface } from 'node:readline';

const hello = {
  protocol: 1,
  name: 'null-adapter',
  version: '0.1.0',
  // "process": this process is the candidate; if it dies, the candidate has crashed.
  // "remote": the candidate is elsewhere (a virtual machine, a board); if this dies, we blame it.
  kind: 'process',
  profiles: ['learn-0.20'],
  // Claim a capability only when every Op under it can be carried out (it may then still be
  // refused by the candidate): what is not claimed is not judged. Try ['processes', 'sessions'].
  capabilities: [],
  // How many requests may be outstanding, and the longest line that we read.
  limits: { window: 64, lineBytesMax: 1024 * 1024 },
};

// The initial actor has the boot identity; world.spawn and world.thread add others.
const actors = new Set(['init']);

// One function for each Op that you can carry out. Return { value } for a success, { errno, number }
// for a refusal by the candidate; throw if you, the adapter, could not do it.
const ops = {
  // 'kacs_create_session': ({ actor, spec }) => yourKernel.createSession(actor, spec),
};

function carryOut(method, params) {
  if (method === 'hello') {
    if (params.protocol !== 1) throw rpcError(-32001, `I speak protocol 1, not ${params.protocol}`);
    return hello;
  }
  if (!/^(kacs_|KACS_IOC_|world\.|raw\.)/.test(method)) throw rpcError(-32601, `no Op ${method}`);
  if (!actors.has(params.actor)) throw rpcError(-32602, `there is no actor ${params.actor}`);
  return Object.hasOwn(ops, method) ? ops[method](params) : { errno: 'ENOSYS', number: 38 };
}

function rpcError(code, message) {
  return Object.assign(new Error(message), { code });
}

createInterface({ input: process.stdin }).on('line', (line) => {
  let id = null;
  let answer;
  try {
    const request = JSON.parse(line);
    id = request.id;
    answer = { result: carryOut(request.method, request.params) };
  } catch (error) {
    answer = { error: { code: error.code ?? -32603, message: error.message } };
  }
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`);
});
