/**
 * @module The command `logonse` as its page describes it (seed "The logonse command"): lists,
 * creates and destroys logon sessions, and sets mitigation flags, over the calls of an adapter.
 */
import { fromHex, toHex } from '../../reference/wire/hex.js';
import type { JsonObject, Outcome } from '../program/program.js';
import { parseArguments, type Request } from './arguments.js';
import { HELP } from './help.js';
import { reasonOf } from './reasons.js';

/** Calls made by the process of the command. @internal */
export type ToolCall = (op: string, args: JsonObject) => Promise<Outcome>;

/** What the command touches besides the kernel. @internal */
export interface ToolIo {
  /** Both throw an Error with one line if it cannot be read. */
  stdin(): Uint8Array;
  readFile(path: string): Uint8Array;
  stdout(text: string): void;
  stderr(text: string): void;
}

/** 0: the operation succeeded; 1: a usage error, or the operation failed. @internal */
export type ToolStatus = 0 | 1;

/** The operation failed: one line for standard error. */
class Failed extends Error {
  override readonly name = 'Failed';
}

/** Runs the command. @internal */
export async function runLogonse(
  argv: readonly string[],
  call: ToolCall,
  io: ToolIo,
): Promise<ToolStatus> {
  const request = parseArguments(argv);
  if (request.kind === 'usage') {
    io.stderr(`logonse: ${request.problem}; logonse --help shows more\n`);
    return 1;
  }
  try {
    await perform(request, call, io);
    return 0;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    io.stderr(`logonse: ${error.message}\n`);
    return 1;
  }
}

async function perform(
  request: Exclude<Request, { kind: 'usage' }>,
  call: ToolCall,
  io: ToolIo,
): Promise<void> {
  switch (request.kind) {
    case 'help':
      io.stdout(HELP);
      return;
    case 'list':
      printSessions(await walkProcesses(call), request.json, io);
      return;
    case 'show': {
      const pids = (await walkProcesses(call)).get(request.id) ?? [];
      if (request.json) printJson({ session: `${request.id}`, pids }, io);
      else io.stdout(`${sessionLine(request.id, pids)}\n`);
      return;
    }
    case 'create': {
      const id = await createSession(request.spec, call, io);
      if (request.json) printJson({ session: `${id}` }, io);
      else io.stdout(`${id}\n`);
      return;
    }
    case 'destroy':
      await must(
        call,
        'kacs_destroy_empty_session',
        { id: `0x${request.id.toString(16)}` },
        `cannot destroy session ${request.id}`,
      );
      if (request.json) printJson({ session: `${request.id}`, destroyed: true }, io);
      return;
    case 'psb':
      await must(
        call,
        'kacs_set_psb',
        { pid: request.pid, mitigations: request.mitigations },
        `cannot set the mitigations of process ${request.pid}`,
      );
      if (request.json) printJson({ pid: request.pid, mitigations: request.mitigations }, io);
      return;
  }
}

/** Sessions and the processes in them, as far as the caller can see: a snapshot, best effort. */
async function walkProcesses(call: ToolCall): Promise<ReadonlyMap<bigint, readonly number[]>> {
  const { names } = await must(call, 'world.listDirectory', { path: '/proc' }, 'cannot read /proc');
  const sessions = new Map<bigint, number[]>();
  for (const name of Array.isArray(names) ? names : []) {
    if (typeof name !== 'string' || !/^\d+$/.test(name)) continue;
    const session = await sessionOfProcess(name, call);
    // Processes go away during the walk, and some may not be looked at.
    if (session === undefined) continue;
    sessions.set(session, [...(sessions.get(session) ?? []), Number(name)]);
  }
  return new Map(
    [...sessions]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, pids]) => [id, pids.sort((a, b) => a - b)]),
  );
}

const STATISTICS_CLASS = 11;
/** With a GUID in front the payload is 8 bytes longer (ruling R14). */
const GUID_STATISTICS_BYTES = 48;

async function sessionOfProcess(pid: string, call: ToolCall): Promise<bigint | undefined> {
  const opened = await call('world.open', { path: `/proc/${pid}/token` });
  if (opened.kind !== 'returned') return undefined;
  const handle = Number(opened.value['handle']);
  const queried = await call('KACS_IOC_QUERY', {
    token: handle,
    class: STATISTICS_CLASS,
    capacity: 64,
  });
  await call('world.close', { handle });
  if (queried.kind !== 'returned' || typeof queried.value['payload'] !== 'string') return undefined;
  const bytes = fromHex(queried.value['payload']);
  const at = bytes.length === GUID_STATISTICS_BYTES ? 16 : 8;
  if (bytes.length < at + 8) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at, true);
}

async function createSession(spec: string, call: ToolCall, io: ToolIo): Promise<bigint> {
  let bytes: Uint8Array;
  try {
    bytes = spec === '-' ? io.stdin() : io.readFile(spec);
  } catch (error) {
    throw new Failed((error as Error).message);
  }
  const { id } = await must(
    call,
    'kacs_create_session',
    { spec: toHex(bytes) },
    'cannot create the session',
  );
  return BigInt(String(id));
}

async function must(
  call: ToolCall,
  op: string,
  args: JsonObject,
  problem: string,
): Promise<JsonObject> {
  const outcome = await call(op, args);
  if (outcome.kind === 'returned') return outcome.value;
  throw new Failed(`${problem}: ${reasonOf(op, outcome)}`);
}

function sessionLine(id: bigint, pids: readonly number[], width = 0): string {
  return `session ${`${id}`.padEnd(width)}  pids: [${pids.join(', ')}]`;
}

function printSessions(
  sessions: ReadonlyMap<bigint, readonly number[]>,
  json: boolean,
  io: ToolIo,
): void {
  if (json) {
    const list = [...sessions].map(([id, pids]) => ({ session: `${id}`, pids }));
    printJson(list, io);
    return;
  }
  const width = Math.max(0, ...[...sessions.keys()].map((id) => `${id}`.length));
  for (const [id, pids] of sessions) io.stdout(`${sessionLine(id, pids, width)}\n`);
}

function printJson(value: unknown, io: ToolIo): void {
  io.stdout(`${JSON.stringify(value)}\n`);
}
