/** @module The world controls: processes, handles, credentials, observation. */
import { QUERY_CLASS } from '../../abi/numbers.js';
import { toHex } from '../../wire/hex.js';
import { numberArgument } from '../arguments.js';
import { addProcess, addThread, systemToken } from '../boot.js';
import { cloneGraph } from '../clone.js';
import {
  BadCall,
  defineCall,
  type CallContext,
  type Check,
  type Json,
  type JsonObject,
} from '../model.js';
import { payloadBytes } from '../payloads.js';
import { effectiveToken } from '../privileges.js';
import type { Token } from '../state.js';
import { newIdentity } from '../token.js';
import { findHandle, INITIAL_ACTOR, type World } from '../world.js';
import { tokenOf, type HandleContext } from './handle-checks.js';

interface SpawnContext extends CallContext {
  actor: string;
  pid: number;
}

const spawn = defineCall<SpawnContext>({
  name: 'world.spawn',
  prepare: (base) => ({ ...base, actor: '', pid: 0 }),
  checks: [],
  effects: [
    {
      id: 'spawn',
      clauses: ['TC-033'],
      apply: (context) => {
        const { world, thread, args } = context;
        const parent = thread.process.primary;
        const token = args['identity'] === 'own' ? systemToken(world) : copyToken(world, parent);
        context.pid = world.nextPid;
        world.nextPid += 1;
        context.actor = `a${world.nextActor}`;
        world.nextActor += 1;
        addThread(world, addProcess(world, context.pid, token, parent), context.actor);
      },
    },
  ],
  result: ({ actor, pid }) => ({ actor, pid }),
});

/** The independent copy that a fork makes (ruling R100). */
function copyToken(world: World, source: Token): Token {
  const token = cloneGraph(source, new Set<object>([source.session]));
  token.identity = newIdentity(world);
  token.references = 0;
  token.session.liveTokens += 1;
  return token;
}

const exit = defineCall({
  name: 'world.exit',
  prepare(base) {
    if (base.thread.actor === INITIAL_ACTOR) throw new BadCall('the initial actor does not exit');
    return base;
  },
  checks: [],
  effects: [
    {
      id: 'exit',
      clauses: [],
      apply: ({ world, thread }) => world.endProcess(thread.process),
    },
  ],
  result: () => ({}),
});

/** Checks that `args.handle` is open. */
const OPEN: Check<HandleContext> = {
  id: 'handle',
  clauses: [],
  errno: 'EBADF',
  refuses: ({ handle }) => handle === undefined,
};

function withDescriptor(base: CallContext): HandleContext {
  return { ...base, handle: findHandle(base.thread, base.args['handle']) };
}

const close = defineCall<HandleContext>({
  name: 'world.close',
  prepare: withDescriptor,
  checks: [OPEN],
  effects: [
    {
      id: 'close',
      clauses: [],
      apply: ({ world, thread, args }) =>
        world.closeHandle(thread.process, numberArgument(args, 'handle')),
    },
  ],
  result: () => ({}),
});

interface DuplicateContext extends HandleContext {
  duplicate: number;
}

const duplicateHandle = defineCall<DuplicateContext>({
  name: 'world.duplicateHandle',
  prepare: (base) => ({ ...withDescriptor(base), duplicate: 0 }),
  checks: [OPEN],
  effects: [
    {
      id: 'duplicate',
      clauses: [],
      apply: (c) => {
        const mask = c.handle?.mask ?? 0;
        c.duplicate = c.world.openHandle(c.thread.process, tokenOf(c), mask);
        const made = c.thread.process.handles.get(c.duplicate);
        if (made !== undefined) made.closeOnExec = false; // dup(2) clears it.
      },
    },
  ],
  result: ({ duplicate }) => ({ handle: duplicate }),
});

const descriptorFlags = defineCall<HandleContext>({
  name: 'world.descriptorFlags',
  prepare: withDescriptor,
  checks: [OPEN],
  effects: [
    {
      id: 'set',
      clauses: [],
      apply: ({ handle, args }) => {
        if (handle !== undefined && typeof args['set'] === 'boolean') {
          handle.closeOnExec = args['set'];
        }
      },
    },
  ],
  result: ({ handle }) => ({ closeOnExec: handle?.closeOnExec ?? false }),
});

const credentials = defineCall({
  name: 'world.credentials',
  prepare: (base) => base,
  checks: [],
  effects: [],
  result: ({ thread }) => {
    const { uid, gid, groups } = thread.process.credentials;
    return { uid, euid: uid, suid: uid, gid, egid: gid, sgid: gid, groups };
  },
});

const sleep = defineCall({
  name: 'world.sleep',
  prepare: (base) => base,
  checks: [],
  effects: [
    {
      id: 'sleep',
      clauses: [],
      apply: ({ world, args }) => {
        world.clock += BigInt(numberArgument(args, 'ms'));
      },
    },
  ],
  result: () => ({}),
});

const describeWorld = defineCall({
  name: 'world.describe',
  prepare: (base) => base,
  checks: [],
  effects: [],
  result: ({ world }) => ({ text: `reference model, profile ${world.model.profile.id}` }),
});

const observe = defineCall({
  name: 'world.observe',
  prepare: (base) => base,
  checks: [],
  effects: [],
  result: ({ world, thread, args }) => ({
    tokens: (args['tokens'] as readonly Json[]).map((number) => {
      const handle = findHandle(thread, number);
      return handle === undefined ? {} : everyClass(world, handle.token);
    }),
    effective: everyClass(world, effectiveToken(thread)),
    handles: [...thread.process.handles.keys()].sort((a, b) => a - b),
  }),
});

function everyClass(world: World, token: Token): JsonObject {
  const classes: Record<string, string> = {};
  for (const number of Object.values(QUERY_CLASS)) {
    const bytes = payloadBytes(world, token, number);
    if (bytes !== undefined) classes[number] = toHex(bytes);
  }
  return classes;
}

/** @internal */
export const WORLD_CONTROLS = [
  spawn,
  exit,
  close,
  duplicateHandle,
  descriptorFlags,
  credentials,
  sleep,
  describeWorld,
  observe,
];
