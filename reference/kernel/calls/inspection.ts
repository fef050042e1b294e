/** @module Inspection: the nodes of procfs and securityfs (PSD-004 v0.20 §13.4; seed §13.5). */
import { PRIVILEGE, PROCESS_RIGHT, TOKEN_RIGHT } from '../../abi/numbers.js';
import { SID_TEXT } from '../../abi/well-known.js';
import { toHex } from '../../wire/hex.js';
import { parseSid, sidBytes } from '../../wire/wire.js';
import { allows } from '../access/check.js';
import { numberArgument } from '../arguments.js';
import { FILE_MAPPING, PROCESS_MAPPING } from '../access/generic-mapping.js';
import { defineCall, type CallContext } from '../model.js';
import { effectiveToken, holds, markUsed } from '../privileges.js';
import type { Process, SecurityDescriptor, Session, Thread, Token } from '../state.js';
import { findDescriptor, type World } from '../world.js';

/** What a path names. @internal */
export type Node =
  | { readonly kind: 'token'; readonly token: Token; readonly target: Process | undefined }
  | { readonly kind: 'sessions' }
  | { readonly kind: 'device' }
  | { readonly kind: 'link'; readonly text: string };

/** @internal */
export interface NodeContext extends CallContext {
  readonly node: Node | undefined;
  /** The sessions that the listing shows, their lines, the bytes: set by the effects. */
  listed: readonly Session[];
  lines: readonly string[];
  contents: Uint8Array;
  made: number;
}

const SECURITYFS = '/sys/kernel/security/kacs/';
const PROC_TOKEN = /^\/proc\/(self|thread-self|\d+)\/token$/;
const PROC_TASK_TOKEN = /^\/proc\/(self|\d+)\/task\/(\d+)\/token$/;
const PROC_FD = /^\/proc\/self\/fd\/(\d+)$/;
const FILE_READ_DATA = 0x0001;
const ADMINISTRATORS = parseSid(SID_TEXT.ADMINISTRATORS);
const SYSTEM = parseSid(SID_TEXT.SYSTEM);

/** Who may read the listing of sessions (PSD-004 v0.20 §13.4). @internal */
export const SESSIONS_SD: SecurityDescriptor = {
  owner: SYSTEM,
  group: SYSTEM,
  dacl: [
    { kind: 'allow', sid: ADMINISTRATORS, mask: FILE_READ_DATA },
    { kind: 'allow', sid: SYSTEM, mask: FILE_READ_DATA },
  ],
};

function findProcess(world: World, thread: Thread, name: string): Process | undefined {
  return /^\d+$/.test(name) ? world.processes.get(Number(name)) : thread.process;
}

/** The node of a path, as the calling thread sees it. */
function findNode({ world, thread, args }: CallContext): Node | undefined {
  const path = String(args['path']);
  if (path === `${SECURITYFS}self`) {
    return { kind: 'token', token: effectiveToken(thread), target: undefined };
  }
  if (path === `${SECURITYFS}sessions`) return { kind: 'sessions' };
  if (path === '/dev/null') return { kind: 'device' };
  const [, pid] = PROC_TOKEN.exec(path) ?? [];
  if (pid !== undefined) {
    const target = findProcess(world, thread, pid);
    return target === undefined ? undefined : { kind: 'token', token: target.primary, target };
  }
  const [, process, tid] = PROC_TASK_TOKEN.exec(path) ?? [];
  if (process !== undefined) {
    const target = findProcess(world, thread, process);
    const task = [...world.threads.values()].find(
      (one) => one.process === target && one.tid === Number(tid),
    );
    if (target === undefined || task === undefined) return undefined;
    return { kind: 'token', token: effectiveToken(task), target };
  }
  const [, descriptor] = PROC_FD.exec(path) ?? [];
  const found = findDescriptor(thread, Number(descriptor));
  if (found === undefined) return undefined;
  const texts = { token: 'anon_inode:[kacs-token]', file: '/dev/null', socket: 'socket:[1]' };
  return { kind: 'link', text: texts[found.kind] };
}

function withNode(base: CallContext): NodeContext {
  const contents = new Uint8Array();
  return { node: findNode(base), listed: [], lines: [], contents, made: 0, ...base };
}

/** Whether the SD of another process keeps the caller out; its own node is always open. */
function keptOut({ node, thread, world }: NodeContext): boolean {
  if (node?.kind !== 'token' || node.target === undefined) return false;
  if (node.target === thread.process) return false;
  const caller = effectiveToken(thread);
  const { QUERY_INFORMATION } = PROCESS_RIGHT;
  if (allows(world, caller, node.target.sd, QUERY_INFORMATION, PROCESS_MAPPING)) return false;
  if (!holds(caller.privileges, PRIVILEGE.DEBUG)) return true;
  markUsed(caller, PRIVILEGE.DEBUG);
  return false;
}

/** One line per session (seed, Inspection Interfaces §13.5.2). @internal */
export function listingLine(session: Session): string {
  const fields = [
    `session_id=${session.id}`,
    `user_sid=${toHex(sidBytes(session.userSid))}`,
    `logon_type=${session.logonType}`,
    `auth_package=${toHex(session.authPackage)}`,
    `created_at=${session.createdAt}`,
  ];
  return `${fields.join(' ')}\n`;
}

const open = defineCall<NodeContext>({
  name: 'world.open',
  prepare: withNode,
  checks: [
    {
      id: 'exists',
      clauses: ['PF-001', 'PF-027', 'SF-001', 'SF-012'],
      errno: 'ENOENT',
      refuses: ({ node }) => node === undefined || node.kind === 'link',
    },
    {
      id: 'process-sd',
      clauses: ['PF-021', 'PF-022', 'PF-024', 'PF-025', 'PF-026', 'PF-034', 'PF-036', 'PF-037'],
      errno: 'EACCES',
      refuses: keptOut,
    },
    {
      id: 'sessions-sd',
      clauses: ['SF-019', 'SF-020', 'SF-021', 'SF-022', 'SF-023', 'SF-024'],
      errno: 'EACCES',
      refuses: ({ node, thread, world }) =>
        node?.kind === 'sessions' &&
        !allows(world, effectiveToken(thread), SESSIONS_SD, FILE_READ_DATA, FILE_MAPPING),
    },
  ],
  effects: [
    {
      id: 'open-inspection-handle',
      clauses: ['PF-002', 'PF-003', 'PF-004', 'PF-005', 'PF-007', 'PF-028', 'PF-032', 'SF-002'],
      apply: (c) => {
        if (c.node?.kind !== 'token') return;
        c.made = c.world.openHandle(c.thread.process, c.node.token, TOKEN_RIGHT.QUERY, true);
      },
    },
    {
      id: 'list-sessions',
      clauses: ['SF-013', 'SL-002', 'SE-001', 'SE-017', 'SE-025', 'SS-029'],
      apply: (c) => {
        if (c.node?.kind === 'sessions') c.listed = [...c.world.sessions.values()];
      },
    },
    {
      id: 'format-lines',
      clauses: ['SL-003', 'SL-008', 'SL-009', 'SL-010', 'SL-011', 'SL-012', 'SL-015', 'SL-016'],
      apply: (c) => {
        c.lines = c.listed.map(listingLine);
      },
    },
    {
      id: 'encode-text',
      clauses: ['SL-001'],
      apply: (c) => {
        c.contents = new TextEncoder().encode(c.lines.join(''));
      },
    },
    {
      id: 'open-file',
      clauses: [],
      apply: (c) => {
        if (c.node?.kind !== 'sessions' && c.node?.kind !== 'device') return;
        const file = { kind: 'file', contents: c.contents, closeOnExec: false } as const;
        c.made = c.world.addDescriptor(c.thread.process, file);
      },
    },
  ],
  result: ({ made }) => ({ handle: made }),
});

/** @internal */
export interface ReadContext extends CallContext {
  readonly contents: Uint8Array | undefined;
}

const read = defineCall<ReadContext>({
  name: 'world.read',
  prepare(base) {
    const found = findDescriptor(base.thread, base.args['handle']);
    const contents = found?.kind === 'file' ? found.contents : undefined;
    const limited = base.args['limit'] !== undefined;
    const limit = limited ? numberArgument(base.args, 'limit') : undefined;
    return { ...base, contents: contents?.subarray(0, limit) };
  },
  checks: [{ id: 'file', clauses: [], errno: 'EINVAL', refuses: (c) => c.contents === undefined }],
  effects: [],
  result: ({ contents }) => ({ data: toHex(contents ?? new Uint8Array()) }),
});

const readlink = defineCall<NodeContext>({
  name: 'world.readlink',
  prepare: withNode,
  checks: [
    { id: 'link', clauses: ['IC-013'], errno: 'ENOENT', refuses: (c) => c.node?.kind !== 'link' },
  ],
  effects: [],
  result: ({ node }) => ({ target: node?.kind === 'link' ? node.text : '' }),
});

/** @internal */
export interface DirectoryContext extends CallContext {
  readonly names: readonly string[] | undefined;
}

const listDirectory = defineCall<DirectoryContext>({
  name: 'world.listDirectory',
  prepare(base) {
    const { processes, threads } = base.world;
    const path = String(base.args['path']);
    if (path === '/proc') return { ...base, names: [...processes.keys()].map(String) };
    const [, pid] = /^\/proc\/(self|\d+)\/task$/.exec(path) ?? [];
    const target = pid === undefined ? undefined : findProcess(base.world, base.thread, pid);
    if (target === undefined) return { ...base, names: undefined };
    const tasks = [...threads.values()].filter(({ process }) => process === target);
    return { ...base, names: tasks.map(({ tid }) => String(tid)) };
  },
  checks: [
    { id: 'exists', clauses: [], errno: 'ENOENT', refuses: ({ names }) => names === undefined },
  ],
  effects: [],
  result: ({ names }) => ({ names: names ?? [] }),
});

/** A regular file that everyone may read. */
const READABLE = 0o100444;
/** A regular file whose readers its SD decides about. */
const GUARDED = 0o100400;

const stat = defineCall<NodeContext>({
  name: 'world.stat',
  prepare: withNode,
  checks: [
    { id: 'exists', clauses: ['SF-012'], errno: 'ENOENT', refuses: (c) => c.node === undefined },
  ],
  effects: [{ id: 'stat', clauses: ['SF-008'], apply: () => undefined }],
  result: ({ node }) => ({
    mode: node?.kind === 'token' ? READABLE : GUARDED,
    uid: 0,
    gid: 0,
    size: '0x0',
  }),
});

/** @internal */
export const INSPECTION_CALLS = [open, read, listDirectory, readlink, stat];
