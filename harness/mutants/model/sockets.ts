/**
 * @module Identities over Unix sockets (PSD-004 §9.1, §9.3, §13.1), which no clause of the
 * catalogue covers but for Anonymous peers.
 */
import type { ModelTest, Script } from './script.js';

const USER_CLASS = 1;
const LEVEL_CLASS = 21;
const SYSTEM = { revision: 1, authority: 5, subAuthorities: [18] };
const ANONYMOUS = { revision: 1, authority: 5, subAuthorities: [7] };
const OTHER = { revision: 1, authority: 5, subAuthorities: [21, 1, 2, 3, 1009] };
const IMPERSONATE = 1n << 29n;
const CALLS = ['kacs_open_peer_token', 'kacs_impersonate_peer'] as const;

/** A connection: the server's end, accepted by `server`, and the client's. */
async function connection(
  script: Script,
  client: string,
  server: string,
  level?: number,
): Promise<{ readonly end: number; readonly client: number; readonly listener: number }> {
  const { handle: listener, address } = await script.ok('world.listen', { type: 'stream' }, server);
  const { handle: socket } = await script.ok('world.socket', { type: 'stream' }, client);
  if (level !== undefined) {
    await script.ok('kacs_set_impersonation_level', { socket, level }, client);
  }
  await script.ok('world.connect', { socket, address }, client);
  const { handle: end } = await script.ok('world.accept', { handle: listener }, server);
  return { end: end, client: socket, listener: listener };
}

/** A worker whose primary token is this one. */
async function running(
  script: Script,
  session: string,
  spec: Parameters<Script['tokenSpec']>[1],
): Promise<string> {
  const { actor } = await script.worker();
  const primary = { tokenType: 1, impersonationLevel: 0, ...spec };
  const token = await script.token(session, primary, actor);
  await script.ok('KACS_IOC_INSTALL', { token }, actor);
  return actor;
}

const LEVELS: readonly ModelTest[] = [0, 1, 2, 3].map((level) => ({
  id: `peer-level-${level}`,
  profile: 'psd-0.22',
  async run(script) {
    const { actor } = await script.worker();
    const { end } = await connection(script, 'init', actor, level);
    const { level: said } = await script.ok('kacs_impersonate_peer', { socket: end }, actor);
    script.same('the level returned', said, level);
    script.same('the level', await script.effective(LEVEL_CLASS, actor), level);
    const user = level === 0 ? ANONYMOUS : SYSTEM;
    script.same('the user', await script.effective(USER_CLASS, actor), user);
    await script.ok('kacs_revert', {}, actor);
    script.same('the level after revert', await script.effective(LEVEL_CLASS, actor), 0);
  },
}));

const GATES: readonly ModelTest[] = [
  {
    id: 'peer-default-level',
    profile: 'psd-0.20',
    async run(script) {
      const { actor } = await script.worker();
      const { end } = await connection(script, 'init', actor);
      const { level } = await script.ok('kacs_impersonate_peer', { socket: end }, actor);
      // Before v0.22 the call returns 0.
      script.same('the value returned', level, 0);
      script.same('the level', await script.effective(LEVEL_CLASS, actor), 2);
    },
  },
  {
    id: 'peer-of-another-user',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      for (const [privileges, level] of [
        [0n, 1],
        [IMPERSONATE, 2],
      ] as const) {
        const spec = { privilegesPresent: privileges, privilegesEnabled: privileges };
        const server = await running(script, session, { userSid: OTHER, ...spec });
        const client = await running(script, session, {});
        const { end } = await connection(script, client, server);
        await script.ok('kacs_impersonate_peer', { socket: end }, server);
        script.same('the level', await script.effective(LEVEL_CLASS, server), level);
      }
    },
  },
  {
    id: 'peer-of-higher-integrity',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const server = await running(script, session, { integrityLevel: 4096 });
      const client = await running(script, session, { integrityLevel: 8192 });
      const { end } = await connection(script, client, server);
      await script.ok('kacs_impersonate_peer', { socket: end }, server);
      script.same('the level', await script.effective(LEVEL_CLASS, server), 1);
    },
  },
  {
    id: 'peer-of-a-sandbox',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const restrictedSids = [{ sid: SYSTEM, attributes: 0 }];
      const server = await running(script, session, { restrictedSids });
      const client = await running(script, session, {});
      const { end } = await connection(script, client, server);
      await script.refused('EPERM', 'kacs_impersonate_peer', { socket: end }, server);
      const anonymous = await connection(script, client, server, 0);
      await script.ok('kacs_impersonate_peer', { socket: anonymous.end }, server);
    },
  },
  {
    id: 'peer-passes-an-identity-on',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const { actor: client } = await script.worker();
      const { actor: server } = await script.worker();
      const spec = { userSid: OTHER, impersonationLevel: 1 };
      const token = await script.token(session, spec, client);
      await script.ok('KACS_IOC_IMPERSONATE', { token }, client);
      const { end } = await connection(script, client, server, 3);
      await script.ok('kacs_impersonate_peer', { socket: end }, server);
      script.same('the user', await script.effective(USER_CLASS, server), OTHER);
      script.same('the level', await script.effective(LEVEL_CLASS, server), 1);
    },
  },
];

const REFUSALS: readonly ModelTest[] = [
  {
    id: 'sockets-refusals',
    profile: 'psd-0.22',
    async run(script) {
      const made = await script.ok('world.listen', {});
      const { handle, address } = made;
      await script.refused('EAGAIN', 'world.accept', { handle });
      const { handle: socket } = await script.ok('world.socket');
      await script.refused('ENOENT', 'world.connect', { socket, address: 'nowhere' });
      await script.refused('EINVAL', 'kacs_set_impersonation_level', { socket, level: 4 });
      await script.ok('world.connect', { socket, address });
      await script.refused('EINVAL', 'world.connect', { socket, address });
      await script.refused('EINVAL', 'kacs_set_impersonation_level', { socket, level: 1 });
      await script.refused('EAGAIN', 'world.receiveMessage', { socket });
      // Only the server's end of a connection is an authority.
      for (const op of CALLS) await script.refused('EACCES', op, { socket });
      await script.ok('world.accept', { handle });
      await script.refused('EAGAIN', 'world.accept', { handle });
    },
  },
  {
    id: 'sockets-that-are-none',
    profile: 'psd-0.22',
    async run(script) {
      const token = await script.token(await script.session());
      for (const socket of [4000, token]) {
        for (const op of CALLS) await script.refused('EBADF', op, { socket });
        await script.refused('EBADF', 'world.accept', { handle: socket });
        await script.refused('EBADF', 'world.connect', { socket, address: 'x' });
        await script.refused('EBADF', 'kacs_set_impersonation_level', { socket, level: 1 });
        await script.refused('EBADF', 'world.sendMessage', { socket, handle: token });
        await script.refused('EBADF', 'world.receiveMessage', { socket });
      }
    },
  },
  {
    id: 'socket-pairs-are-no-authority',
    profile: 'psd-0.22',
    async run(script) {
      const { first, second } = await script.ok('world.socketPair', { type: 'seqpacket' });
      for (const socket of [first, second]) {
        for (const op of CALLS) await script.refused('EACCES', op, { socket });
        await script.refused('EINVAL', 'kacs_set_impersonation_level', { socket, level: 1 });
      }
    },
  },
];

/** What keeps the session of a token alive while its handle is closed. */
const HOLDERS: readonly ModelTest[] = [
  {
    id: 'a-capture-holds-its-token',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const client = await running(script, session, {});
      const { actor } = await script.worker();
      const { handle, address } = await script.ok('world.listen', {}, actor);
      const { handle: socket } = await script.ok('world.socket', {}, client);
      await script.ok('world.connect', { socket, address }, client);
      await script.ok('world.exit', {}, client);
      script.same('listed while it waits', await script.lists(session), true);
      const { handle: end } = await script.ok('world.accept', { handle }, actor);
      const { handle: copy } = await script.ok('world.duplicateHandle', { handle: end }, actor);
      await script.ok('world.close', { handle: end }, actor);
      script.same('listed while a copy is open', await script.lists(session), true);
      const { actor: child } = await script.ok('world.fork', {}, actor);
      await script.ok('world.close', { handle: copy }, actor);
      script.same('listed while the child has it', await script.lists(session), true);
      await script.ok('kacs_impersonate_peer', { socket: copy }, child);
      await script.ok('world.close', { handle: copy }, child);
      script.same('listed while it is impersonated', await script.lists(session), true);
      await script.ok('kacs_revert', {}, child);
      script.same('listed afterwards', await script.lists(session), false);
    },
  },
  {
    id: 'a-connection-that-nobody-accepts-ends-with-its-listener',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const client = await running(script, session, {});
      const { handle, address } = await script.ok('world.listen');
      const { handle: socket } = await script.ok('world.socket', {}, client);
      await script.ok('world.connect', { socket, address }, client);
      await script.ok('world.exit', {}, client);
      await script.ok('world.close', { handle });
      script.same('listed afterwards', await script.lists(session), false);
    },
  },
  {
    id: 'a-message-holds-its-token',
    profile: 'psd-0.22',
    async run(script) {
      const { first, second } = await script.ok('world.socketPair');
      for (const received of [true, false]) {
        const session = await script.session();
        const token = await script.token(session);
        await script.refused('EBADF', 'world.sendMessage', { socket: first, handle: second });
        await script.ok('world.sendMessage', { socket: first, handle: token });
        await script.ok('world.close', { handle: token });
        script.same('listed in flight', await script.lists(session), true);
        if (received) {
          const { handle } = await script.ok('world.receiveMessage', { socket: second });
          script.same('the token', await script.query(handle, USER_CLASS), SYSTEM);
          const { closeOnExec } = await script.ok('world.descriptorFlags', { handle });
          script.same('close-on-exec', closeOnExec, true);
          await script.ok('world.close', { handle });
        } else await script.ok('world.close', { handle: second });
        script.same('listed afterwards', await script.lists(session), false);
      }
      const { handle: alone } = await script.ok('world.socket');
      const token = await script.token(await script.session());
      await script.refused('EPIPE', 'world.sendMessage', { socket: alone, handle: token });
    },
  },
  {
    id: 'a-capped-impersonation-holds-its-session',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const server = await running(script, session, { userSid: OTHER });
      const own = await script.session();
      const token = await script.token(own);
      const { handle } = await script.ok('world.passHandle', { handle: token, to: server });
      await script.ok('KACS_IOC_IMPERSONATE', { token: handle }, server);
      script.same('the level', await script.effective(LEVEL_CLASS, server), 1);
      await script.ok('world.close', { handle: token });
      await script.ok('world.close', { handle }, server);
      script.same('listed while impersonated', await script.lists(own), true);
      await script.ok('world.exit', {}, server);
      script.same('listed after all have gone', await script.lists(own), false);
    },
  },
];

/** @internal */
export const SOCKET_TESTS: readonly ModelTest[] = [...LEVELS, ...GATES, ...REFUSALS, ...HOLDERS];
