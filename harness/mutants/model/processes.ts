/** @module World controls over processes, threads, files and events, as Linux has them. */
import { QUERY_CLASS } from '../../../reference/abi/numbers.js';
import type { ModelTest, Script } from './script.js';

/** An SD (MS-DTYP 2.4.6) of owner S-1-5-21-7 with an empty DACL. */
const DENIES_ALL =
  '01000480140000000000000000000000240000000102000000000005150000000700000002000800' + '00000000';

/** Pids of one digit and of two. */
async function manyProcesses(script: Script): Promise<readonly number[]> {
  const pids: number[] = [];
  while (pids.length < 12) pids.push((await script.worker()).pid);
  return [pids[0] ?? 0, pids[11] ?? 0];
}

/** @internal */
export const PROCESS_TESTS: readonly ModelTest[] = [
  {
    id: 'kill',
    profile: 'psd-0.22',
    async run(script) {
      const { actor, pid } = await script.worker();
      const { actor: thread } = await script.ok('world.thread', {}, actor);
      await script.ok('world.kill', { pid });
      await script.refused('ESRCH', 'world.kill', { pid });
      for (const gone of [actor, thread]) await script.impossible('kacs_revert', {}, gone);
      const { names } = await script.ok('world.listDirectory', { path: '/proc' });
      script.same('still there', names.includes(`${pid}`), false);
      await script.refused('ENOENT', 'world.open', { path: `/proc/${pid}/token` });
    },
  },
  {
    id: 'exit-of-a-thread',
    profile: 'psd-0.22',
    async run(script) {
      const { actor, pid } = await script.worker();
      const { actor: thread, tid } = await script.ok('world.thread', {}, actor);
      const path = `/proc/${pid}/task`;
      const { names } = await script.ok('world.listDirectory', { path });
      script.same('the threads', [...names].sort(), [`${pid}`, `${tid}`]);
      await script.ok('world.exit', {}, thread);
      await script.impossible('kacs_revert', {}, thread);
      script.same('the threads left', await script.ok('world.listDirectory', { path }), {
        names: [`${pid}`],
      });
      await script.ok('world.thread', {}, actor);
      await script.ok('world.exit', {}, actor);
      await script.refused('ENOENT', 'world.listDirectory', { path });
    },
  },
  {
    id: 'exec-ends-other-threads-and-their-impersonation',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const { actor } = await script.worker();
      const { actor: other } = await script.worker();
      const { actor: thread } = await script.ok('world.thread', {}, actor);
      const { actor: elsewhere } = await script.ok('world.thread', {}, other);
      const token = await script.token(session, {}, actor);
      await script.ok('KACS_IOC_IMPERSONATE', { token }, thread);
      await script.ok('world.exec', {}, actor);
      await script.impossible('kacs_revert', {}, thread);
      await script.ok('kacs_revert', {}, elsewhere);
      await script.ok('kacs_revert', {}, actor);
      script.same('listed', await script.lists(session), false);
    },
  },
  {
    id: 'exec-of-files',
    profile: 'psd-0.22',
    async run(script) {
      const { actor } = await script.worker();
      await script.refused('ENOENT', 'world.exec', { path: '/no/such' }, actor);
      const { path } = await script.ok('world.makeFile', {}, actor);
      await script.ok('world.exec', { path }, actor);
      const descriptor = DENIES_ALL;
      const closed = await script.ok('world.makeFile', { descriptor }, actor);
      await script.refused('EACCES', 'world.exec', { path: closed.path }, actor);
      await script.refused('EINVAL', 'world.makeFile', { descriptor: '0100' }, actor);
      // What a process made goes with it.
      await script.ok('world.exit', {}, actor);
      await script.refused('ENOENT', 'world.exec', { path });
    },
  },
  {
    id: 'events',
    profile: 'psd-0.22',
    async run(script) {
      const { actor } = await script.worker();
      const drain = { action: 'drain' };
      await script.refused('EINVAL', 'world.events', drain, actor);
      await script.ok('world.events', { action: 'open' }, actor);
      const session = await script.session();
      await script.ok('kacs_destroy_empty_session', { id: session });
      const { events } = await script.ok('world.events', drain, actor);
      script.same('the events', events.length, 1);
      const again = await script.ok('world.events', drain, actor);
      script.same('the events left', again, { events: [] });
      await script.refused('EINVAL', 'world.events', drain);
    },
  },
  {
    id: 'descriptors',
    profile: 'psd-0.22',
    async run(script) {
      const token = await script.token(await script.session());
      const { actor } = await script.worker();
      await script.ok('world.descriptorFlags', { handle: token, set: false });
      const flags = await script.ok('world.descriptorFlags', { handle: token });
      script.same('the flag', flags, { closeOnExec: false });
      await script.ok('world.close', { handle: token });
      for (const op of ['close', 'duplicateHandle', 'descriptorFlags', 'read']) {
        const errno = op === 'read' ? 'EINVAL' : 'EBADF';
        await script.refused(errno, `world.${op}`, { handle: token });
      }
      await script.refused('EBADF', 'world.passHandle', { handle: token, to: actor });
      await script.impossible('world.passHandle', { handle: token, to: 'nobody' }, 'init');
    },
  },
  {
    id: 'children-have-copies-of-descriptors',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const { actor } = await script.worker();
      const token = await script.token(session, {}, actor);
      await script.ok('world.descriptorFlags', { handle: token, set: false }, actor);
      const closed = await script.token(session, {}, actor);
      const args = { identity: 'inherit' };
      const { actor: child } = await script.ok('world.spawn', args, actor);
      await script.query(token, 1, child);
      await script.refused('EBADF', 'world.close', { handle: closed }, child);
      await script.ok('world.close', { handle: closed }, actor);
      await script.ok('world.close', { handle: token }, actor);
      script.same('listed', await script.lists(session), true);
      await script.ok('world.exit', {}, child);
      script.same('listed afterwards', await script.lists(session), false);
    },
  },
  {
    id: 'exec-of-the-helper-leaves-the-token',
    profile: 'psd-0.22',
    async run(script) {
      const { actor } = await script.worker();
      const before = await script.effective(QUERY_CLASS.INTEGRITY_LEVEL, actor);
      await script.ok('world.exec', {}, actor);
      const after = await script.effective(QUERY_CLASS.INTEGRITY_LEVEL, actor);
      script.same('the integrity', after, before);
    },
  },
  {
    id: 'a-forked-token-is-of-the-same-session',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const { actor } = await script.worker();
      const token = await script.token(session, { tokenType: 1, impersonationLevel: 0 }, actor);
      await script.ok('KACS_IOC_INSTALL', { token }, actor);
      await script.ok('world.close', { handle: token }, actor);
      const { actor: child } = await script.ok('world.fork', {}, actor);
      await script.ok('world.exit', {}, actor);
      script.same('listed while the child runs', await script.lists(session), true);
      await script.ok('world.exit', {}, child);
      script.same('listed afterwards', await script.lists(session), false);
    },
  },
  {
    id: 'mitigations',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const [own, other] = [await script.worker(), await script.worker()];
      for (const { actor } of [own, other]) {
        const debug = actor === other.actor ? 1n << 20n : 0n;
        const privileges = { privilegesPresent: debug, privilegesEnabled: debug };
        const primary = { tokenType: 1, impersonationLevel: 0, ...privileges };
        const token = await script.token(session, primary, actor);
        await script.ok('KACS_IOC_INSTALL', { token }, actor);
      }
      for (const { pid } of [own, other]) {
        const sd = { pid, securityInformation: 4, descriptor: DENIES_ALL };
        await script.ok('kacs_set_sd', sd);
      }
      const mitigations = 1;
      await script.ok('kacs_set_psb', { mitigations }, own.actor);
      await script.ok('kacs_set_psb', { pid: own.pid, mitigations }, own.actor);
      await script.refused('EACCES', 'kacs_set_psb', { pid: other.pid, mitigations }, own.actor);
      // SeDebug stands in for the SD.
      await script.ok('kacs_set_psb', { pid: own.pid, mitigations }, other.actor);
      await script.refused('EINVAL', 'kacs_set_psb', { mitigations: 0x400 }, own.actor);
      await script.ok('kacs_set_psb', { mitigations: 0x3ff }, own.actor);
      // NO_CHILD is among them.
      await script.refused('EPERM', 'world.fork', {}, own.actor);
    },
  },
  {
    id: 'reading-nodes',
    profile: 'psd-0.22',
    async run(script) {
      for (const path of ['/no/such', '/proc/self/fd/4000', '/proc/self/fdx', 'proc/self/token']) {
        await script.refused('ENOENT', 'world.stat', { path });
        await script.refused('ENOENT', 'world.open', { path });
        await script.refused('ENOENT', 'world.readlink', { path });
      }
      for (const pid of await manyProcesses(script)) {
        const task = `/proc/${pid}/task`;
        for (const path of [`/proc/${pid}/token`, `${task}/${pid}/token`]) {
          await script.ok('world.open', { path });
          for (const wrong of [`x${path}`, `${path}x`, path.replace(`${pid}/token`, 'x/token')]) {
            await script.refused('ENOENT', 'world.open', { path: wrong });
          }
        }
        script.same('the threads', await script.ok('world.listDirectory', { path: task }), {
          names: [`${pid}`],
        });
        for (const path of [`x${task}`, `${task}x`, '/proc/x/task']) {
          await script.refused('ENOENT', 'world.listDirectory', { path });
        }
      }
      const { handle: device } = await script.ok('world.open', { path: '/dev/null' });
      script.same('a device', await script.ok('world.read', { handle: device }), { data: '' });
      const { handle: socket } = await script.ok('world.socket');
      const { handle: token } = await script.ok('world.open', { path: '/proc/self/token' });
      for (const [handle, target] of [
        [device, '/dev/null'],
        [socket, 'socket:[1]'],
        [token, 'anon_inode:[kacs-token]'],
      ]) {
        const path = `/proc/self/fd/${handle}`;
        script.same('the link', await script.ok('world.readlink', { path }), { target });
        await script.refused('ENOENT', 'world.open', { path });
      }
      await script.refused('ENOENT', 'world.readlink', { path: '/dev/null' });
      await script.refused('ENOENT', 'world.listDirectory', { path: '/tmp' });
      const sessions = { path: '/sys/kernel/security/kacs/sessions' };
      const { handle } = await script.ok('world.open', sessions);
      const { data } = await script.ok('world.read', { handle, limit: 11 });
      script.same('cut', data, Buffer.from('session_id=').toString('hex'));
      script.same('its stat', await script.ok('world.stat', sessions), {
        mode: 0o100400,
        uid: 0,
        gid: 0,
        size: '0x0',
      });
      const node = await script.ok('world.stat', { path: '/proc/self/token' });
      script.same('the mode of a token node', node.mode, 0o100444);
    },
  },
];
