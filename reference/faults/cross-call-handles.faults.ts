/** @module Faults of masks on their way: dup, passing on, fork, exec, and checks at every use. */
import { TOKEN_RIGHT } from '../abi/numbers.js';
import type { ClauseId } from '../abi/clause-id.generated.js';
import { allows } from '../kernel/access/check.js';
import { TOKEN_MAPPING } from '../kernel/access/generic-mapping.js';
import type { DescriptorContext, PassContext } from '../kernel/calls/descriptors.js';
import type { HandleContext } from '../kernel/calls/handle-checks.js';
import type { LinkContext } from '../kernel/calls/link-tokens.js';
import type { ActorContext } from '../kernel/calls/processes.js';
import type { SocketContext } from '../kernel/calls/sockets.js';
import type { CallContext } from '../kernel/model.js';
import { effectiveToken } from '../kernel/privileges.js';
import type { TokenHandle } from '../kernel/state.js';
import { CALL, replaceHandle } from './cross-call.js';
import { alsoDoing, fault, otherEffect, weakerCheck, type Change, type Fault } from './fault.js';

const DUP = 'world.duplicateHandle';
const PASS = 'world.passHandle';

/** The descriptor that dup(2) makes is another. */
function dupMakes(change: (handle: TokenHandle) => TokenHandle): Change {
  return alsoDoing<DescriptorContext>(DUP, (c) => replaceHandle(c.thread.process, c.made, change));
}

/** The descriptor that the receiver gets is another. */
function passingMakes(change: (handle: TokenHandle) => TokenHandle): Change {
  return alsoDoing<PassContext>(PASS, (c) => replaceHandle(c.receiver.process, c.made, change));
}

/** The descriptor that a message brings is another. */
function receivingMakes(change: (handle: TokenHandle) => TokenHandle): Change {
  return alsoDoing<SocketContext>('world.receiveMessage', (c) =>
    replaceHandle(c.thread.process, c.made, change),
  );
}

/** Descriptors that live through an exec become others. */
function execMakes(change: (handle: TokenHandle) => TokenHandle): Change {
  return alsoDoing<CallContext>('world.exec', ({ thread: { process } }) => {
    for (const number of process.handles.keys()) replaceHandle(process, number, change);
  });
}

function widened(handle: TokenHandle): TokenHandle {
  return { ...handle, mask: TOKEN_RIGHT.ALL_ACCESS };
}

function cutToQuery(handle: TokenHandle): TokenHandle {
  return { ...handle, mask: handle.mask & TOKEN_RIGHT.QUERY };
}

function ordinary(handle: TokenHandle): TokenHandle {
  return { ...handle, inspection: false };
}

/** Ioctls whose right is looked up in the token's SD, as it is now, where the mask lacks it. */
const LOOKED_UP: readonly (readonly [slug: string, call: string, right: number, ClauseId])[] = [
  ['query', CALL.QUERY, TOKEN_RIGHT.QUERY, 'IQ-005'],
  ['adjust-privileges', CALL.PRIVS, TOKEN_RIGHT.ADJUST_PRIVILEGES, 'AP-008'],
  ['adjust-groups', CALL.GROUPS, TOKEN_RIGHT.ADJUST_GROUPS, 'AG-014'],
  ['adjust-default', CALL.DEFAULT, TOKEN_RIGHT.ADJUST_DEFAULT, 'AD-011'],
  ['adjust-session-id', CALL.SESSIONID, TOKEN_RIGHT.ADJUST_SESSIONID, 'AS-003'],
  ['duplicate', CALL.DUPLICATE, TOKEN_RIGHT.DUPLICATE, 'DU-017'],
  ['restrict', CALL.RESTRICT, TOKEN_RIGHT.DUPLICATE, 'RS-010'],
  ['install', CALL.INSTALL, TOKEN_RIGHT.ASSIGN_PRIMARY, 'IN-006'],
  ['impersonate', CALL.IMPERSONATE, TOKEN_RIGHT.IMPERSONATE, 'IM-017'],
];

function lookedUp(call: string, right: number): Change {
  return weakerCheck<HandleContext>(
    call,
    'right',
    ({ world, thread, handle }) =>
      handle?.inspection === false &&
      allows(world, effectiveToken(thread), handle.token.sd, right, TOKEN_MAPPING),
  );
}

/** Makers of handles whose descriptor stays open across exec. */
const KEPT_ON_EXEC: readonly (readonly [slug: string, call: string, effect: string, ClauseId])[] = [
  ['restricted', CALL.RESTRICT, 'open-handle', 'IC-006'],
  ['partner', CALL.GET_LINKED, 'open-partner', 'IC-007'],
  ['clone', CALL.GET_LINKED, 'open-clone', 'IC-007'],
  ['thread-token', 'kacs_open_thread_token', 'open-handle', 'IC-008'],
];

/** @public */
export const CROSS_CALL_HANDLE_FAULTS: readonly Fault[] = [
  fault('cross-call/dup-widens-the-mask', 'IC-003', dupMakes(widened)),
  fault('cross-call/dup-narrows-the-mask', 'IC-002', dupMakes(cutToQuery)),
  fault('cross-call/dup-of-an-inspection-handle-is-ordinary', 'PF-017', dupMakes(ordinary)),
  fault(
    'cross-call/dup-of-an-inspection-handle-has-all-rights',
    'PF-007',
    dupMakes((handle) => (handle.inspection ? widened(handle) : handle)),
  ),
  fault('cross-call/passing-widens-the-mask', 'IC-016', passingMakes(widened)),
  fault('cross-call/passing-narrows-the-mask', 'IC-016', passingMakes(cutToQuery)),
  fault('cross-call/receiving-widens-the-mask', 'IC-016', receivingMakes(widened)),
  fault('cross-call/receiving-narrows-the-mask', 'IC-016', receivingMakes(cutToQuery)),
  fault('cross-call/passed-inspection-handle-is-ordinary', 'PF-017', passingMakes(ordinary)),
  fault(
    'cross-call/passed-inspection-handle-has-all-rights',
    'PF-007',
    passingMakes((handle) => (handle.inspection ? widened(handle) : handle)),
  ),
  fault(
    'cross-call/fork-widens-the-masks',
    'IC-003',
    alsoDoing<ActorContext>('world.fork', (c) => {
      const child = c.world.processes.get(c.id);
      for (const number of child?.handles.keys() ?? []) {
        if (child !== undefined) replaceHandle(child, number, widened);
      }
    }),
  ),
  fault('cross-call/exec-widens-the-masks', 'IC-011', execMakes(widened)),
  fault(
    'cross-call/exec-ignores-a-cleared-flag',
    'IC-010',
    otherEffect<CallContext>('world.exec', 'close-on-exec', ({ world, thread }) => {
      for (const number of [...thread.process.handles.keys()]) {
        world.closeHandle(thread.process, number);
      }
    }),
  ),
  fault(
    'cross-call/exec-keeps-handles-of-impersonation-tokens',
    'IC-009',
    otherEffect<CallContext>('world.exec', 'close-on-exec', ({ world, thread }) => {
      for (const [number, held] of [...thread.process.handles]) {
        if (held.kind === 'token' && held.token.type === 2) continue;
        if (held.closeOnExec) world.closeHandle(thread.process, number);
      }
    }),
  ),
  ...KEPT_ON_EXEC.map(([slug, call, effect, clause]) =>
    fault(
      `cross-call/${slug}-handle-stays-open`,
      clause,
      otherEffect<CallContext>(call, effect, (c, original) => {
        const before = new Set(c.thread.process.handles.keys());
        original();
        for (const [number, held] of c.thread.process.handles) {
          if (!before.has(number)) held.closeOnExec = false;
        }
      }),
    ),
  ),
  ...LOOKED_UP.map(([slug, call, right, clause]) =>
    fault(`cross-call/${slug}-right-looked-up-at-use`, clause, lookedUp(call, right)),
  ),
  fault(
    'cross-call/inspection-handle-as-elevated-operand',
    'PF-018',
    weakerCheck<LinkContext>(CALL.LINK, 'elevated-right', (c) => c.elevated?.inspection === true),
  ),
  fault(
    'cross-call/inspection-handle-as-filtered-operand',
    'PF-018',
    weakerCheck<LinkContext>(CALL.LINK, 'filtered-right', (c) => c.filtered?.inspection === true),
  ),
];
