/** @module What tests of the model beyond the clauses are written with. */
import type { Outcome } from '../../program/program.js';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { decode, encode, fromHex, parseSid, toHex, wireOf } from '../../../reference/wire/wire.js';
import type { JsonObject } from '../../../reference/kernel/model.js';
import type { StructureName, Wire } from '../../../reference/wire/wire.js';
import type { TokenSpec } from '../../../reference/wire/values.js';

/** One test: the documents speak of it, or Linux does, but no clause of the catalogue. @internal */
export interface ModelTest {
  readonly id: string;
  readonly profile: keyof typeof BUILT_IN_PROFILES;
  run(script: Script): Promise<void>;
}

/** @internal */
export type CallModel = (op: string, params: JsonObject & { actor: string }) => Promise<Outcome>;

/** Something was otherwise than the documents say. @internal */
export class Departure extends Error {
  override readonly name = 'Departure';
}

/** What calls answer, each its own part of it. */
interface Value {
  readonly actor: string;
  readonly pid: number;
  readonly tid: number;
  readonly id: string;
  readonly handle: number;
  readonly first: number;
  readonly second: number;
  readonly address: string;
  readonly path: string;
  readonly level: number;
  readonly payload: string;
  readonly data: string;
  readonly argument: string;
  readonly mode: number;
  readonly closeOnExec: boolean;
  readonly names: readonly string[];
  readonly handles: readonly number[];
  readonly events: readonly object[];
}

const SYSTEM = 'S-1-5-18';

/** The calls of one test, each with what has to come of it. @internal */
export class Script {
  private readonly callModel: CallModel;
  private readonly wire: Wire;

  constructor(callModel: CallModel, profile: ModelTest['profile']) {
    this.callModel = callModel;
    this.wire = wireOf(BUILT_IN_PROFILES[profile]);
  }

  /** A call that has to succeed. */
  async ok(op: string, args: JsonObject = {}, actor = 'init'): Promise<Value> {
    const outcome = await this.callModel(op, { ...args, actor });
    if (outcome.kind === 'returned') return outcome.value as unknown as Value;
    throw new Departure(`${op} was not accepted: ${JSON.stringify(outcome)}`);
  }

  /** A call that has to fail with an errno. */
  async refused(errno: string, op: string, args: JsonObject = {}, actor = 'init'): Promise<void> {
    const outcome = await this.callModel(op, { ...args, actor });
    if (outcome.kind === 'refused' && outcome.errno === errno) return;
    throw new Departure(`${op} did not fail with ${errno}: ${JSON.stringify(outcome)}`);
  }

  /** Something that nobody may ask of the model: an actor that is gone. */
  async impossible(op: string, args: JsonObject, actor: string): Promise<void> {
    let outcome: Outcome;
    try {
      outcome = await this.callModel(op, { ...args, actor });
    } catch {
      return;
    }
    throw new Departure(`${op} of ${actor} was answered: ${JSON.stringify(outcome)}`);
  }

  /** A new process with the boot identity; its name as an actor, and its pid. */
  async worker(): Promise<{ actor: string; pid: number }> {
    const { actor, pid } = await this.ok('world.spawn', { identity: 'own' });
    return { actor, pid };
  }

  /** A new session; its id. */
  async session(userSid = SYSTEM): Promise<string> {
    const value = { logonType: 2, authPackage: new TextEncoder().encode('x') };
    const spec = this.encoded('SESSION_SPEC', { ...value, userSid: parseSid(userSid) });
    return (await this.ok('kacs_create_session', { spec })).id;
  }

  /** The bytes of a token spec for that session. */
  tokenSpec(session: string, more: Partial<TokenSpec> = {}): string {
    return this.encoded('TOKEN_SPEC', {
      ...PLAIN,
      sessionId: BigInt(session),
      userSid: parseSid(SYSTEM),
      ...more,
    });
  }

  /** A new token; its handle. */
  async token(session: string, more: Partial<TokenSpec> = {}, actor = 'init'): Promise<number> {
    const spec = this.tokenSpec(session, more);
    return (await this.ok('kacs_create_token', { spec }, actor)).handle;
  }

  /** What a query class says. */
  async query(token: number, queryClass: number, actor = 'init'): Promise<unknown> {
    const args = { token, class: queryClass, capacity: 0x10000 };
    const { payload } = await this.ok('KACS_IOC_QUERY', args, actor);
    return decode(this.wire, `QUERY_${queryClass}` as StructureName, fromHex(payload)).value;
  }

  /** The same of the thread's effective token. */
  async effective(queryClass: number, actor: string): Promise<unknown> {
    const path = '/sys/kernel/security/kacs/self';
    const { handle } = await this.ok('world.open', { path }, actor);
    const value = await this.query(handle, queryClass, actor);
    await this.ok('world.close', { handle: handle }, actor);
    return value;
  }

  /** Whether the listing has the session. */
  async lists(session: string): Promise<boolean> {
    const { handle } = await this.ok('world.open', { path: '/sys/kernel/security/kacs/sessions' });
    const { data } = await this.ok('world.read', { handle: handle });
    await this.ok('world.close', { handle: handle });
    return new TextDecoder().decode(fromHex(data)).includes(`session_id=${BigInt(session)} `);
  }

  /** Two values have to be equal. */
  same(what: string, actual: unknown, expected: unknown): void {
    const [a, b] = [actual, expected].map((value) => JSON.stringify(value, plainly));
    if (a !== b) throw new Departure(`${what}: expected ${b}, got ${a}`);
  }

  private encoded(structure: StructureName, value: unknown): string {
    return toHex(encode(this.wire, structure, value).bytes);
  }
}

function plainly(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `0x${value.toString(16)}` : value;
}

const PLAIN: TokenSpec = {
  version: 2,
  tokenType: 2,
  impersonationLevel: 2,
  integrityLevel: 8192,
  mandatoryPolicy: 1,
  sessionId: 0n,
  expiration: 0n,
  origin: 0n,
  auditPolicy: 0,
  interactiveSessionId: 0,
  ownerIndex: 0,
  primaryGroupIndex: 0,
  privilegesPresent: 0n,
  privilegesEnabled: 0n,
  confinementExempt: 0,
  isolationBoundary: 0,
  projectedUid: 1000,
  projectedGid: 1000,
  sourceName: new Uint8Array(8),
  sourceId: 0n,
  userSid: parseSid(SYSTEM),
};
