/** @module Faults of the procfs nodes: which token they show, and to whom. */
import { PRIVILEGE, TOKEN_RIGHT } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import type { NodeContext } from '../kernel/calls/inspection.js';
import { effectiveToken, holds } from '../kernel/privileges.js';
import type { Thread, Token } from '../kernel/state.js';
import { equalSid, parseSid } from '../wire/wire.js';
import {
  fault,
  otherEffect,
  refusing,
  weakerCheck,
  withoutCheck,
  type Change,
  type Fault,
} from './fault.js';

const OPEN = 'world.open';
const SYSTEM = parseSid(SID_TEXT.SYSTEM);
const ADMINISTRATORS = parseSid(SID_TEXT.ADMINISTRATORS);

const pathOf = ({ args }: NodeContext): string => String(args['path']);
const isProcessNode = (c: NodeContext): boolean => /^\/proc\/[^/]+\/token$/.test(pathOf(c));
const isThreadNode = (c: NodeContext): boolean => pathOf(c).includes('/task/');

/** The thread that a thread node names. */
function threadOf(c: NodeContext): Thread | undefined {
  const tid = Number(/\/task\/(\d+)\//.exec(pathOf(c))?.[1]);
  return [...c.world.threads.values()].find((one) => one.tid === tid);
}

const isFirst = (thread: Thread | undefined): boolean => thread?.tid === thread?.process.pid;

/** The node shows another token, where this gives one. */
function showing(token: (context: NodeContext) => Token | undefined): Change {
  return otherEffect<NodeContext>(OPEN, 'open-inspection-handle', (c, original) => {
    const other = c.node?.kind === 'token' ? token(c) : undefined;
    if (other === undefined) return original();
    c.made = c.world.openHandle(c.thread.process, other, TOKEN_RIGHT.QUERY, true);
  });
}

/** The node is refused where this holds of the caller. */
const keepingOut = (
  when: (context: NodeContext, caller: Token) => boolean,
  errno: 'EACCES' | 'ENOENT' = 'EACCES',
): Change =>
  refusing<NodeContext>(
    OPEN,
    (c) => c.node?.kind === 'token' && when(c, effectiveToken(c.thread)),
    errno,
  );

const isOwn = ({ node, thread }: NodeContext): boolean =>
  node?.kind === 'token' && node.target === thread.process;
const targetOf = ({ node }: NodeContext): Token | undefined =>
  node?.kind === 'token' ? node.target?.primary : undefined;
const isForeign = (c: NodeContext): boolean => targetOf(c) !== undefined && !isOwn(c);
const isSystem = ({ userSid }: Token): boolean => equalSid(userSid, SYSTEM);
const isMember = ({ groups }: Token): boolean =>
  groups.some(({ sid }) => equalSid(sid, ADMINISTRATORS));

const impersonated = (c: NodeContext): Token | undefined => {
  const target = c.node?.kind === 'token' ? c.node.target : undefined;
  const threads = [...c.world.threads.values()].filter(({ process }) => process === target);
  return threads.find(({ impersonation }) => impersonation !== undefined)?.impersonation;
};

const SHOWN: readonly Fault[] = [
  fault(
    'procfs/no-node-under-the-own-number',
    ['PF-001', 'PF-025'],
    keepingOut((c) => isOwn(c) && isProcessNode(c) && !pathOf(c).includes('self'), 'ENOENT'),
  ),
  fault(
    'procfs/process-node-shows-the-opener',
    'PF-003',
    showing((c) => (isProcessNode(c) && isForeign(c) ? effectiveToken(c.thread) : undefined)),
  ),
  fault(
    'procfs/own-node-shows-the-effective-token',
    'PF-004',
    showing((c) => (isProcessNode(c) && isOwn(c) ? effectiveToken(c.thread) : undefined)),
  ),
  fault(
    'procfs/process-node-shows-any-impersonation',
    'PF-004',
    showing((c) => (isProcessNode(c) ? impersonated(c) : undefined)),
  ),
  fault(
    'procfs/no-node-for-further-threads',
    'PF-027',
    keepingOut((c) => isThreadNode(c) && !isFirst(threadOf(c)), 'ENOENT'),
  ),
  fault(
    'procfs/first-thread-shows-the-primary',
    'PF-028',
    showing((c) => (isThreadNode(c) && isFirst(threadOf(c)) ? targetOf(c) : undefined)),
  ),
  fault(
    'procfs/further-threads-show-the-primary',
    ['PF-029', 'PF-031'],
    showing((c) => (isThreadNode(c) && !isFirst(threadOf(c)) ? targetOf(c) : undefined)),
  ),
  fault(
    'procfs/plain-threads-show-any-impersonation',
    ['PF-030', 'PF-031'],
    showing((c) => (isThreadNode(c) ? impersonated(c) : undefined)),
  ),
  fault(
    'procfs/thread-nodes-show-the-reader',
    ['PF-028', 'PF-029', 'PF-031'],
    showing((c) => (isThreadNode(c) ? effectiveToken(c.thread) : undefined)),
  ),
];

const ACCESS: readonly Fault[] = [
  fault(
    'procfs/restricted-kept-from-itself',
    'PF-025',
    keepingOut((c, caller) => isOwn(c) && caller.restrictedSids.length > 0),
  ),
  fault(
    'procfs/low-integrity-kept-from-itself',
    'PF-025',
    keepingOut((c, caller) => isOwn(c) && caller.integrityLevel < 8192),
  ),
  fault(
    'procfs/confined-kept-from-itself',
    'PF-025',
    keepingOut((c, caller) => isOwn(c) && caller.confinementSid !== undefined),
  ),
  fault(
    'procfs/impersonator-kept-from-itself',
    'PF-025',
    keepingOut((c, caller) => isProcessNode(c) && isOwn(c) && caller.type === 2),
  ),
  fault(
    'procfs/own-user-kept-out',
    'PF-036',
    keepingOut((c, caller) => {
      const target = targetOf(c);
      if (!isForeign(c) || target === undefined || isSystem(caller)) return false;
      return equalSid(target.userSid, caller.userSid);
    }),
  ),
  fault('procfs/open-to-everyone', 'PF-037', withoutCheck(OPEN, 'process-sd')),
  fault(
    'procfs/deny-only-membership-counts',
    'PF-037',
    weakerCheck<NodeContext>(OPEN, 'process-sd', ({ thread }) => isMember(effectiveToken(thread))),
  ),
  fault(
    'procfs/tcb-replaces-debug',
    'PF-037',
    weakerCheck<NodeContext>(OPEN, 'process-sd', ({ thread }) =>
      holds(effectiveToken(thread).privileges, PRIVILEGE.TCB),
    ),
  ),
  fault(
    'procfs/thread-nodes-open-to-everyone',
    'PF-037',
    weakerCheck<NodeContext>(OPEN, 'process-sd', isThreadNode),
  ),
  fault(
    'procfs/administrators-kept-out',
    'PF-039',
    keepingOut((c, caller) => isForeign(c) && !isSystem(caller) && isMember(caller)),
  ),
  fault(
    'procfs/system-needs-debug',
    'PF-040',
    keepingOut(
      (c, caller) => isForeign(c) && isSystem(caller) && !holds(caller.privileges, PRIVILEGE.DEBUG),
    ),
  ),
];

/** @internal */
export const PROCFS_FAULTS: readonly Fault[] = [...SHOWN, ...ACCESS];
