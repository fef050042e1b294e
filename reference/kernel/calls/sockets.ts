/** @module Unix sockets as far as identities travel over them (PSD-004 v0.20 §9.3, §13.1). */
import { TOKEN_RIGHT, TOKEN_TYPE } from '../../abi/numbers.js';
import { numberArgument } from '../arguments.js';
import { cloneGraph } from '../clone.js';
import { defineCall, type CallContext, type Check } from '../model.js';
import { effectiveToken } from '../privileges.js';
import type { Socket, Thread, Token, TokenHandle } from '../state.js';
import { findDescriptor, findHandle, retain, type World } from '../world.js';
import { anonymousToken } from './derive.js';
import { gatesFor, impersonate, LEVEL, type GateResult } from './gates.js';

/** @internal */
export interface SocketContext extends CallContext {
  readonly socket: Socket | undefined;
  made: number;
  second: number;
}

function withSocket(base: CallContext): SocketContext {
  const found = findDescriptor(base.thread, base.args['socket'] ?? base.args['handle']);
  return {
    ...base,
    socket: found?.kind === 'socket' ? found.socket : undefined,
    made: 0,
    second: 0,
  };
}

const IS_SOCKET: Check<SocketContext> = {
  id: 'socket',
  clauses: [],
  errno: 'EBADF',
  refuses: ({ socket }) => socket === undefined,
};

/** Sockets start at Impersonation (PSD-004 v0.20 §9.1). */
function newSocket(fresh: boolean): Socket {
  return {
    level: LEVEL.IMPERSONATION,
    fresh,
    backlog: [],
    peerToken: undefined,
    peer: undefined,
    received: [],
    references: 0,
  };
}

function openSocket({ world, thread }: CallContext, socket: Socket): number {
  socket.references += 1;
  return world.addDescriptor(thread.process, { kind: 'socket', socket, closeOnExec: true });
}

const socket = defineCall<SocketContext>({
  name: 'world.socket',
  prepare: withSocket,
  checks: [],
  effects: [
    {
      id: 'open',
      clauses: [],
      apply: (c) => {
        c.made = openSocket(c, newSocket(true));
      },
    },
  ],
  result: ({ made }) => ({ handle: made }),
});

const socketPair = defineCall<SocketContext>({
  name: 'world.socketPair',
  prepare: withSocket,
  checks: [],
  effects: [
    {
      id: 'open',
      clauses: [],
      apply: (c) => {
        const [first, second] = [newSocket(false), newSocket(false)];
        first.peer = second;
        second.peer = first;
        c.made = openSocket(c, first);
        c.second = openSocket(c, second);
      },
    },
  ],
  result: ({ made, second }) => ({ first: made, second }),
});

const listen = defineCall<SocketContext>({
  name: 'world.listen',
  prepare: withSocket,
  checks: [],
  effects: [
    {
      id: 'listen',
      clauses: [],
      apply: (c) => {
        const made = newSocket(false);
        c.made = openSocket(c, made);
        c.world.nextAddress += 1;
        c.world.listeners.set(`socket-${c.world.nextAddress}`, made);
      },
    },
  ],
  result: ({ made, world }) => ({ handle: made, address: `socket-${world.nextAddress}` }),
});

/** What the server will find: the effective identity, at the level that the client allows. */
function capture(world: World, thread: Thread, level: number): Token {
  const source = effectiveToken(thread);
  if (level === LEVEL.ANONYMOUS) return anonymousToken(world, thread, source);
  const token = cloneGraph(source, new Set<object>([source.session]));
  token.references = 0;
  token.impersonationLevel =
    source.type === TOKEN_TYPE.IMPERSONATION ? Math.min(level, source.impersonationLevel) : level;
  token.type = TOKEN_TYPE.IMPERSONATION;
  return token;
}

const connect = defineCall<SocketContext>({
  name: 'world.connect',
  prepare: withSocket,
  checks: [
    IS_SOCKET,
    {
      id: 'address',
      clauses: [],
      errno: 'ENOENT',
      refuses: ({ world, args }) => !world.listeners.has(String(args['address'])),
    },
    {
      id: 'fresh',
      clauses: [],
      errno: 'EINVAL',
      refuses: (c) => c.socket?.fresh !== true,
    },
  ],
  effects: [
    {
      id: 'capture',
      clauses: ['AN-008', 'AN-010', 'AN-011', 'AN-012', 'AN-015'],
      apply: (c) => {
        const listener = c.world.listeners.get(String(c.args['address']));
        if (listener === undefined || c.socket === undefined) return;
        const server = newSocket(false);
        c.socket.fresh = false;
        server.peer = c.socket;
        c.socket.peer = server;
        server.peerToken = retain(capture(c.world, c.thread, c.socket.level));
        listener.backlog.push(server);
      },
    },
  ],
  result: () => ({}),
});

const accept = defineCall<SocketContext>({
  name: 'world.accept',
  prepare: withSocket,
  checks: [
    IS_SOCKET,
    {
      id: 'waiting',
      clauses: [],
      errno: 'EAGAIN',
      refuses: (c) => (c.socket?.backlog.length ?? 0) === 0,
    },
  ],
  effects: [
    {
      id: 'accept',
      clauses: [],
      apply: (c) => {
        const accepted = c.socket?.backlog.shift();
        if (accepted !== undefined) c.made = openSocket(c, accepted);
      },
    },
  ],
  result: ({ made }) => ({ handle: made }),
});

const setLevel = defineCall<SocketContext>({
  name: 'kacs_set_impersonation_level',
  prepare: withSocket,
  checks: [
    IS_SOCKET,
    {
      id: 'level',
      clauses: [],
      errno: 'EINVAL',
      refuses: ({ args }) => numberArgument(args, 'level') > LEVEL.DELEGATION,
    },
    { id: 'fresh', clauses: [], errno: 'EINVAL', refuses: (c) => c.socket?.fresh !== true },
  ],
  effects: [
    {
      id: 'set',
      clauses: [],
      apply: (c) => {
        if (c.socket !== undefined) c.socket.level = numberArgument(c.args, 'level');
      },
    },
  ],
  result: () => ({}),
});

/** Only sockets with a captured identity are an authority (PSD-004 v0.20 §13.1). */
const CAPTURED: Check<SocketContext> = {
  id: 'captured',
  clauses: [],
  errno: 'EACCES',
  refuses: (c) => c.socket?.peerToken === undefined,
};

const openPeerToken = defineCall<SocketContext>({
  name: 'kacs_open_peer_token',
  prepare: withSocket,
  checks: [IS_SOCKET, CAPTURED],
  effects: [
    {
      id: 'open-handle',
      clauses: ['IC-027'],
      apply: (c) => {
        const token = c.socket?.peerToken;
        if (token === undefined) return;
        const mask = TOKEN_RIGHT.QUERY | TOKEN_RIGHT.IMPERSONATE;
        c.made = c.world.openHandle(c.thread.process, token, mask);
      },
    },
  ],
  result: ({ made }) => ({ handle: made }),
});

/** @internal */
export interface ImpersonatePeerContext extends SocketContext {
  readonly gates: GateResult | undefined;
}

const impersonatePeer = defineCall<ImpersonatePeerContext>({
  name: 'kacs_impersonate_peer',
  prepare(base) {
    const context = withSocket(base);
    const token = context.socket?.peerToken;
    return { ...context, gates: gatesFor(base.thread, token) };
  },
  checks: [
    IS_SOCKET,
    CAPTURED,
    {
      id: 'sandbox',
      clauses: [],
      errno: 'EPERM',
      refuses: (c) => c.gates?.kind === 'denied',
    },
  ],
  effects: [
    {
      id: 'impersonate',
      clauses: [],
      apply: (c) => {
        const token = c.socket?.peerToken;
        if (token === undefined || c.gates?.kind !== 'level') return;
        impersonate(c.world, c.thread, token, c.gates.level);
      },
    },
  ],
  // The return value is the level in v0.22, 0 before (ruling R21).
  result: ({ world, gates }) => ({
    level:
      world.model.profile.switches.R21 === 'level' && gates?.kind === 'level' ? gates.level : 0,
  }),
});

/** @internal */
export interface MessageContext extends SocketContext {
  readonly handle: TokenHandle | undefined;
}

const sendMessage = defineCall<MessageContext>({
  name: 'world.sendMessage',
  prepare: (base) => ({
    ...withSocket(base),
    handle: findHandle(base.thread, base.args['handle']),
  }),
  checks: [
    IS_SOCKET,
    { id: 'peer', clauses: [], errno: 'EPIPE', refuses: (c) => c.socket?.peer === undefined },
    {
      id: 'handle',
      clauses: [],
      errno: 'EBADF',
      refuses: (c) => c.handle === undefined,
    },
  ],
  effects: [
    {
      id: 'send',
      clauses: ['SE-024'],
      apply: (c) => {
        if (c.handle === undefined) return;
        retain(c.handle.token);
        c.socket?.peer?.received.push({ ...c.handle });
      },
    },
  ],
  result: () => ({}),
});

const receiveMessage = defineCall<SocketContext>({
  name: 'world.receiveMessage',
  prepare: withSocket,
  checks: [
    IS_SOCKET,
    {
      id: 'waiting',
      clauses: [],
      errno: 'EAGAIN',
      refuses: (c) => (c.socket?.received.length ?? 0) === 0,
    },
  ],
  effects: [
    {
      id: 'receive',
      clauses: ['IC-016'],
      apply: (c) => {
        const handle = c.socket?.received.shift();
        // The reference moves from the message to the descriptor.
        if (handle !== undefined) {
          c.made = c.world.addDescriptor(c.thread.process, { ...handle, closeOnExec: true });
        }
      },
    },
  ],
  result: ({ made }) => ({ handle: made }),
});

/** @internal */
export const SOCKET_CALLS = [
  socket,
  socketPair,
  listen,
  connect,
  accept,
  setLevel,
  openPeerToken,
  impersonatePeer,
  sendMessage,
  receiveMessage,
];
