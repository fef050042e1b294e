/** @module Arguments that are wrong in ways no clause speaks of, and the used mask. */
import type { JsonObject } from '../../../reference/kernel/model.js';
import type { ModelTest, Script } from './script.js';

const IOCTLS: Readonly<Record<string, JsonObject>> = {
  KACS_IOC_QUERY: { class: 1, capacity: 100 },
  KACS_IOC_IMPERSONATE: {},
  KACS_IOC_INSTALL: {},
  KACS_IOC_DUPLICATE: { tokenType: 1, level: 0, accessMask: 8 },
  KACS_IOC_ADJUST_PRIVS: { entries: [{ luid: 20, attributes: 2 }] },
  KACS_IOC_ADJUST_GROUPS: { entries: [{ index: 0, enable: 0 }] },
  KACS_IOC_ADJUST_DEFAULT: { ownerIndex: 0xffff, groupIndex: 0xffff },
  KACS_IOC_ADJUST_SESSIONID: { sessionId: 1 },
  KACS_IOC_RESTRICT: {
    ...{ privilegesToDelete: '0x0', denyIndexCount: 0, restrictSidCount: 0 },
    ...{ flags: 0, data: '' },
  },
  KACS_IOC_GET_LINKED_TOKEN: {},
};

const PRIVILEGES_CLASS = 3;
const TCB = 1n << 7n;
const CREATE_TOKEN = 1n << 2n;
const ASSIGN_PRIMARY = 1n << 3n;
const IMPERSONATE = 1n << 29n;

/** The used mask of the actor's primary token. */
async function used(script: Script, actor: string): Promise<unknown> {
  const args = { flags: 1, accessMask: 8 };
  const { handle } = await script.ok('kacs_open_self_token', args, actor);
  const privileges = await script.query(handle, PRIVILEGES_CLASS, actor);
  return (privileges as { used: bigint }).used;
}

/** @internal */
export const ARGUMENT_TESTS: readonly ModelTest[] = [
  {
    id: 'handles-that-are-closed',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const open = await script.token(session);
      const closed = await script.token(session);
      await script.ok('world.close', { handle: closed });
      for (const [op, args] of Object.entries(IOCTLS)) {
        await script.refused('EBADF', op, { ...args, token: closed });
      }
      for (const operands of [
        { token: closed, elevated: open, filtered: open },
        { token: open, elevated: closed, filtered: open },
        { token: open, elevated: open, filtered: closed },
      ]) {
        const args = { ...operands, sessionId: session };
        await script.refused('EBADF', 'KACS_IOC_LINK_TOKENS', args);
      }
      const raw = { word: 0x00004b08, argument: '' };
      await script.refused('EBADF', 'raw.ioctl', { ...raw, handle: closed });
      await script.ok('raw.ioctl', { ...raw, handle: open });
      const where = { handle: closed, securityInformation: 4 };
      await script.refused('EBADF', 'kacs_get_sd', { ...where, capacity: 100 });
    },
  },
  {
    id: 'no-descriptor-for-a-raw-ioctl',
    profile: 'psd-0.22',
    async run(script) {
      const token = await script.token(await script.session());
      const handles = async (): Promise<readonly number[]> =>
        (await script.ok('world.observe', { tokens: [] })).handles;
      const before = await handles();
      // DUPLICATE for a primary token with TOKEN_QUERY, level 0.
      const argument = '08000000' + '01000000' + '00000000' + '00000000';
      const raw = { handle: token, word: 0xc0104b02, argument, noDescriptors: true };
      await script.refused('EMFILE', 'raw.ioctl', raw);
      script.same('the handles', await handles(), before);
      // INSTALL makes none: it is refused for what it is called on.
      const install = { handle: 4000, word: 0x00004b03, noDescriptors: true };
      await script.refused('EBADF', 'raw.ioctl', install);
      await script.ok('raw.ioctl', { ...raw, noDescriptors: false });
    },
  },
  {
    id: 'specs-that-cannot-be-read',
    profile: 'psd-0.22',
    async run(script) {
      const session = await script.session();
      const token = script.tokenSpec(session);
      const record = '02010078' + '0c000000' + '010100000000000512000000';
      for (const [op, spec] of [
        ['kacs_create_token', token],
        ['kacs_create_session', record],
      ] as const) {
        for (const pointer of ['null', 'unmapped']) {
          await script.refused('EFAULT', op, { spec, pointer });
          await script.refused('EFAULT', op, { spec, pointer, length: '0x20' });
          await script.refused('EINVAL', op, { spec, pointer, length: '0x0' });
        }
        const bytes = spec.length / 2;
        const behind = `0x${(bytes + 1).toString(16)}`;
        await script.refused('EFAULT', op, { spec, length: behind });
        await script.refused('EINVAL', op, { spec, length: `0x${(bytes - 1).toString(16)}` });
        await script.ok(op, { spec, length: `0x${bytes.toString(16)}` });
      }
    },
  },
  {
    id: 'targets-that-are-not-there',
    profile: 'psd-0.22',
    async run(script) {
      const { actor, pid } = await script.worker();
      const gone = { pid: pid + 1000, accessMask: 8 };
      await script.refused('EINVAL', 'kacs_open_self_token', { flags: 2, accessMask: 8 }, actor);
      await script.refused('EINVAL', 'kacs_open_self_token', { flags: 3, accessMask: 8 }, actor);
      await script.refused('ESRCH', 'kacs_open_process_token', gone);
      await script.refused('ESRCH', 'kacs_open_thread_token', { ...gone, tid: pid });
      const there = { pid, accessMask: 8, tid: pid + 1000 };
      await script.refused('ESRCH', 'kacs_open_thread_token', there);
      // A thread of another process is none of this one.
      const { tid } = await script.ok('world.thread');
      await script.refused('ESRCH', 'kacs_open_thread_token', { ...there, tid });
      await script.refused('ESRCH', 'kacs_set_psb', { pid: pid + 1000, mitigations: 1 });
      const sd = { securityInformation: 4, capacity: 100 };
      await script.refused('EBADF', 'kacs_get_sd', { ...sd, pid: pid + 1000 });
      await script.refused('EBADF', 'kacs_get_sd', { ...sd, path: '/no/such' });
      await script.impossible('no_such_call', {}, actor);
      await script.impossible('kacs_revert', {}, 'nobody');
      await script.impossible('kacs_open_self_token', { flags: 0 }, actor);
      await script.impossible('kacs_create_token', { spec: 5 }, actor);
      await script.impossible('kacs_destroy_empty_session', { id: '5' }, actor);
      await script.impossible('kacs_destroy_empty_session', { id: 5 }, actor);
    },
  },
  {
    id: 'duplicates-of-no-type-or-level',
    profile: 'psd-0.22',
    async run(script) {
      const token = await script.token(await script.session(), { impersonationLevel: 3 });
      const op = 'KACS_IOC_DUPLICATE';
      for (const tokenType of [0, 3]) {
        await script.refused('EINVAL', op, { token, tokenType, level: 0, accessMask: 8 });
      }
      await script.refused('EINVAL', op, { token, tokenType: 2, level: 4, accessMask: 8 });
      await script.ok(op, { token, tokenType: 2, level: 3, accessMask: 8 });
    },
  },
  {
    id: 'components-of-descriptors-that-do-not-go-together',
    profile: 'psd-0.22',
    async run(script) {
      const handle = await script.token(await script.session());
      for (const securityInformation of [0x20, 0x18, 0x80000000]) {
        const args = { handle, securityInformation, capacity: 0x1000 };
        await script.refused('EINVAL', 'kacs_get_sd', args);
      }
      for (const securityInformation of [1, 2, 4, 7, 0x10]) {
        await script.ok('kacs_get_sd', { handle, securityInformation, capacity: 0x1000 });
      }
    },
  },
  {
    id: 'everything-that-the-sd-gives',
    profile: 'psd-0.22',
    async run(script) {
      const { actor } = await script.worker();
      const args = { flags: 1, accessMask: 0x02000000 };
      const { handle: token } = await script.ok('kacs_open_self_token', args, actor);
      await script.ok('KACS_IOC_ADJUST_SESSIONID', { token, sessionId: 5 }, actor);
      await script.ok('KACS_IOC_INSTALL', { token }, actor);
    },
  },
  ...(
    [
      ['psd-0.22', 24, 0x40184b07],
      ['pkm-0.20', 144, 0x40904b07],
    ] as const
  ).map(([profile, size, word]): ModelTest => ({
    id: `previous-state-in-${size}-bytes`,
    profile,
    async run(script) {
      const sid = { revision: 1, authority: 1, subAuthorities: [0] };
      const groups = [
        { sid, attributes: 6 },
        { sid, attributes: 0 },
      ];
      const token = await script.token(await script.session(), { groups });
      // One entry behind the struct: index 0, enable 0.
      const argument = `01${'00'.repeat(size - 1 + 8)}`;
      const addresses = [{ at: 8, of: size }];
      const raw = { handle: token, word, argument, addresses };
      const { argument: after } = await script.ok('raw.ioctl', raw);
      // The first group and the logon SID behind both were enabled.
      script.same('the previous state', after.slice(32, 2 * size), '05'.padEnd(2 * size - 32, '0'));
      const again = await script.ok('raw.ioctl', raw);
      script.same('the state now', again.argument.slice(32, 34), '04');
    },
  })),
  {
    id: 'privileges-are-marked-as-used',
    profile: 'psd-0.22',
    async run(script) {
      const { actor } = await script.worker();
      script.same('at first', await used(script, actor), 0n);
      const { id } = await script.ok('kacs_create_session', { spec: SESSION }, actor);
      const session = id;
      script.same('after a session', await used(script, actor), TCB);
      const token = await script.token(session, {}, actor);
      script.same('after a token', await used(script, actor), TCB | CREATE_TOKEN);
      await script.ok('KACS_IOC_IMPERSONATE', { token }, actor);
      await script.ok('kacs_revert', {}, actor);
      const before = TCB | CREATE_TOKEN | IMPERSONATE;
      script.same('after IMPERSONATE', await used(script, actor), before);
      const { handle: copy } = await script.ok(
        'KACS_IOC_DUPLICATE',
        { token, tokenType: 1, level: 0, accessMask: 0xf01ff },
        actor,
      );
      const { actor: child } = await script.ok('world.fork', {}, actor);
      await script.ok('KACS_IOC_INSTALL', { token: copy }, child);
      script.same('of the parent', await used(script, actor), before);
      script.same('the mask meant', ASSIGN_PRIMARY, 8n);
    },
  },
  ...(
    ['kacs_destroy_empty_session', 'KACS_IOC_LINK_TOKENS', 'KACS_IOC_ADJUST_SESSIONID'] as const
  ).map((op): ModelTest => ({
    id: `privilege-used-by-${op}`,
    profile: 'psd-0.22',
    async run(script) {
      const { actor } = await script.worker();
      const session = await script.session();
      const primary = { tokenType: 1, impersonationLevel: 0 };
      const tokens = [];
      for (let n = 0; n < 2 && op !== 'kacs_destroy_empty_session'; n += 1) {
        const made = await script.token(session, primary);
        const passed = await script.ok('world.passHandle', { handle: made, to: actor });
        tokens.push(passed.handle);
      }
      const [token = 0, filtered = 0] = tokens;
      script.same('before', await used(script, actor), 0n);
      const args = {
        kacs_destroy_empty_session: { id: session },
        KACS_IOC_LINK_TOKENS: { token, elevated: token, filtered, sessionId: session },
        KACS_IOC_ADJUST_SESSIONID: { token, sessionId: 3 },
      };
      await script.ok(op, args[op], actor);
      script.same('after', await used(script, actor), TCB);
    },
  })),
];

/** Interactive, "x", S-1-5-18. */
const SESSION = '02010078' + '0c000000' + '010100000000000512000000';
