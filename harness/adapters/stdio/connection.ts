/**
 * @module One life of a link: requests go out as far as the window allows, answers come back, each
 * checked against what was asked. A restart makes a new connection.
 */
import { excerpt, oneLine } from '../../protocol/excerpt.js';
import { LineSplitter } from '../../protocol/line-splitter.js';
import { requestLine } from '../../protocol/messages.js';
import { DeadlineSweep, type Lane } from './deadline-sweep.js';
import { endingText, type Ending, type Link, type OpenLink } from './link.js';

/** What became of a request. @internal */
export type Reply =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly code: number; readonly message: string }
  /** The other side broke the protocol: the connection is of no more use. */
  | { readonly kind: 'fault'; readonly message: string }
  /** The link ended; `sent` says whether the request had gone out. */
  | {
      readonly kind: 'gone';
      readonly reason: string;
      readonly sent: boolean;
      readonly ending: Ending;
    }
  | { readonly kind: 'late'; readonly afterMs: number };

/** A request on its way. @internal */
export interface Outgoing {
  readonly method: string;
  params: unknown;
  /** Requests of one lane (an actor) are answered in order. */
  readonly lane: string;
  readonly deadlineMs: number;
  settle: (reply: Reply) => void;
  id: number;
  /** When it became the oldest unanswered of its lane. */
  since: number;
  /** A sweep found it late once already. */
  suspect: boolean;
  next: Outgoing | undefined;
}

/** How a life of a link ended. @internal */
export interface Over {
  readonly kind: 'gone' | 'fault';
  readonly reason: string;
  /** The system under test went down, not the link. */
  readonly down: boolean;
}

/** What the other side may have in its pipe before we wait for it to read. */
const UNSENT_MAX = 4 * 1024 * 1024;

/** @internal */
export class Connection {
  window = 1;
  /** The longest line that the other side accepts. */
  requestBytesMax = Number.POSITIVE_INFINITY;
  /** A late answer ends the connection; else the request is given up, and its lane is stuck. */
  killWhenLate = true;
  /** Set once nothing more can be sent. */
  over: Over | undefined;

  readonly #link: Link;
  readonly #splitter: LineSplitter;
  readonly #pending = new Map<number, Outgoing>();
  readonly #lanes = new Map<string, Lane>();
  /** Ids given up on, whose answers may still come. */
  readonly #abandoned = new Map<number, string>();
  /** Lanes that owe an answer which came too late. */
  readonly #stuck = new Map<string, number>();
  /** Late ones, while it is found out whether the system as a whole is alive. */
  readonly #doubted = new Set<number>();
  readonly #sweep: DeadlineSweep;
  #waiting: Outgoing[] = [];
  #waitingHead = 0;
  #nextId = 1;
  #untold = false;

  constructor(open: OpenLink, lineBytesMax: number) {
    this.#splitter = new LineSplitter(lineBytesMax);
    this.#sweep = new DeadlineSweep(this.#lanes, (late) => {
      this.#late(late);
    });
    this.#link = open({
      data: (chunk) => {
        this.#read(chunk);
      },
      drained: () => {
        this.#pump();
      },
      ended: (ending) => {
        this.#ended(ending);
      },
    });
  }

  setLineBytesMax(bytes: number): void {
    this.#splitter.setLimit(bytes);
  }

  /** Queues a request; `settle` is called exactly once. */
  send(
    method: string,
    params: unknown,
    lane: string,
    deadlineMs: number,
    settle: (reply: Reply) => void,
  ): void {
    const since = 0;
    this.#waiting.push({
      method,
      params,
      lane,
      deadlineMs,
      settle,
      id: 0,
      since,
      suspect: false,
      next: undefined,
    });
    this.#pump();
  }

  /** Ends the link at once because the other side broke the protocol. */
  fail(message: string): void {
    if (this.over !== undefined) return;
    this.over = { kind: 'fault', reason: message, down: false };
    this.#link.kill();
    this.#settleAll(() => ({ kind: 'fault', message }));
  }

  /** Ends the link at once; outstanding requests end as gone. */
  kill(reason: string): void {
    this.#finish(reason, { kind: 'closed', reason });
    this.#link.kill();
  }

  /** Ends the link politely. */
  async close(): Promise<void> {
    this.#finish('the harness closed the adapter', { kind: 'closed', reason: 'closed' });
    await this.#link.close();
  }

  /** That the system went down while no call was under way is told once, to the next one. */
  takeUntold(): string | undefined {
    const reason = this.#untold ? this.over?.reason : undefined;
    this.#untold = false;
    return reason;
  }

  /** Settles when nothing is left of the other side. */
  get gone(): Promise<void> {
    return this.#link.gone;
  }

  lastErrors(): string {
    return this.#link.lastErrors();
  }

  #pump(): void {
    while (
      this.over === undefined &&
      this.#waitingHead < this.#waiting.length &&
      this.#pending.size < this.window &&
      this.#link.unsent < UNSENT_MAX
    ) {
      const request = this.#waiting[this.#waitingHead] as Outgoing;
      this.#waitingHead += 1;
      if (this.#waitingHead === this.#waiting.length || this.#waitingHead > 4096) {
        this.#waiting = this.#waiting.slice(this.#waitingHead);
        this.#waitingHead = 0;
      }
      this.#transmit(request);
    }
    if (this.over !== undefined && this.#waiting.length > 0) this.#settleWaiting();
  }

  #transmit(request: Outgoing): void {
    if (this.#stuck.has(request.lane)) {
      request.settle({ kind: 'late', afterMs: request.deadlineMs });
      return;
    }
    const line = requestLine(this.#nextId, request.method, request.params);
    const bytes = line.length > this.requestBytesMax / 3 ? Buffer.byteLength(line) : 0;
    if (bytes > this.requestBytesMax) {
      const message =
        `${request.method} takes ${bytes} bytes, but the adapter accepts lines of ` +
        `${this.requestBytesMax}; raise limits.lineBytesMax in its hello`;
      request.settle({ kind: 'error', code: 0, message });
      return;
    }
    request.id = this.#nextId;
    this.#nextId += 1;
    this.#pending.set(request.id, request);
    const lane = this.#lanes.get(request.lane);
    if (lane === undefined) {
      request.since = performance.now();
      this.#lanes.set(request.lane, { head: request, tail: request });
      this.#sweep.start();
    } else {
      lane.tail.next = request;
      lane.tail = request;
    }
    this.#link.write(line);
  }

  #read(chunk: Buffer): void {
    if (this.over !== undefined) return;
    const lines = this.#splitter.push(chunk);
    for (const line of lines) {
      this.#answer(line);
      // The handlers of a fault have run: what follows is of no interest.
      if (this.over !== undefined) return;
    }
    const { problem } = this.#splitter;
    if (problem === undefined) this.#pump();
    else this.fail(`sent ${problem}; each answer is one line of JSON in UTF-8, within the limit`);
  }

  #answer(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      this.fail(
        `sent a line that is not JSON: ${excerpt(line)}; only protocol messages may go to ` +
          'standard output, anything else belongs on standard error',
      );
      return;
    }
    if (typeof message !== 'object' || message === null || !('id' in message)) {
      this.fail(
        `sent ${excerpt(message)}, expected a JSON-RPC 2.0 answer with the id of a request`,
      );
      return;
    }
    const answer = message as Readonly<Record<string, unknown>>;
    const request = this.#pending.get(answer['id'] as number);
    if (request === undefined) {
      this.#unasked(answer);
      return;
    }
    const reply = toReply(answer);
    if (typeof reply === 'string') this.fail(`answered ${request.method} with ${reply}`);
    else this.#settle(request, reply);
  }

  #settle(request: Outgoing, reply: Reply): void {
    const lane = this.#lanes.get(request.lane) as Lane;
    if (lane.head !== request) {
      this.fail(
        `answered request ${request.id} (${request.method}) of actor ${excerpt(request.lane)} ` +
          `before its request ${lane.head.id} (${lane.head.method}); the calls of one actor ` +
          'never overtake each other',
      );
      return;
    }
    this.#pending.delete(request.id);
    const { next, settle } = request;
    // Maps keep what they held when they grew: a request that was settled holds on to nothing, or
    // it would keep the whole chain from being freed.
    request.next = undefined;
    request.params = undefined;
    request.settle = settled;
    if (next === undefined) this.#lanes.delete(request.lane);
    else {
      lane.head = next;
      next.since = performance.now();
    }
    settle(reply);
  }

  /** An answer whose id is not outstanding. */
  #unasked(answer: Readonly<Record<string, unknown>>): void {
    const { id } = answer;
    const known = typeof id === 'number' && Number.isInteger(id) && id > 0 && id < this.#nextId;
    const lane = known ? this.#abandoned.get(id) : undefined;
    if (known && lane !== undefined) {
      this.#abandoned.delete(id);
      const owed = (this.#stuck.get(lane) ?? 1) - 1;
      if (owed === 0) this.#stuck.delete(lane);
      else this.#stuck.set(lane, owed);
    } else if ('method' in answer) {
      this.fail(`sent a request (${excerpt(answer['method'])}); an adapter only answers`);
    } else if (known) {
      this.fail(`answered request ${id} twice; each request has exactly one answer`);
    } else if (id === null && isRpcError(answer['error'])) {
      this.fail(`could not read a request: ${oneLine(answer['error'].message)}`);
    } else {
      const outstanding = [...this.#pending.keys()].slice(0, 5).join(', ');
      this.fail(
        `answered id ${excerpt(id)}, which was never asked; expected ${outstanding || 'nothing'} ` +
          '(copy the id of the request into its answer)',
      );
    }
  }

  /** Where the link can tell whether the whole system hangs, it is asked before one actor does. */
  #late(late: readonly Outgoing[]): void {
    const { alive } = this.#link;
    if (this.killWhenLate || alive === undefined) {
      this.#giveUp(late);
      return;
    }
    for (const request of late) {
      if (this.#doubted.has(request.id)) continue;
      this.#doubted.add(request.id);
      void this.#giveUpOnce(alive(), request);
    }
  }

  async #giveUpOnce(alive: Promise<void>, request: Outgoing): Promise<void> {
    await alive;
    this.#doubted.delete(request.id);
    if (this.#lanes.get(request.lane)?.head === request) this.#giveUp([request]);
  }

  #giveUp(late: readonly Outgoing[]): void {
    const [first] = late;
    if (first === undefined || this.over !== undefined) return;
    for (const request of late) {
      const lane = this.#lanes.get(request.lane);
      this.#lanes.delete(request.lane);
      // Those behind it in its lane wait for the same hung actor.
      for (let each = lane?.head; each !== undefined; each = each.next) {
        this.#pending.delete(each.id);
        if (!this.killWhenLate) {
          this.#abandoned.set(each.id, each.lane);
          this.#stuck.set(each.lane, (this.#stuck.get(each.lane) ?? 0) + 1);
        }
        each.settle({ kind: 'late', afterMs: each.deadlineMs });
      }
    }
    if (this.killWhenLate) {
      this.kill(
        `was ended by the harness because ${first.method} of actor ${excerpt(first.lane)} had no ` +
          `answer within ${first.deadlineMs} ms`,
      );
    } else this.#pump();
  }

  #ended(ending: Ending): void {
    const held = this.#splitter.heldBytes;
    const cut = held > 0 ? ` in the middle of a line (${held} bytes without a newline)` : '';
    this.#finish(`${endingText(ending)}${cut}`, ending);
  }

  #finish(reason: string, ending: Ending): void {
    if (this.over !== undefined) return;
    const down = ending.kind === 'down';
    this.over = { kind: 'gone', reason, down };
    this.#untold = down && this.#pending.size === 0;
    this.#settleAll((sent) => ({ kind: 'gone', reason, sent, ending }));
  }

  #settleAll(reply: (sent: boolean) => Reply): void {
    this.#sweep.stop();
    const outstanding = [...this.#pending.values()];
    const waiting = this.#waiting.slice(this.#waitingHead);
    this.#pending.clear();
    this.#lanes.clear();
    this.#waiting = [];
    this.#waitingHead = 0;
    for (const request of outstanding) request.settle(reply(true));
    for (const request of waiting) request.settle(reply(false));
  }

  /** Requests that came after the end. */
  #settleWaiting(): void {
    const { over } = this;
    if (over === undefined) return;
    const { reason } = over;
    const ending: Ending = { kind: over.down ? 'down' : 'closed', reason };
    this.#settleAll((sent) =>
      over.kind === 'fault'
        ? { kind: 'fault', message: reason }
        : { kind: 'gone', reason, sent, ending },
    );
  }
}

const settled = (): void => undefined;

/** An answer as a reply, or what is wrong with it. */
function toReply(answer: Readonly<Record<string, unknown>>): Reply | string {
  if (answer['jsonrpc'] !== '2.0') {
    return `"jsonrpc": ${excerpt(answer['jsonrpc'])}, expected "2.0"`;
  }
  const { result, error } = answer;
  if (result !== undefined && error === undefined) return { kind: 'result', result };
  if (error === undefined || result !== undefined) {
    return `${excerpt(answer)}, expected either a result or an error`;
  }
  if (!isRpcError(error)) {
    return `an error that is ${excerpt(error)}, expected a code (integer) and a message (text)`;
  }
  return { kind: 'error', code: error.code, message: oneLine(error.message) };
}

function isRpcError(error: unknown): error is { code: number; message: string } {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'number' && typeof message === 'string';
}
