/** @module Faults of the nodes of procfs and securityfs: whose token they show, and to whom. */
import { PRIVILEGE } from '../abi/numbers.js';
import { allows } from '../kernel/access/check.js';
import { FILE_MAPPING, PROCESS_MAPPING } from '../kernel/access/generic-mapping.js';
import { SESSIONS_SD, type NodeContext } from '../kernel/calls/inspection.js';
import type { CallContext } from '../kernel/model.js';
import { effectiveToken, holds } from '../kernel/privileges.js';
import type { Process, Thread, Token, TokenHandle } from '../kernel/state.js';
import { Beside, CALL, named, otherContext } from './cross-call.js';
import { all, alsoDoing, fault, weakerCheck, type Change, type Fault } from './fault.js';

const OPEN = 'world.open';

/** Who opened a handle of the securityfs node. */
const OPENER = new Beside<TokenHandle, Thread>(() => {
  throw new RangeError('set when it is opened');
});

function primaryOf({ thread }: CallContext): Token {
  return thread.process.primary;
}

/** The node that a path names is bound to another token. */
function nodeShows(
  when: (path: string) => boolean,
  token: (c: NodeContext, shown: Token, target: Process | undefined) => Token,
): Change {
  return otherContext<NodeContext>(OPEN, (c) => {
    if (c.node?.kind !== 'token' || !when(String(c.args['path']))) return c;
    return { ...c, node: { ...c.node, token: token(c, c.node.token, c.node.target) } };
  });
}

function isProcessNode(path: string): boolean {
  return path.startsWith('/proc/') && !path.includes('/task/');
}

function isThreadNode(path: string): boolean {
  return path.includes('/task/');
}

function isSelfNode(path: string): boolean {
  return path.endsWith('/kacs/self');
}

/** The first thread of a process. */
function leader({ world }: CallContext, process: Process | undefined): Thread | undefined {
  return [...world.threads.values()].find(
    (one) => one.process === process && one.tid === process.pid,
  );
}

/** @public */
export const CROSS_CALL_NODE_FAULTS: readonly Fault[] = [
  fault(
    'cross-call/primary-token-may-open-nodes',
    'PF-021',
    weakerCheck<NodeContext>(
      OPEN,
      'process-sd',
      (c) =>
        c.node?.kind === 'token' &&
        c.node.target !== undefined &&
        allows(c.world, primaryOf(c), c.node.target.sd, 0x400, PROCESS_MAPPING),
    ),
  ),
  fault(
    'cross-call/primary-token-may-list-sessions',
    'SF-021',
    weakerCheck<NodeContext>(OPEN, 'sessions-sd', (c) =>
      allows(c.world, primaryOf(c), SESSIONS_SD, 1, FILE_MAPPING),
    ),
  ),
  fault(
    'cross-call/tcb-replaces-the-grant-of-the-listing',
    'SF-023',
    weakerCheck<NodeContext>(OPEN, 'sessions-sd', ({ thread }) =>
      holds(effectiveToken(thread).privileges, PRIVILEGE.TCB),
    ),
  ),
  fault(
    'cross-call/process-node-shows-the-effective-token',
    'PF-004',
    nodeShows(isProcessNode, (c, shown, target) => {
      const thread = leader(c, target);
      return thread === undefined ? shown : effectiveToken(thread);
    }),
  ),
  fault(
    'cross-call/thread-node-shows-the-token-of-the-first-thread',
    'PF-031',
    nodeShows(isThreadNode, (c, shown, target) => {
      const thread = leader(c, target);
      return thread === undefined ? shown : effectiveToken(thread);
    }),
  ),
  fault(
    'cross-call/thread-node-shows-the-opener',
    'PF-028',
    nodeShows(isThreadNode, (c, shown, target) =>
      target === c.thread.process ? effectiveToken(c.thread) : shown,
    ),
  ),
  fault(
    'cross-call/thread-node-shows-the-primary-token',
    'PF-029',
    nodeShows(isThreadNode, (_, shown, target) => target?.primary ?? shown),
  ),
  fault(
    'cross-call/self-node-is-of-the-process',
    'SF-005',
    nodeShows(isSelfNode, (c, shown) => {
      const thread = leader(c, c.thread.process);
      return thread === undefined ? shown : effectiveToken(thread);
    }),
  ),
  fault(
    'cross-call/self-handle-follows-its-user',
    'SF-002',
    all(
      alsoDoing<NodeContext>(OPEN, (c) => {
        const handle = c.thread.process.handles.get(c.made);
        if (handle?.kind === 'token' && isSelfNode(String(c.args['path']))) {
          OPENER.set(handle, c.thread);
        }
      }),
      (model) => {
        const call = model.calls.get(CALL.QUERY);
        if (call === undefined) throw new RangeError('the model has no QUERY');
        const prepare = (base: CallContext): CallContext => {
          const handle = named(base, 'token');
          if (handle === undefined || OPENER.find(handle) === undefined) return call.prepare(base);
          const now = { ...handle, token: effectiveToken(base.thread) };
          const handles = new Map(base.thread.process.handles);
          handles.set(Number(base.args['token']), now);
          const process = { ...base.thread.process, handles };
          return call.prepare({ ...base, thread: { ...base.thread, process } });
        };
        return { ...model, calls: new Map(model.calls).set(CALL.QUERY, { ...call, prepare }) };
      },
    ),
  ),
];
