/**
 * @module `adapter doctor`: leads the author of an adapter from the first message to a full run.
 * Each step says what was expected, what came and what to do; it stops at the first one that makes
 * the rest meaningless.
 */
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { AdapterFault, type Hello } from '../adapters/adapter.js';
import type { ProtocolClient } from '../adapters/stdio/client.js';
import { connect, type ConnectOptions } from '../adapters/stdio/connect.js';
import type { Outcome } from '../program/program.js';
import { noKacs } from '../runner/judgeable.js';
import { nextSteps } from './doctor-next.js';
import { outcomeText, PROBES, tryProbes, type Probe } from './doctor-probes.js';
import { excerpt, oneLine } from './excerpt.js';
import { OPS } from './ops.js';

type Report = (line: string) => void;

/** Capabilities that are no Ops of their own. */
const WITHOUT_OPS = ['programs', 'pip', 'fault-injection', 'coverage'] as const;

/** Exit codes of the contracts. */
const OK = 0;
const FINDING = 1;
const FAULT = 3;

/**
 * Examines an adapter. The exit code: 0 all well, 1 the candidate crashed or hung, 3 the adapter
 * broke the protocol. A target that cannot be read is a UsageError. @public
 */
export async function doctor(
  target: string,
  profile: Profile,
  report: Report,
  options: ConnectOptions = {},
): Promise<number> {
  const words = ['--adapter', target, '--profile', profile.id];
  return await examine({ client: connect(target, options), words }, profile, report);
}

/** An adapter that is to be examined. @internal */
export interface Patient {
  readonly client: ProtocolClient;
  /** How `certify` is told of it. */
  readonly words: readonly string[];
}

/** The same for any link; ends it. @internal */
export async function examine(
  { client, words }: Patient,
  profile: Profile,
  report: Report,
): Promise<number> {
  const visit = new Visit(client, words, profile, report);
  try {
    return await visit.run();
  } finally {
    await client.close();
  }
}

class Visit {
  readonly #client: ProtocolClient;
  readonly #words: readonly string[];
  readonly #profile: Profile;
  readonly #report: Report;
  #code = OK;

  constructor(client: ProtocolClient, words: readonly string[], profile: Profile, report: Report) {
    this.#client = client;
    this.#words = words;
    this.#profile = profile;
    this.#report = report;
  }

  async run(): Promise<number> {
    const hello = await this.#greet();
    if (hello === undefined) return FAULT;
    const stages = [
      () => this.#capabilities(hello),
      () => this.#pipelining(hello),
      () => this.#errors(),
    ];
    for (const stage of stages) {
      try {
        await stage();
        if (this.#code === FINDING) {
          this.#report('stopped here: mend this first, and ask the doctor again');
          return FINDING;
        }
      } catch (error) {
        if (!(error instanceof AdapterFault)) throw error;
        this.#bad(FAULT, 'the adapter keeps to the protocol', error.message);
        this.#report('stopped here: the rest would say nothing');
        return FAULT;
      }
    }
    return await this.#advise(hello);
  }

  /** Step 6. What calls of methods that are not claimed bring to light stops nobody. */
  async #advise(hello: Hello): Promise<number> {
    if (this.#code !== OK) {
      this.#report('next: mend what is not ok, and ask the doctor again');
      return this.#code;
    }
    try {
      const lines = await nextSteps(this.#client, this.#words, this.#profile, hello);
      for (const line of lines) this.#report(line);
    } catch (error) {
      if (!(error instanceof AdapterFault)) throw error;
      this.#bad(FAULT, '6 a method that is not carried out is refused with ENOSYS', error.message);
    }
    return this.#code;
  }

  /** Steps 1 and 2. */
  async #greet(): Promise<Hello | undefined> {
    const request = { protocol: 1, profile: this.#profile.id, seed: 1 } as const;
    try {
      const hello = await this.#client.hello(request);
      this.#good('1 the command starts and stays');
      const who = `${hello.name} ${hello.version}, kind "${hello.kind}"`;
      this.#good(`2 hello: ${who}, window ${hello.limits.window}`);
      this.#judgeHello(hello);
      const reason = noKacs(hello);
      if (reason === undefined) return hello;
      this.#bad(FAULT, '2 the system under test has KACS', reason);
      this.#report('stopped here: there is nothing to judge');
      return undefined;
    } catch (error) {
      if (!(error instanceof AdapterFault)) throw error;
      if (this.#client.answeredHello) {
        this.#good('1 the command starts and stays');
        this.#bad(
          FAULT,
          '2 hello is answered with one line of JSON, as the schema says',
          error.message,
        );
      } else {
        this.#bad(FAULT, '1 the command starts, stays and answers', error.message);
      }
      this.#report('stopped here: nothing else can be tried before this works');
      return undefined;
    }
  }

  #judgeHello(hello: Hello): void {
    if (!hello.profiles.includes(this.#profile.id)) {
      const offered = excerpt(hello.profiles.join(', '));
      this.#report(
        `     note: profiles are ${offered}, without ${this.#profile.id}, by which it is judged: ` +
          'choose another with --profile',
      );
    }
    const known = new Set([...Object.values(OPS).map((op) => op.capability), ...WITHOUT_OPS]);
    for (const id of hello.capabilities) {
      if (known.has(id)) continue;
      this.#bad(
        FAULT,
        `2 capabilities are ids of the list`,
        `${excerpt(id)} is none of them`,
        'take them from the headings of docs/adapters.md',
      );
    }
    if (hello.limits.window === 1) {
      this.#report('     note: a window of 1 is slow, and races cannot be tried through it');
    }
  }

  /** Step 3. */
  async #capabilities(hello: Hello): Promise<void> {
    if (hello.capabilities.length === 0) {
      this.#good('3 no capability is claimed, so there is nothing to probe');
      return;
    }
    const unprobed: string[] = [];
    for (const capability of hello.capabilities) {
      const probes = PROBES[capability];
      if (capability === 'programs') await this.#program();
      else if (capability === 'coverage') await this.#coverage();
      else if (probes === undefined) unprobed.push(oneLine(capability, 40));
      else await this.#probe(capability, probes, hello.capabilities);
      if (this.#code === FINDING) return;
    }
    if (unprobed.length > 0) this.#report(`-    3 claimed, not probed: ${unprobed.join(', ')}`);
  }

  async #probe(
    capability: string,
    probes: readonly Probe[],
    claimed: readonly string[],
  ): Promise<void> {
    const words: string[] = [];
    for await (const [op, outcome] of tryProbes(this.#client, probes, claimed)) {
      words.push(`${op} ${outcomeText(outcome)}`);
      if (!this.#acceptable(capability, op, outcome)) return;
    }
    this.#good(`3 ${capability}: ${words.join(', ')}`);
  }

  /** A refusal is the candidate's business, except where it says "not implemented". */
  #acceptable(capability: string, op: string, outcome: Outcome): boolean {
    const step = `3 ${capability} is claimed, so ${op} is carried out`;
    if (outcome.kind === 'crashed' || outcome.kind === 'timedOut') {
      this.#bad(FINDING, step, outcomeText(outcome), 'look at the standard error of the candidate');
      return false;
    }
    if (outcome.kind === 'refused' && outcome.errno === 'ENOSYS') {
      const advice = `implement it, or leave ${capability} out of the capabilities`;
      this.#bad(FAULT, step, outcomeText(outcome), advice);
      return false;
    }
    return true;
  }

  async #program(): Promise<void> {
    const step = '3 programs is claimed, so program.run answers with one record per step';
    const records = await this.#client.runProgram?.([
      { as: 'p', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
      { actor: 'p', op: 'world.exit', args: {} },
    ]);
    const count = records?.length ?? 0;
    if (count === 2) this.#good('3 programs: two steps, the second by the actor of the first');
    else this.#bad(FAULT, step, `${count} records for 2 steps`);
  }

  async #coverage(): Promise<void> {
    const edges = (await this.#client.takeCoverage?.()) ?? [];
    if (edges.length > 0) this.#good(`3 coverage: ${new Set(edges).size} edges since the start`);
    else {
      const step = '3 coverage is claimed, so coverage.take gives the edges reached so far';
      this.#bad(FAULT, step, 'none', 'instrument the candidate, or do not claim coverage');
    }
  }

  /** Step 4. */
  async #pipelining(hello: Hello): Promise<void> {
    const count = 4 * Math.min(hello.limits.window, 256);
    const started = performance.now();
    const calls = Array.from({ length: count }, () =>
      this.#client.call('world.describe', { actor: 'init' }),
    );
    const outcomes = await Promise.all(calls);
    const bad = outcomes.find(({ kind }) => kind === 'crashed' || kind === 'timedOut');
    const step = `4 ${count} calls with ${hello.limits.window} outstanding are answered`;
    if (bad !== undefined) {
      this.#bad(
        FINDING,
        step,
        outcomeText(bad),
        'read on while a call is worked on, or say window 1',
      );
      return;
    }
    const perSecond = Math.round((count * 1000) / (performance.now() - started));
    this.#good(`${step} in order (about ${perSecond} calls per second)`);
  }

  /** Step 5. */
  async #errors(): Promise<void> {
    const trials = [
      { what: 'an unknown actor', method: 'world.describe', params: { actor: 'nobody-7' } },
      { what: 'an unknown method', method: 'doctor.noSuchMethod', params: { actor: 'init' } },
    ];
    for (const { what, method, params } of trials) {
      const reply = await this.#client.exchange(method, params, what);
      const step = `5 ${what} is answered with a JSON-RPC error`;
      if (reply.kind === 'error') {
        this.#good(`5 ${what}: error ${reply.code}: ${oneLine(reply.message, 80)}`);
      } else if (reply.kind === 'result') {
        const advice = 'an errno would be taken for the candidate’s own answer; use "error"';
        this.#bad(FAULT, step, `a result: ${excerpt(reply.result)}`, advice);
      } else {
        const got = reply.kind === 'late' ? 'no answer' : 'the end of the adapter';
        this.#bad(FAULT, step, got, 'answer with "error" and go on');
        return;
      }
    }
  }

  #good(step: string): void {
    this.#report(`ok   ${step}`);
  }

  #bad(code: number, expected: string, got: string, advice?: string): void {
    // A crash or hang counts for more: what follows it says little.
    if (this.#code !== FINDING) this.#code = code;
    this.#report(`NOT ok: ${expected}`);
    this.#report(`     got: ${got}`);
    if (advice !== undefined) this.#report(`     do: ${advice}`);
  }
}
