/**
 * @module Takes the model along a candidate's way through a Program, step by step: the same calls,
 * the candidate's branch wherever the documents admit several, names paired up as they appear.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import type { CreateTokenContext } from '../../../reference/kernel/calls/create-token.js';
import { BadCall, ModelBug, type Call, type Model } from '../../../reference/kernel/model.js';
import type { Thread } from '../../../reference/kernel/state.js';
import { World, type CallResult } from '../../../reference/kernel/world.js';
import type { Wire } from '../../../reference/wire/wire.js';
import { Names } from '../../judge/names.js';
import type { CallRecord, CallStep, Json, JsonObject, Outcome } from '../../program/program.js';
import { lookUp, resolve, Unbound } from '../../program/resolve.js';
import { clauseFeature, namedFeature } from '../features.js';
import type { Difference } from '../target.js';
import { Accuser, isLook } from './accuser.js';
import { compareAnswer, type Comparing } from './compare-answer.js';
import type { Grounds } from './grounds.js';
import { Handles } from './handles.js';
import { Lineage } from './lineage.js';
import { ModifiedIds } from './modified-ids.js';
import { mayBeVague, openPoint } from './open-points.js';
import { ADMITTED } from '../../../reference/liberties/readings.js';
import { isResource, refusalDifferences, refusalOf, withoutThat } from './refusals.js';
import { TokenHistory } from './token-history.js';

/** What a follower starts with. @internal */
export interface Following {
  readonly wire: Wire;
  /** The model as the documents have it, with the readings that the candidate asks for. */
  readonly model: Model;
  readonly grounds: Grounds;
  /** Signature parts that are known: what differs so is passed over. */
  isKnown?(difference: Difference): boolean;
}

/** A call about to be made on the model. */
interface Pending {
  readonly index: number;
  readonly step: CallStep;
  readonly record: CallRecord;
  readonly actor: string;
  readonly args: JsonObject;
  readonly call: Call;
}

/** The arguments that are handles. */
const HANDLES: readonly string[] = ['token', 'handle', 'socket', 'elevated', 'filtered'];
const TRIES_MAX = 4;
/** Ids below may be anybody's. */
const FOREIGN_IDS = 1n << 32n;
/** One run of a Program, followed. @internal */
export class Follower {
  readonly world: World;
  readonly features: number[] = [];
  readonly outcomes = new Map<number, Outcome>();
  /** Why the model goes no further; undefined: it does. */
  ended: string | undefined;
  readonly names = new Names();
  readonly handles = new Handles();
  readonly bindings = new Map<string, JsonObject>();
  readonly grounds: Grounds;
  private readonly following: Following;
  private readonly comparing: Comparing;
  private readonly history: TokenHistory;
  private readonly lineage: Lineage;
  readonly accuser: Accuser;
  /** The last call that did more than look. */
  private before = '';

  constructor(following: Following) {
    this.following = following;
    this.grounds = following.grounds;
    this.world = new World(following.model);
    this.history = new TokenHistory(this.world);
    this.lineage = new Lineage(this.world);
    const { model, grounds } = following;
    const isKnown = (one: Difference): boolean => following.isKnown?.(one) === true;
    this.accuser = new Accuser({ model, grounds, lineage: this.lineage, isKnown });
    this.names.pair('actor', 'init', 'init');
    this.comparing = {
      wire: following.wire,
      names: this.names,
      handles: this.handles,
      world: this.world,
      surplus: new Map(),
      payloads: new Map(),
      created: new Map(),
      modifiedIds: new ModifiedIds(following.model.profile.switches.R50),
      hasFlag: (actor, handle) => {
        const thread = this.world.threads.get(actor);
        return thread !== undefined && this.history.hasFlag(thread, handle);
      },
      isCurrent: (token, handle) => this.history.isCurrent(token, handle),
      wasRight: (token, handle) => {
        this.lineage.clear(token, handle);
      },
    };
  }

  get differences(): Difference[] {
    return this.accuser.differences;
  }

  /** Takes one step that the candidate has taken. */
  follow(index: number, step: CallStep, record: CallRecord): void {
    if (this.ended !== undefined) return;
    const { outcome } = record;
    if (outcome.kind === 'crashed' || outcome.kind === 'timedOut') {
      this.accuser.died({ index, step }, outcome);
      this.ended = 'the candidate died';
      return;
    }
    try {
      const pending = this.pend(index, step, record);
      if (pending === undefined || this.isForeign(pending)) return;
      this.history.before(pending.call.name, pending.actor, pending.args);
      if (outcome.kind === 'refused') this.refused(pending, outcome);
      else this.returned(pending, outcome.value);
      this.tidyHandles(pending);
    } catch (error) {
      if (error instanceof Unbound || error instanceof BadCall) this.ended = error.message;
      else if (error instanceof ModelBug) this.ended = 'the model cannot go on from there';
      else throw error;
    }
  }

  private pend(index: number, step: CallStep, record: CallRecord): Pending | undefined {
    const call = this.world.model.calls.get(step.op);
    if (call === undefined) {
      this.ended = `${step.op} is not modelled`;
      return undefined;
    }
    const bound = step.actor === 'init' ? 'init' : lookUp(`${step.actor}.actor`, this.bindings);
    const actor = String(bound);
    const resolved = resolve(step.args, this.bindings) as Record<string, Json>;
    const pid = this.world.threads.get(actor)?.process.pid ?? 0;
    const args: Record<string, Json> = { ...resolved };
    for (const key of HANDLES) {
      const seen = record.args[key];
      if (typeof seen === 'number') args[key] = this.handles.toModel(pid, seen);
    }
    if (Array.isArray(args['tokens'])) {
      const seen = (record.args['tokens'] ?? []) as readonly number[];
      args['tokens'] = seen.map((number) => this.handles.toModel(pid, number));
    }
    if (typeof args['to'] === 'string') args['to'] = String(resolved['to']);
    return { index, step, record, actor, args, call };
  }

  /** A session that the program did not make: the candidate may have one of that id, or not. */
  private isForeign({ step, args, record }: Pending): boolean {
    const id = record.args['id'] ?? record.args['sessionId'];
    if (typeof id !== 'string' || BigInt(id) >= FOREIGN_IDS) return false;
    const own = args['id'] ?? args['sessionId'];
    if (this.names.seenFor('session', String(own)) === id) return false;
    this.ended = `${step.op} names a session that the program did not make`;
    return true;
  }

  /** The candidate accepted the call. */
  private returned(pending: Pending, seen: JsonObject): void {
    const { index, step, actor, args, call } = pending;
    const { wire, grounds } = this.following;
    const thread = this.world.threads.get(actor);
    if (thread === undefined) throw new BadCall(`no actor ${actor}`);
    const vague = mayBeVague(step.op)
      ? openPoint(step.op, call.prepare({ world: this.world, thread, args }), wire.profile, true)
      : undefined;
    const result = this.acceptLike(pending);
    if (result === undefined) return;
    this.cite(step.op, result.cited, 'accepted');
    this.outcomes.set(index, { kind: 'returned', value: result.value });
    if (step.as !== undefined) this.bindings.set(step.as, result.value);
    this.did(step.op, false, thread, args, result.value);
    this.history.after(step.op, actor, args, result.value, this.comparing.modifiedIds);
    this.pairActors(actor, step.op, result.value, seen);
    const found = compareAnswer(this.comparing, {
      op: step.op,
      actor,
      process: thread.process,
      args,
      seenArgs: pending.record.args,
      modelled: result.value,
      seen,
    });
    if (vague !== undefined) this.ended = `${vague} leaves open what comes of ${step.op}`;
    if (this.accuser.values(pending, found, result.cited)) {
      this.ended ??= 'what follows may follow from the difference';
    }
    if (step.op === 'world.observe') this.lineage.looked();
    if (grounds.leavesKnownGround(call) && args['identity'] !== 'own') {
      this.ended ??= `no clause of the profile says what ${step.op} does`;
    }
  }

  /** The model accepts, too, if need be in a reading that the profile admits. */
  private acceptLike(pending: Pending): Extract<CallResult, { kind: 'returned' }> | undefined {
    const { step, actor, args, call } = pending;
    const { grounds, model } = this.following;
    const { world } = this;
    try {
      for (let tries = 0; tries < TRIES_MAX; tries += 1) {
        const result = world.call(step.op, actor, args);
        if (result.kind === 'returned') return result;
        const clauses = grounds.ofRefusal(call, result.check, result.cited);
        const admitted = tries === 0 ? ADMITTED[`${step.op} ${result.check}`] : undefined;
        if (admitted !== undefined) {
          world.model = admitted(world.model);
        } else if (result.check === 'session' && step.op === 'kacs_create_token') {
          this.unknownSession(pending, result, clauses);
          return undefined;
        } else if (clauses.length > 0) {
          this.accepted(pending, result, clauses);
          return undefined;
        } else {
          world.model = withoutThat(world.model, step.op, result.check);
        }
      }
      this.ended = `no clause refuses ${step.op}, and the model cannot go on`;
    } catch (error) {
      if (error instanceof BadCall) throw error;
      this.ended = `no clause refuses ${step.op}, and the model cannot go on`;
    } finally {
      world.model = model;
    }
    return undefined;
  }

  /** The session of a spec is none of the program; the candidate may have it all the same. */
  private unknownSession(
    pending: Pending,
    result: Extract<CallResult, { kind: 'refused' }>,
    clauses: readonly ClauseId[],
  ): void {
    const { actor, args, call } = pending;
    const thread = this.world.threads.get(actor);
    if (thread === undefined) return;
    const context = call.prepare({ world: this.world, thread, args }) as CreateTokenContext;
    const id = context.spec.sessionId;
    const own = this.names.seenFor('session', `0x${id.toString(16)}`) !== undefined;
    if (own || id >= FOREIGN_IDS) this.accepted(pending, result, clauses);
    else this.ended = 'the spec names a session that the program did not make';
  }

  /** Accepted, where a clause demands a refusal. */
  private accepted(
    { index, step, actor, args }: Pending,
    result: Extract<CallResult, { kind: 'refused' }>,
    clauses: readonly ClauseId[],
  ): void {
    this.cite(step.op, result.cited, result.check);
    this.outcomes.set(index, asOutcome(result));
    const difference: Difference = {
      kind: 'mismatch',
      op: step.op,
      path: `outcome ${result.check}`,
      expected: 'refused',
      actual: 'returned',
      clauses: clauses.slice(0, 3),
      step: index,
      explanation: `${step.op} was accepted, and has to be refused: ${result.check} (${result.errno})`,
    };
    this.accuser.outcome(difference, this.world.threads.get(actor), args);
    this.ended = 'the candidate accepted what has to be refused';
  }

  /** The candidate refused the call. */
  private refused(pending: Pending, outcome: Extract<Outcome, { kind: 'refused' }>): void {
    const { index, step, actor, args } = pending;
    const thread = this.world.threads.get(actor);
    if (thread === undefined) throw new BadCall(`no actor ${actor}`);
    const { world } = this;
    const refusal = refusalOf(world.model, pending.call, { world, thread, args });
    const { call, failing } = refusal;
    this.did(step.op, true, thread, args, {});
    if (failing.length > 0) {
      const result = this.world.call(step.op, actor, args);
      if (result.kind !== 'refused') throw new ModelBug('the checks have no memory');
      this.cite(step.op, result.cited, result.check);
      this.outcomes.set(index, asOutcome(result));
      const { grounds } = this.following;
      const seen = { index, op: step.op, call, outcome, result, failing };
      for (const one of refusalDifferences(grounds, seen)) this.accuser.differ(one);
      return;
    }
    const { grounds, wire } = this.following;
    this.features.push(namedFeature(`${step.op} refused by the candidate`));
    if (isResource(outcome.errno) || grounds.isUndescribed(call)) return;
    if (openPoint(call.name, refusal.context, wire.profile, false) !== undefined) return;
    this.outcomes.set(index, { kind: 'returned', value: {} });
    const difference: Difference = {
      kind: 'mismatch',
      op: step.op,
      path: 'outcome',
      expected: 'returned',
      actual: 'refused',
      clauses: grounds.ofCall(call),
      step: index,
      explanation: `${step.op} was refused with ${outcome.errno}, and has to be accepted`,
    };
    this.accuser.outcome(difference, thread, args);
  }

  /** Notes a call that did more than look. */
  private did(
    op: string,
    refused: boolean,
    thread: Thread | undefined,
    args: JsonObject,
    value: JsonObject,
  ): void {
    if (isLook(op)) return;
    this.before = `${op} ${String(refused)}`;
    this.lineage.did({ op, refused }, thread, args, value);
  }

  private pairActors(actor: string, op: string, modelled: JsonObject, seen: JsonObject): void {
    const parent = this.world.threads.get(actor)?.process.pid;
    const child = modelled['pid'];
    if (parent === undefined || typeof child !== 'number' || op === 'world.thread') return;
    if (seen['actor'] === undefined) return;
    this.handles.inherit(child, parent);
    this.handles.keep(child, this.world.processes.get(child)?.handles);
  }

  /** Numbers of handles that a call has closed are free again on both sides. */
  private tidyHandles({ actor, step, args }: Pending): void {
    if (!['world.close', 'world.exec', 'world.exit', 'world.kill'].includes(step.op)) return;
    const pid = this.history.processOf(actor);
    const target = typeof args['pid'] === 'number' ? args['pid'] : pid;
    if (target !== undefined) this.handles.keep(target, this.world.processes.get(target)?.handles);
  }

  private cite(op: string, cited: ReadonlySet<ClauseId>, end: string): void {
    for (const clause of cited) this.features.push(clauseFeature(clause));
    this.features.push(namedFeature(`${op} ${end}`));
    if (this.before !== '') this.features.push(namedFeature(`${this.before} ${op} ${end}`));
  }
}

function asOutcome({ errno, number, out }: Extract<CallResult, { kind: 'refused' }>): Outcome {
  return { kind: 'refused', errno, number, ...(out === undefined ? {} : { out }) };
}
