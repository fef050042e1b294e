/**
 * @module The modelled system: one booted world that answers Ops. Deterministic, without I/O: time
 * and ids come from counters and the seed.
 */
import type { ClauseId } from '../abi/clause-id.generated.js';
import { ERRNO, type Errno } from '../abi/numbers.js';
import { boot } from './boot.js';
import { cloneGraph } from './clone.js';
import { BadCall, type Call, type CallContext, type JsonObject, type Model } from './model.js';
import { Random } from './random.js';
import { endSession, type KernelEvent } from './session-end.js';
import type {
  Descriptor,
  FileNode,
  Process,
  Session,
  Socket,
  Thread,
  Token,
  TokenHandle,
} from './state.js';

/** What a call did, and the clauses that decided it. @public */
export type CallResult =
  | { readonly kind: 'returned'; readonly value: JsonObject; readonly cited: ReadonlySet<ClauseId> }
  | {
      readonly kind: 'refused';
      readonly errno: Errno;
      readonly number: number;
      readonly out?: JsonObject;
      /** The check that refused. */
      readonly check: string;
      readonly cited: ReadonlySet<ClauseId>;
    };

/** How a world boots. @public */
export interface WorldOptions {
  readonly seed?: number;
  /** Random id bases, foreign sessions, used handle numbers, a lowered process 1. */
  readonly noise?: boolean;
}

/** The initial actor's name. @public */
export const INITIAL_ACTOR = 'init';

/** A booted system. @public */
export class World {
  /** Not fixed: who follows another implementation takes up its reading of an open point. */
  model: Model;
  readonly random: Random;
  readonly noisy: boolean;
  readonly sessions = new Map<bigint, Session>();
  readonly processes = new Map<number, Process>();
  readonly threads = new Map<string, Thread>();
  /** Listening sockets by address. */
  readonly listeners = new Map<string, Socket>();
  nextAddress = 0;
  /** Ordinary files by path. */
  readonly files = new Map<string, FileNode>();
  /** What actors that record events have not drained yet. */
  readonly recordings = new Map<string, KernelEvent[]>();
  clock = 1n;
  nextPid = 2;
  nextActor = 1;
  nextTokenId = 0x410n;
  nextSessionId = 1000n;
  private cited = new Set<ClauseId>();

  constructor(model: Model, options: WorldOptions = {}) {
    this.model = model;
    this.random = new Random(options.seed ?? 0);
    this.noisy = options.noise ?? false;
    boot(this);
  }

  /** Makes one call. Throws {@link BadCall} for a call that makes no sense at all. */
  call(op: string, actor: string, args: JsonObject): CallResult {
    const thread = this.threads.get(actor);
    if (thread === undefined) throw new BadCall(`no actor ${JSON.stringify(actor)}`);
    const call = this.model.calls.get(op);
    if (call === undefined) throw new BadCall(`no operation ${JSON.stringify(op)}`);
    this.clock += 1n;
    this.cited = new Set();
    return this.run(call, { world: this, thread, args });
  }

  /** The phases of a call: checks, effects, and the call that it turns into, if it does. */
  private run(call: Call, base: CallContext): CallResult {
    const context = call.prepare(base);
    for (const check of call.checks) {
      if (!check.refuses(context)) continue;
      this.cite(check.clauses);
      const out = call.refusalOutput?.(context, check);
      return {
        kind: 'refused',
        errno: check.errno,
        number: ERRNO[check.errno],
        check: check.id,
        ...(out === undefined ? {} : { out }),
        cited: this.cited,
      };
    }
    for (const check of call.checks) this.cite(check.clauses);
    for (const effect of call.effects) {
      this.cite(effect.clauses);
      effect.apply(context);
    }
    const forward = call.forward?.(context);
    if (forward === undefined) {
      return { kind: 'returned', value: call.result(context), cited: this.cited };
    }
    const inner = this.model.calls.get(forward.op);
    if (inner === undefined) throw new BadCall(`no operation ${JSON.stringify(forward.op)}`);
    const answer = this.run(inner, { ...base, args: forward.args });
    if (answer.kind === 'returned') return { ...answer, value: forward.show(answer.value, false) };
    return { ...answer, out: forward.show(answer.out ?? {}, true) };
  }

  /** Notes that a clause decided something about the call under way. */
  cite(clauses: readonly ClauseId[]): void {
    for (const clause of clauses) this.cited.add(clause);
  }

  /** An independent copy; the model is shared. */
  clone(): World {
    return cloneGraph(this, new Set<object>([this.model]));
  }

  /** Puts a token behind a new handle of the process. */
  openHandle(process: Process, token: Token, mask: number, inspection = false): number {
    retain(token);
    return this.addDescriptor(process, {
      kind: 'token',
      token,
      mask,
      inspection,
      closeOnExec: !inspection,
    });
  }

  /** A new descriptor number of the process; a token must be retained by the caller. */
  addDescriptor(process: Process, descriptor: Descriptor): number {
    let number = this.noisy ? 3 + this.random.below(5000) : 3;
    while (process.handles.has(number)) number += 1;
    process.handles.set(number, descriptor);
    return number;
  }

  closeHandle(process: Process, number: number): void {
    const handle = process.handles.get(number);
    if (handle === undefined) return;
    process.handles.delete(number);
    this.releaseDescriptor(handle);
  }

  /** Drops what a descriptor holds. */
  releaseDescriptor(descriptor: Descriptor): void {
    if (descriptor.kind === 'token') this.release(descriptor.token);
    if (descriptor.kind !== 'socket') return;
    const { socket } = descriptor;
    socket.references -= 1;
    if (socket.references > 0) return;
    this.endSocket(socket);
    // Nobody will ever accept these.
    for (const waiting of socket.backlog) this.endSocket(waiting);
    socket.backlog.length = 0;
    // Nor is there anybody to connect to.
    for (const [address, one] of this.listeners) if (one === socket) this.listeners.delete(address);
  }

  /** What a socket holds goes with it, and its other end is alone from then on. */
  private endSocket(socket: Socket): void {
    for (const handle of socket.received) this.release(handle.token);
    socket.received.length = 0;
    if (socket.peerToken !== undefined) this.release(socket.peerToken);
    socket.peerToken = undefined;
    if (socket.peer !== undefined) socket.peer.peer = undefined;
  }

  /** Drops one reference; the last one takes the token, and perhaps its session, with it. */
  release(token: Token): void {
    token.references -= 1;
    if (token.references > 0) return;
    token.session.liveTokens -= 1;
    if (token.session.liveTokens === 0 && !token.session.permanent) {
      endSession(this, token.session);
    }
  }

  /** Gives up everything that a process holds. */
  endProcess(process: Process): void {
    for (const number of [...process.handles.keys()]) this.closeHandle(process, number);
    for (const [actor, thread] of this.threads) {
      if (thread.process !== process) continue;
      if (thread.impersonation !== undefined) this.release(thread.impersonation);
      this.threads.delete(actor);
      this.recordings.delete(actor);
    }
    for (const [path, { maker }] of this.files) if (maker === process.pid) this.files.delete(path);
    this.release(process.primary);
    this.processes.delete(process.pid);
  }
}

/** Adds a reference. @internal */
export function retain(token: Token): Token {
  if (token.references === 0) token.session.liveTokens += 1;
  token.references += 1;
  return token;
}

/** The handle that an argument names, if it is one of the process. @internal */
export function findHandle(thread: Thread, number: unknown): TokenHandle | undefined {
  const found = findDescriptor(thread, number);
  return found?.kind === 'token' ? found : undefined;
}

/** The descriptor of any kind that an argument names. @internal */
export function findDescriptor(thread: Thread, number: unknown): Descriptor | undefined {
  return typeof number === 'number' ? thread.process.handles.get(number) : undefined;
}
