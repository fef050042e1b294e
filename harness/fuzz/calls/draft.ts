/**
 * @module A Program in the making: each step is also carried out on a model, so that the next one
 * can mean something. The model only guides; the candidate is judged by a fresh one.
 */
import { BadCall, ModelBug, type Model } from '../../../reference/kernel/model.js';
import type { Descriptor, Process, Token } from '../../../reference/kernel/state.js';
import { World, type CallResult } from '../../../reference/kernel/world.js';
import type { Wire } from '../../../reference/wire/wire.js';
import { TEARDOWN_NOTE } from '../../judge/teardown.js';
import { capabilitiesOf } from '../../program/needs.js';
import type { Arguments, CallStep, JsonObject, Program, Step } from '../../program/program.js';
import { lookUp, resolve, Unbound } from '../../program/resolve.js';

/** A handle as steps name it. @internal */
export interface HandleRef {
  /** `t1.handle` */
  readonly ref: string;
  readonly pid: number;
  readonly number: number;
}

/** An actor as steps name it. @internal */
export interface ActorRef {
  readonly name: string;
  /** In the model. */
  readonly actor: string;
  /** Name of the step that made its process; its exit is part of the teardown. */
  readonly root: boolean;
}

/** A session as steps name it. @internal */
export interface SessionRef {
  readonly name: string;
  readonly id: bigint;
}

const STEPS_MAX = 60;
const LOOK = 'world.observe';

/** @internal */
export class Draft {
  readonly world: World;
  readonly wire: Wire;
  readonly steps: Step[] = [];
  readonly actors: ActorRef[] = [];
  readonly handles: HandleRef[] = [];
  readonly sessions: SessionRef[] = [];
  readonly addresses: string[] = [];
  readonly files: string[] = [];
  private readonly bindings = new Map<string, JsonObject>();
  private names = 0;

  constructor(model: Model, wire: Wire) {
    this.world = new World(model);
    this.wire = wire;
  }

  /** A name that no step of the program has. */
  newName(letter: string): string {
    this.names += 1;
    return `${letter}${this.names}`;
  }

  /** Names of steps that are still to come: nothing else may take them. */
  reserve(steps: readonly Step[]): void {
    for (const step of steps) {
      const calls = 'par' in step ? step.par.flat() : [step];
      for (const { as } of calls) if (as !== undefined) this.keepFree(as);
    }
  }

  private keepFree(name: string): void {
    const number = Number(name.slice(1));
    if (Number.isInteger(number)) this.names = Math.max(this.names, number);
  }

  get isFull(): boolean {
    return this.steps.length >= STEPS_MAX;
  }

  /** Adds a step; undefined (and not added) if it makes no sense here. */
  push(step: Step): CallResult | undefined {
    if ('par' in step) {
      this.steps.push(step);
      return undefined;
    }
    try {
      const bound = step.actor === 'init' ? 'init' : lookUp(`${step.actor}.actor`, this.bindings);
      const args = resolve(step.args, this.bindings) as JsonObject;
      if (step.op === LOOK) {
        // To look changes nothing, and takes longer than all the rest. Nobody looks who has gone.
        if (this.world.threads.has(String(bound))) this.steps.push(step);
        return undefined;
      }
      const result = this.world.call(step.op, String(bound), args);
      this.steps.push(step);
      this.note(step, String(bound), args, result);
      return result;
    } catch (error) {
      if (error instanceof Unbound || error instanceof BadCall) return undefined;
      if (error instanceof ModelBug) return undefined;
      throw error;
    }
  }

  call(actor: string, op: string, args: Arguments, as?: string): CallResult | undefined {
    return this.push({ actor, op, args, ...(as === undefined ? {} : { as }) });
  }

  processOf({ actor }: ActorRef): Process | undefined {
    return this.world.threads.get(actor)?.process;
  }

  /** The actors that are still there. */
  living(): readonly ActorRef[] {
    return this.actors.filter(({ actor }) => this.world.threads.has(actor));
  }

  descriptor({ pid, number }: HandleRef): Descriptor | undefined {
    return this.world.processes.get(pid)?.handles.get(number);
  }

  /** The open token handles of an actor's process. */
  tokensOf(
    actor: ActorRef,
  ): readonly (HandleRef & { readonly token: Token; readonly mask: number })[] {
    const pid = this.processOf(actor)?.pid;
    return this.handles.flatMap((handle) => {
      if (handle.pid !== pid) return [];
      const open = this.descriptor(handle);
      return open?.kind === 'token' ? [{ ...handle, token: open.token, mask: open.mask }] : [];
    });
  }

  socketsOf(actor: ActorRef): readonly HandleRef[] {
    const pid = this.processOf(actor)?.pid;
    return this.handles.filter(
      (handle) => handle.pid === pid && this.descriptor(handle)?.kind === 'socket',
    );
  }

  /** The program, with what takes down everything that it made. */
  finish(id: string, title: string): Program {
    const calls = this.steps.flatMap((step) => ('op' in step ? [step] : step.par.flat()));
    const exits = this.actors
      .filter(({ actor, root }) => root && this.world.threads.has(actor))
      .map(({ name }): CallStep => ({
        actor: name,
        op: 'world.exit',
        args: {},
        onlyIf: { step: name, ended: 'returned' },
      }));
    const steps = [...this.steps, ...exits.reverse(), ...destroys(calls)];
    return { id, title, needs: capabilitiesOf(steps), steps };
  }

  private note(step: CallStep, actor: string, args: JsonObject, result: CallResult): void {
    const { as } = step;
    if (as !== undefined) this.keepFree(as);
    if (result.kind !== 'returned' || as === undefined) return;
    const { value } = result;
    this.bindings.set(as, value);
    const parent = this.world.threads.get(actor)?.process.pid ?? 0;
    const to = args['to'];
    const receiver = typeof to === 'string' ? this.world.threads.get(to)?.process.pid : undefined;
    for (const key of ['handle', 'first', 'second']) {
      const number = value[key];
      if (typeof number !== 'number') continue;
      this.handles.push({ ref: `${as}.${key}`, pid: receiver ?? parent, number });
    }
    if (step.op === 'kacs_create_session') {
      this.sessions.push({ name: as, id: BigInt(String(value['id'])) });
    }
    if (typeof value['address'] === 'string') this.addresses.push(`${as}.address`);
    if (typeof value['path'] === 'string') this.files.push(`${as}.path`);
    if (typeof value['actor'] !== 'string') return;
    this.actors.push({ name: as, actor: value['actor'], root: typeof value['pid'] === 'number' });
    this.inherit(parent, value['pid']);
  }

  /** A child may use the numbers of its parent. */
  private inherit(parent: number, child: unknown): void {
    if (typeof child !== 'number') return;
    const open = this.world.processes.get(child)?.handles;
    for (const handle of this.handles.filter(({ pid }) => pid === parent)) {
      if (open?.has(handle.number) === true) this.handles.push({ ...handle, pid: child });
    }
  }
}

/** Each session of the program is destroyed, or has gone by itself. */
function destroys(calls: readonly CallStep[]): readonly CallStep[] {
  return calls
    .filter(({ op, as }) => op === 'kacs_create_session' && as !== undefined)
    .map(({ as = '' }): CallStep => ({
      actor: 'init',
      op: 'kacs_destroy_empty_session',
      args: { id: { ref: `${as}.id` } },
      onlyIf: { step: as, ended: 'returned' },
      note: TEARDOWN_NOTE,
    }));
}

/** The steps of a program without its teardown. @internal */
export function bodyOf({ steps }: Program): readonly Step[] {
  const isTeardown = (step: Step): boolean =>
    'op' in step &&
    (step.note === TEARDOWN_NOTE || (step.op === 'world.exit' && step.onlyIf?.step === step.actor));
  return steps.filter((step) => !isTeardown(step));
}
