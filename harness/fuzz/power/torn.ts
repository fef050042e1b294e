/**
 * @module Candidates that are right one call at a time and wrong at once: the reference with a call
 * torn apart, so that others get in between. How long a gap is, is drawn by lot; the same lots for
 * the same run.
 */
import { ERRNO } from '../../../reference/abi/numbers.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import { BadCall, type Call, type CallContext } from '../../../reference/kernel/model.js';
import type { Token } from '../../../reference/kernel/state.js';
import { findHandle, World } from '../../../reference/kernel/world.js';
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import {
  AdapterFault,
  type Adapter,
  type Hello,
  type HelloRequest,
} from '../../adapters/adapter.js';
import { ReferenceAdapter } from '../../adapters/reference/reference-adapter.js';
import type { Json, JsonObject, Outcome } from '../../program/program.js';
import { seededRandom } from '../../protocol/random.js';

/** How a call is torn: it goes on where it yields. */
type Tear = (call: Call, context: CallContext, base: CallContext) => Generator<void, Torn, void>;

type Check = Call['checks'][number];
/** What came of a torn call. */
type Torn = { readonly value: JsonObject } | { readonly refusedBy: Check };

/** A fault that only calls at the same time can show. @internal */
export interface RaceFault {
  readonly id: string;
  readonly op: string;
  readonly tear: Tear;
  /** Query classes of which an answer is torn. */
  readonly classes?: readonly number[];
}

const PRIVILEGES = 'KACS_IOC_ADJUST_PRIVS';
const GROUPS = 'KACS_IOC_ADJUST_GROUPS';
const DEFAULT = 'KACS_IOC_ADJUST_DEFAULT';
const QUERY = 'KACS_IOC_QUERY';
const CREATE = 'kacs_create_token';
const DESTROY = 'kacs_destroy_empty_session';

function refusedBy(call: Call, context: CallContext): Check | undefined {
  return call.checks.find((check) => check.refuses(context));
}

/** Checked, and done a moment later. */
const checkedEarly: Tear = function* checkedEarly(call, context) {
  const check = refusedBy(call, context);
  if (check !== undefined) return { refusedBy: check };
  yield;
  for (const effect of call.effects) effect.apply(context);
  return { value: call.result(context) };
};

/** One effect after the other. */
const effectsApart: Tear = function* effectsApart(call, context) {
  const check = refusedBy(call, context);
  if (check !== undefined) return { refusedBy: check };
  for (const effect of call.effects) {
    effect.apply(context);
    yield;
  }
  return { value: call.result(context) };
};

/** One entry after the other. */
const entriesApart: Tear = function* entriesApart(call, context, base) {
  const check = refusedBy(call, context);
  if (check !== undefined) return { refusedBy: check };
  const [report] = call.effects;
  report?.apply(context);
  const entries = base.args['entries'] as readonly Json[];
  for (const [n, entry] of entries.entries()) {
    const alone = call.prepare({ ...base, args: { ...base.args, entries: [entry] } });
    const last = n === entries.length - 1;
    const effects = call.effects.filter(({ id }) => last || id !== 'bump-modified-id');
    for (const effect of effects) effect.apply(alone);
    yield;
  }
  return { value: call.result(context) };
};

/** Worked out from an old copy, and written over what others did meanwhile. */
const lostUpdate: Tear = function* lostUpdate(call, context, base) {
  const check = refusedBy(call, context);
  if (check !== undefined) return { refusedBy: check };
  const token = findHandle(base.thread, base.args['token'])?.token;
  const before = token === undefined ? undefined : adjustable(token);
  yield;
  if (token !== undefined && before !== undefined) restore(token, before);
  for (const effect of call.effects) effect.apply(context);
  return { value: call.result(context) };
};

interface Adjustable {
  readonly privileges: Token['privileges'];
  readonly attributes: readonly number[];
}

function adjustable({ privileges, groups }: Token): Adjustable {
  return { privileges: { ...privileges }, attributes: groups.map((group) => group.attributes) };
}

function restore(token: Token, { privileges, attributes }: Adjustable): void {
  Object.assign(token.privileges, privileges);
  token.groups.forEach((group, n) => {
    group.attributes = attributes[n] ?? group.attributes;
  });
}

/** The first half of the answer is older than the second. */
const halvesApart: Tear = function* halvesApart(call, context, base) {
  const check = refusedBy(call, context);
  if (check !== undefined) return { refusedBy: check };
  for (const effect of call.effects) effect.apply(context);
  const first = call.result(context);
  yield;
  const again = call.prepare(base);
  if (refusedBy(call, again) !== undefined) return { value: first };
  for (const effect of call.effects) effect.apply(again);
  const second = call.result(again);
  const [old, young] = [String(first['payload']), String(second['payload'])];
  if (old.length !== young.length) return { value: first };
  const half = Math.floor(old.length / 4) * 2;
  return { value: { ...second, payload: old.slice(0, half) + young.slice(half) } };
};

/** @internal */
export const RACE_FAULTS: readonly RaceFault[] = [
  { id: 'races/privileges-entry-by-entry', op: PRIVILEGES, tear: entriesApart },
  { id: 'races/privileges-checked-early', op: PRIVILEGES, tear: checkedEarly },
  { id: 'races/privileges-effects-apart', op: PRIVILEGES, tear: effectsApart },
  { id: 'races/privileges-lost-update', op: PRIVILEGES, tear: lostUpdate },
  { id: 'races/privileges-read-in-halves', op: QUERY, tear: halvesApart, classes: [3] },
  { id: 'races/groups-entry-by-entry', op: GROUPS, tear: entriesApart },
  { id: 'races/groups-effects-apart', op: GROUPS, tear: effectsApart },
  { id: 'races/groups-lost-update', op: GROUPS, tear: lostUpdate },
  { id: 'races/groups-read-in-halves', op: QUERY, tear: halvesApart, classes: [2] },
  { id: 'races/default-field-by-field', op: DEFAULT, tear: effectsApart },
  { id: 'races/destroy-checked-early', op: DESTROY, tear: checkedEarly },
  { id: 'races/create-token-checked-early', op: CREATE, tear: checkedEarly },
];

/** Gaps are so many turns at most: other calls take a few each. */
const GAP_MAX = 24;

/** The reference with that fault. @internal */
export class TornReference implements Adapter {
  private readonly fault: RaceFault;
  private readonly whole: ReferenceAdapter;
  private readonly world: World;
  private readonly random: (below: number) => number;

  constructor(profile: Profile, fault: RaceFault, seed: number) {
    this.fault = fault;
    this.whole = new ReferenceAdapter({ profile, programs: false });
    this.world = new World(modelOf(profile));
    this.random = seededRandom(seed);
  }

  hello(request: HelloRequest): Promise<Hello> {
    return this.whole.hello(request);
  }

  close(): Promise<void> {
    return this.whole.close();
  }

  async call(op: string, params: JsonObject & { readonly actor: string }): Promise<Outcome> {
    const { world, fault } = this;
    const thread = world.threads.get(params.actor);
    const call = world.model.calls.get(op);
    if (thread === undefined || call === undefined) throw new AdapterFault(`${op}: no such call`);
    const torn = op === fault.op && (fault.classes?.includes(Number(params['class'])) ?? true);
    try {
      if (!torn) return asOutcome(world.call(op, params.actor, params));
      world.clock += 1n;
      const base = { world, thread, args: params };
      const steps = fault.tear(call, call.prepare(base), base);
      for (;;) {
        const { done, value } = steps.next();
        if (done === true) return outcomeOf(value);
        for (let turns = this.random(GAP_MAX); turns > 0; turns -= 1) await Promise.resolve();
      }
    } catch (error) {
      if (error instanceof BadCall) throw new AdapterFault(`${op}: ${error.message}`);
      throw error;
    }
  }
}

function outcomeOf(torn: Torn): Outcome {
  if ('value' in torn) return { kind: 'returned', value: torn.value };
  const { errno } = torn.refusedBy;
  return { kind: 'refused', errno, number: ERRNO[errno] };
}

function asOutcome(result: ReturnType<World['call']>): Outcome {
  if (result.kind === 'returned') return { kind: 'returned', value: result.value };
  const { errno, number, out } = result;
  return { kind: 'refused', errno, number, ...(out === undefined ? {} : { out }) };
}
