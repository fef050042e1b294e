/** @module World controls over processes and threads (PSD-004 v0.20 §4.3, §5.4). */
import { allows } from '../access/check.js';
import { FILE_MAPPING } from '../access/generic-mapping.js';
import { cloneGraph } from '../clone.js';
import { numberArgument } from '../arguments.js';
import { addProcess, addThread, systemToken } from '../boot.js';
import { BadCall, defineCall, type CallContext, type Check } from '../model.js';
import type { Descriptor, Process, Thread, Token } from '../state.js';
import { newIdentity } from '../token.js';
import { INITIAL_ACTOR, retain, type World } from '../world.js';
import { LOWER_INTEGRITY, withFile, type ExecContext } from './files.js';
import { revert } from './gates.js';

/** A call that makes an actor. @internal */
export interface ActorContext extends CallContext {
  actor: string;
  /** The process, or the thread within it. */
  id: number;
}

function newActor(base: CallContext): ActorContext {
  return { actor: '', id: 0, ...base };
}

function takeActorName(world: World): string {
  world.nextActor += 1;
  return `a${world.nextActor - 1}`;
}

function takePid(world: World): number {
  world.nextPid += 1;
  return world.nextPid - 1;
}

/** The independent copy that a fork makes (ruling R100). @internal */
export function copyToken(world: World, source: Token): Token {
  const token = cloneGraph(source, new Set<object>([source.session]));
  token.identity = newIdentity(world);
  token.references = 0;
  return token;
}

/** Another descriptor for the same thing. */
function sameDescriptor(descriptor: Descriptor): Descriptor {
  if (descriptor.kind === 'token') retain(descriptor.token);
  if (descriptor.kind === 'socket') descriptor.socket.references += 1;
  return { ...descriptor };
}

function startProcess(context: ActorContext, token: Token): Process {
  const { world, thread } = context;
  context.id = takePid(world);
  context.actor = takeActorName(world);
  const process = addProcess(world, context.id, token, thread.process.primary);
  addThread(world, process, context.actor);
  return process;
}

/** A process with the NO_CHILD mitigation starts no other (PSD-004 v0.20 §5.2). */
const NO_CHILD = 0x20;

const FILE_EXECUTE = 0x0020;

const MAY_HAVE_CHILDREN: Check<ActorContext> = {
  id: 'no-child',
  clauses: ['CLI-046', 'CLI-047', 'CLI-048', 'CLI-066'],
  errno: 'EPERM',
  refuses: ({ thread }) => (thread.process.mitigations & NO_CHILD) !== 0,
};

/** @internal */
export const spawn = defineCall<ActorContext>({
  name: 'world.spawn',
  prepare: newActor,
  checks: [],
  effects: [
    {
      id: 'spawn',
      clauses: ['TC-033'],
      apply: (context) => {
        const { world, thread, args } = context;
        const parent = thread.process;
        if (args['identity'] === 'own') {
          startProcess(context, systemToken(world));
          return;
        }
        const child = startProcess(context, copyToken(world, parent.primary));
        for (const [number, descriptor] of parent.handles) {
          if (!descriptor.closeOnExec) child.handles.set(number, sameDescriptor(descriptor));
        }
      },
    },
  ],
  result: ({ actor, id }) => ({ actor, pid: id }),
});

/** @internal */
export const fork = defineCall<ActorContext>({
  name: 'world.fork',
  prepare: newActor,
  checks: [MAY_HAVE_CHILDREN],
  effects: [
    {
      id: 'fork',
      clauses: ['TC-033', 'IM-027'],
      apply: (context) => {
        const parent = context.thread.process;
        const child = startProcess(context, copyToken(context.world, parent.primary));
        for (const [number, descriptor] of parent.handles) {
          child.handles.set(number, sameDescriptor(descriptor));
        }
      },
    },
  ],
  result: ({ actor, id }) => ({ actor, pid: id }),
});

/** @internal */
export const startThread = defineCall<ActorContext>({
  name: 'world.thread',
  prepare: newActor,
  checks: [],
  effects: [
    {
      id: 'thread',
      clauses: ['TC-034', 'IM-028'],
      apply: (context) => {
        const { world, thread } = context;
        context.id = takePid(world);
        context.actor = takeActorName(world);
        addThread(world, thread.process, context.actor, context.id);
      },
    },
  ],
  result: ({ actor, id }) => ({ actor, tid: id }),
});

/** @internal */
export const exec = defineCall<ExecContext>({
  name: 'world.exec',
  prepare: withFile,
  checks: [
    {
      id: 'exists',
      clauses: [],
      errno: 'ENOENT',
      refuses: ({ args, file }) => args['path'] !== undefined && file === undefined,
    },
    {
      id: 'file-sd',
      clauses: [],
      errno: 'EACCES',
      refuses: ({ world, thread, file }) =>
        file !== undefined &&
        !allows(world, thread.process.primary, file.sd, FILE_EXECUTE, FILE_MAPPING),
    },
  ],
  effects: [
    {
      id: 'revert',
      clauses: ['IM-026'],
      apply: ({ world, thread }) => revert(world, thread),
    },
    LOWER_INTEGRITY,
    {
      id: 'close-on-exec',
      clauses: ['IC-009', 'IC-010', 'IC-011'],
      apply: ({ world, thread }) => {
        for (const [number, { closeOnExec }] of [...thread.process.handles]) {
          if (closeOnExec) world.closeHandle(thread.process, number);
        }
      },
    },
    {
      id: 'end-other-threads',
      clauses: [],
      apply: ({ world, thread }) => {
        for (const other of [...world.threads.values()]) {
          if (other.process === thread.process && other !== thread) endThread(world, other);
        }
      },
    },
  ],
  result: () => ({}),
});

function endThread(world: World, thread: Thread): void {
  revert(world, thread);
  world.threads.delete(thread.actor);
}

/** @internal */
export const exit = defineCall({
  name: 'world.exit',
  prepare(base) {
    if (base.thread.actor === INITIAL_ACTOR) throw new BadCall('the initial actor does not exit');
    return base;
  },
  checks: [],
  effects: [
    {
      id: 'exit',
      clauses: ['SE-017'],
      apply: ({ world, thread }) => {
        const first = thread.tid === thread.process.pid;
        if (first) world.endProcess(thread.process);
        else endThread(world, thread);
      },
    },
  ],
  result: () => ({}),
});

/** @internal */
export interface KillContext extends CallContext {
  readonly target: Process | undefined;
}

/** @internal */
export const kill = defineCall<KillContext>({
  name: 'world.kill',
  prepare(base) {
    const pid = numberArgument(base.args, 'pid');
    if (pid === 1) throw new BadCall('process 1 does not die');
    return { ...base, target: base.world.processes.get(pid) };
  },
  checks: [
    { id: 'process', clauses: [], errno: 'ESRCH', refuses: ({ target }) => target === undefined },
  ],
  effects: [
    {
      id: 'kill',
      clauses: [],
      apply: ({ world, target }) => {
        if (target !== undefined) world.endProcess(target);
      },
    },
  ],
  result: () => ({}),
});

/** @internal */
export const PROCESS_CONTROLS = [spawn, fork, startThread, exec, exit, kill];
