/**
 * @module The harness's side of the protocol: an {@link Adapter} over a link. It keeps the
 * candidate's crashes and time-outs (outcomes) apart from broken adapters and links (faults), and
 * restarts a candidate that died.
 */
import { AdapterFault, type Adapter, type Hello, type HelloRequest } from '../adapter.js';
import type { PlainStep } from '../adapter.js';
import type { CallRecord, JsonObject, Outcome, StepRecord } from '../../program/program.js';
import { excerpt, lastLines, oneLine } from '../../protocol/excerpt.js';
import {
  fromWire,
  RUN_PROGRAM,
  TAKE_COVERAGE,
  WINDOW_MAX,
  type WireResult,
} from '../../protocol/messages.js';
import {
  checkCoverageResult,
  checkParams,
  checkResult,
  checkRunParams,
  checkRunResult,
} from '../../protocol/validate.js';
import { INITIAL_ACTOR, innerParams, makesActor, outerName } from './actor-names.js';
import { Connection, type Reply } from './connection.js';
import { readHello, HELLO_LINE_BYTES_MAX } from './handshake.js';
import type { OpenLink } from './link.js';

/** @public */
export interface ConnectOptions {
  /** How long an actor's oldest call may stay unanswered; default 10 s. */
  readonly deadlineMs?: number;
  /** The same for a whole Program; default three times that. */
  readonly programDeadlineMs?: number;
  /** How long the answer to hello may take; default 10 s, or the deadline if that is longer. */
  readonly helloDeadlineMs?: number;
  /** Requests outstanding at most, whatever the adapter offers; default 1024. */
  readonly windowMax?: number;
  /** How often in a row a candidate is started again that answers no call; default 5. */
  readonly barrenLivesMax?: number;
  /** How often a candidate that died is started again at all; default 1000. */
  readonly restartsMax?: number;
}

type CallParams = JsonObject & { readonly actor: string };

/** @internal */
export class ProtocolClient implements Adapter {
  /** Set after a hello that claims `programs`. */
  runProgram?: (steps: readonly PlainStep[]) => Promise<readonly StepRecord[]>;

  /** Set after a hello that claims `coverage`. */
  takeCoverage?: () => Promise<readonly number[]>;

  readonly #target: string;
  readonly #open: OpenLink;
  readonly #options: Required<ConnectOptions>;
  readonly #digest: () => string | undefined;
  #connection: Connection | undefined;
  #revival: Promise<Connection> | undefined;
  #request: HelloRequest | undefined;
  #hello: Hello | undefined;
  #life = 0;
  /** Lives in a row in which no call was answered. */
  #barrenLives = 0;
  #barren = true;
  #endings: string[] = [];
  #fault: AdapterFault | undefined;
  #closed = false;
  #programs = 0;
  #answeredHello = false;
  /** Lives that the harness itself ended. */
  #renewed = 0;
  #renewing = false;
  /** How the candidate ended when it was asked for its coverage: that is no call. */
  #unheard: Outcome | undefined;
  /** What the life before said, if it ended by itself. */
  #formerErrors = '';

  constructor(
    target: string,
    open: OpenLink,
    options: ConnectOptions = {},
    digest: () => string | undefined = () => undefined,
  ) {
    const deadlineMs = options.deadlineMs ?? 10_000;
    this.#target = oneLine(target, 120);
    this.#open = open;
    this.#digest = digest;
    this.#options = {
      deadlineMs,
      programDeadlineMs: options.programDeadlineMs ?? 3 * deadlineMs,
      helloDeadlineMs: options.helloDeadlineMs ?? Math.max(10_000, deadlineMs),
      windowMax: Math.min(Math.max(options.windowMax ?? WINDOW_MAX, 1), WINDOW_MAX),
      barrenLivesMax: options.barrenLivesMax ?? 5,
      restartsMax: options.restartsMax ?? 1000,
    };
  }

  /** Whether anything like an answer to hello came, good or bad. */
  get answeredHello(): boolean {
    return this.#answeredHello;
  }

  /** How often the candidate was started again. */
  get restarts(): number {
    return this.#life;
  }

  async hello(request: HelloRequest): Promise<Hello> {
    if (this.#hello !== undefined) throw this.#ours('hello was said already');
    this.#request = request;
    const { hello } = await this.#start(request);
    this.#hello = hello;
    if (hello.capabilities.includes('programs')) {
      this.runProgram = (steps) => this.#runProgram(steps);
    }
    if (hello.capabilities.includes('coverage')) this.takeCoverage = () => this.#takeCoverage();
    return hello;
  }

  call(op: string, params: CallParams): Promise<Outcome> {
    const connection = this.#connection;
    const untold = this.#untold();
    if (untold !== undefined) return Promise.resolve(untold);
    if (connection !== undefined && connection.over === undefined) {
      return this.#callOn(connection, op, params);
    }
    return this.#revive().then((fresh) => this.#callOn(fresh, op, params));
  }

  /** Ends this life of the candidate and begins the next one: nothing is left of its world. */
  async renew(): Promise<void> {
    const connection = this.#connection;
    if (connection !== undefined && connection.over === undefined) {
      this.#renewed += 1;
      this.#renewing = true;
      connection.kill('was started anew by the harness');
    }
    connection?.takeUntold();
    await this.#revive();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#connection?.close();
  }

  diagnostics(): string {
    return `${this.#formerErrors}${this.#connection?.lastErrors() ?? ''}`;
  }

  digest(): string | undefined {
    return this.#digest();
  }

  /** A request as it stands, unchecked: for the doctor and the bench. @internal */
  async exchange(method: string, params: unknown, lane = ''): Promise<Reply> {
    const connection = await this.#revive();
    return new Promise((settle) => {
      connection.send(method, params, lane, this.#options.deadlineMs, settle);
    });
  }

  #callOn(connection: Connection, op: string, outer: CallParams): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const life = this.#life;
      const params = innerParams(op, outer, life);
      if (params === undefined) {
        resolve(this.#actorGone(op, outer));
        return;
      }
      const problem = checkParams(op, params);
      if (problem !== undefined) {
        reject(this.#ours(`the harness's own call of ${excerpt(op)} is wrong: ${problem}`));
        return;
      }
      const slept = op === 'world.sleep' ? Number(params['ms']) : 0;
      const deadlineMs = this.#options.deadlineMs + slept;
      connection.send(op, params, params.actor, deadlineMs, (reply) => {
        if (reply.kind === 'result') {
          this.#barren = false;
          const wrong = checkResult(op, reply.result);
          if (wrong === undefined) resolve(outcomeOf(op, reply.result as WireResult, life));
          else reject(this.#misfit(op, wrong));
        } else if (this.#neverSent(reply)) {
          this.call(op, outer).then(resolve, reject);
        } else {
          const outcome = this.#failure(op, reply);
          if (outcome instanceof AdapterFault) reject(outcome);
          else resolve(outcome);
        }
      });
    });
  }

  async #runProgram(steps: readonly PlainStep[]): Promise<readonly StepRecord[]> {
    const problem = checkRunParams({ steps });
    if (problem !== undefined) throw this.#ours(`the harness's own Program is wrong: ${problem}`);
    const untold = this.#untold();
    if (untold !== undefined) return [wholeProgram(steps, untold)];
    const connection = await this.#revive();
    this.#programs += 1;
    const lane = `program ${this.#programs}`;
    const reply = await new Promise<Reply>((settle) => {
      connection.send(RUN_PROGRAM, { steps }, lane, this.#options.programDeadlineMs, settle);
    });
    if (this.#neverSent(reply)) return this.#runProgram(steps);
    let outcome: Outcome;
    if (reply.kind === 'result') {
      this.#barren = false;
      const wrong = checkRunResult(reply.result);
      if (wrong !== undefined) throw this.#misfit(RUN_PROGRAM, wrong);
      outcome = fromWire(reply.result as WireResult);
      if (outcome.kind === 'returned') {
        const records = outcome.value['records'] as unknown as readonly StepRecord[];
        return records.map(boundedRecord);
      }
      if (outcome.kind === 'refused') {
        throw this.#misfit(RUN_PROGRAM, `a Program as a whole is never refused (${outcome.errno})`);
      }
    } else {
      const failure = this.#failure(RUN_PROGRAM, reply);
      if (failure instanceof AdapterFault) throw failure;
      outcome = failure;
    }
    return [wholeProgram(steps, outcome)];
  }

  /** Nothing of it is a verdict: that the candidate died of it is the outcome of the next call. */
  async #takeCoverage(): Promise<readonly number[]> {
    const connection = this.#connection;
    if (connection === undefined || connection.over !== undefined) return [];
    const reply = await new Promise<Reply>((settle) => {
      connection.send(TAKE_COVERAGE, {}, TAKE_COVERAGE, this.#options.deadlineMs, settle);
    });
    if (reply.kind === 'result') {
      const wrong = checkCoverageResult(reply.result);
      if (wrong !== undefined) throw this.#misfit(TAKE_COVERAGE, wrong);
      return (reply.result as { value: { edges: readonly number[] } }).value.edges;
    }
    if (reply.kind === 'late') {
      const late = `gave no answer to ${TAKE_COVERAGE} within ${reply.afterMs} ms`;
      throw this.#adapterFault(late);
    }
    if (this.#neverSent(reply)) return [];
    const outcome = this.#failure(TAKE_COVERAGE, reply);
    if (outcome instanceof AdapterFault) throw outcome;
    this.#unheard = outcome;
    return [];
  }

  /** A reply without a result, as the candidate's outcome or as the adapter's fault. */
  #failure(method: string, reply: Exclude<Reply, { kind: 'result' }>): Outcome | AdapterFault {
    switch (reply.kind) {
      case 'error':
        return this.#adapterFault(
          `could not carry out ${method}: ${reply.message} (${reply.code})`,
        );
      case 'fault':
        this.#fault ??= this.#adapterFault(reply.message);
        return this.#fault;
      case 'late':
        return { kind: 'timedOut', afterMs: reply.afterMs };
      case 'gone': {
        if (this.#closed) return this.#ours(`${method} was cut off by closing the adapter`);
        const { ending } = reply;
        if (ending.kind === 'down') return { kind: 'crashed', detail: reply.reason };
        if (this.#hello?.kind === 'remote') {
          this.#fault ??= this.#adapterFault(
            `${reply.reason} while ${method} was unanswered; its hello says kind "remote", so ` +
              `this is a fault of the link, not of the candidate${this.#errors()}`,
          );
          return this.#fault;
        }
        const detail = `the candidate ${reply.reason}${this.#errors()}`;
        return ending.kind === 'signalled'
          ? { kind: 'crashed', detail, signal: ending.signal }
          : { kind: 'crashed', detail };
      }
      default:
        return reply satisfies never;
    }
  }

  #actorGone(op: string, params: CallParams): Outcome {
    const life = Number(/#(\d+)$/.exec(params.actor)?.[1] ?? 0);
    const reason = this.#endings[life] ?? 'was restarted';
    const actor = excerpt(params.actor);
    return { kind: 'crashed', detail: `${op}: actor ${actor} is gone, the candidate ${reason}` };
  }

  /** Whether a request can go to the next life instead. */
  #neverSent(reply: Reply): boolean {
    if (reply.kind !== 'gone' || reply.sent || this.#closed) return false;
    return this.#hello?.kind === 'process' || reply.ending.kind === 'down';
  }

  /** That the system went down between two calls is the outcome of the second. */
  #untold(): Outcome | undefined {
    const unheard = this.#unheard;
    this.#unheard = undefined;
    if (unheard !== undefined) return unheard;
    const reason = this.#connection?.takeUntold();
    if (reason === undefined) return undefined;
    return { kind: 'crashed', detail: `${reason} (while no call was under way)` };
  }

  /** The live connection, or a new one after the candidate died. */
  #revive(): Promise<Connection> {
    const connection = this.#connection;
    if (connection !== undefined && connection.over === undefined) {
      return Promise.resolve(connection);
    }
    this.#revival ??= this.#restart().finally(() => {
      this.#revival = undefined;
    });
    return this.#revival;
  }

  async #restart(): Promise<Connection> {
    const [request, hello, last] = [this.#request, this.#hello, this.#connection];
    if (this.#closed) throw this.#ours('a call after the adapter was closed');
    if (this.#fault !== undefined) throw this.#fault;
    if (request === undefined || hello === undefined || last === undefined) {
      throw this.#ours('a call before hello');
    }
    const { over } = last;
    const expected = this.#renewing || over?.down === true;
    if (over?.kind === 'fault' || (hello.kind === 'remote' && !expected)) {
      this.#fault = this.#adapterFault(over?.reason ?? 'ended');
      throw this.#fault;
    }
    this.#formerErrors = this.#renewing ? '' : last.lastErrors();
    const words = over?.down === true ? '' : this.#errors();
    const reason = `${over?.reason ?? 'ended'}${words}`;
    this.#barrenLives = this.#barren && !this.#renewing ? this.#barrenLives + 1 : 0;
    this.#renewing = false;
    this.#barren = true;
    const { barrenLivesMax, restartsMax } = this.#options;
    const deaths = this.#life - this.#renewed;
    if (deaths >= restartsMax || this.#barrenLives > barrenLivesMax) {
      const [times, how] =
        deaths >= restartsMax
          ? [deaths, 'ended each time']
          : [barrenLivesMax, 'ended each time without having answered one call'];
      this.#fault = this.#adapterFault(`was started again ${times} times and ${how}: it ${reason}`);
      throw this.#fault;
    }
    await last.gone;
    this.#endings[this.#life] = reason;
    this.#life += 1;
    const fresh = await this.#start(request, `when started again (before that it ${reason}), it `);
    if (JSON.stringify(fresh.hello) !== JSON.stringify(hello)) {
      fresh.connection.fail('changed');
      this.#fault = this.#adapterFault('answers hello differently after a restart');
      throw this.#fault;
    }
    return fresh.connection;
  }

  /** Opens a link and says hello. */
  async #start(
    request: HelloRequest,
    prefix = '',
  ): Promise<{ connection: Connection; hello: Hello }> {
    let connection: Connection;
    try {
      connection = new Connection(this.#open, HELLO_LINE_BYTES_MAX);
    } catch (error) {
      throw this.#adapterFault(`${prefix}could not be started (${(error as Error).message})`);
    }
    this.#connection = connection;
    const reply = await new Promise<Reply>((settle) => {
      connection.send('hello', request, INITIAL_ACTOR, this.#options.helloDeadlineMs, settle);
    });
    this.#answeredHello = reply.kind !== 'gone' && reply.kind !== 'late';
    const hello = readHello(reply);
    if (typeof hello === 'string') {
      // Its last words may still be on their way; then nothing of it remains.
      if (reply.kind !== 'gone') connection.fail(hello);
      await connection.gone;
      this.#fault = this.#adapterFault(`${prefix}${hello}${this.#errors()}`);
      throw this.#fault;
    }
    connection.window = Math.min(hello.limits.window, this.#options.windowMax);
    connection.requestBytesMax = hello.limits.lineBytesMax;
    connection.setLineBytesMax(hello.limits.lineBytesMax);
    connection.killWhenLate = hello.kind === 'process';
    return { connection, hello };
  }

  /** The last words on standard error, to be put after a message. */
  #errors(): string {
    const words = lastLines(this.#connection?.lastErrors() ?? '');
    return words === '' ? '' : `; its last words: ${words}`;
  }

  #misfit(method: string, wrong: string): AdapterFault {
    return this.#adapterFault(
      `answered ${method} with a result that does not fit its schema: ${wrong} ` +
        '(corpus/schemas/protocol-1.schema.json)',
    );
  }

  #adapterFault(message: string): AdapterFault {
    return new AdapterFault(`adapter ${this.#target}: ${message}`);
  }

  #ours(message: string): AdapterFault {
    return new AdapterFault(`harness: ${message} (adapter ${this.#target})`);
  }
}

function outcomeOf(op: string, result: WireResult, life: number): Outcome {
  const outcome = fromWire(result);
  if (outcome.kind === 'crashed') return { ...outcome, detail: oneLine(outcome.detail, 4000) };
  if (life === 0 || outcome.kind !== 'returned' || !makesActor(op)) return outcome;
  const actor = outerName(String(outcome.value['actor']), life);
  return { kind: 'returned', value: { ...outcome.value, actor } };
}

/** A record whose crash detail, the candidate's own words, is bounded and on one line. */
function boundedRecord(record: StepRecord): StepRecord {
  if ('skipped' in record || record.outcome.kind !== 'crashed') return record;
  const { outcome } = record;
  return { ...record, outcome: { ...outcome, detail: oneLine(outcome.detail, 4000) } };
}

/** What stands for a Program that ended as a whole: one record, on its first call. */
function wholeProgram(steps: readonly PlainStep[], outcome: Outcome): CallRecord {
  const first = steps[0];
  const call = first !== undefined && 'par' in first ? first.par[0]?.[0] : first;
  return {
    step: 0,
    op: call?.op ?? 'world.describe',
    actor: call?.actor ?? INITIAL_ACTOR,
    args: {},
    outcome:
      outcome.kind === 'crashed'
        ? { ...outcome, detail: `during the Program as a whole: ${oneLine(outcome.detail, 4000)}` }
        : outcome,
  };
}
