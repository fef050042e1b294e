/**
 * @module An adapter whose `world.runCommand` runs a logonse-compatible command: ours in process,
 * or any command line, which finds the same world at the address in KACS_ADAPTER.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromHex, toHex } from '../../../reference/wire/hex.js';
import { runLogonse, type ToolIo } from '../../logonse/logonse.js';
import { asProcessOf } from '../../logonse/process.js';
import type { JsonObject, Outcome } from '../../program/program.js';
import { serveSocket, type SocketServer } from '../../protocol/serve-socket.js';
import { AdapterFault, type Adapter, type Hello, type HelloRequest } from '../adapter.js';
import { sharedView } from '../shared-view.js';
import { splitWords } from '../stdio/command-line.js';
import { commandDigest } from '../stdio/digest.js';
import { systemReason } from '../../write-beside.js';

/** Runs our command; faults of the tool take its place. @internal */
export type RunTool = typeof runLogonse;

/** What a command under test may print, in bytes of each stream. */
const OUTPUT_MAX = 1024 * 1024;
const COMMAND_MS = 10_000;

interface Command {
  readonly words: readonly string[];
  readonly stdin: Uint8Array;
  readonly files: Readonly<Record<string, string>>;
  readonly actor: string;
}

/** @internal */
export class ToolAdapter implements Adapter {
  private readonly inner: Adapter;
  /** The command line under test; undefined: ours, in process. */
  private readonly command: readonly string[] | undefined;
  private readonly tool: RunTool;
  private said: Hello | undefined;
  private profile = '';
  private server: Promise<SocketServer> | undefined;
  private readonly folder: string;
  private files = 0;
  /** Many commands at once would only run into the deadline of each other. */
  private readonly turns = new Turns(availableParallelism());

  constructor(inner: Adapter, command?: string, tool: RunTool = runLogonse) {
    this.inner = inner;
    this.command = command === undefined ? undefined : splitWords(command);
    this.tool = tool;
    this.folder = mkdtempSync(join(tmpdir(), 'kacs-tool-'));
  }

  async hello(request: HelloRequest): Promise<Hello> {
    const hello = await this.inner.hello(request);
    this.profile = request.profile;
    // Whole programs would run their commands on the other side.
    const capabilities = hello.capabilities.filter((one) => one !== 'programs');
    this.said = { ...hello, capabilities: [...capabilities, 'tool'] };
    return this.said;
  }

  call(op: string, params: JsonObject & { readonly actor: string }): Promise<Outcome> {
    if (op !== 'world.runCommand') return this.inner.call(op, params);
    const command: Command = {
      words: params['command'] as readonly string[],
      stdin: fromHex(String(params['stdin'] ?? '')),
      files: (params['files'] ?? {}) as Readonly<Record<string, string>>,
      actor: params.actor,
    };
    return this.command === undefined ? this.runOurs(command) : this.runTheirs(command);
  }

  async close(): Promise<void> {
    await (await this.server)?.close();
    rmSync(this.folder, { recursive: true, force: true });
    await this.inner.close();
  }

  diagnostics(): string {
    return this.inner.diagnostics?.() ?? '';
  }

  /** In this scope the candidate is the command. */
  digest(): string | undefined {
    const [file, ...args] = this.command ?? [];
    return file === undefined ? undefined : commandDigest([file, ...args]);
  }

  private async runOurs(command: Command): Promise<Outcome> {
    let [out, err] = ['', ''];
    const io: ToolIo = {
      stdin: () => command.stdin,
      readFile: (path) => {
        const content = command.files[path];
        if (content === undefined) throw new Error(`cannot read ${path}: no such file or folder`);
        return fromHex(content);
      },
      stdout: (text) => {
        out += text;
      },
      stderr: (text) => {
        err += text;
      },
    };
    const status = await asProcessOf(this.inner, command.actor, (call) =>
      this.tool(command.words, call, io),
    );
    return outcome(status, Buffer.from(out), Buffer.from(err));
  }

  private async runTheirs(command: Command): Promise<Outcome> {
    this.server ??= serveSocket(() => this.sharedView(), `unix:${join(this.folder, 'world')}`, {
      programs: false,
    });
    const { target } = await this.server;
    const [program = '', ...first] = this.command ?? [];
    this.files += 1;
    const words = command.words.map((word) => {
      const content = command.files[word];
      if (content === undefined) return word;
      const path = join(this.folder, `${this.files}-${word}`);
      writeFileSync(path, fromHex(content));
      return path;
    });
    const env = {
      ...process.env,
      KACS_ADAPTER: target,
      KACS_ACTOR: command.actor,
      KACS_PROFILE: this.profile,
    };
    await this.turns.take();
    try {
      return await runProcess(program, [...first, ...words], command.stdin, env);
    } finally {
      this.turns.give();
    }
  }

  /** The same world for the command under test: nothing of it ends with its connection. */
  private sharedView(): Adapter {
    const said = this.said;
    if (said === undefined) throw new AdapterFault('hello comes first');
    return sharedView(this.inner, () => Promise.resolve(said));
  }
}

/** At most so many at a time, first come, first served. */
class Turns {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(count: number) {
    this.free = count;
  }

  async take(): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  give(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
  }
}

function outcome(status: number, stdout: Uint8Array, stderr: Uint8Array): Outcome {
  return { kind: 'returned', value: { status, stdout: toHex(stdout), stderr: toHex(stderr) } };
}

function runProcess(
  program: string,
  words: readonly string[],
  stdin: Uint8Array,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env, stdio: 'pipe', timeout: COMMAND_MS });
    const streams = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    const sizes = { stdout: 0, stderr: 0 };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        sizes[name] += chunk.length;
        if (sizes[name] <= OUTPUT_MAX) streams[name].push(chunk);
        else child.kill('SIGKILL');
      });
    }
    child.stdin.on('error', () => undefined); // It need not read its input.
    child.stdin.end(stdin);
    child.on('error', (error) => {
      const reason = systemReason(error);
      reject(new AdapterFault(`cannot run the command under test, ${program}: ${reason}`));
    });
    child.on('close', (status, signal) => {
      if (signal !== null) {
        const detail = `the command under test was ended by ${signal}`;
        resolve({ kind: 'crashed', signal, detail });
        return;
      }
      resolve(outcome(status ?? 1, Buffer.concat(streams.stdout), Buffer.concat(streams.stderr)));
    });
  });
}
